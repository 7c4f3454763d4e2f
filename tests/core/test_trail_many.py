"""Many lines at once are the same chain as one by one."""

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from zhilian.core.chain import check
from zhilian.core.queries import trail_lines
from zhilian.core.trail import record, record_many


def test_lines_written_together_are_one_chain_with_those_before_and_after(cast: Cast) -> None:
    streets = [street for street in cast.streets.values() if street.federation == cast.lg]
    record("street.seen", streets[0], actor=cast.system, at=NOW, name="先")
    lines = record_many("street.seen", [(one, {"name": one.name}) for one in streets], actor=cast.system, at=NOW)
    record("street.seen", streets[0], actor=cast.system, at=NOW, name="后")
    assert [line.seq for line in lines] == [2, 3]
    told = list(trail_lines(cast.lg))
    assert [line["seq"] for line in told] == [1, 2, 3, 4]
    assert not list(check(told, None))


def test_no_line_leaves_the_chain_as_it_is(cast: Cast) -> None:
    record_many("street.seen", [], actor=cast.system, at=NOW)
    record("street.seen", cast.streets["440307017"], actor=cast.system, at=NOW)
    assert not list(check(trail_lines(cast.lg), None))


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written(committed: Cast) -> None:
    assert not transaction.get_connection().in_atomic_block
    with pytest.raises(RuntimeError):
        record_many("street.seen", [], actor=committed.system, at=NOW)
