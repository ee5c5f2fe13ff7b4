"""The life of runs before a worker takes them: asked for, sent to the queue, found again when lost, cancelled.

SQL holds the truth. Redis may forget a run or name it twice: a run is calculated once all the same, because a worker
claims it by a conditional UPDATE (`run_lease`).
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy import ColumnElement, Insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from masivo.errors import ActionRefused
from masivo.extensions import db
from masivo.models import LIVING, Audience, AudienceState, Cause, Frequency, Run, RunState, User
from masivo.services.connections import redis
from masivo.services.queues import ASKED, SCHEDULED, TICK
from masivo.services.recalculation_settings import recalculation_settings
from masivo.services.run_lease import expire_leases
from masivo.services.run_states import Step, take_step

log = logging.getLogger(__name__)

JOB, THINNING_JOB = "jobs.recalculate.recalculate", "jobs.thin.thin"

_KEPT_SECONDS = 3600
OVERTIME_SECONDS = 30
"""A run ends itself when it takes too long; after that RQ ends its process."""

_GRACE = timedelta(seconds=10)
"""How long a queued run may be in nobody's hands: a worker takes it from Redis first and claims it in SQL after."""


def living_run(audience_id: int) -> Run | None:
    """The audience's run that is queued or running, if there is one."""
    return db.session.scalar(select(Run).where(Run.audience_id == audience_id, Run.state.in_(LIVING)))


def ask_run(
    audience: Audience, cause: Cause, promised_at: datetime | None = None, *, asked_by: User | None = None
) -> Run:
    """The audience's living run, or a new queued one; send it to the queue after the commit with `enqueue_run`.

    A living run calculates the rule that stands when it publishes, so it answers every cause; one that the schedule
    began becomes the run of the person who asks too, and goes on at once where it paused after a fault. Raises
    ActionRefused for an archived audience.
    """
    if audience.state == AudienceState.ARCHIVED:
        raise ActionRefused("This audience is archived. Duplicate it to calculate its members again.")
    db.session.flush()
    while (living := living_run(audience.id)) is None:
        db.session.execute(
            insert_unless_there_is_one().values(
                id=str(uuid4()),
                audience_id=audience.id,
                version_id=audience.version_id,
                cause=cause,
                promised_at=promised_at,
                asked_by_id=asked_by.id if asked_by is not None else None,
            )
        )
    if cause is not Cause.SCHEDULED:
        same = update(Run).where(Run.id == living.id)
        scheduled = same.where(Run.cause == Cause.SCHEDULED, Run.state.in_(LIVING))
        db.session.execute(scheduled.values(cause=cause, asked_by_id=asked_by.id if asked_by is not None else None))
        db.session.execute(same.where(Run.state == RunState.QUEUED).values(retry_at=None, waits_for_id=None))
    return living


def cancel_run(audience_id: int, person: User | None, now: datetime) -> bool:
    """End the audience's living run, whose worker notices within seconds; False where it had ended by itself."""
    by = f"{person.name} cancelled it" if person is not None else "the audience was archived"
    return take_step(
        Step.CANCEL,
        Run.audience_id == audience_id,
        finished_at=now,
        decided_by_id=person.id if person is not None else None,
        decided_at=now,
        error=_not_recalculated(by),
    )


def withdraw_runs(now: datetime, *which: ColumnElement[bool]) -> None:
    """End those queued runs that a schedule alone asked for and asks for no more; what a worker has in hand goes on."""
    ends = {
        "it was paused before a worker began": Audience.state == AudienceState.PAUSED,
        "its frequency was set to “never” before a worker began": Audience.frequency == Frequency.NEVER,
    }
    for clause, unscheduled in ends.items():
        take_step(
            Step.CANCEL,
            Run.state == RunState.QUEUED,
            Run.cause == Cause.SCHEDULED,
            Run.audience_id.in_(select(Audience.id).where(unscheduled)),
            *which,
            finished_at=now,
            decided_at=now,
            error=_not_recalculated(clause),
        )


