"""Tables of the registry."""

from zhilian.members.models.contact import Contact, Representative
from zhilian.members.models.enterprise import Enterprise

__all__ = ["Contact", "Enterprise", "Representative"]
