"""The registry from spreadsheets: what the columns are, what a row says, which firm it means, and writing it down."""

from zhilian.members.importer.importer import MEMBERS, MembersImporter

__all__ = ["MEMBERS", "MembersImporter"]
