"""Who may learn who told a confidential case, what others see instead, who may hold it, and who has read it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeVar

from django.db.models import Model, QuerySet, TextField
from django.utils.translation import gettext as _

from zhilian.accounts.models import RoleHolding, User
from zhilian.cases.models import Case, CasePerson, Reading
from zhilian.cases.rules import WATCHED, Level, Veil, telling
from zhilian.core.actor import Actor
from zhilian.core.models import Organisation, TrailEntry
from zhilian.core.numbers import SHANGHAI
from zhilian.core.queries import trail_of
from zhilian.core.roles import FEDERATION_ROLES, UNIT_ROLES, Role
from zhilian.core.veil import NAMELESS

Row = TypeVar("Row", bound=Model)
A_LINE = 100  # characters: shorter columns hold codes
OFFICIALS = FEDERATION_ROLES | UNIT_ROLES | {Role.STATION_CLERK}


# ---- who told it


def hides_identity(actor: Actor, case: Case) -> bool:
    """Whether this reader may see the case but never who told it: an anonymous one, read by others than the firm, the
    federation and the station that took it down."""
    return case.confidentiality == Level.ANONYMOUS and is_kept_apart(actor, case.station_id)


def is_kept_apart(actor: Actor, station_id: int | None = None) -> bool:
    """Whether the firm's identity is none of this reader's business where it asked to stay unnamed."""
    if actor.role == Role.STATION_CLERK:
        return station_id != actor.organisation_id
    return not (actor.is_system or actor.in_federation or actor.role == Role.ENTERPRISE_USER)


def veil(case: Case, actor: Actor) -> Case:
    """The case as this reader may see it: of an anonymous one, all that tells who told it is blanked in memory.

    The same row is changed and given back, so that no template can show what it should not; it cannot be saved.
    """
    if case.veil or not hides_identity(actor, case):
        return case
    said = (case.firm_name, case.reporter, case.contact_name, case.contact_phone)
    case.veil = Veil(telling(said), case.station_id)
    case.enterprise = case.street = case.station = case.received_by = None
    case.reporter, case.contact_name, case.contact_phone = _("Anonymous firm"), "", ""
    veil_rows(case, [case])
    return case


def veil_rows(case: Case, rows: Iterable[Row]) -> list[Row]:
    """Things that hang on the case as the case's reader may see them: words that name the firm blanked in memory."""
    found = list(rows)
    if case.veil:
        for row in found:
            for name in set(_wordy(type(row))) & set(vars(row)):
                setattr(row, name, case.veil.over(getattr(row, name)))
            if case.veil.station_id and getattr(row, "unit_id", None) == case.veil.station_id:
                row.unit = row.by = None  # type: ignore[attr-defined]
    return found


@cache
def _wordy(model: type[Model]) -> list[str]:
    """The columns in which people write words of their own; those not loaded stay so."""
    fields = model._meta.concrete_fields
    return [one.attname for one in fields if isinstance(one, TextField) or (one.max_length or 0) >= A_LINE]


def veil_trail(case: Case, entries: Iterable[TrailEntry]) -> list[TrailEntry]:
    """Lines of the case's trail as its reader may see them: no name of whoever told it or took it down."""
    if not case.veil:
        return list(entries)
    found = veil_rows(case, (entry for entry in entries if entry.verb not in _OF_THE_FEDERATION))
    for entry in found:
        if entry.actor_role in NAMELESS:
            entry.actor_name = entry.actor_organisation = ""
    return found


_OF_THE_FEDERATION = frozenset({"case.level", "case.recuse"})  # reasons that speak of the firm


def unveiled(case: Case) -> Case:
    """The whole case, for actions: they decide and tell by what really is there."""
    if not case.veil:
        return case
    whole = Case.objects.select_related("federation", "unit", "category").get(pk=case.pk)
    extra = {name: value for name, value in vars(case).items() if name not in vars(whole) and name != "veil"}
    vars(whole).update(extra)  # what the query of its page has reckoned
    return whole


def levels_named(actor: Actor) -> list[str]:
    """The levels of cases that this reader may find by the firm's name or street."""
    return [level.value for level in Level if level != Level.ANONYMOUS or not is_kept_apart(actor)]


def veiled_ids(keys: Iterable[str]) -> set[str]:
    """Those of these cases whose lines of the trail are veiled."""
    rows = Case.objects.filter(pk__in=list(keys), confidentiality__in=sorted(WATCHED))
    return {str(key) for key in rows.values_list("pk", flat=True)}


def question_open(case: Case) -> bool:
    """Whether a unit waits for what an unnamed firm answers to its last question."""
    last = trail_of(case).filter(verb__in=("case.question", "case.firm_answers")).last()
    return last is not None and last.verb == "case.question"


# ---- who may hold it, who is named for it


def may_hold(case: Case, unit: Organisation) -> bool:
    """Whether this unit may lead, assist or own what comes of the case: not the one complained of, nor one below it."""
    return case.complained_of is None or not unit.path.startswith(case.complained_of.path)


def named(case: Case) -> dict[str, set[int]]:
    """The users named for the case: ``reader`` and ``recused``."""
    found: dict[str, set[int]] = {part.value: set() for part in CasePerson.Part}
    for part, user in CasePerson.objects.filter(case_id=case.pk).values_list("part", "user_id"):
        found[part].add(user)
    return found


def people_named(case: Case) -> "QuerySet[CasePerson]":
    """The same with their names, for the case's page."""
    return CasePerson.objects.filter(case_id=case.pk).select_related("user")


def people_below(organisation: Organisation) -> "QuerySet[RoleHolding]":
    """The roles held in an organisation or below it."""
    rows = RoleHolding.objects.filter(federation_id=organisation.federation_id, until=None)
    return rows.filter(organisation__path__startswith=organisation.path)


def officials(case: Case) -> "QuerySet[RoleHolding]":
    """The roles of officials who may come to know of the case, with person and organisation; nobody complained of."""
    rows = RoleHolding.objects.filter(federation_id=case.federation_id, until=None, role__in=sorted(OFFICIALS))
    rows = rows.filter(user__is_active=True)
    if case.complained_of:
        rows = rows.exclude(organisation__path__startswith=case.complained_of.path)
    return rows.select_related("user", "organisation").order_by("organisation__code", "user__name", "pk")


def keepers(case: Case, readers: Iterable[int] | None, recused: Iterable[int]) -> "QuerySet[User]":
    """The dispatchers and leaders who would still find the case with these readers (None: all) and people recused."""
    rows = RoleHolding.objects.filter(federation_id=case.federation_id, until=None, role__in=sorted(FEDERATION_ROLES))
    people = User.objects.filter(is_active=True, pk__in=rows.values("user_id")).exclude(pk__in=list(recused))
    return people if readers is None else people.filter(pk__in=list(readers))


# ---- who has read it


def readings(
    actor: Actor, number: str = "", name: str = "", since: date | None = None, until: date | None = None
) -> "QuerySet[Reading]":
    """The reads of confidential cases in the actor's federation; of the cases themselves only number and level."""
    rows = Reading.objects.filter(federation_id=actor.federation_id)
    rows = rows.filter(case__number=number) if number else rows
    rows = rows.filter(name=name) if name else rows
    rows = rows.filter(at__gte=_midnight(since)) if since else rows
    rows = rows.filter(at__lt=_midnight(until + timedelta(days=1))) if until else rows
    return rows.select_related("case").only("name", "role", "organisation", "at", "where", *_ABOUT)


_ABOUT = ("case__number", "case__confidentiality")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
