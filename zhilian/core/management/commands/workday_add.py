"""``zhilian workday add 2026-02-13 3``: the working day that many working days later."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from zhilian.core.queries import calendar_of, federation_by_code
from zhilian.kit.worktime import WorkCalendar


class Command(BaseCommand):
    """Prints one date (ISO) on stdout; warns on stderr where the official arrangement is not known yet."""

    help = "Add working days to a date, with make-up working days."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day, the number of working days, and whose local calendar to use."""
        parser.add_argument("start", type=date.fromisoformat)
        parser.add_argument("days", type=int)
        parser.add_argument("--federation", help="code of the federation whose local calendar counts too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute and print."""
        start, days = options["start"], options["days"]
        if days < 0:
            raise CommandError(_("The number of working days must not be negative."))
        calendar = calendar_of(federation_by_code(options["federation"])) if options["federation"] else WorkCalendar()
        try:
            end = calendar.add_workdays(start, days)
        except OverflowError as error:
            raise CommandError(_("That day is beyond the calendar.")) from error
        unknown = sorted({y for y in range(start.year, end.year + 1) if not calendar.known(date(y, 7, 1))})
        for year in unknown:
            self.stderr.write(
                _("%(year)s: the official holiday arrangement is not known; Monday to Friday is assumed.")
                % {"year": year}
            )
        self.stdout.write(end.isoformat())
