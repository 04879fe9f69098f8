"""An import may be the whole of the rows of those pupils alone that it enrols."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; imports of before were the whole of the rows of all."""
    op.add_column("coverage", sa.Column("of_listed", sa.Boolean))
