"""The one transaction by which a run's result comes in force: members, who entered and left, size, data version."""

from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap
from sqlalchemy import Update, select, update

from masivo.evaluation.evaluate import Evaluation
from masivo.extensions import db
from masivo.models import Audience, AudienceState, Membership, Run, RunState
from masivo.services.conditional_update import took_effect
from masivo.services.run_lease import RunLost


@dataclass(frozen=True, slots=True)
class Rule:
    """What a run calculates: a version of an audience's rule, and the brand that it is asked of (None: all)."""

    audience_id: int
    version_id: int
    brand_id: str | None


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a rule gave, and how many conditions were asked for it."""

    rule: Rule
    evaluation: Evaluation
    steps: int


def publish_membership(run_id: str, worker: str, calculation: Calculation, now: datetime) -> bool:
    """Put the result in force, to be committed at once; False where the audience has another rule by now.

    Raises RunLost where the run is not this worker's any more; then nothing may be committed.
    """
    rule, members = calculation.rule, calculation.evaluation.members
    # The audience's row first, as in `edit_audience`: whichever comes second sees what the other did.
    previous = db.session.scalar(select(Audience.run_id).where(Audience.id == rule.audience_id).with_for_update())
    in_force = (
        update(Audience)
        .where(
            Audience.id == rule.audience_id,
            Audience.version_id == rule.version_id,
            Audience.brand_id.is_not_distinct_from(rule.brand_id),
            Audience.state != AudienceState.ARCHIVED,
        )
        .values(run_id=run_id)
    )
    if not took_effect(in_force):
        return False
    before = _members_of(previous)
    entered, departed = members - before, before - members
    if not took_effect(_success(run_id, worker, calculation, len(entered), len(departed), now)):
        raise RunLost
    db.session.add(
        Membership(
            run_id=run_id,
            members=members.serialize(),
            entered=entered.serialize(),
            departed=departed.serialize(),
        )
    )
    db.session.flush()
    return True


def _success(run_id: str, worker: str, calculation: Calculation, entered: int, departed: int, now: datetime) -> Update:
    evaluation = calculation.evaluation
    return (
        update(Run)
        .where(Run.id == run_id, Run.state == RunState.RUNNING, Run.worker == worker)
        .values(
            state=RunState.SUCCEEDED,
            finished_at=now,
            lease_until=None,
            steps=calculation.steps,
            steps_done=calculation.steps,
            as_of=evaluation.as_of,
            data_version=evaluation.data_version,
            size=evaluation.count,
            universe=evaluation.universe,
            entered=entered,
            departed=departed,
        )
    )


def _members_of(run_id: str | None) -> BitMap:
    kept = db.session.scalar(select(Membership.members).where(Membership.run_id == run_id))
    return BitMap() if kept is None else BitMap.deserialize(kept)
