"""The rows of cases are held against the trail: whoever changes them behind its back is found out."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.story import Story
from zhilian.cases.actions import import_closed
from zhilian.cases.actions.history import Finished
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Case
from zhilian.cases.rules import Stage


def test_every_stage_agrees_with_its_trail(story: Story) -> None:
    for stage in Stage:
        story.case(stage)
    assert list(check_cases()) == []


def test_imported_cases_begin_closed(story: Story) -> None:
    matter = Finished(
        external_ref="A-1",
        title="停电",
        text="园区停电",
        received_at=story.now,
        reply="已修复",
        replied_at=story.later(days=2),
    )
    assert import_closed(matter=matter, actor=story.cast.actor("chen"), at=story.now)
    assert list(check_cases()) == []
    assert import_closed(matter=matter, actor=story.cast.actor("chen"), at=story.now) is None
    Case.objects.update(text="园区没有停电")
    assert list(check_cases()) == ["case LG-2026-000001: the firm's words are not those the trail recorded"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"text": "其实没有停电。"}, "the firm's words are not those the trail recorded"),
        ({"stage": "accepted", "unit": None}, "its stage is accepted, by the trail it is processing"),
        ({"number": "LG-2026-000099"}, "the trail knows it as LG-2026-000001"),
    ],
)
def test_a_row_changed_behind_the_trails_back_is_named(story: Story, change: dict[str, str], found: str) -> None:
    case = story.case("processing")
    story.case("processing")
    Case.objects.filter(pk=case.pk).update(**change)
    (problem,) = check_cases()
    assert found in problem


def test_a_removed_case_and_a_smuggled_one_are_named(story: Story) -> None:
    gone, kept = story.received(), story.received()
    Case.objects.filter(pk=gone.pk).delete()
    kept.pk, kept.number, kept.submission_key = None, "LG-2026-000077", None
    kept.save(force_insert=True)
    assert sorted(check_cases()) == [
        "case LG-2026-000001: the trail knows it, but it is gone",
        "case LG-2026-000077: the trail does not say how it came in",
    ]


def test_verifying_the_trail_looks_at_the_cases_too(story: Story) -> None:
    case, out = story.received(), StringIO()
    call_command("trail_verify", stdout=out)
    Case.objects.filter(pk=case.pk).update(text="改过的话")
    with pytest.raises(SystemExit) as ended:
        call_command("trail_verify", stdout=out)
    assert ended.value.code == 1
    assert "BROKEN case LG-2026-000001: the firm's words" in out.getvalue()
