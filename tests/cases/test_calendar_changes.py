"""A changed calendar: open deadlines are derived again, what moved is told, and nothing is lost on the way."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.cast import Cast, moment
from tests.story import Story
from zhilian.cases.actions import calendar
from zhilian.cases.actions.calendar import preview
from zhilian.cases.jobs.calendar import follow
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import CalendarStamp, Case, Deadline, SupervisionOrder
from zhilian.cases.present import explained
from zhilian.core import actions
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.memory import forget
from zhilian.core.models import CalendarDay, TrailEntry
from zhilian.core.queries import calendar_of, trail_of
from zhilian.kit.worktime import official

TYPHOON = date(2026, 3, 6)  # the Friday after the story's Wednesday
MOVED = "case.due_moved"


def fresh(case: Case) -> Case:
    """The case as the database has it."""
    return Case.objects.get(pk=case.pk)


def declare(story: Story, day: date = TYPHOON, *, works: bool = False, by: str = "chen") -> None:
    """A day is declared by somebody of the district."""
    actor = story.cast.actor(by)
    facts: dict[str, Any] = {"date": day, "is_workday": works, "note": "台风停工"}
    actions.declare_day(federation=actor.federation, actor=actor, at=story.now, **facts)


@pytest.fixture
def script(cast: Cast) -> Callable[[date], None]:
    """Somebody changes the calendar behind everybody's back."""

    def change(day: date) -> None:
        CalendarDay.objects.create(federation=cast.lg, date=day, is_workday=False, note="脚本")
        forget()

    return change


def run(at: datetime) -> list[int]:
    """Let the worker notice, wait, and work until nothing is left."""
    found = [follow(at), follow(at + timedelta(seconds=14))]
    while not found[2:] or found[-1]:
        found.append(follow(at + timedelta(seconds=16)))
    return found


def test_a_typhoon_day_moves_open_deadlines_and_no_met_ones(story: Story) -> None:
    case, at_neighbour = story.case("processing"), story.case("processing", by="ba_fang")
    met = dict(Deadline.objects.filter(case=case).exclude(met_at=None).values_list("pk", "due_at"))
    before = case.ladder_at
    declare(story)
    moved = fresh(case)
    assert moved.due_at == moved.limit_at == moment("2026-03-12 18:00")
    assert before < moved.ladder_at  # type: ignore[operator]
    assert Deadline.objects.get(case=case, met_at=None).due_at == moved.due_at
    assert dict(Deadline.objects.filter(pk__in=met).values_list("pk", "due_at")) == met
    assert fresh(at_neighbour).due_at == moment("2026-03-11 18:00")
    told = trail_of(case).get(verb=MOVED)
    assert '"before":"2026-03-11 18:00"' in told.facts
    assert '"after":"2026-03-12 18:00"' in told.facts
    assert told.actor_name == "陈思旻"
    assert TrailEntry.objects.filter(verb="calendar.free").count() == 1
    assert list(check_cases()) == []


def test_a_day_taken_back_puts_everything_as_it_was(story: Story) -> None:
    case = story.case("processing")
    declare(story)
    chen = story.cast.actor("chen")
    actions.withdraw_day(federation=story.cast.lg, date=TYPHOON, actor=chen, at=story.now)
    again = fresh(case)
    assert (again.due_at, again.limit_at, again.ladder_at) == (case.due_at, case.limit_at, case.ladder_at)
    assert trail_of(case).filter(verb=MOVED).count() == 2
    with pytest.raises(NotPossible):
        actions.withdraw_day(federation=story.cast.lg, date=TYPHOON, actor=chen, at=story.now)


def test_what_the_day_does_not_touch_stays_and_says_nothing(story: Story) -> None:
    early, on_hold = story.received(), story.case("on_hold")
    moments = Deadline.objects.get(case=early).due_at, fresh(on_hold).due_at
    lines = trail_of(early).count(), trail_of(on_hold).count()
    declare(story)
    assert (fresh(early).due_at, fresh(on_hold).due_at) == moments
    assert (trail_of(early).count(), trail_of(on_hold).count()) == lines
    story.step(on_hold, "resume", at=moment("2026-03-09 10:00"))
    assert fresh(on_hold).due_at == moment("2026-03-16 17:10")  # what was left: 40 hours and 10 minutes


def test_a_case_no_unit_has_yet_keeps_its_promise_true(story: Story) -> None:
    accepted, returned = story.case("accepted"), story.case("returned")
    declare(story)
    assert fresh(accepted).limit_at == fresh(returned).limit_at == moment("2026-03-12 18:00")


def test_a_supervision_order_moves_with_the_calendar(story: Story) -> None:
    case = story.case("processing")
    facts: dict[str, Any] = {
        "issued_at": moment("2026-03-05 10:00"),
        "due_at": moment("2026-03-09 18:00"),
        "reason": "逾期",
    }
    unit, lg = story.cast.unit("GXJ"), story.cast.lg
    order = SupervisionOrder.objects.create(federation=lg, case=case, unit=unit, year=2026, no=1, **facts)
    declare(story)
    order.refresh_from_db()
    assert order.due_at == moment("2026-03-10 18:00")
    assert trail_of(case).filter(verb="case.order_moved").count() == 1


