"""What is said of a channel or a visit, as forms hand it to actions and as the trail keeps it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhilian.channels.models import Category, DirectChannel
from zhilian.core.models import Organisation
from zhilian.members.models import Enterprise


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Who answers behind a channel, by post."""

    contact_post: str
    phone: str
    substitute_post: str = ""


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What a channel is and promises; ``contact_minutes`` in working minutes, ``close_days`` in working days."""

    name: str
    unit: Organisation
    categories: tuple[Category, ...]
    contact: ContactFacts
    contact_minutes: int
    close_days: int
    purpose: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """Who came when and for what; the firm from the registry, or its name as said, or neither."""

    visited_at: datetime
    purpose: str
    enterprise: Enterprise | None = None
    firm_name: str = ""
    visitor: str = ""
    note: str = ""
    case_number: str = ""


CONTACT = ("contact_post", "phone", "substitute_post")
PLAIN = ("name", "purpose", "hours", "contact_minutes", "close_days")


def contact_of(channel: DirectChannel) -> ContactFacts:
    """The contact as the row has it."""
    return ContactFacts(**{name: getattr(channel, name) for name in CONTACT})


def facts_of(channel: DirectChannel) -> ChannelFacts:
    """The channel as the row has it."""
    values = {name: getattr(channel, name) for name in PLAIN}
    return ChannelFacts(
        unit=channel.unit, categories=tuple(channel.categories.all()), contact=contact_of(channel), **values
    )


def values_of(facts: ChannelFacts) -> dict[str, Any]:
    """The columns of a channel."""
    contact = {name: getattr(facts.contact, name) for name in CONTACT}
    return {**{name: getattr(facts, name) for name in PLAIN}, "unit": facts.unit, **contact}


def shown(facts: ChannelFacts) -> dict[str, Any]:
    """The channel as the trail keeps it: names, no keys."""
    categories = sorted(one.name for one in facts.categories)
    return {**values_of(facts), "unit": facts.unit.name, "categories": categories}


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Name → what was and what is, for what differs."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def mark_of(channel: DirectChannel) -> str:
    """A mark that changes with the row: a form carries it, so that nobody overwrites what he has not seen."""
    packed = json.dumps(shown(facts_of(channel)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(packed.encode()).hexdigest()[:16]
