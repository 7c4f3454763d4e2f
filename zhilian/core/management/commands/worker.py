"""``zhilian worker``: does what the rooms have registered, again and again."""

import logging
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from zhilian.core.registry import CHORES

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """One process; several may run, for every piece of work is claimed by a conditional UPDATE."""

    help = "Deliver notices, run imports, do what is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often to look, and whether to stop when nothing is left."""
        parser.add_argument("--every", type=float, default=1.0, help="seconds to wait when there was nothing to do")
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loop until a signal asks to stop; the piece at hand is finished first."""
        self.stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            done = self._round()
            if not done and options["once"]:
                return
            if not done and not self.stopping:
                time.sleep(options["every"])

    def _stop(self, *args: Any) -> None:
        self.stopping = True

    def _round(self) -> int:
        done = 0
        for chore in CHORES.values():
            try:
                done += chore.run(timezone.now())
            except Exception:  # whatever it is, the other chores go on; this one is tried again at the next round
                log.exception("chore %s failed", chore.code)
                close_old_connections()
        return done
