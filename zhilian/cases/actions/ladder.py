"""The ladder is climbed: cases whose time runs out take the steps they have reached, each step once."""

# house: allow action: a pass is many transactions, one for each batch

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhilian.cases.actions.clocks import CLIMBED
from zhilian.cases.actions.digests import Digests, People
from zhilian.cases.actions.issuing import issue_many
from zhilian.cases.models import Case, LadderMark, LadderStep, SupervisionOrder
from zhilian.cases.queries.ladder import Named, Running, Standing, open_cases, people_named, reached, standings
from zhilian.cases.rules import DEFAULT_LADDER, LATE_AFTER, Act, Rung, Stage
from zhilian.core.actor import system_actor
from zhilian.core.bulk import change_many, insert_many
from zhilian.core.models import Federation, Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import calendar_of
from zhilian.core.roles import Role
from zhilian.core.trail import record_many

BATCH: Final = 1_000  # cases of one transaction
PASS: Final = 20_000  # cases of one pass, after which the worker looks after its other work
_HANDLER, _HEAD = Role.DEPARTMENT_HANDLER, Role.DEPARTMENT_HEAD

# Whom each step tells: at the unit, the first role that anybody there holds of each line; at the federation, all.
UNIT_TOLD: dict[Act, tuple[tuple[str, ...], ...]] = {
    Act.REMIND: ((_HANDLER, _HEAD),),
    Act.LETTER: ((_HANDLER, _HEAD), (_HEAD, _HANDLER)),
    Act.ORDER: ((_HEAD, _HANDLER),),
    Act.TALK: ((_HEAD, _HANDLER),),
}
FEDERATION_TOLD: dict[Act, tuple[str, ...]] = {
    Act.LETTER: (Role.DISPATCHER,),
    Act.COPY: (Role.DISPATCHER, Role.FEDERATION_LEADER),
    Act.LIST: (Role.DISPATCHER,),
    Act.TALK: (Role.FEDERATION_LEADER, Role.DISPATCHER),
}
ORDERING: Final = frozenset({Act.ORDER, Act.TALK})  # steps that come with a supervision order


@dataclass(frozen=True, slots=True)
class Taken:
    """One step that is taken for one case."""

    case: Case
    row: Running
    rung: Rung
    reached: datetime
    late: bool


def climb(federation: Federation, at: datetime, *, limit: int = PASS, batch: int = BATCH) -> int:
    """Let at most ``limit`` cases take all steps reached by ``at``; returns how many took steps or lost their place.

    Each batch is one transaction: its marks, orders, messages and lines of trail are there together or not at all. A
    case is claimed by a conditional UPDATE, so any number of workers may do this at once; whatever a worker that was
    down has missed is taken by the next pass and marked late.
    """
    one, done = _Pass(federation, at), 0
    while done < limit and (found := one.batch(min(batch, limit - done))):
        done += found
    return done


def derive(federation: Federation, *, batch: int = BATCH) -> int:
    """Derive from the rows when every open case takes its next step; returns how many were wrong.

    A few at a time, so memory does not grow with the cases; a case that somebody moves meanwhile is left to that move.
    """
    idle = Case.objects.filter(federation=federation, ladder_at__isnull=False).exclude(stage__in=sorted(CLIMBED))
    changed = idle.update(ladder_at=None)
    for cases in open_cases(federation, sorted(CLIMBED), batch):
        changed += _derive(federation, cases)
    return changed


@transaction.atomic
def _derive(federation: Federation, cases: Sequence[Case]) -> int:
    ladder, calendar = _ladder(federation), calendar_of(federation)
    found = ((one.case, one.ahead(ladder, calendar)) for one in standings(cases))
    nexts = ((case, next((moment for moment, _rung in way), None)) for case, way in found)
    changes = [(case.pk, moment, case.ladder_at) for case, moment in nexts if moment != case.ladder_at]
    return len(change_many(Case, ["ladder_at"], changes, held="ladder_at"))


