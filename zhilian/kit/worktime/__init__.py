"""Chinese working time: working days with make-up days (调休), and deadlines that say how they came about."""

from .calendar import DEFAULT_CUTOFF, DEFAULT_HOURS, SHANGHAI, WorkCalendar
from .deadline import Deadline, Limit, Step, StepKind, deadline
from .explain import explain

__all__ = [
    "DEFAULT_CUTOFF",
    "DEFAULT_HOURS",
    "SHANGHAI",
    "Deadline",
    "Limit",
    "Step",
    "StepKind",
    "WorkCalendar",
    "deadline",
    "explain",
]
