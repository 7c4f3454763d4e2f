"""Reads of the channels; those for officials go through the person."""

from zhilian.channels.queries.desk import checks_of, due_count, managed, managed_channel, to_remind, units_for
from zhilian.channels.queries.reference import categories, category_list, channel, channels, stations
from zhilian.channels.queries.visits import (
    counted_by_purpose,
    counted_by_station,
    firms_named,
    notes_of,
    own_station,
    station_named,
    stations_of,
    visit_or_none,
    visits,
)

__all__ = [
    "categories",
    "category_list",
    "channel",
    "channels",
    "checks_of",
    "counted_by_purpose",
    "counted_by_station",
    "due_count",
    "firms_named",
    "managed",
    "managed_channel",
    "notes_of",
    "own_station",
    "station_named",
    "stations",
    "stations_of",
    "to_remind",
    "units_for",
    "visit_or_none",
    "visits",
]
