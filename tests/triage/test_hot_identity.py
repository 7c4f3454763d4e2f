"""An issue stays the same issue: as texts join, as it splits, as several become one."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhilian.triage.rules.hot import Known, match

START = datetime(2026, 1, 5)


def known(key: int, ids: range, *, age: int = 0) -> Known:
    return Known(key, frozenset(ids), START - timedelta(days=age))


def test_an_issue_goes_on_as_texts_join() -> None:
    found = match([known(7, range(5))], [range(20, 24), range(9)])
    assert (found.kept, found.fresh, found.merged, found.gone) == ({1: 7}, [0], {}, [])


def test_a_split_leaves_the_identity_with_the_larger_part() -> None:
    found = match([known(7, range(10))], [range(4), range(4, 10)])
    assert (found.kept, found.fresh) == ({1: 7}, [0])


def test_what_merges_goes_on_as_the_oldest() -> None:
    found = match([known(7, range(6)), known(8, range(6, 10), age=3)], [range(12)])
    assert (found.kept, found.merged) == ({0: 8}, {7: 8})


def test_a_pair_of_texts_does_not_take_over_a_large_issue() -> None:
    found = match([known(7, range(40)), known(8, range(40, 42), age=3)], [range(44)])
    assert (found.kept, found.merged) == ({0: 7}, {8: 7})


def test_of_issues_of_one_age_the_larger_goes_on() -> None:
    assert match([known(7, range(4)), known(8, range(4, 9))], [range(9)]).kept == {0: 8}


def test_an_issue_whose_texts_fell_apart_is_gone() -> None:
    found = match([known(7, range(3)), known(8, range(3, 6))], [range(3, 6)])
    assert (found.kept, found.gone) == ({0: 8}, [7])


def test_texts_that_change_places_change_no_identity() -> None:
    found = match([known(7, range(6)), known(8, range(6, 12))], [[0, 1, 2, 3, 4, 6], [5, 7, 8, 9, 10, 11]])
    assert found.kept == {0: 7, 1: 8}


groupings = st.lists(st.integers(0, 6), min_size=1, max_size=24).map(
    lambda labels: [[at for at, label in enumerate(labels) if label == one] for one in sorted(set(labels))]
)


@given(groupings, groupings, st.randoms(use_true_random=False))
def test_every_identity_ends_in_one_place_whatever_the_order(old: list[list[int]], new: list[list[int]], dice) -> None:  # type: ignore[no-untyped-def]
    before = [Known(key, frozenset(ids), START + timedelta(days=key % 3)) for key, ids in enumerate(old)]
    found = match(before, new)
    assert sorted([*found.kept.values(), *found.merged, *found.gone]) == [one.key for one in before]
    assert sorted([*found.kept, *found.fresh]) == list(range(len(new)))
    assert set(found.merged.values()) <= set(found.kept.values())
    shuffled = dice.sample(before, len(before))
    places = dice.sample(range(len(new)), len(new))
    again = match(shuffled, [new[place] for place in places])
    assert {places[at]: key for at, key in again.kept.items()} == found.kept
    assert again.merged == found.merged


@given(groupings)
def test_the_same_groups_keep_their_identities(groups: list[list[int]]) -> None:
    before = [Known(key, frozenset(ids), START) for key, ids in enumerate(groups)]
    assert match(before, groups).kept == {key: key for key in range(len(groups))}
