"""Random walks with the real actions: the trail always tells the stage, and rows always agree with each other."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.story import Story
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Assignment, Case, Deadline
from zhilian.cases.rules import MOVES, RUNNING, WITH_UNIT, Stage, replay
from zhilian.core.errors import NotPossible
from zhilian.core.queries import trail_of

MOST = 12


def try_move(story: Story, case: Case, code: str) -> bool:
    """Make a move whether or not it may follow; returns whether it could be made."""
    try:
        story.step(case, code)
    except NotPossible:
        return False
    return True


def verbs(case: Case) -> list[str]:
    """The moves the trail tells of."""
    told = [line.verb.removeprefix("case.") for line in trail_of(case)][1:]
    return [code for code in told if code in MOVES]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_replaying_the_trail_gives_the_stage(story: Story, data: st.DataObject) -> None:
    case = story.received()
    for _ in range(data.draw(st.integers(1, MOST), label="steps")):
        before = Stage(Case.objects.get(pk=case.pk).stage)
        possible = sorted(code for code, move in MOVES.items() if before in move.sources)
        code = data.draw(st.sampled_from(possible * 3 + sorted(MOVES)), label="move")
        moved = try_move(story, case, code)
        case = Case.objects.get(pk=case.pk)
        assert replay(verbs(case)) == case.stage
        assert moved or case.stage == before
        agree(case)
    assert list(check_cases()) == []


def agree(case: Case) -> None:
    """What must hold between the rows of a case in every stage."""
    stage = Stage(case.stage)
    running = [row for row in Deadline.objects.filter(case=case) if row.running]
    current = Assignment.objects.leading().filter(case=case)
    if stage in RUNNING:
        shown = [row for row in running if (row.clock, row.due_at) == (case.due_clock, case.due_at)]
        assert len(shown) == 1, f"{stage}: shows {case.due_clock} {case.due_at}, running are {running}"
        assert case.due_clock == RUNNING[stage]
    else:
        assert (case.due_at, case.due_clock, running) == (None, "", [])
    if stage in WITH_UNIT:
        assert [row.unit for row in current] == [case.unit]
