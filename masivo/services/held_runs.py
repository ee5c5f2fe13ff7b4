"""Runs that broke a limit: their members wait beside those in force until a lead decides, or a newer run comes.

A held run is one of many to come. Whatever takes its place does away with it: a newer run that comes in force or is
held itself, another rule, the archive. A newer run that fails leaves it waiting.
"""

from datetime import datetime

from sqlalchemy import delete, select, update

from masivo.errors import ActionRefused
from masivo.extensions import db
from masivo.models import Audience, AudienceState, Membership, Run, RunChange, RunReference, RunState, User
from masivo.services.conditional_update import took_effect
from masivo.services.leads import require_lead
from masivo.services.run_states import Step, take_step

_DECIDED = "This recalculation waits for a decision no more. See how the audience stands now."


def held_run(audience_id: int) -> Run | None:
    """The audience's run that waits for a decision, if there is one."""
    return db.session.scalar(select(Run).where(Run.audience_id == audience_id, Run.state == RunState.HELD))


def approve_run(audience_id: int, run_id: str, person: User, now: datetime) -> None:
    """Put what a held run found in force.

    Raises ActionRefused where it waits no more or the rule was edited since, and for a person who is no lead.
    """
    require_lead(person)
    run = _held(audience_id, run_id)
    # The audience's row first, as wherever something comes in force: whichever comes second sees what the other did.
    in_force = update(Audience).where(
        Audience.id == audience_id,
        Audience.version_id == run.version_id,
        Audience.brand_id.is_not_distinct_from(run.brand_id),
        Audience.state != AudienceState.ARCHIVED,
    )
    approved = took_effect(in_force.values(run_id=run_id)) and take_step(
        Step.APPROVE, Run.id == run_id, decided_by_id=person.id, decided_at=now
    )
    if not approved:
        raise ActionRefused(_DECIDED)


def reject_run(audience_id: int, run_id: str, person: User, now: datetime) -> None:
    """Do away with what a held run found. Raises ActionRefused where it waits no more, for a person who is no lead."""
    require_lead(person)
    run = _held(audience_id, run_id)
    sentence = f"{person.name} rejected what this run found: {_quoted(run.held_reason)} The members of before stay."
    if not take_step(Step.DISCARD, Run.id == run_id, decided_by_id=person.id, decided_at=now, error=sentence):
        raise ActionRefused(_DECIDED)
    _forget(run_id)


def discard_held(audience_id: int, because: str) -> None:
    """Do away with the audience's held run, if there is one; `because` is a clause: "a newer run took its place"."""
    run_id = db.session.scalar(select(Run.id).where(Run.audience_id == audience_id, Run.state == RunState.HELD))
    if run_id is not None and take_step(Step.DISCARD, Run.id == run_id, error=f"Nobody decided before {because}."):
        _forget(run_id)


def _held(audience_id: int, run_id: str) -> Run:
    run = held_run(audience_id)
    if run is None or run.id != run_id:
        raise ActionRefused(_DECIDED)
    return run


def _forget(run_id: str) -> None:
    for kept in (Membership, RunChange, RunReference):
        db.session.execute(delete(kept).where(kept.run_id == run_id))


def _quoted(reason: str | None) -> str:
    return (reason or "")[:1].lower() + (reason or "")[1:]
