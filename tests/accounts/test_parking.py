"""What was typed survives a lost session and an old page, in the writer's browser alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, PASSWORD, Cast
from zhilian.accounts import actions
from zhilian.accounts.models import ParkedForm
from zhilian.cases.models import Case

WORDS = "我姓𠮷，写了半个小时的话😀，一个字也不能丢。"
ClientAs = Callable[[str], Client]


def sign_in(client: Client, username: str = "qian") -> Any:
    """Name and password."""
    return client.post("/sign-in/", {"username": username, "password": PASSWORD})


@pytest.fixture
def typed() -> dict[str, str]:
    """The form of a difficulty, as sent."""
    return {"text": WORDS, "key": str(uuid4()), "contact_phone": "13807550001", "kind": "help"}


def test_a_form_sent_after_the_session_was_lost_waits_for_its_writer(
    cast: Cast, client: Client, typed: dict[str, str]
) -> None:
    response = client.post("/cases/new/", typed)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")
    assert not Case.objects.exists()
    cookie = client.cookies["parked"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    back = sign_in(client)
    assert back.headers["Location"] == "/cases/new/"
    page = client.get("/cases/new/")
    assert WORDS in page.content.decode()
    assert typed["key"] in page.content.decode(), "the form's own key stays, so that it is still one case"
    sent = client.post("/cases/new/", typed)
    assert sent.status_code == 302
    assert Case.objects.get().text == WORDS
    assert not ParkedForm.objects.exists(), "what was sent is not kept"
    assert WORDS not in client.get("/cases/new/").content.decode()


def test_it_is_found_only_in_the_browser_that_typed_it(cast: Cast, client: Client, typed: dict[str, str]) -> None:
    client.post("/cases/new/", typed)
    elsewhere = Client()
    sign_in(elsewhere)
    assert WORDS not in elsewhere.get("/cases/new/").content.decode()
    elsewhere.cookies["parked"] = "guessed"
    assert WORDS not in elsewhere.get("/cases/new/").content.decode()


def test_it_is_shown_only_where_it_was_typed(cast: Cast, client: Client, typed: dict[str, str]) -> None:
    client.post("/cases/new/", typed)
    sign_in(client)
    for address in ("/home/", "/cases/", "/notices/"):
        assert WORDS not in client.get(address).content.decode()


def test_an_old_page_keeps_what_was_typed_and_sends_nothing(cast: Cast, typed: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["qian"])
    response = client.post("/cases/new/", {**typed, "csrfmiddlewaretoken": "x" * 64})
    assert response.status_code == 403
    assert not Case.objects.exists()
    assert WORDS in client.get("/cases/new/").content.decode()


def test_an_old_page_without_a_session_leads_to_the_sign_in(cast: Cast, typed: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/cases/new/", typed)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sign-in/")
    kept = ParkedForm.objects.get()
    assert (kept.path, kept.fields["text"]) == ("/cases/new/", [WORDS])


@pytest.mark.parametrize("path", ["/sign-in/", "/cases/new/"])
def test_secrets_are_not_kept(cast: Cast, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.post(path, {"username": "qian", "password": PASSWORD, "new_password": "x1", "csrfmiddlewaretoken": "t" * 64})
    for kept in ParkedForm.objects.all():
        assert not [name for name in kept.fields if "password" in name or "csrf" in name]
        assert PASSWORD not in str(kept.fields)


def test_a_form_longer_than_anybody_types_is_not_kept(cast: Cast, client: Client) -> None:
    response = client.post("/cases/new/", {"text": "长" * 50_000})
    assert response.status_code == 302
    assert ParkedForm.objects.get().fields == {}


@pytest.mark.parametrize("words", ["带\x00空字符", "\ud83d半个表情", "\ufffe\uffff"])
def test_characters_no_database_keeps_do_not_break_the_way_back(cast: Cast, client: Client, words: str) -> None:
    body = b"text=" + words.encode("utf-8", "surrogatepass") + b"&note=" + "留下".encode()
    response = client.post("/cases/new/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    assert client.get(response.headers["Location"]).status_code == 200
    assert ParkedForm.objects.get().fields.keys() == {"text", "note"}


@pytest.mark.parametrize("name", ["parked", "language"])
@pytest.mark.parametrize("value", ['"a\\000b"', "x" * 3000, "\xe9\x92\xb1"])
def test_a_muddled_cookie_is_no_cookie(cast: Cast, client: Client, name: str, value: str) -> None:
    assert client.get("/sign-in/", headers={"cookie": f"{name}={value}"}).status_code == 200


def test_what_was_kept_is_thrown_away_after_two_days(cast: Cast) -> None:
    old = actions.park_form(path="/cases/new/", fields={"text": ["alt"]}, at=NOW - timedelta(days=3))
    new = actions.park_form(path="/cases/new/", fields={"text": ["neu"]}, at=NOW)
    assert actions.take_parked(token=old) is None
    kept = actions.take_parked(token=new)
    assert kept is not None
    assert kept.fields == {"text": ["neu"]}
    assert actions.take_parked(token=new) is None, "handed back once"


def test_tokens_cannot_be_guessed(cast: Cast) -> None:
    tokens = {actions.park_form(path="/", fields={}, at=timezone.now()) for _ in range(3)}
    assert len(tokens) == 3
    assert min(len(token) for token in tokens) >= 43
