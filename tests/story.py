"""The story itself: how a case comes as far as a test needs it, always through the real actions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tests.cast import NOW, Cast
from zhilian.cases import actions
from zhilian.cases.actions import Intake
from zhilian.cases.models import Assignment, Case, Meeting, SystemicIssue
from zhilian.cases.rules import Stage
from zhilian.core.actor import Actor, system_actor
from zhilian.core.errors import NotPossible
from zhilian.core.models import Organisation
from zhilian.notices.models import Notice

WORDS = "上个月起工业园每周停电三次，机器一停料就废了。能不能帮忙问问供电什么时候修好？"
IN_BA = {"chen": "ba_dispatcher", "liu": "ba_handler", "lu": "ba_leader", "luo": "ba_leader"}
STEPS: dict[Stage, tuple[str, ...]] = {
    Stage.SUBMITTED: (),
    Stage.SUPPLEMENT: ("ask_supplement",),
    Stage.REFUSED: ("refuse",),
    Stage.ACCEPTED: ("accept",),
    Stage.DISPATCHED: ("accept", "dispatch"),
    Stage.RETURNED: ("accept", "dispatch", "return"),
    Stage.SIGNED: ("accept", "dispatch", "sign"),
    Stage.PROCESSING: ("accept", "dispatch", "sign", "contact"),
    Stage.JOINT: ("accept", "dispatch", "sign", "contact", "call_joint", "met"),
    Stage.ON_HOLD: ("accept", "dispatch", "sign", "contact", "hold"),
    Stage.REPLIED: ("accept", "dispatch", "sign", "contact", "reply"),
    Stage.AWAITING_RATING: ("accept", "dispatch", "sign", "contact", "reply", "review_pass"),
    Stage.REWORK: ("accept", "dispatch", "sign", "contact", "reply", "review_pass", "rate_rework"),
    Stage.CLOSED: ("accept", "dispatch", "sign", "contact", "reply", "review_pass", "rate_close"),
    Stage.WITHDRAWN: ("withdraw",),
    Stage.MERGED: ("accept", "merge"),
    Stage.SYSTEMIC: ("accept", "hang"),
    Stage.ESCALATED: ("accept", "dispatch", "sign", "contact", "reply", "review_pass")
    + ("rate_rework", "reply", "review_pass") * 2
    + ("rate_escalate",),
}


class Story:
    """Moves cases along; each step is done by whoever does it in life, minutes after the one before."""

    def __init__(self, cast: Cast, start: datetime = NOW) -> None:
        self.cast, self.now = cast, start

    def later(self, **more: float) -> datetime:
        """Let time pass (default: ten minutes); returns the new moment."""
        self.now += timedelta(**more) if more else timedelta(minutes=10)
        return self.now

    def received(self, *, by: str = "qian", key: UUID | None = None, **told: Any) -> Case:
        """A difficulty as its firm tells it; ``told`` are fields of the intake."""
        actor = self.cast.actor(by)
        if by in self.cast.firms:
            told.setdefault("enterprise", self.cast.firms[by])
        if actor.role == "station_clerk":
            told = {"source": "station", "station": actor.organisation, "enterprise": self.cast.firms["qian"], **told}
        intake = Intake(**{"text": WORDS, **told})
        return actions.receive(intake=intake, key=key, actor=actor, at=self.now)

    def case(self, stage: Stage | str = Stage.SUBMITTED, **told: Any) -> Case:
        """A case that has come as far as ``stage``; re-read from the database."""
        case = self.received(**told)
        for step in STEPS[Stage(stage)]:
            self.step(case, step)
        return Case.objects.get(pk=case.pk)

    def step(self, case: Case, code: str, *, by: str = "", at: datetime | None = None, **given: Any) -> Any:
        """One move of the table, by the person who usually makes it."""
        act, who, facts = getattr(self, f"_{code}")(case)
        by_itself = system_actor(case.federation) if who == "system" and not by else None
        actor, usual = by_itself or self.cast.actor(by or self._player(case, who)), facts.pop("at", None)
        return act(case=case, actor=actor, at=at or usual or self.later(), **{**facts, **given})

    def _player(self, case: Case, who: str) -> str:
        owners = {firm.pk: owner for owner, firm in self.cast.firms.items()}
        if who == "qian":
            return owners.get(case.enterprise_id or 0, who)
        return IN_BA[who] if case.federation == self.cast.ba else who

    def _unit(self, case: Case) -> Organisation:
        return self.cast.unit("BA-GXJ" if case.federation == self.cast.ba else "GXJ")

    def _accept(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.accept, "chen", {"category": self.cast.category("ENER", case.federation.code), "grade": "normal"}

    def _ask_supplement(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.ask_supplement, "chen", {"text": "请补充停电的日期和配电房照片"}

    def _supplement(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.supplement, "qian", {"text": "三月二日、三日、四日下午各停一次"}

    def _lapse(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        over = (case.due_at or self.now) + timedelta(minutes=1)
        return actions.lapse, "system", {"at": over}

    def _extend(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return self._asked_and_extended, "chen", {"granted": True, "note": ""}

    def _asked_and_extended(self, *, case: Case, actor: Actor, at: datetime, **given: Any) -> None:
        """More time, with the request that must come before; both or nothing."""
        with transaction.atomic():
            if not case.extensions.filter(granted=None).exists():
                asking = {"days": 3, "reason": "配件还没有到货"}
                actions.ask_extension(case=case, actor=self.cast.actor(self._player(case, "liu")), at=at, **asking)
            actions.decide_extension(case=case, actor=actor, at=at, **given)

    def _hold(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return self._asked_and_held, "lu", {"granted": True, "note": ""}

    def _asked_and_held(self, *, case: Case, actor: Actor, at: datetime, **given: Any) -> None:
        """A hold, with the request that must come before; both or nothing."""
        with transaction.atomic():
            if not case.holds.filter(granted=None).exists():
                asking = {"reason": "变电站扩容列入明年计划", "review_on": at.date() + timedelta(days=30)}
                actions.ask_hold(case=case, actor=self.cast.actor(self._player(case, "liu")), at=at, **asking)
            actions.decide_hold(case=case, actor=actor, at=at, **given)

    def _hold_on(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        held = case.holds.filter(ended_at=None).first()
        another = max(held.review_on if held else self.now.date(), self.now.date()) + timedelta(days=1)
        return actions.renew_hold, "lu", {"review_on": another, "note": "计划还没有批下来"}

    def _resume(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.resume, "lu", {"note": "计划已批"}

    def _refuse(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.refuse, "chen", {"ground": 3, "text": "此事已在信访渠道办理，请向区信访局查询进度。"}

    def _answer_at_once(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.answer_at_once, "chen", {"text": "周三前恢复双回路供电。", "result": "explained"}

    def _dispatch(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.dispatch, "chen", {"unit": self._unit(case), "channel": None}

    def _return(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        better = self.cast.unit("RSJ") if case.federation == self.cast.lg else None
        return actions.return_to_desk, "liu", {"reason": "不属本单位职责", "proposed_unit": better}

    def _designate(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        unit = self._unit(case)
        return actions.designate, "chen", {"unit": unit, "channel": None, "reason": "按三定方案属该单位职责"}

    def _recall(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.recall, "chen", {"reason": "该单位已撤销"}

    def _sign(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.sign, "liu", {}

    def _contact(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.contact, "liu", {"note": "与钱总通话，约周四上门"}

    def helper(self, case: Case) -> tuple[Organisation, str]:
        """The unit that assists the case's lead, and who answers for it: one without people of its own in 宝安."""
        return (self.cast.unit("BA-JJB"), "") if case.federation == self.cast.ba else (self.cast.unit("RSJ"), "wu")

    def _assist(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        unit, _who = self.helper(case)
        if Assignment.objects.owing().filter(case=case, unit=unit).exists():
            raise NotPossible("asked already")
        return actions.add_assist, "chen", {"unit": unit, "task": "核实停电期间的用工损失"}

    def part(self, case: Case) -> Assignment:
        """What the unit that assists still owes. Raises NotPossible where nothing is owed."""
        owed = Assignment.objects.owing().filter(case=case).select_related("unit", "case__federation", "case__unit")
        found = owed.first()
        if found is None:
            raise NotPossible("nothing is owed")
        return found

    def _part(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return self._of_part(actions.answer_part), "wu", {"text": "停电期间停工三天，已核实。"}

    def _excuse(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return self._of_part(actions.excuse_part), "chen", {"reason": "已另行核实"}

    def _of_part(self, act: Any) -> Any:
        return lambda *, case, **given: act(assignment=self.part(case), **given)

    def _call_joint(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        unit, _who = self.helper(case)
        busy = Assignment.objects.owing().filter(case=case, unit=unit).exists()
        told = {"topic": "双回路改造", "meets_at": self.now + timedelta(days=1), "place": "三楼会议室"}
        return actions.call_joint, "chen", {**told, "parts": [] if busy else [(unit, "核实停工损失")]}

    _meet = _call_joint

    def called(self, **told: Any) -> Case:
        """A case in joint handling whose meeting is still to be held."""
        case = self.case(Stage.PROCESSING, **told)
        self.step(case, "call_joint")
        return Case.objects.get(pk=case.pk)

    def _met(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return lambda *, case, **_who: self.minutes(case, conclude=False), "chen", {}

    def minutes(self, case: Case, **given: Any) -> None:
        """Enter the minutes of the meeting that was called, with one decision."""
        meeting = Meeting.objects.select_related("case__federation", "case__unit").get(case=case, held_at=None)
        told = {"meets_at": meeting.meets_at, "place": "三楼会议室", "chair": "会长", "attendees": "两家单位经办人"}
        due = meeting.meets_at.date() + timedelta(days=9)
        decided = [actions.Decided(self._unit(case), "完成双回路改造", due)]
        facts = {"minutes": actions.Minutes(**told, minutes="会议听取了情况。"), "decisions": decided, **given}
        chen = self.cast.actor(self._player(case, "chen"))
        actions.enter_minutes(meeting=meeting, actor=chen, at=self.later(), **facts)

    def _joint_decided(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        if Meeting.objects.filter(case=case, held_at=None).exists():
            self.minutes(case, conclude=False)
        return actions.conclude_joint, "chen", {}

    def _reply(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.reply, "liu", {"text": "供电所已更换变压器，六月十日起恢复正常。", "result": "solved"}

    def _review_pass(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.review_pass, "chen", {}

    def _review_reject(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.review_reject, "chen", {"reason": "请写明完成时间"}

    def _rate_close(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.rate, "qian", {"solved": "yes", "score": 5, "comment": "修好了，谢谢"}

    def _rate_rework(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.rate, "qian", {"solved": "no", "score": 1, "comment": "昨天又停了"}

    _rate_reopen = _rate_escalate = _rate_rework

    def _call(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.record_call, "luo", {"reached": False, "note": "138 打了两次，无人接听"}

    def _close_unrated(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return self._after_two_calls, "luo", {"note": "两次回访未接通，企业未作评价", "at": case.due_at}

    def _after_two_calls(self, *, case: Case, actor: Actor, at: datetime, note: str) -> None:
        """The end without the firm's word, with the calls on two days that must come before; all of it or nothing."""
        with transaction.atomic():
            for days in (2, 1) if case.stage == Stage.AWAITING_RATING else ():
                self.step(case, "call", at=at - timedelta(days=days))
            actions.close_unrated(case=case, actor=actor, at=at, note=note)

    def _decide_close(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        text = "变压器扩容已列入明年计划，现阶段已尽力。"
        return actions.decide, "lu", {"decision": "decide_close", "text": text}

    def _decide_rework(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.decide, "lu", {"decision": "decide_rework", "text": "请三个工作日内到现场再办一次。"}

    def _decide_joint(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        helping = self.cast.unit("BA-JJB" if case.federation == self.cast.ba else "RSJ")
        return actions.decide, "lu", {"decision": "decide_joint", "text": "请两家一起到现场。", "units": [helping]}

    def another(self, case: Case) -> Case:
        """An open case of the same district under which this one can be merged."""
        others = Case.objects.open().filter(federation=case.federation, complained_of=case.complained_of)
        firms = {"LG": "zhou", "BA": "ba_fang"}
        return others.exclude(pk=case.pk).first() or self.received(by=firms[case.federation.code])

    def issue(self, case: Case) -> SystemicIssue:
        """The open systemic issue of the case's district."""
        found = SystemicIssue.objects.filter(federation=case.federation, concluded_at=None).first()
        return found or actions.open_issue(
            title="园区停电",
            text="变压器老化，一个片区都停",
            category=self.cast.category("ENER", case.federation.code),
            unit=self._unit(case),
            actor=self.cast.actor(self._player(case, "chen")),
            at=self.now,
        )

    def _merge(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.merge, "chen", {"master": self.another(case), "reason": "同一次停电"}

    def _unmerge(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.unmerge, "chen", {"reason": "不是同一条线路"}

    _unmerge_unread = _unmerge

    def _split(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.split, "chen", {"parts": ["路灯也坏了，晚上货车进不来。"]}

    def _hang(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.hang, "chen", {"issue": self.issue(case)}

    def _unhang(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.unhang, "chen", {"reason": "另有原因"}

    def _answer_systemic(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return self._conclude, "chen", {}

    def _conclude(self, *, case: Case, actor: Actor, at: datetime) -> None:
        """The owner's unit proposes, the actor concludes; that answers every case on the issue."""
        if case.systemic is None:
            raise NotPossible("on no issue")
        if case.systemic.is_open:
            words = {"text": "更换变压器，十日内完成。", "result": "solved"}
            liu = self.cast.actor(self._player(case, "liu"))
            actions.propose_outcome(issue=case.systemic, actor=liu, at=at, **words)
        actions.conclude(issue=case.systemic, actor=actor, at=at)

    def _withdraw(self, case: Case) -> tuple[Any, str, dict[str, Any]]:
        return actions.withdraw, "qian", {"reason": "自己解决了"}


def told(case: Case) -> set[tuple[str, str]]:
    """Who was told what about a case."""
    rows = Notice.objects.filter(link=f"/cases/{case.number}/").values_list("recipient__username", "kind")
    return {(name, kind.removeprefix("cases/")) for name, kind in rows}


@pytest.fixture
def story(cast: Cast) -> Story:
    """The story of one test, at its first page."""
    return Story(cast)
