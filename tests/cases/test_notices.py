"""What people are told of a case: numbers, never the firm's words; nothing when the step did not happen."""

import pytest
from django.db import transaction

from tests.cast import Cast
from tests.story import WORDS, Story
from zhilian.cases.actions import tell_of_review
from zhilian.cases.models import Case, Hold
from zhilian.core.errors import NotPossible
from zhilian.notices.models import Notice

KINDS = (
    "received accepted refused answered dispatched signed returned replied review_rejected rework escalated withdrawn "
    "supplement_asked supplemented lapsed extension_asked extension_granted extension_denied extended "
    "hold_asked hold_denied on_hold held hold_review resumed taken_up"
)
ROUNDS = ("refused", "returned", "withdrawn", "closed")
SECRET = ("明亮", "钱", "供电", "停电", "13807550001")


def delayed(story: Story) -> None:
    """Cases whose clock stood still, was extended, or was not."""
    story.step(story.case("supplement"), "supplement")
    story.step(story.case("supplement"), "lapse")
    case = story.case("processing")
    for step in ("extend", "hold"):
        story.step(case, step, granted=False, note="再想想办法")
        story.step(case, step)
    hold = Hold.objects.get(case=case, granted=True)
    tell_of_review(hold=hold, actor=story.cast.system, at=story.later(days=40))
    story.step(case, "resume")


def everything_told(story: Story) -> list[Notice]:
    """The notices of cases that went every way there is."""
    for stage in ROUNDS:
        story.case(stage, contact_name="钱立新", contact_phone="13807550001", reporter="钱老板")
    case = story.case("replied")
    story.step(case, "review_reject")
    on_the_spot = story.received()
    story.step(on_the_spot, "answer_at_once")
    disputed = story.case("rework")
    for _ in range(2):
        story.step(disputed, "reply")
        story.step(disputed, "review_pass")
        story.step(disputed, "rate_rework")
    delayed(story)
    return list(Notice.objects.all())


def test_every_kind_of_notice_carries_the_number_and_no_word_of_the_firm(story: Story) -> None:
    notices = everything_told(story)
    assert {notice.kind for notice in notices} == {f"cases/{name}" for name in KINDS.split()}
    for notice in notices:
        number = notice.link.split("/")[2]
        assert number in notice.subject
        assert not [word for word in (*SECRET, WORDS[:6]) if word in notice.subject + notice.body], notice.body


def test_people_of_the_neighbour_are_told_nothing_of_ours(story: Story) -> None:
    everything_told(story)
    assert not Notice.objects.filter(recipient__username__startswith="ba_")
    story.case("closed", by="ba_fang")
    ours = Notice.objects.filter(link__startswith="/cases/BA-").exclude(recipient__username__startswith="ba_")
    assert not ours


def test_a_step_that_is_rolled_back_tells_nobody(story: Story) -> None:
    case = story.case("accepted")
    before = Notice.objects.count()
    with transaction.atomic():
        story.step(case, "dispatch")
        transaction.set_rollback(True)
    with pytest.raises(NotPossible):
        story.step(case, "sign")
    assert Notice.objects.count() == before
    assert Case.objects.get(pk=case.pk).stage == "accepted"


def test_a_person_who_left_is_told_nothing(cast: Cast) -> None:
    story = Story(cast)
    cast.users["heze"].is_active = False
    cast.users["heze"].save()
    story.case("dispatched")
    assert not Notice.objects.filter(recipient=cast.users["heze"])
