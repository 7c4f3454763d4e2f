"""Work on a list: many at once with what failed named, an export of what is shown, filters of one's own."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.cast import Cast
from tests.story import Story
from zhilian.cases import actions
from zhilian.cases.actions.listwork import Way
from zhilian.cases.models import Case, Export, Reminder, SavedFilter
from zhilian.core.errors import Forbidden
from zhilian.core.queries import trail_of


def some(story: Story, count: int, stage: str = "accepted") -> list[Case]:
    """So many cases in a stage, each told in other words."""
    return [story.case(stage, text=f"第{number}车间停电") for number in range(count)]


def test_of_many_dispatched_at_once_those_that_changed_meanwhile_are_named_and_the_others_go(story: Story) -> None:
    cases = some(story, 8)
    for number, step in ((1, "withdraw"), (4, "dispatch"), (6, "withdraw")):
        story.step(cases[number], step)
    stale = [Case(**{field.attname: getattr(one, field.attname) for field in Case._meta.fields}) for one in cases]
    for one in stale:
        one.stage = "accepted"
    ways = {one.pk: Way(story.cast.unit("GXJ"), None, "按目录") for one in cases}
    found = actions.dispatch_many(cases=stale, ways=ways, actor=story.cast.actor("chen"), at=story.later())
    assert [number for number, _ in found.failed] == [cases[n].number for n in (1, 4, 6)]
    assert len(found.done) == 5
    assert set(Case.objects.filter(number__in=found.done).values_list("stage", flat=True)) == {"dispatched"}
    assert {len(trail_of(one).filter(verb="case.dispatch")) for one in cases if one.number in found.done} == {1}


def test_the_desk_sees_each_route_before_it_dispatches_and_what_came_of_it(cast: Cast) -> None:
    cases, browser = some(Story(cast), 3), cast.client("chen")
    numbers = [one.number for one in cases]
    before = browser.post("/cases/bulk/", {"what": "dispatch", "number": numbers, "query": "view=mine"})
    assert all(number in before.content.decode() for number in numbers)
    assert set(Case.objects.values_list("stage", flat=True)) == {"accepted"}
    Story(cast).step(cases[0], "dispatch")
    sent = {"what": "dispatch", "number": numbers, "confirmed": "1", "to": "RSJ", "query": "view=mine"}
    after = browser.post("/cases/bulk/", sent).content.decode()
    assert "已派出 2 件" in after
    assert numbers[0] in after
    assert set(Case.objects.filter(pk__in=[one.pk for one in cases[1:]]).values_list("unit__code", flat=True)) == {
        "RSJ"
    }


def test_all_that_the_filter_shows_can_be_reminded_of_at_once(cast: Cast) -> None:
    some(Story(cast), 3, "processing")
    some(Story(cast), 2, "accepted")
    sent = {"what": "remind", "all": "1", "query": "view=waiting_unit", "confirmed": "1", "text": "请抓紧办理"}
    after = cast.client("chen").post("/cases/bulk/", sent).content.decode()
    assert "已催办 3 件" in after
    assert Reminder.objects.count() == 3


@pytest.mark.parametrize("who", ["liu", "qian", "xiaolin", "shen", "ba_dispatcher"])
def test_nobody_else_dispatches_in_bulk(cast: Cast, who: str) -> None:
    cases = some(Story(cast), 2)
    sent = {"what": "dispatch", "number": [one.number for one in cases], "confirmed": "1", "to": "GXJ"}
    cast.client(who).post("/cases/bulk/", sent)
    assert set(Case.objects.values_list("stage", flat=True)) == {"accepted"}


def exported(browser: Client, query: str) -> list[tuple[object, ...]]:
    """The rows of the file a list's export gives, without headings and the mark at the end."""
    response = browser.post("/cases/export/", {"query": query})
    assert response.headers["Content-Type"].endswith("sheet")
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    return rows[1:-2]


def test_an_export_holds_exactly_what_the_filter_shows_and_is_kept(cast: Cast) -> None:
    some(Story(cast), 3)
    some(Story(cast), 60, "submitted")
    browser = cast.client("chen")
    assert {row[0] for row in exported(browser, "view=all&stage=accepted")} == set(
        Case.objects.filter(stage="accepted").values_list("number", flat=True)
    )
    assert len(exported(browser, "view=open")) == 63
    first, second = Export.objects.order_by("id")
    assert (first.rows, second.rows, first.name) == (3, 63, cast.users["chen"].name)
    assert trail_of(first).get().verb == "case.exported"
    log = cast.client("shen").get("/audit/exports/").content.decode()
    assert first.sha256[:12] in log


def test_a_text_that_looks_like_a_formula_stays_a_text(cast: Cast) -> None:
    Story(cast).case("submitted", text="=HYPERLINK(1)", title="=HYPERLINK(1)")
    ((_number, title, *_rest),) = exported(cast.client("chen"), "view=open")
    assert title == "=HYPERLINK(1)"


def test_nobody_without_the_power_exports(cast: Cast) -> None:
    actor = cast.actor("xiaolin")
    with pytest.raises(Forbidden):
        actions.note_export(what="cases", query="", content=b"", cases=[], actor=actor, at=Story(cast).now)
    assert cast.client("xiaolin").post("/cases/export/", {"query": ""}).status_code == 403
    assert not Export.objects.exists()


def test_a_filter_is_kept_under_a_name_changed_under_the_same_and_is_nobody_elses(cast: Cast) -> None:
    browser = cast.client("chen")
    for query in ("view=late", "view=late&grade=urgent"):
        browser.post("/cases/filters/", {"name": "紧急超期", "query": query})
    kept = SavedFilter.objects.get()
    assert kept.query == "view=late&grade=urgent"
    assert "紧急超期" in browser.get("/cases/").content.decode()
    assert "紧急超期" not in cast.client("luo").get("/cases/").content.decode()
    cast.client("luo").post(f"/cases/filters/{kept.pk}/remove/")
    assert SavedFilter.objects.exists()
    browser.post(f"/cases/filters/{kept.pk}/remove/")
    assert not SavedFilter.objects.exists()
