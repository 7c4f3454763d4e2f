"""Every write of the core: the local days of the working calendar."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhilian.core import permissions
from zhilian.core.actor import Actor
from zhilian.core.errors import Invalid, NotPossible
from zhilian.core.memory import forget
from zhilian.core.models import CalendarDay, Federation
from zhilian.core.numbers import SHANGHAI
from zhilian.core.powers import require
from zhilian.core.queries import calendar_now
from zhilian.core.registry import CALENDAR_WATCHERS
from zhilian.core.trail import record

BACK, AHEAD = timedelta(days=366), timedelta(days=2 * 366)  # how far from today a day may be declared


@transaction.atomic
def declare_day(
    *, federation: Federation, date: date, is_workday: bool, note: str, actor: Actor, at: datetime
) -> CalendarDay:
    """Declare that a day is, or is not, a working day here: a typhoon day, a local arrangement.

    Whoever keeps deadlines hears of it in the same transaction. Raises Invalid for a day that is so already, one far
    away, without a note, or of another federation.
    """
    check_day(federation=federation, date=date, is_workday=is_workday, note=note, actor=actor, at=at)
    day, _new = CalendarDay.objects.update_or_create(
        federation=federation, date=date, defaults={"is_workday": is_workday, "note": note.strip()[:100]}
    )
    _spread(actor, at)
    facts = {"date": date.isoformat(), "is_workday": is_workday, "note": day.note}
    record(f"calendar.{'worked' if is_workday else 'free'}", day, actor=actor, at=at, **facts)
    return day


# house: allow action: it only looks whether the day could be declared
def check_day(*, federation: Federation, date: date, is_workday: bool, note: str, actor: Actor, at: datetime) -> None:
    """Raise what declaring this day would, without declaring it."""
    require(actor, permissions.DECLARE_DAY)
    if federation.pk != actor.federation_id:
        raise Invalid(_("That belongs to another federation."))
    today = at.astimezone(SHANGHAI).date()
    if not today - BACK <= date <= today + AHEAD:
        raise Invalid(_("Please choose a day within the last year or the next two."), ["date"])
    if not note.strip():
        raise Invalid(_("Please say why: which typhoon, whose arrangement."), ["note"])
    if calendar_now(federation).is_workday(date) == is_workday:
        already = _("It is a working day already.") if is_workday else _("It is a rest day already.")
        raise Invalid(already, ["date"])


@transaction.atomic
def withdraw_day(*, federation: Federation, date: date, actor: Actor, at: datetime) -> None:
    """Take a local day back: the official table holds again. Raises NotPossible where nothing was declared."""
    require(actor, permissions.DECLARE_DAY)
    day = CalendarDay.objects.filter(federation=federation, date=date, federation_id=actor.federation_id).first()
    if day is None or not CalendarDay.objects.filter(pk=day.pk).delete()[0]:
        raise NotPossible(_("Nothing is declared for that day."))
    _spread(actor, at)
    facts = {"date": date.isoformat(), "is_workday": day.is_workday, "note": day.note}
    record("calendar.withdrawn", day, actor=actor, at=at, **facts)


def _spread(actor: Actor, at: datetime) -> None:
    """Let go of remembered calendars, now and once others can see the change, and tell the rooms above."""
    forget()
    transaction.on_commit(forget)
    for watcher in CALENDAR_WATCHERS:
        watcher(actor, at)
