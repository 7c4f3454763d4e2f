"""How channels and visits are shown to officials: states in words, checks as a timeline. Reads nothing itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhilian.channels.models import ChannelCheck, DirectChannel
from zhilian.channels.rules import Check, check_state
from zhilian.channels.words import category_name, working_time

URGENCY = (Check.NEVER, Check.LATE, Check.SOON, Check.FRESH)
TONES = {Check.NEVER: "late", Check.LATE: "late", Check.SOON: "amber", Check.FRESH: ""}
STATES = {
    Check.NEVER: gettext_lazy("Never checked"),
    Check.LATE: gettext_lazy("Check overdue"),
    Check.SOON: gettext_lazy("Check soon"),
    Check.FRESH: gettext_lazy("Checked in time"),
}
COLUMNS = {
    "contact_post": gettext_lazy("Contact post"),
    "phone": gettext_lazy("Phone"),
    "substitute_post": gettext_lazy("Substitute"),
}
VIEWS = {
    "due": gettext_lazy("To be checked"),
    "all": pgettext_lazy("channels", "In service"),
    "retired": pgettext_lazy("channels", "Retired"),
}


@dataclass(frozen=True, slots=True)
class Managed:
    """A channel as the desk's list shows it."""

    channel: DirectChannel
    state: Check
    due: date | None
    categories: str
    contact: str

    @property
    def is_due(self) -> bool:
        """Whether its contact is to be checked now or soon."""
        return self.state != Check.FRESH

    @property
    def urgency(self) -> tuple[int, date]:
        """What sorts the most urgent first."""
        return URGENCY.index(self.state), self.due or date.min

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return TONES[self.state]

    @property
    def label(self) -> object:
        """Its state in words."""
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check as a line of the timeline."""

    at: datetime
    title: str
    who: str
    text: str
    tone: str = ""
    url: str = ""


def managed_lines(channels: Iterable[DirectChannel], today: date) -> list[Managed]:
    """The channels with the state of their checks."""
    return [
        Managed(
            channel=one,
            state=check_state(one.verified_on, today),
            due=one.check_due,
            categories=_(", ").join(category_name(row) for row in one.categories.all()),
            contact=working_time(one.contact_minutes) if one.contact_minutes else "",
        )
        for one in channels
    ]


def check_lines(checks: Iterable[ChannelCheck]) -> list[CheckLine]:
    """The checks of a channel, as given."""
    return [
        CheckLine(
            at=one.at,
            title=_("Reached") if one.reached else _("Not reached"),
            who=one.by.name if one.by else "",
            text="\n".join([*([one.note] if one.note else []), *_changes(one.changed)]),
            tone="" if one.reached else "late",
        )
        for one in checks
    ]


def _changes(changed: dict[str, list[Any]]) -> list[str]:
    sentence = _("%(what)s: %(before)s → %(after)s")
    return [
        sentence % {"what": COLUMNS[name], "before": before or "—", "after": after or "—"}
        for name, (before, after) in changed.items()
        if name in COLUMNS
    ]


def views_of(current: str, due: int) -> list[dict[str, Any]]:
    """The views of the desk's list as tabs."""
    return [
        {"label": label, "url": f"?view={view}", "current": view == current, "count": due if view == "due" else None}
        for view, label in VIEWS.items()
    ]
