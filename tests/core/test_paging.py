"""Long lists, page by page, without counting."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet

from zhilian.core.models import Federation, Street, TrailEntry
from zhilian.core.paging import Page, keyset_page
from zhilian.files.models import ImportRun

pytestmark = pytest.mark.django_db
START = datetime(2026, 4, 20, 9, tzinfo=UTC)


@pytest.fixture
def federation() -> Federation:
    return Federation.objects.create(
        code="LG", name="龙岗区工商联", short_name="区工商联", level="district", path="LG/"
    )


def names(page: Page[Street]) -> str:
    return "".join(row.name for row in page.rows)


def streets(federation: Federation, letters: str) -> QuerySet[Street]:
    rows = [Street(federation=federation, code=f"{n:09}", name=letter) for n, letter in enumerate(letters)]
    Street.objects.bulk_create(rows)
    return Street.objects.all()


def test_pages_follow_each_other_without_gap_or_double_though_names_repeat(federation: Federation) -> None:
    rows, token, seen = streets(federation, "bbabcaabbc"), "", ""
    while True:
        page = keyset_page(rows, ("name", "id"), token, 3)
        seen += names(page)
        token = page.next_token
        if not token:
            break
    assert seen == "aaabbbbbcc"


def test_the_way_back_leads_over_the_same_pages(federation: Federation) -> None:
    rows = streets(federation, "abcdefgh")
    first = keyset_page(rows, ("name", "id"), "", 3)
    second = keyset_page(rows, ("name", "id"), first.next_token, 3)
    third = keyset_page(rows, ("name", "id"), second.next_token, 3)
    assert [names(page) for page in (first, second, third)] == ["abc", "def", "gh"]
    back = keyset_page(rows, ("name", "id"), third.previous_token, 3)
    assert names(back) == "def"
    again = keyset_page(rows, ("name", "id"), back.previous_token, 3)
    assert (names(again), again.previous_token) == ("abc", "")
    assert names(keyset_page(rows, ("name", "id"), again.next_token, 3)) == "def"


def test_the_last_page_knows_that_it_is_the_last(federation: Federation) -> None:
    rows = streets(federation, "abcd")
    page = keyset_page(rows, ("name", "id"), keyset_page(rows, ("name", "id"), "", 2).next_token, 2)
    assert (names(page), page.next_token) == ("cd", "")


def test_an_empty_list_has_one_empty_page(federation: Federation) -> None:
    assert keyset_page(Street.objects.all(), ("name", "id")) == Page([])


@pytest.mark.parametrize("order", [("received", "id"), ("-received", "-id"), ("-received", "id"), ("received", "-id")])
def test_moments_that_are_not_known_have_their_place_too(federation: Federation, order: tuple[str, ...]) -> None:
    moments = [START, None, START + timedelta(microseconds=1), None, START, START - timedelta(days=1), None]
    for moment in moments:
        ImportRun.objects.create(federation=federation, kind="x", filename="x", created_at=START, claimed_at=moment)
    columns = [name.replace("received", "claimed_at") for name in order]
    pages, token = [], ""
    while True:
        page = keyset_page(ImportRun.objects.all(), columns, token, 2)
        pages += [row.pk for row in page.rows]
        token = page.next_token
        if not token:
            break
    assert sorted(pages) == sorted(ImportRun.objects.values_list("pk", flat=True))
    known = [row for row in pages if ImportRun.objects.get(pk=row).claimed_at]
    assert (pages[:4] if order[0] == "received" else pages[-4:]) == known


def test_a_column_of_another_table_may_lead(federation: Federation) -> None:
    other = Federation.objects.create(code="BA", name="宝安区工商联", short_name="宝安", level="district", path="BA/")
    streets(federation, "ab")
    Street.objects.create(federation=other, code="1", name="z")
    first = keyset_page(Street.objects.select_related("federation"), ("federation__code", "id"), "", 1)
    assert names(first) == "z"
    assert names(keyset_page(Street.objects.all(), ("federation__code", "id"), first.next_token, 5)) == "ab"


@pytest.mark.parametrize(
    "token", ["x", "nnn", "n%%%", "nW10", "nWyJcdTAwMDAiLCIxIl0", "nWzEsMl0", "zWyJhIiwiMSJd", "n" * 999]
)
def test_an_address_that_was_tampered_with_shows_the_first_page(federation: Federation, token: str) -> None:
    assert names(keyset_page(streets(federation, "abc"), ("name", "id"), token, 2)) == "ab"


def test_names_in_rare_characters_and_emoji_survive_the_address(federation: Federation) -> None:
    rows = streets(federation, "𠮷😀é中")
    seen = names(keyset_page(rows, ("code", "id"), keyset_page(rows, ("code", "id"), "", 2).next_token, 2))
    assert seen == "é中"
    token = keyset_page(rows, ("name", "id"), "", 3).next_token
    assert len(keyset_page(rows, ("name", "id"), token, 3).rows) == 1


def test_no_page_counts_the_table(federation: Federation, django_assert_num_queries: object) -> None:
    streets(federation, "abc")
    with django_assert_num_queries(1) as captured:  # type: ignore[operator]
        keyset_page(Street.objects.all(), ("name", "id"), "", 2)
    assert "COUNT" not in captured.captured_queries[0]["sql"].upper()


def test_a_trail_can_be_read_in_pages(federation: Federation) -> None:
    assert keyset_page(TrailEntry.objects.all(), ("-seq", "-id")).rows == []
