"""``zhilian serve``: the web server and the worker, until Ctrl-C."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.utils.translation import gettext as _

from zhilian.config import serving
from zhilian.config.checks import demo_people_in_the_open

LOCAL = {"127.0.0.1", "0.0.0.0", "::", "::1", "localhost"}  # noqa: S104


class Command(BaseCommand):
    """One process per two processors' worth of work is enough for a district; behind it, PostgreSQL or SQLite."""

    help = "Serve this installation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for every address of this machine")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes")
        parser.add_argument("--with-worker", action="store_true", default=True, help="run the worker too (as it is)")
        parser.add_argument(
            "--no-worker", dest="with_worker", action="store_false", help="`zhilian worker` runs somewhere else"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look whether the place is free, then run until asked to stop."""
        host, port = options["host"], options["port"]
        _ensure_free(host, port)
        for warning in demo_people_in_the_open(None):
            self.stderr.write(str(warning))
        connections.close_all()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE)
        status = serving.Supervisor(
            web_line=serving.web_command(host, port, options["workers"], serving.THREADS[connection.vendor]),
            worker_line=serving.worker_command() if options["with_worker"] else None,
            is_up=lambda: serving.answers(host, port, _name()),
            announce=lambda: self._announce(host, port),
        ).run()
        if status:
            raise SystemExit(status)

    def _announce(self, host: str, port: int) -> None:
        address = f"http://{'localhost' if host in LOCAL else host}:{port}/"
        self.stdout.write(_("Zhilian is running at %(address)s (Ctrl-C to stop)") % {"address": address})
        self.stdout.flush()


def _ensure_free(host: str, port: int) -> None:
    try:
        serving.ensure_free(host, port)
    except serving.PortTaken as error:
        problem = _("Port %(port)s is taken by another program. Stop that program, or choose another: --port %(other)s")
        raise CommandError(problem % {"port": port, "other": port + 1}) from error
    except (OSError, OverflowError) as error:
        problem = _("Cannot listen on %(host)s port %(port)s: %(reason)s")
        raise CommandError(problem % {"host": host, "port": port, "reason": error}) from error


def _name() -> str:
    """A host name this installation accepts."""
    names = [name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"]
    return names[0] if names else "localhost"
