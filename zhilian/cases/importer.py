"""Finished matters from spreadsheets: each becomes a closed case with its answer and its real dates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhilian.cases import permissions
from zhilian.cases.actions import import_closed_many
from zhilian.cases.actions.history import Finished
from zhilian.cases.models import Case
from zhilian.channels.models import Category
from zhilian.channels.queries import categories
from zhilian.core.actor import Actor
from zhilian.core.models import Federation, Organisation
from zhilian.core.queries import organisations
from zhilian.files.imports import Column, Importer, Note, Outcome, Problem, Row, Verdict
from zhilian.files.imports.moments import moment_of
from zhilian.files.sentences import say
from zhilian.kit.dates import DateError, DateFault
from zhilian.kit.text import fold, title_from
from zhilian.members.models import Enterprise

# house: allow chinese: headings as offices write them, data and no words on a screen
COLUMNS: Final = (
    Column(
        "external_ref",
        _("Number at the source"),
        ("留言编号", "诉求编号", "工单编号", "工单号", "编号", "序号", "number", "id"),
        required=True,
    ),
    Column(
        "reporter",
        _("Who told it"),
        ("企业名称", "留言用户", "诉求企业", "诉求人", "反映人", "公司名称", "单位名称", "reporter", "company"),
    ),
    Column("title", _("Subject line"), ("留言主题", "诉求主题", "诉求标题", "主题", "标题", "title", "subject")),
    Column(
        "received_at", _("Received at"), ("留言时间", "诉求时间", "提交时间", "received_at", "received"), required=True
    ),
    Column("text", _("What was told"), ("留言详情", "诉求内容", "留言内容", "详情", "内容", "text"), required=True),
    Column(
        "reply", _("Answer"), ("答复意见", "答复内容", "办理结果", "答复", "回复", "reply", "answer"), required=True
    ),
    Column("replied_at", _("Answered at"), ("答复时间", "办结时间", "回复时间", "replied_at"), required=True),
    Column("category", _("Category"), ("诉求类别", "一级标签", "类别", "分类", "category")),
    Column("unit", _("Department"), ("承办单位", "承办部门", "办理部门", "部门", "unit", "department")),
)
BATCH: Final = 500
LONGEST: Final = 20_000  # characters of a text
REF, REPORTER = 60, 100  # characters

_NEEDED = gettext_noop("This is missing.")
_TOO_LONG = gettext_noop("This is too long: at most %(limit)s characters.")
_NO_DATE = gettext_noop("This is not a date such as 2026-4-20 9:30.")
_NO_DAY = gettext_noop("There is no such day.")
_BEFORE = gettext_noop("The answer is dated before the matter came in.")
_TWICE = gettext_noop("Row %(row)s has this number already.")
FREE_CATEGORY = gettext_noop("In %(rows)s rows the category is none of this district and is left empty: %(values)s.")
FREE_UNIT = gettext_noop("In %(rows)s rows the department is none of this district and is left empty: %(values)s.")
LINKED = gettext_noop("%(rows)s cases are linked with an enterprise of the registry.")


@dataclass(slots=True)
class _Read:
    """A row, read."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


class CasesImporter(Importer):
    """Finished matters, known by their number at the source; one that is here already changes nothing."""

    kind = "cases"
    label = _("Import finished matters")
    lead = _("Matters that were answered elsewhere come in as closed cases, with their answers and real dates.")
    done = _("Imported %(filename)s: %(created)s finished matters new, %(bad)s rows bad")
    power = permissions.IMPORT_CASES
    columns = COLUMNS

    def check(self, federation: Federation, rows: Iterable[Row]) -> Iterator[Verdict]:
        """Say of each row whether it enters a case, is here already, or cannot stand."""
        reader, left = _Reader(federation), iter(rows)
        while batch := list(islice(left, BATCH)):
            yield from reader.verdicts([reader.read(row) for row in batch])

    def apply(self, verdicts: Sequence[Verdict], actor: Actor, at: datetime) -> None:
        """Enter them, each with its line of trail."""
        matters = [one.payload for one in verdicts if one.outcome is Outcome.CREATE]
        import_closed_many(matters=matters, actor=actor, at=at)

    def address(self) -> str:
        """The list of cases."""
        return reverse("cases")


