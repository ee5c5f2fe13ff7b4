"""Everything that `masivo start` started ends with it, and a busy port or folder is named before anything starts."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 20
RUN = """
import os, sys
from pathlib import Path
from masivo.cli.processes import Processes

if __name__ == "__main__":
    sys.exit(Processes(Path(sys.argv[1]), os.environ, beside=lambda: None).run())
"""


@contextmanager
def running(folder: Path, *commands: str) -> Iterator[subprocess.Popen[str]]:
    procfile = folder / "Procfile"
    procfile.write_text("".join(f"p{number}: {command}\n" for number, command in enumerate(commands)))
    (folder / "run.py").write_text(RUN)
    process = subprocess.Popen([sys.executable, folder / "run.py", procfile], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def started(process: subprocess.Popen[str], how_many: int) -> list[int]:
    """The process ids that honcho names, read from its words as they come."""
    assert process.stdout
    found: list[int] = []
    while len(found) < how_many:
        line = process.stdout.readline()
        assert line, "it ended before everything had started"
        found += map(int, re.findall(r"started \(pid=(\d+)\)", line))
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(*pids: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while any(map(alive, pids)):
        assert time.monotonic() < deadline, "a process was left running"
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_process_ends_when_the_end_is_asked_for(home: Path, number: signal.Signals) -> None:
    with running(home, "exec sleep 600", "sleep 600; true") as process:
        pids = started(process, 2)
        process.send_signal(number)
        assert process.wait(PATIENCE) == 0
        wait_until_gone(*pids)


def test_an_end_asked_for_while_processes_still_start_loses_none(home: Path) -> None:
    with running(home, *["exec sleep 600"] * 8) as process:
        pids = started(process, 1)
        process.send_signal(signal.SIGINT)
        pids += started(process, 7)
        assert process.wait(PATIENCE) == 0
        wait_until_gone(*pids)


def test_one_that_ends_takes_the_others_along_and_gives_its_status(home: Path) -> None:
    with running(home, "exec sleep 600", "sleep 1; exit 7") as process:
        pids = started(process, 2)
        assert process.wait(PATIENCE) == 7
        wait_until_gone(*pids)


def test_one_that_is_killed_is_started_again_and_ends_with_the_others(home: Path) -> None:
    with running(home, "exec sleep 600", "exec sleep 601") as process:
        first, other = started(process, 2)
        os.kill(first, signal.SIGKILL)
        (second,) = started(process, 1)
        assert second != first
        assert alive(other)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        wait_until_gone(second, other)


def test_nothing_outlives_a_manager_that_is_killed(home: Path) -> None:
    with running(home, "exec sleep 600", "sleep 601; true") as process:
        pids = started(process, 2)
        process.kill()
        wait_until_gone(*pids)


def test_an_end_asked_for_while_one_is_to_be_started_again_leaves_none(home: Path) -> None:
    with running(home, "exec sleep 600", "exec sleep 601") as process:
        pids = started(process, 2)
        os.kill(pids[0], signal.SIGKILL)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        wait_until_gone(*pids)


def masivo_start(home: Path, port: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MASIVO_HOME": str(home), "PORT": str(port)}
    command = [sys.executable, "-m", "masivo", "start"]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=PATIENCE)


def test_a_busy_port_is_named_and_nothing_starts(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = masivo_start(home / "new", port)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} cannot be used")
    assert done.stdout == ""
    assert not (home / "new").exists()


def test_a_folder_in_use_is_named_and_nothing_starts(home: Path) -> None:
    with socket.socket() as free, (home / "running.lock").open("w") as lock:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = masivo_start(home, port)
    assert done.returncode == 2
    assert str(home) in done.stderr
    assert [path.name for path in home.iterdir()] == ["running.lock"]
