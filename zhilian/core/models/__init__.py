"""Tables of the core."""

from zhilian.core.models.calendar import CalendarDay
from zhilian.core.models.federation import Federation
from zhilian.core.models.numbers import NumberSeries
from zhilian.core.models.organisation import Organisation, Street
from zhilian.core.models.trail import TrailEntry, TrailHead

__all__ = ["CalendarDay", "Federation", "NumberSeries", "Organisation", "Street", "TrailEntry", "TrailHead"]
