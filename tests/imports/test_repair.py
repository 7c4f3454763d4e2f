"""Texts a web page damaged are repaired on the way in, and shown before anything is imported."""

from collections.abc import Callable
from pathlib import Path

from django.test import Client

from tests.cast import Cast
from tests.imports.sheets import applied, checked
from tests.imports.test_cases import changed, found, sheet
from zhilian.cases.models import Case

BROKEN = "我們園區的企業(yè)反映問(wèn)題：貨車進(jìn)不來(lái)，請協(xié)調(diào)。"
WHOLE = "我们园区的企业反映问题：货车进不来，请协调。"
ClientAs = Callable[[str], Client]


def test_a_damaged_text_comes_in_whole(cast: Cast) -> None:
    applied(cast, sheet(changed(留言详情=BROKEN)), kind="cases")
    assert Case.objects.get().text == WHOLE


def test_the_preview_shows_what_it_was_and_what_it_becomes(cast: Cast, client_as: ClientAs) -> None:
    run = checked(cast, sheet(changed(留言详情=BROKEN)), kind="cases")
    page = client_as("chen").get(f"/imports/cases/{run.pk}/").content.decode()
    for words in (BROKEN, WHOLE, "已修复的文字"):
        assert words in page


def test_a_sound_text_is_left_alone(cast: Cast, tmp_path: Path) -> None:
    assert not found(cast, tmp_path, changed(留言详情="重庆(chongqing)的客户说 f(x) 不对。")).repairs
