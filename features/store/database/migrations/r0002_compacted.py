"""Many bodies of a school that lie upon each other are also kept as one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of compacted bodies."""
    op.create_table(
        "compacted",
        sa.Column("table_name", sa.Text, primary_key=True),
        sa.Column("school_id", sa.Text, primary_key=True),
        sa.Column("through_batch", sa.Integer, sa.ForeignKey("batches.id"), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE compacted ALTER COLUMN body SET STORAGE EXTERNAL")
