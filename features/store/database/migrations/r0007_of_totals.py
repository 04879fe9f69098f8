"""An import may be the whole of totals of absences alone, or of single days alone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; imports of before were the whole of both."""
    op.add_column("coverage", sa.Column("of_totals", sa.Boolean))
