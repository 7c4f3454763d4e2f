"""The federation's own rows of limits and of the ladder; the defaults where it has none."""

from datetime import date, datetime

from zhilian.cases.models import Grade, LadderStep, TimeLimit
from zhilian.cases.rules import (
    DEFAULT_EXTENSIONS,
    DEFAULT_LADDER,
    DEFAULT_LIMITS,
    EXTENSION,
    LEADER_EXTENDS,
    NORMAL,
    Clock,
    Rung,
)
from zhilian.core.memory import remembered
from zhilian.core.models import Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.kit.worktime import Limit


def limits_for(federation: Federation, grade: str, at: datetime) -> dict[Clock, Limit]:
    """The federation's limits for a grade on that day; the defaults where it has no row.

    A grade that officials made has the limits of the normal one until it is given its own.
    """
    valid = [row for row in _own(federation, grade, at) if row.clock != EXTENSION]
    usual = DEFAULT_LIMITS[grade] if grade in DEFAULT_LIMITS else limits_for(federation, NORMAL, at)
    return {**usual, **{Clock(row.clock): row.limit for row in valid}}


def extension_days(federation: Federation, grade: str, at: datetime) -> int:
    """By how many working days the time to answer may be extended, once; 0 where it may not."""
    own = [row for row in _own(federation, grade, at) if row.clock == EXTENSION]
    if own or grade in DEFAULT_LIMITS:
        return own[-1].amount if own else DEFAULT_EXTENSIONS.get(grade, 0)
    return extension_days(federation, NORMAL, at)


def leader_extends(federation: Federation, grade: str, at: datetime) -> bool:
    """Whether only a leader may extend a case of this grade."""
    own = [row for row in own_grades(federation) if row.code == grade and row.holds_on(_day(at))]
    return own[-1].leader_extends if own else grade in LEADER_EXTENDS


def ladder_of(federation: Federation) -> tuple[Rung, ...]:
    """The federation's ladder, each step with the time in which it holds: its own rows, else the defaults."""
    return tuple(row.rung for row in own_ladder(federation)) or DEFAULT_LADDER


@remembered
def own_limits(federation: Federation) -> list[TimeLimit]:
    """The federation's own rows of limits, oldest first; few, so all at once."""
    return list(TimeLimit.objects.filter(federation=federation).order_by("valid_from"))


@remembered
def own_grades(federation: Federation) -> list[Grade]:
    """The federation's own rows of grades, oldest first within each."""
    return list(Grade.objects.filter(federation=federation).order_by("position", "code", "valid_from"))


@remembered
def own_ladder(federation: Federation) -> list[LadderStep]:
    """The federation's own steps of the ladder."""
    return list(LadderStep.objects.filter(federation=federation))


def _own(federation: Federation, grade: str, at: datetime) -> list[TimeLimit]:
    return [row for row in own_limits(federation) if row.grade == grade and row.holds_on(_day(at))]


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
