"""How an audience stands, worked out in SQL from its state, schedule and runs, so that lists can filter by it."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from masivo.models import LIVING, Audience, AudienceState, Run, RunState

Current = aliased(Run, name="current_run")
"""The run whose members are in force."""

Living = aliased(Run, name="living_run")
"""The run that is queued or running."""

Held = aliased(Run, name="held_run")
"""The run that waits for a decision, whatever else becomes of its audience meanwhile."""

PATIENCE = timedelta(minutes=10)
"""How long a promise or a queued run may wait before the audience counts as late."""


class Status(StrEnum):
    """How an audience stands, in the order in which it wants attention."""

    GAVE_UP = "gave_up"
    FAILED = "failed"
    HELD = "held"
    LATE = "late"
    NEVER = "never"
    CALCULATING = "calculating"
    PAUSED = "paused"
    CURRENT = "current"
    ARCHIVED = "archived"


ATTENTION = (Status.GAVE_UP, Status.FAILED, Status.HELD, Status.LATE)
"""What a person has to look at."""


def with_runs(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The select, from audiences joined with their `Current`, `Living` and `Held` runs where they have them."""
    # Written out, so that the database sees that its indexes of living and of held runs answer this.
    states = bindparam("living", LIVING, expanding=True, literal_execute=True, type_=Living.state.type)
    living = and_(Living.audience_id == Audience.id, Living.state.in_(states))
    waits = bindparam("held", RunState.HELD, literal_execute=True, type_=Held.state.type)
    held = and_(Held.audience_id == Audience.id, Held.state == waits)
    audiences = chosen.select_from(Audience).outerjoin(Current, Current.id == Audience.run_id)
    return audiences.outerjoin(Living, living).outerjoin(Held, held)


def status_column(now: datetime) -> ColumnElement[str]:
    """The Status of an audience that is joined with its runs (`with_runs`).

    A run that is to keep a promise is late from that promise on, however often it was queued again, until it has ended.
    A pause silences failures, but not a run that waits for a decision.
    """
    deadline, ended, active = now - PATIENCE, _end_since(), Audience.state == AudienceState.ACTIVE
    waits_long = and_(Living.state == RunState.QUEUED, Living.queued_at < deadline)
    return case(
        (Audience.state == AudienceState.ARCHIVED, literal(Status.ARCHIVED.value)),
        (or_(waits_long, Living.promised_at < deadline), literal(Status.LATE.value)),
        (Living.id.is_not(None), literal(Status.CALCULATING.value)),
        (and_(active, ended == RunState.GAVE_UP), literal(Status.GAVE_UP.value)),
        (and_(active, ended == RunState.FAILED), literal(Status.FAILED.value)),
        (Held.id.is_not(None), literal(Status.HELD.value)),
        (Audience.state == AudienceState.PAUSED, literal(Status.PAUSED.value)),
        (Audience.next_run_at < deadline, literal(Status.LATE.value)),
        (Current.id.is_(None), literal(Status.NEVER.value)),
        else_=literal(Status.CURRENT.value),
    )


def previous_size() -> ColumnElement[int | None]:
    """The size after the run before `Current`."""
    before = aliased(Run, name="run_before")
    return (
        select(before.size)
        .where(
            before.audience_id == Audience.id,
            before.state == RunState.SUCCEEDED,
            before.finished_at < Current.finished_at,
        )
        .order_by(before.finished_at.desc())
        .limit(1)
        .scalar_subquery()
    )


def _end_since() -> ColumnElement[RunState]:
    """How the latest run after the one in force ended, if there is one; what was cancelled is as if it never was."""
    ended = aliased(Run, name="ended_run")
    beginning = literal(datetime(1, 1, 1, tzinfo=UTC), Run.finished_at.type)
    return (
        select(ended.state)
        .where(
            ended.audience_id == Audience.id,
            ended.state != RunState.CANCELLED,
            ended.finished_at > func.coalesce(Current.finished_at, beginning),
        )
        .order_by(ended.finished_at.desc())
        .limit(1)
        .scalar_subquery()
    )
