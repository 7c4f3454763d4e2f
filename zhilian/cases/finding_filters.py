"""What a search for cases can be narrowed by."""

from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhilian.cases import labels
from zhilian.cases.queries.reference import reference
from zhilian.cases.queries.secrecy import levels_named
from zhilian.cases.rules import Stage
from zhilian.core.actor import Actor
from zhilian.core.roles import Role
from zhilian.core.searching import Filter, by_day


def _named(actor: Actor, column: str) -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(one.code, one.shown(language)) for one in reference(actor.federation)[column].rows if one.offered]


def _key(actor: Actor, column: str, code: str) -> int:
    return reference(actor.federation)[column].key(code)


def _in_street(actor: Actor, code: str) -> dict[str, Any]:
    """By a street nobody finds anonymous cases whose firm they may not know."""
    return {"street_id": _key(actor, "street", code), "confidentiality__in": levels_named(actor)}


STAGE: Final = Filter(
    _("Stage"),
    lambda actor, code: {"stage": code},
    lambda actor: [(stage.value, str(labels.STAGES[stage])) for stage in Stage],
)
CATEGORY: Final = Filter(
    _("Category"),
    lambda actor, code: {"category_id": _key(actor, "category", code)},
    lambda actor: _named(actor, "category"),
)
STREET: Final = Filter(
    _("Street"), _in_street, lambda actor: _named(actor, "street") if actor.role != Role.ENTERPRISE_USER else []
)
UNIT: Final = Filter(
    _("Unit"),
    lambda actor, code: {"unit_id": _key(actor, "unit", code)},
    lambda actor: _named(actor, "unit") if actor.in_federation else [],
)
CASES: Final = {"stage": STAGE, "category": CATEGORY, "street": STREET, "unit": UNIT, **by_day("received_at")}
