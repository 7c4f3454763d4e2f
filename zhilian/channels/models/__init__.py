"""Tables of the channels."""

from zhilian.channels.models.category import Category
from zhilian.channels.models.channel import DirectChannel
from zhilian.channels.models.station import Station

__all__ = ["Category", "DirectChannel", "Station"]
