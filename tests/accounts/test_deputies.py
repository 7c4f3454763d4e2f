"""Somebody is on leave: a colleague acts in the role, under both names, for those days and no longer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import LONG_AGO, NOW, Cast
from tests.story import Story
from zhilian.accounts.actions import close_account, end_hand_over, end_role, hand_over
from zhilian.accounts.models import Delegation, RoleHolding, User
from zhilian.accounts.queries import actor_of, deputies_for, people_in, people_with, roles_of
from zhilian.cases.actions import sign
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.queries import trail_of
from zhilian.notices.models import Notice

TODAY = NOW.date()
WEEK = {"since": TODAY, "until": TODAY + timedelta(days=6)}


def given(cast: Cast, whose: str = "liu", deputy: str = "heze", by: str = "", **more: Any) -> Delegation:
    """A hand-over, by default Liu's role to the head of her unit for a week from today."""
    facts = {"reason": "年休假", "at": NOW, **WEEK, **more}
    user, holding = cast.users[deputy], cast.holdings[whose]
    return hand_over(holding=holding, deputy=user, actor=cast.actor(by or whose), **facts)


def acting_for(cast: Cast, deputy: str, day: date) -> list[str]:
    """For whom the person may act on that day."""
    return [one.user.username for one in roles_of(cast.users[deputy].pk, day) if one.deputy]


def colleague(cast: Cast, username: str, role: str, unit: str) -> RoleHolding:
    """One more person in the play."""
    user = User.objects.create(username=username, name=f"同事{username}", created_at=NOW)
    cast.users[username] = user
    organisation = cast.unit(unit)
    cast.holdings[username] = RoleHolding.objects.create(
        federation=organisation.federation, user=user, role=role, organisation=organisation, since=LONG_AGO
    )
    return cast.holdings[username]


# ---- what a deputy is


def test_the_deputy_acts_in_the_role_under_both_names_and_the_own_key(cast: Cast) -> None:
    given(cast)
    own, handed = roles_of(cast.users["heze"].pk, TODAY)
    assert (own.role, own.deputy) == ("department_head", None)
    actor = actor_of(handed)
    assert (actor.name, actor.username, actor.user_id) == ("何泽（代刘婕）", "heze", cast.users["heze"].pk)
    assert (actor.role, actor.organisation, actor.holding_id) == ("department_handler", cast.unit("GXJ"), handed.pk)
    assert handed.acted_as == "代刘婕 · 部门经办人"


def test_two_long_names_still_fit_into_the_trail(cast: Cast) -> None:
    User.objects.filter(username__in=["liu", "heze"]).update(name="长" * 60)
    given(cast)
    assert len(actor_of(roles_of(cast.users["heze"].pk, TODAY)[1]).name) <= 100


@pytest.mark.parametrize(("days", "acts"), [(-1, False), (0, True), (6, True), (7, False)])
def test_it_holds_from_the_first_to_the_last_day(cast: Cast, days: int, acts: bool) -> None:
    given(cast)
    day = TODAY + timedelta(days=days)
    assert acting_for(cast, "heze", day) == (["liu"] if acts else [])
    told = people_in(cast.unit("GXJ"), "department_handler", day=day)
    assert {one.username for one in told} == ({"liu", "heze"} if acts else {"liu"})


def test_notices_reach_the_absent_and_the_deputy_who_is_marked(cast: Cast) -> None:
    given(cast, "chen", "lu")
    told = {one.username: one.stands_in_for for one in people_with(cast.lg, "dispatcher", day=TODAY)}
    assert told == {"chen": "", "luo": "", "lu": "陈思旻"}
    assert {one.username for one in people_with(cast.lg, "dispatcher")} == {"chen", "luo"}, "no day, no deputies"


def test_people_are_told_on_the_days_on_which_they_hold_their_role(cast: Cast) -> None:
    RoleHolding.objects.filter(user__username="luo").update(until=TODAY)
    for day, told in ((TODAY, {"chen", "luo"}), (TODAY + timedelta(days=1), {"chen"}), (date(2019, 1, 1), set())):
        assert {one.username for one in people_with(cast.lg, "dispatcher", day=day)} == told


