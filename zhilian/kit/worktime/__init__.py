"""Chinese working time: working days with make-up days (调休), and deadlines that say how they came about."""

from .calendar import DEFAULT_CUTOFF, DEFAULT_HOURS, SHANGHAI, WorkCalendar
from .deadline import Deadline, Limit, Step, StepKind, deadline, due_at
from .explain import explain, explain_pauses
from .pauses import Pause, after_due, due_with_pauses, moment_at, paused_minutes, used_minutes

__all__ = [
    "DEFAULT_CUTOFF",
    "DEFAULT_HOURS",
    "SHANGHAI",
    "Deadline",
    "Limit",
    "Pause",
    "Step",
    "StepKind",
    "WorkCalendar",
    "after_due",
    "deadline",
    "due_at",
    "due_with_pauses",
    "explain",
    "explain_pauses",
    "moment_at",
    "paused_minutes",
    "used_minutes",
]
