"""The Procfile's processes under honcho, ended together and completely whenever the end is asked for."""

import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from types import FrameType

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer

_POLL_SECONDS = 0.05
_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Processes(Manager):
    """All lines of a Procfile, each a process group of its own; when one ends, all end.

    honcho alone falls over when it is interrupted before the last process has started or while it prints, and leaves
    everything running when its terminal is closed. Hence a signal is only noted, and a thread acts upon it. `beside`
    runs in a thread too, once the processes are forked and never before: a fork of a threaded process may hang.
    """

    def __init__(self, procfile: Path, environment: Mapping[str, str], beside: Callable[[], None]) -> None:
        super().__init__(Printer(sys.stdout))
        self._beside = beside
        self._asked = self._ending = False
        for name, command in parse_procfile(procfile.read_text()).processes.items():
            self.add_process(name, command, env=dict(environment), cwd=str(procfile.parent))

    def run(self) -> int:
        """Run until the end is asked for, or until one process ends; the exit status, 0 when it was asked for."""
        self.loop()
        return 0 if self._asked else self.returncode or 1

    def terminate(self) -> None:
        """Have every process ended; when some are still starting, as soon as they have."""
        self._ending = True

    def _start(self) -> None:
        for number in _END:
            signal.signal(number, self._ask)
        super()._start()
        Thread(target=self._end_when_asked, daemon=True).start()
        Thread(target=self._beside, daemon=True).start()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = self._ending = True

    def _end_when_asked(self) -> None:
        while not (self._ending and self._all_started()):
            time.sleep(_POLL_SECONDS)
        super().terminate()
