"""The demo district: complete, believable and true on whatever day it is built."""

from collections import Counter
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from random import Random

import pytest
from django.conf import settings
from django.core import checks
from django.core.management import CommandError, call_command
from django.db.models import Max
from django.test import Client, override_settings

from zhilian.accounts.models import User
from zhilian.cases.models import Assignment, Case, Deadline, Rating, Reply, TimeLimit
from zhilian.cases.rules import Stage, replay
from zhilian.channels.models import Category, DirectChannel, Station
from zhilian.config.demo import building
from zhilian.config.demo.building import SMALL, build, is_empty
from zhilian.config.demo.moments import storm_day
from zhilian.config.demo.people import district_firms
from zhilian.config.demo.persons import PASSWORD
from zhilian.config.demo.planning import Planner
from zhilian.config.demo.tales import Tale, in_order
from zhilian.config.demo.ways import ENDED, OPEN, share_out
from zhilian.core.models import CalendarDay, Federation, Organisation, Street, TrailEntry
from zhilian.desk.models import NewsItem
from zhilian.kit.worktime import SHANGHAI, WorkCalendar
from zhilian.members.models import Contact, Enterprise
from zhilian.notices.models import Notice

DAYS = {
    "a working morning": datetime(2026, 11, 24, 10, 40, tzinfo=SHANGHAI),
    "the first night of the Spring Festival": datetime(2026, 2, 17, 0, 5, tzinfo=SHANGHAI),
    "a Saturday": datetime(2026, 5, 16, 15, 0, tzinfo=SHANGHAI),
    "the last evening of a year": datetime(2025, 12, 31, 23, 59, tzinfo=SHANGHAI),
}
any_day = pytest.mark.parametrize("now", DAYS.values(), ids=DAYS.keys())
MOVE_OF = {
    "answer": "answer_at_once",
    "pass": "review_pass",
    "reject": "review_reject",
    "unrated": "close_unrated",
    "unreached": "call",
    "ask": "ask_supplement",
    "more": "supplement",
    "decide": "decide_close",
}
ASKING = {"ask_extension", "ask_hold"}  # these ask for a move and make none


# ---- the plan, without a database


def planned(now: datetime, count: int = 1500) -> list[Tale]:
    """As many tales as the whole demo has."""
    calendar = WorkCalendar(local={storm_day(now.date()): False})
    return Planner(Random(3), district_firms(count=2500), calendar, now).plan(count)


@pytest.fixture(scope="module")
def tales() -> list[Tale]:
    """A whole year, planned once."""
    return planned(DAYS["a working morning"])


def test_a_year_has_as_many_tales_as_asked_for_and_none_is_told_in_the_same_words(tales: list[Tale]) -> None:
    assert len(tales) == 1500
    texts = [tale.steps[0].facts["text"] for tale in tales]
    assert len(set(texts)) == 1500
    keys = {tale.key for tale in tales}
    assert len(keys) == 1500


@any_day
def test_nothing_is_planned_for_the_future_nor_more_than_a_year_ago(now: datetime) -> None:
    moments = [step.at for _, step in in_order(planned(now, 300))]
    assert moments[-1] <= now
    assert moments[0] > now - timedelta(days=380)


def test_steps_follow_each_other_and_officials_keep_office_hours(tales: list[Tale]) -> None:
    calendar = WorkCalendar()
    for tale in tales:
        assert all(a.at < b.at for a, b in pairwise(tale.steps)), tale
        acted = [step.at for step in tale.steps if step.move in {"accept", "dispatch", "sign", "contact", "reply"}]
        assert all(calendar.is_workday(at.date()) and 8 <= at.hour < 18 for at in acted), tale


def test_the_distribution_is_believable(tales: list[Tale]) -> None:
    last = Counter(tale.steps[-1].move for tale in tales)
    ended = sum(last[move] for move in ("good", "unrated"))
    assert 0.7 < ended / 1500 < 0.8
    assert last["refuse"] == pytest.approx(60, abs=3)
    assert last["withdraw"] == pytest.approx(15, abs=3)
    stations = sum(tale.steps[0].facts["station"] is not None for tale in tales)
    assert 0.2 < stations / 1500 < 0.3
    evenings = sum(tale.steps[0].at.hour >= 19 for tale in tales)
    assert 0.1 < evenings / 1500 < 0.25
    months = Counter((tale.steps[0].at.year, tale.steps[0].at.month) for tale in tales)
    assert len(months) >= 12
    told = Counter(tale.steps[0].facts["title"] for tale in tales if tale.steps[0].facts["title"])
    assert told.most_common(1)[0][1] <= 9


@pytest.mark.parametrize("way", [*ENDED, *OPEN])
def test_every_way_goes_by_the_table_of_moves(way: str) -> None:
    words = way.split()[1:]
    moves = [MOVE_OF.get(word, word) for word in words if word not in ASKING]
    bad = words.count("bad")
    moves = [{"good": "rate_close", "bad": _after_bad(words, number, bad)}.get(m, m) for number, m in enumerate(moves)]
    assert replay(moves) is not None


def _after_bad(words: list[str], number: int, bad: int) -> str:
    if "answer" in words:
        return "rate_reopen"
    return "rate_escalate" if words[:number].count("bad") == 2 else "rate_rework"


@pytest.mark.parametrize("total", [15, 44, 300, 1185])
def test_cases_are_shared_out_without_rest_and_every_way_is_gone(total: int) -> None:
    ways = share_out(total, ENDED)
    assert len(ways) == total
    assert {" ".join(way) for way in ways} == set(ENDED)


# ---- the district


