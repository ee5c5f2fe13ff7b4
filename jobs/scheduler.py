"""The scheduler process: `python -m jobs.scheduler` has rq-scheduler send the tick, and outlives what would end it."""

import logging
import os
import signal
import sys
import time
from datetime import UTC, datetime
from types import FrameType
from typing import NoReturn

from redis import Redis
from redis.exceptions import RedisError
from rq.exceptions import NoSuchJobError
from rq.job import Job
from rq_scheduler import Scheduler

from masivo.config import read_settings
from masivo.logs import configure_logging
from masivo.services.connections import connect_redis, wait_for_redis
from masivo.services.queues import TICK
from masivo.services.redis_server import redis_on_demand

log = logging.getLogger(__name__)

TICK_JOB = "jobs.tick.tick"
TICK_ID = "masivo-tick"
TICK_SECONDS = 15
POLL_SECONDS = 5


class TickScheduler(Scheduler):
    """Sends one recurring job, the tick, and sees to it before every poll that this one is there and no other.

    Its keys are the product's own, so that a Redis may be shared with other users of rq-scheduler.
    """

    scheduled_jobs_key = "masivo:scheduler:jobs"
    scheduler_lock_key = "masivo:scheduler:lock"

    def __init__(self, connection: Redis) -> None:
        super().__init__(queue_name=TICK, connection=connection, interval=POLL_SECONDS)

    def enqueue_jobs(self) -> list[Job]:
        """Send the tick when it is due, unless the one before still waits for a worker."""
        self._register_tick()
        return list(super().enqueue_jobs())

    def enqueue_job(self, job: Job) -> None:
        """Send a due tick; with no worker to take them, ticks do not pile up, and are done here."""
        if TICK_ID in self.get_queue_for_job(job).get_job_ids():
            self._plan(time.time() + TICK_SECONDS)
            _stand_in()
        else:
            super().enqueue_job(job)

    def register_death(self) -> None:
        """Sign off, where Redis is still there to be told."""
        try:
            super().register_death()
        except RedisError:
            log.debug("Redis is away, so the scheduler could not sign off")

    def remove_lock(self) -> None:
        """Let the next scheduler in, where Redis is still there to be told; else the lock lapses by itself."""
        try:
            super().remove_lock()
        except RedisError:
            log.debug("Redis is away, so the lock lapses by itself")

    def _install_signal_handlers(self) -> None:
        """`main` has installed its own: rq-scheduler's ask Redis, which may be gone by then."""

    def _register_tick(self) -> None:
        planned = {id_ for id_ in self.connection.zrange(self.scheduled_jobs_key, 0, -1) if isinstance(id_, bytes)}
        strangers = planned - {TICK_ID.encode()}
        if strangers:
            log.warning("taken out of the schedule: %s", strangers)
            self.connection.zrem(self.scheduled_jobs_key, *strangers)
        if TICK_ID.encode() not in planned or not self._tick_is_sound():
            self.schedule(
                datetime.now(UTC), TICK_JOB, interval=TICK_SECONDS, id=TICK_ID, timeout=60, description="tick"
            )

    def _tick_is_sound(self) -> bool:
        """Whether Redis still holds the tick in a form that a worker can read."""
        try:
            job = Job.fetch(TICK_ID, connection=self.connection)
            return job.func_name == TICK_JOB and job.meta.get("interval") == TICK_SECONDS
        except RedisError:
            raise
        except NoSuchJobError:
            return False
        except Exception as error:  # noqa: BLE001 - whatever is in Redis, the tick is written anew
            log.warning("the tick could not be read and is written anew: %s", error)
            self.connection.delete(Job.key_for(TICK_ID))
            return False

    def _plan(self, moment: float) -> None:
        self.connection.zadd(self.scheduled_jobs_key, {TICK_ID: moment})


def _stand_in() -> None:
    """Imported only where it is needed: while workers tick, the scheduler needs no database."""
    from jobs.stand_in import stand_in

    stand_in()


def main() -> None:
    """Run the scheduler until told to stop; while Redis is away, wait for it."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    settings = read_settings()
    configure_logging(settings)
    with redis_on_demand(settings):
        _keep_ticking(connect_redis(settings, patience=POLL_SECONDS))


def _keep_ticking(connection: Redis) -> NoReturn:
    while True:
        wait_for_redis(connection)
        try:
            TickScheduler(connection).run()
        except RedisError as error:
            log.warning("Redis went away: %s", error)


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    main()