def enqueue_run(run_id: str, queue: str = ASKED) -> bool:
    """Send a committed run to the workers; False when Redis is away: the run waits in SQL, and the tick sends it."""
    return enqueue_runs([run_id], queue)


def enqueue_runs(run_ids: Sequence[str], queue: str) -> bool:
    """Send committed runs to the workers, in order and in one go; False when Redis is away."""
    seconds = recalculation_settings().run_minutes * 60 + OVERTIME_SECONDS
    jobs = [
        Queue.prepare_data(JOB, args=(run_id,), job_id=run_id, timeout=seconds, result_ttl=0, failure_ttl=_KEPT_SECONDS)
        for run_id in run_ids
    ]
    try:
        with redis().pipeline(transaction=False) as sent:
            Queue(queue, connection=redis()).enqueue_many(jobs, pipeline=sent)
            sent.execute()
    except RedisError as error:
        log.warning("%d runs wait for Redis: %s", len(run_ids), error)
        return False
    return True


def take_next_run() -> str | None:
    """Take the scheduled run that waits the longest out of the queue, for a worker that has just done one.

    None where something goes first, where another worker was quicker, or where Redis is away. A run that is lost on
    the way is found again in SQL, like any other.
    """
    try:
        if any(Queue(name, connection=redis()).count for name in (TICK, ASKED)):
            return None
        waiting = Queue(SCHEDULED, connection=redis())
        first = next(iter(waiting.get_jobs(0, 1)), None)
        if first is None or first.func_name != JOB or not redis().lrem(waiting.key, 1, first.id):
            return None
        # A person asked for it too, and another worker has it from that queue: it will look for the job at the end.
        if first.worker_name is None:
            redis().delete(first.key)
    except RedisError as error:
        log.warning("no further run is taken: %s", error)
        return None
    return first.id


def enqueue_thinning() -> None:
    """Have a worker remove what is not kept any more; with Redis away, it is left for the next day."""
    try:
        Queue(SCHEDULED, connection=redis()).enqueue_call(THINNING_JOB, timeout=_KEPT_SECONDS, result_ttl=0)
    except RedisError as error:
        log.warning("old runs are not thinned out today: %s", error)


def recover_runs(now: datetime) -> list[str]:
    """Put back runs whose worker fell silent, and find the queued ones that Redis lost; the ids to enqueue.

    A run that lost its worker too often is given up, in words, and one that its schedule asks for no more is cancelled.
    Those that pause before they are tried again are left alone. Which ones Redis lost, nobody knows while it is away.
    """
    expired = expire_leases(now)
    withdraw_runs(now)
    waiting = (
        select(Run.id)
        .where(
            Run.state == RunState.QUEUED,
            Run.queued_at <= now - _GRACE,
            or_(Run.retry_at.is_(None), Run.retry_at <= now),
        )
        .order_by(Run.promised_at.is_not(None), Run.promised_at, Run.queued_at)
    )
    return [*expired, *_unknown_to_redis(db.session.scalars(waiting).all())]


def insert_unless_there_is_one() -> Insert:
    """An INSERT of runs that leaves out those in whose way the audience's living one stands."""
    runs = Run.metadata.tables[Run.__tablename__]
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(runs).on_conflict_do_nothing()
    return sqlite.insert(runs).on_conflict_do_nothing()


def _not_recalculated(clause: str) -> str:
    return f"This audience was not recalculated: {clause}. The last members stay."


def _unknown_to_redis(run_ids: Sequence[str]) -> Sequence[str]:
    if not run_ids:
        return run_ids
    try:
        known = {id_ for name in (ASKED, SCHEDULED) for id_ in Queue(name, connection=redis()).get_job_ids()}
    except RedisError as error:
        log.warning("the queued runs wait for Redis: %s", error)
        return []
    return [run_id for run_id in run_ids if run_id not in known]
