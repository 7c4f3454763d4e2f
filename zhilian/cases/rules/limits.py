"""How long a step may take: defaults for a new federation; its own dated rows decide."""

from datetime import datetime
from typing import Final

from zhilian.kit.worktime import Limit

from .stages import Clock

GRADES = ("urgent", "simple", "normal", "complex", "major")
NORMAL: Final = "normal"  # what a case is until it is graded, and what a new grade's limits are
HALF_DAY = 210  # working minutes
EXTENSION: Final = "extension"  # in the table of limits: by how much the time to answer may be extended, once
_DAY = Limit(1, "days")
_SHORT = Limit(120, "minutes")

# Sources: Shenzhen 2020 (24 hours for a question), Jinan and Weifang 12345 statutes (5 working days), Shandong (15 and
# 30 working days).
DEFAULT_LIMITS: dict[str, dict[Clock, Limit]] = {
    grade: {
        Clock.ACCEPT: accept,
        Clock.SUPPLEMENT: Limit(10, "days"),
        Clock.DISPATCH: dispatch,
        Clock.SIGN: sign,
        Clock.CONTACT: contact,
        Clock.CLOSE: Limit(close, "days"),
        Clock.REVIEW: _DAY,
        Clock.RATE: Limit(5, "days"),
        Clock.DECIDE: Limit(5, "days"),
    }
    for grade, accept, dispatch, sign, contact, close in (
        ("urgent", _SHORT, Limit(30, "minutes"), _SHORT, _SHORT, 2),
        ("simple", _DAY, Limit(HALF_DAY, "minutes"), _DAY, _DAY, 1),
        ("normal", _DAY, Limit(HALF_DAY, "minutes"), _DAY, _DAY, 5),
        ("complex", _DAY, _DAY, _DAY, _DAY, 15),
        ("major", _DAY, _DAY, _DAY, _DAY, 30),
    )
}
# By how many working days the time to answer may be extended, once (Shandong: 30 in all for complex matters).
DEFAULT_EXTENSIONS: dict[str, int] = {"normal": 5, "complex": 15, "major": 30}
LEADER_EXTENDS = frozenset({"major"})
ASSIST_AT_MOST = 3  # working days (Quanzhou 2022: assisting units deliver to the lead within three)
HOLD_AT_MOST = 180  # days until a hold must be looked at again
ORDER_LIMIT = Limit(2, "days")  # to answer a supervision order
MAX_RETURNS = 2
MAX_REWORKS = 2
MAX_ORDERED = 1  # further reworks a leader may order; after that joint handling or the end
CALLS_NEEDED = 2  # calls that reached nobody before a case is closed without the firm's word
ASKED_AGAIN_AFTER = 90  # days after closing: "still solved?"
CONTENT_FROM = 3  # of 5: 基本满意 and up counts as content (national 好差评 scale)
AMBER_AT = 0.75  # of the time used


def rework_limit(original: Limit) -> Limit:
    """The time for a rework: half the original closing time, at least two working days."""
    days = original.amount if original.unit == "days" else 1
    return Limit(max(2, -(-days // 2)), "days")


def assist_limit(lead: Limit) -> Limit:
    """An assisting unit's time: half of the lead's, at most three working days (Quanzhou 2022), at least one."""
    days = lead.amount if lead.unit == "days" else 1
    return Limit(max(1, min(ASSIST_AT_MOST, -(-days // 2))), "days")


def after_rating(*, solved: str, score: int, reworks: int, has_unit: bool) -> str:
    """The move a rating leads to: closing, rework by the unit, a unit (answered on the spot), or a leader.

    After two reworks that did not help a leader decides in writing.
    """
    discontent = solved == "no" or score < CONTENT_FROM
    if not discontent:
        return "rate_close"
    if reworks >= MAX_REWORKS:
        return "rate_escalate"
    return "rate_rework" if has_unit else "rate_reopen"


def tone(*, now: datetime, due_at: datetime, used: int, total: int) -> str:
    """``late``, ``amber`` (three quarters of the working minutes used) or ``ok``."""
    if now > due_at:
        return "late"
    return "amber" if total and used / total >= AMBER_AT else "ok"
