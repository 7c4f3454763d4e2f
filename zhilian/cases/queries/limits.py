"""The federation's own rows of limits and of the ladder; the defaults where it has none."""

from datetime import date, datetime

from zhilian.cases.models import Grade, LadderStep, TimeLimit
from zhilian.cases.rules import (
    DEFAULT_EXTENSIONS,
    DEFAULT_LADDER,
    DEFAULT_LIMITS,
    EXTENSION,
    LEADER_EXTENDS,
    Clock,
    Rung,
)
from zhilian.core.memory import remembered
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.kit.worktime import Limit


def limits_for(federation: Federation, grade: str, at: datetime) -> dict[Clock, Limit]:
    """The federation's limits for a grade on that day; the defaults where it has no row."""
    valid = [row for row in own_limits(federation, grade) if row.holds_on(_day(at)) and row.clock != EXTENSION]
    usual = DEFAULT_LIMITS.get(grade, DEFAULT_LIMITS["normal"])
    return {**usual, **{Clock(row.clock): row.limit for row in valid}}


def extension_days(federation: Federation, grade: str, at: datetime) -> int:
    """By how many working days the time to answer may be extended, once; 0 where it may not."""
    own = [row for row in own_limits(federation, grade) if row.clock == EXTENSION and row.holds_on(_day(at))]
    return own[-1].amount if own else DEFAULT_EXTENSIONS.get(grade, 0)


def leader_extends(federation: Federation, grade: str, at: datetime) -> bool:
    """Whether only a leader may extend a case of this grade."""
    own = [row for row in own_grades(federation) if row.code == grade and row.holds_on(_day(at))]
    return own[-1].leader_extends if own else grade in LEADER_EXTENDS


def ladder_of(federation: Federation) -> tuple[Rung, ...]:
    """The federation's ladder, each step with the time in which it holds: its own rows, else the defaults."""
    return tuple(row.rung for row in own_ladder(federation)) or DEFAULT_LADDER


@remembered
def own_limits(federation: Federation, grade: str) -> list[TimeLimit]:
    """The federation's own rows for a grade, oldest first."""
    return list(TimeLimit.objects.filter(federation=federation, grade=grade).order_by("valid_from"))


@remembered
def own_grades(federation: Federation) -> list[Grade]:
    """The federation's own rows of grades, oldest first within each."""
    return list(Grade.objects.filter(federation=federation).order_by("position", "code", "valid_from"))


@remembered
def own_ladder(federation: Federation) -> list[LadderStep]:
    """The federation's own steps of the ladder."""
    return list(LadderStep.objects.filter(federation=federation))


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
