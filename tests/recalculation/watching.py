"""What tests see of runs while processes work on them, and how they make time pass."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from rq import Queue

from masivo.extensions import db
from masivo.models import Run, RunState
from masivo.models.columns import utc_now
from masivo.services.connections import redis, redis_alive
from masivo.services.queues import TICK
from tests.recalculation.conftest import Start
from tests.recalculation.installation import Process, children, wait_until

REDIS = ("masivo", "redis")
WORKER = "jobs.worker"
SCHEDULER = "jobs.scheduler"
HALTING_SCHEDULER = "tests.recalculation.halting_scheduler"
HANGING_WORKER = "tests.recalculation.hanging_worker"
HALTING_WORKER = "tests.recalculation.halting_worker"
CLOCK_WORKER = "tests.recalculation.clock_worker"


def state(run: Run) -> RunState:
    db.session.expire_all()
    return run.state


def wait_for(run: Run, expected: RunState) -> None:
    wait_until(lambda: state(run) == expected, f"the run is {expected}")


def start_redis(start: Start) -> Process:
    process = start(*REDIS)
    wait_until(redis_alive, "Redis answers")
    return process


def let_time_pass(run: Run) -> None:
    """As if the run had been queued, or its worker silent, for minutes."""
    long_ago = utc_now() - timedelta(minutes=5)
    run.queued_at, run.retry_at = long_ago, None
    if run.lease_until:
        run.lease_until = long_ago
    db.session.commit()


def work_horse(worker: Process) -> int:
    """The fork that does the job: a child of a child."""
    (horse,) = (pid for child in children(worker.pid) for pid in children(child))
    return horse


def tick() -> None:
    """What the scheduler does every fifteen seconds, now."""
    Queue(TICK, connection=redis()).enqueue_call("jobs.tick.tick")


def halt(home: Path, step: str) -> Callable[[], None]:
    """Have every halting worker wait at a step of its runs, until what is returned is called."""
    (home / "halt").write_text(step)
    return (home / "halt").unlink
