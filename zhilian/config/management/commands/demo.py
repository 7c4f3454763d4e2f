"""``zhilian demo``: a whole district with one story, and the sign-ins of its people."""

from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhilian.config.demo import showing
from zhilian.config.demo.building import SMALL, WHOLE, build, built_for, is_empty

MORNING = time(10, 40)


class Command(BaseCommand):
    """Fills an empty database; one that holds anything is left as it is. Interrupted, it leaves nothing behind."""

    help = "Bring up the demo district and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to serve, how much to build, and for which day."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="build only")
        parser.add_argument("--small", action="store_true", help="a few firms and cases, in seconds")
        parser.add_argument("--today", type=date.fromisoformat, help="build as if on this day (not in the future)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, build where there is nothing, show the sign-ins, serve."""
        call_command("migrate", verbosity=0, interactive=False)
        if is_empty():
            self._build(_moment(options["today"]), small=options["small"])
        else:
            self._tell_of_what_is_there()
        if built_for():
            for line in showing.sign_ins():
                self._say(line)
        if not options["no_serve"]:
            call_command("serve", port=options["port"])

    def _tell_of_what_is_there(self) -> None:
        """Say why nothing is built, and that an old demo's days have gone by."""
        day = built_for()
        self._say(showing.FOUND if day else showing.FOUND + showing.FOREIGN)
        if day and day < timezone.localdate():
            self._say(showing.STALE.format(day=day, place=settings.DATABASES["default"]["NAME"]))

    def _build(self, now: datetime, *, small: bool) -> None:
        self._say(showing.BUILDING)
        try:
            build(now, SMALL if small else WHOLE, self._say)
        except KeyboardInterrupt:
            self._say(f"\n{showing.INTERRUPTED}")
            raise SystemExit(130) from None
        self._say(showing.READY)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _moment(day: date | None) -> datetime:
    """Now; for another day, a moment of its morning. Raises CommandError for a day that is still to come."""
    now = timezone.localtime()
    if day is None or day == now.date():
        return now
    if day > now.date():
        raise CommandError("--today: a day in the future")
    return datetime.combine(day, MORNING, now.tzinfo)