class _Pass:
    """What the batches of one pass share."""

    def __init__(self, federation: Federation, at: datetime) -> None:
        self.federation, self.at = federation, at
        self.actor = system_actor(federation)
        self.people = People(federation, at)
        self.digests = Digests(federation, at)

    @transaction.atomic
    def batch(self, size: int) -> int:
        """One batch; returns how many cases were looked at, 0 when none is left."""
        cases = reached(self.federation, self.at, size)
        if not cases:
            return 0
        rows, nexts = self._steps(standings(cases))
        changes = [(one.pk, nexts[one.pk], one.ladder_at) for one in cases]
        claimed = change_many(Case, ["ladder_at"], changes, held="ladder_at")
        steps = [one for one in rows if one.case.pk in claimed]
        if steps:
            with translation.override(settings.LANGUAGE_CODE):
                self._take(steps)
        return len(cases)

    def _steps(self, found: Sequence[Standing]) -> tuple[list[Taken], dict[int, datetime | None]]:
        """The steps to take, and when each case takes its next one."""
        ladder, calendar = _ladder(self.federation), calendar_of(self.federation)
        steps: list[Taken] = []
        nexts: dict[int, datetime | None] = {}
        for one in found:
            way = one.ahead(ladder, calendar) if Stage(one.case.stage) in CLIMBED else []
            nexts[one.case.pk] = next((moment for moment, _rung in way if moment > self.at), None)
            if one.row:
                steps += (self._taken(one.case, one.row, rung, when) for when, rung in way if when <= self.at)
        return steps, nexts

    def _taken(self, case: Case, row: Running, rung: Rung, when: datetime) -> Taken:
        return Taken(case, row, rung, when, self.at - when > LATE_AFTER)

    def _take(self, steps: Sequence[Taken]) -> None:
        """Everything that follows from these steps; the trail last, for it keeps other writers waiting."""
        insert_many([self._mark(one) for one in steps])
        self.people.meet(one.case for one in steps)
        ordering = [one for one in steps if one.rung.act in ORDERING]
        orders = issue_many([(one.case, _reason(one.rung)) for one in ordering], actor=self.actor, at=self.at)
        by_step = dict(zip(map(id, ordering), orders, strict=True))
        named = people_named([one.case for one in steps])
        for one in steps:
            self._tell(one, by_step.get(id(one)), named)
        self.digests.send()
        for act in Act:
            told = [(one.case, self._facts(one, by_step.get(id(one)))) for one in steps if one.rung.act == act]
            if told:
                record_many(f"case.ladder_{act}", told, actor=self.actor, at=self.at)

    def _mark(self, one: Taken) -> LadderMark:
        return LadderMark(
            federation_id=one.case.federation_id,
            case_id=one.case.pk,
            deadline_id=one.row.pk,
            unit_id=one.case.unit_id,
            code=one.rung.code,
            act=one.rung.act,
            reached_at=one.reached,
            taken_at=self.at,
            late=one.late,
        )

    def _tell(self, one: Taken, order: SupervisionOrder | None, named: Named) -> None:
        """The unit, and the federation; where nobody is left at the unit, the federation's dispatchers hear of it."""
        case, act = one.case, one.rung.act
        unit, name = self.people.unit_of(case), self._unit(case)
        if act in UNIT_TOLD:
            at_unit = (self.people.of_unit(unit, *roles) for roles in UNIT_TOLD[act]) if unit else ()
            if people := self.people.allowed((one for people in at_unit for one in people), case, named):
                kind, more = ("ladder_order", order.name) if order else (f"ladder_{act}", "")
                self.digests.add(kind, people, case, more)
            else:
                self._tell_federation("ladder_nobody", (Role.DISPATCHER,), case, named, name)
        self._tell_federation(f"ladder_{act}", FEDERATION_TOLD.get(act, ()), case, named, name)

    def _tell_federation(self, kind: str, roles: Iterable[str], case: Case, named: Named, more: str) -> None:
        self.digests.add(kind, self.people.allowed(self.people.of_federation(*roles), case, named), case, more)

    def _unit(self, case: Case) -> str:
        unit: Organisation | None = self.people.units.get(case.unit_id or 0)
        return unit.short_name if unit else ""

    def _facts(self, one: Taken, order: SupervisionOrder | None) -> dict[str, Any]:
        when = one.reached.astimezone(SHANGHAI)
        return {
            "number": one.case.number,
            "unit": self._unit(one.case),
            "code": one.rung.code,
            "act": one.rung.act,
            "reached": one.reached.isoformat(),
            "late": one.late,
            "text": _("Reached on %(when)s, taken late.") % {"when": f"{when:%Y-%m-%d %H:%M}"} if one.late else "",
            "order": order.name if order else None,
        }


def _ladder(federation: Federation) -> tuple[Rung, ...]:
    """The ladder as it is now: not as remembered, for a step just set must not be missed."""
    return tuple(row.rung for row in LadderStep.objects.filter(federation=federation)) or DEFAULT_LADDER


def _reason(rung: Rung) -> str:
    """Why a supervision order is issued, in words."""
    days = rung.days or 0
    if not days:
        return _("The time to answer is over, and the unit has not answered.")
    words = ngettext(
        "%(n)s working day after its time, the unit has not answered.",
        "%(n)s working days after its time, the unit has not answered.",
        days,
    ) % {"n": days}
    if rung.act != Act.TALK:
        return words
    return _("%(reason)s The head of the unit is asked to a talk.") % {"reason": words}
