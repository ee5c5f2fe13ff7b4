"""A run: one recalculation of an audience from queued to its end, the membership it found, and what changed it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from masivo.extensions import Model
from masivo.models.audience import Audience, AudienceVersion
from masivo.models.columns import Instant, one_of, utc_now
from masivo.models.user import User


class RunState(StrEnum):
    """queued waits for a worker, running has one that holds a lease, held waits for a person; the others are ends.

    failed is a fault of the rule or of the program, which trying again would not mend; gave_up is a fault that passes
    by itself, and did not, however often it was tried. `masivo.services.run_states` says what may follow what.
    """

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    GAVE_UP = "gave_up"
    CANCELLED = "cancelled"
    HELD = "held"


LIVING = (RunState.QUEUED, RunState.RUNNING)


class Cause(StrEnum):
    """Why a run was asked for."""

    SAVED = "saved"
    SCHEDULED = "scheduled"
    ASKED = "asked"


class Run(Model):
    """One recalculation; its id is the RQ job's id too.

    An audience has at most one living run, and at most one that is held (indexes say so).

    Before its end: `promised_at` is the scheduled instant it keeps, and `missed` how many later promises had passed
    unkept when it was claimed. A queued run is not taken before `retry_at`; `waits_for_id` is the audience whose run it
    lets go first. `steps_done` of `steps` conditions have been asked. A running run belongs to its worker until
    `lease_until`, after which any tick may queue it again; past `deadline_at` it has failed.

    What it asked: the rule of `version`, of `brand_id` (None: all brands), in `zone`, as of `as_of`, at `data_version`.
    What it found: `size`, and `entered` and `departed` against the membership that was in force before. `evaluation_ms`
    is how long the warehouse worked for it. `error` is the sentence of an end without a membership, `held_reason` the
    one of a run that was held, and `decided_by` who approved, rejected or cancelled it at `decided_at` (nobody, where
    its audience was archived or left its schedule). `late_told_at` and `told_at` are when the webhook heard that it is
    late, and how it ended.
    """

    __tablename__ = "runs"
    __table_args__ = (
        # With what is added up over months, so that the index alone answers.
        Index("ix_runs_audience_id_finished_at", "audience_id", "finished_at", "state", "evaluation_ms"),
        Index(
            "uq_runs_living",
            "audience_id",
            unique=True,
            sqlite_where=text("state IN ('queued', 'running')"),
            postgresql_where=text("state IN ('queued', 'running')"),
        ),
        Index(
            "uq_runs_held",
            "audience_id",
            unique=True,
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
        Index("ix_runs_state", "state"),
        Index("ix_runs_finished_at", "finished_at"),
        Index("ix_runs_promised_at", "promised_at", "finished_at", "state", "missed", "decided_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("audiences.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("audience_versions.id"))
    state: Mapped[RunState] = mapped_column(one_of(RunState), default=RunState.QUEUED)
    cause: Mapped[Cause] = mapped_column(one_of(Cause))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    promised_at: Mapped[datetime | None] = mapped_column(Instant)
    missed: Mapped[int] = mapped_column(default=0, server_default="0")
    queued_at: Mapped[datetime] = mapped_column(Instant, default=utc_now)
    retry_at: Mapped[datetime | None] = mapped_column(Instant)
    waits_for_id: Mapped[int | None] = mapped_column(ForeignKey("audiences.id"))
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    deadline_at: Mapped[datetime | None] = mapped_column(Instant)
    worker: Mapped[str | None] = mapped_column(String(120))
    attempt: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    steps_done: Mapped[int] = mapped_column(default=0)
    brand_id: Mapped[str | None] = mapped_column(String(255))
    zone: Mapped[str | None] = mapped_column(String(64))
    as_of: Mapped[datetime | None] = mapped_column(Instant)
    data_version: Mapped[int | None] = mapped_column(BigInteger)
    evaluation_ms: Mapped[int | None]
    size: Mapped[int | None]
    universe: Mapped[int | None]
    entered: Mapped[int | None]
    departed: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)
    held_reason: Mapped[str | None] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    late_told_at: Mapped[datetime | None] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)

    audience: Mapped[Audience] = relationship(foreign_keys=[audience_id])
    version: Mapped[AudienceVersion] = relationship(foreign_keys=[version_id])
    waits_for: Mapped[Audience | None] = relationship(foreign_keys=[waits_for_id])
    asked_by: Mapped[User | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    changes: Mapped[list["RunChange"]] = relationship()


class Membership(Model):
    """Who belongs after a run, as customer keys in the portable Roaring format: all, those new, those gone.

    The one of a held run waits beside the one in force; old ones are thinned out, while the run's numbers stay.
    """

    __tablename__ = "memberships"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    members: Mapped[bytes] = mapped_column(LargeBinary)
    entered: Mapped[bytes] = mapped_column(LargeBinary)
    departed: Mapped[bytes] = mapped_column(LargeBinary)


class ChangeReason(StrEnum):
    """What made members enter and leave, in the order in which it is counted."""

    DATA = "data"
    TIME = "time"
    RULE = "rule"
    REFERENCE = "reference"


class RunChange(Model):
    """How many members entered and left in a run for one reason; a reason that moved nobody has no row."""

    __tablename__ = "run_changes"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    reason: Mapped[ChangeReason] = mapped_column(one_of(ChangeReason), primary_key=True)
    entered: Mapped[int]
    departed: Mapped[int]


class RunReference(Model):
    """The run of another audience whose members a run's rule asked for."""

    __tablename__ = "run_references"

    run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"), primary_key=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("audiences.id"), primary_key=True)
    used_run_id: Mapped[str] = mapped_column(ForeignKey("runs.id"))
