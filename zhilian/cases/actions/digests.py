"""What a pass over many cases tells: each person once for each matter, with the cases' numbers and no word more."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from zhilian.accounts.models import User
from zhilian.accounts.queries import everybody_with, people_in
from zhilian.cases.models import Case
from zhilian.cases.queries.ladder import Named
from zhilian.cases.rules import Level
from zhilian.core.models import Federation, Organisation
from zhilian.core.numbers import SHANGHAI
from zhilian.notices import actions as notices

SHOWN: Final = 30  # numbers written out in one message
LINKS: Final = {"ladder_order": "/cases/orders/", "ladder_talk": "/cases/orders/"}
LIST: Final = "/cases/?view=late"


class People:
    """Who is there to be told, on the day of the pass; asked once for each unit."""

    def __init__(self, federation: Federation, at: datetime) -> None:
        self.federation, self.day = federation, at.astimezone(SHANGHAI).date()
        self.units: dict[int, Organisation] = {}
        self._known: dict[tuple[int, str], list[User]] = {}

    def meet(self, cases: Iterable[Case]) -> None:
        """Read the units of these cases, and whom they complain of, as far as they are not known yet."""
        keys = {key for one in cases for key in (one.unit_id, one.complained_of_id) if key} - self.units.keys()
        self.units |= Organisation.objects.in_bulk(keys) if keys else {}

    def of_unit(self, unit: Organisation, *roles: str) -> list[User]:
        """The unit's people in the first of these roles that anybody holds; nobody in a unit that was dissolved."""
        found = (self._in(unit, role) for role in roles) if unit.active else ()
        return next((people for people in found if people), [])

    def of_federation(self, *roles: str) -> list[User]:
        """The federation's people in these roles."""
        return [one for role in roles for one in everybody_with(self.federation, role, self.day)]

    def _in(self, unit: Organisation, role: str) -> list[User]:
        key = (unit.pk, role)
        if key not in self._known:
            self._known[key] = list(people_in(unit, role, day=self.day))
        return self._known[key]

    def allowed(self, people: Iterable[User], case: Case, named: Named) -> list[User]:
        """Those of them who may read the case: of a restricted one only the named; nobody who is recused."""
        found = {one.pk: one for one in people}
        if case.confidentiality == Level.RESTRICTED:
            found = {pk: one for pk, one in found.items() if pk in named.readers.get(case.pk, ())}
        recused = named.recused.get(case.pk, ())
        return [one for pk, one in found.items() if pk not in recused] if recused else list(found.values())

    def unit_of(self, case: Case) -> Organisation | None:
        """The unit that may be told: not one that belongs to the unit complained of."""
        unit, against = self.units.get(case.unit_id or 0), self.units.get(case.complained_of_id or 0)
        return None if unit is None or (against and unit.path.startswith(against.path)) else unit


@dataclass(slots=True)
class Heap:
    """What one person is told of one matter so far."""

    to: User
    first: str
    count: int = 0
    lines: list[str] = field(default_factory=list)
    notice: int | None = None
    grown: bool = False


class Digests:
    """The messages of one pass; ``send`` in the transaction of what they tell of, as often as there is more to tell."""

    def __init__(self, federation: Federation, at: datetime) -> None:
        self.federation, self.at = federation, at
        self._heaps: dict[tuple[str, int], Heap] = {}

    def add(self, kind: str, people: Iterable[User], case: Case, more: str = "") -> None:
        """Let these people know of a case; ``more`` stands behind its number."""
        for one in people:
            heap = self._heaps.setdefault((kind, one.pk), Heap(one, case.number))
            heap.count += 1
            heap.grown = True
            if len(heap.lines) < SHOWN:
                heap.lines.append(f"{case.number} {more}".rstrip())

    def send(self) -> None:
        """Write what is new; a message that nobody was mailed yet grows instead of being followed by a second one."""
        grown = {key: heap for key, heap in self._heaps.items() if heap.grown}
        told = [self._digest(kind, heap) for (kind, _), heap in grown.items()]
        sent = notices.send_digests(digests=told, federation=self.federation, at=self.at) if told else {}
        for (kind, person), heap in grown.items():
            heap.notice, heap.grown = sent[f"cases/{kind}", person].pk, False

    def _digest(self, kind: str, heap: Heap) -> notices.Digest:
        one = f"/cases/{heap.first}/" if heap.count == 1 else LINKS.get(kind, LIST)
        counts = {"number": heap.first, "count": heap.count, "rest": heap.count - len(heap.lines)}
        return notices.Digest(f"cases/{kind}", heap.to, {**counts, "lines": heap.lines}, one, heap.notice)
