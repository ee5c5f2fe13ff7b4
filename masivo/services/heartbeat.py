"""A worker's sign of life while it calculates: a thread of its own prolongs the lease and writes the progress."""

import logging
import time
from threading import Event, Thread
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, update
from sqlalchemy.exc import DBAPIError

from masivo.models import Run, RunState
from masivo.models.columns import utc_now
from masivo.services.run_lease import LEASE, RunLost

log = logging.getLogger(__name__)

_BEAT_SECONDS = 5.0
_PROGRESS_SECONDS = 0.5


class Heartbeat:
    """While the context is open the run stays this worker's, if it still is.

    Progress is written at most twice a second, and only when it moved.
    """

    def __init__(self, engine: Engine, run_id: str, worker: str) -> None:
        self._engine = engine
        self._run_id = run_id
        self._worker = worker
        self._progress = self._written = (0, 0)
        self._lost = Event()
        self._stop = Event()
        self._thread = Thread(target=self._beat_on, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def steps(self) -> int:
        """How many steps there were to do, by the last word of `progress`."""
        return self._progress[1]

    def progress(self, done: int, steps: int) -> None:
        """Note that `done` of `steps` are done. Raises RunLost when the run was found to be somebody else's."""
        if self._lost.is_set():
            raise RunLost
        self._progress = (done, steps)

    def _beat_on(self) -> None:
        last = time.monotonic()
        while not self._stop.wait(_PROGRESS_SECONDS) and not self._lost.is_set():
            now = time.monotonic()
            if self._progress != self._written or now - last >= _BEAT_SECONDS:
                self._beat()
                last = now

    def _beat(self) -> None:
        progress = done, steps = self._progress
        beat = (
            update(Run)
            .where(Run.id == self._run_id, Run.worker == self._worker, Run.state == RunState.RUNNING)
            .values(lease_until=utc_now() + LEASE, steps_done=done, steps=steps)
        )
        try:
            with self._engine.begin() as connection:
                if not connection.execute(beat).rowcount:
                    self._lost.set()
        except DBAPIError as error:
            log.warning("run %s: a heartbeat was not written, the next one will be: %s", self._run_id, error.orig)
            return
        self._written = progress
