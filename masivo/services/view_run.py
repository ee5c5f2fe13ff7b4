"""One run as pages show it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from masivo.models import Cause, ChangeReason, Run, RunState
from masivo.services.explain_change import Change


@dataclass(frozen=True, slots=True)
class RunView:
    """One run; numbers and times are None where it has not come to them.

    `took` is from start to end. `kept` says that its lists of members are stored. `waits_for` is the name of the
    audience whose run goes first, `promised_at` the scheduled instant that it keeps, after which `missed` more passed
    before it was made, `retry_at` when a run that met a passing fault is tried again, after `attempt` tries.
    """

    id: str
    state: RunState
    cause: Cause
    asked_by: str | None
    version: int
    promised_at: datetime | None
    missed: int
    queued_at: datetime
    retry_at: datetime | None
    waits_for: str | None
    attempt: int
    started_at: datetime | None
    finished_at: datetime | None
    as_of: datetime | None
    took: timedelta | None
    size: int | None
    universe: int | None
    entered: int | None
    departed: int | None
    changes: tuple[Change, ...]
    steps: int
    steps_done: int
    error: str | None
    held_reason: str | None
    decided_by: str | None
    decided_at: datetime | None
    kept: bool


def run_parts() -> tuple[ExecutableOption, ...]:
    """What a view of a run needs, to be loaded with many at once."""
    people = (joinedload(Run.asked_by), joinedload(Run.decided_by))
    return (joinedload(Run.version), joinedload(Run.waits_for), *people, selectinload(Run.changes))


def view_run(run: Run, *, kept: bool = True) -> RunView:
    """A run as pages show it."""
    order = list(ChangeReason)
    changes = (Change(change.reason, change.entered, change.departed) for change in run.changes)
    return RunView(
        id=run.id,
        state=run.state,
        cause=run.cause,
        asked_by=run.asked_by.name if run.asked_by else None,
        version=run.version.number,
        promised_at=run.promised_at,
        missed=run.missed,
        queued_at=run.queued_at,
        retry_at=run.retry_at,
        waits_for=run.waits_for.name if run.waits_for else None,
        attempt=run.attempt,
        started_at=run.started_at,
        finished_at=run.finished_at,
        as_of=run.as_of,
        took=run.finished_at - run.started_at if run.finished_at and run.started_at else None,
        size=run.size,
        universe=run.universe,
        entered=run.entered,
        departed=run.departed,
        changes=tuple(sorted(changes, key=lambda change: order.index(change.reason))),
        steps=run.steps,
        steps_done=run.steps_done,
        error=run.error,
        held_reason=run.held_reason,
        decided_by=run.decided_by.name if run.decided_by else None,
        decided_at=run.decided_at,
        kept=kept,
    )
