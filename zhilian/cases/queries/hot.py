"""Reads of hot issues: the texts of the window as the reader of texts takes them, the issues, their cases and days."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from zhilian.cases.models import Case, HotIssue, HotIssueCase, HotIssueDay, HotStamp, SystemicIssue
from zhilian.cases.models.hot import HotIssueQuerySet
from zhilian.cases.queries.lists import SHOWN_IN_LISTS
from zhilian.cases.rules import Level, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.kit.industries import UnknownIndustry, lookup
from zhilian.triage.rules.hot import Text

WINDOW: Final = timedelta(days=90)
LISTED: Final = 30  # issues on a page
SHOWN_FROM: Final = 3  # texts: two alike are a chance
URGENT: Final = {"urgent": 1.0, "major": 1.0}  # grades that weigh; any other does not
NO_TEXTS: Final = (Stage.REFUSED, Stage.WITHDRAWN)
VIEWS: Final = ("all", "new", "rising", "cooling", "aside")
_READ: Final = (
    *("pk", "received_at", "title", "text", "enterprise_id", "reporter", "street__name", "grade", "stage"),
    *("enterprise__industry", "limit_at", "answered_at"),
)


# ---- what is grouped


def window(federation: Federation, at: datetime, since: datetime | None = None) -> list[Text]:
    """The texts told in the window before ``at`` (or since a moment), oldest first; restricted cases never."""
    rows = Case.objects.of(federation).filter(received_at__gt=since or at - WINDOW, received_at__lte=at)
    rows = rows.exclude(confidentiality=Level.RESTRICTED).exclude(stage__in=NO_TEXTS)
    return [as_text(row, at) for row in rows.order_by("received_at", "id").values(*_READ).iterator(2000)]


def texts_of(keys: Iterable[int], at: datetime) -> list[Text]:
    """The texts of these cases."""
    rows = Case.objects.filter(pk__in=list(keys)).exclude(confidentiality=Level.RESTRICTED)
    return [as_text(row, at) for row in rows.order_by("received_at", "id").values(*_READ)]


def as_text(row: dict[str, Any], at: datetime) -> Text:
    """One case's columns as a text to be grouped."""
    late = row["limit_at"] is not None and (row["answered_at"] or at) > row["limit_at"]
    return Text(
        id=row["pk"], at=row["received_at"], subject=row["title"], body=row["text"],
        firm=str(row["enterprise_id"] or row["reporter"]), place=row["street__name"] or "",
        trade=_division(row["enterprise__industry"]), severity=URGENT.get(row["grade"], 0.0), late=late,
    )  # fmt: skip


def _division(code: str | None) -> str:
    """The two-digit division of an industry, empty where none is known."""
    try:
        return lookup(code).division if code else ""
    except UnknownIndustry:
        return ""


def stamp_of(federation: Federation) -> HotStamp | None:
    """When the federation's texts were last grouped."""
    return HotStamp.objects.filter(federation=federation).first()


def came_since(federation: Federation, moment: datetime) -> bool:
    """Whether anything was told after the moment."""
    return Case.objects.of(federation).filter(received_at__gt=moment).exists()


def many_in_window(federation: Federation, at: datetime, many: int) -> bool:
    """Whether more than so many texts were told in the window; counted no further."""
    rows = Case.objects.of(federation).filter(received_at__gt=at - WINDOW).values("pk")
    return len(rows[: many + 1]) > many


def alive(federation: Federation) -> list[HotIssue]:
    """The issues that can still grow, oldest first: also those laid aside, which take in what is theirs."""
    return list(HotIssue.objects.of(federation).filter(joined=None).order_by("found_at", "id"))


def taken_out(federation: Federation) -> dict[int, int]:
    """Case → issue to which, a person said, it does not belong."""
    rows = HotIssueCase.objects.filter(issue__federation=federation).exclude(taken_out_at=None)
    return dict(rows.values_list("case_id", "issue_id"))


