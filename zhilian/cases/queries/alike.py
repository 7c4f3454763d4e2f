"""The same trouble told before: cases and published answers alike to a text, as far as they are open to the reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, QuerySet
from django.db.models.functions import Left

from zhilian.cases.models import Case, PublishedAnswer, Reply, SystemicIssue
from zhilian.cases.models.case import CaseQuerySet
from zhilian.cases.queries.comparing import CASE, READ, rank, scores, shared, spoken
from zhilian.cases.queries.pool import open_issues
from zhilian.cases.queries.published import known_of, last_answer, published
from zhilian.cases.queries.secrecy import may_hold
from zhilian.cases.rules import MOVES, OPEN, WATCHED, Level, Stage
from zhilian.cases.rules.alike import LEAST_SAID, MAYBE, SURE
from zhilian.cases.rules.nameless import without_names
from zhilian.core.actor import Actor
from zhilian.members.models import Enterprise
from zhilian.triage.queries.search import like
from zhilian.triage.rules.likeness.untaught import Told

ANSWER: Final = "answer"  # a kind of the index
LOOKED_AT: Final = 120  # candidates that are ranked
OWN: Final = 60  # of a firm's latest cases are compared without the index
RECENT: Final = timedelta(days=90)
HELPS: Final = 3  # shown to somebody who tells a difficulty
SHOWN: Final = 6  # shown at the desk
ISSUES: Final = 50  # open systemic issues that are compared
ANSWERED: Final = frozenset({Stage.AWAITING_RATING, Stage.CLOSED})
_GONE: Final = (Stage.REFUSED, Stage.WITHDRAWN, Stage.MERGED)  # a merged one is followed under its master
_COLUMNS: Final = (
    *("number", "title", "stage", "received_at", "closed_at", "solved", "rating", "confidentiality"),
    *("federation_id", "enterprise_id", "complained_of_id", "systemic_id", "merged_into_id", "unit_id", "reporter"),
    *("enterprise__name", "unit__short_name", "unit__name"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer given before: its words, and who gave it when."""

    text: str
    unit: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AlikeCase:
    """A case told before, how alike (0…1), the words both share, and its answer if it has one."""

    case: Case
    likeness: float
    words: tuple[str, ...] = ()
    answer: Answer | None = None
    own: bool = False  # of the same firm
    hidden: bool = False  # who told it and what, is none of this list's business


@dataclass(frozen=True, slots=True)
class AlikeAnswer:
    """A published answer, how alike its question is (0…1), and the words both share."""

    published: PublishedAnswer
    likeness: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlikeIssue:
    """A systemic issue the case seems to belong to, and how many of its cases are alike."""

    issue: SystemicIssue
    likeness: float
    cases: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """What somebody who tells a difficulty is shown: what the firm has told already, and answers that may help."""

    repeated: list[AlikeCase] = field(default_factory=list)
    helpful: "list[AlikeCase | AlikeAnswer]" = field(default_factory=list)

    @property
    def telling(self) -> bool:
        """Whether it is worth a moment before sending: a repetition, or the same trouble answered before."""
        return bool(self.repeated) or any(one.likeness >= SURE for one in self.helpful)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a case: likely duplicates, systemic issues, and answers given in like cases."""

    duplicates: list[AlikeCase] = field(default_factory=list)
    issues: list[AlikeIssue] = field(default_factory=list)
    answered: "list[AlikeCase | AlikeAnswer]" = field(default_factory=list)


# ---- before sending


def before_sending(actor: Actor, text: str, firm: Enterprise | None, at: datetime, *, but: str = "") -> Before:
    """What was told and answered before: the firm's own cases open to the actor, and published answers."""
    if len(text.strip()) < LEAST_SAID:
        return Before()
    query = Told("", text[:READ])
    own = rank(query, _latest_of(actor, firm), _told) if firm else []
    repeated = [_case(*one, query, own=True) for one in own if one[0].is_open and one[1] >= SURE][:1]
    answered = [
        one for one in own if one[0].stage in ANSWERED and not one[0].disputed and one[0].pk not in _keys(repeated)
    ]
    helpful = _with_answers([_case(*one, query, own=True) for one in answered[:HELPS]])
    return Before(repeated, _best([*helpful, *_published(actor, query, at)]))


