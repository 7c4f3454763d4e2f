"""Secrecy: how confidential a case is, who reads it, who must not, what passes between unit and unnamed firm."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.models import User
from zhilian.cases import permissions
from zhilian.cases.actions.publishing import withdraw_secret
from zhilian.cases.actions.steps import dispatchers, holdable, own, people_of, tell
from zhilian.cases.models import Assignment, Case, CasePerson, Reading
from zhilian.cases.queries import secrecy as queries
from zhilian.cases.rules import WATCHED, Level
from zhilian.core.actor import Actor
from zhilian.core.errors import Forbidden, Invalid, NotPossible
from zhilian.core.models import Organisation
from zhilian.core.powers import require
from zhilian.core.roles import Role
from zhilian.core.trail import record


@transaction.atomic
def set_level(
    *,
    case: Case,
    level: str,
    reason: str,
    actor: Actor,
    at: datetime,
    readers: Iterable[User] = (),
    consent: bool = False,
    complained_of: Organisation | None = None,
) -> None:
    """定密级: how confidential the case is from now on, who reads a restricted one, whom it complains of.

    Whoever sets it is always among the readers. Raises Invalid without a reason, where a firm that asked to stay
    unnamed has not consented, where nobody of the federation or of the unit would be left to read it, and where a unit
    that has the case is the one complained of.
    """
    require(actor, permissions.SET_LEVEL)
    own(case.federation_id, complained_of)
    if not reason.strip():
        raise Invalid(_("Please say why."), ["reason"])
    if case.confidentiality == Level.ANONYMOUS != level and not consent:
        raise Invalid(_("The firm asked to stay unnamed: this needs its consent."), ["consent"])
    row, units = Case.objects.select_related("federation").get(pk=case.pk), _units(case)
    row.complained_of = complained_of
    holdable(row, *units)
    _change(row, actor, {"confidentiality": level, "complained_of": complained_of})
    name_readers(row, readers, actor, at)
    holdable(row, *units)
    _somebody_stays(row)
    withdraw_secret(row, at)
    before = case.confidentiality
    record("case.level", case, actor=actor, at=at, number=case.number, before=before, level=level, text=reason)


def _change(case: Case, actor: Actor, columns: Mapping[str, Any]) -> None:
    if Case.objects.visible_to(actor).filter(pk=case.pk).update(**columns) != 1:
        raise NotPossible(_("The case is not open to you any more. Nothing was changed by your step."))
    for name, value in columns.items():
        setattr(case, name, value)


def _units(case: Case) -> list[Organisation]:
    """The units that have the case: what leads, and what assists."""
    rows = Assignment.objects.filter(case_id=case.pk, returned_at=None, ended_at=None)
    return [row.unit for row in rows.select_related("unit")] if case.is_open else []


# house: allow action: a part of actions, in their transaction
def name_readers(case: Case, readers: Iterable[User], actor: Actor, at: datetime) -> None:
    """The readers of a restricted case anew; of any other level there are none."""
    rows = CasePerson.objects.filter(case_id=case.pk, part=CasePerson.Part.READER)
    wanted = {one.pk for one in readers} | {actor.person_id} if case.confidentiality == Level.RESTRICTED else set()
    rows.exclude(user_id__in=wanted).delete()
    new = wanted - set(rows.values_list("user_id", flat=True))
    CasePerson.objects.bulk_create(_person(case, key, CasePerson.Part.READER, "", actor, at) for key in sorted(new))


def _person(case: Case, user_id: int, part: str, reason: str, actor: Actor, at: datetime) -> CasePerson:
    facts = {"case_id": case.pk, "user_id": user_id, "part": part, "reason": reason[:200]}
    return CasePerson(federation_id=case.federation_id, by_id=actor.user_id, at=at, **facts)


def _somebody_stays(case: Case) -> None:
    """Raise Invalid where no dispatcher or leader would find the case any more: nobody could ever move it on."""
    named = queries.named(case)
    readers = named[CasePerson.Part.READER] if case.confidentiality == Level.RESTRICTED else None
    if not queries.keepers(case, readers, named[CasePerson.Part.RECUSED]).exists():
        raise Invalid(_("At least one dispatcher or leader must stay with the case."), ["person", "readers"])


@transaction.atomic
def recuse(*, case: Case, person: User, reason: str, actor: Actor, at: datetime) -> None:
    """回避: the person finds the case no more and is told nothing of it.

    Everybody may step back; the federation may recuse any official, a head the unit's own people.
    """
    require(actor, permissions.RECUSE)
    if not reason.strip():
        raise Invalid(_("Please say why."), ["reason"])
    if not may_recuse(actor, person):
        raise Forbidden(_("Only the federation, or the head of the unit, recuses somebody else."))
    _change(case, actor, {"complained_of": case.complained_of})  # still open to whoever asks; holds the row
    CasePerson.objects.get_or_create(
        case_id=case.pk,
        user=person,
        part=CasePerson.Part.RECUSED,
        defaults={"federation_id": case.federation_id, "reason": reason[:200], "by_id": actor.user_id, "at": at},
    )
    _somebody_stays(case)
    record("case.recuse", case, actor=actor, at=at, number=case.number, name=person.name, text=reason)


def may_recuse(actor: Actor, person: User) -> bool:
    """Whether the actor may recuse this person."""
    if actor.in_federation or person.pk == actor.person_id:
        return True
    own_people = queries.people_below(actor.organisation) if actor.organisation else None
    return bool(actor.role == Role.DEPARTMENT_HEAD and own_people and own_people.filter(user=person).exists())


# ---- between a unit and a firm it does not know


@transaction.atomic
def ask_firm(*, case: Case, text: str, actor: Actor, at: datetime) -> None:
    """请工商联转问: the unit's question to a firm it does not know; the federation passes it on."""
    require(actor, permissions.HANDLE)
    if not text.strip():
        raise Invalid(_("Please write what the federation is to ask the firm."), ["text", "note"])
    _change(case, actor, {"complained_of": case.complained_of})
    tell("question_for_firm", dispatchers(case, at), case, at)
    record("case.question", case, actor=actor, at=at, number=case.number, unit=actor.organisation_name, text=text)


