"""``zhilian hot group``: group the texts of the last weeks anew; one JSON object says what came of it."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhilian.cases.actions.hot import settle
from zhilian.cases.queries.hot_reading import read_anew
from zhilian.core.models import Federation
from zhilian.core.queries import districts, federation_by_code


class Command(BaseCommand):
    """What the worker does every night, at once. Exit status 2 for a federation that is not here."""

    help = "Group what firms told lately into hot issues."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose texts."""
        parser.add_argument("--federation", default="", help="its code, for example LG; all districts without it")
        parser.add_argument("--nice", action="store_true", help="let everything else on this machine go first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, group, write."""
        if options["nice"]:
            os.nice(10)
        code, at, said = options["federation"], timezone.now(), {}
        for one in [_federation(code)] if code else list(districts()):
            read = read_anew(one, at)
            done = settle(federation=one, read=read, at=at)
            said[one.code] = {"texts": len(read.texts), "issues": done.issues, "new": done.new}
        self.stdout.write(json.dumps(said, ensure_ascii=False))


def _federation(code: str) -> Federation:
    try:
        return federation_by_code(code)
    except Federation.DoesNotExist as missing:
        raise CommandError(f"No federation has the code {code!r}.", returncode=2) from missing
