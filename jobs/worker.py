"""The worker processes: `python -m jobs.worker [HOW_MANY]` keeps that many running, whatever ends one of them."""

import logging
import multiprocessing
import os
import signal
import sys
import time
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import NoReturn

from redis.exceptions import RedisError

import jobs.recalculate
import jobs.tick  # noqa: F401 - loaded once, before the forks
import masivo.warehouse.lake  # noqa: F401 - so is this
from jobs.application import application
from jobs.follow_parent import follow_parent
from jobs.recalculation_worker import RecalculationWorker
from masivo.config import Settings
from masivo.extensions import db
from masivo.logs import configure_logging
from masivo.services.connections import connect_redis, current_settings, wait_for_redis
from masivo.services.redis_server import redis_on_demand
from masivo.services.rehearse_run import rehearse_run

log = logging.getLogger(__name__)

WORKERS = 2
_STOP_SECONDS = 4.5
"""Shorter than honcho's patience of five seconds."""
_NICENESS = 5
"""Pages come before recalculations where both want the processor."""
_PAUSE_SECONDS = 1.0
"""Between the end of a worker and the start of the next, so that a fault that stays does not burn the machine."""


def main() -> None:
    """Run the workers until told to stop."""
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else WORKERS
    with application().app_context():
        settings = current_settings()
    configure_logging(settings)
    os.nice(_NICENESS)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    with redis_on_demand(settings):
        _keep_running(how_many, settings)


def _keep_running(how_many: int, settings: Settings) -> NoReturn:
    workers: list[ForkProcess] = []
    try:
        while True:
            workers = [worker for worker in workers if worker.is_alive()]
            while len(workers) < how_many:
                workers.append(_start(settings))
            wait([worker.sentinel for worker in workers])
            time.sleep(_PAUSE_SECONDS)
    finally:
        _end(workers)


def _start(settings: Settings) -> ForkProcess:
    worker = multiprocessing.get_context("fork").Process(target=_work, args=(settings, os.getpid()))
    worker.start()
    return worker


def _work(settings: Settings, parent: int) -> None:
    """One worker, in its own process, from the first answer of Redis on."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    follow_parent(parent, _STOP_SECONDS)
    connection = connect_redis(settings, patience=None)
    wait_for_redis(connection)
    with application().app_context():
        rehearse_run()
        db.engine.dispose()
    try:
        RecalculationWorker(connection).work(logging_level="WARNING")
    except RedisError as error:
        log.warning("Redis went away: %s", error)


def _end(workers: list[ForkProcess]) -> None:
    for worker in workers:
        worker.terminate()
    deadline = time.monotonic() + _STOP_SECONDS
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
        worker.kill()


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    sys.exit(0)


if __name__ == "__main__":
    main()
