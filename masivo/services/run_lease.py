"""Who holds a run: a worker claims it by a conditional UPDATE, beats while it works, loses it when it falls silent."""

import logging
import math
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, or_, select, update

from masivo.extensions import db
from masivo.logs import about
from masivo.models import Audience, Run, RunState
from masivo.services.conditional_update import took_effect
from masivo.services.recalculation_settings import recalculation_settings
from masivo.services.run_states import Step, take_step

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
ATTEMPTS = 4

_FIRST_PAUSE = timedelta(seconds=10)
_LONGER = 4
_JITTER = 0.25


class RunLost(Exception):
    """This worker does not hold the run any more: it must not write another word of it."""


class RunTooLong(Exception):
    """The run took longer than a run may."""


def claim_run(run_id: str, worker: str, now: datetime) -> bool:
    """Take a queued run, with the rule that its audience has now; False where it is not there for the taking."""
    return take_step(
        Step.CLAIM,
        Run.id == run_id,
        or_(Run.retry_at.is_(None), Run.retry_at <= now),
        worker=worker,
        version_id=_present_version(),
        started_at=now,
        lease_until=now + LEASE,
        deadline_at=now + recalculation_settings().longest_run,
        attempt=Run.attempt + 1,
        retry_at=None,
        waits_for_id=None,
        steps=0,
        steps_done=0,
    )


def aim_anew(run_id: str, worker: str) -> bool:
    """Give a run of this worker the rule that its audience has now; False where it is not its run any more."""
    return took_effect(
        update(Run)
        .where(*held_by(run_id, worker), Run.state == RunState.RUNNING)
        .values(version_id=_present_version(), steps=0, steps_done=0)
    )


def fail_run(run_id: str, worker: str, now: datetime, clause: str) -> bool:
    """End a run of this worker as failed; False where it is not its run any more.

    `clause` goes after "This audience was not recalculated: ".
    """
    return _fail(held_by(run_id, worker), now, clause)


def end_long_run(run_id: str, worker: str, now: datetime) -> bool:
    """End a run of this worker that took longer than a run may; False where it is not its run any more."""
    return _fail(held_by(run_id, worker), now, _too_long())


def retry_run(run_id: str, worker: str, now: datetime, reason: str) -> bool:
    """Queue a run of this worker again after a passing fault, or give up after the last attempt; True if queued.

    `reason` is a clause in the past: "the database was busy". Each pause before the next attempt is longer.
    """
    attempt = db.session.scalar(select(Run.attempt).where(Run.id == run_id)) or 0
    return _retry(held_by(run_id, worker), attempt, now, reason, now + pause_after(attempt))


def pause_after(attempt: int) -> timedelta:
    """How long to wait after that many attempts: about 10 s, 40 s, 160 s, so that what failed together is spread."""
    jitter = random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
    return _FIRST_PAUSE * math.pow(_LONGER, attempt - 1) * jitter


def put_run_back(run_id: str, worker: str, now: datetime) -> None:
    """Queue a run of this worker again as if it had not been tried: the worker was told to stop."""
    take_step(Step.QUEUE_AGAIN, *held_by(run_id, worker), queued_at=now, attempt=Run.attempt - 1)


def release_runs(worker: str, now: datetime) -> None:
    """Let go of everything that a worker still holds, because what did its work was killed."""
    held = select(Run).where(Run.worker == worker, Run.state == RunState.RUNNING)
    for run in db.session.scalars(held).all():
        _release(run, now, "the process that calculated it was killed")


def expire_leases(now: datetime) -> list[str]:
    """Let go of every run whose worker fell silent, and end those that take too long; the ids of those queued again."""
    over = or_(Run.lease_until < now, Run.deadline_at < now)
    expired = select(Run).where(Run.state == RunState.RUNNING, over).order_by(Run.queued_at)
    reason = "its worker fell silent before it was done"
    return [run.id for run in db.session.scalars(expired).all() if _release(run, now, reason)]


def held_by(run_id: str, worker: str) -> tuple[ColumnElement[bool], ...]:
    """The condition that a run is that worker's."""
    return Run.id == run_id, Run.worker == worker


def _release(run: Run, now: datetime, reason: str) -> bool:
    """Take a run from the worker that does no more for it; True where it is queued again.

    A worker that was lost says nothing against the next one, so there is no pause. One that beats meanwhile keeps it.
    """
    assert run.worker is not None
    with about(run=run.id):
        log.warning("run %s is taken from %s: %s", run.id, run.worker, reason)
    conditions = (*held_by(run.id, run.worker), Run.lease_until == run.lease_until)
    if run.deadline_at is not None and run.deadline_at < now:
        _fail(conditions, now, _too_long())
        return False
    return _retry(conditions, run.attempt, now, reason, None)


def _retry(
    conditions: Sequence[ColumnElement[bool]], attempt: int, now: datetime, reason: str, retry_at: datetime | None
) -> bool:
    if attempt < ATTEMPTS:
        return take_step(Step.QUEUE_AGAIN, *conditions, queued_at=now, retry_at=retry_at)
    clause = f"{reason}, {ATTEMPTS} times in a row. The last members stay. Recalculate it when that is mended."
    take_step(Step.GIVE_UP, *conditions, finished_at=now, error=_not_recalculated(clause))
    return False


def _fail(conditions: Sequence[ColumnElement[bool]], now: datetime, clause: str) -> bool:
    return take_step(Step.FAIL, *conditions, finished_at=now, error=_not_recalculated(clause))


def _too_long() -> str:
    minutes = recalculation_settings().run_minutes
    limit = f"it took more than {minutes} minute{'s' if minutes != 1 else ''}"
    return f"{limit}. The last members stay. Make its rule simpler, or allow a run more time in the settings."


def _not_recalculated(clause: str) -> str:
    return f"This audience was not recalculated: {clause}"


def _present_version() -> ScalarSelect[int | None]:
    return select(Audience.version_id).where(Audience.id == Run.audience_id).scalar_subquery()