def _latest_of(actor: Actor, firm: Enterprise) -> "QuerySet[Case]":
    """The firm's latest cases; read by its own index, so that what was told a minute ago is among them."""
    rows = _rows(Case.objects.visible_to(actor).filter(enterprise=firm)).exclude(stage__in=_GONE)
    return rows.order_by("-received_at", "-id")[:OWN]


def _published(actor: Actor, query: Told, at: datetime) -> list[AlikeAnswer]:
    found = like(actor, spoken(query), kind=ANSWER, federation=actor.federation, at=at, limit=OWN)
    rows = published(actor).filter(pk__in=[key for key, _ in found]) if found else ()
    ranked = rank(query, rows, lambda one: Told(one.title, one.question[:READ]))
    return [
        AlikeAnswer(row, points, shared(query, Told(row.title, row.question[:READ]))) for row, points in ranked[:HELPS]
    ]


# ---- at the desk


def beside(actor: Actor, case: Case, at: datetime) -> Beside:
    """For a dispatcher: what was told before that is alike, the same firm first; what it belongs to; what helps.

    Restricted cases are never among them. An anonymous one stands there by its number alone, and never because it is
    of the same firm.
    """
    query = _told_whole(case)
    ranked = rank(query, _candidates(actor, case, query, at), _told)
    near = (one for one in ranked if _is_near(one[0], at))
    likely = sorted(near, key=lambda one: (not _same_firm(one[0], case), not one[0].is_open))
    shown = [_case(*one, query, own=_same_firm(one[0], case)) for one in likely[:SHOWN]]
    older = [one for one in ranked if _may_serve(one[0]) and one[0].pk not in _keys(shown)]
    answered = _with_answers([_case(*one, query) for one in older[:HELPS]])
    return Beside(
        _with_answers(shown),
        _issues(actor, case, query, ranked),
        _best([*answered, *_published(actor, query, at)]),
    )


def beside_reply(actor: Actor, case: Case, at: datetime) -> Beside:
    """For whoever answers in a unit: like cases that the own unit has answered, and published answers."""
    query = _told_whole(case)
    found = like(actor, spoken(query), kind=CASE, federation=actor.federation, at=at, limit=LOOKED_AT)
    keys = [key for key, _ in found if key != case.pk]
    rows = _rows(Case.objects.visible_to(actor).filter(pk__in=keys, unit_id=actor.organisation_id))
    ranked = [one for one in rank(query, rows, _told) if _may_serve(one[0])]
    answered = _with_answers([_case(*one, query) for one in ranked[:HELPS]])
    return Beside(answered=_best([*answered, *_published(actor, query, at)]))


def _candidates(actor: Actor, case: Case, query: Told, at: datetime) -> list[Case]:
    """Cases that share telling words, and the same firm's latest, which may be too new for the index."""
    found = like(actor, spoken(query), kind=CASE, federation=actor.federation, at=at, limit=LOOKED_AT)
    seen = _rows(Case.objects.visible_to(actor)).exclude(pk=case.pk).exclude(confidentiality=Level.RESTRICTED)
    rows = list(seen.filter(pk__in=[key for key, _ in found])) if found else []
    if case.enterprise_id:
        own = seen.filter(enterprise=case.enterprise_id).exclude(confidentiality__in=sorted(WATCHED))
        known = {row.pk for row in rows}
        rows += [row for row in own.order_by("-received_at", "-id")[:OWN] if row.pk not in known]
    return [row for row in rows if row.stage not in _GONE]


