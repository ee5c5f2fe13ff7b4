"""Runs that are really calculated, for tests of what becomes of them."""

from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import Audience, Cause, Membership, Run, RunState
from masivo.services.connections import warehouse
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.runs import ask_run

WORKER = "worker-1"


def calculate(audience: Audience) -> Run:
    """The audience's next run, when it has ended or is held."""
    run = ask_run(audience, Cause.ASKED)
    db.session.commit()
    recalculate_audience(run.id, WORKER)
    db.session.expire_all()
    assert run.state in (RunState.SUCCEEDED, RunState.HELD), run.error
    return run


def members_of(run_id: str | None) -> list[str]:
    """The ids of those whom a run found."""
    membership = db.session.get_one(Membership, run_id)
    return warehouse().snapshot().ids(BitMap.deserialize(membership.members))


def reasons_of(run: Run) -> dict[str, tuple[int, int]]:
    """Who entered and left, by reason."""
    return {change.reason.value: (change.entered, change.departed) for change in run.changes}
