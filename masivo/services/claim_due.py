"""The tick's main duty: every promise that is due becomes one queued run, and the next promise is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, bindparam, case, false, func, select, update

from masivo.extensions import db
from masivo.models import LIVING, Audience, AudienceState, AudienceVersion, Cause, Run
from masivo.services.account import read_clocks
from masivo.services.conditional_update import took_effect
from masivo.services.run_order import in_order
from masivo.services.runs import insert_unless_there_is_one
from masivo.services.schedule import Schedule, runs_after

AT_ONCE = 2000
"""How many audiences one tick claims, so that its transaction stays short."""


@dataclass(frozen=True, slots=True)
class Due:
    """An audience whose promise has come: the promise, how many later ones passed unkept, and the next one."""

    audience_id: int
    version_id: int
    promised_at: datetime
    missed: int
    following: datetime | None
    document: str | None


def claim_due(now: datetime) -> list[str]:
    """Turn every promise that is due into one queued run; the ids to enqueue after the commit.

    Oldest promise first, but no audience before one that its rule names. After downtime an audience runs once, however
    many promises passed: its next one is computed from `now`. All runs of one call ask as of the same instant, so that
    what their rules have in common is asked once. Two ticks at once claim nothing twice.
    """
    due = {found.audience_id: found for found in _due(now)}
    if not due:
        return []
    claimed = [due[id_] for id_ in in_order({id_: found.document for id_, found in due.items()})]
    audiences = Audience.metadata.tables[Audience.__tablename__]
    promise = update(audiences).where(audiences.c.id == bindparam("claimed")).values(next_run_at=bindparam("next"))
    db.session.execute(promise, [{"claimed": found.audience_id, "next": found.following} for found in claimed])
    return _queue(claimed, now)


def _due(now: datetime) -> list[Due]:
    """What is due, locked until the commit, so that no other tick claims it too."""
    if db.engine.dialect.name == "sqlite":
        # A write that finds nothing takes SQLite's one lock; PostgreSQL locks the rows that the select finds.
        took_effect(update(Audience).where(false()).values(next_run_at=None))
    clocks = read_clocks()

    @cache  # many are due at the same minute, by the same schedule
    def missed_and_following(promise: datetime, brand_id: str | None, *parts: Any) -> tuple[int, datetime | None]:
        missed, following = 0, None
        for following in runs_after(Schedule(*parts), promise, clocks.of(brand_id)):
            if following > now:
                break
            missed += 1
        return missed, following

    return [
        Due(id_, version_id, promise, *missed_and_following(promise, brand_id, *schedule), document)
        for id_, version_id, brand_id, promise, *schedule, document in db.session.execute(_asked(now))
    ]


def _asked(now: datetime) -> Select[*tuple[Any, ...]]:
    # Few rules name an audience: the others' documents stay where they are.
    document = case((AudienceVersion.document.contains('"audience"'), AudienceVersion.document))
    schedule = (Audience.frequency, Audience.run_minute, Audience.run_weekday, Audience.run_day, Audience.run_month)
    return (
        select(
            Audience.id,
            Audience.version_id,
            Audience.brand_id,
            Audience.next_run_at,
            *schedule,
            document.label("document"),
        )
        .join(AudienceVersion, AudienceVersion.id == Audience.version_id)
        .where(Audience.next_run_at <= now, Audience.state == AudienceState.ACTIVE)
        .order_by(Audience.next_run_at, Audience.id)
        .limit(AT_ONCE)
        .with_for_update(of=Audience, skip_locked=True)
    )


def _queue(claimed: Sequence[Due], now: datetime) -> list[str]:
    """A run for each; a run that lives already, because somebody asked for it, keeps the promise too."""
    as_of = now.replace(second=0, microsecond=0)
    rows = [
        {
            "id": str(uuid4()),
            "audience_id": due.audience_id,
            "version_id": due.version_id,
            "cause": Cause.SCHEDULED,
            "promised_at": due.promised_at,
            "missed": due.missed,
            "queued_at": now,
            "as_of": as_of,
        }
        for due in claimed
    ]
    made = db.session.execute(insert_unless_there_is_one().returning(Run.audience_id, Run.id), rows)
    runs = dict(made.all())
    for due in claimed:
        if due.audience_id not in runs and (living := _join_living(due)):
            runs[due.audience_id] = living
    return [runs[due.audience_id] for due in claimed if due.audience_id in runs]


def _join_living(due: Due) -> str | None:
    """Have the audience's living run keep the promise; its id, None where it has just ended."""
    living = update(Run).where(Run.audience_id == due.audience_id, Run.state.in_(LIVING))
    promised_at = func.coalesce(Run.promised_at, due.promised_at)
    kept = living.values(promised_at=promised_at, missed=Run.missed + due.missed).returning(Run.id)
    return db.session.scalar(kept.execution_options(synchronize_session=False))
