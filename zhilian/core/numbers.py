"""Numbers such as LG-2026-000317."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F

from zhilian.core.models import Federation, NumberSeries

SHANGHAI = ZoneInfo("Asia/Shanghai")
UPSERT = (
    "INSERT INTO {table} (federation_id, year, last) VALUES (%s, %s, 1) "
    "ON CONFLICT (federation_id, year) DO UPDATE SET last = {table}.last + 1 RETURNING last"
)


def next_number(federation: Federation, at: datetime) -> str:
    """The next number of the year ``at`` falls in (Shanghai time); holds the series' row until the commit."""
    year = at.astimezone(SHANGHAI).year
    with connection.cursor() as cursor:
        cursor.execute(UPSERT.format(table=NumberSeries._meta.db_table), [federation.pk, year])
        last: int = cursor.fetchone()[0]
    return f"{federation.code}-{year}-{last:06d}"


def give_back(federation: Federation, at: datetime) -> None:
    """Return the number just taken in this transaction (which still holds the series' row), so that no gap stays."""
    year = at.astimezone(SHANGHAI).year
    NumberSeries.objects.filter(federation=federation, year=year).update(last=F("last") - 1)
