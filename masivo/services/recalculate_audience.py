"""One run from queued to its end: claim it, evaluate the rule, publish the members; what goes wrong ends in words.

Unlike the other services this one commits, at each step of a run's life: a worker may be killed at any instant, and
what is done is done.
"""

import logging
from datetime import datetime

from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import InterfaceError, OperationalError

from masivo.conditions.parse import parse, read_json
from masivo.errors import DocumentRefused, RecalculationFailed, WarehouseUnavailable
from masivo.evaluation.evaluate import evaluate
from masivo.evaluation.redis_cache import RedisSetCache
from masivo.extensions import db
from masivo.models import AudienceState, Cause, Run
from masivo.models.columns import utc_now
from masivo.services.account import account_zone
from masivo.services.audience_graph import account_vocabulary, read_memberships
from masivo.services.connections import redis, redis_alive, warehouse
from masivo.services.heartbeat import Heartbeat
from masivo.services.publish_membership import Calculation, Rule, publish_membership
from masivo.services.run_lease import (
    RunLost,
    aim_anew,
    claim_run,
    fail_run,
    put_run_back,
    retry_run,
)

log = logging.getLogger(__name__)


def recalculate_audience(run_id: str, worker: str) -> None:
    """Calculate a queued run as the worker of that name (one that no other process ever bears).

    A run that is not queued is left alone, so doing it twice changes nothing. The last good membership stays in force
    until the new one is published.
    """
    claimed = claim_run(run_id, worker, utc_now())
    db.session.commit()
    if not claimed:
        log.info("run %s was not waiting any more", run_id)
        return
    try:
        _calculate_until_published(run_id, worker)
    except RunLost:
        db.session.rollback()
        log.warning("run %s was given to another worker meanwhile", run_id)
    except BaseException as error:
        db.session.rollback()
        _let_go(run_id, worker, error)
        db.session.commit()
        if not isinstance(error, Exception):
            raise


def _let_go(run_id: str, worker: str, error: BaseException) -> None:
    """End the run, or queue it again, by what went wrong."""
    now = utc_now()
    match error:
        case DocumentRefused() | RecalculationFailed():
            fail_run(run_id, worker, now, f"{_as_clause(str(error))} Edit the rule, then recalculate.")
        case WarehouseUnavailable() | OperationalError() | InterfaceError():
            log.warning("run %s: %s", run_id, error)
            busy = "the warehouse" if isinstance(error, WarehouseUnavailable) else "the database"
            retry_run(run_id, worker, now, f"{busy} could not be reached or was busy")
        case JobTimeoutException():
            fail_run(run_id, worker, now, "it took more than an hour. The last members stay. Make its rule simpler.")
        case Exception():
            log.error("run %s failed", run_id, exc_info=error)
            reason = f"of a fault in the program ({type(error).__name__}); the worker's log tells more"
            fail_run(run_id, worker, now, f"because {reason}. The last members stay.")
        case _:
            put_run_back(run_id, worker, now)


def _calculate_until_published(run_id: str, worker: str) -> None:
    """Evaluate the rule; again with the newer one where somebody edited it meanwhile."""
    while True:
        done = _calculate(run_id, worker)
        if publish_membership(run_id, worker, done, utc_now()):
            db.session.commit()
            log.info("run %s: audience %d has %d members", run_id, done.rule.audience_id, done.evaluation.count)
            return
        db.session.rollback()
        if not aim_anew(run_id, worker):
            raise RunLost
        db.session.commit()


def _calculate(run_id: str, worker: str) -> Calculation:
    """What the run's rule gives. No transaction is open while the warehouse works."""
    run = db.session.get_one(Run, run_id, populate_existing=True)
    if run.audience.state == AudienceState.ARCHIVED:
        raise RecalculationFailed("the audience was archived before it was its turn.")
    rule = Rule(run.audience_id, run.version_id, run.audience.brand_id)
    text, as_of, zone = run.version.document, _as_of(run), account_zone()
    db.session.rollback()
    snapshot = warehouse().snapshot()
    if rule.brand_id is not None and rule.brand_id not in snapshot.catalog.brands:
        raise RecalculationFailed(f"the brand {rule.brand_id!r} has no data any more.")
    document = parse(read_json(text), account_vocabulary(snapshot.catalog, rule.audience_id))
    memberships = read_memberships(document)
    db.session.rollback()
    cache = RedisSetCache(redis()) if redis_alive() else None
    with Heartbeat(db.engine, run_id, worker) as heartbeat:
        evaluation = evaluate(
            document,
            snapshot,
            brand=rule.brand_id,
            as_of=as_of,
            zone=zone,
            memberships=memberships,
            cache=cache,
            progress=heartbeat.progress,
        )
    return Calculation(rule, evaluation, heartbeat.steps)


def _as_of(run: Run) -> datetime:
    """The instant of the question; scheduled runs of one minute share it, and so what their conditions found."""
    now = utc_now()
    return now.replace(second=0, microsecond=0) if run.cause == Cause.SCHEDULED else now


def _as_clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
