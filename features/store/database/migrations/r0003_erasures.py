"""Erasures: who asked for each and what it removed, and the hashes by which erased children are left out later."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.current_timestamp()),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("who", "because", "removed")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "erased_pupils",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("erasure_id", sa.Integer, sa.ForeignKey("erasures.id"), nullable=False),
    )
