"""Signing in: by name and password, counted, locked after too many, never telling who exists."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.cast import NOW, PASSWORD, Cast
from zhilian.accounts import actions, signin
from zhilian.accounts.models import SignInAttempt, User
from zhilian.accounts.signin import Locked
from zhilian.core.errors import Forbidden


def sign_in(client: Client, username: str = "qian", password: str = PASSWORD, **more: Any) -> HttpResponse:
    """Send the form."""
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def shown(response: HttpResponse) -> str:
    """The page without what differs at every request."""
    return unescape(response.content.decode()).replace("\n", " ")


def test_the_right_password_leads_home(cast: Cast, client: Client) -> None:
    response = sign_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/home/")
    assert client.get("/notices/").status_code == 200
    attempt = SignInAttempt.objects.get()
    assert (attempt.username, attempt.succeeded) == ("qian", True)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(cast: Cast, client: Client) -> None:
    wrong, unknown = sign_in(client, password="falsch"), sign_in(client, username="nobody")
    assert wrong.status_code == unknown.status_code == 422
    errors = [list(response.context["form"].non_field_errors()) for response in (wrong, unknown)]
    assert errors[0] == errors[1] != []
    assert str(errors[0][0]) in shown(wrong)
    assert "_auth_user_id" not in client.session


def test_a_password_that_was_typed_is_not_shown_again(cast: Cast, client: Client) -> None:
    assert "geheim-123" not in shown(sign_in(client, password="geheim-123"))


@pytest.mark.parametrize("fields", [{}, {"username": "qian"}, {"password": PASSWORD}, {"username": "", "password": ""}])
def test_an_incomplete_form_is_shown_again(cast: Cast, client: Client, fields: dict[str, str]) -> None:
    assert client.post("/sign-in/", fields).status_code == 422
    assert not SignInAttempt.objects.exists()


@pytest.mark.parametrize("username", ["q\x00ian", "\x00", "钱" * 500, "𠮷😀", "' OR 1=1 --"])
def test_odd_names_are_refused_in_peace(cast: Cast, client: Client, username: str) -> None:
    assert sign_in(client, username=username).status_code == 422


def test_after_five_wrong_passwords_even_the_right_one_waits(cast: Cast, client: Client) -> None:
    assert [sign_in(client, password="falsch").status_code for _ in range(5)] == [422] * 5
    assert sign_in(client).status_code == 429
    assert "_auth_user_id" not in client.session
    assert sign_in(Client(), username="chen").status_code == 302, "others are not locked out"


def test_a_name_that_does_not_exist_is_locked_in_the_same_way(cast: Cast, client: Client) -> None:
    answers = [sign_in(client, username="nobody").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def try_at(minutes: float, password: str, address: str = "198.51.100.7", username: str = "qian") -> User | None:
    """One attempt some minutes into the story."""
    at = NOW + timedelta(minutes=minutes)
    request = RequestFactory().post("/sign-in/")
    return signin.check_password(request=request, username=username, password=password, address=address, at=at)


def test_the_lock_ends_after_a_quarter_of_an_hour(cast: Cast) -> None:
    for _ in range(5):
        assert try_at(0, "falsch") is None
    with pytest.raises(Locked):
        try_at(15, PASSWORD)
    assert try_at(15.1, PASSWORD) == cast.users["qian"]


def test_a_right_password_forgets_the_wrong_ones_before_it(cast: Cast) -> None:
    for minute in range(3):
        for _ in range(4):
            assert try_at(minute, "falsch") is None
        assert try_at(minute, PASSWORD) is not None


def test_one_address_that_tries_many_names_is_locked(cast: Cast, settings: Any) -> None:
    settings.SIGN_IN_FAILURES_PER_ADDRESS = 8
    for number in range(8):
        assert try_at(0, "falsch", username=f"name{number}") is None
    with pytest.raises(Locked):
        try_at(0, PASSWORD, username="chen")
    assert try_at(0, PASSWORD, username="chen", address="198.51.100.8") is not None
    assert try_at(16, PASSWORD, username="chen") is not None


def test_the_security_administrator_unlocks_and_nobody_else_does(cast: Cast) -> None:
    for _ in range(5):
        try_at(0, "falsch")
    for name in ("xi", "shen", "chen"):
        with pytest.raises(Forbidden):
            actions.unlock(username="qian", actor=cast.actor(name), at=NOW)
    with pytest.raises(Locked):
        try_at(1, PASSWORD)
    actions.unlock(username="qian", actor=cast.actor("an"), at=NOW + timedelta(minutes=1))
    assert try_at(1, PASSWORD) == cast.users["qian"]


def test_somebody_who_left_cannot_sign_in(cast: Cast, client: Client) -> None:
    User.objects.filter(username="qian").update(is_active=False)
    assert sign_in(client).status_code == 422


def test_somebody_without_any_role_is_shown_the_door_again(cast: Cast, client: Client) -> None:
    cast.holdings["qian"].delete()
    sign_in(client)
    assert client.get("/notices/").headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "\x08//evil.example",
        " https://evil.example",
    ],
)
def test_after_signing_in_nobody_is_sent_to_another_site(cast: Cast, client: Client, target: str) -> None:
    for response in (
        client.post(f"/sign-in/?next={target}", {"username": "qian", "password": PASSWORD}),
        sign_in(Client(), next=target),
    ):
        assert (response.status_code, response.headers["Location"]) == (302, "/home/")


def test_after_signing_in_one_is_where_one_wanted_to_be(cast: Cast, client: Client) -> None:
    asked = client.get("/notices/?page=2")
    assert asked.status_code == 302
    response = client.post(asked.headers["Location"], {"username": "qian", "password": PASSWORD})
    assert response.headers["Location"] == "/notices/?page=2"


def test_the_language_is_chosen_by_the_person_and_leads_back_only_to_our_pages(client: Client) -> None:
    stayed = client.post("/language/", {"language": "en"}, headers={"referer": "http://testserver/sign-in/"})
    assert stayed.headers["Location"] == "http://testserver/sign-in/"
    assert client.cookies["language"].value == "en"
    assert client.post("/language/", {}, headers={"referer": "https://evil.example/"}).headers["Location"] == "/"
    client.post("/language/", {"language": "xx"})
    assert client.cookies["language"].value == "en"


def test_passwords_are_kept_by_argon2(settings: Any) -> None:
    from zhilian.config import settings as ours

    assert ours.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS
    user = User(username="x", name="x", created_at=timezone.now())
    user.set_password("红棉花开了")
    assert user.password.startswith("argon2$argon2id$")
    assert check_password("红棉花开了", user.password)
