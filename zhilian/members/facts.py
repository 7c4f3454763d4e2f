"""What is known of a firm, apart from its row: as typed, imported or recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhilian.core.models import Federation, Street
from zhilian.kit.pinyin import initials, sort_key
from zhilian.kit.text import fold
from zhilian.members.models import Enterprise


@dataclass(frozen=True, slots=True)
class EnterpriseFacts:
    """What is known of a firm; all but the name may be empty. ``industry`` is a GB/T 4754 code, ``size`` a Size."""

    name: str
    credit_code: str | None = None
    street: Street | None = None
    address: str = ""
    industry: str = ""
    size: str = ""
    is_member: bool = True


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A contact as typed and normalised."""

    name: str
    post: str = ""
    phone: str = ""
    email: str = ""


def derived(name: str) -> dict[str, str]:
    """The columns that follow from the name."""
    return {"name_folded": fold(name), "sort_key": sort_key(name)[:200], "initials": initials(name)[:60]}


def build(federation: Federation, facts: EnterpriseFacts, at: datetime) -> Enterprise:
    """An unsaved enterprise; for the action below and for imports in bulk."""
    values = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    return Enterprise(federation=federation, created_at=at, updated_at=at, **values, **derived(facts.name))


def facts_of(enterprise: Enterprise) -> EnterpriseFacts:
    """What the registry knows of a firm, as facts."""
    return EnterpriseFacts(**{name: getattr(enterprise, name) for name in EnterpriseFacts.__dataclass_fields__})


def shown(facts: EnterpriseFacts) -> dict[str, Any]:
    """The facts as names and texts, for the trail."""
    values: Mapping[str, Any] = {name: getattr(facts, name) for name in facts.__dataclass_fields__ if name != "street"}
    return {**values, "street": facts.street.name if facts.street else None}
