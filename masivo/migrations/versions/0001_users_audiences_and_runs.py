"""Users, account settings and brands; audiences with their versions, runs and memberships."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LIVING = sa.text("state IN ('queued', 'running')")
DUE = sa.text("next_run_at IS NOT NULL")
NOT_ARCHIVED = sa.text("state <> 'archived'")


def upgrade() -> None:
    create_account()
    create_audiences()
    create_runs()
    # An audience refers to its version and its run, which refer to it: SQLite takes the references before the tables
    # they name, PostgreSQL after.
    if op.get_bind().dialect.name != "sqlite":
        for column, table in (("version_id", "audience_versions"), ("run_id", "runs")):
            op.create_foreign_key(f"fk_audiences_{column}_{table}", "audiences", table, [column], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_audiences_version_id_audience_versions", "audiences")
        op.drop_constraint("fk_audiences_run_id_runs", "audiences")
    for table in ("memberships", "runs", "audience_versions", "audiences", "users", "brands", "account_settings"):
        op.drop_table(table)


def create_account() -> None:
    op.create_table(
        "account_settings",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_account_settings"),
    )
    op.create_table(
        "brands",
        sa.Column("id", sa.String(255), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_brands"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )


def create_audiences() -> None:
    op.create_table(
        "audiences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_folded", sa.String(240), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.String(255)),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("frequency", sa.String(32), nullable=False),
        sa.Column("run_minute", sa.Integer(), nullable=False),
        sa.Column("run_weekday", sa.Integer(), nullable=False),
        sa.Column("run_day", sa.Integer(), nullable=False),
        sa.Column("run_month", sa.Integer(), nullable=False),
        sa.Column("next_run_at", sa.DateTime()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
        sa.Column("version_id", sa.Integer()),
        sa.Column("run_id", sa.String(36)),
        one_of("audiences", "audiencestate", "state", "active", "paused", "archived"),
        one_of("audiences", "frequency", "frequency", "never", "daily", "weekly", "monthly", "quarterly", "yearly"),
        sa.CheckConstraint("run_minute BETWEEN 0 AND 1439", name=op.f("ck_audiences_run_minute")),
        sa.CheckConstraint("run_weekday BETWEEN 0 AND 6", name=op.f("ck_audiences_run_weekday")),
        sa.CheckConstraint("run_day BETWEEN 1 AND 31", name=op.f("ck_audiences_run_day")),
        sa.CheckConstraint("run_month BETWEEN 1 AND 12", name=op.f("ck_audiences_run_month")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name="fk_audiences_created_by_id_users"),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["audience_versions.id"],
            name="fk_audiences_version_id_audience_versions",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_audiences_run_id_runs", use_alter=True),
        sa.PrimaryKeyConstraint("id", name="pk_audiences"),
    )
    op.create_index("ix_audiences_due", "audiences", ["next_run_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index(
        "uq_audiences_living_name",
        "audiences",
        ["name_folded", sa.text("coalesce(brand_id, '')")],
        unique=True,
        sqlite_where=NOT_ARCHIVED,
        postgresql_where=NOT_ARCHIVED,
    )
    op.create_table(
        "audience_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name="fk_audience_versions_audience_id_audiences"),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name="fk_audience_versions_created_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_audience_versions"),
        sa.UniqueConstraint("audience_id", "number", name="uq_audience_versions_audience_id_number"),
    )


def create_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("audience_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("promised_at", sa.DateTime()),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime()),
        sa.Column("finished_at", sa.DateTime()),
        sa.Column("lease_until", sa.DateTime()),
        sa.Column("worker", sa.String(120)),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime()),
        sa.Column("data_version", sa.BigInteger()),
        sa.Column("size", sa.Integer()),
        sa.Column("universe", sa.Integer()),
        sa.Column("entered", sa.Integer()),
        sa.Column("departed", sa.Integer()),
        sa.Column("error", sa.Text()),
        one_of("runs", "runstate", "state", "queued", "running", "succeeded", "failed"),
        one_of("runs", "cause", "cause", "saved", "scheduled", "asked"),
        sa.ForeignKeyConstraint(["audience_id"], ["audiences.id"], name="fk_runs_audience_id_audiences"),
        sa.ForeignKeyConstraint(["version_id"], ["audience_versions.id"], name="fk_runs_version_id_audience_versions"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_audience_id_finished_at", "runs", ["audience_id", "finished_at"])
    op.create_index("ix_runs_state", "runs", ["state"])
    op.create_index(
        "uq_runs_living", "runs", ["audience_id"], unique=True, sqlite_where=LIVING, postgresql_where=LIVING
    )
    op.create_table(
        "memberships",
        sa.Column("run_id", sa.String(36), nullable=False),
        sa.Column("members", sa.LargeBinary(), nullable=False),
        sa.Column("entered", sa.LargeBinary(), nullable=False),
        sa.Column("departed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_memberships_run_id_runs"),
        sa.PrimaryKeyConstraint("run_id", name="pk_memberships"),
    )


def one_of(table: str, name: str, column: str, *values: str) -> sa.CheckConstraint:
    """The column holds one of the values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{name}"))
