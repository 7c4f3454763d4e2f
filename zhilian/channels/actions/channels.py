"""The channels themselves: entered, changed, checked every quarter, retired."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.accounts.queries import everybody_with
from zhilian.channels import permissions
from zhilian.channels.facts import (
    CONTACT,
    ChannelFacts,
    ContactFacts,
    contact_of,
    differences,
    facts_of,
    mark_of,
    shown,
    values_of,
)
from zhilian.channels.models import ChannelCheck, DirectChannel
from zhilian.channels.rules import reminder_due
from zhilian.core.actor import Actor, system_actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.roles import Role
from zhilian.core.trail import record
from zhilian.notices.actions import send


@transaction.atomic
def add_channel(*, no: int, facts: ChannelFacts, actor: Actor, at: datetime) -> DirectChannel:
    """新增快捷通道: in service from that day, its contact still to be checked. Raises Invalid for a number in use."""
    require(actor, permissions.EDIT_CHANNEL)
    _own(actor, facts)
    today = at.astimezone(SHANGHAI).date()
    values = {**values_of(facts), "since": today}
    channel, created = DirectChannel.objects.get_or_create(federation=actor.federation, no=no, defaults=values)
    if not created:
        raise Invalid(_("Number %(no)s is taken by %(name)s.") % {"no": no, "name": channel.name}, ["no"])
    channel.categories.set(facts.categories)
    record("channel.added", channel, actor=actor, at=at, no=no, **shown(facts))
    return channel


@transaction.atomic
def change_channel(
    *, channel: DirectChannel, facts: ChannelFacts, actor: Actor, at: datetime, seen: str = ""
) -> DirectChannel:
    """修改快捷通道: cases under way keep the times promised to them. Nothing is written where nothing differs.

    Raises Invalid when the row is no longer the one whose mark ``seen`` the form carried.
    """
    require(actor, permissions.EDIT_CHANNEL)
    _own(actor, facts)
    current = _locked(channel, actor)
    if seen and seen != mark_of(current):
        raise Invalid(_("Somebody else changed this channel meanwhile. Please look at it again, then save."))
    changed = differences(shown(facts_of(current)), shown(facts))
    if not changed:
        return current
    _write(current, values_of(facts))
    current.categories.set(facts.categories)
    record("channel.changed", current, actor=actor, at=at, no=current.no, name=current.name, changed=changed)
    return current


@transaction.atomic
def check_channel(
    *,
    channel: DirectChannel,
    reached: bool,
    actor: Actor,
    at: datetime,
    note: str = "",
    contact: ContactFacts | None = None,
) -> ChannelCheck:
    """季度核实: the contact was called. Reached, it counts as verified that day; if not, the check stays due.

    ``contact`` is the contact as it turned out to be. Raises Invalid when nobody was reached and no note says what
    was tried, and NotPossible for a channel that is retired.
    """
    require(actor, permissions.CHECK_CHANNEL)
    if not reached and not note.strip():
        raise Invalid(_("Please note whom you tried to reach, and when."), ["note"])
    current = _locked(channel, actor)
    if not current.active:
        raise NotPossible(_("This channel is retired."))
    found = contact or contact_of(current)
    changed = differences(_values(contact_of(current)), _values(found))
    verified = {"verified_on": at.astimezone(SHANGHAI).date()} if reached else {}
    _write(current, {**_values(found), **verified})
    check = ChannelCheck.objects.create(
        federation_id=current.federation_id,
        channel=current,
        at=at,
        by_id=actor.user_id,
        reached=reached,
        note=note.strip(),
        changed=changed,
    )
    verb = "channel.checked" if reached else "channel.not_reached"
    record(verb, current, actor=actor, at=at, no=current.no, name=current.name, text=note.strip(), changed=changed)
    return check


@transaction.atomic
def retire_channel(*, channel: DirectChannel, reason: str, actor: Actor, at: datetime) -> None:
    """停用: no new case goes over it; those under way stay with their unit. Raises NotPossible if it is so already."""
    require(actor, permissions.EDIT_CHANNEL)
    if not reason.strip():
        raise Invalid(_("Please say why."), ["reason"])
    _switch(channel, actor, active=False)
    record("channel.retired", channel, actor=actor, at=at, no=channel.no, name=channel.name, text=reason.strip())


@transaction.atomic
def restore_channel(*, channel: DirectChannel, actor: Actor, at: datetime) -> None:
    """恢复: the channel is in service again, from this day. Raises NotPossible if it is so already."""
    require(actor, permissions.EDIT_CHANNEL)
    _switch(channel, actor, active=True, since=at.astimezone(SHANGHAI).date())
    record("channel.restored", channel, actor=actor, at=at, no=channel.no, name=channel.name)


@transaction.atomic
def remind_of_check(*, channel: DirectChannel, at: datetime) -> bool:
    """核实提醒: tell the dispatchers that the contact is to be checked; False where that was told already.

    The conditional UPDATE lets one worker of several win.
    """
    today = at.astimezone(SHANGHAI).date()
    if not reminder_due(channel.verified_on, channel.reminded_on, today):
        return False
    rows = DirectChannel.objects.filter(
        pk=channel.pk, active=True, verified_on=channel.verified_on, reminded_on=channel.reminded_on
    )
    if rows.update(reminded_on=today) != 1:
        return False
    send(
        kind="channels/check_due",
        to=everybody_with(channel.federation, Role.DISPATCHER, today),
        federation=channel.federation,
        at=at,
        link=f"/channels/manage/{channel.no}/check/",
        context={"channel": channel},
    )
    record("channel.reminded", channel, actor=system_actor(channel.federation), at=at, no=channel.no, name=channel.name)
    return True


def _own(actor: Actor, facts: ChannelFacts) -> None:
    """Raise Invalid for a unit or category of another federation."""
    owners = {facts.unit.federation_id, *(one.federation_id for one in facts.categories)}
    if owners != {actor.federation_id}:
        raise Invalid(_("That belongs to another federation."))


def _locked(channel: DirectChannel, actor: Actor) -> DirectChannel:
    """The row as it is now, held until the commit."""
    return DirectChannel.objects.visible_to(actor).select_for_update().get(pk=channel.pk)


def _write(channel: DirectChannel, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(channel, name, value)
    channel.save(update_fields=list(values))


def _values(contact: ContactFacts) -> dict[str, str]:
    return {name: getattr(contact, name) for name in CONTACT}


def _switch(channel: DirectChannel, actor: Actor, **changes: Any) -> None:
    """Put a channel into service or out of it, with one UPDATE: of two people one wins."""
    rows = DirectChannel.objects.visible_to(actor).filter(pk=channel.pk, active=not changes["active"])
    if rows.update(**changes) != 1:
        raise NotPossible(_("Somebody was faster: the channel is so already."))
    for name, value in changes.items():
        setattr(channel, name, value)
