"""Two furnished districts and every address in them: for the tests that walk through all pages as everybody."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.story import Story
from zhilian.accounts.models import Delegation
from zhilian.cases.actions import save_template
from zhilian.cases.models import (
    AnswerTemplate,
    Case,
    Decision,
    HotIssue,
    HotIssueCase,
    PublishedAnswer,
    RoutingRule,
    SystemicIssue,
)
from zhilian.cases.rules import Stage
from zhilian.channels.actions import record_visit
from zhilian.channels.facts import VisitFacts
from zhilian.channels.models import StationVisit
from zhilian.core.memory import forget
from zhilian.desk.models import NewsItem
from zhilian.files import actions as files
from zhilian.files.models import Attachment, ImportProblem, ImportRun
from zhilian.files.store import Stored, keep
from zhilian.notices.models import Notice
from zhilian.triage.models import TextModel

FIRM_OF = {"LG": "qian", "BA": "ba_fang"}
CLERK_OF = {"LG": "xiaolin", "BA": "ba_clerk"}
STATION_OF = {"LG": "ST-HG", "BA": "BA-ST"}
LEADER_OF = {"LG": "lu", "BA": "ba_leader"}
DESK_OF = {"LG": "chen", "BA": "ba_dispatcher"}
WORDS = {"LG": "明亮眼镜厂这边每周停电三次，机器一停料就废了。", "BA": "海星电子厂的货车进不了园区，请帮忙协调通行证。"}

NOT_TO_BE_LOOKED_AT = 405

# Addresses of steps lead to a case in the stage in which the step can be taken.
STAGE_FOR = {
    "case_acceptance": Stage.SUBMITTED,
    "case_answer": Stage.SUBMITTED,
    "case_refusal": Stage.SUBMITTED,
    "case_supplement_request": Stage.SUBMITTED,
    "case_supplement": Stage.SUPPLEMENT,
    "case_addition": Stage.SUPPLEMENT,
    "case_hold_review": Stage.ON_HOLD,
    "case_resumption": Stage.ON_HOLD,
    "case_dispatch": Stage.ACCEPTED,
    "case_signature": Stage.DISPATCHED,
    "case_return": Stage.DISPATCHED,
    "case_contact": Stage.SIGNED,
    "case_reply": Stage.PROCESSING,
    "case_review": Stage.REPLIED,
    "case_rating": Stage.AWAITING_RATING,
    "case_rating_by_call": Stage.AWAITING_RATING,
    "case_call": Stage.AWAITING_RATING,
    "case_closure": Stage.AWAITING_RATING,
    "case_decision": Stage.ESCALATED,
    "case_exclusion": Stage.AWAITING_RATING,
    "case_exclusion_decision": Stage.AWAITING_RATING,
    "case_still_solved": Stage.CLOSED,
    "case_withdrawal": Stage.PROCESSING,
    "case_merger": Stage.ACCEPTED,
    "case_alike": Stage.SUBMITTED,
    "case_publication": Stage.CLOSED,
    "case_separation": Stage.MERGED,
    "case_parts": Stage.ACCEPTED,
    "case_issue": Stage.ACCEPTED,
    "case_own_way": Stage.SYSTEMIC,
    **dict.fromkeys(("case_part", "case_part_reminder", "case_excuse", "case_minutes"), Stage.JOINT),
    **dict.fromkeys(("case_meeting", "case_conclusion"), Stage.JOINT),
    **dict.fromkeys(("case_sheet_minutes_docx", "case_sheet_minutes_pdf"), Stage.JOINT),
}
PUBLISHED = ("published_answer", "answer_helped", "answer_change", "answer_withdrawal")


@dataclass(frozen=True)
class Door:
    """A named address of the product and the names of its arguments."""

    route: str
    arguments: tuple[str, ...]


def doors() -> list[Door]:
    """Every named address, in the order of their names."""
    return sorted(_walk(get_resolver().url_patterns), key=lambda door: door.route)


def _walk(patterns: list[Any]) -> Iterator[Door]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield Door(pattern.name, tuple(pattern.pattern.converters))


class District:
    """One district with a case in every stage, files, messages, an import and news; ``told`` is said of each case."""

    def __init__(self, cast: Cast, code: str, **told: Any) -> None:
        self.cast, self.code, self.told = cast, code, told
        self.words = told.get("text", WORDS[code])
        self.federation = cast.federations[code]
        self.cases = self._cases()
        self.attachment = self._attachment()
        self.run = self._run()
        self.news = NewsItem.objects.create(
            federation=self.federation, title=WORDS[code][:10], text=WORDS[code], published_on=date(2026, 3, 1)
        )

    def _cases(self) -> dict[Stage, Case]:
        story = Story(self.cast, timezone.now() - timedelta(days=3))
        clerk, firm = CLERK_OF[self.code], self.cast.firms[FIRM_OF[self.code]]
        told = {"by": clerk, "text": WORDS[self.code], "enterprise": firm, "contact_name": firm.name[:4]}
        told |= self.told
        return {stage: story.case(stage, **told) for stage in Stage}

    def _attachment(self) -> Attachment:
        content = f"照片 {self.words}".encode()
        stored = Stored(f"{self.words[:4]}.txt", keep(content), len(content), "text/plain")
        actor = self.cast.actor(FIRM_OF[self.code])
        (row,) = files.attach(subject=self.cases[Stage.PROCESSING], stored=[stored], actor=actor, at=timezone.now())
        return row

    def _run(self) -> ImportRun:
        run = ImportRun.objects.create(
            federation=self.federation,
            kind="members",
            filename=f"{WORDS[self.code][:4]}名单.xlsx",
            sha256="0" * 64,
            state="done",
            started_by=self.cast.users[DESK_OF[self.code]],
            created_at=timezone.now(),
            finished_at=timezone.now(),
            rows_total=2,
            bad=1,
        )
        ImportProblem.objects.create(
            federation=self.federation,
            run=run,
            row=3,
            column="企业名称",
            value=WORDS[self.code][:6],
            reason=["Twice in this file.", {}],
        )
        return run

    @cached_property
    def issue(self) -> SystemicIssue:
        """The systemic issue on which the case hangs; its number is 1."""
        found = self.cases[Stage.SYSTEMIC].systemic
        assert found is not None
        return found

    @cached_property
    def template(self) -> AnswerTemplate:
        """The desk's answer template."""
        actor = self.cast.actor(DESK_OF[self.code])
        return save_template(title=WORDS[self.code][:8], text=WORDS[self.code], actor=actor, at=timezone.now())

    @cached_property
    def published(self) -> PublishedAnswer:
        """The answer of the closed case, for all firms."""
        made: PublishedAnswer = PublishedAnswer.objects.create(
            federation=self.federation,
            case=self.cases[Stage.CLOSED],
            title=WORDS[self.code][:12],
            question=WORDS[self.code],
            answer="请拨打供电服务热线报修。",
            published_at=timezone.now(),
        )
        return made

    @cached_property
    def notice(self) -> Notice:
        """A message to the dispatcher."""
        found = Notice.objects.filter(recipient=self.cast.users[DESK_OF[self.code]]).first()
        assert found is not None
        return found

    @cached_property
    def rule(self) -> RoutingRule:
        """A rule of the dispatch catalogue."""
        case = self.cases[Stage.PROCESSING]
        unit = case.unit_id or 0
        made: RoutingRule = RoutingRule.objects.create(
            federation=case.federation, no=7, unit_id=unit, valid_from=NOW.date()
        )
        forget()
        return made

    @cached_property
    def model(self) -> TextModel:
        """A model in use, which cannot be loaded: its card is what the addresses show."""
        made = TextModel(federation=self.federation, task="category", no=1, state="active", trained_at=NOW)
        made.close(b"")
        made.save()
        forget()
        return made

    @cached_property
    def hot(self) -> HotIssue:
        """A hot issue to which one of the cases belongs."""
        case = self.cases[Stage.PROCESSING]
        made: HotIssue = HotIssue.objects.create(
            federation=case.federation, name=WORDS[self.code][:12], words=["停电"], state="new", heat=5, texts=3,
            firms=3, first_at=NOW, last_at=NOW, found_at=NOW, measured_at=NOW,
        )  # fmt: skip
        HotIssueCase.objects.create(federation=case.federation, issue=made, case=case, joined_at=NOW)
        return made

    @cached_property
    def visit(self) -> StationVisit:
        """The firm's visit to the station."""
        said = VisitFacts(
            visited_at=timezone.now(), purpose="case", enterprise=self.cast.firms[FIRM_OF[self.code]], visitor="来访人"
        )
        return record_visit(visit=said, actor=self.cast.actor(CLERK_OF[self.code]), at=timezone.now())

    @cached_property
    def leave(self) -> Delegation:
        """The dispatcher's next leave."""
        today, desk, leader = timezone.localdate(), DESK_OF[self.code], LEADER_OF[self.code]
        return Delegation.objects.create(
            federation=self.federation,
            holding=self.cast.holdings[desk],
            deputy=self.cast.users[leader],
            standing=self.cast.holdings[leader],
            since=today + timedelta(days=30),
            until=today + timedelta(days=36),
            reason=WORDS[self.code][:6],
            created_at=timezone.now(),
        )

    def arguments(self, door: Door) -> dict[str, Any]:
        """What an address of this kind takes here. Raises KeyError for an argument nobody has thought of."""
        given = {
            "number": self.cases[STAGE_FOR.get(door.route, Stage.PROCESSING)].number,
            "no": self.model.no if door.route.startswith("text_model") else 1,
            "year": self.issue.year,
            "kind": "members",
            "code": "amber",
            "username": CLERK_OF[self.code],
            "grade": "normal",
            "clock": "close",
            "term": "help" if door.route == "kind" else "normal",
            "rule": self.rule.no if door.route == "route" else 0,
            "station": STATION_OF[self.code],
            "day": "2026-03-05",
            "key": self.template.pk,
        }
        return {name: self._key(door.route) if name == "pk" else given[name] for name in door.arguments}

    def _key(self, route: str) -> int:
        firm = self.cast.firms[FIRM_OF[self.code]]
        rows = {
            "attachment": self.attachment,
            "attachment_inline": self.attachment,
            "attachment_preview": self.attachment,
            "hand_over_end": self.leave,
            "role_end": self.cast.holdings[CLERK_OF[self.code]],
            "notice": self.notice,
            "news": self.news,
            "visit_note": self.visit,
        }
        rows |= {route: self.hot} if route.startswith("hot_") else {}
        rows |= dict.fromkeys(PUBLISHED, self.published) if route in PUBLISHED else {}
        rows["decision_done"] = Decision.objects.get(meeting__case=self.cases[Stage.JOINT])
        found = rows.get(route) or (self.run if route.startswith("import") else None)
        found = found or (firm if route.startswith(("member", "enterprise")) else None)
        if found is None:
            raise KeyError(f"{route}: say in tests/district.py which row this address shows")
        return found.pk

    def address(self, door: Door) -> str:
        """The address in this district."""
        return reverse(door.route, kwargs=self.arguments(door))


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status and everything readable in it."""

    status: int
    text: str


class Visitor:
    """Somebody who tries every door, in one browser, and leaves nothing behind."""

    def __init__(self, cast: Cast, username: str | None) -> None:
        self.client = cast.client(username) if username else Client()
        self.cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def knock(self, address: str) -> Answer:
        """Look at a page; where looking is not possible, send an empty form. What it changed is undone."""
        answer = self.get(address)
        return answer if answer.status != NOT_TO_BE_LOOKED_AT else self.post(address)

    def get(self, address: str, **how: Any) -> Answer:
        """Look at a page; what it changed is undone."""
        return self._try("get", address, **how)

    def post(self, address: str, data: Any = None, **how: Any) -> Answer:
        """Send a form; what it changed is undone."""
        return self._try("post", address, data or {}, **how)

    def _try(self, method: str, *arguments: Any, **how: Any) -> Answer:
        with transaction.atomic(), unlogged():
            response = getattr(self.client, method)(*arguments, **how)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        headers = unquote("".join(f"{name}: {value}\n" for name, value in response.headers.items()))
        return Answer(response.status_code, headers + readable(content))


@contextmanager
def unlogged() -> Iterator[None]:
    """Refusals are what these tests ask for, so nobody needs to log them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def readable(content: bytes) -> str:
    """A page as text; of a workbook, everything written in it."""
    if not content.startswith(b"PK"):
        return unescape(content.decode(errors="replace"))
    with ZipFile(BytesIO(content)) as book:
        return "".join(unescape(book.read(name).decode(errors="replace")) for name in book.namelist())
