"""An RQ worker that may be killed at any instant: its runs go back to the queue, and nothing outlives it."""

import os
import signal
import socket
import sys
from contextlib import nullcontext
from threading import Timer
from types import FrameType
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.exceptions import StopRequested
from rq.job import Job

from jobs.application import application
from jobs.follow_parent import follow_parent
from masivo.extensions import db
from masivo.logs import about
from masivo.models.columns import utc_now
from masivo.services.queues import QUEUES
from masivo.services.recalculation_health import forget_workers, record_worker, remove_worker
from masivo.services.run_lease import release_runs
from masivo.services.runs import JOB

if TYPE_CHECKING:
    from redis.client import Pipeline

HORSE_SECONDS = 3
"""How long a work-horse has to put its run back before it is killed."""


class RecalculationWorker(Worker):
    """Takes jobs off the queues, each in a fork of its own: the work-horse.

    RQ's own word about a job is not relied upon; leases in SQL are (`run_lease`).
    """

    log_result_lifespan = False
    max_connection_wait_time = 5.0

    def __init__(self, connection: Redis) -> None:
        name = f"{_host()}-{os.getpid()}-{uuid4().hex[:8]}"
        super().__init__(
            list(QUEUES),
            name=name,
            connection=connection,
            worker_ttl=30,
            job_monitoring_interval=10,
            log_job_description=False,
        )
        self._horse_status: int | None = 0

    def register_birth(self) -> None:
        """Begin, in the place of this machine's workers whose process is gone: nobody has to look after those."""
        forget_workers(self.connection, _is_gone)
        super().register_birth()  # type: ignore[no-untyped-call]

    def heartbeat(self, timeout: int | None = None, pipeline: "Pipeline | None" = None) -> None:
        """Say that this worker lives, also in the product's own list, which survives an emptied Redis."""
        super().heartbeat(timeout, pipeline)
        record_worker(self.connection if pipeline is None else pipeline, self.name)

    def execute_job(self, job: Job, queue: Queue) -> None:
        """Have a work-horse do the job. A Redis that went away meanwhile ends this worker; another one follows it."""
        with about(run=job.id) if job.func_name == JOB else nullcontext():
            self._execute_job(job, queue)

    def _execute_job(self, job: Job, queue: Queue) -> None:
        try:
            super().execute_job(job, queue)
        except RedisError as error:
            if not self._stop_requested:
                self.log.warning("Redis went away during run %s: %s", job.id, error)
            raise StopRequested from None
        finally:
            if self._horse_status != os.EX_OK:
                self._release_runs()

    def wait_for_horse(self) -> tuple[int | None, int | None, object]:  # type: ignore[override]
        """Wait for the work-horse, and remember how it ended."""
        ended = super().wait_for_horse()
        self._horse_status = ended[1]
        return ended

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Stop as soon as the work-horse has put its run back."""
        if self._stop_requested:
            return
        self._stop_requested = True
        if not self.horse_pid:
            raise StopRequested
        self._signal_horse(signal.SIGTERM)
        killer = Timer(HORSE_SECONDS, self._signal_horse, (signal.SIGKILL,))
        killer.daemon = True
        killer.start()

    def teardown(self) -> None:
        """Sign off, where Redis is still there to be told."""
        try:
            remove_worker(self.connection, self.name)
            super().teardown()  # type: ignore[no-untyped-call]
        except RedisError:
            self.log.debug("Redis is away, so %s could not sign off", self.name)

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """In the fork: no connection of the worker's is used, and the fork ends when the worker does."""
        follow_parent(os.getppid(), HORSE_SECONDS)
        with application().app_context():
            for engine in db.engines.values():
                engine.dispose(close=False)
        super().main_work_horse(job, queue)

    def setup_work_horse_signals(self) -> None:
        """A work-horse that is told to end puts its run back on the way out."""
        super().setup_work_horse_signals()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGTERM, _leave)

    def _signal_horse(self, number: int) -> None:
        if self.horse_pid:
            os.kill(self.horse_pid, number)

    def _release_runs(self) -> None:
        """Put back what the killed work-horse held, without waiting for its lease."""
        with application().app_context():
            release_runs(self.name, utc_now())
            db.session.commit()
            db.session.remove()
            db.engine.dispose()


def _is_gone(name: str) -> bool:
    """Whether a worker of that name was a process of this machine, and is none any more."""
    host, _, pid = name.rpartition("-")[0].rpartition("-")
    if host != _host() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


def _host() -> str:
    return socket.gethostname()[:64]


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(1)
