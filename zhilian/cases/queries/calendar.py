"""The working calendar as it is shown, and whose deadlines rest on another than holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from zhilian.cases.models import CalendarStamp
from zhilian.core.memory import remembered
from zhilian.core.models import CalendarDay, Federation
from zhilian.core.queries import calendar_of, declared_days, districts
from zhilian.kit.worktime import official

YEARS = range(official.FIRST_YEAR, official.LAST_YEAR + 3)  # that can be looked at


@dataclass(frozen=True, slots=True)
class Special:
    """Days that are not what their weekday suggests; ``row`` where the federation declared it itself."""

    first: date
    last: date
    works: bool
    holiday: str = ""  # English key of the official holiday
    row: CalendarDay | None = None

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def special_days(federation: Federation, year: int) -> list[Special]:
    """The year's official holidays and make-up days, and the federation's own days, in order."""
    own = {row.date: row for row in declared_days(federation, year)}
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    found: list[Special] = []
    for (kind, works), group in groupby(days, key=lambda day: _kind(day, own)):
        run = list(group)
        if kind == "own":
            found += [Special(day, day, own[day].is_workday, row=own[day]) for day in run]
        elif kind:
            name = next((name for day in run if (name := official.holiday_name(day))), "") if not works else ""
            found.append(Special(run[0], run[-1], works, name or ""))
    return found


def _kind(day: date, own: dict[date, CalendarDay]) -> tuple[str, bool]:
    """Which sort of special day, and whether it is worked; days of one sort in a row are told together."""
    if day in own:
        return "own", own[day].is_workday
    works = official.is_workday(day)
    name = "" if works else official.holiday_name(day) or ""
    return name or ("make-up" if works and day.weekday() > 4 else ""), works


def unfollowed() -> list[Federation]:
    """Federations whose deadlines are not known to rest on the calendar that holds."""
    stamps = {row.federation_id: row for row in CalendarStamp.objects.all()}
    return [one for one in _districts() if _differs(one, stamps.get(one.pk))]


def _differs(federation: Federation, stamp: CalendarStamp | None) -> bool:
    return stamp is None or bool(stamp.going) or stamp.fingerprint != _fingerprint(federation)


@remembered
def _fingerprint(federation: Federation) -> str:
    """Of the calendar as remembered; a change is noticed some seconds later, which is soon enough."""
    return calendar_of(federation).fingerprint()


def _districts() -> list[Federation]:
    return list(districts())