@pytest.mark.django_db
@any_day
def test_a_district_is_whole_and_true_on_any_day(now: datetime) -> None:
    lines: list[str] = []
    build(now, SMALL, lines.append)
    assert len(lines) > 5
    assert set(Case.objects.values_list("stage", flat=True)) == set(Stage)
    numbers = list(Case.objects.values_list("number", flat=True))
    assert len(set(numbers)) == len(numbers) == SMALL.cases
    assert {int(number.split("-")[1]) for number in numbers} <= {now.year, now.year - 1}
    call_command("trail_verify", stdout=StringIO())
    nothing_is_in_the_future(now)
    the_ground_is_laid()
    unread = Notice.objects.filter(read_at=None)
    assert not unread.filter(created_at__lt=now - timedelta(days=2)).exists()
    assert not Notice.objects.exclude(mail=Notice.Mail.NONE).exists()


def nothing_is_in_the_future(now: datetime) -> None:
    """Look at every column that says when something was done."""
    done = (
        (Case, ("received_at", "accepted_at", "replied_at", "closed_at")),
        (Assignment, ("dispatched_at", "signed_at", "contacted_at", "returned_at")),
        (Deadline, ("start_at", "met_at", "dropped_at")),
        (Reply, ("at", "reviewed_at")),
        (Rating, ("at",)),
        (TrailEntry, ("at",)),
        (Notice, ("created_at", "read_at")),
        (Enterprise, ("created_at",)),
    )
    for model, names in done:
        for name in names:
            latest = model._default_manager.aggregate(latest=Max(name))["latest"]
            assert latest is None or latest <= now, (model, name)
    assert NewsItem.objects.latest("published_on").published_on <= now.date()
    assert CalendarDay.objects.get().date < now.date()


def the_ground_is_laid() -> None:
    """Everything a district has is there, under its city."""
    city, district = Federation.objects.get(code="SZ"), Federation.objects.get(code="LG")
    assert district.parent == city
    counts = (Street, 11), (Category, 22), (DirectChannel, 31), (Station, 8), (TimeLimit, 45), (Enterprise, SMALL.firms)
    assert [(model, model._default_manager.count()) for model, _ in counts] == list(counts)
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))
    assert (kinds["chamber"], kinds["department"], kinds["street_federation"], kinds["bank"]) == (25, 40, 11, 25)
    assert Contact.objects.filter(is_primary=True).count() == SMALL.firms


@pytest.mark.django_db
def test_the_heroes_cases_stand_where_the_story_says() -> None:
    build(DAYS["a working morning"], SMALL)
    loan = Case.objects.get(title="380万贷款下月到期，银行口风变了")
    assert (loan.stage, loan.rating, loan.solved) == ("closed", 5, "yes")
    assert "鹏城银行" in loan.replies.get().text
    power = Case.objects.get(title__startswith="简一工业区突然停电")
    assert (power.stage, power.station.code if power.station else "") == ("awaiting_rating", "ST-HG")
    grant = Case.objects.get(title="研发投入资助审核三个月没有下文")
    assert (grant.stage, grant.unit.code if grant.unit else "") == ("dispatched", "GXJ")
    hoarding = Case.objects.get(title="修路围挡挡住店门，生意少了一大半")
    assert (hoarding.stage, hoarding.rework_count, hoarding.replies.count()) == ("closed", 1, 2)


@pytest.mark.django_db
def test_the_command_builds_once_and_prints_the_sign_ins(client: Client) -> None:
    assert "zhilian-demo-2026" in run("--small")
    cases = Case.objects.count()
    again = run("--small")
    assert "The database holds data already" in again
    assert "chensimin" in again
    assert Case.objects.count() == cases == SMALL.cases
    user = User.objects.get(username="chensimin")
    assert user.check_password(PASSWORD)
    assert client.post("/sign-in/", {"username": "chensimin", "password": PASSWORD}).status_code == 302


def run(*arguments: str) -> str:
    """What ``zhilian demo`` prints."""
    out = StringIO()
    call_command("demo", "--no-serve", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_an_old_demo_says_that_its_days_have_gone_by() -> None:
    run("--small", "--today", "2026-01-05")
    assert "The demo's today is 2026-01-05" in run()


@pytest.mark.django_db
def test_a_real_installation_is_left_alone() -> None:
    Federation.objects.create(code="BA", name="深圳市宝安区工商联", short_name="宝安", level="district", path="BA/")
    said = run()
    assert "left alone" in said
    assert PASSWORD not in said
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_day_to_come_cannot_be_shown() -> None:
    with pytest.raises(CommandError):
        run("--today", "2999-01-01")


@pytest.mark.django_db
def test_an_interrupted_build_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        assert Enterprise.objects.exists()
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "_play", interrupted)
    with pytest.raises(SystemExit):
        run("--small")
    assert is_empty()
    assert not Enterprise.objects.exists()


@pytest.mark.django_db
def test_demo_people_on_a_public_site_are_warned_of() -> None:
    with override_settings(HTTPS=True):
        assert "zhilian.W001" not in found()
        User.objects.create(username="qian", name="钱立新", email="qian@example.org", created_at=DAYS["a Saturday"])
        assert "zhilian.W001" in found()
    assert settings.HTTPS is False
    assert "zhilian.W001" not in found()


def found() -> set[str | None]:
    """What the checks before a deployment say."""
    return {message.id for message in checks.run_checks(tags=["security"], include_deployment_checks=True)}


def test_the_typhoon_lies_in_the_past_on_a_working_day() -> None:
    for today in (date(2026, 1, 1), date(2026, 9, 25), date(2026, 10, 24), date(2026, 12, 31)):
        day = storm_day(today)
        assert today - timedelta(days=400) < day < today - timedelta(days=29)
        assert WorkCalendar().is_workday(day)
