"""The style guide, which shows every component at once."""

import re

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["public", "firm", "desk"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_component_obeys_the_content_policy(client: Client, side: str, language: str) -> None:
    client.cookies["language"] = language
    response = client.get("/styleguide/", {"side": side})
    page = response.content.decode()
    assert response.status_code == 200
    assert f'class="side-{side}"' in page
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


@pytest.mark.django_db
def test_chinese_comes_first_and_the_page_says_so(client: Client) -> None:
    page = client.get("/styleguide/").content.decode()
    assert '<html lang="zh-Hans">' in page
    assert page.count('id="main"') == 1
