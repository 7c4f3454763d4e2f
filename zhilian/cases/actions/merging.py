"""Merging: the same matter is followed under one case, with full trace and a way back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhilian.cases import permissions
from zhilian.cases.actions.clocks import Clocks, show_due
from zhilian.cases.actions.letting_go import held, let_go
from zhilian.cases.actions.steps import claim, dispatchers, own, people_of, people_of_firm, possible, tell
from zhilian.cases.models import Case
from zhilian.cases.queries.pool import below, root_of
from zhilian.cases.rules import Clock, Level
from zhilian.core.actor import Actor, system_actor
from zhilian.core.errors import Invalid, Refusal
from zhilian.core.powers import require
from zhilian.core.trail import record


@dataclass(slots=True)
class Gathered:
    """What became of many cases: the numbers done, and each number that was not, with the reason in a sentence."""

    done: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def merge(*, case: Case, master: Case, reason: str, actor: Actor, at: datetime) -> None:
    """并案: the same matter; from now on it is followed under the master, whose answer its firm will read, too.

    What was merged under it before stays under it. Raises Invalid for a master that is the case itself, merged or at
    its end, and for cases that may not be read together.
    """
    require(actor, permissions.POOL)
    if not reason.strip():
        raise Invalid(_("Please say why it is the same matter."), ["reason"])
    own(case.federation_id, master)
    found = _locked(case, master, actor)
    possible(held(case), "merge", actor=actor)
    if found is None:
        raise Invalid(_("There is no case with this number that you may see."), ["master"])
    _may_join(case, master := found)
    claim(case, "merge", actor=actor, merged_into=master, closed_at=at, systemic=None, ladder_at=None,
          **show_due(case, None))  # fmt: skip
    Clocks(case, at).drop_all()
    units = let_go(case, actor, at)
    tell("merged", people_of_firm(case), case, at, master=master)
    for unit in units:
        tell("taken_away", people_of(unit, at), case, at)
    record("case.merge", case, actor=actor, at=at, number=case.number, master=master.number, text=reason)
    record("case.merged_here", master, actor=actor, at=at, number=master.number, case=case.number, text=reason)


# house: allow action: each case is a transaction of its own, so that one that fails stops none of the others
def merge_many(*, cases: Iterable[Case], master: Case, reason: str, actor: Actor, at: datetime) -> Gathered:
    """Merge several cases under one; the master itself is passed over."""
    require(actor, permissions.POOL)
    gathered = Gathered()
    for case in cases:
        if case.pk == master.pk:
            continue
        try:
            merge(case=case, master=master, reason=reason, actor=actor, at=at)
        except Refusal as refusal:
            gathered.failed.append((case.number, str(refusal.sentence)))
        else:
            gathered.done.append(case.number)
    return gathered


@transaction.atomic
def unmerge(*, case: Case, reason: str, actor: Actor, at: datetime) -> None:
    """拆并: not the same matter after all; it goes on by itself, with its clock anew."""
    require(actor, permissions.POOL)
    if not reason.strip():
        raise Invalid(_("Please say why it is a matter of its own."), ["reason"])
    master = held(case).merged_into
    move, clock = ("unmerge", Clock.DISPATCH) if case.accepted_at else ("unmerge_unread", Clock.ACCEPT)
    row = Clocks(case, at).start(clock, at)
    claim(case, move, actor=actor, merged_into=None, closed_at=None, unit=None, **show_due(case, row))
    row.save(force_insert=True)
    number = master.number if master else ""
    tell("by_itself", people_of_firm(case), case, at)
    record(f"case.{move}", case, actor=actor, at=at, number=case.number, master=number, text=reason)
    if master:
        record("case.unmerged_here", master, actor=actor, at=at, number=number, case=case.number, text=reason)


def _locked(case: Case, master: Case, actor: Actor) -> Case | None:
    """The master as it is now, None where the actor may not see it.

    Both rows are held in the order of their keys, so that A→B and B→A at once never both pass.
    """
    rows = Case.objects.visible_to(actor).filter(pk__in=[case.pk, master.pk]).order_by("pk")
    return {one.pk: one for one in rows.select_for_update()}.get(master.pk)


def _may_join(case: Case, master: Case) -> None:
    """Raise Invalid unless the case may be followed under the master."""
    if case.pk == master.pk:
        raise Invalid(_("A case cannot be merged under itself."), ["master"])
    root = root_of(master)
    facts = {"master": master.number, "root": root.number}
    if root.pk == case.pk:
        raise Invalid(_("%(master)s is itself merged under this case: that would be a circle.") % facts, ["master"])
    if root.pk != master.pk:
        raise Invalid(_("%(master)s is itself merged. Please merge under %(root)s.") % facts, ["master"])
    if not master.is_open:
        raise Invalid(_("%(master)s is at its end. Please choose an open case.") % facts, ["master"])
    if Level.RESTRICTED in (case.confidentiality, master.confidentiality):
        raise Invalid(_("A restricted case stays with the people named for it and is not merged."), ["master"])
    if case.complained_of_id != master.complained_of_id:
        raise Invalid(_("The two do not complain of the same unit; they must not be read together."), ["master"])


# ---- what a master's end means for those under it; called within the actions that lead to it


# house: allow action: a part of actions
def tell_merged(case: Case, kind: str, at: datetime) -> None:
    """Tell the firms whose cases are followed under this one, directly or not: it was ``answered`` or ``closed``."""
    for one in below(case):
        tell(f"merged_{kind}", people_of_firm(one), one, at, master=case)


# house: allow action: a part of actions
def release_merged(case: Case, at: datetime) -> None:
    """A master that ends without an answer lets go of the cases under it: another firm's word must not end them."""
    under = list(Case.objects.select_for_update().filter(merged_into=case).order_by("pk"))
    if not under:
        return
    system = system_actor(case.federation)
    with translation.override(settings.LANGUAGE_CODE):  # kept in the trail, whatever the firm reads
        reason = str(_("%(master)s ended without an answer.") % {"master": case.number})
    for one in under:
        unmerge(case=one, reason=reason, actor=system, at=at)
        tell("released", dispatchers(one, at), one, at, master=case)
