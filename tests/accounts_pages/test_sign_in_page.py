"""The sign-in card, and the page for a form that was open too long."""

from django.test import Client

from tests.cast import PASSWORD, Cast

WORDS = {"text": "停电了"}


def test_a_wrong_password_and_a_wrong_name_read_the_same(cast: Cast, client: Client) -> None:
    pages = [
        client.post("/sign-in/", {"username": name, "password": "wrong"}).content.decode()
        for name in ("qian", "nobody")
    ]
    assert all("用户名或密码" in page for page in pages)


def test_too_many_wrong_passwords_say_how_long_to_wait(cast: Cast, client: Client) -> None:
    for _ in range(6):
        answer = client.post("/sign-in/", {"username": "qian", "password": "wrong"})
    assert answer.status_code == 429
    assert "15" in answer.content.decode()


def test_without_an_account_the_card_leads_to_a_station(client: Client, db: None) -> None:
    assert 'href="/stations/"' in client.get("/sign-in/").content.decode()


def test_after_signing_in_one_is_back_at_the_page_asked_for(cast: Cast, client: Client) -> None:
    page = client.get("/sign-in/?next=/cases/new/").content.decode()
    assert 'name="next" value="/cases/new/"' in page
    sent = {"username": "qian", "password": PASSWORD, "next": "/cases/new/"}
    assert client.post("/sign-in/", sent).headers["Location"] == "/cases/new/"


def test_after_signing_in_one_is_back_at_the_text_that_waits(cast: Cast, client: Client) -> None:
    client.post("/cases/new/", WORDS)
    answer = client.post("/sign-in/", {"username": "qian", "password": PASSWORD})
    assert answer.headers["Location"] == "/cases/new/"
    assert "停电了" in client.get("/cases/new/").content.decode()


def test_a_stale_form_leads_back_to_itself_with_the_text(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["qian"])
    answer = client.post("/cases/new/", WORDS)
    assert answer.status_code == 403
    assert 'href="/cases/new/"' in answer.content.decode()
    assert "停电了" in client.get("/cases/new/").content.decode()
