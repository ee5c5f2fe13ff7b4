"""The Procfile's processes under honcho: started again where one is killed, ended together when that is asked for."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

from honcho.environ import parse_procfile
from honcho.manager import Manager
from honcho.printer import Printer
from honcho.process import Process

_POLL_SECONDS = 0.05
_STARTED_SECONDS = 10
"""A process that ends by itself sooner cannot do its work here, and another try would not help."""

_PAUSE_SECONDS = 1.0
"""Before one is started again, so that a fault that stays does not burn the machine."""

_FOLLOW_SECONDS = 0.5
_END_SECONDS = 5.0
"""As long as honcho has patience with a line that is told to end."""

_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class KeptProcess(Process):
    """One line of a Procfile, started again when it was killed or ended by itself after it had worked for a while.

    honcho has `run` in a process of its own, which ends when the line is not to be started again: once `over` is set,
    or where the line ended by itself at once, as with a setting that it refuses. Where the process that manages all is
    killed, this one ends its line and itself.
    """

    def __init__(self, *arguments: Any, over: Event, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._over = over
        self._again = False

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        """Run the line for as long as it is to be kept running."""
        Thread(target=self._follow, args=(os.getppid(),), daemon=True).start()
        self._started = time.monotonic()
        super().run(events, ignore_signals)
        while self._again:
            self._again = False
            self._started = time.monotonic()
            super().run(events, ignore_signals)

    def _send_message(self, data: Any, type: str = "line") -> None:  # noqa: A002 - honcho's name for it
        if type == "stop" and self._is_to_go_on(data["returncode"]):
            self._again = True
            super()._send_message(f"it ended with {data['returncode']}, and is started again\n".encode())
            return
        super()._send_message(data, type)
        if type == "start" and self._over.is_set():
            # Whoever ended the others did not know of this one yet.
            os.killpg(self._child.pid, signal.SIGTERM)

    def _follow(self, manager: int) -> None:
        while os.getppid() == manager:
            time.sleep(_FOLLOW_SECONDS)
        self._over.set()
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self._child.pid, number)
            time.sleep(_END_SECONDS)
        os._exit(1)

    def _is_to_go_on(self, returncode: int) -> bool:
        if returncode >= 0 and time.monotonic() - self._started < _STARTED_SECONDS:
            return False
        return not self._over.wait(_PAUSE_SECONDS)


class Processes(Manager):
    """All lines of a Procfile, each a process group of its own; when one cannot be kept running, all end.

    honcho alone falls over when it is interrupted before the last process has started or while it prints, and leaves
    everything running when its terminal is closed. Hence a signal is only noted, and a thread acts upon it. `beside`
    runs in a thread too, once the processes are forked and never before: a fork of a threaded process may hang.
    """

    def __init__(self, procfile: Path, environment: Mapping[str, str], beside: Callable[[], None]) -> None:
        super().__init__(Printer(sys.stdout))
        self._over = multiprocessing.Event()
        self._process_ctor = partial(KeptProcess, over=self._over)
        self._beside = beside
        self._asked = self._ending = False
        for name, command in parse_procfile(procfile.read_text()).processes.items():
            self.add_process(name, command, env=dict(environment), cwd=str(procfile.parent))

    def run(self) -> int:
        """Run until the end is asked for, or one process cannot be kept; the exit status, 0 when it was asked for."""
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
        self._over.set()
        super().terminate()
