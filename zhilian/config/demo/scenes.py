"""Scenes of today, besides the year's cases: one power cut told by many, joint handling, a firm that stays unnamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from zhilian.accounts.actions import hand_over
from zhilian.accounts.models import RoleHolding
from zhilian.cases import actions
from zhilian.cases.models import Case
from zhilian.cases.rules import Level, Stage
from zhilian.config.demo.ground import Ground
from zhilian.config.demo.people import Firm
from zhilian.config.demo.persons import Persons
from zhilian.config.demo.planning import firm_user
from zhilian.config.demo.tales import Step, Tale
from zhilian.core.queries import calendar_of
from zhilian.kit.worktime import SHANGHAI, WorkCalendar

POWER_CUT: Final = (
    "深坑这一片从上午九点就没电了，注塑机里的料已经凝住，能不能问问什么时候来电？",
    "今天又停电了，这个月第四次，车间三十多个人干等着，请帮忙反映一下。",
    "我们厂突然断电，冷库里的货撑不过下午，麻烦尽快联系供电抢修。",
    "六约工业园整栋楼没电，电梯里还困过人，物业说是外线故障。",
    "供电所电话一直占线，想知道是检修还是故障，几点能恢复？订单明天就要交。",
)
AGAIN: Final = "刚才报过停电的事，补充一句：对面两栋楼也没电，应该是一整片。"
UNNAMED: Final = (
    "街道执法队同一个月来查了四次，每次要的材料一样，还暗示找指定的公司做整改。我们怕被为难，请不要告诉他们是谁说的。"
)
COMPLAINED_OF: Final = "JD-BJ"
CASES: Final = len(POWER_CUT) + 2  # of the scenes, among all
TEMPLATE: Final = (
    "{企业}：\n您反映的“{标题}”（{编号}）收悉。经核实，……。下一步请您……，联系人：{经办人}。\n{单位}\n{日期}"
)


def scene_tales(firms: list[Firm], now: datetime) -> list[Tale]:
    """The cases of the scenes as they came in this very day; the last two are the one told twice and the unnamed."""
    told = [*zip(firms, POWER_CUT, strict=False), (firms[0], AGAIN), (firms[len(POWER_CUT)], UNNAMED)]
    return [
        _tale(firm, text, now - timedelta(minutes=4 * (len(told) - place)), place)
        for place, (firm, text) in enumerate(told)
    ]


def _tale(firm: Firm, text: str, at: datetime, place: int) -> Tale:
    secret = {"confidentiality": Level.ANONYMOUS, "complained_of": COMPLAINED_OF} if text == UNNAMED else {}
    kind, category = ("complaint", "ENF") if secret else ("help", "ENER")
    facts = {"text": text, "kind": kind, "category": category, "station": None, "title": "", **secret}
    key = uuid5(NAMESPACE_URL, f"scene-{place}-{firm.credit_code}")
    return Tale(firm, key, (Step(at, "receive", firm_user(firm), facts),))


@dataclass
class Scenes:
    """Plays the scenes at ``now``, on the cases already there."""

    ground: Ground
    people: Persons
    cases: Mapping[int, Case]
    tales: list[Tale]
    now: datetime

    def play(self) -> None:
        """All of them."""
        self._one_power_cut()
        self._joint_handling()
        self._words_among_colleagues()
        self._on_leave()

    def _of_scenes(self) -> Iterator[Case]:
        """The scenes' own cases, in the order told."""
        keys = {tale.key: place for place, tale in enumerate(self.tales)}
        found = Case.objects.filter(submission_key__in=keys).select_related("federation")
        return iter(sorted(found, key=lambda case: keys[case.submission_key]))  # type: ignore[index]

    def _one_power_cut(self) -> None:
        """Many tell of one cause: the double goes under the first, all hang on one issue."""
        desk, (first, *others) = self.people.actors["chensimin"], list(self._of_scenes())
        actions.merge(case=others[-2], master=first, reason="同一企业同一事项重复反映", actor=desk, at=self.now)
        issue = actions.open_issue(
            title="横岗六约片区外线故障停电",
            text="多家企业反映六约深坑一带停电，初步判断为外线故障。请供电局核实原因、抢修进度和后续改造安排，统一答复。",
            category=self.ground.categories["ENER"],
            unit=self.ground.organisations["GDJ"],
            actor=desk,
            at=self.now,
            due_at=self._workday(2),
        )
        for case in [first, *others[: len(POWER_CUT) - 1]]:
            actions.hang(case=case, issue=issue, actor=desk, at=self.now)

    def _joint_handling(self) -> None:
        """A matter that one unit alone cannot settle."""
        rows = Case.objects.filter(stage=Stage.PROCESSING, extensions=None, holds=None, rework_count=0)
        case = rows.select_related("federation", "unit").order_by("-accepted_at").first()
        if case is None:
            return
        others = [code for code in ("FGJ", "ZJJ", "GTJ", "CGJ") if case.unit and code != case.unit.code][:2]
        tasks = ("核实规划和配套计划，给出可行方案。", "核实现场条件，明确改造责任主体和时间。")
        parts = [(self.ground.organisations[code], task) for code, task in zip(others, tasks, strict=True)]
        actions.call_joint(
            case=case,
            topic=f"{case.title}协调会",
            place="区工商联三楼会议室",
            meets_at=self._workday(1, time(15)),
            parts=parts,
            actor=self.people.actors["chensimin"],
            at=self.now,
        )
        assist = case.assignments.filter(role="assist").first()
        if assist:
            text = "已核实，该片区配套工程列入明年计划，可先行提供临时接入方案，附后。"
            handler = self.people.actors[f"{assist.unit.code.lower()}-handler"]
            actions.answer_part(assignment=assist, text=text, actor=handler, at=self.now)

    def _words_among_colleagues(self) -> None:
        """A note that calls a colleague, and a template answers are begun with."""
        handler = self.people.actors["tanqihang"]
        case = Case.objects.filter(unit=handler.organisation, stage=Stage.PROCESSING).order_by("due_at").first()
        if case:
            text = "企业的付款凭证还差一份，@廖若琚 请帮忙协调财务股。"
            actions.note(case=case, text=text, actor=handler, at=self.now)
        actions.save_template(title="通用答复", text=TEMPLATE, actor=self.people.actors["chensimin"], at=self.now)

    def _on_leave(self) -> None:
        """A handler is away for some days; the head stands in."""
        handler, deputy = self.people.actors["tanqihang"], self.people.users["liaoruolin"]
        holding = RoleHolding.objects.get(user_id=handler.person_id)
        days = {"since": self._workday(3).date(), "until": self._workday(7).date()}
        hand_over(holding=holding, deputy=deputy, reason="年休假", actor=handler, at=self.now, **days)

    def _workday(self, later: int, at: time = time(18)) -> datetime:
        calendar: WorkCalendar = calendar_of(self.ground.district)
        return datetime.combine(calendar.add_workdays(self.now.date(), later), at, SHANGHAI)
