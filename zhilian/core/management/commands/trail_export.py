"""``zhilian trail export FILE``: the trail as JSON lines, to be kept and checked elsewhere."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from zhilian.core.actor import system_actor
from zhilian.core.models import Federation
from zhilian.core.queries import trail_lines
from zhilian.core.trail import record
from zhilian.core.veil import veil_lines


class Command(BaseCommand):
    """Writes one JSON object per line and prints each federation's head as an anchor.

    Lines about confidential things are veiled; an export with everything is itself a line of the trail.
    """

    help = "Export the trail of all federations, or of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and whose."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--federation", help="code of one federation")
        parser.add_argument("--unveiled", action="store_true", help="with what is confidential; the trail says so")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        federations = Federation.objects.order_by("code")
        if options["federation"]:
            federations = federations.filter(code=options["federation"])
        with options["file"].open("w", encoding="utf-8") as file:
            for federation in federations:
                last = None
                for line in _lines(federation, options["unveiled"]):
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    last = line
                if last:
                    self.stdout.write(f"{federation.code}:{last['seq']}:{last['hash']}")


def _lines(federation: Federation, unveiled: bool) -> Iterator[dict[str, Any]]:
    if not unveiled:
        return veil_lines(trail_lines(federation))
    with transaction.atomic():
        record("trail.unveiled", federation, actor=system_actor(federation), at=timezone.now())
    return trail_lines(federation)
