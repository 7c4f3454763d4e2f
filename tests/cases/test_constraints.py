"""The database itself refuses rows in which stage and dates do not agree."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW
from tests.story import Story
from zhilian.cases.models import Assignment, Case, Deadline, Rating
from zhilian.cases.rules import FINAL, OPEN, WITH_UNIT, Stage


def refused(rows: Any, **changes: Any) -> bool:
    """Whether the database refuses to change rows so."""
    try:
        with transaction.atomic():
            rows.update(**changes)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("stage", sorted(FINAL))
def test_a_case_at_its_end_has_the_date_of_its_end(story: Story, stage: Stage) -> None:
    rows = Case.objects.filter(pk=story.case(stage).pk)
    assert refused(rows, closed_at=None)
    assert not refused(rows, closed_at=NOW)


@pytest.mark.parametrize("stage", sorted(OPEN))
def test_an_open_case_has_no_date_of_an_end(story: Story, stage: Stage) -> None:
    rows = Case.objects.filter(pk=story.case(stage).pk)
    assert refused(rows, closed_at=NOW)
    assert refused(rows, stage="closed")


@pytest.mark.parametrize("stage", sorted(WITH_UNIT))
def test_a_case_with_a_unit_names_the_unit(story: Story, stage: Stage) -> None:
    assert refused(Case.objects.filter(pk=story.case(stage).pk), unit=None)


def test_an_unknown_stage_is_neither_open_nor_at_an_end(story: Story) -> None:
    assert refused(Case.objects.filter(pk=story.received().pk), stage="lost")


@pytest.mark.parametrize("score", [0, 6])
def test_a_rating_is_one_of_five(story: Story, score: int) -> None:
    assert refused(Case.objects.filter(pk=story.case("closed").pk), rating=score)


def test_a_case_has_one_current_assignment(story: Story) -> None:
    case = story.case("returned")
    story.step(case, "dispatch")
    assert refused(Assignment.objects.filter(case=case), returned_at=None)


def test_nobody_is_called_before_the_case_is_signed_for_nor_after_it_was_returned(story: Story) -> None:
    rows = Assignment.objects.filter(case=story.case("dispatched"))
    assert refused(rows, contacted_at=NOW)
    assert refused(rows, contacted_at=NOW, signed_at=NOW, returned_at=NOW)


def test_a_deadline_is_met_or_dropped_but_not_both(story: Story) -> None:
    assert refused(Deadline.objects.filter(case=story.received()), met_at=NOW, dropped_at=NOW)


def test_numbers_keys_and_foreign_references_exist_once_in_a_district(story: Story) -> None:
    first, second, neighbour = story.received(), story.received(), story.received(by="ba_fang")
    assert refused(Case.objects.filter(pk=second.pk), number=first.number)
    assert not refused(Case.objects.filter(pk=neighbour.pk), number=first.number)
    Case.objects.filter(pk=first.pk).update(external_ref="12345-1")
    assert refused(Case.objects.filter(pk=second.pk), external_ref="12345-1")


def test_each_answer_is_rated_once(story: Story) -> None:
    case = story.case("closed")
    twin = Rating.objects.get(case=case)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
