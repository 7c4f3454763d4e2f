"""One pool: merged with full trace and a way back, split with origin and clock; nobody's case is lost on the way."""

from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.story import WORDS, Story, told
from tests.threads import together
from zhilian.cases import actions
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Assignment, Case, Deadline
from zhilian.core.errors import Invalid, NotPossible, Refusal
from zhilian.core.queries import trail_of
from zhilian.notices.models import Notice

FIRM_OF_THE_OTHER = ("桂芳", "周桂芳", "13807550003")


def merged(story: Story, stage: str = "accepted", **given: Any) -> tuple[Case, Case]:
    """Qian's case merged under Zhou's, which a unit works on."""
    case, master = story.case(stage), story.case("processing", by="zhou")
    story.step(case, "merge", master=master, **given)
    return Case.objects.get(pk=case.pk), master


def verbs(case: Case) -> list[str]:
    """What the trail tells of a case."""
    return [line.verb.removeprefix("case.") for line in trail_of(case)]


# ---- merging


def test_a_merge_is_told_on_both_cases_and_keeps_what_happened_before(story: Story) -> None:
    case, master = merged(story, "processing")
    assert (case.stage, case.merged_into, case.closed_at is not None) == ("merged", master, True)
    assert verbs(case) == ["received", "accept", "dispatch", "sign", "contact", "merge"]
    assert verbs(master)[-1] == "merged_here"
    assert not [row for row in Deadline.objects.filter(case=case) if row.running]
    assert Assignment.objects.get(case=case).ended_at is not None
    assert ("qian", "merged") in told(case)
    assert ("liu", "taken_away") in told(case)
    assert list(check_cases()) == []


@pytest.mark.parametrize(("stage", "back", "clock"), [("submitted", "submitted", "accept"),
                                                      ("processing", "accepted", "dispatch")])  # fmt: skip
def test_the_way_back_restores_the_case_with_its_clock_anew(story: Story, stage: str, back: str, clock: str) -> None:
    case, master = merged(story, stage)
    at = story.later(days=3)
    story.step(case, "unmerge", at=at)
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.due_clock, case.merged_into, case.closed_at, case.unit) == (back, clock, None, None, None)
    assert Deadline.objects.get(case=case, met_at=None, dropped_at=None).start_at == at
    assert verbs(master)[-1] == "unmerged_here"
    assert list(check_cases()) == []


def test_what_was_merged_under_a_case_stays_under_it_when_that_is_merged(story: Story) -> None:
    leaf, middle = merged(story)
    root = story.case("processing", by="zhou")
    story.step(middle, "merge", master=root)
    assert Case.objects.get(pk=leaf.pk).merged_into == middle
    page = story.cast.client("chen").get(f"/cases/{root.number}/").content.decode()
    assert leaf.number in page
    assert middle.number in page
    story.step(root, "reply")
    story.step(root, "review_pass")
    assert ("qian", "merged_answered") in told(leaf)


def test_circles_and_masters_that_cannot_be_followed_are_refused_in_a_sentence(story: Story) -> None:
    leaf, middle = merged(story)
    withdrawn = story.case("withdrawn")
    restricted = story.case("accepted")
    restricted.people.create(federation=story.cast.lg, user=story.cast.users["chen"], part="reader", at=story.now)
    Case.objects.filter(pk=restricted.pk).update(confidentiality="restricted")
    complaint = story.case("accepted", complained_of=story.cast.unit("RSJ"))
    for master, words in ((middle, "自身"), (leaf, "循环"), (withdrawn, "办结"), (complaint, "被投诉")):
        with pytest.raises(Invalid, match=words):
            story.step(middle, "merge", master=master)
    for case, master in ((restricted, middle), (middle, restricted)):
        with pytest.raises(Invalid, match="限定"):
            story.step(case, "merge", master=master)
    other = story.case("accepted")
    with pytest.raises(Invalid, match=middle.number):
        story.step(other, "merge", master=leaf)
    with pytest.raises(Invalid):
        story.step(other, "merge", master=story.case("accepted", by="ba_fang"))
    assert Case.objects.get(pk=middle.pk).stage == "processing"


