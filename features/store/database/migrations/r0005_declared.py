"""Each import says what it declared; what was folded by the classes of later imports is forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; keep what imports of before declared together, and let imports of classes be folded anew."""
    op.add_column("batches", sa.Column("declared", sa.Text))
    op.execute("INSERT INTO declarations (id, toml) SELECT 0, toml FROM declarations WHERE id = 1")
    for folded in ("compacted", "image_parts"):
        op.execute(
            f"DELETE FROM {folded} WHERE school_id IN (SELECT school_id FROM coverage WHERE classes IS NOT NULL)"  # noqa: S608
        )
