"""One run from queued to its end: claim it, evaluate the rule, publish the members; what goes wrong ends in words.

Unlike the other services this one commits, at each step of a run's life: a worker may be killed at any instant, and
what is done is done.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter

from pyroaring import BitMap
from redis.exceptions import RedisError
from rq.timeouts import JobTimeoutException
from sqlalchemy import exc, select

from masivo.errors import DocumentRefused, RecalculationFailed, WarehouseEmptied, WarehouseUnavailable
from masivo.evaluation.redis_cache import RedisAnswerCache
from masivo.extensions import db
from masivo.models import Audience, AudienceVersion, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.account import account_zone
from masivo.services.calculate_rule import Asked, InForce, in_force, read_question, runs_in_force
from masivo.services.connections import redis, redis_alive
from masivo.services.explain_run import explain_run
from masivo.services.heartbeat import Heartbeat
from masivo.services.present_data import present_data
from masivo.services.publish_membership import Calculation, publish_membership
from masivo.services.queues import SCHEDULED
from masivo.services.run_lease import (
    RunLost,
    RunTooLong,
    aim_anew,
    claim_run,
    end_long_run,
    fail_run,
    held_by,
    put_run_back,
    retry_run,
)
from masivo.services.run_order import wait_for_others, wake_waiting
from masivo.services.runs import enqueue_run

log = logging.getLogger(__name__)

_FRESH = timedelta(minutes=15)
"""How old the instant that runs of one tick share may become; the cache of answers forgets it then too."""


def recalculate_audience(run_id: str, worker: str, last_resort: Callable[[], object] = lambda: None) -> None:
    """Calculate a queued run as the worker of that name (one that no other process ever bears).

    A run that is not queued is left alone, so doing it twice changes nothing. One that builds on an audience whose run
    is still to come waits. The last good membership stays in force until the new one is published. `last_resort` ends
    the process: it is called where a run was cancelled or takes too long, and its work does not heed that.
    """
    waits = wait_for_others(run_id, utc_now())
    claimed = not waits and claim_run(run_id, worker, utc_now())
    db.session.commit()
    if not claimed:
        log.info("run %s %s", run_id, "waits for another audience" if waits else "was not waiting any more")
        return
    try:
        _calculate_until_published(run_id, worker, last_resort)
    except RunLost:
        db.session.rollback()
        log.warning("run %s was cancelled, or given to another worker", run_id)
    except BaseException as error:
        db.session.rollback()
        _let_go(run_id, worker, error)
        db.session.commit()
        if not isinstance(error, Exception):
            raise
    woken = wake_waiting(run_id)
    db.session.commit()
    for waiting in woken:
        enqueue_run(waiting, SCHEDULED)


def _let_go(run_id: str, worker: str, error: BaseException) -> None:
    """End the run, or queue it again, by what went wrong."""
    now = utc_now()
    match error:
        case DocumentRefused() | RecalculationFailed():
            fail_run(run_id, worker, now, f"{_as_clause(str(error))} Edit the rule, then recalculate.")
        case WarehouseUnavailable() | RedisError() | exc.OperationalError() | exc.InterfaceError() | exc.TimeoutError():
            _retry(run_id, worker, now, error)
        case exc.DBAPIError() if error.connection_invalidated:
            _retry(run_id, worker, now, error)
        case RunTooLong() | JobTimeoutException():
            end_long_run(run_id, worker, now)
        case Exception():
            log.error("run %s failed", run_id, exc_info=error)
            reason = f"of a fault in the program ({type(error).__name__}); the worker's log tells more"
            fail_run(run_id, worker, now, f"because {reason}. The last members stay.")
        case _:
            put_run_back(run_id, worker, now)


def _retry(run_id: str, worker: str, now: datetime, error: Exception) -> None:
    log.warning("run %s: %s", run_id, error)
    stores = {WarehouseUnavailable: "the warehouse", RedisError: "the queue"}
    store = next((name for kind, name in stores.items() if isinstance(error, kind)), "the database")
    emptied = isinstance(error, WarehouseEmptied)
    what = "is empty, although it held customers before" if emptied else "could not be reached or was busy"
    retry_run(run_id, worker, now, f"{store} {what}")


def _calculate_until_published(run_id: str, worker: str, last_resort: Callable[[], object]) -> None:
    """Evaluate the rule; again with the newer one where somebody edited it meanwhile."""
    while True:
        calculation = _calculate(run_id, worker, last_resort)
        state = publish_membership(run_id, worker, calculation, utc_now())
        if state is not None:
            db.session.commit()
            found = calculation.evaluation.count
            log.info("run %s of audience %d %s: %d members", run_id, calculation.asked.audience_id, state, found)
            return
        db.session.rollback()
        if not aim_anew(run_id, worker):
            raise RunLost
        db.session.commit()


@dataclass(frozen=True, slots=True)
class Task:
    """What a run is to ask (and the rule as it is stored), until when, and whose members it is compared with."""

    asked: Asked
    document: str
    deadline: datetime
    before: InForce


def _calculate(run_id: str, worker: str, last_resort: Callable[[], object]) -> Calculation:
    """What the run's rule gives, and why that is not what was in force. No transaction is open meanwhile."""
    snapshot = present_data()
    cache = RedisAnswerCache(redis()) if redis_alive() else None
    task = read_task(run_id, worker)
    question = read_question(task.asked, snapshot, task.document)
    db.session.rollback()

    def members_of(asked: Asked) -> BitMap:
        another = read_question(asked, snapshot)
        db.session.rollback()
        return another.ask(snapshot, cache).members

    with Heartbeat(db.engine, run_id, worker, task.deadline, last_resort) as heartbeat:
        started = perf_counter()
        evaluation = question.ask(snapshot, cache, heartbeat.progress)
        milliseconds = round((perf_counter() - started) * 1000)
        changes = explain_run(task.before, task.asked, snapshot.data_version, evaluation.members, members_of)
    db.session.rollback()
    return Calculation(task.asked, evaluation, heartbeat.steps, milliseconds, task.before, changes)


def read_task(run_id: str, worker: str) -> Task:
    """What a claimed run is to do. Raises RunLost where it is not this worker's any more."""
    held = (
        select(Run.deadline_at, Run.as_of, Audience.id, Audience.brand_id, Audience.run_id)
        .add_columns(AudienceVersion.id, AudienceVersion.document)
        .join(Run.version)
        .join(Audience, Audience.id == Run.audience_id)
        .where(*held_by(run_id, worker), Run.state == RunState.RUNNING)
    )
    found = db.session.execute(held).one_or_none()
    if found is None:
        raise RunLost
    deadline, as_of, audience_id, brand_id, before, version_id, document = found
    assert deadline is not None
    asked = Asked(audience_id, version_id, brand_id, account_zone(), _as_of(as_of), runs_in_force(document))
    return Task(asked, document, deadline, in_force(before))


def _as_of(planned: datetime | None) -> datetime:
    """The instant of the question: now, or that of the tick, so that what its runs have in common is asked once."""
    now = utc_now()
    return planned if planned is not None and now - planned < _FRESH else now


def _as_clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
