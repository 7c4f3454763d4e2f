"""Sessions: they end when idle, with the password, with the role; one person may act in several roles."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import LONG_AGO, NOW, Cast
from zhilian.accounts import actions
from zhilian.accounts.models import RoleHolding, User
from zhilian.core.errors import Forbidden, Invalid
from zhilian.core.powers import POWERS
from zhilian.core.queries import trail_of
from zhilian.core.roles import ADMINISTRATORS, Role

ClientAs = Callable[[str], Client]


def signed_in(client: Client) -> bool:
    """Whether this browser gets to a page that asks for a signed-in person."""
    response = client.get("/notices/")
    assert response.status_code in (200, 302)
    return response.status_code == 200


def seen_before(client: Client, **ago: float) -> None:
    """The browser was last seen so long ago."""
    session = client.session
    session["seen"] = (timezone.now() - timedelta(**ago)).timestamp()
    session.save()


def test_an_idle_session_ends_after_an_hour(client_as: ClientAs) -> None:
    client = client_as("qian")
    assert signed_in(client)
    seen_before(client, minutes=59)
    assert signed_in(client), "and is fresh again"
    seen_before(client, minutes=61)
    assert not signed_in(client)
    assert not signed_in(client)


def test_the_idle_clock_is_not_written_at_every_request(client_as: ClientAs) -> None:
    client = client_as("qian")
    signed_in(client)
    seen_before(client, minutes=2)
    before = client.session["seen"]
    signed_in(client)
    assert client.session["seen"] == before
    seen_before(client, minutes=6)
    signed_in(client)
    assert client.session["seen"] > before


def test_a_new_password_ends_the_sessions_of_the_old_one(cast: Cast) -> None:
    client, other = cast.client("qian"), cast.client("chen")
    assert signed_in(client)
    cast.users["qian"].set_password("ein ganz neues")
    cast.users["qian"].save()
    assert not signed_in(client)
    assert signed_in(other)


def test_a_session_says_nothing_without_its_proof(client_as: ClientAs) -> None:
    client = client_as("qian")
    session = client.session
    del session["_auth_user_hash"]
    session.save()
    assert not signed_in(client)


def test_signing_out_ends_the_session_and_needs_a_click(client_as: ClientAs) -> None:
    client = client_as("qian")
    assert client.get("/sign-out/").status_code == 405
    assert signed_in(client)
    assert client.post("/sign-out/").status_code == 302
    assert not signed_in(client)


def test_somebody_who_left_is_out_at_once(cast: Cast) -> None:
    client = cast.client("liu")
    User.objects.filter(username="liu").update(is_active=False)
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("since", "until", "acts"),
    [(0, None, True), (0, 0, True), (-9, -1, False), (1, None, False), (-9, 5, True)],
)
def test_a_role_holds_from_its_first_to_its_last_day(cast: Cast, since: int, until: int | None, acts: bool) -> None:
    today = timezone.localdate()
    RoleHolding.objects.filter(user__username="liu").update(
        since=today + timedelta(days=since), until=None if until is None else today + timedelta(days=until)
    )
    assert signed_in(cast.client("liu")) == acts


# ---- several roles


def role_of(client: Client) -> Any:
    """In which role the browser's person acts."""
    return client.get("/notices/").context["actor"].role


@pytest.fixture
def two_roles(cast: Cast) -> tuple[Client, RoleHolding, RoleHolding]:
    """Liu handles cases and stands in for the dispatcher."""
    second = RoleHolding.objects.create(
        federation=cast.lg,
        user=cast.users["liu"],
        role="dispatcher",
        organisation=cast.unit("LG-JJB"),
        since=LONG_AGO,
    )
    return cast.client("liu"), cast.holdings["liu"], second


def test_somebody_with_two_roles_acts_in_one_at_a_time(
    two_roles: tuple[Client, RoleHolding, RoleHolding],
) -> None:
    client, handler, dispatcher = two_roles
    assert role_of(client) == "department_handler"
    client.post("/role/", {"holding": dispatcher.pk})
    assert role_of(client) == "dispatcher"
    client.post("/role/", {"holding": handler.pk})
    assert role_of(client) == "department_handler"


@pytest.mark.parametrize("wanted", ["0", "x", "", "-1", "9" * 30, "\x00"])
def test_nobody_takes_a_role_that_is_not_theirs(
    cast: Cast, two_roles: tuple[Client, RoleHolding, RoleHolding], wanted: str
) -> None:
    client = two_roles[0]
    for holding in (wanted, str(cast.holdings["chen"].pk)):
        assert client.post("/role/", {"holding": holding}).status_code == 302
        assert role_of(client) == "department_handler"


def test_a_role_that_ended_while_one_acted_in_it_falls_back_to_the_other(
    two_roles: tuple[Client, RoleHolding, RoleHolding],
) -> None:
    client, _handler, dispatcher = two_roles
    client.post("/role/", {"holding": dispatcher.pk})
    RoleHolding.objects.filter(pk=dispatcher.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert role_of(client) == "department_handler"


# ---- giving roles


def test_people_and_roles_are_given_by_the_system_administrator_alone(cast: Cast) -> None:
    person = {"username": "neu", "name": "新人", "password": "lang genug 1", "at": NOW}
    for name in ("an", "shen", "chen", "lu", "qian"):
        with pytest.raises(Forbidden):
            actions.add_person(**person, actor=cast.actor(name))
    user = actions.add_person(**person, actor=cast.actor("xi"))
    assert user.check_password("lang genug 1")
    assert "lang genug" not in str([line.facts for line in trail_of(cast.lg)])
    given = {"user": user, "federation": cast.lg, "at": NOW, "since": date(2026, 3, 1)}
    with pytest.raises(Forbidden):
        actions.give_role(**given, role=Role.DISPATCHER, organisation=cast.unit("LG-JJB"), actor=cast.actor("an"))
    actions.give_role(**given, role=Role.DISPATCHER, organisation=cast.unit("LG-JJB"), actor=cast.actor("xi"))
    assert [line.verb for line in trail_of(cast.lg)] == ["account.added", "role.given"]


@pytest.mark.parametrize("holder", ["xi", "an", "shen"])
def test_the_three_administrators_are_three_people(cast: Cast, holder: str) -> None:
    others = ADMINISTRATORS - {Role(cast.holdings[holder].role)}
    for role in sorted(others):
        with pytest.raises(Invalid):
            actions.give_role(
                user=cast.users[holder], role=role, federation=cast.lg, organisation=cast.unit("LG-BGS"),
                actor=cast.actor("xi"), at=NOW, since=date(2026, 3, 1),
            )  # fmt: skip
    assert cast.users[holder].holdings.count() == 1


# The calendar is everybody's; a model card shows figures: no case is seen by either.
SHARED_WITH_OFFICIALS = {"core.calendar", "core.declare_day", "triage.models", "triage.train"}


def test_the_powers_of_the_three_administrators_do_not_overlap() -> None:
    administrators = set(ADMINISTRATORS)
    theirs = [power for power in POWERS.values() if power.roles & administrators]
    assert theirs
    assert [power.code for power in theirs if len(power.roles & administrators) > 1] == []
    assert {power.code for power in theirs if power.roles - administrators} <= SHARED_WITH_OFFICIALS
