"""An audience, its schedule and the versions of its rule."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from masivo.extensions import Model
from masivo.models.columns import Instant, one_of, utc_now
from masivo.models.user import User


class AudienceState(StrEnum):
    """active is recalculated by its frequency, paused only on demand, archived never; archived leaves its name free."""

    ACTIVE = "active"
    PAUSED = "paused"
    ARCHIVED = "archived"


class Frequency(StrEnum):
    """How often an audience is recalculated."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Audience(Model):
    """One audience.

    `brand_id` is None for all brands. The schedule's parts apply by frequency: `run_minute` (minutes after midnight in
    the brand's zone, else the account's), `run_weekday` (0 is Monday), `run_day` (1 to 31), `run_month` (1 to 12; in a
    quarterly schedule 1 to 3, the month of the quarter). `next_run_at` is the promise that the tick keeps; None means
    none. `version` is the current one and `run` the last that succeeded: its membership is in force. `revision` grows
    with every edit, for telling that somebody else saved meanwhile; `updated_at` is the last edit. `owner` answers for
    it.

    A run that breaks a limit is held until a lead decides: a size outside `least_size` to `most_size`, or more
    members who enter, or who leave, than `most_change`, or than `most_change_percent` of the members before.
    """

    __tablename__ = "audiences"
    __table_args__ = (
        Index(
            "uq_audiences_living_name",
            "name_folded",
            func.coalesce(text("brand_id"), ""),
            unique=True,
            sqlite_where=text("state <> 'archived'"),
            postgresql_where=text("state <> 'archived'"),
        ),
        Index(
            "ix_audiences_due",
            "next_run_at",
            sqlite_where=text("next_run_at IS NOT NULL"),
            postgresql_where=text("next_run_at IS NOT NULL"),
        ),
        CheckConstraint("run_minute BETWEEN 0 AND 1439", name="run_minute"),
        CheckConstraint("run_weekday BETWEEN 0 AND 6", name="run_weekday"),
        CheckConstraint("run_day BETWEEN 1 AND 31", name="run_day"),
        CheckConstraint("run_month BETWEEN 1 AND 12", name="run_month"),
        CheckConstraint("least_size BETWEEN 0 AND most_size", name="most_size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    name_folded: Mapped[str] = mapped_column(String(240))
    description: Mapped[str] = mapped_column(Text, default="")
    brand_id: Mapped[str | None] = mapped_column(String(255))
    state: Mapped[AudienceState] = mapped_column(one_of(AudienceState), default=AudienceState.ACTIVE)
    frequency: Mapped[Frequency] = mapped_column(one_of(Frequency), default=Frequency.DAILY)
    run_minute: Mapped[int] = mapped_column(default=180)
    run_weekday: Mapped[int] = mapped_column(default=0)
    run_day: Mapped[int] = mapped_column(default=1)
    run_month: Mapped[int] = mapped_column(default=1)
    next_run_at: Mapped[datetime | None] = mapped_column(Instant)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant, default=utc_now)
    updated_at: Mapped[datetime] = mapped_column(Instant, default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    least_size: Mapped[int | None]
    most_size: Mapped[int | None]
    most_change: Mapped[int | None]
    most_change_percent: Mapped[int | None]
    version_id: Mapped[int | None] = mapped_column(
        ForeignKey("audience_versions.id", use_alter=True, name="fk_audiences_version_id_audience_versions")
    )
    run_id: Mapped[str | None] = mapped_column(ForeignKey("runs.id", use_alter=True, name="fk_audiences_run_id_runs"))

    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    version: Mapped["AudienceVersion | None"] = relationship(foreign_keys=[version_id], post_update=True)
    versions: Mapped[list["AudienceVersion"]] = relationship(
        back_populates="audience",
        foreign_keys="AudienceVersion.audience_id",
        order_by="AudienceVersion.number.desc()",
    )


class AudienceVersion(Model):
    """One state of an audience's rule; a version never changes. `document` is the JSON text of conditions.md."""

    __tablename__ = "audience_versions"
    __table_args__ = (UniqueConstraint("audience_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audience_id: Mapped[int] = mapped_column(ForeignKey("audiences.id"))
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Instant, default=utc_now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    audience: Mapped[Audience] = relationship(back_populates="versions", foreign_keys=[audience_id])
    created_by: Mapped[User | None] = relationship()
