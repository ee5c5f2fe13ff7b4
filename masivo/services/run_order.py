"""What runs first: an audience that others build on goes before them, and they wait for it, though not for ever."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update

from masivo.conditions.parse import read_json
from masivo.extensions import db
from masivo.models import LIVING, Audience, AudienceState, AudienceVersion, Run, RunState
from masivo.services.audience_graph import audiences_named

LONGEST_WAIT = timedelta(minutes=10)
"""After this a run goes with the last members of an audience that is still not done."""

_LOOK_AGAIN = timedelta(seconds=30)
"""In case that nobody wakes a waiting run, since the worker that would have done so was killed."""


def in_order(documents: Mapping[int, str | None]) -> list[int]:
    """The audiences in the order given, but each after those of them that its rule (None: it names nobody) names."""
    ordered: dict[int, None] = {}
    visiting: set[int] = set()

    def visit(audience_id: int) -> None:
        if audience_id in ordered or audience_id in visiting:
            return
        visiting.add(audience_id)
        for named in sorted(named_in(documents[audience_id])):
            if named in documents:
                visit(named)
        ordered[audience_id] = None

    for audience_id in documents:
        visit(audience_id)
    return list(ordered)


def wait_for_others(run_id: str, now: datetime) -> bool:
    """Have a queued run wait where an audience that its rule names has a run of its own to come; True if it waits.

    That is a living one, or, for a run that keeps a promise, one that a tick is still to make: where very many are due,
    a tick claims only some of them.
    """
    asked = (
        select(AudienceVersion.document, Run.promised_at)
        .join(Audience, Audience.version_id == AudienceVersion.id)
        .join(Run, Run.audience_id == Audience.id)
        .where(Run.id == run_id, Run.state == RunState.QUEUED, Run.queued_at > now - LONGEST_WAIT)
    )
    document, promised_at = db.session.execute(asked).one_or_none() or (None, None)
    named = named_in(document)
    if not named:
        return False
    living = and_(Run.audience_id == Audience.id, Run.state.in_(LIVING))
    to_come: ColumnElement[bool] = Run.id.is_not(None)
    if promised_at is not None:
        to_come |= and_(Audience.state == AudienceState.ACTIVE, Audience.next_run_at <= now)
    before = select(Audience.id).outerjoin(Run, living).where(Audience.id.in_(named), to_come)
    first = db.session.scalar(before.limit(1))
    if first is None:
        return False
    waits = update(Run).where(Run.id == run_id, Run.state == RunState.QUEUED)
    db.session.execute(waits.values(waits_for_id=first, retry_at=now + _LOOK_AGAIN))
    return True


def wake_waiting(run_id: str) -> list[str]:
    """The queued runs that waited for the audience of a run that has ended: they may be taken now."""
    ended = select(Run.audience_id).where(Run.id == run_id, Run.state.not_in(LIVING)).scalar_subquery()
    waiting = select(Run.id).where(Run.waits_for_id == ended, Run.state == RunState.QUEUED).order_by(Run.queued_at)
    run_ids = list(db.session.scalars(waiting))
    if run_ids:
        awake = update(Run).where(Run.id.in_(run_ids), Run.state == RunState.QUEUED)
        db.session.execute(awake.values(waits_for_id=None, retry_at=None))
    return run_ids


def named_in(document: str | None) -> set[int]:
    """The ids of the audiences that a stored rule names."""
    if document is None or '"audience"' not in document:
        return set()
    return {int(id_) for id_ in audiences_named(read_json(document)) if id_.isdecimal()}
