"""Numbers such as LG-2026-000317."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from zhilian.core.models import Federation, NumberSeries

SHANGHAI = ZoneInfo("Asia/Shanghai")
UPSERT = (
    "INSERT INTO {table} (federation_id, kind, year, last) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (federation_id, kind, year) DO UPDATE SET last = {table}.last + excluded.last RETURNING last"
)


def next_number(federation: Federation, at: datetime) -> str:
    """The next number of the year ``at`` falls in (Shanghai time); holds the series' row until the commit."""
    year, last = next_in_series(federation, "", at)
    return f"{federation.code}-{year}-{last:06d}"


def next_in_series(federation: Federation, kind: str, at: datetime) -> tuple[int, int]:
    """Year (Shanghai time) and next number of one series, as documents are numbered: 〔2026〕3号."""
    year, numbers = many_in_series(federation, kind, at, 1)
    return year, numbers[0]


def many_in_series(federation: Federation, kind: str, at: datetime, count: int) -> tuple[int, range]:
    """Year and the next ``count`` numbers of one series, taken at once; the series' row is held until the commit."""
    year = at.astimezone(SHANGHAI).year
    with connection.cursor() as cursor:
        cursor.execute(UPSERT.format(table=NumberSeries._meta.db_table), [federation.pk, kind, year, count])
        last: int = cursor.fetchone()[0]
    return year, range(last - count + 1, last + 1)


def reserve_number(federation: Federation, at: datetime) -> str | None:
    """Take a number in a transaction of its own, before the caller's begins; None where that would gain nothing.

    Where rows are locked one by one (PostgreSQL), the series' row is then free at once, and many cases are written side
    by side; a number whose case fails afterwards stays unused. SQLite has one writer at a time anyway, and within a
    transaction already open the number can only be taken there.
    """
    if connection.in_atomic_block or not connection.features.has_select_for_update:
        return None
    return next_number(federation, at)
