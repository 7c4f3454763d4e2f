"""The bench: a durable PostgreSQL on disk, the web server as it is served for real, and the figures' shape."""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tools import pg
from zhilian.config.serving import THREADS, web_command

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "var" / "bench"
DURABLE = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
max_connections = 60
shared_buffers = 1GB
effective_cache_size = 4GB
work_mem = 16MB
maintenance_work_mem = 512MB
max_wal_size = 4GB
random_page_cost = 1.1
"""


class Place(pg.Cluster):
    """A cluster that is kept: started again when it is there already."""

    def start(self) -> None:
        """Create it once, with fsync on; later only start it."""
        if (self.data / "PG_VERSION").exists():
            for lock in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
                lock.unlink(missing_ok=True)  # a server killed by a benchmark left them behind
            lines = (self.data / "postgresql.auto.conf").read_text().splitlines()
            kept = [line for line in lines if not line.startswith("unix_socket_directories")]
            kept.append(f"unix_socket_directories = '{self.sockets}'")
            (self.data / "postgresql.auto.conf").write_text("\n".join(kept) + "\n")
            self.run("pg_ctl", "-w", "-t", "120", "-l", str(self.log), "start")
        else:
            super().start()

    def stop(self) -> None:
        """Stop it properly: the data is used again."""
        self.run("pg_ctl", "-w", "-m", "fast", "stop")


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL: its address for a database, and the cluster behind it."""

    cluster: Place
    sockets: Path

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self.sockets}"

    def database(self, name: str, *, fresh: bool) -> bool:
        """Make the database (anew if ``fresh``); True when it was made."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if fresh:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not there:
                connection.execute(f'CREATE DATABASE "{name}"')
            return not there


@contextmanager
def postgresql() -> Iterator[Server]:
    """A PostgreSQL on the disk with fsync on, kept between runs under var/bench."""
    binaries, owner = pg.find_binaries(), pg.unprivileged_user()
    PLACE.mkdir(parents=True, exist_ok=True)
    home = _home(owner)
    with pg.folder(owner, memory=False) as sockets:
        cluster = Place(pg.reachable(binaries.folder, home, owner), home / "data", sockets, owner, DURABLE)
        cluster.start()
        try:
            yield Server(cluster, sockets)
        finally:
            cluster.stop()


def _home(owner: pg.User | None) -> Path:
    """A folder on the disk that the server's account can reach."""
    home = Path("/var/tmp/zhilian-bench")
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    if owner:
        os.chown(home, owner.uid, owner.gid)
    return home


def environment(url: str | None, var: Path) -> dict[str, str]:
    """What a process of ours needs to use this database and folder."""
    more = {"ZHILIAN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "zhilian.config.settings", "ZHILIAN_SMTP_HOST": ""}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHILIAN_")}
    return {**kept, **more, **({"ZHILIAN_DATABASE_URL": url} if url else {})}


def zhilian(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command of ours and return what it said; raises CalledProcessError when it fails."""
    command = [str(ROOT / ".venv" / "bin" / "zhilian"), *words]
    return subprocess.run(command, env=env, text=True, capture_output=True, check=True)


class Web:
    """The web server as ``zhilian serve`` starts it: 2 processes, with 2 threads each on PostgreSQL, 1 on SQLite."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env, self.port = env, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        engine = "postgresql" if "ZHILIAN_DATABASE_URL" in self.env else "sqlite"
        command = web_command("127.0.0.1", self.port, 2, THREADS[engine])
        self.process = subprocess.Popen(command, env=self.env, cwd=ROOT, start_new_session=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/static/zhilian/favicon.svg", timeout=5).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("the web server did not start")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Stop it, or kill it and all its workers at once."""
        if self.process:
            os.killpg(self.process.pid, how)
            self.process.wait()
            self.process = None

    def resident(self) -> list[float]:
        """MB resident of each of its processes, the largest first."""
        assert self.process
        sizes = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                text = status.read_text()
                group = os.getpgid(int(status.parent.name))
            except OSError:
                continue
            if group == self.process.pid and (line := next((x for x in text.splitlines() if "VmRSS" in x), "")):
                sizes.append(int(line.split()[1]) / 1024)
        return sorted(sizes, reverse=True)


@contextmanager
def web(env: dict[str, str]) -> Iterator[Web]:
    """A web server for as long as the ``with`` block lasts."""
    server = Web(env)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """An empty folder under var/bench."""
    path = PLACE / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    yield path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile in milliseconds."""
    ordered = sorted(seconds)
    at = lambda share: ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000  # noqa: E731
    return {"n": len(ordered), "median_ms": round(statistics.median(ordered) * 1000, 1),
            "p95_ms": round(at(0.95), 1), "p99_ms": round(at(0.99), 1)}  # fmt: skip


def peak_children_mb() -> float:
    """The largest resident size any finished child process had, in MB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def say(**figures: Any) -> None:
    """Print figures with the day and the machine, as one JSON object."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    print(json.dumps({"date": date.today().isoformat(), "machine": machine, **figures}, ensure_ascii=False, indent=1))
