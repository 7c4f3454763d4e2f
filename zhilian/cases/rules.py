"""Pure decisions: which move may follow which, which clock runs, what a rating leads to."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhilian.kit.worktime import Limit


class Stage(StrEnum):
    """Where a case stands."""

    SUBMITTED = "submitted"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    RETURNED = "returned"
    SIGNED = "signed"
    PROCESSING = "processing"
    REPLIED = "replied"
    AWAITING_RATING = "awaiting_rating"
    REWORK = "rework"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Clock(StrEnum):
    """What a deadline is for."""

    ACCEPT = "accept"
    DISPATCH = "dispatch"
    SIGN = "sign"
    CONTACT = "contact"
    CLOSE = "close"
    REVIEW = "review"
    RATE = "rate"


class Party(StrEnum):
    """Whom a case waits for."""

    FEDERATION = "federation"
    UNIT = "unit"
    FIRM = "firm"


FINAL = frozenset({Stage.REFUSED, Stage.CLOSED, Stage.WITHDRAWN})
OPEN = frozenset(Stage) - FINAL
WITH_UNIT = frozenset({Stage.DISPATCHED, Stage.SIGNED, Stage.PROCESSING, Stage.REWORK})


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table: ``code`` leads from one of ``sources`` to ``target``."""

    code: str
    sources: frozenset[Stage]
    target: Stage
    why: str


def _move(code: str, sources: Iterable[Stage], target: Stage, why: str) -> Move:
    return Move(code, frozenset(sources), target, why)


MOVES: dict[str, Move] = {
    move.code: move
    for move in (
        _move("refuse", [Stage.SUBMITTED], Stage.REFUSED, "one of the seven lawful grounds applies"),
        _move("answer_at_once", [Stage.SUBMITTED], Stage.AWAITING_RATING, "a question answered on the spot"),
        _move("accept", [Stage.SUBMITTED], Stage.ACCEPTED, "the matter is ours; category and grade are set"),
        _move("dispatch", [Stage.ACCEPTED, Stage.RETURNED], Stage.DISPATCHED, "a unit gets it, over a channel"),
        _move("return", [Stage.DISPATCHED], Stage.RETURNED, "not this unit's matter: reason and a better proposal"),
        _move("sign", [Stage.DISPATCHED], Stage.SIGNED, "the unit takes it"),
        _move("contact", [Stage.SIGNED], Stage.PROCESSING, "the handler has spoken with the firm"),
        _move("reply", [Stage.PROCESSING, Stage.REWORK], Stage.REPLIED, "the unit's answer, to be reviewed"),
        _move("review_pass", [Stage.REPLIED], Stage.AWAITING_RATING, "the answer answers the question"),
        _move("review_reject", [Stage.REPLIED], Stage.PROCESSING, "it does not yet: back with the reason"),
        _move("rate_close", [Stage.AWAITING_RATING], Stage.CLOSED, "the firm says solved and is content"),
        _move("rate_rework", [Stage.AWAITING_RATING], Stage.REWORK, "the firm says not solved, or is discontent"),
        _move(
            "rate_reopen", [Stage.AWAITING_RATING], Stage.ACCEPTED, "answered on the spot, yet not solved: to a unit"
        ),
        _move("close_unrated", [Stage.AWAITING_RATING], Stage.CLOSED, "no word from the firm within the time to rate"),
        _move("withdraw", OPEN - {Stage.REPLIED, Stage.AWAITING_RATING}, Stage.WITHDRAWN, "the firm takes it back"),
    )
}

WAITING_FOR: dict[Stage, Party] = {
    Stage.SUBMITTED: Party.FEDERATION,
    Stage.ACCEPTED: Party.FEDERATION,
    Stage.RETURNED: Party.FEDERATION,
    Stage.DISPATCHED: Party.UNIT,
    Stage.SIGNED: Party.UNIT,
    Stage.PROCESSING: Party.UNIT,
    Stage.REWORK: Party.UNIT,
    Stage.REPLIED: Party.FEDERATION,
    Stage.AWAITING_RATING: Party.FIRM,
}

RUNNING: dict[Stage, Clock] = {
    Stage.SUBMITTED: Clock.ACCEPT,
    Stage.ACCEPTED: Clock.DISPATCH,
    Stage.RETURNED: Clock.DISPATCH,
    Stage.DISPATCHED: Clock.SIGN,
    Stage.SIGNED: Clock.CONTACT,
    Stage.PROCESSING: Clock.CLOSE,
    Stage.REWORK: Clock.CLOSE,
    Stage.REPLIED: Clock.REVIEW,
    Stage.AWAITING_RATING: Clock.RATE,
}

GRADES = ("urgent", "simple", "normal", "complex", "major")
HALF_DAY = 210  # working minutes
_DAY = Limit(1, "days")
_SHORT = Limit(120, "minutes")

# Defaults for a new federation; its own rows (TimeLimit) decide. Sources: Shenzhen 2020 (24 hours for a question),
# Jinan and Weifang 12345 statutes (5 working days), Shandong (15 and 30 working days).
DEFAULT_LIMITS: dict[str, dict[Clock, Limit]] = {
    grade: {
        Clock.ACCEPT: accept,
        Clock.DISPATCH: dispatch,
        Clock.SIGN: sign,
        Clock.CONTACT: contact,
        Clock.CLOSE: Limit(close, "days"),
        Clock.REVIEW: _DAY,
        Clock.RATE: Limit(5, "days"),
    }
    for grade, accept, dispatch, sign, contact, close in (
        ("urgent", _SHORT, Limit(30, "minutes"), _SHORT, _SHORT, 2),
        ("simple", _DAY, Limit(HALF_DAY, "minutes"), _DAY, _DAY, 1),
        ("normal", _DAY, Limit(HALF_DAY, "minutes"), _DAY, _DAY, 5),
        ("complex", _DAY, _DAY, _DAY, _DAY, 15),
        ("major", _DAY, _DAY, _DAY, _DAY, 30),
    )
}

CONTENT_FROM = 3  # of 5: 基本满意 and up counts as content (national 好差评 scale)
MAX_REWORKS = 2
AMBER_AT = 0.75  # of the time used


def after_rating(*, solved: str, score: int, reworks: int, has_unit: bool) -> str:
    """The move a rating leads to: closing, rework by the unit, or (answered on the spot) dispatch to a unit.

    After two reworks a case closes as disputed.
    """
    discontent = solved == "no" or score < CONTENT_FROM
    if not discontent or reworks >= MAX_REWORKS:
        return "rate_close"
    return "rate_rework" if has_unit else "rate_reopen"


def rework_limit(original: Limit) -> Limit:
    """The time for a rework: half the original closing time, at least two working days."""
    days = original.amount if original.unit == "days" else 1
    return Limit(max(2, -(-days // 2)), "days")


def tone(*, now: datetime, start: datetime, due_at: datetime, used: int, total: int) -> str:
    """``late``, ``amber`` (three quarters of the working minutes used) or ``ok``."""
    if now > due_at:
        return "late"
    return "amber" if total and used / total >= AMBER_AT else "ok"


def replay(moves: Iterable[str], stage: Stage = Stage.SUBMITTED) -> Stage | None:
    """The stage a list of moves leads to from ``stage``; None where a move may not follow."""
    for code in moves:
        move = MOVES.get(code)
        if move is None or stage not in move.sources:
            return None
        stage = move.target
    return stage


def fingerprint(text: str) -> str:
    """SHA-256 of the firm's words: the trail notices when they are altered later."""
    return hashlib.sha256(text.encode()).hexdigest()
