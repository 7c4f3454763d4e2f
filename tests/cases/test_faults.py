"""Faults in the middle of a step: the server of the database dies, a unit is dissolved, the clock is set back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection

from tests.cast import Cast
from tests.story import Story
from zhilian.cases.actions import route
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Assignment, Case, Deadline
from zhilian.core.queries import trail_of
from zhilian.notices.models import Notice


def die(*_: Any, **__: Any) -> None:
    """The database's server process ends under the transaction; SQLite, which has none, fails instead."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    raise OperationalError("the database went away")


def test_the_database_stopped_in_mid_dispatch_leaves_nothing_half_done(
    committed: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(committed)
    case = story.case("accepted")
    rows = (Assignment.objects.count(), Deadline.objects.count(), Notice.objects.count(), trail_of(case).count())
    monkeypatch.setattr(route, "record", die)
    with pytest.raises(OperationalError):
        story.step(case, "dispatch")
    connection.close()
    after = (Assignment.objects.count(), Deadline.objects.count(), Notice.objects.count(), trail_of(case).count())
    assert (Case.objects.get(pk=case.pk).stage, after) == ("accepted", rows)
    monkeypatch.undo()
    story.step(Case.objects.get(pk=case.pk), "dispatch")
    assert Assignment.objects.leading().get(case=case).unit == committed.unit("GXJ")
    assert list(check_cases()) == []


def test_a_clock_set_back_doubles_nothing_and_stops_nobody(story: Story) -> None:
    case = story.case("processing")
    story.step(case, "reply", at=story.now - timedelta(days=2))
    story.step(case, "review_pass", at=story.now - timedelta(days=1))
    case.refresh_from_db()
    assert case.stage == "awaiting_rating"
    assert [row.clock for row in Deadline.objects.filter(case=case) if row.running] == ["rate"]
    assert list(check_cases()) == []
