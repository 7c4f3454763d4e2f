"""The trail: written with the change or not at all, never changed, chained and sealed."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tests.cast import NOW, Cast, moment
from tests.story import Story
from tests.threads import together
from zhilian.core.chain import START, check, line_hash, line_seal
from zhilian.core.models import TrailEntry, TrailHead
from zhilian.core.queries import trail_lines, trail_of
from zhilian.core.trail import record, record_many

ATTACKS = (
    "UPDATE core_trailentry SET facts = '{}' WHERE seq = 1",
    "UPDATE core_trailentry SET seq = seq",
    "DELETE FROM core_trailentry WHERE seq = 2",
    "DELETE FROM core_trailentry",
)
TRUNCATE = ("TRUNCATE core_trailentry CASCADE",)


@pytest.mark.parametrize("sql", ATTACKS if connection.vendor == "sqlite" else ATTACKS + TRUNCATE)
def test_the_database_itself_refuses_to_change_a_line(story: Story, sql: str) -> None:
    story.case("closed")
    connection.check_constraints()  # or PostgreSQL would refuse to truncate for checks still to be made
    before = list(trail_lines(story.cast.lg))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(trail_lines(story.cast.lg)) == before


def test_the_models_cannot_change_a_line_either(story: Story) -> None:
    line = trail_of(story.received()).get()
    line.facts = "{}"
    with pytest.raises(DatabaseError), transaction.atomic():
        line.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        line.delete()


def test_each_line_carries_the_hash_of_the_one_before(story: Story) -> None:
    story.case("closed")
    lines = list(trail_lines(story.cast.lg))
    assert [line["seq"] for line in lines] == list(range(1, 9))
    assert [line["previous_hash"] for line in lines] == [START, *(line["hash"] for line in lines[:-1])]
    assert all(line["hash"] == line_hash(line) for line in lines)
    assert all(line["seal"] == line_seal(settings.TRAIL_KEY, line["hash"]) for line in lines)
    head = TrailHead.objects.get(federation=story.cast.lg)
    assert (head.seq, head.hash) == (8, lines[-1]["hash"])


def test_each_district_has_a_chain_of_its_own(story: Story) -> None:
    for by in ("qian", "ba_fang", "qian"):
        story.received(by=by)
    assert [line["seq"] for line in trail_lines(story.cast.lg)] == [1, 2]
    assert [line["seq"] for line in trail_lines(story.cast.ba)] == [1]


def test_a_line_reads_by_itself(story: Story) -> None:
    line = trail_of(story.case("dispatched")).last()
    assert line is not None
    assert (line.actor_name, line.actor_role, line.actor_organisation) == ("陈思旻", "dispatcher", "区工商联经济部")
    assert '"unit":"区工业和信息化局"' in line.facts


def test_a_line_is_written_in_the_changes_transaction_or_not_at_all(cast: Cast) -> None:
    actor = cast.actor("chen")
    with transaction.atomic():
        record("test.rolled_back", cast.lg, actor=actor, at=NOW)
        transaction.set_rollback(True)
    assert not TrailEntry.objects.exists()
    with transaction.atomic():
        record("test.kept", cast.lg, actor=actor, at=NOW, word="好")
    assert TrailEntry.objects.get().seq == 1


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_refused(committed: Cast) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record("test.alone", committed.lg, actor=committed.actor("chen"), at=NOW)
    assert not TrailEntry.objects.exists()


def test_many_lines_at_once_are_a_chain_like_one_by_one(story: Story) -> None:
    actor, cases = story.cast.actor("chen"), [story.received(), story.received()]
    with transaction.atomic():
        record_many("test.many", [(case, {"number": case.number}) for case in cases], actor=actor, at=NOW)
        record("test.after", cases[0], actor=actor, at=NOW)
    assert list(check(trail_lines(story.cast.lg), settings.TRAIL_KEY)) == []
    assert [line.verb for line in TrailEntry.objects.order_by("seq")][2:] == ["test.many", "test.many", "test.after"]
    assert [trail_of(case).filter(verb="test.many").count() for case in cases] == [1, 1]
    assert TrailHead.objects.get(federation=story.cast.lg).seq == 5


def test_the_same_moment_hashes_the_same_whatever_zone_it_was_given_in(cast: Cast) -> None:
    with transaction.atomic():
        line = record("test.moment", cast.lg, actor=cast.actor("chen"), at=moment("2026-03-04 10:00:00.000001"))
    (stored,) = trail_lines(cast.lg)
    assert stored["at"] == "2026-03-04T02:00:00.000001+00:00"
    assert stored["hash"] == line.hash == line_hash(stored)


def test_many_hands_at_once_write_one_chain(committed: Cast) -> None:
    def write() -> None:
        for number in range(8):
            with transaction.atomic():
                record("test.together", committed.lg, actor=committed.actor("chen"), at=NOW, number=number)

    assert together(*[write] * 4) == [None] * 4
    assert list(check(trail_lines(committed.lg), settings.TRAIL_KEY)) == []
    assert TrailHead.objects.get(federation=committed.lg).seq == 32
