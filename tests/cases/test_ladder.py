"""The ladder: each step once, at its time, whatever happens to the worker, to the clock, and to the case."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import SHANGHAI, Cast, moment
from tests.story import WORDS, Story
from tests.threads import together
from zhilian.cases.actions.clocks import derive_again
from zhilian.cases.actions.digests import Digests
from zhilian.cases.actions.ladder import climb, derive
from zhilian.cases.actions.ladder_steps import end_step, set_step
from zhilian.cases.jobs.ladder import climb_all
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Case, CasePerson, Deadline, LadderMark, LadderStep, Standstill, SupervisionOrder
from zhilian.cases.rules import Act, Rung
from zhilian.core.chain import check
from zhilian.core.errors import Invalid
from zhilian.core.models import NumberSeries, Organisation
from zhilian.core.queries import trail_lines, trail_of
from zhilian.core.trail import record_many
from zhilian.notices.models import Notice

# Dispatched on Wednesday 4 March, five working days: due on the 11th at 18:00.
AMBER = moment("2026-03-10 14:47:30")
STEPS = {
    "amber": AMBER,
    "due": moment("2026-03-11 18:00"),
    "order": moment("2026-03-12 18:00"),
    "copy": moment("2026-03-16 18:00"),
    "list": moment("2026-03-18 18:00"),
    "talk": moment("2026-03-25 18:00"),
}
MOMENT = timedelta(seconds=1)


def marks(case: Case) -> dict[str, tuple[datetime, datetime, bool]]:
    """The steps taken for a case: when reached, when taken, whether late."""
    return {one.code: (one.reached_at, one.taken_at, one.late) for one in LadderMark.objects.filter(case=case)}


def next_of(case: Case) -> datetime | None:
    """When the case takes its next step."""
    return Case.objects.get(pk=case.pk).ladder_at


def told(kind: str) -> set[str]:
    """Who was told in this way."""
    return set(Notice.objects.filter(kind=f"cases/{kind}").values_list("recipient__username", flat=True))


def everything() -> list[int]:
    """How much there is of everything a step leaves behind."""
    tables = (LadderMark, SupervisionOrder, Notice, NumberSeries)
    return [table.objects.count() for table in tables]


@pytest.fixture
def case(story: Story) -> Case:
    """A case being handled since 4 March."""
    return story.case("processing")


def test_each_step_is_taken_once_at_its_time_however_often_the_worker_runs(cast: Cast, case: Case) -> None:
    for code, when in STEPS.items():
        assert next_of(case) == when
        assert climb(cast.lg, when - MOMENT) == 0
        assert climb(cast.lg, when + MOMENT) == 1
        assert marks(case)[code] == (when, when + MOMENT, False)
        done = everything()
        assert climb(cast.lg, when + 2 * MOMENT) == 0
        assert everything() == done
    assert list(marks(case)) == list(STEPS)
    assert next_of(case) is None
    assert [line.verb for line in trail_of(case)][-6:] == [f"case.ladder_{act}" for act in Act]
    assert not [*check_cases(), *check(trail_lines(cast.lg), None)]


def test_after_two_days_of_downtime_every_step_is_taken_once_and_late_ones_say_so(cast: Cast, case: Case) -> None:
    back = moment("2026-03-16 18:10")
    assert climb(cast.lg, back) == 1
    assert marks(case) == {
        code: (STEPS[code], back, late)
        for code, late in (("amber", True), ("due", True), ("order", True), ("copy", False))
    }
    assert next_of(case) == STEPS["list"]
    assert SupervisionOrder.objects.filter(case=case).count() == 1


def test_a_clock_set_back_neither_doubles_nor_loses_a_step(cast: Cast, case: Case) -> None:
    climb(cast.lg, STEPS["due"])
    done = everything()
    assert climb(cast.lg, AMBER - timedelta(days=3)) == 0
    Case.objects.filter(pk=case.pk).update(ladder_at=AMBER)  # as if somebody had derived it without the marks
    assert climb(cast.lg, AMBER + MOMENT) == 1
    assert everything() == done
    assert next_of(case) == STEPS["order"]


def test_each_step_tells_those_it_concerns(cast: Cast, case: Case) -> None:
    climb(cast.lg, STEPS["talk"])
    assert told("ladder_remind") == {"liu"}
    assert told("ladder_letter") == {"liu", "heze", "chen", "luo"}
    assert told("ladder_order") == {"heze"}
    assert told("ladder_copy") == told("ladder_talk") == {"chen", "luo", "lu"}
    assert told("ladder_list") == {"chen", "luo"}
    orders = SupervisionOrder.objects.filter(case=case)
    assert [(one.no, one.nth, one.unit.code) for one in orders] == [(1, 1, "GXJ"), (2, 2, "GXJ")]
    assert {one.due_at for one in orders} == {moment("2026-03-30 18:00")}, "two days from the morning after 18:00"


def test_a_person_is_told_once_in_a_pass_whatever_the_number_of_cases(story: Story) -> None:
    cases = [story.case("processing") for _ in range(3)]
    assert climb(story.cast.lg, STEPS["order"] + MOMENT, batch=2) == 3
    (order,) = Notice.objects.filter(kind="cases/ladder_order")
    (remind,) = Notice.objects.filter(kind="cases/ladder_remind")
    first = min(one.number for one in cases)
    assert remind.subject == f"3 件诉求即将到期：{first} 等"
    assert all(one.number in order.body and one.number in remind.body for one in cases)
    assert (order.link, remind.link) == ("/cases/orders/", "/cases/?view=late")
    texts = "".join(f"{one.subject}{one.body}" for one in Notice.objects.filter(kind__startswith="cases/ladder_"))
    assert not [word for word in ("明亮", "钱立新", WORDS[:6], "停电") if word in texts]


def test_a_message_that_was_mailed_in_mid_pass_is_not_changed_any_more(story: Story, monkeypatch: Any) -> None:
    for _ in range(2):
        story.case("processing")
    send = Digests.send

    def mailed(digests: Any) -> None:
        send(digests)
        Notice.objects.filter(kind__startswith="cases/ladder_").update(mail="sent")

    monkeypatch.setattr(Digests, "send", mailed)
    climb(story.cast.lg, AMBER + timedelta(hours=1), batch=1)
    first, second = Notice.objects.filter(kind="cases/ladder_remind").order_by("pk")
    assert first.body.count("LG-2026-") == 1
    assert second.body.count("LG-2026-") == 2


def test_of_a_restricted_case_only_those_named_hear(cast: Cast, case: Case, story: Story) -> None:
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    common = {"federation": cast.lg, "case": case, "at": story.now}
    for who in ("heze", "chen"):
        CasePerson.objects.create(user=cast.users[who], part="reader", **common)
    climb(cast.lg, STEPS["talk"])
    everybody = {one.recipient.username for one in Notice.objects.filter(kind__startswith="cases/ladder_")}
    assert everybody == {"heze", "chen"}
    CasePerson.objects.create(user=cast.users["liu"], part="recused", **common)


def test_whoever_is_recused_hears_nothing(cast: Cast, case: Case, story: Story) -> None:
    CasePerson.objects.create(
        federation=cast.lg, case=case, user=cast.users["liu"], part="recused", at=story.now
    )  # fmt: skip
    climb(cast.lg, STEPS["due"])
    assert told("ladder_letter") == {"heze", "chen", "luo"}


@pytest.mark.parametrize("gone", ["dissolved", "left"])
def test_where_nobody_is_left_at_the_unit_the_federation_hears_of_it(cast: Cast, case: Case, gone: str) -> None:
    if gone == "dissolved":
        Organisation.objects.filter(code="GXJ").update(active=False)
    else:
        for who in ("liu", "heze"):
            cast.users[who].is_active = False
            cast.users[who].save()
    climb(cast.lg, STEPS["order"])
    assert told("ladder_nobody") == {"chen", "luo"}
    assert told("ladder_order") == told("ladder_remind") == set()
    assert list(marks(case)) == ["amber", "due", "order"]


def test_the_unit_complained_of_and_what_belongs_to_it_hear_nothing(cast: Cast, case: Case) -> None:
    unit = cast.unit("GXJ")
    office = Organisation.objects.create(
        federation=cast.lg, kind="department", code="GXJ-1", name="企业服务科", short_name="企服科", parent=unit,
        path="GXJ/GXJ-1/",
    )  # fmt: skip
    cast.holdings["liu"].organisation = office
    cast.holdings["liu"].save()
    Case.objects.filter(pk=case.pk).update(unit=office, complained_of=unit)
    climb(cast.lg, AMBER)
    assert told("ladder_remind") == set()
    assert told("ladder_nobody") == {"chen", "luo"}


# ---- what moves the clock


def test_time_on_hold_does_not_count(cast: Cast, case: Case) -> None:
    begin, end = moment("2026-03-09 09:00"), moment("2026-03-12 09:00")
    still = Standstill.objects.create(federation=cast.lg, case=case, stage="on_hold", begin_at=begin)
    Case.objects.filter(pk=case.pk).update(stage="on_hold", ladder_at=AMBER)  # even if it were not taken off
    assert climb(cast.lg, moment("2026-03-11 18:00")) == 1
    assert (marks(case), next_of(case)) == ({}, None)
    Standstill.objects.filter(pk=still.pk).update(end_at=end)
    case = Case.objects.get(pk=case.pk)
    case.stage = "processing"
    Case.objects.filter(pk=case.pk).update(stage="processing", **derive_again(case, end))
    assert next_of(case) == moment("2026-03-13 14:47:30"), "three working days later"
    climb(cast.lg, moment("2026-03-17 18:00"))
    assert {code: reached for code, (reached, _, _) in marks(case).items()} == {
        "amber": moment("2026-03-13 14:47:30"),
        "due": moment("2026-03-16 18:00"),
        "order": moment("2026-03-17 18:00"),
    }


def test_an_extension_moves_the_steps_still_ahead(cast: Cast, case: Case) -> None:
    climb(cast.lg, AMBER)
    Deadline.objects.filter(case=case, clock="close").update(extended=5)
    Case.objects.filter(pk=case.pk).update(**derive_again(case, AMBER))
    assert next_of(case) == moment("2026-03-18 18:00")
    assert climb(cast.lg, STEPS["due"]) == 0
    climb(cast.lg, moment("2026-03-19 18:00"))
    assert list(marks(case)) == ["amber", "due", "order"]


def test_a_rework_begins_at_the_foot_of_the_ladder(story: Story, case: Case) -> None:
    climb(story.cast.lg, STEPS["due"])
    for step, at in (("reply", "12 09:00"), ("review_pass", "12 10:00"), ("rate_rework", "12 11:00")):
        story.step(case, step, at=moment(f"2026-03-{at}"))
        assert (next_of(case) is None) == (step != "rate_rework"), "no step while the unit owes nothing"
    climb(story.cast.lg, moment("2026-03-17 18:00"))  # half the time: three working days
    assert sorted(LadderMark.objects.filter(case=case).values_list("code", "deadline__round")) == [
        ("amber", 0), ("amber", 1), ("due", 0), ("due", 1),
    ]  # fmt: skip


def test_over_spring_festival_no_step_falls_on_a_rest_day(cast: Cast) -> None:
    story = Story(cast, moment("2026-02-13 10:00"))
    case = story.case("processing")
    climb(cast.lg, moment("2026-03-20 18:00"))
    days = {code: f"{reached.astimezone(SHANGHAI):%m-%d %H:%M}" for code, (reached, _, _) in marks(case).items()}
    assert (days["due"], days["order"]) == ("02-27 18:00", "02-28 18:00"), "that Saturday is worked"
    assert days["copy"] == "03-03 18:00"


def test_what_was_reached_before_the_unit_had_the_case_is_not_held_against_it(story: Story) -> None:
    case = story.case("dispatched")
    story.step(case, "return", at=moment("2026-03-05 10:00"))
    story.step(case, "dispatch", unit=story.cast.unit("RSJ"), at=moment("2026-03-12 09:00"))
    assert next_of(case) == STEPS["order"]
    climb(story.cast.lg, STEPS["order"])
    assert list(marks(case)) == ["order"]
    assert told("ladder_order") == {"wu"}, "nobody heads that unit: its handler hears"


# ---- the federation's own steps


def test_a_step_of_its_own_holds_from_its_day_and_the_rows_before_are_kept(cast: Cast, case: Case) -> None:
    lead, at = cast.actor("lu"), moment("2026-03-09 10:00")
    set_step(rung=Rung("order", Act.ORDER, days=3), valid_from=date(2026, 3, 12), actor=lead, at=at)
    set_step(rung=Rung("half", Act.REMIND, share=50), valid_from=date(2026, 3, 10), actor=lead, at=at)
    end_step(code="copy", valid_from=date(2026, 3, 10), actor=lead, at=at)
    assert derive(cast.lg) == 1
    assert next_of(case) == moment("2026-03-10 00:00"), "half the time was over when the step began"
    climb(cast.lg, STEPS["list"])
    assert {code: reached for code, (reached, _, _) in marks(case).items()} == {
        "half": moment("2026-03-10 00:00"),
        "amber": AMBER,
        "due": STEPS["due"],
        "order": STEPS["copy"],
        "list": STEPS["list"],
    }
    rows = LadderStep.objects.filter(code="order").order_by("valid_from").values_list("days", "valid_to")
    assert list(rows) == [(1, date(2026, 3, 11)), (3, None)]


@pytest.mark.parametrize(
    ("rung", "day"),
    [
        (Rung("order", Act.ORDER, days=1), date(2026, 3, 8)),
        (Rung("order", Act.ORDER, share=50), date(2026, 3, 9)),
        (Rung("amber", Act.REMIND, days=1), date(2026, 3, 9)),
        (Rung("order", Act.ORDER), date(2026, 3, 9)),
    ],
)
def test_senseless_steps_and_days_that_have_passed_are_refused(cast: Cast, rung: Rung, day: date) -> None:
    with pytest.raises(Invalid):
        set_step(rung=rung, valid_from=day, actor=cast.actor("lu"), at=moment("2026-03-09 10:00"))
    assert not LadderStep.objects.exclude(valid_from=date(2000, 1, 1))


def test_the_command_derives_what_was_lost(cast: Cast, case: Case, capsys: Any) -> None:
    Case.objects.filter(pk=case.pk).update(ladder_at=None)
    call_command("ladder", "derive")
    assert next_of(case) == STEPS["amber"]
    assert "1" in capsys.readouterr().out


# ---- the worker


def test_a_pass_with_nothing_to_do_asks_once(cast: Cast, case: Case) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert climb_all(AMBER - MOMENT) == 0
    assert len(asked) == 1


def test_districts_climb_each_on_its_own(story: Story, case: Case) -> None:
    other = story.case("processing", by="ba_fang")
    assert climb_all(STEPS["order"] + timedelta(hours=1)) == 2
    assert [one.no for one in SupervisionOrder.objects.all()] == [1, 1]
    assert "ba_handler" in told("ladder_order")
    ours = Notice.objects.filter(kind__startswith="cases/ladder_", federation=story.cast.lg)
    assert not [one for one in ours if other.number in one.subject + one.body]


def test_a_batch_that_fails_leaves_nothing_behind_and_the_next_pass_takes_it(story: Story, monkeypatch: Any) -> None:
    cases = [story.case("processing") for _ in range(4)]
    calls, before, write = iter(range(100)), everything(), record_many

    def fails(*given: Any, **more: Any) -> Any:
        if next(calls) == 4:  # the second batch, in the middle of its trail
            raise OSError("the disk is full")
        return write(*given, **more)

    monkeypatch.setattr("zhilian.cases.actions.ladder.record_many", fails)
    with pytest.raises(OSError, match="disk"):
        climb(story.cast.lg, STEPS["order"] + timedelta(hours=1), batch=2)
    assert LadderMark.objects.count() == 6
    assert NumberSeries.objects.get(kind="order").last == SupervisionOrder.objects.count() == 2
    assert everything()[2] == before[2] + 6, "one each: reminder, four letters, one order"
    monkeypatch.undo()
    assert climb(story.cast.lg, STEPS["order"] + timedelta(hours=1), batch=2) == 2
    assert [list(marks(case)) for case in cases] == [["amber", "due", "order"]] * 4
    assert sorted(one.no for one in SupervisionOrder.objects.all()) == [1, 2, 3, 4]
    assert list(check_cases()) == []


def test_two_workers_at_once_take_no_step_twice(committed: Cast) -> None:
    story = Story(committed)
    cases = [story.case("processing") for _ in range(8)]
    work: Callable[[], int] = partial(climb, committed.lg, STEPS["talk"] + timedelta(hours=1), batch=2)
    outcomes = together(work, work, work)
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert [list(marks(case)) for case in cases] == [list(STEPS)] * 8
    assert sorted(one.no for one in SupervisionOrder.objects.all()) == list(range(1, 17))
    assert not [*check_cases(), *check(trail_lines(committed.lg), None)]
