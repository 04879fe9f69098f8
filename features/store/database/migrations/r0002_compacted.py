"""Many bodies of a school that lie upon each other, and those of many schools, are also kept as one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of compacted bodies and of images."""
    op.create_table(
        "compacted",
        sa.Column("table_name", sa.Text, primary_key=True),
        sa.Column("school_id", sa.Text, primary_key=True),
        sa.Column("through_batch", sa.Integer, sa.ForeignKey("batches.id"), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "images",
        sa.Column("table_name", sa.Text, primary_key=True),
        sa.Column("county", sa.Text, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "image_parts",
        sa.Column("table_name", sa.Text, primary_key=True),
        sa.Column("school_id", sa.Text, primary_key=True),
        sa.Column("county", sa.Text, nullable=False),
        sa.Column("first_row", sa.Integer, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        for name in ("compacted", "images"):
            op.execute(f"ALTER TABLE {name} ALTER COLUMN body SET STORAGE EXTERNAL")
