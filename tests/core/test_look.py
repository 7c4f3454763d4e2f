"""The components: what a page gets when it names one."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from zhilian.core.templatetags.icons import icon, icon_names
from zhilian.core.templatetags.look_charts import bars, columns, line, nice_top


class Ask(forms.Form):
    """A small form of three kinds of widget."""

    name = forms.CharField(help_text="as on the licence")
    why = forms.CharField(widget=forms.Textarea, max_length=20)
    soon = forms.ChoiceField(choices=[("a", "now"), ("b", "later")], widget=forms.RadioSelect, label="How soon?")


def render(source: str, **context: Any) -> str:
    """Render a template in English."""
    with override("en"):
        return Template("{% load look icons %}" + source).render(Context(context))


def test_a_slip_in_an_icons_name_is_an_error() -> None:
    with pytest.raises(LookupError, match="fone"):
        icon("fone")


def test_every_icon_of_the_sprite_has_a_name_of_its_own() -> None:
    assert {"phone", "bell", "station"} <= icon_names()


def test_a_field_ties_hint_and_error_to_its_control() -> None:
    page = render("{% field form.name %}", form=Ask({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert "Please fill this in." in page


def test_a_long_text_counts_instead_of_cutting() -> None:
    page = render("{% field form.why %}", form=Ask())
    assert 'data-limit="20"' in page
    assert "maxlength" not in page


def test_the_summary_leads_to_each_control_and_names_its_question() -> None:
    page = render("{% error_summary form %}", form=Ask({}))
    assert '<a href="#id_name">Name: Please fill this in.</a>' in page
    assert '<a href="#id_soon_0">How soon? Please choose.</a>' in page


def test_a_form_not_yet_sent_has_no_summary() -> None:
    assert render("{% error_summary form %}", form=Ask()).strip() == ""


@pytest.mark.parametrize(
    ("yuan", "style", "shown"),
    [
        (800_000_000, "ledger", "800,000,000.00 yuan"),
        (800_000_000, "brief", "800.00 million yuan"),
        (Decimal(0), "ledger", "0.00 yuan"),
        (None, "ledger", "—"),
    ],
)
def test_money_is_never_ambiguous(yuan: Any, style: str, shown: str) -> None:
    assert f">{shown}<" in render("{% money yuan style %}", yuan=yuan, style=style)


def test_a_deadline_is_words_first() -> None:
    due = datetime(2025, 4, 26, 10, tzinfo=UTC)
    page = render("{% deadline_chip due due state='late' label='late by a day' steps=steps %}", due=due, steps=["why"])
    assert page.index("late by a day") < page.index("18:00")
    assert "tone-late" in page
    assert "<li>why</li>" in page


def test_what_a_person_typed_is_escaped_everywhere() -> None:
    entries = [{"at": datetime(2025, 4, 26, tzinfo=UTC), "title": "<b>", "text": "<script>", "who": "<i>"}]
    source = "{% timeline entries %}{% person typed %}{% badge typed %}{% empty typed %}{{ typed }}{% endempty %}"
    page = render(source, entries=entries, typed="<u>")
    assert not any(tag in page for tag in ("<b>", "<script>", "<i>", "<u>"))


def test_charts_stay_in_their_frame() -> None:
    assert [row["width"] for row in bars([("a", 4), ("b", 1), ("c", 0)])] == [100, 25, 0]
    assert columns([("a", 30), ("b", 60)])["rows"][1]["height"] == 100
    assert line([("a", 0), ("b", 10)])["path"] == "0.0,100.0 600.0,0.0"


def test_of_many_columns_only_three_are_named() -> None:
    assert [row["label"] for row in columns([(n, 1) for n in range(29)])["named"]] == [0, 14, 28]


def test_charts_of_nothing_can_be_drawn() -> None:
    assert bars([]) == []
    assert columns([])["top"] == line([])["top"] == 1


@pytest.mark.parametrize(("largest", "top"), [(0, 1), (0.4, 0.4), (7, 8), (80, 80), (81, 100), (1234, 1500)])
def test_the_axis_ends_at_a_round_number(largest: float, top: float) -> None:
    assert nice_top([largest]) == pytest.approx(top)
