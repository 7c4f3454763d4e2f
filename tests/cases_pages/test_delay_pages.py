"""Pages of delay: the firm adds from a phone, the ledger of holds hides nothing, days are declared with open eyes."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.story import WORDS, Story
from zhilian.cases.actions import ask_extension, ask_hold
from zhilian.cases.models import Case, Hold
from zhilian.cases.queries import attachments
from zhilian.core.models import CalendarDay
from zhilian.kit.worktime import WorkCalendar

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def story(cast: Cast) -> Story:
    """The story, told these days: pages look at the clock."""
    return Story(cast, timezone.now() - timedelta(hours=20))


def read(client: Client, address: str) -> str:
    """What can be read there."""
    return unescape(client.get(address).content.decode())


# ---- supplement


def test_the_firm_reads_what_is_missing_and_adds_a_photo_to_it(cast: Cast, story: Story) -> None:
    case, qian = story.case("supplement"), cast.client("qian")
    page = read(qian, f"/cases/{case.number}/")
    assert "请补充停电的日期和配电房照片" in page
    assert f'action="/cases/{case.number}/supplement/"' in page
    assert "等您处理" in read(qian, "/cases/")
    photo = SimpleUploadedFile("配电房.png", PNG, "image/png")
    sent = qian.post(f"/cases/{case.number}/supplement/", {"text": "三月二日停了三小时", "photos": [photo]})
    assert sent.status_code == 302
    assert [one.name for one in attachments(case)] == ["配电房.png"]
    for reader in (qian, cast.client("chen")):
        page = read(reader, f"/cases/{case.number}/")
        assert "三月二日停了三小时" in page
        assert WORDS in page


def test_an_empty_addition_is_shown_again_and_a_late_one_says_so(cast: Cast, story: Story) -> None:
    case, qian = story.case("supplement"), cast.client("qian")
    assert qian.post(f"/cases/{case.number}/supplement/", {"text": " "}).status_code == 422
    story.step(case, "lapse", at=case.due_at + timedelta(minutes=1))  # type: ignore[operator]
    late = qian.post(f"/cases/{case.number}/supplement/", {"text": "写了很久的一段话"})
    assert late.status_code == 409
    assert "写了很久的一段话" in unescape(late.content.decode())
    assert "重新提交" in read(qian, f"/cases/{case.number}/")


# ---- requests and holds


def test_a_request_stands_above_the_form_that_decides_it(cast: Cast, story: Story) -> None:
    case = story.case("processing")
    liu = cast.actor("liu")
    ask_extension(case=case, days=3, reason="配件还没有到货", actor=liu, at=story.later())
    page = read(cast.client("chen"), f"/cases/{case.number}/")
    assert page.index("配件还没有到货") < page.index('id="extension"')
    assert 'id="extension"' not in read(cast.client("liu"), f"/cases/{case.number}/")
    assert case.number in read(cast.client("chen"), "/cases/requests/")
    assert case.number not in read(cast.client("lu"), "/cases/requests/?sort=holds")
    assert case.number not in read(cast.client("ba_dispatcher"), "/cases/requests/")
    decided = cast.client("chen").post(f"/cases/{case.number}/extension/", {"decision": "deny", "note": ""})
    assert decided.status_code == 422
    cast.client("chen").post(f"/cases/{case.number}/extension/", {"decision": "grant", "note": ""})
    assert Case.objects.get(pk=case.pk).extended
    assert case.number not in read(cast.client("chen"), "/cases/requests/")


def test_the_ledger_shows_every_hold_the_oldest_first(cast: Cast, story: Story) -> None:
    young = story.case("on_hold")
    old = Story(cast, timezone.now() - timedelta(days=60)).case("on_hold")
    asked = story.case("processing")
    facts = {"reason": "等上级批复", "review_on": timezone.localdate() + timedelta(days=9)}
    ask_hold(case=asked, actor=cast.actor("liu"), at=story.later(), **facts)  # type: ignore[arg-type]
    for who in ("chen", "lu", "liu"):
        page = read(cast.client(who), "/cases/holds/")
        assert page.index(old.number) < page.index(young.number)
        assert asked.number not in page, "only asked for"
        assert page.count("已过复核日期") == 1
    assert old.number not in read(cast.client("wu"), "/cases/holds/")
    assert old.number not in read(cast.client("ba_leader"), "/cases/holds/")


def test_the_ledger_goes_on_over_pages_and_leaves_none_out(cast: Cast, story: Story) -> None:
    case = story.case("on_hold")
    shown = Hold.objects.get(case=case)
    for number in range(60):
        twin = Case.objects.get(pk=case.pk)
        twin.pk, twin.number, twin.submission_key = None, f"LG-2026-1{number:05d}", None
        twin.save(force_insert=True)
        shown.pk, shown.case = None, twin
        shown.save(force_insert=True)
    lu = cast.client("lu")
    first = lu.get("/cases/holds/")
    second = lu.get("/cases/holds/" + first.context["next"])
    found = [row["case"].number for page in (first, second) for row in page.context["rows"]]
    assert len(found) == len(set(found)) == 61
    assert not second.context["next"]


# ---- the calendar


def test_a_day_is_declared_after_a_look_at_what_moves(cast: Cast, story: Story) -> None:
    case, chen = story.case("processing"), cast.client("chen")
    due = case.due_at
    assert due
    day = WorkCalendar().add_workdays(timezone.localdate(), 1)
    fields = {"date": day.isoformat(), "kind": "free", "note": "台风停工"}
    looked = unescape(chen.post("/calendar/", fields).content.decode())
    assert "将有 1 件在办诉求的时限随之调整" in looked
    assert not CalendarDay.objects.exists(), "looking changes nothing"
    chen.post("/calendar/", {**fields, "confirmed": "1"})
    assert Case.objects.get(pk=case.pk).due_at > due  # type: ignore[operator]
    assert "台风停工" in read(chen, f"/calendar/?year={day.year}")
    assert "将有 1 件" in read(chen, f"/calendar/{day.isoformat()}/")
    chen.post(f"/calendar/{day.isoformat()}/")
    assert Case.objects.get(pk=case.pk).due_at == due


@pytest.mark.parametrize(
    "fields", [{"date": "not a day"}, {"date": "1900-01-01"}, {"date": ""}, {"note": ""}, {"kind": "maybe"}]
)
def test_a_day_that_makes_no_sense_is_shown_again(cast: Cast, fields: dict[str, str]) -> None:
    given = {"date": timezone.localdate().isoformat(), "kind": "free", "note": "台风", "confirmed": "1", **fields}
    assert cast.client("chen").post("/calendar/", given).status_code == 422
    assert not CalendarDay.objects.exists()


def test_the_calendar_tells_official_days_and_the_neighbours_stay_theirs(cast: Cast) -> None:
    CalendarDay.objects.create(federation=cast.ba, date=date(2026, 3, 6), is_workday=False, note="宝安停工")
    page = read(cast.client("liu"), "/calendar/?year=2026")
    assert "春节" in page
    assert "2026-02-14" in page, "a Saturday that is worked"
    assert "宝安停工" not in page
    assert 'name="note"' not in page, "a unit only reads"
    assert cast.client("chen").get("/calendar/2026-03-06/").status_code == 404
    assert cast.client("chen").get("/calendar/nonsense/").status_code == 404
    assert cast.client("liu").post("/calendar/", {}).status_code == 403
