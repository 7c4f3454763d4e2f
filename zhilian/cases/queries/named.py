"""What grades and kinds are called on a day: the federation's own rows, else the defaults in code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation

from zhilian.cases import labels
from zhilian.cases.kinds import KINDS
from zhilian.cases.models import Grade, Kind
from zhilian.cases.queries.limits import own_grades
from zhilian.cases.rules import GRADES, LEADER_EXTENDS
from zhilian.core.memory import remembered
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI


@dataclass(frozen=True, slots=True)
class Term:
    """A grade or a kind as it is offered: code, name and hint in the reader's language.

    ``grade`` is what a kind proposes at acceptance, ``offered`` whether firms choose it; ``leader_extends`` is a
    grade's.
    """

    code: str
    name: str
    hint: str = ""
    grade: str = "normal"
    offered: bool = True
    leader_extends: bool = False


def grades_on(federation: Federation, at: datetime) -> list[Term]:
    """The grades in force on that day, in their order."""
    rows = [row for row in own_grades(federation) if row.holds_on(day_of(at))]
    own = [Term(row.code, _shown(row), row.hint, leader_extends=row.leader_extends) for row in rows]
    return own or [
        Term(code, str(labels.GRADES[code]), grade=code, leader_extends=code in LEADER_EXTENDS) for code in GRADES
    ]


def kinds_on(federation: Federation, at: datetime) -> list[Term]:
    """The kinds in force on that day, in their order."""
    rows = [row for row in own_kinds(federation) if row.holds_on(day_of(at))]
    own = [Term(row.code, _shown(row), _kind_hint(row), row.grade, row.offered) for row in rows]
    return own or [Term(one.code, str(one.label), str(one.hint), one.grade, one.offered) for one in KINDS.values()]


def grade_name(federation: Federation, code: str, at: datetime) -> str:
    """What a grade is called on that day; one that is no longer in force keeps its last name."""
    row = _row(own_grades(federation), code, day_of(at))
    return _shown(row) if row else str(labels.GRADES.get(code, code))


def kind_name(federation: Federation, code: str, at: datetime) -> str:
    """What a kind is called on that day; one that is no longer in force keeps its last name."""
    row = _row(own_kinds(federation), code, day_of(at))
    if row:
        return _shown(row)
    return str(KINDS[code].label) if code in KINDS else code


def usual_grade(federation: Federation, kind: str, at: datetime) -> str:
    """The grade a kind proposes, if that is in force; else the normal one."""
    proposed = next((one.grade for one in kinds_on(federation, at) if one.code == kind), "normal")
    return proposed if any(one.code == proposed for one in grades_on(federation, at)) else "normal"


def grade_codes(federation: Federation) -> dict[str, str]:
    """Every name a grade has had, in Chinese and English, with its code."""
    known: dict[str, str] = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            known |= {str(label): code for code, label in labels.GRADES.items()}
    rows = own_grades(federation)
    return {**known, **{name: row.code for row in rows for name in (row.name_en, row.name) if name}}


@remembered
def own_kinds(federation: Federation) -> list[Kind]:
    """The federation's own rows of kinds, oldest first within each."""
    return list(Kind.objects.filter(federation=federation).order_by("position", "code", "valid_from"))


def day_of(at: datetime) -> date:
    """The day of a moment, in Shanghai."""
    return at.astimezone(SHANGHAI).date()


def _row(rows: Sequence[Grade | Kind], code: str, day: date) -> Grade | Kind | None:
    """The row in force on the day, else the last one before it, else the first after."""
    found = sorted((row for row in rows if row.code == code), key=lambda row: row.valid_from)
    begun = [row for row in found if row.valid_from <= day]
    return begun[-1] if begun else next(iter(found), None)


def _shown(row: Grade | Kind) -> str:
    english = (translation.get_language() or "").startswith("en")
    return row.name_en if english and row.name_en else row.name


def _kind_hint(row: Kind) -> str:
    return row.hint or (str(KINDS[row.code].hint) if row.code in KINDS else "")
