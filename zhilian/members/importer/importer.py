"""The importer of enterprises, as the imports know it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhilian.core.actor import Actor
from zhilian.core.models import Federation
from zhilian.files.imports import Importer, Outcome, Row, Verdict
from zhilian.members import permissions
from zhilian.members.importer import applying
from zhilian.members.importer.columns import COLUMNS
from zhilian.members.importer.matching import Register
from zhilian.members.importer.reading import Reader

BATCH: Final = 500  # rows looked up in the registry at once


class MembersImporter(Importer):
    """Enterprises: a firm the registry knows, by credit code or else by name, is changed, any other is entered."""

    kind = "members"
    label = _("Import enterprises")
    lead = _("A firm that is in the registry, by credit code or else by name, is changed; any other is added.")
    done = _("Imported %(filename)s: %(created)s enterprises new, %(updated)s changed, %(bad)s rows bad")
    power = permissions.IMPORT_MEMBERS
    columns = COLUMNS

    def check(self, federation: Federation, rows: Iterable[Row]) -> Iterator[Verdict]:
        """Say of each row whether it enters a firm, changes one, changes nothing, or cannot stand."""
        reader, register = Reader(federation), Register(federation)
        left = iter(rows)
        while batch := list(islice(left, BATCH)):
            yield from register.verdicts([reader.read(row) for row in batch])

    def prepare(self, verdicts: Sequence[Verdict], federation: Federation) -> None:
        """Build the new firms."""
        applying.build_firms((one.payload for one in verdicts if one.outcome is Outcome.CREATE), federation)

    def apply(self, verdicts: Sequence[Verdict], actor: Actor, at: datetime) -> None:
        """Changes first, so that a name given up is free for a new firm. Raises Overtaken."""
        applying.change((one.payload for one in verdicts if one.outcome is Outcome.UPDATE), actor.federation, at)
        applying.create((one.payload for one in verdicts if one.outcome is Outcome.CREATE), at)

    def address(self) -> str:
        """The registry."""
        return reverse("members")


MEMBERS: Final = MembersImporter()
