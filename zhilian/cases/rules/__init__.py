"""Pure decisions: which move may follow which, which clock runs, what a rating leads to, what the ladder does."""

import hashlib

from .ladder import DEFAULT_LADDER, LATE_AFTER, Act, Rung, ahead
from .limits import (
    AMBER_AT,
    ASKED_AGAIN_AFTER,
    CALLS_NEEDED,
    CONTENT_FROM,
    DEFAULT_EXTENSIONS,
    DEFAULT_LIMITS,
    EXTENSION,
    GRADES,
    HALF_DAY,
    HOLD_AT_MOST,
    LEADER_EXTENDS,
    MAX_ORDERED,
    MAX_RETURNS,
    MAX_REWORKS,
    NORMAL,
    ORDER_LIMIT,
    after_rating,
    assist_limit,
    rework_limit,
    tone,
)
from .moves import MOVES, Move, moves_from, replay, runs_to
from .secrecy import TOLD_AS, WATCHED, Level, Veil, telling
from .stages import FINAL, OPEN, PAUSED, RUNNING, UNCOUNTED, WAITING_FOR, WITH_UNIT, Clock, Party, Stage, Who

__all__ = [
    "AMBER_AT",
    "ASKED_AGAIN_AFTER",
    "CALLS_NEEDED",
    "CONTENT_FROM",
    "DEFAULT_EXTENSIONS",
    "DEFAULT_LADDER",
    "DEFAULT_LIMITS",
    "EXTENSION",
    "FINAL",
    "GRADES",
    "HALF_DAY",
    "HOLD_AT_MOST",
    "LATE_AFTER",
    "LEADER_EXTENDS",
    "MAX_ORDERED",
    "MAX_RETURNS",
    "MAX_REWORKS",
    "MOVES",
    "NORMAL",
    "OPEN",
    "ORDER_LIMIT",
    "PAUSED",
    "RUNNING",
    "TOLD_AS",
    "UNCOUNTED",
    "WAITING_FOR",
    "WATCHED",
    "WITH_UNIT",
    "Act",
    "Clock",
    "Level",
    "Move",
    "Party",
    "Rung",
    "Stage",
    "Veil",
    "Who",
    "after_rating",
    "ahead",
    "assist_limit",
    "fingerprint",
    "moves_from",
    "replay",
    "rework_limit",
    "runs_to",
    "telling",
    "tone",
]


def fingerprint(text: str) -> str:
    """SHA-256 of the firm's words: the trail notices when they are altered later."""
    return hashlib.sha256(text.encode()).hexdigest()
