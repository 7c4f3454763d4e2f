"""Systemic issues: many cases with one cause, one owner, one outcome that answers them all."""

from functools import partial
from typing import Any

import pytest

from tests.cast import Cast
from tests.story import Story, told
from tests.threads import together
from zhilian.cases import actions
from zhilian.cases.actions import concluding
from zhilian.cases.jobs.pool import finish_issues
from zhilian.cases.ledger import check_cases
from zhilian.cases.models import Assignment, Case, Deadline, Reply, SystemicIssue
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.queries import trail_of

FORTY = 40
ANSWER = "变压器已更换，六月十日起双回路供电。"


def issue_with(story: Story, *cases: Case) -> SystemicIssue:
    """An issue of 工信局 on which these cases hang."""
    issue = story.issue(story.received())
    for case in cases:
        story.step(case, "hang", issue=issue)
    return issue


def propose(story: Story, issue: SystemicIssue, by: str = "liu", text: str = ANSWER) -> None:
    """The owner says what came of it."""
    actions.propose_outcome(issue=issue, text=text, result="solved", actor=story.cast.actor(by), at=story.later())


def conclude(story: Story, issue: SystemicIssue, by: str = "chen") -> concluding.Concluded:
    """The federation passes it."""
    return actions.conclude(issue=issue, actor=story.cast.actor(by), at=story.later())


def stages(*cases: Case) -> set[str]:
    """Where these cases stand."""
    return set(Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("stage", flat=True))


@pytest.mark.parametrize("stage", ["submitted", "accepted", "dispatched", "returned", "signed", "processing", "rework"])
def test_a_case_hangs_from_any_stage_before_an_answer_and_its_answer_is_due(story: Story, stage: str) -> None:
    case = story.case(stage)
    before = Deadline.objects.filter(case=case, clock="close", met_at=None, dropped_at=None).first()
    issue = story.issue(case)
    at = story.later()
    story.step(case, "hang", issue=issue, at=at)
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.unit, case.systemic, case.due_clock) == ("systemic", issue.unit, issue, "close")
    (running,) = [row for row in Deadline.objects.filter(case=case) if row.running]
    if before:
        assert running == before
    else:
        assert running.start_at == (case.accepted_at if stage != "submitted" else at)
        assert case.limit_at == running.due_at
    assert case.ladder_at is not None
    assert [one.unit for one in Assignment.objects.leading().filter(case=case)] == [issue.unit]
    assert ("qian", "hung") in told(case)


def test_a_case_not_yet_read_is_accepted_by_hanging(story: Story) -> None:
    case = story.received()
    issue = issue_with(story, case)
    case = Case.objects.get(pk=case.pk)
    assert (case.accepted_at, case.category, case.grade) == (story.now, issue.category, "normal")


def test_the_former_unit_is_told_and_sees_it_no_more(story: Story) -> None:
    case = story.case("dispatched")
    issue = story.issue(case)
    SystemicIssue.objects.filter(pk=issue.pk).update(unit=story.cast.unit("RSJ"))
    story.step(case, "hang", issue=issue)
    assert ("liu", "taken_away") in told(case)
    assert not Case.objects.visible_to(story.cast.actor("liu")).filter(pk=case.pk).exists()
    assert Case.objects.visible_to(story.cast.actor("wu")).filter(pk=case.pk).exists()


def test_forty_cases_are_answered_together_each_wholly(story: Story) -> None:
    cases = [story.received(by=("qian", "zhou")[n % 2]) for n in range(FORTY)]
    issue = story.issue(cases[0])
    gathered = actions.hang_many(cases=cases, issue=issue, actor=story.cast.actor("chen"), at=story.later())
    assert (len(gathered.done), gathered.failed) == (FORTY, [])
    propose(story, issue)
    assert conclude(story, issue).answered == FORTY
    for case in Case.objects.filter(systemic=issue):
        assert (case.stage, case.result, case.due_clock) == ("awaiting_rating", "solved", "rate")
        assert (case.replied_at, case.answered_at, case.ladder_at) == (story.now, story.now, None)
        reply = Reply.objects.get(case=case)
        assert (reply.text, reply.unit, reply.passed) == (ANSWER, issue.unit, True)
        assert (reply.by, reply.reviewed_by) == (story.cast.users["liu"], story.cast.users["chen"])
        assert {name for name, kind in told(case) if kind == "answered"} < {"qian", "zhou"}
    assert list(check_cases()) == []


