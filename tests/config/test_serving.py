"""Serving: it says when it answers, keeps the worker alive, stops cleanly, and explains a taken port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from zhilian.config import serving

STAND_IN = """
import sys
from zhilian.config.serving import Supervisor, answers
port, worker, notes = int(sys.argv[1]), sys.argv[2], sys.argv[3]
web = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", notes]
line = [sys.executable, "-c", worker, notes]
sys.exit(Supervisor(web, line, lambda: answers("127.0.0.1", port, "localhost"), lambda: print("up", flush=True)).run())
"""
DIES = "import os, sys; open(f'{sys.argv[1]}/{os.getpid()}', 'w')"
STAYS = DIES + "; import time; time.sleep(60)"
PATIENCE = 20


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(*line: str) -> Iterator[subprocess.Popen[str]]:
    """A process that is stopped at the end, whatever happens."""
    process = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # and whatever it has started
        process.communicate()


def stand_in(port: int, worker: str, notes: Path) -> tuple[str, ...]:
    """A supervisor over a small web server and a small worker."""
    return sys.executable, "-c", STAND_IN, str(port), worker, str(notes)


def says(process: subprocess.Popen[str], word: str) -> bool:
    """Read what it prints until a line has the word in it; False when it ends without."""
    assert process.stdout
    return any(word in line for line in process.stdout)


def eventually(happens: Callable[[], bool]) -> bool:
    """Whether it happens soon."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if happens():
            return True
        time.sleep(0.05)
    return False


def is_running(pid: int) -> bool:
    """Whether a process of this number is alive."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_web_server_and_worker(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with running(*stand_in(port, STAYS, tmp_path)) as process:
        assert says(process, "up")
        assert eventually(lambda: len(list(tmp_path.iterdir())) == 1)
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
    worker = int(next(tmp_path.iterdir()).name)
    assert not is_running(worker)
    serving.ensure_free("127.0.0.1", port)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's end")
def test_nothing_is_left_behind_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    port = free_port()
    with running(*stand_in(port, STAYS, tmp_path)) as process:
        assert says(process, "up")
        assert eventually(lambda: len(list(tmp_path.iterdir())) == 1)
        process.kill()
        assert eventually(lambda: not serving.answers("127.0.0.1", port, "localhost"))
    assert eventually(lambda: not is_running(int(next(tmp_path.iterdir()).name)))


def test_a_worker_that_dies_is_started_again(tmp_path: Path) -> None:
    with running(*stand_in(free_port(), DIES, tmp_path)) as process:
        assert says(process, "up")
        assert eventually(lambda: len(list(tmp_path.iterdir())) >= 2)
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_when_the_web_server_dies_so_does_the_rest(tmp_path: Path) -> None:
    port = free_port()
    with running(*stand_in(port, STAYS, tmp_path)) as process:
        assert says(process, "up")
        assert eventually(lambda: len(list(tmp_path.iterdir())) == 1)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            pytest.skip("this system does not list child processes")
        web = next(int(pid) for pid in children.read_text().split() if pid != next(tmp_path.iterdir()).name)
        os.kill(web, signal.SIGKILL)
        assert process.wait(PATIENCE) != 0


def test_the_real_server_answers_and_a_second_one_says_why_it_cannot() -> None:
    port = free_port()
    serve = (sys.executable, "-c", "from zhilian.config.cli import main; main()", "serve", "--port", str(port))
    with running(*serve, "--no-worker", "--workers", "1") as process:
        assert says(process, f"http://localhost:{port}/")
        with urlopen(f"http://localhost:{port}/static/django_htmx/htmx-2.min.js", timeout=PATIENCE) as answer:
            assert answer.status == 200
        second = subprocess.run(serve, capture_output=True, text=True, timeout=PATIENCE)
        assert second.returncode == 1
        assert str(port) in second.stderr
        assert "Traceback" not in second.stderr
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_a_place_where_nobody_may_listen_is_an_error() -> None:
    with pytest.raises(OSError, match=r"\w"):
        serving.ensure_free("192.0.2.1", 8000)


def test_nobody_answers_where_nobody_listens() -> None:
    assert not serving.answers("127.0.0.1", free_port(), "localhost")
