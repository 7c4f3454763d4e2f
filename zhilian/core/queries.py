"""Reads of the core."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models

from zhilian.core.memory import remembered
from zhilian.core.models import CalendarDay, Federation, Organisation, Street, TrailEntry
from zhilian.core.trail import as_line
from zhilian.kit.worktime import WorkCalendar


@remembered
def calendar_of(federation: Federation) -> WorkCalendar:
    """The working calendar of a federation: the official table with its local days over it."""
    return calendar_now(federation)


def calendar_now(federation: Federation) -> WorkCalendar:
    """The same, asked of the database at once: for whoever changes it or derives from a changed one."""
    return WorkCalendar(local=local_days(federation))


def local_days(federation: Federation) -> dict[date, bool]:
    """The federation's own days, and whether each is a working day."""
    return dict(CalendarDay.objects.filter(federation=federation).values_list("date", "is_workday"))


def declared_days(federation: Federation, year: int) -> "models.QuerySet[CalendarDay]":
    """The federation's own days of a year, in order."""
    return CalendarDay.objects.filter(federation=federation, date__year=year)


def declared_day(federation: Federation, day: date) -> CalendarDay | None:
    """The federation's own row for a day."""
    return CalendarDay.objects.filter(federation=federation, date=day).first()


def federation_by_code(code: str) -> Federation:
    """The federation with this code; raises Federation.DoesNotExist."""
    return Federation.objects.get(code=code)


def districts() -> "models.QuerySet[Federation]":
    """The federations of districts: whom firms turn to."""
    return Federation.objects.filter(level=Federation.Level.DISTRICT).order_by("code")


def districts_below(federation: Federation) -> "models.QuerySet[Federation]":
    """The federation itself and all below it."""
    return Federation.objects.filter(path__startswith=federation.path)


def organisations(federation: Federation, *kinds: str) -> "models.QuerySet[Organisation]":
    """Active organisations of a federation, of these kinds (none named: all)."""
    rows = Organisation.objects.filter(federation=federation, active=True)
    return rows.filter(kind__in=kinds) if kinds else rows


def streets(federation: Federation) -> "models.QuerySet[Street]":
    """Active streets of a federation."""
    return Street.objects.filter(federation=federation, active=True)


def trail_of(subject: models.Model) -> "models.QuerySet[TrailEntry]":
    """The lines about one thing, oldest first."""
    return TrailEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk)).order_by("seq")


def trail_lines(federation: Federation) -> Iterator[dict[str, Any]]:
    """All lines of a federation as plain values, in order, without loading them all."""
    for entry in TrailEntry.objects.filter(federation=federation).order_by("seq").iterator(chunk_size=2000):
        yield as_line(entry, federation.code)