def test_two_people_merging_each_other_at_once_make_no_circle(committed: Cast) -> None:
    for _round in range(3):
        story = Story(committed)
        one, two = story.case("accepted"), story.case("accepted", by="zhou")

        def merge(case: Case, master: Case, who: str, at: Any = story.now) -> None:
            actions.merge(case=case, master=master, reason="同一件", actor=committed.actor(who), at=at)

        outcomes = together(partial(merge, one, Case.objects.get(pk=two.pk), "chen"),
                            partial(merge, two, Case.objects.get(pk=one.pk), "luo"))  # fmt: skip
        lost = [one for one in outcomes if one is not None]
        assert len(lost) == 1, outcomes
        assert isinstance(lost[0], Refusal), lost
        assert sorted(Case.objects.filter(pk__in=[one.pk, two.pk]).values_list("stage", flat=True)) == [
            "accepted",
            "merged",
        ]
        assert list(check_cases()) == []


def test_of_many_cases_those_that_can_be_are_merged_and_the_others_are_named(story: Story) -> None:
    cases = [story.case("accepted") for _ in range(4)]
    story.step(cases[2], "withdraw")
    gathered = actions.merge_many(
        cases=cases, master=cases[0], reason="同一次停电", actor=story.cast.actor("chen"), at=story.later()
    )
    assert gathered.done == [cases[1].number, cases[3].number]
    assert [number for number, sentence in gathered.failed if "撤回" in sentence] == [cases[2].number]


def test_another_firms_withdrawal_does_not_end_the_cases_under_it(story: Story) -> None:
    case, master = merged(story)
    story.step(master, "withdraw")
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.merged_into, case.due_clock) == ("accepted", None, "dispatch")
    assert ("chen", "released") in told(case)
    assert list(check_cases()) == []


def test_the_firm_reads_the_masters_answer_and_stage_but_never_whose_case_it_is(story: Story) -> None:
    case, master = merged(story)
    client = story.cast.client("qian")
    before = client.get(f"/cases/{case.number}/").content.decode()
    story.step(master, "reply", text="新变压器六月十日投运。")
    assert "新变压器" not in client.get(f"/cases/{case.number}/").content.decode()
    story.step(master, "review_pass")
    story.step(master, "rate_close")
    page = client.get(f"/cases/{case.number}/").content.decode()
    assert "新变压器六月十日投运。" in page
    assert master.number in before
    for shown in (before, page, *Notice.objects.filter(recipient__username="qian").values_list("body", flat=True)):
        assert not [word for word in FIRM_OF_THE_OTHER if word in shown]
    assert client.get(f"/cases/{master.number}/").status_code == 404
    assert ("qian", "merged_closed") in told(case)


def test_others_read_under_a_master_only_what_is_theirs_to_read(story: Story) -> None:
    case, secret = story.case("accepted"), story.case("accepted", confidentiality="anonymous")
    master = story.case("processing", by="xiaolin", enterprise=story.cast.firms["zhou"])
    for one in (case, secret):
        story.step(one, "merge", master=master)

    def page(who: str) -> str:
        return story.cast.client(who).get(f"/cases/{master.number}/").content.decode()

    unit, clerk = page("liu"), page("xiaolin")
    assert "横岗明亮眼镜厂" in unit  # the unit has their matter, too
    assert f'href="/cases/{case.number}/"' not in unit  # but not the case
    assert "明亮眼镜" not in clerk  # it came in elsewhere
    Case.objects.filter(pk=case.pk).update(confidentiality="restricted")
    unit = page("liu")
    assert secret.number in unit
    assert "明亮眼镜" not in unit


# ---- splitting


