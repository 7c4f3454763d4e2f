"""``zhilian search rebuild [KIND]``: read everything into the index anew, while people search."""

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhilian.core.searching import SOURCES
from zhilian.triage.actions.index import begin, rebuild
from zhilian.triage.queries.upkeep import rebuilding


def kinds_named(kind: str | None) -> list[str]:
    """All kinds, or the one named; raises CommandError for one that is not known."""
    if kind is not None and kind not in SOURCES:
        raise CommandError(f"There is no kind {kind!r}. There are: {', '.join(sorted(SOURCES))}.", returncode=2)
    return sorted(SOURCES) if kind is None else [kind]


class Command(BaseCommand):
    """Goes on with a rebuild that was broken off, unless ``--anew``; one JSON object on stdout."""

    help = "Rebuild the index of what can be found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One kind, or all."""
        parser.add_argument("kind", nargs="?", help="case, firm, …; without it, every kind")
        parser.add_argument("--anew", action="store_true", help="begin with the first thing, even if one is under way")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild kind by kind."""
        busy = set() if options["anew"] else set(rebuilding())
        told = {}
        for kind in kinds_named(options["kind"]):
            began, things = time.perf_counter(), 0
            if kind not in busy:
                begin(kind=kind, at=timezone.now())
            while done := rebuild(kind=kind, at=timezone.now()):
                things += done
            told[kind] = {"things": things, "seconds": round(time.perf_counter() - began, 1)}
        self.stdout.write(json.dumps(told, ensure_ascii=False))
