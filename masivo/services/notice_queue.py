"""The way of notices to the workers: one RQ job at a time, before runs, since it is short and its sender is patient."""

import logging

from redis.exceptions import RedisError
from rq import Queue

from masivo.services.connections import redis
from masivo.services.queues import TICK

log = logging.getLogger(__name__)

JOB = "jobs.notify.notify"
_JOB_ID = "masivo-notify"
_JOB_SECONDS = 30


def enqueue_notices() -> None:
    """Have a worker tell the webhook what is new, unless a job that will still waits; the next tick asks again."""
    try:
        queue = Queue(TICK, connection=redis())
        if _JOB_ID not in queue.get_job_ids():
            queue.enqueue_call(JOB, job_id=_JOB_ID, timeout=_JOB_SECONDS, result_ttl=0, failure_ttl=_JOB_SECONDS)
    except RedisError as error:
        log.warning("notices wait for Redis: %s", error)
