"""Solved means solved: who asks the firm, what a "no" leads to, what a leader decides, and the question much later."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cases.test_races import only_winner, step
from tests.cast import Cast
from tests.story import Story, told
from tests.threads import together
from zhilian.cases import actions
from zhilian.cases.jobs.word import ask_again
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Call, Case, Deadline, Exclusion, FollowUp, LeaderDecision, Rating, Reply
from zhilian.cases.queries.word import calls_due, pending_exclusions
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.queries import trail_of
from zhilian.notices.models import Notice


def called(story: Story, case: Case, by: str = "luo", **given: Any) -> Call:
    """A call; without more it reaches the firm, which is content."""
    word = {"reached": True, "note": "", "solved": "yes", "score": 5, "comment": "修好了", **given}
    made: Call = actions.record_call(case=case, actor=story.cast.actor(by), at=story.later(), **word)
    return made


def again(story: Story, case: Case) -> None:
    """The unit answers once more, it passes, the firm still says no."""
    for code in ("reply", "review_pass", "rate_rework"):
        story.step(case, code)


# ---- solved, asked apart from satisfied


def test_an_answer_called_solved_that_the_firm_denies_counts_against_the_unit_for_good(story: Story) -> None:
    case = story.case("rework")
    assert [(one.result, one.denied) for one in Reply.objects.filter(case=case)] == [("solved", True)]
    story.step(case, "reply")
    story.step(case, "review_pass")
    story.step(case, "rate_close")
    case.refresh_from_db()
    assert (case.stage, case.solved, case.denied) == ("closed", "yes", True)
    assert [one.denied for one in Reply.objects.filter(case=case)] == [True, False]


@pytest.mark.parametrize(("result", "solved"), [("explained", "no"), ("solved", "partly")])
def test_what_was_not_called_solved_or_not_denied_is_no_denial(story: Story, result: str, solved: str) -> None:
    case = story.case("processing")
    story.step(case, "reply", result=result)
    story.step(case, "review_pass")
    story.step(case, "rate_rework", solved=solved)
    case.refresh_from_db()
    assert (case.stage, case.denied, Reply.objects.get(case=case).denied) == ("rework", False, False)


# ---- rework reaches the department


def test_a_rework_stands_in_the_units_list_and_on_its_page_with_the_firms_words_first(cast: Cast) -> None:
    story = Story(cast, timezone.now())
    case = story.case("rework")
    assert {("liu", "rework"), ("heze", "rework"), ("chen", "rework")} <= told(case)
    liu = cast.client("liu")
    listed = liu.get("/cases/?view=mine").content.decode()
    assert case.number in listed
    assert "第 1 次重办" in listed
    page = liu.get(f"/cases/{case.number}/").content.decode()
    assert page.index("昨天又停了") < page.index('action="/cases/')
    assert "供电所已更换变压器" in page
    assert 'name="text"' in page
    assert "供电所已更换变压器，六月十日起恢复正常。</textarea>" not in page


def test_an_answer_to_a_case_just_withdrawn_is_refused_and_given_back(cast: Cast) -> None:
    story = Story(cast, timezone.now())
    case = story.case("rework")
    story.step(case, "withdraw")
    typed = {"text": "变压器今天换好了，我写了很久", "result": "solved"}
    answer = cast.client("liu").post(f"/cases/{case.number}/reply/", typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "变压器今天换好了，我写了很久" in page
    assert "已撤回" in page


# ---- after two reworks


def test_after_two_reworks_a_leader_is_asked_under_a_clock(story: Story) -> None:
    case = story.case("escalated")
    assert (case.rework_count, case.due_clock, case.closed_at) == (2, "decide", None)
    assert {("lu", "escalated"), ("chen", "escalated"), ("liu", "escalated")} <= told(case)
    assert [row.clock for row in Deadline.objects.filter(case=case) if row.running] == ["decide"]
    assert trail_of(case).last().verb == "case.rate_escalate"


def test_a_leaders_end_is_an_end_with_reasons_the_firm_reads(cast: Cast) -> None:
    story = Story(cast, timezone.now())
    case = story.case("escalated")
    with pytest.raises(Invalid):
        story.step(case, "decide_close", text=" ")
    story.step(case, "decide_close")
    case.refresh_from_db()
    assert (case.stage, case.disputed, case.ask_again_at, case.due_at) == ("closed", True, None, None)
    assert case.closed_at
    assert not [row for row in Deadline.objects.filter(case=case) if row.running]
    assert {("qian", "decided"), ("liu", "decided_inside"), ("chen", "decided_inside")} <= told(case)
    assert "变压器扩容已列入明年计划" in cast.client("qian").get(f"/cases/{case.number}/").content.decode()


def test_a_leader_orders_one_more_rework_and_the_next_no_comes_back_to_the_leader(story: Story) -> None:
    case = story.case("escalated")
    story.step(case, "decide_rework")
    clock = Deadline.objects.get(case=case, clock="close", met_at=None)
    assert (case.stage, case.rework_count, case.due_at) == ("rework", 3, clock.due_at)
    assert clock.amount == 3
    again(story, case)
    assert case.stage == "escalated"
    with pytest.raises(NotPossible):
        story.step(case, "decide_rework")
    assert Case.objects.get(pk=case.pk).stage == "escalated"
    story.step(case, "decide_close")
    assert [row.decision for row in LeaderDecision.objects.filter(case=case)] == ["decide_rework", "decide_close"]
    assert [row.round for row in Rating.objects.filter(case=case)] == [0, 1, 2, 3]
    assert list(check_cases()) == []


def test_joint_handling_needs_further_units_and_gives_them_a_round(story: Story) -> None:
    case = story.case("escalated")
    for units in ([], [story.cast.unit("GXJ")], [story.cast.unit("BA-GXJ")]):
        with pytest.raises(Invalid):
            story.step(case, "decide_joint", units=units)
    story.step(case, "decide_joint")
    case.refresh_from_db()
    assert (case.stage, case.rework_count, case.due_clock) == ("joint", 3, "close")
    assert {("liu", "decided_inside"), ("wu", "part_asked"), ("qian", "decided")} <= told(case)


def test_two_leaders_decide_at_once_and_one_is_told_so(committed: Cast) -> None:
    case = Story(committed).case("escalated")
    outcomes = together(step(committed, case, "decide_close"), step(committed, case, "decide_rework"))
    only_winner(outcomes)
    assert LeaderDecision.objects.filter(case=case).count() == 1
    assert list(check_cases()) == []


# ---- call-backs


def test_a_call_is_due_when_the_firm_let_its_time_go_by_and_not_a_minute_before(story: Story) -> None:
    case = story.case("awaiting_rating")
    luo, due = story.cast.actor("luo"), case.due_at
    assert due is not None
    assert list(calls_due(luo, due)) == []
    (row,) = calls_due(luo, due + timedelta(seconds=1))
    assert (row.pk, row.tries, row.handled) == (case.pk, None, False)
    assert [one.handled for one in calls_due(story.cast.actor("chen"), due + timedelta(days=9))] == [True]
    assert not calls_due(story.cast.actor("xiaolin"), due + timedelta(days=9)), "not of that station"


def test_the_word_of_a_call_counts_as_the_firms_own(story: Story) -> None:
    case = story.case("awaiting_rating")
    called(story, case, solved="no", score=2, comment="还在停")
    case.refresh_from_db()
    assert (case.stage, case.called_back, case.denied) == ("rework", True, True)
    assert Rating.objects.get(case=case).by == story.cast.users["luo"]
    assert trail_of(case).last().actor_name == "罗志蘅"
    assert Call.objects.get(case=case).reached


@pytest.mark.parametrize("by", ["chen", "liu", "heze", "hejiayi", "qian"])
def test_nobody_who_worked_on_it_nor_a_stranger_makes_the_call(story: Story, by: str) -> None:
    case = story.case("awaiting_rating")
    lines = trail_of(case).count()
    for reached in (True, False):
        with pytest.raises((Forbidden, NotPossible)):
            called(story, case, by, reached=reached, note="打过")
    assert Case.objects.get(pk=case.pk).stage == "awaiting_rating"
    assert (trail_of(case).count(), Call.objects.count()) == (lines, 0)


def test_whoever_answered_on_the_spot_does_not_ask_what_it_was_worth(story: Story) -> None:
    case = story.received(by="xiaolin")
    story.step(case, "answer_at_once", by="xiaolin")
    with pytest.raises(NotPossible):
        called(story, case, "xiaolin")
    called(story, case, "chen")
    assert case.stage == "closed"


def test_a_leader_calls_where_the_desk_is_one_person(story: Story) -> None:
    case = story.case("awaiting_rating", by="ba_fang")
    with pytest.raises(NotPossible):
        called(story, case, "ba_dispatcher")
    called(story, case, "ba_leader")
    assert case.stage == "closed"


def test_without_the_firms_word_it_ends_only_after_its_time_and_calls_on_two_days(story: Story) -> None:
    case = story.case("awaiting_rating")
    luo, due = story.cast.actor("luo"), case.due_at
    assert due is not None

    def close(at: Any, note: str = "两次未接通", by: str = "luo") -> None:
        actions.close_unrated(case=case, note=note, actor=story.cast.actor(by), at=at)

    def call(at: Any) -> None:
        actions.record_call(case=case, reached=False, note="无人接听", actor=luo, at=at)

    call(due)
    call(due + timedelta(minutes=30))
    with pytest.raises(NotPossible, match="2"):
        close(due + timedelta(hours=1))
    call(due + timedelta(days=1))
    with pytest.raises(NotPossible):
        close(due - timedelta(seconds=1))
    with pytest.raises(Invalid):
        close(due + timedelta(days=1), note=" ")
    with pytest.raises(NotPossible):
        close(due + timedelta(days=1), by="chen")
    close(due + timedelta(days=1))
    case.refresh_from_db()
    assert (case.stage, case.solved, case.rating, case.ask_again_at) == ("closed", "", None, None)
    assert Deadline.objects.get(case=case, clock="rate").dropped_at == case.closed_at


def test_the_page_of_call_backs_says_whom_to_call_and_leaves_ones_own_to_others(cast: Cast) -> None:
    story = Story(cast, timezone.now() - timedelta(days=30))
    old, new = story.case("awaiting_rating"), Story(cast, timezone.now()).case("awaiting_rating", by="zhou")
    actions.record_call(case=old, reached=False, note="无人接听", actor=cast.actor("luo"), at=timezone.now())
    pages = {who: cast.client(who).get("/cases/calls/").content.decode() for who in ("luo", "chen", "lu")}
    assert all(old.number in page and new.number not in page for page in pages.values())
    assert "须由他人回访" in pages["chen"]
    assert "须由他人回访" not in pages["luo"]
    assert "再打" in pages["luo"]
    assert "1380755" not in "".join(pages.values()), "the number stands on the case's page alone"
    assert cast.client("liu").get("/cases/calls/").status_code == 403


def test_the_firm_and_a_caller_speak_at_the_same_moment_and_one_word_counts(committed: Cast) -> None:
    case = Story(committed).case("awaiting_rating")
    by_phone = lambda: called(Story(committed), Case.objects.get(pk=case.pk), solved="no", score=1)  # noqa: E731
    outcomes = together(step(committed, case, "rate_close"), by_phone)
    winner, _refusal = only_winner(outcomes)
    found = Case.objects.get(pk=case.pk)
    assert (found.stage, found.called_back) == (("closed", False), ("rework", True))[winner]
    assert (Rating.objects.count(), Call.objects.count()) == (1, winner)
    assert list(check_cases()) == []


# ---- fair exclusion


def asked(story: Story, case: Case, by: str = "chen", proof: str = "三次回拨均为空号，附通话记录") -> Exclusion:
    actor = story.cast.actor(by)
    row: Exclusion = actions.ask_exclusion(case=case, ground="unreachable", proof=proof, actor=actor, at=story.later())
    return row


def decided(story: Story, row: Exclusion, by: str, granted: bool, note: str = "") -> None:
    actions.decide_exclusion(exclusion=row, granted=granted, note=note, actor=story.cast.actor(by), at=story.later())


def test_leaving_a_word_out_takes_proof_and_a_second_person(story: Story) -> None:
    case = story.case("rework")
    with pytest.raises(Invalid):
        asked(story, case, proof=" ")
    with pytest.raises(Forbidden):
        asked(story, case, "liu")
    row = asked(story, case)
    with pytest.raises(NotPossible):
        asked(story, case, "luo")
    with pytest.raises(NotPossible):
        decided(story, row, "chen", granted=True)
    assert list(pending_exclusions(story.cast.actor("luo"))) == [row]
    assert not pending_exclusions(story.cast.actor("ba_dispatcher"))
    decided(story, row, "luo", granted=True)
    case.refresh_from_db()
    assert case.excluded
    with pytest.raises(NotPossible):
        decided(story, row, "lu", granted=False, note="不成立")
    assert [line.verb for line in trail_of(case)][-2:] == ["case.exclusion_asked", "case.exclusion_granted"]


def test_a_refused_request_needs_a_reason_and_the_word_counts(story: Story) -> None:
    case = story.case("closed")
    row = asked(story, case)
    with pytest.raises(Invalid):
        decided(story, row, "lu", granted=False)
    decided(story, row, "lu", granted=False, note="通话记录不足三次")
    case.refresh_from_db()
    assert not case.excluded
    assert asked(story, case), "with better proof it may be asked again"


def test_proof_is_shown_to_the_federation_and_never_to_the_firm_or_the_unit(cast: Cast) -> None:
    case = Story(cast, timezone.now()).case("closed")
    asked(Story(cast, timezone.now()), case, proof="空号证明在此")
    for who, shown in (("luo", True), ("lu", True), ("qian", False), ("liu", False)):
        assert ("空号证明在此" in cast.client(who).get(f"/cases/{case.number}/").content.decode()) == shown, who


# ---- ninety days later


def much_later(story: Story, case: Case, days: float = 90) -> Any:
    assert case.closed_at is not None
    story.now = case.closed_at + timedelta(days=days)
    return story.now


def test_ninety_days_later_the_firm_is_asked_once_and_never_again(story: Story) -> None:
    case, not_solved = story.case("closed"), story.case("awaiting_rating")
    story.step(not_solved, "rate_close", solved="partly", score=4)
    assert not_solved.ask_again_at is None
    at = much_later(story, case)
    assert ask_again(at - timedelta(seconds=1)) == 0
    assert ask_again(at + timedelta(days=30)) == 1, "the worker was down for a month"
    assert ask_again(at) == ask_again(at + timedelta(days=400)) == 0, "nor with a clock set back"
    assert FollowUp.objects.get().case == case
    assert Notice.objects.filter(kind="cases/still_solved").count() == 1


def test_two_workers_at_once_ask_once(committed: Cast) -> None:
    case = Story(committed).case("closed")
    at = much_later(Story(committed), case)
    assert sum(together(*[lambda: ask_again(at)] * 3)) == 1
    assert Notice.objects.filter(kind="cases/still_solved").count() == 1


def test_a_yes_is_all_there_is_to_say(story: Story) -> None:
    case = story.case("closed")
    ask_again(much_later(story, case))
    firm = story.cast.actor("qian")
    assert actions.answer_again(case=case, still=True, comment="", actor=firm, at=story.later()) is None
    with pytest.raises(NotPossible):
        actions.answer_again(case=case, still=False, comment="", actor=firm, at=story.later())
    assert Case.objects.count() == 1


@pytest.mark.parametrize("said", ["上周又开始停电", ""])
def test_a_no_begins_a_new_case_that_keeps_its_origin_and_its_secrecy(story: Story, said: str) -> None:
    case = story.case("closed", confidentiality="anonymous")
    ask_again(much_later(story, case))
    with pytest.raises(NotPossible):
        actions.answer_again(case=case, still=False, comment="", actor=story.cast.actor("zhou"), at=story.later())
    new = actions.answer_again(case=case, still=False, comment=said, actor=story.cast.actor("qian"), at=story.later())
    case.refresh_from_db()
    assert new is not None
    assert (case.stage, new.stage, new.source, new.origin) == ("closed", "submitted", "relapse", case)
    assert (new.category, new.enterprise, new.confidentiality) == (case.category, case.enterprise, "anonymous")
    assert new.text == (said or f"诉求 {case.number} 曾按“已解决”办结，企业反映问题再次出现。")
    assert ("chen", "received") in told(new)
    assert list(check_cases()) == []


def test_the_firm_answers_with_one_tap_and_both_pages_show_the_link(cast: Cast) -> None:
    story = Story(cast, timezone.now() - timedelta(days=100))
    case = story.case("closed")
    client, address = cast.client("qian"), f"/cases/{case.number}/still-solved/"
    assert client.post(address, {"still": "no"}).status_code == 409, "nothing has been asked"
    ask_again(timezone.now())
    assert 'value="no"' in client.get(f"/cases/{case.number}/").content.decode()
    assert client.post(address, {"still": ""}).status_code == 422
    answer = client.post(address, {"still": "no", "comment": "又停了"})
    new = Case.objects.get(source="relapse")
    assert answer.headers["Location"] == f"/cases/{new.number}/"
    for who in ("qian", "chen"):
        browser = cast.client(who)
        assert f"/cases/{new.number}/" in browser.get(f"/cases/{case.number}/").content.decode()
        assert f"/cases/{case.number}/" in browser.get(f"/cases/{new.number}/").content.decode()
