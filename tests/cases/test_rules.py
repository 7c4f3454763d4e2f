"""The table of moves and what a rating leads to: pure decisions."""

from hypothesis import given
from hypothesis import strategies as st

from tests.cast import moment
from zhilian.cases import labels
from zhilian.cases.rules import (
    DEFAULT_LIMITS,
    FINAL,
    GRADES,
    MAX_REWORKS,
    MOVES,
    OPEN,
    RUNNING,
    WAITING_FOR,
    Clock,
    Stage,
    Who,
    after_rating,
    assist_limit,
    replay,
    rework_limit,
    runs_to,
    tone,
)
from zhilian.kit.worktime import Limit


def reachable(start: Stage) -> set[Stage]:
    """Every stage a case can come to from here."""
    found, edge = {start}, {start}
    while edge := {move.target for move in MOVES.values() if move.target and move.sources & edge} - found:
        found |= edge
    return found


def test_every_stage_can_be_reached_and_every_open_one_can_end() -> None:
    assert reachable(Stage.SUBMITTED) == set(Stage)
    assert all(reachable(stage) & FINAL for stage in Stage)


def test_no_move_leaves_an_end_but_the_way_back_from_a_merge() -> None:
    leaving = {move.code: move.sources & FINAL for move in MOVES.values() if move.sources & FINAL}
    assert leaving == {"unmerge": {Stage.MERGED}, "unmerge_unread": {Stage.MERGED}}


def test_every_line_of_the_table_says_why_and_its_codes_have_labels() -> None:
    assert all(move.why and move.code == code for code, move in MOVES.items())
    assert set(labels.MOVES) == set(MOVES)
    assert set(labels.WHO) == set(Who)


def test_an_open_case_always_waits_for_somebody_under_a_clock() -> None:
    assert set(WAITING_FOR) == set(RUNNING) == OPEN


def test_every_word_of_the_rules_has_a_label() -> None:
    assert set(labels.STAGES) == set(Stage)
    assert set(labels.CLOCKS) == set(Clock)
    assert set(labels.GRADES) == set(GRADES) == set(DEFAULT_LIMITS)
    counted = set(Clock) - {Clock.ASSIST, Clock.HOLD}  # half of the lead's, and a date that is set
    assert all(set(limits) == counted for limits in DEFAULT_LIMITS.values())
    assert sorted(labels.GROUNDS) == [1, 2, 3, 4, 5, 6, 7]


@given(st.data())
def test_a_walk_along_the_table_never_leaves_it(data: st.DataObject) -> None:
    stage, walked = Stage.SUBMITTED, []
    for _ in range(data.draw(st.integers(0, 30))):
        choices = sorted(code for code, move in MOVES.items() if stage in move.sources)
        if not choices:
            assert stage in FINAL
            break
        walked.append(data.draw(st.sampled_from(choices)))
        stage = runs_to(walked[-1], stage)
    assert replay(walked) == stage


@given(st.lists(st.sampled_from([*sorted(MOVES), "no_such_move"]), max_size=12))
def test_a_list_of_moves_that_does_not_fit_the_table_leads_nowhere(codes: list[str]) -> None:
    stage: Stage | None = Stage.SUBMITTED
    for code in codes:
        fits = stage is not None and code in MOVES and stage in MOVES[code].sources
        stage = runs_to(code, stage) if fits and stage else None
        if stage is None:
            break
    assert replay(codes) == stage


@given(
    solved=st.sampled_from(["yes", "partly", "no"]),
    score=st.integers(1, 5),
    reworks=st.integers(0, 4),
    has_unit=st.booleans(),
)
def test_a_rating_always_leads_to_a_move_and_never_reworks_for_ever(
    solved: str, score: int, reworks: int, has_unit: bool
) -> None:
    move = after_rating(solved=solved, score=score, reworks=reworks, has_unit=has_unit)
    assert Stage.AWAITING_RATING in MOVES[move].sources
    if reworks >= MAX_REWORKS:
        assert move in ("rate_close", "rate_escalate")
    if move == "rate_rework":
        assert has_unit


@given(score=st.integers(1, 4), reworks=st.integers(0, 2))
def test_a_better_score_never_leads_to_more_work(score: int, reworks: int) -> None:
    def closes(score: int) -> bool:
        return after_rating(solved="yes", score=score, reworks=reworks, has_unit=True) == "rate_close"

    assert closes(score) <= closes(score + 1)


@given(st.integers(1, 60))
def test_a_rework_has_half_the_time_but_at_least_two_days(days: int) -> None:
    limit = rework_limit(Limit(days, "days"))
    assert limit.unit == "days"
    assert limit.amount == max(2, (days + 1) // 2)


@given(st.integers(1, 60))
def test_an_assisting_unit_has_half_the_time_but_at_most_three_days(days: int) -> None:
    assert assist_limit(Limit(days, "days")) == Limit(min(3, (days + 1) // 2), "days")


def test_a_limit_in_minutes_is_reworked_in_two_days() -> None:
    assert rework_limit(Limit(90, "minutes")) == Limit(2, "days")


def test_a_deadline_turns_amber_at_three_quarters_and_late_after_its_moment() -> None:
    start, due = moment("2026-03-04 10:00"), moment("2026-03-05 18:00")
    assert tone(now=start, due_at=due, used=74, total=100) == "ok"
    assert tone(now=start, due_at=due, used=75, total=100) == "amber"
    assert tone(now=due, due_at=due, used=100, total=100) == "amber"
    assert tone(now=moment("2026-03-05 18:01"), due_at=due, used=100, total=100) == "late"
