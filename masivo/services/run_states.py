"""What may become of a run, as one table: every change of a run's state is a conditional UPDATE that is made here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, update

from masivo.models import LIVING, Run, RunState
from masivo.services.conditional_update import took_effect


class Step(StrEnum):
    """What can be done to a run. A new run is queued."""

    CLAIM = "claim"
    QUEUE_AGAIN = "queue again"
    PUBLISH = "publish"
    HOLD = "hold"
    FAIL = "fail"
    GIVE_UP = "give up"
    CANCEL = "cancel"
    APPROVE = "approve"
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Move:
    """From any of these states to that one."""

    sources: tuple[RunState, ...]
    target: RunState


STEPS: Mapping[Step, Move] = {
    Step.CLAIM: Move((RunState.QUEUED,), RunState.RUNNING),
    Step.QUEUE_AGAIN: Move((RunState.RUNNING,), RunState.QUEUED),
    Step.PUBLISH: Move((RunState.RUNNING,), RunState.SUCCEEDED),
    Step.HOLD: Move((RunState.RUNNING,), RunState.HELD),
    Step.FAIL: Move((RunState.RUNNING,), RunState.FAILED),
    Step.GIVE_UP: Move((RunState.RUNNING,), RunState.GAVE_UP),
    Step.CANCEL: Move(LIVING, RunState.CANCELLED),
    Step.APPROVE: Move((RunState.HELD,), RunState.SUCCEEDED),
    Step.DISCARD: Move((RunState.HELD,), RunState.CANCELLED),
}

ENDS = frozenset(RunState) - {state for move in STEPS.values() for state in move.sources}
"""The states that nothing follows."""


def take_step(step: Step, *conditions: ColumnElement[bool], **values: object) -> bool:
    """Do that to the run that meets the conditions; False where there is none, or another was there first."""
    move = STEPS[step]
    if move.target != RunState.RUNNING:
        values |= {"lease_until": None, "deadline_at": None}
    if move.target == RunState.QUEUED:
        values |= {"worker": None, "started_at": None}
    return took_effect(update(Run).where(Run.state.in_(move.sources), *conditions).values(state=move.target, **values))
