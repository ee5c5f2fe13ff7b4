"""The RQ job that calculates one run, and then those that wait behind it, for a while: a fork costs more than a run."""

import logging
import os
import signal
import time

from rq import get_current_job

from jobs.application import application
from masivo.logs import about
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.runs import OVERTIME_SECONDS, take_next_run

log = logging.getLogger(__name__)

_FORK_SECONDS = OVERTIME_SECONDS / 2
"""For how long a fork takes another run: a last one that takes as long as a run may ends before RQ ends its process."""


def recalculate(run_id: str) -> None:
    """Calculate the run, if no other worker did; what becomes of it is written in SQL."""
    job = get_current_job()
    assert job is not None
    assert job.worker_name is not None
    end = time.monotonic() + _FORK_SECONDS
    following: str | None = run_id
    with application().app_context():
        while following is not None:
            if not _recalculate(following, job.worker_name):
                return
            following = take_next_run() if time.monotonic() < end else None


def _recalculate(run_id: str, worker: str) -> bool:
    """Calculate one run; False where this worker is to stop."""
    with about(run=run_id):
        try:
            recalculate_audience(run_id, worker, _end)
        except SystemExit:
            log.info("run %s went back to the queue, because this worker stops", run_id)
            return False
    return True


def _end() -> None:
    """End this work-horse, whatever it does: its worker sees to the run, and goes on."""
    os.kill(os.getpid(), signal.SIGKILL)
