"""Each house rule, on the smallest source that breaks it and on one that keeps it."""

import pytest

from tools.house import check_text

ATOMIC = "from django.db import transaction\n\n@transaction.atomic\n"


def rules(text: str, *parts: str) -> list[str]:
    """The rules that source text at a place in the package breaks."""
    return [finding.rule for finding in check_text(text, "zhilian/" + "/".join(parts), parts)]


@pytest.mark.parametrize(
    ("place", "text", "broken"),
    [
        ("cases/views.py", "Case.objects.all()", ["rows"]),
        ("cases/views/lists.py", "Case._default_manager.get(pk=1)", ["rows"]),
        ("cases/views.py", "queries.visible_to(actor)", []),
        ("cases/forms.py", "ModelChoiceField(queryset=Unit.objects.none())", []),
        ("cases/queries.py", "Case.objects.all()", []),
    ],
)
def test_pages_find_rows_through_queries(place: str, text: str, broken: list[str]) -> None:
    assert rules(text, *place.split("/")) == broken


@pytest.mark.parametrize(
    ("place", "text", "broken"),
    [
        ("cases/rules.py", "import datetime\ndatetime.datetime.now()", ["clock"]),
        ("cases/rules.py", "from datetime import date as day\nday.today()", ["clock"]),
        ("kit/worktime.py", "import time\ntime.time()", ["clock"]),
        ("cases/models.py", "from django.utils import timezone\nDateTimeField(default=timezone.now)", ["clock"]),
        ("cases/models.py", "DateTimeField(auto_now_add=True)", ["clock"]),
        ("cases/queries.py", "from django.utils import timezone\ntimezone.localdate(at)", []),
        ("cases/queries.py", "from django.utils import timezone\ntimezone.localdate()", ["clock"]),
        ("cases/views.py", "from django.utils import timezone\ntimezone.now()", []),
        ("cases/jobs.py", "from django.utils import timezone\ntimezone.now()", []),
    ],
)
def test_what_decides_or_writes_is_told_the_time(place: str, text: str, broken: list[str]) -> None:
    assert rules(text, *place.split("/")) == broken


def test_an_action_is_one_transaction_with_keywords() -> None:
    sound = ATOMIC + 'def close(*, case):\n    """Close."""'
    assert rules(sound, "cases", "actions", "outcome.py") == []
    assert rules('def close(*, case):\n    """Close."""', "cases", "actions.py") == ["action"]
    assert rules(ATOMIC + 'def close(case):\n    """Close."""', "cases", "actions.py") == ["action"]
    assert rules("def _part(case): ...", "cases", "actions.py") == []
    assert rules('def claim(case):\n    """Claim."""', "cases", "actions", "steps.py") == []


def test_a_face_says_what_it_does() -> None:
    silent = "def due_today(actor): ..."
    assert rules(silent, "cases", "queries.py") == ["docstring"]
    assert rules(silent, "kit", "worktime.py") == ["docstring"]
    assert rules(silent, "cases", "views.py") == []


@pytest.mark.parametrize("text", ["mark_safe(text)", "html.mark_safe(text)", "@csrf_exempt\ndef view(request): ..."])
def test_protection_stays_on(text: str) -> None:
    assert rules(text, "cases", "views.py") == ["unsafe"]


def test_safe_text_may_be_a_type_but_is_not_made() -> None:
    assert rules("def icon() -> SafeString: ...", "core", "templatetags", "icons.py") == []
    assert rules("SafeString(text)", "core", "templatetags", "icons.py") == ["unsafe"]


def test_words_are_english_in_the_source() -> None:
    assert rules('LABEL = _("关闭")', "cases", "forms.py") == ["chinese"]
    assert rules('"""销号: close."""\n# 销号', "cases", "forms.py") == []
    assert rules('NAME = "横岗"', "kit", "places.py") == []


def test_a_line_or_a_file_is_let_off_with_a_reason() -> None:
    assert rules('A = "中"  # house: allow chinese: a name\nB = "文"', "cases", "forms.py") == ["chinese"]
    assert rules('# house: allow chinese: names\nA = "中"\nB = "文"', "cases", "forms.py") == []
    assert rules('A = "中"  # house: allow chinese:', "cases", "forms.py") == ["chinese"]


def test_a_finding_names_file_line_rule_and_sentence() -> None:
    (finding,) = check_text("\nCase.objects", "zhilian/cases/views.py", ("cases", "views.py"))
    assert str(finding) == "zhilian/cases/views.py:2: rows: `.objects` in views; ask a query with the actor instead"
