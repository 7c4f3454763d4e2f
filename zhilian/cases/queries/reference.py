"""Names that every list shows and filters by: few rows, read at every click, so remembered for a few seconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from zhilian.channels.models import Category
from zhilian.core.memory import remembered
from zhilian.core.models import Federation, Organisation, Street
from zhilian.core.roles import UNIT_ROLES


@dataclass(frozen=True, slots=True)
class Named:
    """A row of reference: its key, code and names; ``offered`` says whether filters offer it."""

    pk: int
    code: str
    name: str
    name_en: str = ""
    offered: bool = True

    def shown(self, language: str) -> str:
        """The name in a language."""
        return self.name_en if self.name_en and language.startswith("en") else self.name


class Names:
    """The rows of one column: by key for showing, by code for filtering, in order for choosing."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self.rows = tuple(rows)

    @cached_property
    def by_key(self) -> dict[int, Named]:
        """Each row by its key."""
        return {row.pk: row for row in self.rows}

    def key(self, code: str) -> int:
        """The key of the row with this code; 0, which nothing has, where there is none."""
        return next((row.pk for row in self.rows if row.code == code), 0)

    def shown(self, key: int | None, language: str) -> str:
        """The name behind a key, empty for none."""
        row = self.by_key.get(key or 0)
        return row.shown(language) if row else ""


Reference = dict[str, Names]


@remembered
def reference(federation: Federation) -> Reference:
    """The federation's categories, streets and units by column name; shared, so nobody may change it."""
    handling = set(handling_units(federation).values_list("pk", flat=True))
    categories = Category.objects.of(federation)
    streets = Street.objects.filter(federation=federation)
    units = Organisation.objects.filter(federation=federation).order_by("code")
    return {
        "category": Names(Named(one.pk, one.code, one.name, one.name_en, one.active) for one in categories),
        "street": Names(Named(one.pk, one.code, one.name, offered=one.active) for one in streets),
        "unit": Names(Named(one.pk, one.code, one.short_name, offered=one.pk in handling) for one in units),
    }


def handling_units(federation: Federation) -> "QuerySet[Organisation]":
    """The units that can be given a case: active, with at least one person who may sign for it."""
    held = Q(holdings__role__in=sorted(UNIT_ROLES), holdings__until=None)
    return Organisation.objects.filter(held, federation=federation, active=True).distinct().order_by("code")
