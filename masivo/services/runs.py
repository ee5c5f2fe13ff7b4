"""The life of runs before a worker takes them: asked for, due, sent to the queue, and found again when lost.

SQL holds the truth. Redis may forget a run or name it twice: a run is calculated once all the same, because a worker
claims it by a conditional UPDATE (`run_lease`).
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy import Insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from masivo.errors import ActionRefused
from masivo.extensions import db
from masivo.models import LIVING, Audience, AudienceState, Cause, Run, RunState
from masivo.services.account import account_zone
from masivo.services.conditional_update import took_effect
from masivo.services.connections import redis
from masivo.services.run_lease import expire_leases
from masivo.services.schedule import next_run, schedule_of

log = logging.getLogger(__name__)

TICK, ASKED, SCHEDULED = "masivo-tick", "masivo-asked", "masivo-scheduled"
QUEUES = (TICK, ASKED, SCHEDULED)
"""In the order in which workers empty them: a run that a person waits for goes before the scheduled ones."""

JOB = "jobs.recalculate.recalculate"
JOB_SECONDS = 3600

_GRACE = timedelta(seconds=10)
"""How long a queued run may be in nobody's hands: a worker takes it from Redis first and claims it in SQL after."""

_AT_ONCE = 500
"""How many audiences one tick claims, so that its transaction stays short."""


def living_run(audience_id: int) -> Run | None:
    """The audience's run that is queued or running, if there is one."""
    return db.session.scalar(select(Run).where(Run.audience_id == audience_id, Run.state.in_(LIVING)))


def ask_run(audience: Audience, cause: Cause, promised_at: datetime | None = None) -> Run:
    """The audience's living run, or a new queued one; send it to the queue after the commit with `enqueue_run`.

    A living run calculates the rule that stands when it publishes, so it answers every cause. Raises ActionRefused
    for an archived audience.
    """
    if audience.state == AudienceState.ARCHIVED:
        raise ActionRefused("This audience is archived. Duplicate it to calculate its members again.")
    db.session.flush()
    while (living := living_run(audience.id)) is None:
        db.session.execute(
            _insert_unless_there_is_one().values(
                id=str(uuid4()),
                audience_id=audience.id,
                version_id=audience.version_id,
                cause=cause,
                promised_at=promised_at,
            )
        )
    return living


def enqueue_run(run_id: str, queue: str = ASKED) -> bool:
    """Send a committed run to the workers; False when Redis is away: the run waits in SQL, and the tick sends it."""
    try:
        Queue(queue, connection=redis()).enqueue_call(
            JOB, args=(run_id,), job_id=run_id, timeout=JOB_SECONDS, result_ttl=0, failure_ttl=JOB_SECONDS
        )
    except RedisError as error:
        log.warning("run %s waits for Redis: %s", run_id, error)
        return False
    return True


def claim_due(now: datetime) -> list[str]:
    """Turn every promise that is due into one queued run, oldest promise first; the ids to enqueue after the commit.

    After downtime an audience runs once, however many promises passed: its next one is computed from `now`. Two
    ticks at once claim nothing twice.
    """
    due = (
        select(Audience)
        .where(Audience.next_run_at <= now, Audience.state == AudienceState.ACTIVE)
        .order_by(Audience.next_run_at, Audience.id)
        .limit(_AT_ONCE)
    )
    zone = account_zone()
    claimed = []
    for audience in db.session.scalars(due).all():
        promised_at = audience.next_run_at
        claim = update(Audience).where(
            Audience.id == audience.id,
            Audience.next_run_at == promised_at,
            Audience.state == AudienceState.ACTIVE,
        )
        following = next_run(schedule_of(audience), now, zone)
        if took_effect(claim.values(next_run_at=following)):
            claimed.append(ask_run(audience, Cause.SCHEDULED, promised_at).id)
    return claimed


def recover_runs(now: datetime) -> list[str]:
    """Put back runs whose worker fell silent, and find the queued ones that Redis lost; the ids to enqueue.

    A run that lost its worker too often fails, in words. Which ones Redis lost, nobody knows while it is away.
    """
    expired = expire_leases(now)
    waiting = (
        select(Run.id)
        .where(Run.state == RunState.QUEUED, Run.queued_at <= now - _GRACE)
        .order_by(Run.promised_at.is_not(None), Run.promised_at, Run.queued_at)
    )
    return [*expired, *_unknown_to_redis(db.session.scalars(waiting).all())]


def _unknown_to_redis(run_ids: Iterable[str]) -> list[str]:
    try:
        known = {id_ for name in (ASKED, SCHEDULED) for id_ in Queue(name, connection=redis()).get_job_ids()}
    except RedisError as error:
        log.warning("the queued runs wait for Redis: %s", error)
        return []
    return [run_id for run_id in run_ids if run_id not in known]


def _insert_unless_there_is_one() -> Insert:
    """An INSERT of a run that does nothing where the audience's living one stands in its way."""
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(Run).on_conflict_do_nothing()
    return sqlite.insert(Run).on_conflict_do_nothing()
