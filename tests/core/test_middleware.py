"""What every request goes through: content policy, language, addresses without odd characters, refusals as pages."""

from html import unescape

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.cast import Cast
from zhilian.core.errors import Forbidden, Invalid, NotPossible, Refusal
from zhilian.core.middleware import Refusals

OPEN_PAGES = ("/", "/sign-in/", "/channels/", "/stations/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sign-in/", "/no-such-page/"])
def test_every_answer_says_what_the_browser_may_load(client: Client, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_pages_speak_chinese_until_somebody_chooses(client: Client) -> None:
    headers = {"accept-language": "de,en;q=0.9"}
    assert client.get("/sign-in/", headers=headers).headers["Content-Language"] == "zh-hans"
    client.cookies["language"] = "en"
    assert client.get("/sign-in/", headers=headers).headers["Content-Language"] == "en"
    client.cookies["language"] = "tlh"
    assert client.get("/sign-in/", headers=headers).headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(
    "address",
    ["/cases/%00/", "/cases/LG-2026-%00/", "/cases/?words=%00", "/cases/?stage=a%00b", "/sign-in/?next=%00", "/%00"],
)
def test_an_address_with_a_nul_character_is_refused_with_a_sentence(cast: Cast, address: str) -> None:
    for client in (Client(), cast.client("chen")):
        response = client.get(address)
        assert response.status_code == 400
        assert str(response.context["sentence"]) in unescape(response.content.decode())
        assert "\0" not in response.content.decode()


def test_a_session_cookie_with_a_nul_character_is_no_session(cast: Cast, client: Client) -> None:
    response = client.get("/notices/", headers={"cookie": 'sessionid="abcdefgh\\000"'})
    assert response.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refusal", "status"), [(NotPossible("zu spät"), 409), (Forbidden("nicht deins"), 403), (Invalid("krumm"), 422)]
)
def test_a_refusal_is_a_page_with_its_sentence(refusal: Refusal, status: int) -> None:
    def never(request: HttpRequest) -> HttpResponse:
        raise AssertionError

    response = Refusals(never).process_exception(RequestFactory().get("/cases/"), refusal)
    assert response is not None
    assert response.status_code == status
    assert str(refusal) in response.content.decode()


def test_any_other_error_is_left_to_django() -> None:
    assert Refusals(lambda request: HttpResponse()).process_exception(HttpRequest(), ValueError("x")) is None
