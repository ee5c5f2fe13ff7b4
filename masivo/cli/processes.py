"""The Procfile's processes under honcho, ended together and completely whenever the end is asked for."""

import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread, Timer
from types import FrameType

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

_SOON = 0.05
"""Seconds."""

_ASKED_TO_END = frozenset({128 + signal.SIGINT, 128 + signal.SIGTERM})


class Processes(Manager):
    """All lines of a Procfile, each a process group of its own; when one ends, all end.

    honcho alone falls over when it is interrupted before the last process has started, and leaves everything running
    when its terminal is closed. `beside` runs in a thread once the processes are forked, and never before: a fork of a
    threaded process may hang.
    """

    def __init__(self, procfile: Path, environment: Mapping[str, str], beside: Callable[[], None]) -> None:
        super().__init__(Printer(sys.stdout))
        self._beside = beside
        for name, command in parse_procfile(procfile.read_text()).processes.items():
            self.add_process(name, command, env=dict(environment), cwd=str(procfile.parent))

    def run(self) -> int:
        """Run until the end is asked for, or until one process ends; the exit status, 0 when it was asked for."""
        signal.signal(signal.SIGHUP, _end)
        self.loop()
        if self.returncode in _ASKED_TO_END:
            return 0
        return self.returncode or 1

    def _start(self) -> None:
        super()._start()
        Thread(target=self._beside, daemon=True).start()

    def terminate(self) -> None:
        """End every process; when some are still starting, as soon as they have."""
        if self._all_started():
            super().terminate()
        else:
            again = Timer(_SOON, self.terminate)
            again.daemon = True
            again.start()


def _end(_number: int, _frame: FrameType | None) -> None:
    signal.raise_signal(signal.SIGTERM)
