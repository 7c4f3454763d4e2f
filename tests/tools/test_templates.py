"""What templates may not do, each on one line."""

import pytest

from tools.templates import check_text


def rules(text: str) -> list[str]:
    """The rules a template breaks."""
    return [finding.rule for finding in check_text(text, "page.html")]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ('<p style="color:red"></p>', ["inline"]),
        ("<style>p {}</style>", ["inline"]),
        ("<script>alert(1)</script>", ["inline"]),
        ('<script src="{% static "a.js" %}" defer></script>', []),
        ('<script type="application/json">{"a": 1}</script>', []),
        ('<a onclick="go()"></a>', ["inline"]),
        ('<a href="javascript:go()"></a>', ["inline"]),
        ('<img src="//elsewhere/a.png" alt="">', ["inline"]),
        ("{{ text|safe }}", ["unsafe"]),
        ("{% autoescape off %}{% endautoescape %}", ["unsafe"]),
        ("<p>关闭</p>", ["chinese"]),
        ('{% translate "关闭" %}', ["chinese"]),
        ("<p>Close</p>", ["words"]),
        ('<input placeholder="Your name">', ["words"]),
        ('<p>{% translate "Close" %}</p>', []),
        ("<p>{% blocktranslate with a=b %}Close {{ a }}{% endblocktranslate %}</p>", []),
        ('<p class="{% if a %}open{% endif %}">{{ case.title }}</p>', []),
        ("{# Close 关闭 #}{% comment %}Close{% endcomment %}", []),
        (
            '<{% if url %}a href="{{ url }}"{% else %}div{% endif %} class="tile">{{ a }}'
            "</{% if url %}a{% else %}div{% endif %}>",
            [],
        ),
        ("<code>zhilian demo</code>", []),
        ("<p>CSV</p>{# house: allow words: a format's name #}", []),
    ],
)
def test_a_template_keeps_the_rules(text: str, broken: list[str]) -> None:
    assert rules(text) == broken


def test_a_finding_has_the_line_of_the_word() -> None:
    (finding,) = check_text("<p>\n\n  Close</p>", "page.html")
    assert finding.line == 3
