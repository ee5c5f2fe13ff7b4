"""The RQ job that calculates one run."""

import logging

from rq import get_current_job

from jobs import application
from masivo.logs import about
from masivo.services.recalculate_audience import recalculate_audience

log = logging.getLogger(__name__)


def recalculate(run_id: str) -> None:
    """Calculate the run, if no other worker did; what becomes of it is written in SQL."""
    job = get_current_job()
    assert job is not None
    assert job.worker_name is not None
    try:
        with about(run=run_id), application().app_context():
            recalculate_audience(run_id, job.worker_name)
    except SystemExit:
        log.info("run %s went back to the queue, because this worker stops", run_id)
