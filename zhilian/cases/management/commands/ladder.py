"""``zhilian ladder run``: take all steps reached by now; ``zhilian ladder derive``: work out the next ones anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from zhilian.cases.actions.ladder import BATCH, climb, derive
from zhilian.cases.queries.ladder import federations, federations_due


class Command(BaseCommand):
    """What the worker does of itself, at once and to the end; ``derive`` after an import or an upgrade."""

    help = "Climb the ladder of reminders and supervision orders, or derive every case's next step from its rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and how many cases a transaction takes."""
        parser.add_argument("what", choices=["run", "derive"])
        parser.add_argument("--batch", type=int, default=BATCH, help="cases of one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for every federation and say how many cases were looked at or changed."""
        at, batch, done = timezone.now(), options["batch"], 0
        if options["what"] == "derive":
            done = sum(derive(one, batch=batch) for one in federations())
        else:
            while found := sum(climb(one, at, batch=batch) for one in federations_due(at)):
                done += found
        self.stdout.write(_("%(n)s cases") % {"n": done})
