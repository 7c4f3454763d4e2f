"""The dispatch catalogue (派单目录): which row fits a matter, and why. Rows are the federation's; this only chooses."""

from collections.abc import Iterable
from dataclasses import dataclass

ASPECTS = ("category", "street", "level", "size")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a route is looked up by: codes; empty means not known."""

    category: str = ""
    street: str = ""
    level: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One row of the catalogue: empty aspects fit anything. Units are codes, ``channel`` a number or None."""

    no: int
    unit: str
    priority: int = 100
    category: str = ""
    street: str = ""
    level: str = ""
    size: str = ""
    assists: tuple[str, ...] = ()
    channel: int | None = None

    def fits(self, matter: Matter) -> bool:
        """Whether every aspect the row names is the matter's."""
        return all(getattr(self, name) in ("", getattr(matter, name)) for name in ASPECTS)

    @property
    def named(self) -> int:
        """How many aspects the row names: of two of equal priority the one that says more comes first."""
        return sum(bool(getattr(self, name)) for name in ASPECTS)


def fitting(rows: Iterable[RouteRow], matter: Matter) -> list[RouteRow]:
    """The rows that fit, the one to follow first: by priority, then the more precise, then by number."""
    found = [row for row in rows if row.fits(matter)]
    return sorted(found, key=lambda row: (row.priority, -row.named, row.no))