def _issues(actor: Actor, case: Case, query: Told, ranked: "Sequence[tuple[Case, float]]") -> list[AlikeIssue]:
    """Open issues whose own words, or whose cases, are alike, and on which this case may hang."""
    if Stage(case.stage) not in MOVES["hang"].sources:
        return []
    rows = [one for one in open_issues(actor)[:ISSUES] if one.unit.active and may_hold(case, one.unit)]
    points = dict(zip([one.pk for one in rows], scores(query, [_told_issue(one) for one in rows]), strict=True))
    hanging = {one.pk: [score for row, score in ranked if row.systemic_id == one.pk] for one in rows}
    found = [
        AlikeIssue(one, max([points[one.pk], *hanging[one.pk]]), len(hanging[one.pk]), shared(query, _told_issue(one)))
        for one in rows
        if max([points[one.pk], *hanging[one.pk]]) >= MAYBE
    ]
    return sorted(found, key=lambda one: -one.likeness)[:2]


def _is_near(row: Case, at: datetime) -> bool:
    """Whether it may still be the same matter: open, or not long ago."""
    return row.stage in OPEN or row.received_at >= at - RECENT


def _may_serve(row: Case) -> bool:
    """Whether its answer may be used again: it was not denied, and who told it is no secret."""
    return row.stage in ANSWERED and not row.disputed and row.confidentiality not in WATCHED


def _same_firm(row: Case, case: Case) -> bool:
    same = case.enterprise_id is not None and row.enterprise_id == case.enterprise_id
    return same and row.confidentiality not in WATCHED


# ---- comparing


def _rows(rows: CaseQuerySet) -> CaseQuerySet:
    """Only the columns that are compared and shown; of a long text its beginning."""
    return rows.select_related("enterprise", "unit").only(*_COLUMNS).annotate(begins=Left(F("text"), READ))


def _told(row: Case) -> Told:
    return Told(row.title, getattr(row, "begins", ""))


def _told_whole(case: Case) -> Told:
    return Told(case.title, case.text[:READ])


def _told_issue(issue: SystemicIssue) -> Told:
    return Told(issue.title, issue.text[:READ])


def _case(row: Case, points: float, query: Told, *, own: bool = False) -> AlikeCase:
    hidden = row.confidentiality == Level.ANONYMOUS and not own
    return AlikeCase(row, points, () if hidden else shared(query, _told(row)), own=own, hidden=hidden)


def _best(found: "list[AlikeCase | AlikeAnswer]") -> "list[AlikeCase | AlikeAnswer]":
    """The most alike that have an answer."""
    useful = [one for one in found if isinstance(one, AlikeAnswer) or one.answer]
    return sorted(useful, key=lambda one: -one.likeness)[:HELPS]


def may_merge(case: Case, row: Case) -> bool:
    """Whether the case may be followed under this one, as far as the two rows tell."""
    free = Stage(case.stage) in MOVES["merge"].sources and Level.RESTRICTED not in (
        case.confidentiality,
        row.confidentiality,
    )
    return free and row.is_open and row.complained_of_id == case.complained_of_id


def _keys(found: Iterable[AlikeCase]) -> set[int]:
    return {one.case.pk for one in found}


def _with_answers(found: list[AlikeCase]) -> list[AlikeCase]:
    """The same with the answers that passed; of those hidden none."""
    keys = [one.case.pk for one in found if one.case.stage in ANSWERED and not one.hidden]
    rows = (
        Reply.objects.filter(case_id__in=keys, passed=True).select_related("unit").order_by("at", "id") if keys else ()
    )
    last = {row.case_id: Answer(row.text, row.unit.name if row.unit else "", row.at) for row in rows}
    return [replace(one, answer=last.get(one.case.pk)) for one in found]


def answer_of(actor: Actor, number: str, case: Case) -> str:
    """The answer of a like case, to begin another with; of another firm without what names it; empty for none."""
    row = Case.objects.visible_to(actor).select_related("enterprise", "federation").filter(number=number).first()
    if row is None or not _may_serve(row) or (actor.in_unit and row.unit_id != actor.organisation_id):
        return ""
    answer = last_answer(row)
    if answer is None or _same_firm(row, case):
        return answer.text if answer else ""
    return without_names(answer.text, known_of(row), spare_lines=True)
