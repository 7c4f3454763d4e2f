"""What officials see first: figures that open, what is due next, who waits for whom. One figure, one list."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from zhilian.cases import queries
from zhilian.cases.lines import capped, lines
from zhilian.cases.queries import Pile
from zhilian.cases.queries.delay import holds_asked
from zhilian.cases.queries.hot import hottest
from zhilian.cases.queries.joint import parts_owed
from zhilian.cases.queries.orders import counted as orders_counted
from zhilian.cases.rules import OPEN, WAITING_FOR, WITH_UNIT, Party, Stage
from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.core.roles import ADMINISTRATORS, Role
from zhilian.notices.queries import inbox

NEXT_SHOWN = 10
UNITS_SHOWN = 12
HOT_SHOWN = 5
NOTICES_SHOWN = 5
Test = Callable[[Pile], bool]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of the first page and the list behind it."""

    label: object
    value: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the table of who waits for whom: one unit or district, its open, late and today's cases with lists."""

    name: str
    url: str
    late: int
    open: int
    figures: list[tuple[str, str]]


def page(actor: Actor, at: datetime) -> dict[str, Any]:
    """The first page of whoever works on cases; a fixed number of queries."""
    piles = queries.piles(actor, at)
    shown = {"piles": piles, "notices": list(inbox(actor)[:NOTICES_SHOWN]), "now": at}
    return {**shown, **PAGES[Role(actor.role)](actor, at, piles)}


def address_of_admin(role: str) -> str:
    """Where an administrator's day begins; empty for others."""
    return ADMIN_PAGES.get(Role(role), "")


ADMIN_PAGES = {Role.SYSTEM_ADMIN: "people", Role.SECURITY_ADMIN: "sign_ins", Role.AUDIT_ADMIN: "trail"}
assert set(ADMIN_PAGES) == ADMINISTRATORS


# ---- the roles


def _dispatcher(actor: Actor, at: datetime, piles: Sequence[Pile]) -> dict[str, Any]:
    mine = [
        _stage_tile(_("To be accepted"), piles, Stage.SUBMITTED),
        _stage_tile(_("To be dispatched"), piles, Stage.ACCEPTED),
        _stage_tile(_("Returned, to be dispatched anew"), piles, Stage.RETURNED),
        _stage_tile(_("To be reviewed"), piles, Stage.REPLIED),
    ]
    silent = sum(pile.silent for pile in piles)
    over = Tile(_("Firms to be called back"), capped(silent), reverse("calls"))
    return {
        "groups": [
            (_("Waiting for me"), [*mine, *_stranded(actor, piles)]),
            (_("All open cases"), [*_times(piles), *_waiting_tiles(piles), *_systemic(piles), over]),
        ],
        **_desk(actor, at, piles),
    }


def _unit(actor: Actor, at: datetime, piles: Sequence[Pile]) -> dict[str, Any]:
    mine = [
        _stage_tile(_("To be signed for"), piles, Stage.DISPATCHED),
        _stage_tile(_("To be contacted"), piles, Stage.SIGNED),
        _stage_tile(_("In hand"), piles, Stage.PROCESSING),
        _stage_tile(_("To be reworked"), piles, Stage.REWORK),
        Tile(_("To assist with"), capped(parts_owed(actor)), _list(view="assist")),
        *_times(piles, Party.UNIT),
        *_systemic(piles),
        *_orders(actor, at),
    ]
    shown = _next(actor, at, "mine") or _next(actor, at, "assist")
    return {"groups": [(_("Waiting for my unit"), mine)], "next": shown}


def _systemic(piles: Sequence[Pile]) -> list[Tile]:
    """Cases that are answered together with their issue; nothing where there is none."""
    found = any(pile.stage == Stage.SYSTEMIC for pile in piles)
    return [_stage_tile(_("On systemic issues"), piles, Stage.SYSTEMIC, view="open")] if found else []


def _orders(actor: Actor, at: datetime) -> list[Tile]:
    """Supervision orders that the unit has to answer; nothing where there is none."""
    count, late = orders_counted(actor, at)
    tone = "late" if late else "amber"
    return [Tile(_("Supervision orders to answer"), capped(count), reverse("orders"), tone)] if count else []


def _clerk(actor: Actor, at: datetime, piles: Sequence[Pile]) -> dict[str, Any]:
    mine = [
        _stage_tile(_("To be called back"), piles, Stage.AWAITING_RATING),
        _stage_tile(_("To be accepted by the federation"), piles, Stage.SUBMITTED, view="open"),
        Tile(_("Open cases of my station"), _figure(piles), _list(view="open")),
        *_times(piles),
    ]
    shown = _next(actor, at, "mine") or _next(actor, at, "open")
    return {"takes_down": True, "groups": [(_("My station"), mine)], "next": shown}


def _leader(actor: Actor, at: datetime, piles: Sequence[Pile]) -> dict[str, Any]:
    units = _units(actor, piles)
    return {
        "headline": _headline(piles, units),
        "groups": [
            (_("Waiting for me"), [_stage_tile(_("To be decided in writing"), piles, Stage.ESCALATED), _holds(actor)]),
            (_("All open cases"), [_all(piles), _times(piles)[1], *_waiting_tiles(piles)]),
        ],
        "hot": hottest(actor, HOT_SHOWN),
        "waiting": units[:UNITS_SHOWN],
        "next": _next(actor, at, "late"),
        "next_title": _("Overdue the longest"),
    }


def _observer(actor: Actor, at: datetime, piles: Sequence[Pile]) -> dict[str, Any]:
    rows = [
        _district(one, [pile for pile in piles if pile.federation_id == one.pk]) for one in queries.districts(actor)
    ]
    return {"waiting": sorted(rows, key=_worst_first), "waiting_title": _("The districts")}


