"""A worker's sign of life while it calculates: a thread of its own writes progress and lease, and stops lost work."""

import inspect
import logging
import signal
import threading
import time
from collections.abc import Callable
from contextvars import copy_context
from datetime import datetime
from threading import Event, Thread
from types import FrameType, TracebackType
from typing import Self

from sqlalchemy import Engine, update
from sqlalchemy.exc import DBAPIError

from masivo.models import Run, RunState
from masivo.models.columns import utc_now
from masivo.services.run_lease import LEASE, RunLost, RunTooLong, held_by

log = logging.getLogger(__name__)

_BEAT_SECONDS = 2.0
_PROGRESS_SECONDS = 0.5
_STOP = signal.SIGUSR1
"""Interrupts what runs in the main thread. Not all heeds it: an engine may wait for threads of its own."""

_LAST_RESORT_SECONDS = 10.0


class Heartbeat:
    """While the context is open the run stays this worker's, unless it was cancelled or given away, or takes too long.

    Progress is written at most twice a second, and only when it moved. Raises RunLost or RunTooLong out of the context
    when the work is to stop: between two steps, and in the main thread of a process within a step too. Where even that
    does not end it, `last_resort` is called from another thread: it should end the process.
    """

    def __init__(
        self,
        engine: Engine,
        run_id: str,
        worker: str,
        deadline: datetime,
        last_resort: Callable[[], object] = lambda: None,
    ) -> None:
        self._engine = engine
        self._run_id = run_id
        self._worker = worker
        self._deadline = deadline
        self._last_resort = last_resort
        self._progress = self._written = (0, 0)
        self._stop: RunLost | RunTooLong | None = None
        self._ended = Event()
        self._thread = Thread(target=copy_context().run, args=(self._beat_on,), name="heartbeat", daemon=True)
        self._work: FrameType | None = None
        self._can_interrupt = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Self:
        if self._can_interrupt:
            here = inspect.currentframe()
            self._work = here.f_back if here is not None else None
            self._handler = signal.signal(_STOP, self._interrupt)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        self._work = None
        if self._can_interrupt:
            signal.signal(_STOP, self._handler)
        if self._stop is not None and isinstance(error, Exception):
            raise self._stop from error

    @property
    def steps(self) -> int:
        """How many steps there were to do, by the last word of `progress`."""
        return self._progress[1]

    def progress(self, done: int, steps: int) -> None:
        """Note that `done` of `steps` are done. Raises RunLost or RunTooLong when the work is to stop."""
        if self._stop is not None:
            raise self._stop
        self._progress = (done, steps)

    def _beat_on(self) -> None:
        last = time.monotonic()
        while not self._ended.wait(_PROGRESS_SECONDS):
            now = time.monotonic()
            if self._stop is None and (self._progress != self._written or now - last >= _BEAT_SECONDS):
                self._beat()
                last = now
            if self._stop is not None:
                self._insist(now - last)

    def _insist(self, seconds: float) -> None:
        """Interrupt the work; again and again, since whoever is asked meanwhile may take it for a fault of its own."""
        if self._can_interrupt:
            signal.pthread_kill(threading.main_thread().ident or 0, _STOP)
        if seconds > _LAST_RESORT_SECONDS:
            log.error("run %s: the work does not stop, so its process is ended", self._run_id)
            self._last_resort()

    def _beat(self) -> None:
        if utc_now() > self._deadline:
            self._stop = RunTooLong()
            return
        progress = done, steps = self._progress
        beat = (
            update(Run)
            .where(*held_by(self._run_id, self._worker), Run.state == RunState.RUNNING)
            .values(lease_until=utc_now() + LEASE, steps_done=done, steps=steps)
        )
        try:
            with self._engine.begin() as connection:
                if not connection.execute(beat).rowcount:
                    self._stop = RunLost()
        except DBAPIError as error:
            log.warning("run %s: a heartbeat was not written, the next one will be: %s", self._run_id, error.orig)
            return
        self._written = progress

    def _interrupt(self, _number: int, frame: FrameType | None) -> None:
        while frame is not None and frame is not self._work:
            frame = frame.f_back
        if frame is None:
            # A signal before this one ended the work at the very door of `__exit__`: there is nothing left to stop.
            self._ended.set()
        if self._stop is not None and not self._ended.is_set():
            raise self._stop
