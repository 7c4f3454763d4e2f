"""The period a page is about: the quarter or year its address names, else this quarter, and the ways to others."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhilian.channels.words import period_words
from zhilian.core.numbers import SHANGHAI
from zhilian.kit.periods import MONTH, QUARTER, YEAR, Period, period_of, read_period


@dataclass(frozen=True, slots=True)
class Ways:
    """The period shown, in words, and the addresses of other periods; empty where there is none."""

    period: Period
    words: str
    earlier: str
    later: str
    quarter: str
    year: str

    @property
    def of_year(self) -> bool:
        """Whether a whole year is shown."""
        return self.period.months == YEAR


def ways(request: HttpRequest, at: datetime) -> Ways:
    """The period asked for with ``?period=2026Q1`` or ``2026``; other parts of the address stay."""
    today = at.astimezone(SHANGHAI).date()
    asked = read_period(request.GET.get("period", ""))
    period = asked if asked and asked.months != MONTH else period_of(today, QUARTER)
    inside = today if period.first <= today < period.end else period.first
    later = period.shifted(1)
    return Ways(
        period=period,
        words=period_words(period),
        earlier=_address(request, period.shifted(-1)),
        later=_address(request, later) if later.first <= today else "",
        quarter=_address(request, period_of(inside, QUARTER)),
        year=_address(request, period_of(inside, YEAR)),
    )


def working_hours(minutes: int | None) -> str:
    """Working minutes in words: minutes below an hour, else hours with one decimal; "—" for none."""
    if minutes is None:
        return "—"
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    return _("%(n)s working hours") % {"n": f"{minutes / 60:.1f}"}


def _address(request: HttpRequest, period: Period) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in ("period", "after")}
    return f"?{urlencode({**kept, 'period': period.code})}"