def test_a_split_keeps_origin_and_clock_and_the_firms_words_whole(story: Story) -> None:
    case = story.case("submitted", confidentiality="anonymous", contact_name="老李")
    at = story.later(days=2)
    first, second = story.step(case, "split", parts=["路灯坏了", "  ", "招不到人"], at=at)
    case = Case.objects.get(pk=case.pk)
    assert (case.text, case.stage) == (WORDS, "submitted")
    for part, text in ((first, "路灯坏了"), (second, "招不到人")):
        assert (part.text, part.origin, part.source, part.stage) == (text, case, "split", "submitted")
        assert (part.enterprise, part.contact_name, part.confidentiality) == (case.enterprise, "老李", "anonymous")
        assert part.received_at == case.received_at
        assert part.due_at == case.due_at
        assert verbs(part) == ["received", "split_off"]
    assert verbs(case) == ["received", "split"]
    assert ("qian", "split") in told(case)
    page = story.cast.client("qian").get(f"/cases/{case.number}/").content.decode()
    assert first.number in page
    assert second.number in page
    assert list(check_cases()) == []


def test_who_is_recused_from_a_case_is_recused_from_its_parts(story: Story) -> None:
    case = story.case("accepted")
    luo = story.cast.users["luo"]
    case.people.create(federation=case.federation, user=luo, part="recused", at=story.now)
    (part,) = story.step(case, "split")
    assert not Case.objects.visible_to(story.cast.actor("luo")).filter(pk=part.pk).exists()


@pytest.mark.parametrize("parts", [[], ["", " "], ["又一件"] * 6])
def test_a_split_needs_one_further_wish_and_takes_five(story: Story, parts: list[str]) -> None:
    case = story.case("accepted")
    with pytest.raises(Invalid):
        story.step(case, "split", parts=parts)
    assert not case.parts.exists()


def test_a_case_a_unit_works_on_is_not_split(story: Story) -> None:
    case = story.case("processing")
    with pytest.raises(NotPossible):
        story.step(case, "split")
    assert Case.objects.count() == 1


# ---- what people are told

KINDS = (
    "merged merged_answered merged_closed taken_away by_itself released split hung "
    "issue_opened issue_proposed issue_back issue_concluded"
)


def test_every_notice_of_the_pool_names_its_number_and_no_word_of_any_firm(story: Story) -> None:
    case, master = merged(story, "dispatched")
    story.step(case, "unmerge")
    story.step(case, "merge", master=master)
    for code in ("reply", "review_pass", "rate_close"):
        story.step(master, code)
    _under, withdrawn = merged(story)
    story.step(withdrawn, "withdraw")
    hanging = story.received()
    story.step(hanging, "split")
    story.step(hanging, "hang")
    issue = Case.objects.get(pk=hanging.pk).systemic
    assert issue is not None
    liu, chen = story.cast.actor("liu"), story.cast.actor("chen")
    actions.propose_outcome(issue=issue, text="停电已修复", result="solved", actor=liu, at=story.later())
    actions.send_back_outcome(issue=issue, reason="停电原因未写", actor=chen, at=story.later())
    story.step(Case.objects.get(pk=hanging.pk), "answer_systemic")
    sent = Notice.objects.filter(kind__in=[f"cases/{kind}" for kind in KINDS.split()])
    assert {notice.kind.removeprefix("cases/") for notice in sent} == set(KINDS.split())
    for notice in sent:
        number = notice.link.rstrip("/").split("/")[-1]
        assert number in notice.subject
        assert not [word for word in ("明亮", "桂芳", "停电", "钱立新") if word in notice.subject + notice.body]


# ---- the pages


def test_the_dispatcher_gathers_ticks_and_merges_without_javascript(story: Story) -> None:
    cases = [story.case("accepted", title=f"园区停电{n}") for n in range(3)]
    other = story.case("accepted", title="招工难")
    client = story.cast.client("chen")
    Case.objects.update(received_at=timezone.now())
    page = client.get("/cases/gather/?words=停电").content.decode()
    assert all(case.number in page for case in cases)
    assert other.number not in page
    numbers = [case.number for case in cases]
    assert client.post("/cases/merge/", {"number": numbers, "master": ""}).status_code == 302  # no reason given
    assert Case.objects.filter(stage="merged").count() == 0
    answer = client.post("/cases/merge/", {"number": numbers, "master": "", "reason": "同一次停电"})
    assert answer["Location"] == f"/cases/{cases[0].number}/"
    assert Case.objects.filter(merged_into=cases[0]).count() == 2