def test_the_firms_word_follows_as_with_any_answer(story: Story) -> None:
    content, not_solved = story.received(), story.received(by="zhou")
    issue = issue_with(story, content, not_solved)
    propose(story, issue)
    conclude(story, issue)
    story.step(Case.objects.get(pk=content.pk), "rate_close")
    story.step(Case.objects.get(pk=not_solved.pk), "rate_rework")
    assert Case.objects.get(pk=content.pk).stage == "closed"
    again = Case.objects.get(pk=not_solved.pk)
    assert (again.stage, again.unit) == ("rework", issue.unit)
    story.step(again, "reply")


def test_a_case_withdrawn_meanwhile_is_not_answered_and_is_named(story: Story) -> None:
    stays, goes = story.received(), story.received(by="zhou")
    issue = issue_with(story, stays, goes)
    propose(story, issue)
    story.step(Case.objects.get(pk=goes.pk), "withdraw")
    done = conclude(story, issue)
    assert (done.answered, done.withdrawn) == (1, (goes.number,))
    assert not Reply.objects.filter(case=goes).exists()
    assert stages(goes) == {"withdrawn"}


def test_killed_in_the_middle_nothing_is_half_done_and_the_next_attempt_finishes(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [story.received() for _ in range(6)]
    issue = issue_with(story, *cases)
    propose(story, issue)
    monkeypatch.setattr(concluding, "AT_ONCE", 2)
    usual, calls = concluding.tell_merged, iter(range(99))

    def dies(*given: Any) -> None:
        if next(calls) == 3:  # in the second batch, with one case of it done
            raise RuntimeError("killed")
        usual(*given)

    monkeypatch.setattr(concluding, "tell_merged", dies)
    with pytest.raises(RuntimeError):
        conclude(story, issue)
    answered = Case.objects.filter(systemic=issue, stage="awaiting_rating")
    assert answered.count() == Reply.objects.count() == 2
    assert set(Reply.objects.values_list("case", flat=True)) == set(answered.values_list("pk", flat=True))
    with pytest.raises(NotPossible):  # its words stand: nobody may join, nor change them
        story.step(story.received(), "hang", issue=issue)
    with pytest.raises(NotPossible):
        propose(story, issue, text="别的话")
    assert list(check_cases()) == []

    assert finish_issues(story.later()) == 4
    assert finish_issues(story.later()) == 0
    assert stages(*cases) == {"awaiting_rating"}
    assert set(Reply.objects.values_list("text", flat=True)) == {ANSWER}
    assert Reply.objects.count() == 6
    assert list(check_cases()) == []


def test_pressing_the_button_again_finishes_too_and_then_there_is_nothing_left(story: Story) -> None:
    case = story.received()
    issue = issue_with(story, case)
    propose(story, issue)
    SystemicIssue.objects.filter(pk=issue.pk).update(concluded_at=story.now)
    assert conclude(story, issue, by="lu").answered == 1
    with pytest.raises(NotPossible):
        conclude(story, issue)


def test_two_reviewers_at_once_answer_every_case_once(committed: Cast) -> None:
    story = Story(committed)
    cases = [story.received() for _ in range(5)]
    issue = issue_with(story, *cases)
    propose(story, issue)
    at = story.later()

    def review(who: str) -> None:
        own = SystemicIssue.objects.get(pk=issue.pk)
        actions.conclude(issue=own, actor=committed.actor(who), at=at)

    outcomes = together(partial(review, "chen"), partial(review, "lu"))
    assert all(one is None or isinstance(one, NotPossible) for one in outcomes), outcomes
    assert stages(*cases) == {"awaiting_rating"}
    assert Reply.objects.count() == len(cases)
    assert list(check_cases()) == []


def test_the_proposal_is_the_owners_and_goes_back_with_a_reason(story: Story) -> None:
    case = story.received()
    issue = issue_with(story, case)
    with pytest.raises(Forbidden):
        propose(story, issue, by="wu")
    with pytest.raises(NotPossible):
        conclude(story, issue)  # nothing proposed
    propose(story, issue)
    actions.send_back_outcome(issue=issue, reason="写明日期", actor=story.cast.actor("lu"), at=story.later())
    with pytest.raises(NotPossible):
        conclude(story, issue)
    assert stages(case) == {"systemic"}
    propose(story, issue, by="heze")
    assert conclude(story, issue).answered == 1
    said = [line.verb for line in trail_of(issue)]
    assert said == [f"issue.{one}" for one in ("opened", "proposed", "sent_back", "proposed", "concluded")]


def test_a_case_taken_off_goes_its_own_way_with_its_clock_anew(story: Story) -> None:
    case = story.received()
    issue = issue_with(story, case)
    at = story.later(days=1)
    story.step(Case.objects.get(pk=case.pk), "unhang", at=at)
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.systemic, case.unit, case.due_clock, case.ladder_at) == (
        "accepted",
        None,
        None,
        "dispatch",
        None,
    )
    assert Deadline.objects.get(case=case, met_at=None, dropped_at=None).start_at == at
    propose(story, issue)
    assert conclude(story, issue).answered == 0


