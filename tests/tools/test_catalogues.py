"""Strings are found where they are used, and a catalogue's faults are named."""

from pathlib import Path

import polib
import pytest

from tools.catalogues import fault_of
from tools.strings import String, in_python, in_template

HERE = Path("here")


def strings(text: str, *, template: bool = False) -> list[String]:
    """What a piece of source asks to be translated."""
    return [use.string for use in (in_template if template else in_python)(text, HERE)]


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ('_("Close")', String("Close")),
        ('_("Close" " it")', String("Close it")),
        ('translation.gettext("Close")', String("Close")),
        ("from django.utils.translation import gettext_noop as N_\nN_('Close')", String("Close")),
        ('ngettext("%(n)s day", "%(n)s days", n)', String("%(n)s day", "%(n)s days")),
        ('pgettext("of a case", "Close")', String("Close", context="of a case")),
        ('npgettext_lazy("of a case", "day", "days", n)', String("day", "days", "of a case")),
    ],
)
def test_strings_in_python(text: str, string: String) -> None:
    assert strings(text) == [string]


def test_what_is_not_literal_is_no_string() -> None:
    assert strings("_(label); print('Close'); gettext()") == []


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ('{% translate "Close" %}', String("Close")),
        ("{% trans 'Close' as word %}", String("Close")),
        ('{% translate "Close" context "of a case" %}', String("Close", context="of a case")),
        ('{% translate "100% done" %}', String("100%% done")),
        ('{{ _("Close") }}', String("Close")),
        ('{% part label=_("Close") %}', String("Close")),
        (
            "{% blocktranslate with a=b %}Close {{ a }} 5%{% endblocktranslate %}",
            String("Close %(a)s 5%%"),
        ),
        (
            "{% blocktranslate trimmed %}\n  Close\n  it\n{% endblocktranslate %}",
            String("Close it"),
        ),
        (
            '{% blocktranslate count n=n context "time" %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}',
            String("%(n)s day", "%(n)s days", "time"),
        ),
    ],
)
def test_strings_in_templates(text: str, string: String) -> None:
    assert strings(text, template=True) == [string]


def test_comments_of_templates_are_passed_over() -> None:
    assert strings('{% comment %}{% translate "Old" %}{% endcomment %}{# {% translate "Old" %} #}', template=True) == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (polib.POEntry(msgid="Close %(a)s", msgstr="销号 %(a)s"), ""),
        (polib.POEntry(msgid="Close", msgstr=""), "is not translated"),
        (polib.POEntry(msgid="Close", msgstr="销号", flags=["fuzzy"]), "is marked as uncertain"),
        (polib.POEntry(msgid="Close %(a)s", msgstr="销号"), "has other placeholders than '销号'"),
        (polib.POEntry(msgid="100%% of {n}", msgstr="{n} 的 100%%"), ""),
        (polib.POEntry(msgid="one day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s 天"}), ""),
        (polib.POEntry(msgid="one day", msgid_plural="%(n)s days", msgstr_plural={0: ""}), "is not translated"),
    ],
)
def test_faults_of_entries(entry: polib.POEntry, fault: str) -> None:
    assert fault_of(entry) == fault
