"""What happens beside the cases: contacts of channels are checked, people drop in at the stations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from zhilian.channels import actions
from zhilian.channels.facts import ChannelFacts, ContactFacts, VisitFacts
from zhilian.channels.models import DirectChannel
from zhilian.channels.queries import to_remind
from zhilian.config.demo.ground import Ground
from zhilian.config.demo.parts import people
from zhilian.config.demo.people import Firm
from zhilian.core.actor import Actor
from zhilian.core.roles import Role
from zhilian.kit.worktime import SHANGHAI, WorkCalendar
from zhilian.members.models import Enterprise

QUARTER = timedelta(days=84)
CHECKED_AGO = {17: 118, 9: 84, 24: 80, 28: 79}
"""Days since the last check of those channels whose next one is late or soon due; of others it is fresh."""
FRESH = (3, 62)
UNUSED, UNUSED_SINCE = 31, timedelta(days=290)
"""A channel that was opened and never used, and whose post nobody can be reached at."""
MONTHS, VISITS = 4, (1, 4)
"""For so many months visits were logged, so many a week at each station."""
CHECKS = ("电话打通，岗位、号码无变化。", "已核实，对外公布信息准确。", "岗位人员轮换，号码不变，已当面交接。", "")
NOTES = {
    "case": (
        "反映厂门口货车停放被反复抄告，先了解情况。",
        "电费账单看不懂，想请供电部门解释。",
        "社保补缴卡在系统里，已协助整理材料。",
    ),
    "policy": (
        "咨询专精特新申报条件。",
        "问稳岗返还什么时候到账。",
        "领取惠企政策汇编一份。",
        "想了解技改投资补贴的材料清单。",
    ),
    "finance": ("了解续贷需要准备哪些材料。", "想参加下月的银企对接会。", "咨询知识产权质押贷款。"),
    "law": ("合同纠纷，约律师周三驻点时面谈。", "咨询员工离职竞业限制。"),
    "mediation": ("与邻厂的排水争议，双方同意由商会调解。", "租金纠纷，预约调解室。"),
    "party": ("联系流动党员转接组织关系。", "商量两新组织联合主题党日。"),
    "other": ("借用路演室。", "打印、复印材料。", "参观驿站。"),
}
WEIGHTS = (24, 30, 16, 8, 5, 7, 10)
Act = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to do at a moment."""

    at: datetime
    act: Act


class Diary:
    """Entries in the order of their moments; ``until`` does those whose moment has come."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: entry.at, reverse=True)

    def until(self, at: datetime) -> None:
        """Do everything up to this moment."""
        while self.entries and self.entries[-1].at <= at:
            entry = self.entries.pop()
            entry.act(entry.at)


def _remind(at: datetime) -> None:
    """As the worker does."""
    for channel in to_remind(at.astimezone(SHANGHAI).date()):
        actions.remind_of_check(channel=channel, at=at)


@dataclass(frozen=True)
class Writer:
    """Writes the diary of the year before ``now``; the same district gets the same diary."""

    ground: Ground
    actors: Mapping[str, Actor]
    calendar: WorkCalendar
    now: datetime
    rng: Random

    @property
    def dispatcher(self) -> Actor:
        """Who looks after the channels."""
        return self.actors["chensimin"]

    def diary(self, firms: Mapping[str, list[Firm]], entered: Mapping[str, Enterprise], began: datetime) -> Diary:
        """Checks of all channels, the one nobody uses, the visits, and the worker's reminder of yesterday."""
        entries = [
            *(entry for no in self.ground.channels for entry in self._checks(no, began)),
            *self._unused(),
            *(entry for code in people(Role.STATION_CLERK) if code for entry in self._visits(code, firms, entered)),
        ]
        return Diary([*entries, Entry(self._office(self.now.date() - timedelta(days=1), 1), _remind)])

    def _checks(self, no: int, began: datetime) -> Iterable[Entry]:
        """Every quarter back from the last one."""
        day = self.now.date() - timedelta(days=CHECKED_AGO.get(no, self.rng.randint(*FRESH)))
        while day > began.date() + QUARTER / 2:
            yield Entry(self._office(day), self._check(no, self.rng.choice(CHECKS)))
            day -= QUARTER

    def _check(self, no: int, note: str) -> Act:
        def act(at: datetime) -> None:
            channel = DirectChannel.objects.get(pk=self.ground.channels[no].pk)
            actions.check_channel(channel=channel, reached=True, note=note, actor=self.dispatcher, at=at)

        return act

    def _unused(self) -> Iterable[Entry]:
        opened = self._office(self.now.date() - UNUSED_SINCE)
        return Entry(opened, self._open), Entry(self._office(self.now.date() - timedelta(days=6)), self._try_in_vain)

    def _open(self, at: datetime) -> None:
        facts = ChannelFacts(
            name="文旅商圈服务专线",
            unit=self.ground.organisations["WTJ"],
            categories=(self.ground.categories["MKT"],),
            contact=ContactFacts("文旅产业服务岗", "0755-28002031"),
            contact_minutes=120,
            close_days=5,
            purpose="夜市摆位、演出报批、商圈活动，想找文旅部门对接的。",
        )
        actions.add_channel(no=UNUSED, facts=facts, actor=self.dispatcher, at=at)

    def _try_in_vain(self, at: datetime) -> None:
        channel = DirectChannel.objects.get(federation=self.ground.district, no=UNUSED)
        note = "上下午各打两次无人接听，已请文旅局办公室协调。"
        actions.check_channel(channel=channel, reached=False, note=note, actor=self.dispatcher, at=at)

    def _visits(self, code: str, firms: Mapping[str, list[Firm]], entered: Mapping[str, Enterprise]) -> Iterable[Entry]:
        """A few visits a week, of firms of the street."""
        near = [entered[firm.credit_code] for firm in firms.get(code, ()) if firm.credit_code in entered]
        clerk = self.actors[people(Role.STATION_CLERK)[code][0]]
        for back in range(1, 30 * MONTHS, 7):
            for _visit in range(self.rng.randint(*VISITS)):
                day = self.now.date() - timedelta(days=back + self.rng.randrange(5))
                yield Entry(self._office(day), self._visit(clerk, self.rng.choice(near) if near else None))

    def _visit(self, clerk: Actor, firm: Enterprise | None) -> Act:
        purpose = self.rng.choices(list(NOTES), WEIGHTS)[0]
        note = self.rng.choice(NOTES[purpose])

        def act(at: datetime) -> None:
            visit = VisitFacts(visited_at=at - timedelta(minutes=12), purpose=purpose, enterprise=firm, note=note)
            actions.record_visit(visit=visit, actor=clerk, at=at)

        return act

    def _office(self, day: date, minutes: int = 0) -> datetime:
        """A moment of office hours of the last working day up to ``day``."""
        while not self.calendar.is_workday(day):
            day -= timedelta(days=1)
        opening = datetime.combine(day, time(9), SHANGHAI)
        return self.calendar.add_minutes(opening, minutes or self.rng.randint(15, 400))
