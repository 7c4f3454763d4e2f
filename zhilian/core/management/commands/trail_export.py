"""``zhilian trail export FILE``: the trail as JSON lines, to be kept and checked elsewhere."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from zhilian.core.models import Federation
from zhilian.core.queries import trail_lines


class Command(BaseCommand):
    """Writes one JSON object per line and prints each federation's head as an anchor."""

    help = "Export the trail of all federations, or of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and whose."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--federation", help="code of one federation")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        federations = Federation.objects.order_by("code")
        if options["federation"]:
            federations = federations.filter(code=options["federation"])
        with options["file"].open("w", encoding="utf-8") as file:
            for federation in federations:
                last = None
                for line in trail_lines(federation):
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    last = line
                if last:
                    self.stdout.write(f"{federation.code}:{last['seq']}:{last['hash']}")
