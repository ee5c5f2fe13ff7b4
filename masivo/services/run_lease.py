"""Who holds a run: a worker claims it by a conditional UPDATE, beats while it works, loses it when it falls silent."""

from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, select, update

from masivo.extensions import db
from masivo.models import Audience, Run, RunState
from masivo.services.conditional_update import took_effect

LEASE = timedelta(seconds=30)
ATTEMPTS = 3


class RunLost(Exception):
    """This worker does not hold the run any more: it must not write another word of it."""


def claim_run(run_id: str, worker: str, now: datetime) -> bool:
    """Take a queued run, with the rule that its audience has now; False where it is not there for the taking."""
    return took_effect(
        update(Run)
        .where(Run.id == run_id, Run.state == RunState.QUEUED)
        .values(
            state=RunState.RUNNING,
            worker=worker,
            version_id=_present_version(),
            started_at=now,
            lease_until=now + LEASE,
            attempt=Run.attempt + 1,
            steps=0,
            steps_done=0,
        )
    )


def aim_anew(run_id: str, worker: str) -> bool:
    """Give a run of this worker the rule that its audience has now; False where it is not its run any more."""
    return took_effect(
        update(Run)
        .where(Run.id == run_id, Run.state == RunState.RUNNING, Run.worker == worker)
        .values(version_id=_present_version(), steps=0, steps_done=0)
    )


def fail_run(run_id: str, worker: str, now: datetime, clause: str) -> bool:
    """End a run of this worker as failed; False where it is not its run any more.

    `clause` goes after "This audience was not recalculated: ".
    """
    sentence = f"This audience was not recalculated: {clause}"
    return _let_go(run_id, worker, state=RunState.FAILED, finished_at=now, error=sentence)


def retry_run(run_id: str, worker: str, now: datetime, reason: str) -> bool:
    """Queue a run of this worker again after a passing fault, or fail it after the last attempt; True if queued.

    `reason` is a clause in the past: "the database was busy".
    """
    attempt = db.session.scalar(select(Run.attempt).where(Run.id == run_id))
    if attempt is not None and attempt >= ATTEMPTS:
        times = f"{reason}, {ATTEMPTS} times in a row"
        fail_run(run_id, worker, now, f"{times}. The last members stay. Recalculate it when that is mended.")
        return False
    return _let_go(run_id, worker, state=RunState.QUEUED, queued_at=now, started_at=None)


def put_run_back(run_id: str, worker: str, now: datetime) -> None:
    """Queue a run of this worker again as if it had not been tried: the worker was told to stop."""
    _let_go(run_id, worker, state=RunState.QUEUED, queued_at=now, started_at=None, attempt=Run.attempt - 1)


def release_runs(worker: str, now: datetime) -> None:
    """Let go of everything that a worker still holds, because what did its work was killed."""
    held = select(Run.id).where(Run.worker == worker, Run.state == RunState.RUNNING)
    for run_id in db.session.scalars(held).all():
        retry_run(run_id, worker, now, "the process that calculated it was killed")


def expire_leases(now: datetime) -> list[str]:
    """Let go of every run whose worker fell silent; the ids of those that are queued again."""
    expired = select(Run).where(Run.state == RunState.RUNNING, Run.lease_until < now).order_by(Run.queued_at)
    queued = []
    for run in db.session.scalars(expired).all():
        assert run.worker is not None
        if retry_run(run.id, run.worker, now, "its worker fell silent before it was done"):
            queued.append(run.id)
    return queued


def _present_version() -> ScalarSelect[int | None]:
    return select(Audience.version_id).where(Audience.id == Run.audience_id).scalar_subquery()


def _let_go(run_id: str, worker: str, **values: object) -> bool:
    return took_effect(
        update(Run)
        .where(Run.id == run_id, Run.state == RunState.RUNNING, Run.worker == worker)
        .values(lease_until=None, worker=None, **values)
    )
