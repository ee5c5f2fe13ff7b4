"""Runs that are asked for and calculated at once, and what is in force then."""

from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import Audience, Cause, Membership, Run
from masivo.services.connections import warehouse
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.runs import ask_run

WORKER = "worker-1"


def next_run_of(audience: Audience, cause: Cause = Cause.ASKED) -> Run:
    run = ask_run(audience, cause)
    db.session.commit()
    return run


def calculate(audience: Audience, cause: Cause = Cause.ASKED) -> Run:
    """The audience's next run, when it has ended."""
    run = next_run_of(audience, cause)
    recalculate_audience(run.id, WORKER)
    return again(run)


def again(run: Run) -> Run:
    """The run as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Run, run.id)


def be_patient(run: Run) -> None:
    """Let the pause before the next attempt pass."""
    run.retry_at = None
    db.session.commit()


def members_in_force(audience: Audience) -> list[str]:
    db.session.expire_all()
    membership = db.session.get_one(Membership, audience.run_id)
    return warehouse().snapshot().ids(BitMap.deserialize(membership.members))
