"""Tables of the channels."""

from zhilian.channels.models.category import Category
from zhilian.channels.models.channel import ChannelCheck, DirectChannel
from zhilian.channels.models.station import Station
from zhilian.channels.models.visit import StationVisit, VisitNote

__all__ = ["Category", "ChannelCheck", "DirectChannel", "Station", "StationVisit", "VisitNote"]
