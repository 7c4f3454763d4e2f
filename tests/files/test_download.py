"""Attachments go out only to those who may see what they hang on, and never as pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.files import samples
from zhilian.core import registry
from zhilian.core.actor import Actor
from zhilian.files.actions import attach
from zhilian.files.models import Attachment
from zhilian.files.store import location
from zhilian.files.uploads import check_upload

ClientAs = Callable[[str], Client]


@pytest.fixture
def hung(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Attachment:
    """A contract on a street, which dispatchers and the city may read (streets have no files otherwise)."""

    def may_read(actor: Actor, subject_id: str, attachment_id: int) -> bool:
        return actor.role in ("dispatcher", "city_observer")

    monkeypatch.setitem(registry.ATTACHMENT_OWNERS, "core.street", may_read)
    stored = check_upload(samples.sent("贷款合同（终稿）.pdf", samples.PDF))
    [row] = attach(subject=cast.streets["440307017"], stored=[stored], actor=cast.actor("chen"), at=NOW)
    return row


def test_whoever_may_see_the_thing_gets_its_file_under_its_chinese_name(hung: Attachment, client_as: ClientAs) -> None:
    answer = client_as("chen").get(f"/files/{hung.pk}/")
    assert answer.status_code == 200
    assert answer.getvalue() == samples.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%B4%B7%E6%AC%BE")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    answer.close()


@pytest.mark.parametrize("person", ["qian", "liu", "an", "ba_dispatcher"])
def test_for_everybody_else_it_does_not_exist(hung: Attachment, client_as: ClientAs, person: str) -> None:
    assert client_as(person).get(f"/files/{hung.pk}/").status_code == 404


def test_the_city_reads_what_its_districts_have(hung: Attachment, client_as: ClientAs) -> None:
    answer = client_as("sun").get(f"/files/{hung.pk}/")
    assert answer.status_code == 200
    answer.close()


def test_a_stranger_signs_in_first(hung: Attachment, client: Client) -> None:
    assert client.get(f"/files/{hung.pk}/").status_code == 302


def test_a_file_nobody_answers_for_is_shown_to_nobody(
    hung: Attachment, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registry.ATTACHMENT_OWNERS, "core.street")
    assert client_as("chen").get(f"/files/{hung.pk}/").status_code == 404


def test_numbers_that_are_nobodys_and_bytes_that_are_gone_are_not_found(hung: Attachment, client_as: ClientAs) -> None:
    browser = client_as("chen")
    assert browser.get("/files/99999999999999999999/").status_code == 404
    location(hung.sha256).unlink()
    assert browser.get(f"/files/{hung.pk}/").status_code == 404
