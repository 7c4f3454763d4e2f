"""The table of moves: which may follow which, who makes it, what must hold, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from .stages import OPEN, RUNNING, WITH_UNIT, Stage, Who


@dataclass(frozen=True, slots=True)
class Move:
    """One line: ``who`` leads a case from one of ``sources`` to ``target`` (None: it stays) if ``guard`` holds."""

    code: str
    sources: frozenset[Stage]
    target: Stage | None
    who: Who
    guard: str
    why: str


def _move(code: str, sources: Iterable[Stage], target: Stage | None, who: Who, guard: str, why: str) -> Move:
    return Move(code, frozenset(sources), target, who, guard, why)


_S = Stage
_FED, _UNIT, _FIRM, _LEADER = Who.FEDERATION, Who.UNIT, Who.FIRM, Who.LEADER
_HELPED = WITH_UNIT - {_S.ON_HOLD, _S.SYSTEMIC}  # a lead works on it and may be helped
_ASKED = {_S.REPLIED, _S.AWAITING_RATING, _S.ESCALATED}  # an answer is on the table

MOVES: dict[str, Move] = {
    move.code: move
    for move in (
        # intake
        _move("ask_supplement", [_S.SUBMITTED], _S.SUPPLEMENT, _FED, "says what is missing",
              "it cannot be judged yet; the accept clock stands still"),
        _move("supplement", [_S.SUPPLEMENT], _S.SUBMITTED, _FIRM, "words or files",
              "the firm has added what was missing; the clock goes on"),
        _move("lapse", [_S.SUPPLEMENT], _S.WITHDRAWN, Who.SYSTEM, "ten working days without an answer",
              "nothing came; the firm is told and can tell it anew"),
        _move("refuse", [_S.SUBMITTED], _S.REFUSED, _FED, "a ground and words for the firm",
              "one of the seven lawful grounds applies"),
        _move("answer_at_once", [_S.SUBMITTED], _S.AWAITING_RATING, _FED, "an answer",
              "a question answered on the spot, at the station or the desk"),
        _move("accept", [_S.SUBMITTED], _S.ACCEPTED, _FED, "category, grade, confidentiality", "the matter is ours"),
        # route
        _move("dispatch", [_S.ACCEPTED, _S.RETURNED], _S.DISPATCHED, _FED,
              "one lead unit, never the one complained of", "a unit gets it, over a channel"),
        _move("return", [_S.DISPATCHED], _S.RETURNED, _UNIT,
              "within the time to sign, with reason; at most twice a case, never after a designation",
              "not this unit's matter: a better proposal"),
        _move("designate", [_S.RETURNED], _S.DISPATCHED, _FED, "reasons in writing",
              "whose matter it is has been decided: it cannot be returned again"),
        _move("recall", WITH_UNIT - {_S.SYSTEMIC}, _S.RETURNED, _FED, "a reason",
              "the federation takes it back, as from a unit that was dissolved"),
        # handle
        _move("sign", [_S.DISPATCHED], _S.SIGNED, _UNIT, "", "the unit takes it"),
        _move("contact", [_S.SIGNED], _S.PROCESSING, _UNIT, "what was said", "the handler has spoken with the firm"),
        _move("extend", [_S.SIGNED, _S.PROCESSING, _S.JOINT], None, _FED,
              "asked before the time was over, once, within what the grade allows",
              "the due date moves once; major cases need a leader"),
        _move("assist", _HELPED, None, _FED, "a unit that is not the lead, its task and its time",
              "another unit does a part of it"),
        _move("part", _HELPED | {_S.ON_HOLD}, None, Who.ASSISTING, "it still owes its part",
              "the assisting unit has done its part"),
        _move("excuse", _HELPED | {_S.ON_HOLD}, None, _FED, "a reason", "it goes on without this part"),
        _move("call_joint", [_S.PROCESSING], _S.JOINT, _FED, "a meeting, the units and what each is to do",
              "several must act"),
        _move("meet", [_S.JOINT], None, _FED, "no meeting is still to be held",
              "a leader decided on joint handling, or one meeting was not enough"),
        _move("joint_decided", [_S.JOINT], _S.PROCESSING, _FED, "minutes with dated decisions",
              "the lead goes on with what was decided"),
        _move("hold", [_S.PROCESSING], _S.ON_HOLD, _LEADER, "a reason and a review date",
              "cannot be solved now; the clock stands still and the date is compulsory"),
        _move("hold_on", [_S.ON_HOLD], None, _LEADER, "a new review date", "looked at again, still not possible"),
        _move("resume", [_S.ON_HOLD], _S.PROCESSING, _FED, "", "it can be worked on again"),
        _move("reply", [_S.PROCESSING, _S.REWORK], _S.REPLIED, _UNIT,
              "no assisting unit still owes its part", "the unit's answer, to be reviewed"),
        # outcome
        _move("review_pass", [_S.REPLIED], _S.AWAITING_RATING, _FED, "", "the answer answers the question"),
        _move("review_reject", [_S.REPLIED], _S.PROCESSING, _FED, "what it lacks", "not yet: back with the reason"),
        _move("rate_close", [_S.AWAITING_RATING], _S.CLOSED, _FIRM, "solved or partly, and content",
              "the firm says solved and is content"),
        _move("rate_rework", [_S.AWAITING_RATING], _S.REWORK, _FIRM, "fewer than two reworks, a unit has it",
              "not solved, or discontent: the department works on it again"),
        _move("rate_reopen", [_S.AWAITING_RATING], _S.ACCEPTED, _FIRM, "answered on the spot",
              "answered on the spot, yet not solved: to a unit"),
        _move("rate_escalate", [_S.AWAITING_RATING], _S.ESCALATED, _FIRM, "two reworks were not enough",
              "a leader decides in writing"),
        _move("decide_close", [_S.ESCALATED], _S.CLOSED, _LEADER, "reasons in writing",
              "everything possible was done; the firm is told why"),
        _move("decide_rework", [_S.ESCALATED], _S.REWORK, _LEADER, "reasons in writing; once a case",
              "the unit must do better"),
        _move("decide_joint", [_S.ESCALATED], _S.JOINT, _LEADER, "reasons in writing, units", "several must act"),
        _move("call", [_S.AWAITING_RATING], None, Who.CALLER, "what was tried",
              "nobody was reached: to be tried again on another day"),
        _move("close_unrated", [_S.AWAITING_RATING], _S.CLOSED, Who.CALLER,
              "the time to rate is over and two calls did not reach the firm", "no word from the firm"),
        # one pool
        _move("split", [_S.SUBMITTED, _S.ACCEPTED, _S.RETURNED], None, _FED, "at least one further wish",
              "several wishes in one: further cases keep their origin"),
        _move("merge", OPEN - _ASKED, _S.MERGED, _FED, "the master is open and not merged itself",
              "the same matter: it is followed under the master"),
        _move("unmerge", [_S.MERGED], _S.ACCEPTED, _FED, "it had been accepted", "not the same after all"),
        _move("unmerge_unread", [_S.MERGED], _S.SUBMITTED, _FED, "it had not been accepted", "not the same after all"),
        _move("hang", OPEN - _ASKED - {_S.SUPPLEMENT, _S.ON_HOLD, _S.SYSTEMIC}, _S.SYSTEMIC, _FED,
              "the systemic issue is open", "one of many with one cause: the issue's owner answers them all"),
        _move("unhang", [_S.SYSTEMIC], _S.ACCEPTED, _FED, "a reason", "a matter of its own after all"),
        _move("answer_systemic", [_S.SYSTEMIC], _S.AWAITING_RATING, _FED, "the systemic issue is concluded",
              "the issue's outcome answers it"),
        _move("withdraw", OPEN - _ASKED, _S.WITHDRAWN, _FIRM, "", "the firm takes it back"),
    )
}  # fmt: skip


def replay(moves: Iterable[str], stage: Stage = Stage.SUBMITTED) -> Stage | None:
    """The stage a list of moves leads to from ``stage``; None where a move may not follow."""
    for code in moves:
        move = MOVES.get(code)
        if move is None or stage not in move.sources:
            return None
        stage = move.target or stage
    return stage


def moves_from(stage: Stage) -> list[Move]:
    """The moves that may follow in this stage, in the table's order."""
    return [move for move in MOVES.values() if stage in move.sources]


def runs_to(code: str, stage: Stage) -> Stage:
    """The stage a case is in after this move."""
    return MOVES[code].target or stage


assert set(RUNNING) == OPEN
