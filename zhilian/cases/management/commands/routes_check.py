"""``zhilian routes check FILE``: holds the dispatch catalogue against the table the federation has signed."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhilian.cases.queries.routing import differences
from zhilian.core.models import Federation
from zhilian.core.queries import federation_by_code


class Command(BaseCommand):
    """Ends with an error when a line of the table is answered differently."""

    help = "Compare the dispatch catalogue with a table of expected routes (CSV)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which table, which federation, which day."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--federation", default="")
        parser.add_argument("--day", type=date.fromisoformat, help="the catalogue as it holds on that day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every difference with its line and column. Raises CommandError if there is one."""
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        found = differences(
            _federation(options["federation"]), text.splitlines(), options["day"] or timezone.localdate()
        )
        for one in found:
            self.stdout.write(
                f"line {one.line}, {one.column}: expected {one.expected or '–'}, given {one.given or '–'}"
            )
        if found:
            raise CommandError(f"{len(found)} routes are not as the table says")
        self.stdout.write("every route is as the table says")


def _federation(code: str) -> Federation:
    try:
        return federation_by_code(code) if code else Federation.objects.get(level=Federation.Level.DISTRICT)
    except (Federation.DoesNotExist, Federation.MultipleObjectsReturned) as error:
        raise CommandError("Please name one federation with --federation CODE") from error
