"""Who holds a run: a worker claims it by a conditional UPDATE, beats while it works, loses it when it falls silent."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from masivo.extensions import db
from masivo.models import Audience, Run, RunState
from masivo.services.conditional_update import took_effect

LEASE = timedelta(seconds=30)
ATTEMPTS = 3


def claim(run_id: str, worker: str, now: datetime) -> bool:
    """Take a queued run, with the rule that its audience has now; False where it is not there for the taking."""
    present_rule = select(Audience.version_id).where(Audience.id == Run.audience_id).scalar_subquery()
    return took_effect(
        update(Run)
        .where(Run.id == run_id, Run.state == RunState.QUEUED)
        .values(
            state=RunState.RUNNING,
            worker=worker,
            version_id=present_rule,
            started_at=now,
            lease_until=now + LEASE,
            attempt=Run.attempt + 1,
            steps=0,
            steps_done=0,
        )
    )


def fail(run_id: str, worker: str | None, now: datetime, sentence: str) -> bool:
    """End a run of this worker as failed, with the sentence for people; False where it is not its run any more."""
    return _let_go(run_id, worker, state=RunState.FAILED, finished_at=now, error=sentence)


def give_up_or_requeue(run_id: str, worker: str | None, now: datetime, reason: str) -> None:
    """Queue a run of this worker again after a passing fault, or fail it in words after the last attempt.

    `reason` is a clause that goes after "This audience was not recalculated: ".
    """
    attempt = db.session.scalar(select(Run.attempt).where(Run.id == run_id))
    if attempt is not None and attempt >= ATTEMPTS:
        fail(run_id, worker, now, not_recalculated(f"{reason}, {ATTEMPTS} times in a row. Ask for it again later."))
    else:
        requeue(run_id, worker, now)


def requeue(run_id: str, worker: str | None, now: datetime) -> bool:
    """Put a run of this worker back in the queue."""
    return _let_go(run_id, worker, state=RunState.QUEUED, queued_at=now, started_at=None)


def not_recalculated(clause: str) -> str:
    """The sentence of a failed run."""
    return f"This audience was not recalculated: {clause}"


def _let_go(run_id: str, worker: str | None, **values: object) -> bool:
    mine = Run.worker == worker if worker is not None else Run.worker.is_(None)
    return took_effect(
        update(Run)
        .where(Run.id == run_id, Run.state == RunState.RUNNING, mine)
        .values(lease_until=None, worker=None, **values)
    )
