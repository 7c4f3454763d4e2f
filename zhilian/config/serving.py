"""Keeps the web server and the worker running until somebody asks them to stop."""

from __future__ import annotations

import ctypes
import errno
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

THREADS = {"postgresql": 2, "sqlite": 1}  # per web process: more let the slowest requests wait longer, and SQLite's one
# writer holds its lock while the other threads of its process take the interpreter from it
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
END_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG
GRACE = 15.0  # seconds to finish what is at hand
START = 60.0  # seconds a web server may take to answer for the first time
PAUSES = (1.0, 5.0, 30.0)  # seconds before the worker is started again, longer each time it dies at once
TICK = 0.1


class PortTaken(Exception):
    """Another program listens there."""


def web_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """The command line of the web server; logging of requests is off."""
    options = {"--interface": "wsgi", "--host": host, "--port": port, "--workers": workers}
    quiet = {"--blocking-threads": threads, "--log-level": "warning", "--workers-kill-timeout": 10}
    pairs = [str(word) for pair in {**options, **quiet}.items() for word in pair]
    flags = ["--no-ws", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *pairs, *flags, "zhilian.config.wsgi:application"]


def worker_command() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, "-m", "django", "worker"]


def start(line: list[str]) -> subprocess.Popen[bytes]:
    """Start a process in a group of its own, so that Ctrl-C reaches only us, who then stop it in good order."""
    return subprocess.Popen(line, process_group=0, preexec_fn=_end_with_parent)  # noqa: S603


def _end_with_parent() -> None:
    """Ask Linux to end this process too when the supervisor is killed by force."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGTERM)


def ensure_free(host: str, port: int) -> None:
    """Raise PortTaken where somebody listens already, and OSError where we may not listen at all."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken from error
            raise


def answers(host: str, port: int, name: str) -> bool:
    """Whether a web server answers there, whatever it says; ``name`` is a host name it accepts."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(here, port, timeout=START)
    try:
        connection.request("GET", "/", headers={"Host": name})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


@dataclass
class Supervisor:
    """Runs the web server, and beside it the worker, which is started again when it dies."""

    web_line: list[str]
    worker_line: list[str] | None
    is_up: Callable[[], bool]
    announce: Callable[[], None]
    stopping: Event = field(default_factory=Event)
    worker: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    again_at: float = 0.0

    def run(self) -> int:
        """Run until a signal or until the web server ends; returns an exit status."""
        for number in SIGNALS:
            signal.signal(number, self._ask_to_stop)
        self.web = start(self.web_line)
        try:
            if not self._wait_until_up():
                return 0 if self.stopping.is_set() else 1
            self.announce()
            return self._watch()
        finally:
            self._stop()

    def _ask_to_stop(self, *_: Any) -> None:
        self.stopping.set()

    def _wait_until_up(self) -> bool:
        limit = time.monotonic() + START
        while time.monotonic() < limit and not self.stopping.is_set() and self.web.poll() is None:
            if self.is_up():
                return True
            self.stopping.wait(TICK)
        return False

    def _watch(self) -> int:
        while not self.stopping.is_set():
            if self.web.poll() is not None:
                return self.web.returncode or 1
            self._keep_worker()
            self.stopping.wait(TICK)
        return 0

    def _keep_worker(self) -> None:
        """Start the worker, or start it again after a pause."""
        if self.worker_line is None:
            return
        if self.worker is not None and self.worker.poll() is not None:
            self.again_at = time.monotonic() + PAUSES[min(self.deaths, len(PAUSES) - 1)]
            self.deaths, self.worker = self.deaths + 1, None
        if self.worker is None and time.monotonic() >= self.again_at:
            self.worker = start(self.worker_line)

    def _stop(self) -> None:
        """Ask both to end, and end them by force when they do not."""
        running = [process for process in (self.web, self.worker) if process and process.poll() is None]
        for process in running:
            process.terminate()
        limit = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