def test_the_unit_complained_of_never_owns_what_is_said_of_it(story: Story) -> None:
    against, usual = story.received(complained_of=story.cast.unit("GXJ")), story.received()
    issue = story.issue(usual)
    gathered = actions.hang_many(cases=[against, usual], issue=issue, actor=story.cast.actor("chen"), at=story.later())
    assert (gathered.done, [number for number, _ in gathered.failed]) == ([usual.number], [against.number])
    elsewhere = story.received(complained_of=story.cast.unit("RSJ"))
    story.step(elsewhere, "hang", issue=issue)
    with pytest.raises(Invalid):
        hand_on(story, issue, "RSJ")
    assert Case.objects.get(pk=elsewhere.pk).unit == story.cast.unit("GXJ")


def hand_on(story: Story, issue: SystemicIssue, unit: str, owner: str = "") -> None:
    """The issue gets another owner."""
    actions.hand_on_issue(
        issue=issue,
        unit=story.cast.unit(unit),
        owner=story.cast.users[owner] if owner else None,
        reason="职责调整",
        actor=story.cast.actor("chen"),
        at=story.later(),
    )


def test_an_issue_that_changes_hands_takes_its_cases_along(story: Story) -> None:
    case = story.received()
    issue = issue_with(story, case)
    with pytest.raises(Invalid):
        hand_on(story, issue, "RSJ", "liu")  # not one of its people
    hand_on(story, issue, "RSJ", "wu")
    case = Case.objects.get(pk=case.pk)
    assert (case.stage, case.unit) == ("systemic", story.cast.unit("RSJ"))
    assert Assignment.objects.leading().get(case=case).unit == case.unit
    propose(story, SystemicIssue.objects.get(pk=issue.pk), by="wu")


def test_people_see_the_issues_of_their_own_and_units_only_those_they_own(story: Story) -> None:
    issue = issue_with(story, story.received())
    address = f"/cases/issues/{issue.number}/"
    seen = {who: story.cast.client(who).get(address).status_code for who in ("chen", "lu", "liu", "wu", "ba_leader")}
    assert seen == {"chen": 200, "lu": 200, "liu": 200, "wu": 404, "ba_leader": 404}
    assert {story.cast.client(who).get(address).status_code for who in ("qian", "xiaolin", "xi", "sun")} == {403}


def test_a_firm_learns_that_it_is_one_of_many_but_not_who_the_others_are(story: Story) -> None:
    mine, other = story.received(), story.received(by="zhou", contact_name="周桂芳")
    issue = issue_with(story, mine, other)
    client = story.cast.client("qian")
    pages = [client.get(f"/cases/{mine.number}/").content.decode()]
    propose(story, issue)
    conclude(story, issue)
    pages.append(client.get(f"/cases/{mine.number}/").content.decode())
    assert issue.unit.name in pages[0]
    assert ANSWER in pages[1]
    for page in pages:
        assert not [word for word in ("桂芳", other.number) if word in page]


def test_it_is_opened_noted_proposed_and_concluded_on_its_pages(story: Story) -> None:
    cases = [story.received() for _ in range(3)]
    chen, liu = story.cast.client("chen"), story.cast.client("liu")
    numbers = [case.number for case in cases]
    new = {"title": "园区停电", "text": "变压器老化", "category": "ENER", "unit": "GXJ", "owner": "", "due_on": ""}
    fresh = chen.post("/cases/issues/new/", {"number": numbers})
    assert fresh.status_code == 200
    assert numbers[0] in fresh.content.decode()
    page = chen.post("/cases/issues/new/", {**new, "number": numbers})["Location"]
    assert stages(*cases) == {"systemic"}
    assert chen.post(f"{page}note/", {"text": "已约供电局"}).status_code == 302
    assert liu.post(f"{page}conclusion/").status_code == 403
    assert liu.post(f"{page}proposal/", {"text": "", "result": "solved"}).status_code == 422
    assert liu.post(f"{page}proposal/", {"text": ANSWER, "result": "solved"}).status_code == 302
    shown = chen.get(page).content.decode()
    assert "已约供电局" in shown
    assert ANSWER in shown
    assert chen.post(f"{page}conclusion/").status_code == 302
    assert stages(*cases) == {"awaiting_rating"}
    assert chen.post(f"{page}conclusion/").status_code == 409
    assert "园区停电" in chen.get("/cases/issues/?view=concluded").content.decode()
