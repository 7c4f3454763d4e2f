"""``zhilian search check [KIND]``: compare the index with the rows."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from zhilian.triage.management.commands.search_rebuild import kinds_named
from zhilian.triage.queries.upkeep import compared


class Command(BaseCommand):
    """One JSON object on stdout; exit 0 when every thing has its entry and no entry is too many, 1 otherwise."""

    help = "Compare the index of what can be found with the rows it was made from."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One kind, or all."""
        parser.add_argument("kind", nargs="?", help="case, firm, …; without it, every kind")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare kind by kind."""
        figures = {kind: compared(kind) for kind in kinds_named(options["kind"])}
        self.stdout.write(json.dumps(figures, ensure_ascii=False))
        if any(one["missing"] or one["superfluous"] for one in figures.values()):
            raise SystemExit(1)
