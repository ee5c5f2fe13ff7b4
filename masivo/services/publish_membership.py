"""The one transaction by which a run's result comes in force, or is held: members, who entered and left, and why."""

from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap
from sqlalchemy import insert, update

from masivo.evaluation.evaluate import Evaluation
from masivo.extensions import db
from masivo.models import Audience, AudienceState, Membership, RunChange, RunReference, RunState
from masivo.services.calculate_rule import Asked, InForce
from masivo.services.explain_change import Change
from masivo.services.held_runs import discard_held
from masivo.services.run_lease import RunLost, held_by
from masivo.services.run_states import Step, take_step
from masivo.services.size_limits import SizeLimits


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a rule gave, how many conditions were asked for it, and in how many milliseconds.

    `changes` say why members entered and left since `before`, what was in force.
    """

    asked: Asked
    evaluation: Evaluation
    steps: int
    milliseconds: int
    before: InForce
    changes: tuple[Change, ...]


def publish_membership(run_id: str, worker: str, calculation: Calculation, now: datetime) -> RunState | None:
    """Put the result in force, or hold it where it breaks a limit, to be committed at once; the run's state then.

    None where the audience has another rule by now, or another run is in force than the one that was compared with.
    Raises RunLost where the run is not this worker's any more; then nothing may be committed.
    """
    limits = _lock(calculation)
    if limits is None:
        return None
    members, before = calculation.evaluation.members, calculation.before
    entered, departed = members - before.members, before.members - members
    size_before = None if before.run_id is None else len(before.members)
    reason = limits.broken_by(len(members), size_before, len(entered), len(departed))
    audience_id = calculation.asked.audience_id
    discard_held(audience_id, "a newer run took its place")
    step = Step.PUBLISH if reason is None else Step.HOLD
    found = {"entered": len(entered), "departed": len(departed), "held_reason": reason, "finished_at": now}
    if not take_step(step, *held_by(run_id, worker), **found, **_answer(calculation)):
        raise RunLost
    if reason is None:
        db.session.execute(update(Audience).where(Audience.id == audience_id).values(run_id=run_id))
    _store(run_id, calculation, entered, departed)
    return RunState.SUCCEEDED if reason is None else RunState.HELD


def _lock(calculation: Calculation) -> SizeLimits | None:
    """The audience's limits, its row locked by an UPDATE that changes nothing; None where it is not as it was found.

    The row first, as in `edit_audience`: whichever comes second sees what the other did.
    """
    asked = calculation.asked
    as_found = update(Audience).where(
        Audience.id == asked.audience_id,
        Audience.version_id == asked.version_id,
        Audience.brand_id.is_not_distinct_from(asked.brand_id),
        Audience.run_id.is_not_distinct_from(calculation.before.run_id),
        Audience.state != AudienceState.ARCHIVED,
    )
    limits = (Audience.least_size, Audience.most_size, Audience.most_change, Audience.most_change_percent)
    locked = as_found.values(revision=Audience.revision).returning(*limits)
    found = db.session.execute(locked.execution_options(synchronize_session=False)).one_or_none()
    return None if found is None else SizeLimits(*found)


def _answer(calculation: Calculation) -> dict[str, object]:
    asked, evaluation = calculation.asked, calculation.evaluation
    return {
        "steps": calculation.steps,
        "steps_done": calculation.steps,
        "brand_id": asked.brand_id,
        "zone": asked.zone.key,
        "as_of": evaluation.as_of,
        "data_version": evaluation.data_version,
        "evaluation_ms": calculation.milliseconds,
        "size": evaluation.count,
        "universe": evaluation.universe,
    }


def _store(run_id: str, calculation: Calculation, entered: BitMap, departed: BitMap) -> None:
    sets = {"members": calculation.evaluation.members, "entered": entered, "departed": departed}
    stored = {name: found.serialize() for name, found in sets.items()}
    db.session.execute(insert(Membership).values(run_id=run_id, **stored))
    changes = [
        {"run_id": run_id, "reason": change.reason, "entered": change.entered, "departed": change.departed}
        for change in calculation.changes
    ]
    used = [
        {"run_id": run_id, "audience_id": int(id_), "used_run_id": used}
        for id_, used in calculation.asked.references.items()
    ]
    for table, rows in ((RunChange, changes), (RunReference, used)):
        if rows:
            db.session.execute(insert(table), rows)
