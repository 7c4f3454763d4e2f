"""A text damaged by the page it was copied from is sent back once, with the repaired one to choose."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from tests.imports.test_repair import BROKEN, WHOLE
from zhilian.cases.forms.fields import WordsField
from zhilian.cases.models import Case
from zhilian.channels.models import Category

ClientAs = Callable[[str], Client]
TOLD = {"contact_name": "钱立新", "contact_phone": "13800000000"}


def test_a_damaged_text_comes_back_with_the_repaired_one(cast: Cast, client_as: ClientAs) -> None:
    answer = client_as("qian").post("/cases/new/", {"text": BROKEN, **TOLD})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Case.objects.exists()
    for words in (BROKEN, WHOLE, 'name="text-repair" value="mend" checked'):
        assert words in page


@pytest.mark.parametrize(("choice", "kept"), [("mend", WHOLE), ("keep", BROKEN)])
def test_its_writer_chooses(cast: Cast, client_as: ClientAs, choice: str, kept: str) -> None:
    client_as("qian").post("/cases/new/", {"text": BROKEN, "text-repair": choice, **TOLD})
    assert Case.objects.get().text == kept


def test_what_is_pasted_is_looked_at_at_once(cast: Cast, client_as: ClientAs) -> None:
    asked = {"field": "text", "control": "id_text"}
    offer = client_as("qian").post("/text/repair/", {"text": BROKEN, **asked}).content.decode()
    assert WHOLE in offer
    assert client_as("qian").post("/text/repair/", {"text": WHOLE, **asked}).content == b""


def test_nobody_outside_has_texts_repaired(cast: Cast, client: Client) -> None:
    assert client.post("/text/repair/", {"text": BROKEN, "field": "text"}).status_code == 302


def test_a_choice_without_damage_changes_nothing() -> None:
    assert WordsField().clean(WHOLE) == WHOLE


def test_what_a_page_asks_by_itself_after_the_session_is_lost_gets_no_page(cast: Cast, client: Client) -> None:
    answer = client.post("/text/repair/", {"text": BROKEN, "field": "text"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")
    assert not client.cookies


def test_proposals_read_the_repaired_text(cast: Cast, client_as: ClientAs) -> None:
    Category.objects.filter(code="LAB").update(keywords="货车")
    page = client_as("qian").post("/cases/new/categories/", {"text": BROKEN}).content.decode()
    assert 'value="LAB"' in page
