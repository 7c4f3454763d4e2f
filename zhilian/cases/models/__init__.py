"""Tables of the spine."""

from zhilian.cases.models.case import Case
from zhilian.cases.models.deadline import Deadline, TimeLimit
from zhilian.cases.models.handling import Assignment, Rating, Refusal, Reply

__all__ = ["Assignment", "Case", "Deadline", "Rating", "Refusal", "Reply", "TimeLimit"]
