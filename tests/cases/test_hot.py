"""Hot issues: found, kept the same from day to day, measured, and what people say of them."""

from datetime import datetime, timedelta

import pytest

from tests.cast import NOW, Cast
from tests.story import Story
from zhilian.cases.actions import hot_words as words
from zhilian.cases.actions import set_level
from zhilian.cases.jobs.hot import follow_hot, group_now, join_new
from zhilian.cases.models import Case, HotIssue, HotIssueCase, HotIssueDay
from zhilian.cases.queries import hot
from zhilian.cases.queries.hot_reading import night_of
from zhilian.cases.rules import Level
from zhilian.core.errors import Forbidden, Invalid
from zhilian.core.models import TrailEntry

OUTAGE = (
    "宝龙工业区连续停电，生产线停工",
    "宝龙工业区又停电了，损失很大",
    "宝龙工业区频繁停电，订单交不了",
    "请解决宝龙工业区停电问题",
)
OTHERS = ("想申请研发补贴不知道找谁", "员工子女入学名额不够", "门口道路坑洼货车难进", "招不到熟练的焊工师傅")
LATER = timedelta(days=1)


def told(story: Story, *titles: str) -> list[Case]:
    """Cases of several firms: in these stories one firm each day is enough to differ by who wrote."""
    return [
        story.received(title=title, text=title, enterprise=None, reporter=f"企业{n}{title}")
        for n, title in enumerate(titles)
    ]


@pytest.fixture
def outage(story: Story) -> HotIssue:
    told(story, *OUTAGE[:3], *OTHERS)
    group_now(story.cast.lg, story.later())
    return HotIssue.objects.get()


def members(issue: HotIssue) -> set[str]:
    rows = HotIssueCase.objects.filter(issue=issue, taken_out_at=None)
    return {row.case.title for row in rows.select_related("case")}


def test_the_same_trouble_told_by_three_is_one_issue_named_by_its_own_words(outage: HotIssue) -> None:
    assert members(outage) == set(OUTAGE[:3])
    assert "停电" in outage.name
    assert (outage.texts, outage.firms, outage.state) == (3, 3, "new")


def test_a_text_that_comes_later_joins_and_heats_the_issue(story: Story, outage: HotIssue) -> None:
    before, since = outage.heat, story.later()
    told(story, OUTAGE[3], "空调维修公司想加入商会")
    join_new(story.cast.lg, since, story.later())
    outage.refresh_from_db()
    assert members(outage) == set(OUTAGE)
    assert outage.heat > before


def test_the_night_keeps_an_issues_identity(story: Story, outage: HotIssue) -> None:
    told(story, OUTAGE[3])
    group_now(story.cast.lg, story.later() + LATER)
    assert HotIssue.objects.get().pk == outage.pk
    assert members(outage) == set(OUTAGE)


def test_nothing_new_lets_it_cool(story: Story, outage: HotIssue) -> None:
    group_now(story.cast.lg, story.later() + timedelta(days=20))
    cooler = HotIssue.objects.get()
    assert cooler.heat < outage.heat
    assert cooler.state == "cooling"


def test_each_day_has_its_texts_and_its_heat(outage: HotIssue) -> None:
    days = list(HotIssueDay.objects.filter(issue=outage))
    assert sum(day.texts for day in days) == 3
    assert days[-1].heat == pytest.approx(outage.heat, abs=0.01)


def test_a_restricted_case_never_counts(story: Story) -> None:
    cases = told(story, *OUTAGE[:3])
    set_level(
        case=cases[0], level=Level.RESTRICTED, readers=[story.cast.users["chen"]], reason="涉密",
        actor=story.cast.actor("chen"), at=story.later(),
    )  # fmt: skip
    group_now(story.cast.lg, story.later())
    assert not HotIssue.objects.exists()


def test_a_neighbour_a_unit_and_a_firm_see_none(outage: HotIssue, cast: Cast) -> None:
    for who in ("qian", "zhou", "xiaolin"):
        assert hot.hot_issue(cast.actor(who), outage.pk) is None
    assert hot.hot_issue(cast.actor("chen"), outage.pk) is not None


def test_a_case_taken_out_stays_out(story: Story, outage: HotIssue) -> None:
    case = Case.objects.get(title=OUTAGE[0])
    words.take_out_of_hot(issue=outage, case=case, actor=story.cast.actor("chen"), at=story.later())
    told(story, OUTAGE[3])
    group_now(story.cast.lg, story.later())
    assert members(outage) == set(OUTAGE[1:])


def test_a_name_given_by_a_person_is_kept(story: Story, outage: HotIssue) -> None:
    words.rename_hot(issue=outage, name="宝龙供电不稳", actor=story.cast.actor("chen"), at=story.later())
    group_now(story.cast.lg, story.later())
    assert HotIssue.objects.get().name == "宝龙供电不稳"


def test_what_is_laid_aside_needs_a_reason_and_comes_back(story: Story, outage: HotIssue) -> None:
    chen = story.cast.actor("chen")
    with pytest.raises(Invalid):
        words.set_aside_hot(issue=outage, reason=" ", actor=chen, at=story.later())
    words.set_aside_hot(issue=outage, reason="同一起事故，已经处理", actor=chen, at=story.later())
    assert not hot.hot_list(chen)
    assert len(hot.hot_list(chen, "aside")) == 1
    words.bring_back_hot(issue=outage, actor=chen, at=story.later())
    assert len(hot.hot_list(chen)) == 1


def test_a_leader_reads_but_does_not_lay_aside(story: Story, outage: HotIssue) -> None:
    lu = story.cast.actor("lu")
    assert hot.hot_list(lu)
    with pytest.raises(Forbidden):
        words.set_aside_hot(issue=outage, reason="不是", actor=lu, at=story.later())


def test_the_worker_groups_once_a_night_and_leaves_one_line(story: Story) -> None:
    told(story, *OUTAGE)
    at = story.later()
    assert follow_hot(at) == 1
    assert follow_hot(at + timedelta(minutes=20)) == 0
    assert follow_hot(at + LATER) == 1
    assert TrailEntry.objects.filter(verb="hot.grouped").count() == 2  # the neighbour, who has no texts, has none


def test_the_night_begins_at_two_in_shanghai() -> None:
    night = night_of(datetime.fromisoformat("2026-04-21T01:59:00+08:00"))
    assert night.isoformat() == "2026-04-20T02:00:00+08:00"
    assert night_of(NOW) <= NOW


def test_the_desk_reads_beside_a_case_that_it_belongs_to_one(story: Story, outage: HotIssue) -> None:
    case = HotIssueCase.objects.filter(issue=outage).select_related("case")[0].case
    page = story.cast.client("chen").get(f"/cases/{case.number}/alike/", headers={"HX-Request": "true"})
    assert f"/cases/hot/{outage.pk}/" in page.content.decode()


def test_only_what_can_hang_on_an_issue_can_be_ticked(story: Story, outage: HotIssue) -> None:
    gone, *open_still = (row.case for row in HotIssueCase.objects.filter(issue=outage).select_related("case"))
    story.step(gone, "refuse")
    page = story.cast.client("chen").get(f"/cases/hot/{outage.pk}/").content.decode()
    ticks = 'type="checkbox" name="number" value="%s"'
    assert [ticks % one.number in page for one in (gone, *open_still)] == [False, True, True]
