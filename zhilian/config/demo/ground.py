"""The ground of the demo district: the rows that do not move, from federations to time limits, and the news."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from zhilian.cases.models import RoutingRule, TimeLimit
from zhilian.cases.rules import DEFAULT_LIMITS
from zhilian.channels.models import Category, DirectChannel, Station
from zhilian.config.demo.moments import storm_day
from zhilian.config.demo.parts import read
from zhilian.core.models import CalendarDay, Federation, Organisation, Street
from zhilian.desk.models import NewsItem

KINDS = {"street_office": "department", "bank_branch": "bank"}
"""Kinds of the data file that the product does not tell apart."""
LEADERS_OFFICE = "LG-BGS"
"""The leader's row names the federation; people hold roles in organisations, and this one is the chairman's."""


@dataclass
class Ground:
    """Everything laid down, found by its code."""

    city: Federation
    district: Federation
    streets: dict[str, Street] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    channels: dict[int, DirectChannel] = field(default_factory=dict)

    def organisation(self, code: str) -> Organisation:
        """The organisation of this code; the federation's own code means its office."""
        return self.organisations[LEADERS_OFFICE if code == self.district.code else code]


def lay(today: date, since: date) -> Ground:
    """Write all rows that do not move; limits hold from ``since``."""
    rows = {row["code"]: row for row in read("organisations")}
    city = _federation(rows["SZ"], None)
    ground = Ground(city, _federation(rows["LG"], city))
    _lay_streets(ground)
    for code in rows:
        _lay_organisation(ground, rows, code)
    _lay_categories(ground)
    _lay_channels(ground, since)
    _lay_stations(ground, rows)
    _lay_limits(ground, since)
    _lay_routes(ground, since)
    _lay_days(ground, today)
    return ground


def _federation(row: dict[str, Any], parent: Federation | None) -> Federation:
    path = f"{parent.path if parent else ''}{row['code']}/"
    level = Federation.Level.DISTRICT if parent else Federation.Level.CITY
    names = {"name": row["name"], "short_name": row["short_name"]}
    return Federation.objects.create(code=row["code"], level=level, parent=parent, path=path, **names)


def _lay_streets(ground: Ground) -> None:
    for row in read("streets"):
        street = Street.objects.create(federation=ground.district, code=row["code"], name=row["full_name"])
        ground.streets[row["code"]] = street


def _lay_organisation(ground: Ground, rows: dict[str, dict[str, Any]], code: str) -> Organisation | None:
    """Write one organisation, the one above it first; the federations themselves are none."""
    row = rows[code]
    if row["kind"].endswith("_federation") and row["kind"] != "street_federation":
        return None
    if code not in ground.organisations:
        above = _lay_organisation(ground, rows, row["parent"]) if row["parent"] else None
        ground.organisations[code] = Organisation.objects.create(
            federation=ground.city if row["parent"] == "SZ" else ground.district,
            kind=KINDS.get(row["kind"], row["kind"]),
            code=code,
            name=row["name"],
            short_name=row["short_name"],
            chamber_kind=row.get("chamber_kind", ""),
            parent=above,
            path=f"{above.path if above else ''}{code}/",
            street=ground.streets.get(row["street"]),
        )
    return ground.organisations[code]


def _lay_categories(ground: Ground) -> None:
    for position, row in enumerate(read("categories")):
        words = [*row["keywords"], *(sub["name"] for sub in row["sub_categories"])]
        ground.categories[row["code"]] = Category.objects.create(
            federation=ground.district,
            unit=ground.organisations[row["unit"]],
            position=position,
            keywords=" ".join(dict.fromkeys(words)),
            **{name: row[name] for name in ("code", "name", "name_en", "hint", "environment")},
        )


def _lay_channels(ground: Ground, since: date) -> None:
    for row in read("channels"):
        kept = ("no", "name", "contact_post", "phone", "contact_minutes", "close_days")
        channel = DirectChannel.objects.create(
            federation=ground.district,
            unit=ground.organisations[row["unit"]],
            purpose=row["note"],
            substitute_post=row["substitute"],
            hours=row["duty_hours"],
            verified_on=since,
            **{name: row[name] for name in kept},
        )
        channel.categories.set([ground.categories[code] for code in row["categories"]])
        ground.channels[row["no"]] = channel


def _lay_stations(ground: Ground, rows: dict[str, dict[str, Any]]) -> None:
    for code, row in rows.items():
        if row["kind"] == "station":
            Station.objects.create(
                federation=ground.district,
                organisation=ground.organisations[code],
                chamber=ground.organisations[row["parent"]],
                services="、".join(row["services"]),
                **{name: row[name] for name in ("address", "hours", "phone", "status")},
            )


def _lay_limits(ground: Ground, since: date) -> None:
    TimeLimit.objects.bulk_create(
        TimeLimit(
            federation=ground.district,
            grade=grade,
            clock=clock,
            amount=limit.amount,
            unit=limit.unit,
            valid_from=since,
        )
        for grade, clocks in DEFAULT_LIMITS.items()
        for clock, limit in clocks.items()
    )


def _lay_routes(ground: Ground, since: date) -> None:
    """The dispatch catalogue, as expected-routes.csv beside it expects."""
    for row in read("routes"):
        rule = RoutingRule.objects.create(
            federation=ground.district,
            category=ground.categories.get(row["category"]),
            street=ground.streets.get(row.get("street", "")),
            unit=ground.organisations[row["unit"]],
            channel=ground.channels.get(row.get("channel")),
            valid_from=since,
            **{name: row[name] for name in ("no", "level", "size", "priority") if name in row},
        )
        rule.assists.set([ground.organisations[code] for code in row["assists"]])


def _lay_days(ground: Ground, today: date) -> None:
    note = "台风红色预警，全市停工停业"
    CalendarDay.objects.create(federation=ground.district, date=storm_day(today), is_workday=False, note=note)


def tell_news(ground: Ground, now: datetime) -> None:
    """Put our own news on the public page, the latest a few days old."""
    for row in read("news"):
        NewsItem.objects.create(
            federation=ground.district,
            title=row["title"],
            text=row["text"],
            published_on=now.date() - timedelta(days=row["days_ago"]),
        )