def _banker(actor: Actor, at: datetime, piles: Sequence[Pile]) -> dict[str, Any]:
    return {"nothing": True}


PAGES: dict[Role, Callable[[Actor, datetime, Sequence[Pile]], dict[str, Any]]] = {
    Role.DISPATCHER: _dispatcher,
    Role.DEPARTMENT_HANDLER: _unit,
    Role.DEPARTMENT_HEAD: _unit,
    Role.STATION_CLERK: _clerk,
    Role.FEDERATION_LEADER: _leader,
    Role.CITY_OBSERVER: _observer,
    Role.BANK_OFFICER: _banker,
}


# ---- the parts


def _desk(actor: Actor, at: datetime, piles: Sequence[Pile]) -> dict[str, Any]:
    return {"takes_down": True, "next": _next(actor, at, "mine"), "waiting": _units(actor, piles)[:UNITS_SHOWN]}


def _next(actor: Actor, at: datetime, view: str) -> list[Any]:
    wanted = queries.Wanted(view=view)
    rows = queries.cases(actor, wanted, at, given=queries.Given())[:NEXT_SHOWN]
    return lines(rows, actor, at, actor.federation)


def _stranded(actor: Actor, piles: Sequence[Pile]) -> list[Tile]:
    """Cases of units that were closed or have nobody left; shown only where there are any."""
    without = queries.units_without_people(actor.federation)
    count = sum(pile.open for pile in piles if pile.unit_id in without and pile.stage in WITH_UNIT)
    label = _("To be taken back: the unit has nobody left")
    return [Tile(label, capped(count), _list(view="stranded"), tone="late")] if count else []


def _holds(actor: Actor) -> Tile:
    """The holds that only a leader approves."""
    count = holds_asked(actor).count()
    return Tile(_("Holds to be approved"), capped(count), f"{reverse('requests')}?sort=holds")


def _all(piles: Sequence[Pile]) -> Tile:
    return Tile(_("All open"), _figure(piles), _list(view="open"))


def _waiting_tiles(piles: Sequence[Pile]) -> list[Tile]:
    return [
        Tile(_("Waiting for units"), _figure(piles, _waits(Party.UNIT)), _list(view="waiting_unit")),
        Tile(_("Waiting for firms"), _figure(piles, _waits(Party.FIRM)), _list(view="waiting_firm")),
    ]


def _times(piles: Sequence[Pile], party: Party | None = None) -> list[Tile]:
    """Late and due today; for a unit only what waits for it."""
    rows = [pile for pile in piles if party is None or WAITING_FOR[pile.stage] == party]
    late, today = sum(pile.late for pile in rows), sum(pile.today for pile in rows)
    return [
        Tile(pgettext_lazy("view", "Overdue"), capped(late), _list(view="late"), "late" if late else ""),
        Tile(_("Due today"), capped(today), _list(view="today"), "amber" if today else ""),
    ]


def _stage_tile(label: object, piles: Sequence[Pile], stage: Stage, view: str = "mine") -> Tile:
    rows = [pile for pile in piles if pile.stage == stage]
    tone = "late" if any(pile.late or pile.silent for pile in rows) else ""
    return Tile(label, _figure(rows), _list(view=view, stage=stage.value), tone)


def _figure(piles: Iterable[Pile], test: Test = lambda pile: True) -> str:
    return capped(sum(pile.open for pile in piles if test(pile)))


def _waits(party: Party) -> Test:
    return lambda pile: WAITING_FOR[pile.stage] == party


def _units(actor: Actor, piles: Sequence[Pile]) -> list[Waiting]:
    """The units for which cases wait, those with most late cases first."""
    heaps: dict[int, list[Pile]] = defaultdict(list)
    for pile in piles:
        if pile.unit_id and WAITING_FOR[pile.stage] == Party.UNIT:
            heaps[pile.unit_id].append(pile)
    names = queries.reference(actor.federation)["unit"].by_key
    rows = [_line(names[key].name, heap, waits="unit", unit=names[key].code) for key, heap in heaps.items()]
    return sorted(rows, key=_worst_first)


def _district(federation: Federation, piles: Sequence[Pile]) -> Waiting:
    return _line(federation.name, piles, district=federation.code)


def _line(name: str, piles: Sequence[Pile], **asked: str) -> Waiting:
    counted = [sum(getattr(pile, column) for pile in piles) for column in ("open", "late", "today")]
    urls = [_list(view=view, **asked) for view in ("open", "late", "today")]
    figures = [(capped(count), url if count else "") for count, url in zip(counted, urls, strict=True)]
    return Waiting(name, urls[0], counted[1], counted[0], figures)


def _worst_first(row: Waiting) -> tuple[int, int, str]:
    return (-row.late, -row.open, row.name)


def _headline(piles: Sequence[Pile], units: Sequence[Waiting]) -> dict[str, Any]:
    """One figure, one sentence, one name."""
    late = sum(pile.late for pile in piles)
    worst = units[0] if units and units[0].late else None
    if not late:
        sentence = str(_("No open case is overdue."))
        return {"figure": capped(late), "sentence": sentence, "url": _list(view="open"), "tone": ""}
    words = ngettext("open case is overdue", "open cases are overdue", late)
    return {"figure": capped(late), "sentence": words, "url": _list(view="late"), "tone": "late", "worst": worst}


def _list(**asked: str) -> str:
    return f"{reverse('cases')}?{urlencode(asked)}"


assert set(PAGES) | ADMINISTRATORS | {Role.ENTERPRISE_USER} == set(Role)
assert set(WAITING_FOR) == OPEN
