"""Tables of the spine."""

from zhilian.cases.models.calendar import CalendarStamp
from zhilian.cases.models.case import Case
from zhilian.cases.models.deadline import Deadline, Standstill, TimeLimit
from zhilian.cases.models.delay import Extension, Hold
from zhilian.cases.models.handling import Assignment, Rating, Refusal, Reply
from zhilian.cases.models.hot import HotIssue, HotIssueCase, HotIssueDay, HotStamp, PublishedAnswer
from zhilian.cases.models.joint import Decision, Meeting
from zhilian.cases.models.ladder import LadderMark, LadderStep, SupervisionOrder
from zhilian.cases.models.pool import SystemicIssue
from zhilian.cases.models.reference import Grade, Kind, RoutingRule
from zhilian.cases.models.secrecy import CasePerson, Reading
from zhilian.cases.models.tools import AnswerTemplate, Export, Note, Reminder, SavedFilter
from zhilian.cases.models.word import Call, Exclusion, FollowUp, LeaderDecision

__all__ = [
    "AnswerTemplate",
    "Assignment",
    "CalendarStamp",
    "Call",
    "Case",
    "CasePerson",
    "Deadline",
    "Decision",
    "Exclusion",
    "Export",
    "Extension",
    "FollowUp",
    "Grade",
    "Hold",
    "HotIssue",
    "HotIssueCase",
    "HotIssueDay",
    "HotStamp",
    "Kind",
    "LadderMark",
    "LadderStep",
    "LeaderDecision",
    "Meeting",
    "Note",
    "PublishedAnswer",
    "Rating",
    "Reading",
    "Refusal",
    "Reminder",
    "Reply",
    "RoutingRule",
    "SavedFilter",
    "Standstill",
    "SupervisionOrder",
    "SystemicIssue",
    "TimeLimit",
]