class _Reader:
    def __init__(self, federation: Federation) -> None:
        self.federation = federation
        self.categories = _named(categories(federation), "name", "code")
        departments = organisations(federation, Organisation.Kind.DEPARTMENT)
        self.units = _named(departments, "name", "short_name", "code")
        self.rows: dict[str, int] = {}

    def read(self, row: Row) -> _Read:
        """Bring the cells of a row to what a case keeps."""
        read = _Read(row.number)
        values = read.values
        values["external_ref"] = _text(read, row, "external_ref", limit=REF)
        values["reporter"] = _text(read, row, "reporter", limit=REPORTER, needed=False)
        values["text"] = _text(read, row, "text", limit=LONGEST)
        values["reply"] = _text(read, row, "reply", limit=LONGEST)
        values["title"] = row.line("title") or title_from(values["text"])
        _dates(read, row)
        values["category"] = _looked_up(read, row, "category", self.categories, FREE_CATEGORY)
        values["unit"] = _looked_up(read, row, "unit", self.units, FREE_UNIT)
        return read

    def verdicts(self, batch: Sequence[_Read]) -> Iterator[Verdict]:
        """What becomes of each row; two questions to the database for all of them."""
        refs = [read.values["external_ref"] for read in batch]
        here = Case.objects.of(self.federation).filter(external_ref__in=refs)
        known = set(here.values_list("external_ref", flat=True))
        firms = self._firms(batch)
        for read in batch:
            ref = read.values["external_ref"]
            if ref and (first := self.rows.setdefault(ref, read.row)) != read.row:
                read.problems.append(Problem("external_ref", ref, say(_TWICE, row=first)))
            yield _verdict(read, ref in known, firms.get(fold(read.values["reporter"])))

    def _firms(self, batch: Sequence[_Read]) -> dict[str, Enterprise]:
        names = {fold(read.values["reporter"]) for read in batch if read.values["reporter"]}
        rows = Enterprise.objects.of(self.federation).filter(name_folded__in=names)
        return {firm.name_folded: firm for firm in rows}


def _verdict(read: _Read, known: bool, firm: Enterprise | None) -> Verdict:
    if read.problems:
        return Verdict(read.row, Outcome.BAD, tuple(read.problems))
    if known:
        return Verdict(read.row, Outcome.UNCHANGED)
    values = {**read.values, "enterprise": firm, "reporter": "" if firm else read.values["reporter"]}
    notes = (*read.notes, *([Note(LINKED)] if firm else []))
    return Verdict(read.row, Outcome.CREATE, notes=notes, payload=Finished(**values))


def _text(read: _Read, row: Row, name: str, *, limit: int, needed: bool = True) -> str:
    text = row.prose(name) if limit == LONGEST else row.line(name)
    if needed and not text:
        read.problems.append(Problem(name, "", say(_NEEDED)))
    if len(text) > limit:
        read.problems.append(Problem(name, text, say(_TOO_LONG, limit=limit)))
    return text


def _dates(read: _Read, row: Row) -> None:
    """When it came in and when it was answered; an answer of the same day without a time is not before it."""
    received, replied = (_moment(read, row, name) for name in ("received_at", "replied_at"))
    if not received or not replied:
        return
    (came, _came_timed), (answered, timed) = received, replied
    if not timed and answered.date() == came.date():
        answered = came
    if answered < came:
        read.problems.append(Problem("replied_at", row.line("replied_at"), say(_BEFORE)))
    read.values |= {"received_at": came, "replied_at": answered}


def _moment(read: _Read, row: Row, name: str) -> tuple[datetime, bool] | None:
    try:
        return moment_of(row.cells.get(name))
    except DateError as error:
        reasons = {DateFault.EMPTY: _NEEDED, DateFault.NO_SUCH_DAY: _NO_DAY}
        read.problems.append(Problem(name, row.line(name), say(reasons.get(error.fault, _NO_DATE))))
        return None


def _looked_up(read: _Read, row: Row, name: str, known: Mapping[str, Any], note: str) -> Any:
    """A row of a table by what the cell calls it; an unknown word is remarked on and left out."""
    text = row.line(name)
    found = known.get(fold(text)) if text else None
    if text and found is None:
        read.notes.append(Note(note, text))
    return found


def _named(rows: Iterable[Category | Organisation], *names: str) -> dict[str, Any]:
    return {fold(getattr(row, name)): row for row in rows for name in names}


CASES: Final = CasesImporter()
