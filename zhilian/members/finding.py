"""How firms are found: by name, by its sound, by credit code, by place and trade."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhilian.core.actor import Actor
from zhilian.core.queries import streets
from zhilian.core.searching import Filter, Findable, Shown, Source, keys_of
from zhilian.members.models import Enterprise
from zhilian.members.permissions import SEE_REGISTRY


def findable(ids: Sequence[int]) -> Iterator[Findable]:
    """Firms as whoever sees the registry may read them: no contacts."""
    for firm in Enterprise.objects.filter(pk__in=ids).select_related("street"):
        yield Findable(
            object_id=firm.pk,
            federation_id=firm.federation_id,
            at=firm.created_at,
            title=firm.name,
            body=_about(firm),
            names=(firm.name,),
            codes=(firm.credit_code,) if firm.credit_code else (),
            scopes=(f"fed-{firm.federation_id}",),
        )


def visible(actor: Actor) -> "QuerySet[Enterprise]":
    """The registry, for whoever has a page of it."""
    return Enterprise.objects.visible_to(actor) if actor.has(SEE_REGISTRY) else Enterprise.objects.none()


def scopes(actor: Actor) -> list[str]:
    """The registry of the own federation."""
    return [f"fed-{actor.federation_id}"] if actor.has(SEE_REGISTRY) else []


def show(actor: Actor, ids: Sequence[int], at: datetime) -> Iterator[Shown]:
    """Firms with their place, trade and credit code."""
    for firm in visible(actor).filter(pk__in=ids).select_related("street"):
        facts = (firm.credit_code or _("credit code missing"), *([] if firm.is_member else [_("not a member")]))
        yield Shown(firm.pk, firm.name, reverse("member", args=[firm.pk]), _about(firm), facts)


def _about(firm: Enterprise) -> str:
    told = (firm.street.name if firm.street else "", firm.address, firm.industry_name)
    return " · ".join(filter(None, told))


STREET: Final = Filter(
    _("Street"),
    lambda actor, code: {"street__code": code},
    lambda actor: [(one.code, one.name) for one in streets(actor.federation)],
)
FIRMS: Final = Source(
    kind="firm",
    label=_("Firms"),
    subjects=frozenset({"members.enterprise"}),
    findable=findable,
    ids=keys_of(Enterprise.objects.all()),
    visible=visible,
    show=show,
    scopes=scopes,
    filters={"street": STREET},
    weight=1.0,
    order=20,
)
