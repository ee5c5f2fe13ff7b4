"""A run: one recalculation of an audience, from queued to succeeded or failed, and the membership it published."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from masivo.extensions import Model
from masivo.models.audience import Audience, AudienceVersion
from masivo.models.columns import Instant, one_of, utc_now


class RunState(StrEnum):
    """queued waits for a worker, running has one that holds a lease; the others are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


LIVING = (RunState.QUEUED, RunState.RUNNING)


class Cause(StrEnum):
    """Why a run was asked for."""

    SAVED = "saved"
    SCHEDULED = "scheduled"
    ASKED = "asked"


class Run(Model):
    """One recalculation; its id is the RQ job's id too.

    An audience has at most one living run (an index says so). `promised_at` is the scheduled instant it keeps.
    `steps_done` of `steps` conditions have been asked. A running run belongs to its worker until `lease_until`;
    after that any tick may queue it again. `entered` and `departed` count members against the run before.
    """

    __tablename__ = "runs"
    __table_args__ = (
        Index("ix_runs_audience_id_finished_at", "audience_id", "finished_at"),
        Index(
            "uq_runs_living",
            "audience_id",
            unique=True,
            sqlite_where=text("state IN ('queued', 'running')"),
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
        Index("ix_runs_state", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("audiences.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("audience_versions.id"))
    state: Mapped[RunState] = mapped_column(one_of(RunState), default=RunState.QUEUED)
    cause: Mapped[Cause] = mapped_column(one_of(Cause))
    promised_at: Mapped[datetime | None] = mapped_column(Instant)
    queued_at: Mapped[datetime] = mapped_column(Instant, default=utc_now)
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    worker: Mapped[str | None] = mapped_column(String(120))
    attempt: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    steps_done: Mapped[int] = mapped_column(default=0)
    as_of: Mapped[datetime | None] = mapped_column(Instant)
    data_version: Mapped[int | None] = mapped_column(BigInteger)
    size: Mapped[int | None]
    universe: Mapped[int | None]
    entered: Mapped[int | None]
    departed: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)

    audience: Mapped[Audience] = relationship(foreign_keys=[audience_id])
    version: Mapped[AudienceVersion] = relationship(foreign_keys=[version_id])


class Membership(Model):
    """Who belongs after a run, as customer keys in the portable Roaring format: all, those new, those gone."""

    __tablename__ = "memberships"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    members: Mapped[bytes] = mapped_column(LargeBinary)
    entered: Mapped[bytes] = mapped_column(LargeBinary)
    departed: Mapped[bytes] = mapped_column(LargeBinary)
