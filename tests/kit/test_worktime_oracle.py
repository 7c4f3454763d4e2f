"""Deadlines with and without pauses, against a walk minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from tests.kit.naive_clock import OffTheMapError, Question, in_our_words, moment, questions
from zhilian.kit.worktime import deadline, due_at, due_with_pauses, moment_at, paused_minutes, used_minutes


def answered(seed: int, count: int, **kinds: bool) -> Iterator[tuple[Question, int | None]]:
    """So many questions with the due moment of the walk; walks that leave the known years are left out."""
    asked = questions(seed, **kinds)
    while count:
        question = next(asked)
        with suppress(OffTheMapError):
            yield question, question.due()
            count -= 1


def test_deadlines_are_those_of_the_walk() -> None:
    for question, due in answered(2018, 100, paused=False):
        start, limit, calendar, _ = in_our_words(question)
        found = deadline(start, limit, calendar)
        assert (found.begins, found.due_at) == (moment(question.begins()), moment(due or 0)), question
        assert due_at(start, limit, calendar) == found.due_at
        assert due_with_pauses(start, limit, calendar) == found.due_at


def test_deadlines_with_pauses_are_those_of_the_walk() -> None:
    stopped = 0
    for question, due in answered(2026, 170):
        start, limit, calendar, pauses = in_our_words(question)
        stopped += due is None
        assert due_with_pauses(start, limit, calendar, pauses) == (None if due is None else moment(due)), question
    assert stopped > 3


def test_what_is_used_and_when_is_that_of_the_walk() -> None:
    for question, _ in answered(2022, 30):
        start, limit, calendar, pauses = in_our_words(question)
        with suppress(OffTheMapError):
            used, total = question.used()
            assert used_minutes(start, limit, calendar, pauses, moment(question.now)) == (used, total), question
            lost = sum(question.is_lost(minute) for minute in range(question.start, question.now))
            assert paused_minutes(pauses, start, moment(question.now), calendar) == lost, question
            amber = question.moment_after(total * 3 // 4)
            found = moment_at(start, limit, calendar, pauses, (total * 3 // 4) / total)
            assert found == (None if amber is None else moment(amber)), question
