"""Runs that give up, are cancelled or held, and say why they changed; size limits, owners, and zones of brands."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEFORE = ("queued", "running", "succeeded", "failed")
STATES = (*BEFORE, "gave_up", "cancelled", "held")
REASONS = ("data", "time", "rule", "reference")
HELD = sa.text("state = 'held'")

RUN_LINKS = (("asked_by_id", "users"), ("waits_for_id", "audiences"), ("decided_by_id", "users"))
LIMITS = ("least_size", "most_size", "most_change", "most_change_percent")
RANGE = "least_size BETWEEN 0 AND most_size"
NOT_ARCHIVED = sa.text("state <> 'archived'")
ALONE = {"resolve_fks": False}
"""A table that is made anew on SQLite is read by itself, without those that it refers to."""


def upgrade() -> None:
    with op.batch_alter_table("account_settings") as settings:
        settings.alter_column("value", existing_type=sa.String(255), type_=sa.Text(), existing_nullable=False)
    op.add_column("brands", sa.Column("zone", sa.String(64)))
    limit_audiences()
    with op.batch_alter_table("runs", reflect_kwargs=ALONE) as runs:
        check_states(runs, STATES)
        for column in run_columns():
            runs.add_column(column)
        for name, table in RUN_LINKS:
            runs.create_foreign_key(f"fk_runs_{name}_{table}", table, [name], ["id"])
    op.create_index("ix_runs_finished_at", "runs", ["finished_at"])
    op.create_index("ix_runs_promised_at", "runs", ["promised_at", "finished_at", "state", "missed", "decided_at"])
    op.drop_index("ix_runs_audience_id_finished_at", "runs")
    op.create_index("ix_runs_audience_id_finished_at", "runs", ["audience_id", "finished_at", "state", "evaluation_ms"])
    op.create_index("uq_runs_held", "runs", ["audience_id"], unique=True, sqlite_where=HELD, postgresql_where=HELD)
    create_changes()


def downgrade() -> None:
    for table in ("run_references", "run_changes"):
        op.drop_table(table)
    for index in ("uq_runs_held", "ix_runs_promised_at", "ix_runs_finished_at", "ix_runs_audience_id_finished_at"):
        op.drop_index(index, "runs")
    op.create_index("ix_runs_audience_id_finished_at", "runs", ["audience_id", "finished_at"])
    op.execute("DELETE FROM memberships WHERE run_id IN (SELECT id FROM runs WHERE state = 'held')")
    op.execute("DELETE FROM runs WHERE state IN ('cancelled', 'held')")
    op.execute("UPDATE runs SET state = 'failed' WHERE state = 'gave_up'")
    with op.batch_alter_table("runs", reflect_kwargs=ALONE) as runs:
        check_states(runs, BEFORE)
        for name, table in RUN_LINKS:
            runs.drop_constraint(f"fk_runs_{name}_{table}", type_="foreignkey")
        for column in run_columns():
            runs.drop_column(column.name)
    unlimit_audiences()
    op.drop_column("brands", "zone")
    with op.batch_alter_table("account_settings") as settings:
        settings.alter_column("value", existing_type=sa.Text(), type_=sa.String(255), existing_nullable=False)


def run_columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("asked_by_id", sa.Integer()),
        sa.Column("missed", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("retry_at", sa.DateTime()),
        sa.Column("waits_for_id", sa.Integer()),
        sa.Column("deadline_at", sa.DateTime()),
        sa.Column("brand_id", sa.String(255)),
        sa.Column("zone", sa.String(64)),
        sa.Column("evaluation_ms", sa.Integer()),
        sa.Column("held_reason", sa.Text()),
        sa.Column("decided_by_id", sa.Integer()),
        sa.Column("decided_at", sa.DateTime()),
        sa.Column("late_told_at", sa.DateTime()),
        sa.Column("told_at", sa.DateTime()),
    )


def limit_audiences() -> None:
    op.drop_index("uq_audiences_living_name", "audiences")
    with op.batch_alter_table("audiences", reflect_kwargs=ALONE) as audiences:
        audiences.add_column(sa.Column("owner_id", sa.Integer()))
        audiences.create_foreign_key("fk_audiences_owner_id_users", "users", ["owner_id"], ["id"])
        for name in LIMITS:
            audiences.add_column(sa.Column(name, sa.Integer()))
        audiences.create_check_constraint(op.f("ck_audiences_most_size"), RANGE)
    create_name_index()
    op.execute("UPDATE audiences SET owner_id = created_by_id")


def unlimit_audiences() -> None:
    op.drop_index("uq_audiences_living_name", "audiences")
    with op.batch_alter_table("audiences", reflect_kwargs=ALONE) as audiences:
        audiences.drop_constraint(op.f("ck_audiences_most_size"), type_="check")
        audiences.drop_constraint("fk_audiences_owner_id_users", type_="foreignkey")
        for name in ("owner_id", *LIMITS):
            audiences.drop_column(name)
    create_name_index()


def create_name_index() -> None:
    """SQLite makes a changed table anew, and cannot read an index over an expression back from the old one."""
    op.create_index(
        "uq_audiences_living_name",
        "audiences",
        ["name_folded", sa.text("coalesce(brand_id, '')")],
        unique=True,
        sqlite_where=NOT_ARCHIVED,
        postgresql_where=NOT_ARCHIVED,
    )


def create_changes() -> None:
    op.create_table(
        "run_changes",
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("departed", sa.Integer(), nullable=False),
        sa.CheckConstraint(among("reason", *REASONS), name=op.f("ck_run_changes_changereason")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_run_changes_run_id_runs"),
        sa.PrimaryKeyConstraint("run_id", "reason", name="pk_run_changes"),
    )
    op.create_table(
        "run_references",
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("used_run_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_run_references_run_id_runs"),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name="fk_run_references_audience_id_audiences"),
        sa.ForeignKeyConstraint(["used_run_id"], ["runs.id"], name="fk_run_references_used_run_id_runs"),
        sa.PrimaryKeyConstraint("run_id", "audience_id", name="pk_run_references"),
    )


def check_states(runs: BatchOperations, states: tuple[str, ...]) -> None:
    runs.drop_constraint(op.f("ck_runs_runstate"), type_="check")
    runs.create_check_constraint(op.f("ck_runs_runstate"), among("state", *states))


def among(column: str, *values: str) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"
