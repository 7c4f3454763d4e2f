"""Stages, clocks and parties: the words the table of moves is written in."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands."""

    SUBMITTED = "submitted"
    SUPPLEMENT = "supplement"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    RETURNED = "returned"
    SIGNED = "signed"
    PROCESSING = "processing"
    JOINT = "joint"
    ON_HOLD = "on_hold"
    SYSTEMIC = "systemic"
    REPLIED = "replied"
    AWAITING_RATING = "awaiting_rating"
    REWORK = "rework"
    ESCALATED = "escalated"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Clock(StrEnum):
    """What a deadline is for."""

    ACCEPT = "accept"
    SUPPLEMENT = "supplement"
    DISPATCH = "dispatch"
    SIGN = "sign"
    CONTACT = "contact"
    CLOSE = "close"
    ASSIST = "assist"
    HOLD = "hold"
    REVIEW = "review"
    RATE = "rate"
    DECIDE = "decide"


class Party(StrEnum):
    """Whom a case waits for."""

    FEDERATION = "federation"
    UNIT = "unit"
    FIRM = "firm"


class Who(StrEnum):
    """Who makes a move."""

    FIRM = "firm"
    FEDERATION = "federation"
    LEADER = "leader"
    UNIT = "unit"
    ASSISTING = "assisting"
    CALLER = "caller"
    SYSTEM = "system"


FINAL = frozenset({Stage.REFUSED, Stage.CLOSED, Stage.WITHDRAWN, Stage.MERGED})
OPEN = frozenset(Stage) - FINAL
WITH_UNIT = frozenset(
    {Stage.DISPATCHED, Stage.SIGNED, Stage.PROCESSING, Stage.JOINT, Stage.ON_HOLD, Stage.SYSTEMIC, Stage.REWORK}
)
UNCOUNTED = frozenset({Stage.REFUSED, Stage.WITHDRAWN, Stage.MERGED})  # not a valid order in any rate

WAITING_FOR: dict[Stage, Party] = {
    Stage.SUBMITTED: Party.FEDERATION,
    Stage.SUPPLEMENT: Party.FIRM,
    Stage.ACCEPTED: Party.FEDERATION,
    Stage.RETURNED: Party.FEDERATION,
    Stage.DISPATCHED: Party.UNIT,
    Stage.SIGNED: Party.UNIT,
    Stage.PROCESSING: Party.UNIT,
    Stage.JOINT: Party.UNIT,
    Stage.ON_HOLD: Party.FEDERATION,
    Stage.SYSTEMIC: Party.UNIT,
    Stage.REWORK: Party.UNIT,
    Stage.REPLIED: Party.FEDERATION,
    Stage.AWAITING_RATING: Party.FIRM,
    Stage.ESCALATED: Party.FEDERATION,
}

RUNNING: dict[Stage, Clock] = {
    Stage.SUBMITTED: Clock.ACCEPT,
    Stage.SUPPLEMENT: Clock.SUPPLEMENT,
    Stage.ACCEPTED: Clock.DISPATCH,
    Stage.RETURNED: Clock.DISPATCH,
    Stage.DISPATCHED: Clock.SIGN,
    Stage.SIGNED: Clock.CONTACT,
    Stage.PROCESSING: Clock.CLOSE,
    Stage.JOINT: Clock.CLOSE,
    Stage.ON_HOLD: Clock.HOLD,
    Stage.SYSTEMIC: Clock.CLOSE,
    Stage.REWORK: Clock.CLOSE,
    Stage.REPLIED: Clock.REVIEW,
    Stage.AWAITING_RATING: Clock.RATE,
    Stage.ESCALATED: Clock.DECIDE,
}

# Which clocks stand still while a case is in a stage: the accept clock while material is awaited, the handling
# clocks while it is on hold.
PAUSED: dict[Stage, frozenset[Clock]] = {
    Stage.SUPPLEMENT: frozenset({Clock.ACCEPT}),
    Stage.ON_HOLD: frozenset({Clock.CLOSE, Clock.ASSIST}),
}