def test_before_a_day_is_declared_one_sees_how_many_cases_it_moves(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        story.case("processing")
    story.case("closed")
    story.case("processing", by="ba_fang")
    lines = TrailEntry.objects.count()
    assert preview(story.cast.lg, {TYPHOON: False}).moved == 2
    assert preview(story.cast.lg, {date(2026, 7, 3): False}).moved == 0
    assert TrailEntry.objects.count() == lines
    monkeypatch.setattr(calendar, "IN_ONE_GO", 1)
    assert preview(story.cast.lg, {TYPHOON: False}).many


@pytest.mark.parametrize(
    ("day", "works", "note"),
    [
        (TYPHOON, True, "本来就上班"),
        (date(2026, 3, 7), False, "本来就周末"),
        (TYPHOON, False, " "),
        (date(2035, 3, 6), False, "太远"),
        (date(2020, 3, 6), False, "太早"),
    ],
)
def test_a_day_is_declared_with_reason_and_only_if_it_changes_something(
    story: Story, day: date, works: bool, note: str
) -> None:
    chen = story.cast.actor("chen")
    facts: dict[str, Any] = {"date": day, "is_workday": works, "note": note}
    with pytest.raises(Invalid):
        actions.declare_day(federation=story.cast.lg, actor=chen, at=story.now, **facts)
    with pytest.raises(Invalid):
        actions.declare_day(federation=story.cast.ba, actor=chen, at=story.now, **facts)
    assert not CalendarDay.objects.exists()


def test_units_and_firms_declare_no_days(story: Story) -> None:
    for who in ("qian", "liu", "xiaolin", "lu", "an"):
        with pytest.raises(Forbidden):
            declare(story, by=who)
    declare(story, by="xi")


# ---- the worker


def test_the_worker_notices_what_a_script_changed_and_then_rests(story: Story, script: Callable[[date], None]) -> None:
    case = story.case("processing")
    run(story.now)
    lines = trail_of(case).count()
    assert follow(story.now + timedelta(hours=1)) == 0
    script(TYPHOON)
    assert run(story.now + timedelta(hours=2))[:3] == [0, 0, 1], "noticed; not yet, for others still remember; done"
    assert fresh(case).due_at == moment("2026-03-12 18:00")
    assert trail_of(case).count() == lines + 1
    assert trail_of(case).latest("seq").actor_name == "系统"
    assert run(story.now + timedelta(hours=3)) == [0, 0, 0]


def test_a_worker_that_was_killed_goes_on_where_it_was(
    story: Story, script: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [story.case("processing") for _ in range(3)]
    monkeypatch.setattr(calendar, "AT_ONCE", 2)
    run(story.now)
    script(TYPHOON)
    later = story.now + timedelta(hours=1)
    follow(later)
    with monkeypatch.context() as broken:
        broken.setattr(calendar, "record_many", _killed)
        with pytest.raises(RuntimeError):
            follow(later + timedelta(seconds=16))
    assert {fresh(case).due_at for case in cases} == {moment("2026-03-11 18:00")}, "nothing half done"
    follow(later + timedelta(seconds=17))
    assert [fresh(case).due_at == moment("2026-03-12 18:00") for case in cases] == [True, True, False]
    assert CalendarStamp.objects.get(federation=story.cast.lg).after == cases[1].pk
    script(date(2026, 3, 9))  # it changes again in the middle: from the beginning
    run(later + timedelta(seconds=18))
    assert {fresh(case).due_at for case in cases} == {moment("2026-03-13 18:00")}
    assert [trail_of(case).filter(verb=MOVED).count() for case in cases] == [2, 2, 1]


def _killed(*_given: object, **_more: object) -> None:
    raise RuntimeError("killed")


def test_of_very_many_cases_the_worker_takes_care(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    case = story.case("processing")
    run(story.now)
    monkeypatch.setattr(calendar, "IN_ONE_GO", 0)
    declare(story)
    assert fresh(case).due_at == moment("2026-03-11 18:00")
    run(story.now + timedelta(hours=1))
    assert fresh(case).due_at == moment("2026-03-12 18:00")


def test_a_clock_set_back_does_not_stop_the_worker(story: Story, script: Callable[[date], None]) -> None:
    case = story.case("processing")
    script(TYPHOON)
    follow(story.now)
    follow(story.now - timedelta(days=2))
    assert fresh(case).due_at == moment("2026-03-12 18:00")


def test_cases_from_before_the_ladder_get_their_moments(story: Story) -> None:
    case = story.case("processing")
    moments = {"ladder_at": case.ladder_at, "limit_at": case.limit_at}
    Case.objects.filter(pk=case.pk).update(ladder_at=None, limit_at=None)
    run(story.now)
    assert {name: getattr(fresh(case), name) for name in moments} == moments
    assert not trail_of(case).filter(verb=MOVED), "no deadline moved"


def test_a_new_official_year_puts_provisional_deadlines_right(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    year = official.LAST_YEAR + 1
    story = Story(cast, moment(f"{year - 1}-12-28 10:00"))
    case = story.case("processing")
    provisional = fresh(case).due_at
    row = Deadline.objects.get(case=case, met_at=None)
    told = explained(row, story.now, calendar_of(cast.lg), "zh-hans").steps
    assert provisional
    assert provisional.year == year
    assert f"{year}年官方放假安排尚未公布，按周一至周五计算" in told
    run(story.now)
    new_year = next(date(year, 1, n) for n in range(1, 5) if date(year, 1, n).weekday() < 5)
    with monkeypatch.context() as published:
        published.setattr(official, "EXCEPTIONS", {**official.EXCEPTIONS, new_year.toordinal(): -1})
        forget()
        run(story.now + timedelta(hours=1))
        moved = fresh(case).due_at
        assert moved
        assert calendar_of(cast.lg).workdays_between(provisional.date(), moved.date()) == 1
    assert trail_of(case).filter(verb=MOVED).count() == 1
