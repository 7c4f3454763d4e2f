"""Reminders and supervision orders by hand: who may, how often, what the unit answers, when they are lifted."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast, moment
from tests.story import Story, told
from zhilian.cases import actions
from zhilian.cases.models import Case, LadderStep, Reminder, SupervisionOrder
from zhilian.cases.queries.orders import counted, orders, orders_of
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.queries import trail_of
from zhilian.notices.models import Notice

WHY = "企业已三次来电催问"
ANSWER = "变压器周三到货，周五前恢复供电"


def issue(story: Story, case: Case, by: str = "lu") -> SupervisionOrder:
    """An order by hand."""
    return actions.issue_order(case=case, reason=WHY, actor=story.cast.actor(by), at=story.later())


@pytest.fixture
def case(story: Story) -> Case:
    """A case being handled since 4 March."""
    return story.case("processing")


# ---- reminders


def test_a_person_reminds_of_a_case_once_in_a_working_day_unless_in_other_words(story: Story, case: Case) -> None:
    friday, chen = moment("2026-03-06 10:00"), story.cast.actor("chen")
    actions.remind(case=case, text="请尽快", actor=chen, at=friday)
    for later in (friday + timedelta(hours=5), moment("2026-03-07 09:00"), moment("2026-03-08 20:00")):
        with pytest.raises(NotPossible):
            actions.remind(case=case, text="请尽快", actor=chen, at=later)
    actions.remind(case=case, text="企业今天又来电", actor=chen, at=friday)
    actions.remind(case=case, text="请尽快", actor=story.cast.actor("luo"), at=friday)
    actions.remind(case=case, text="请尽快", actor=chen, at=moment("2026-03-09 09:00"))
    assert Reminder.objects.filter(case=case, unit__code="GXJ").count() == 4
    assert {("liu", "reminded"), ("heze", "reminded")} <= told(case)
    assert [line.verb for line in trail_of(case)][-4:] == ["case.remind"] * 4


def test_of_many_those_that_cannot_be_reminded_of_are_named_and_the_others_done(story: Story) -> None:
    cases = [story.case(stage) for stage in ("processing", "replied", "signed", "accepted", "rework")]
    found = actions.remind_many(cases=cases, text="", actor=story.cast.actor("chen"), at=story.later())
    assert [one.stage for one in found.done] == ["processing", "signed", "rework"]
    assert [case.stage for case, _why in found.failed] == ["replied", "accepted"]
    assert Notice.objects.filter(kind="cases/reminded", recipient__username="liu").count() == 1
    body = Notice.objects.filter(kind="cases/reminded").latest("pk").body
    assert all(one.number in body for one in found.done)


@pytest.mark.parametrize("who", ["liu", "qian", "xiaolin", "sun", "xi"])
def test_only_the_federation_reminds_and_orders(story: Story, case: Case, who: str) -> None:
    actor = story.cast.actor(who)
    with pytest.raises(Forbidden):
        actions.remind(case=case, text="", actor=actor, at=story.now)
    with pytest.raises(Forbidden):
        actions.issue_order(case=case, reason=WHY, actor=actor, at=story.now)


def test_a_neighbour_reminds_of_nothing_here(story: Story, case: Case) -> None:
    other = story.cast.actor("ba_dispatcher")
    with pytest.raises(NotPossible):
        actions.remind(case=case, text="", actor=other, at=story.now)
    with pytest.raises(NotPossible):
        actions.issue_order(case=case, reason=WHY, actor=other, at=story.now)
    assert not Reminder.objects.exists()


# ---- orders


def test_an_order_goes_to_the_head_and_is_answered_in_time_or_late(story: Story, case: Case) -> None:
    first, second = issue(story, case), issue(story, case, by="chen")
    assert [(one.no, one.nth) for one in (first, second)] == [(1, 1), (2, 2)]
    assert first.due_at == moment("2026-03-06 18:00"), "two working days"
    assert ("heze", "ladder_order") in told(case)
    assert ("liu", "ladder_order") not in told(case)
    heze = story.cast.actor("heze")
    actions.answer_order(order=first, text=ANSWER, actor=heze, at=moment("2026-03-06 18:00"))
    actions.answer_order(order=second, text=ANSWER, actor=story.cast.actor("liu"), at=moment("2026-03-06 18:01"))
    assert [one.answered_late for one in SupervisionOrder.objects.order_by("no")] == [False, True]
    assert ("chen", "order_answered") in told(case)
    with pytest.raises(NotPossible):
        actions.answer_order(order=first, text=ANSWER, actor=heze, at=moment("2026-03-06 18:02"))


def test_another_unit_answers_no_order_and_sees_none(story: Story, case: Case) -> None:
    order, wu = issue(story, case), story.cast.actor("wu")
    with pytest.raises(NotPossible):
        actions.answer_order(order=order, text=ANSWER, actor=wu, at=story.now)
    assert not orders(wu, "all", story.now)
    assert not orders_of(case, wu)
    assert counted(wu, story.now) == (0, 0)


def test_an_order_needs_a_reason_and_a_unit_that_works_on_it(story: Story, case: Case) -> None:
    with pytest.raises(Invalid):
        actions.issue_order(case=case, reason=" ", actor=story.cast.actor("lu"), at=story.now)
    with pytest.raises(NotPossible):
        issue(story, story.case("accepted"))
    with pytest.raises(NotPossible):
        issue(story, story.case("closed"))


@pytest.mark.parametrize(
    ("stage", "moves"),
    [
        ("dispatched", ["return"]),
        ("processing", ["withdraw"]),
        ("processing", ["recall"]),
        ("processing", ["reply", "review_pass", "rate_close"]),
    ],
)
def test_an_order_is_lifted_when_the_case_goes_elsewhere_or_ends(story: Story, stage: str, moves: list[str]) -> None:
    case = story.case(stage)
    order = issue(story, case)
    for code in moves:
        assert SupervisionOrder.objects.get(pk=order.pk).is_open
        story.step(case, code)
    assert SupervisionOrder.objects.get(pk=order.pk).lifted_at == story.now


def test_the_register_shows_open_orders_by_due_and_of_restricted_cases_only_to_those_named(
    story: Story, case: Case
) -> None:
    chen, later = story.cast.actor("chen"), moment("2026-03-09 10:00")
    answered = issue(story, case)
    actions.answer_order(order=answered, text=ANSWER, actor=story.cast.actor("heze"), at=story.later())
    secret = story.case("processing")
    issue(story, secret)
    mine = issue(story, case)
    assert counted(chen, later) == (2, 2)
    Case.objects.filter(pk=secret.pk).update(confidentiality="restricted")
    assert [one.pk for one in orders(chen, "open", later)] == [mine.pk]
    assert [one.pk for one in orders(chen, "answered", later)] == [answered.pk]
    assert not orders(chen, "open", later, unit="RSJ")
    assert counted(story.cast.actor("liu"), later) == (1, 1)


# ---- pages


def test_the_head_answers_on_the_page_of_the_case_and_the_desk_counts_what_is_owed(cast: Cast, story: Story) -> None:
    case = story.case("processing")
    order = issue(story, case)
    heze = cast.client("heze")
    assert "/cases/orders/" in heze.get("/home/").content.decode()
    assert ANSWER not in heze.get(f"/cases/{case.number}/").content.decode()
    answer = heze.post(f"/cases/{case.number}/order-answer/", {"text": ANSWER})
    assert answer.status_code == 302
    assert SupervisionOrder.objects.get(pk=order.pk).answer == ANSWER
    assert ANSWER in cast.client("chen").get("/cases/orders/?view=answered").content.decode()
    assert heze.post(f"/cases/{case.number}/order-answer/", {"text": ANSWER}).status_code == 409


def test_the_staircase_shows_what_was_taken_late_and_what_comes(cast: Cast, story: Story) -> None:
    case = story.case("processing")
    actions_page = cast.client("chen").get(f"/cases/{case.number}/").content.decode()
    assert actions_page.count('class="is-next"') == 1
    assert actions_page.count('class="is-ahead"') == 5
    assert 'class="stairs"' not in cast.client("xiaolin").get(f"/cases/{case.number}/").content.decode()


def test_a_leader_looks_at_what_a_new_step_would_do_before_it_is_set(cast: Cast, story: Story) -> None:
    story.case("processing")
    lu = cast.client("lu")
    given = {"act": "letter", "measure": "days", "amount": "2", "valid_from": "2099-01-02"}
    page = lu.post("/cases/ladder/new/", given)
    assert page.status_code == 200
    assert page.context["preview"]["count"] == 1
    assert not LadderStep.objects.exists()
    assert lu.post("/cases/ladder/new/", {**given, "confirmed": "1"}).status_code == 302
    row = LadderStep.objects.get(code="letter-2d")
    assert (row.days, row.valid_from, row.by) == (2, date(2099, 1, 2), cast.users["lu"])
    assert LadderStep.objects.count() == 7, "the usual steps are written down with it"
    assert "2099-01-02" in lu.get("/cases/ladder/").content.decode()
    assert lu.post("/cases/ladder/new/", {**given, "valid_from": "2020-01-02", "confirmed": "1"}).status_code == 422
    ended = lu.post("/cases/ladder/talk/", {"ends": "on", "valid_from": "2099-01-02", "confirmed": "1"})
    assert ended.status_code == 302
    assert LadderStep.objects.get(code="talk").valid_to == date(2099, 1, 1)
    assert cast.client("liu").get("/cases/ladder/").status_code == 403