@transaction.atomic
def pass_on(*, case: Case, text: str, actor: Actor, at: datetime) -> None:
    """转达企业回复: what the unnamed firm answers, in the federation's words."""
    require(actor, permissions.SET_LEVEL)
    if not text.strip():
        raise Invalid(_("Please write what the firm answers."), ["text"])
    _change(case, actor, {"complained_of": case.complained_of})
    for unit in _units(case):
        tell("firm_answers", people_of(unit, at), case, at)
    record("case.firm_answers", case, actor=actor, at=at, number=case.number, text=text)


# ---- who has read it


@transaction.atomic
def note_readings(*, cases: Iterable[Case], actor: Actor, at: datetime, where: str) -> int:
    """查阅留痕: one line for each anonymous or restricted case that an official reads; how many.

    ``where`` is page, slip, file, sheet or export.
    """
    if actor.is_system or actor.role == Role.ENTERPRISE_USER:
        return 0
    watched = [case for case in cases if case.confidentiality in WATCHED]
    facts = {"name": actor.name, "role": actor.role, "organisation": actor.organisation_name, "where": where, "at": at}
    rows = [Reading(federation_id=one.federation_id, case_id=one.pk, user_id=actor.user_id, **facts) for one in watched]
    return len(Reading.objects.bulk_create(rows)) if rows else 0


@transaction.atomic
def note_reading(*, case: Case, actor: Actor, at: datetime, where: str) -> None:
    """The same for one case."""
    note_readings(cases=[case], actor=actor, at=at, where=where)


def note_part_reading(actor: Actor, subject_id: str, at: datetime) -> None:
    """The same for a file that hangs on an assisting unit's part."""
    note_readings(cases=Case.objects.filter(assignments__pk=int(subject_id)), actor=actor, at=at, where="file")


def note_file_reading(actor: Actor, subject_id: str, at: datetime) -> None:
    """The same for a file that hangs on a case, as the registry of files calls it."""
    note_readings(cases=Case.objects.filter(pk=int(subject_id)), actor=actor, at=at, where="file")