def test_no_chains_the_deputy_of_a_deputy_gets_only_the_deputys_own(cast: Cast) -> None:
    colleague(cast, "third", "department_handler", "GXJ")
    given(cast, "liu", "heze")
    given(cast, "heze", "third")
    assert acting_for(cast, "third", TODAY) == ["heze"]
    facts = {"reason": "x", "at": NOW, **WEEK}
    stand_in = actor_of(next(one for one in roles_of(cast.users["third"].pk, TODAY) if one.deputy))
    with pytest.raises(Forbidden):  # nor does whoever stands in for the head hand anything on
        hand_over(holding=cast.holdings["third"], deputy=cast.users["liu"], actor=stand_in, **facts)


# ---- when it ends by itself


@pytest.mark.parametrize("who", ["liu", "heze"])
def test_it_ends_with_the_role_of_either(cast: Cast, who: str) -> None:
    given(cast)
    RoleHolding.objects.filter(user__username=who).update(until=TODAY)
    assert acting_for(cast, "heze", TODAY) == ["liu"]
    assert acting_for(cast, "heze", TODAY + timedelta(days=1)) == []


@pytest.mark.parametrize("who", ["liu", "heze"])
def test_it_ends_with_the_account_of_either(cast: Cast, who: str) -> None:
    delegation = given(cast)
    close_account(user=cast.users[who], reason="调离", actor=cast.actor("an"), at=NOW)
    assert acting_for(cast, "heze", TODAY) == []
    assert people_in(cast.unit("GXJ"), "department_handler", day=TODAY).count() == (0 if who == "liu" else 1)
    fresh = Delegation.objects.get(pk=delegation.pk)
    assert str(fresh.state_on(TODAY)[0]) == "已失效"


def test_ended_early_it_is_over_at_once_and_only_once(cast: Cast) -> None:
    delegation = given(cast)
    end_hand_over(delegation=delegation, actor=cast.actor("liu"), at=NOW)
    assert acting_for(cast, "heze", TODAY) == []
    with pytest.raises(NotPossible):
        end_hand_over(delegation=delegation, actor=cast.actor("liu"), at=NOW)
    given(cast)
    assert acting_for(cast, "heze", TODAY) == ["liu"], "and somebody may be asked again"
    assert [line.verb for line in trail_of(delegation)] == ["handover.begun", "handover.ended"]


# ---- who may


def test_the_person_the_head_and_the_security_administrator_hand_over(cast: Cast) -> None:
    colleague(cast, "third", "department_handler", "GXJ")
    for by in ("liu", "heze", "an"):
        delegation = given(cast, "liu", "third", by)
        end_hand_over(delegation=delegation, actor=cast.actor(by), at=NOW)
    for by in ("third", "wu", "chen", "lu", "xi", "shen", "qian", "ba_handler"):
        with pytest.raises(Forbidden):
            given(cast, "liu", "heze", by)
    delegation = given(cast, "liu", "third")
    with pytest.raises(Forbidden):
        end_hand_over(delegation=delegation, actor=cast.actor("third"), at=NOW)


@pytest.mark.parametrize(
    ("whose", "deputies"),
    [("liu", ["heze"]), ("heze", ["liu"]), ("wu", []), ("chen", ["lu", "luo"]), ("lu", ["chen", "luo"]),
     ("xiaolin", ["chen", "luo"]), ("bai", []), ("xi", []), ("qian", []), ("ba_dispatcher", ["ba_leader"])],
)  # fmt: skip
def test_only_colleagues_of_the_same_kind_stand_in(cast: Cast, whose: str, deputies: list[str]) -> None:
    found = deputies_for(cast.holdings[whose], TODAY).values_list("username", flat=True)
    assert sorted(found) == deputies
    for other in ("liu", "wu", "ba_dispatcher", whose):
        if whose in ("chen", "wu") and other not in deputies:
            with pytest.raises(Invalid):
                given(cast, whose, other)


