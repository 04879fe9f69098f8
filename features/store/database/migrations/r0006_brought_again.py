"""The later days on which the very same file was brought again; imports that only add where they look."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table and add the column; of imports of before such days are not known, and each was the whole."""
    op.add_column("coverage", sa.Column("adds_only", sa.Boolean))
    op.create_table(
        "brought_again",
        sa.Column("batch_id", sa.Integer, sa.ForeignKey("batches.id"), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("areas", sa.Text, nullable=False),
    )
