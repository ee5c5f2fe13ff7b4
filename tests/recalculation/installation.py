"""The product's own processes on a home of their own, as the Procfile runs them, to be killed and watched."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from masivo.config import PROJECT

DEADLINE = 120
"""Seconds; nothing takes long, but a busy machine may."""


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Return as soon as the condition holds."""
    deadline = time.monotonic() + DEADLINE
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


class Process:
    """One command of the product, in a session of its own; what it says goes to a file in the home."""

    def __init__(
        self, home: Path, database_url: str, *command: str, environment: Mapping[str, str] | None = None
    ) -> None:
        settings = {
            "PATH": os.environ["PATH"],
            "MASIVO_HOME": str(home),
            "DATABASE_URL": database_url,
            "MASIVO_TIMEZONE": "America/Bogota",
            "PYTHONUNBUFFERED": "1",
            **(environment or {}),
        }
        self._said = home / f"{command[-1]}.log"
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=PROJECT,
                env=settings,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        family = self.family()
        self._process.terminate()
        try:
            self._process.wait(DEADLINE)
        finally:
            for pid in family:
                kill(pid)
            self._process.wait()
            print(self._said.read_text())  # noqa: T201 - pytest shows it where a test failed

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> int:
        """Ask the process to end; its exit status."""
        self._process.terminate()
        return self._process.wait(DEADLINE)

    def said(self) -> str:
        return self._said.read_text()

    def kill(self) -> None:
        """End this process alone, without a warning."""
        self._process.kill()
        self._process.wait()

    def kill_family(self) -> None:
        """End this process and all that it started, without a warning."""
        for pid in self.family():
            kill(pid)
        self._process.wait()

    def family(self) -> list[int]:
        """This process and all that descend from it."""
        return [self.pid, *descendants(self.pid)]


def kill(pid: int) -> None:
    """End a process without a warning, if there still is one."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def alive(pid: int) -> bool:
    """Whether there is such a process (one that ended and waits to be reaped is none)."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip()) and not listed.stdout.startswith("Z")


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = (line.split() for line in listed.stdout.splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


def descendants(pid: int) -> list[int]:
    found = children(pid)
    return [*found, *(later for child in found for later in descendants(child))]
