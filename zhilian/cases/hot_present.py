"""How hot issues are shown: in words, as a drawn line of days, and on paper."""

# house: allow chinese: papers are Chinese whatever language is read

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from zhilian.cases.models import HotIssue, HotIssueDay
from zhilian.core.actor import Actor
from zhilian.core.numbers import SHANGHAI
from zhilian.kit.dates import chinese_date
from zhilian.kit.papers import Paper
from zhilian.kit.papers.paper import Paragraph, Table

TONES: Final = {"new": "active", "rising": "late", "steady": "", "cooling": "done"}
WIDTH, HEIGHT = 120, 24  # of a drawn line of days
WEEKLY_FROM: Final = 40  # days: more are drawn by the week


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of a drawn line: where its bar stands."""

    x: float
    y: float
    height: float
    width: float


def spark(days: Iterable[HotIssueDay], since: date, length: int) -> list[Bar]:
    """The texts of each day as bars, ``length`` days from ``since``."""
    counts = {row.day: row.texts for row in days}
    top, slot = max(counts.values(), default=0) or 1, WIDTH / length
    bars = []
    for n in range(length):
        if found := counts.get(since + timedelta(days=n), 0):
            tall = round(max(HEIGHT * found / top, 2), 2)
            bars.append(Bar(round(n * slot, 2), HEIGHT - tall, tall, round(slot * 0.8, 2)))
    return bars


def chart(days: Sequence[HotIssueDay], since: date, until: date) -> dict[str, Any]:
    """Points of the two charts: texts told (by day, or by week over a long time) and heat."""
    by_day = {row.day: row for row in days}
    length = (until - since).days + 1
    step = 7 if length > WEEKLY_FROM else 1
    texts, heat, known = [], [], 0.0
    for start in range(0, length, step):
        span = [since + timedelta(days=start + n) for n in range(step) if start + n < length]
        texts.append((_short(span[0]), sum(by_day[one].texts for one in span if one in by_day)))
        known = next((by_day[one].heat for one in reversed(span) if one in by_day), known)
        heat.append((_short(span[-1]), round(known, 1)))
    return {"texts": texts, "heat": heat, "weekly": step == 7}


def _short(day: date) -> str:
    return f"{day.month}-{day.day}"


def parts_in_words(issue: HotIssue) -> list[str]:
    """Why it is as hot as it is, part by part."""
    recent, before, late = (int(issue.parts.get(name, 0)) for name in ("recent", "before", "late"))
    said = [
        ngettext("%(n)s firm in the last 7 days", "%(n)s firms in the last 7 days", recent) % {"n": recent},
        ngettext("%(n)s firm in the 7 days before", "%(n)s firms in the 7 days before", before) % {"n": before},
    ]
    if late:
        said.append(ngettext("%(n)s answered late or overdue", "%(n)s answered late or overdue", late) % {"n": late})
    return said


def points(issue: HotIssue) -> list[tuple[str, float]]:
    """What the heat is made of, the parts that count."""
    names = {
        "spread": _("Firms it concerns"),
        "number": _("Told again by the same"),
        "speed": _("Speed of these days"),
        "severity": _("Urgent or major"),
        "lateness": _("Answered late"),
    }
    found = {label: round(float(issue.parts.get(name, 0)), 1) for name, label in names.items()}
    return [(str(label), value) for label, value in found.items() if value]


def hot_list_paper(issues: Sequence[HotIssue], actor: Actor, at: datetime) -> Paper:
    """热点问题清单: the list for the bulletin."""
    day = at.astimezone(SHANGHAI).date()
    with override("zh-hans"):
        rows = tuple(_on_paper(n, issue) for n, issue in enumerate(issues, 1))
    header = ("序号", "热点问题", "态势", "热度", "件数", "企业", "最近")
    intro = Paragraph(f"截至{chinese_date(day)}，近90日诉求中归集热点问题{len(rows)}项，按热度排列如下。")
    return Paper(
        organisation=actor.federation.name, kind="热点问题清单", number=f"截至{chinese_date(day)}",
        body=(intro, Table(header, rows)), signature=actor.federation.name, date=day, marks=("内部",), compact=True,
    )  # fmt: skip


def _on_paper(n: int, issue: HotIssue) -> tuple[str, ...]:
    last = issue.last_at.astimezone(SHANGHAI).date()
    return (
        *(str(n), issue.name, str(issue.get_state_display()), f"{issue.heat:.1f}"),
        *(str(getattr(issue, "seen", issue.texts)), str(getattr(issue, "seen_firms", issue.firms)), _short(last)),
    )
