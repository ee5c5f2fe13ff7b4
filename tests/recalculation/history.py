"""What must be true of an audience whatever was killed: nothing lost, nothing twice, every number what its sets say."""

from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import LIVING, Audience, Membership, Run, RunState


def check_history(audience_id: int, expected: BitMap) -> list[Run]:
    """The successful runs, oldest first; the last one's members are those expected and are in force."""
    db.session.remove()
    audience = db.session.get_one(Audience, audience_id)
    runs = db.session.scalars(db.select(Run).filter_by(audience_id=audience_id).order_by(Run.finished_at)).all()
    assert [run.state for run in runs if run.state in LIVING] == []
    succeeded = [run for run in runs if run.state == RunState.SUCCEEDED]
    before = BitMap()
    for run in succeeded:
        stored = db.session.get_one(Membership, run.id)
        members = BitMap.deserialize(stored.members)
        entered, departed = BitMap.deserialize(stored.entered), BitMap.deserialize(stored.departed)
        assert (entered, departed) == (members - before, before - members)
        assert (run.size, run.entered, run.departed) == (len(members), len(entered), len(departed))
        assert (run.lease_until, run.error) == (None, None)
        before = members
    kept = db.select(db.func.count()).select_from(Membership).join(Run).where(Run.audience_id == audience_id)
    assert db.session.scalar(kept) == len(succeeded)
    assert audience.run_id == succeeded[-1].id
    assert before == expected
    return succeeded