def test_a_role_is_handed_over_once_at_a_time(cast: Cast) -> None:
    given(cast, "chen", "lu")
    last = WEEK["until"]
    for since, until in ((TODAY, TODAY), (last, last + timedelta(days=3)), (TODAY, last + timedelta(days=30))):
        with pytest.raises(Invalid):
            given(cast, "chen", "luo", since=since, until=until)
    given(cast, "chen", "luo", since=last + timedelta(days=1), until=last + timedelta(days=3))


def test_nobody_stands_in_who_is_away_or_leaves_before_the_end(cast: Cast) -> None:
    given(cast, "luo", "lu")
    with pytest.raises(Invalid, match="请假"):
        given(cast, "chen", "luo")
    RoleHolding.objects.filter(user__username="lu").update(until=TODAY + timedelta(days=2))
    with pytest.raises(Invalid, match="不能代办"):
        given(cast, "chen", "lu")


@pytest.mark.parametrize(("since", "until"), [(-1, 3), (3, 2), (0, 367)])
def test_days_that_do_not_fit_are_refused(cast: Cast, since: int, until: int) -> None:
    with pytest.raises(Invalid):
        given(cast, since=TODAY + timedelta(days=since), until=TODAY + timedelta(days=until))


# ---- with cases


def test_a_case_sent_to_the_unit_is_told_to_the_deputy_who_signs_for_it_under_both_names(cast: Cast) -> None:
    colleague(cast, "absent", "department_handler", "GXJ")
    given(cast, "absent", "liu", "heze")
    case = Story(cast).case("dispatched")
    told = Notice.objects.filter(kind="cases/dispatched").values_list("recipient__username", flat=True)
    assert sorted(told) == ["absent", "heze", "liu"], "once each, though Liu is told twice over"
    stand_in = actor_of(next(one for one in roles_of(cast.users["liu"].pk, TODAY) if one.deputy))
    sign(case=case, actor=stand_in, at=NOW + timedelta(hours=1))
    line = trail_of(case).latest("seq")
    assert (line.actor_name, line.actor_id) == ("刘婕（代同事absent）", cast.users["liu"].pk)


def test_a_deputy_of_no_role_in_the_unit_is_told_too(cast: Cast) -> None:
    given(cast, "chen", "lu")
    Story(cast).case("submitted")
    told = Notice.objects.filter(kind="cases/received").values_list("recipient__username", flat=True)
    assert sorted(told) == ["chen", "lu", "luo"]


# ---- in the browser


def name_of(client: Client) -> str:
    """As whom the browser's person acts."""
    return str(client.get("/notices/").context["actor"].name)


def test_the_deputy_changes_into_the_role_and_falls_out_of_it_when_it_ends(cast: Cast) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    delegation = given(cast, at=now, since=today, until=today)
    client = cast.client("heze")
    assert name_of(client) == "何泽", "the own role comes first"
    client.post("/role/", {"holding": cast.holdings["liu"].pk})
    assert name_of(client) == "何泽（代刘婕）"
    assert "代刘婕 · 部门经办人" in client.get("/notices/").content.decode()
    end_role(
        holding=cast.holdings["heze"], last_day=today, reason="退休", actor=cast.actor("an"), at=now, knowing=True
    )  # fmt: skip
    end_hand_over(delegation=delegation, actor=cast.actor("liu"), at=now)
    assert name_of(client) == "何泽"


def test_the_deputys_own_password_guards_the_session(cast: Cast) -> None:
    """The absent person's holding has the lower key, and must not decide whose session this is."""
    today = timezone.localdate()
    given(cast, at=timezone.now(), since=today, until=today)
    client = cast.client("heze")
    cast.users["liu"].set_password("ein ganz neues")
    cast.users["liu"].save()
    assert name_of(client) == "何泽"
    cast.users["heze"].set_password("ein ganz neues")
    cast.users["heze"].save()
    assert client.get("/notices/").status_code == 302
