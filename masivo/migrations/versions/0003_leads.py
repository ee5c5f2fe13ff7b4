"""Leads, who decide on held runs; everybody could until now, so whoever is there already is one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("is_lead", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(sa.text("UPDATE users SET is_lead = true"))


def downgrade() -> None:
    op.drop_column("users", "is_lead")
