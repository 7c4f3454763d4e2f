"""What a difficulty seems to be about: to the firm as it writes, to the desk with the route it leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhilian.cases.models import Case
from zhilian.cases.queries.routing import Route, route_of
from zhilian.cases.queries.secrecy import may_hold
from zhilian.cases.teaching import TASK, subject_and_body
from zhilian.channels.models import Category, DirectChannel
from zhilian.channels.queries import categories, channels
from zhilian.channels.words import category_name
from zhilian.core.models import Federation
from zhilian.kit.text import title_from
from zhilian.triage.queries.proposals import Proposals, propose
from zhilian.triage.words import because, likelihood


@dataclass(frozen=True, slots=True)
class Option:
    """A category proposed for a case: how likely, why, and where the catalogue sends a case of it."""

    category: Category
    likelihood: str
    reason: str
    words: tuple[str, ...]
    route: Route | None = None
    channel: DirectChannel | None = None

    @property
    def name(self) -> str:
        """The category in the reader's language."""
        return category_name(self.category)

    @property
    def to(self) -> str:
        """The choice of the dispatch form that follows the route; empty where there is none."""
        if self.channel:
            return f"channel:{self.channel.no}"
        return f"unit:{self.route.unit.code}" if self.route else ""

    @property
    def way(self) -> str:
        """Unit and channel in words."""
        names = [self.route.unit.short_name] if self.route else []
        return " · ".join([*names, *([self.channel.name] if self.channel else [])])


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a case: the options, whether the first may stand chosen, and by which model (0: keywords)."""

    options: tuple[Option, ...] = ()
    certain: bool = False
    model: int = 0
    probability: float | None = None

    @property
    def first(self) -> Option | None:
        """The likeliest."""
        return self.options[0] if self.options else None

    @property
    def words(self) -> tuple[str, ...]:
        """What carried any of the options."""
        return tuple(word for one in self.options for word in one.words)

    @property
    def facts(self) -> dict[str, Any]:
        """What the trail keeps of it."""
        codes = [one.category.code for one in self.options]
        probability = round(self.probability, 3) if self.probability is not None else None
        told = {"model": self.model, "certain": self.certain, "probability": probability, "offered": codes}
        return {"task": TASK, **told} if codes else {}


def proposed(federation: Federation, text: str) -> Proposals:
    """What a text, as somebody types it, seems to be about."""
    return propose(federation, TASK, title_from(text), text)


def reading_of(case: Case, at: datetime, without: Iterable[int] = ()) -> Reading:
    """What a case seems to be about, each with its route; units in ``without`` are passed over."""
    found = propose(case.federation, TASK, *subject_and_body(case))
    if not found.found:
        return Reading()
    codes = [one.code for one in found.found]
    rows = {one.code: one for one in categories(case.federation).select_related("unit").filter(code__in=codes)}
    held = [one for one in channels(case.federation) if may_hold(case, one.unit)]
    options = []
    for one in found.found:
        if category := rows.get(one.code):
            route = route_of(case, at, without=without, category=category)
            told = (likelihood(one.probability), because(one.words), one.words)
            options.append(Option(category, *told, route, _channel(route, category, held)))
    return Reading(tuple(options), found.certain, found.model, found.found[0].probability)


def _channel(route: Route | None, category: Category, held: Iterable[DirectChannel]) -> DirectChannel | None:
    """The channel of the route; else one of its unit that takes the category."""
    if route is None or route.channel:
        return route.channel if route else None
    fitting = (one for one in held if one.unit_id == route.unit.pk)
    return next((one for one in fitting if any(row.pk == category.pk for row in one.categories.all())), None)