def members_by_issue(issues: Iterable[HotIssue]) -> dict[int, set[int]]:
    """Issue → its cases."""
    found: dict[int, set[int]] = {one.pk: set() for one in issues}
    rows = HotIssueCase.objects.filter(issue__in=list(found), taken_out_at=None)
    for issue, case in rows.values_list("issue_id", "case_id"):
        found[issue].add(case)
    return found


# ---- what is shown


def hot_list(actor: Actor, view: str = "all") -> list[HotIssue]:
    """The issues of one view, the hottest first, each with how many cases this reader finds behind it."""
    rows: HotIssueQuerySet = HotIssue.objects.visible_to(actor)
    if view == "aside":
        return list(_counted(rows.filter(joined=None).exclude(set_aside_at=None), actor).order_by("-set_aside_at"))
    rows = rows.alive().filter(texts__gte=SHOWN_FROM)
    rows = rows.filter(state=view) if view in HotIssue.State.values else rows
    return list(_counted(rows, actor).order_by("-heat", "id")[:LISTED])


def hottest(actor: Actor, count: int) -> list[HotIssue]:
    """The few that a first page names; their figures stand on their own pages."""
    return list(HotIssue.objects.visible_to(actor).alive().filter(texts__gte=SHOWN_FROM, heat__gte=1)[:count])


def _counted(rows: "QuerySet[HotIssue]", actor: Actor) -> "QuerySet[HotIssue]":
    seen = Q(members__taken_out_at=None, members__case__in=Case.objects.visible_to(actor))
    return rows.annotate(seen=Count("members", filter=seen), seen_firms=_firms(seen))


def _firms(seen: Q) -> Count:
    return Count("members__case__enterprise_id", filter=seen, distinct=True)


def hot_issue(actor: Actor, pk: int) -> HotIssue | None:
    """One issue, as far as the actor may see it; what went into another leads there by ``joined``."""
    rows = HotIssue.objects.visible_to(actor).select_related("joined", "named_by", "set_aside_by", "federation")
    return _counted(rows, actor).filter(pk=pk).first()


def cases_of_hot(issue: HotIssue, actor: Actor) -> "QuerySet[Case]":
    """The cases of an issue that the actor may see."""
    rows = Case.objects.visible_to(actor).filter(hot__issue=issue, hot__taken_out_at=None)
    return rows.select_related("enterprise").only(*SHOWN_IN_LISTS)


def hot_of(case: Case, actor: Actor) -> HotIssue | None:
    """The hot issue a case belongs to, for whoever may see it."""
    rows = HotIssue.objects.visible_to(actor).alive().filter(texts__gte=SHOWN_FROM)
    return rows.filter(members__case_id=case.pk, members__taken_out_at=None).first()


def systemic_behind(issue: HotIssue, actor: Actor) -> list[SystemicIssue]:
    """The systemic issues on which cases of this one hang."""
    rows = SystemicIssue.objects.visible_to(actor).filter(cases__hot__issue=issue, cases__hot__taken_out_at=None)
    return list(rows.distinct().select_related("unit")[:5])


def spread(issue: HotIssue, actor: Actor) -> dict[str, list[tuple[str, int]]]:
    """Where the cases come from: street and category with their numbers, the most first."""
    rows = list(cases_of_hot(issue, actor).values_list("street__name", "category__name")[:2000])
    streets, categories = Counter(one for one, _ in rows if one), Counter(one for _, one in rows if one)
    return {"street": streets.most_common(6), "category": categories.most_common(4)}


def days_of(issues: Iterable[HotIssue], since: date) -> dict[int, list[HotIssueDay]]:
    """The days of several issues from a day on, in order; one query."""
    found: dict[int, list[HotIssueDay]] = {one.pk: [] for one in issues}
    for row in HotIssueDay.objects.filter(issue__in=list(found), day__gte=since).order_by("day"):
        found[row.issue_id].append(row)
    return found


def rows_of_members(issue: HotIssue) -> "QuerySet[HotIssueCase]":
    """The rows that hold an issue's cases."""
    return HotIssueCase.objects.filter(issue=issue, taken_out_at=None)
