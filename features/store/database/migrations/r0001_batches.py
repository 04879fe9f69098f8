"""Batches with what they cover, their rows, and their bodies."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_COLUMNS = {
    "schools": (sa.Text, "school_id name county locality parent_school_id"),
    "terms": (sa.Text, "school_year term starts_on ends_on county weekdays"),
    "enrolments": (
        sa.Text,
        "pupil_id school_id school_year enrolled_on left_on left_known_on grade_level class_label track main "
        "birth_year repeated_years sex special_needs known_on retracted_on",
    ),
    "family": (
        sa.Text,
        "pupil_id valid_from guardianship parents_abroad mother_education father_education household_size "
        "social_benefit commute_minutes home_internet known_on retracted_on",
    ),
    "outcomes": (sa.Text, "pupil_id date outcome known_on retracted_on"),
}
_TYPES = {
    **dict.fromkeys(
        ("starts_on", "ends_on", "enrolled_on", "left_on", "left_known_on", "known_on", "retracted_on", "valid_from",
         "date"),
        sa.Date,
    ),
    **dict.fromkeys(
        ("grade_level", "birth_year", "repeated_years", "mother_education", "father_education", "household_size"),
        sa.Integer,
    ),
    **dict.fromkeys(("main", "special_needs", "social_benefit", "home_internet"), sa.Boolean),
    "commute_minutes": sa.Double,
}  # fmt: skip


def upgrade() -> None:
    """Make the tables."""
    _make_batches()
    op.create_table(
        "bodies",
        _batch(),
        sa.Column("table_name", sa.Text, primary_key=True),
        sa.Column("school_id", sa.Text, primary_key=True),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table("declarations", sa.Column("id", sa.Integer, primary_key=True), sa.Column("toml", sa.Text))
    op.create_table(
        "store_state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("store_id", sa.Text, nullable=False),
        sa.Column("changes", sa.Integer, nullable=False),
    )
    for name, (text, columns) in _COLUMNS.items():
        op.create_table(
            name,
            _batch(),
            sa.Column("place", sa.Integer, primary_key=True),
            sa.Column("of_school", sa.Text, nullable=False),
            *(sa.Column(column, _TYPES.get(column, text)) for column in columns.split()),
            sa.Column("further", sa.Text),
        )
        for column in ("of_school", "pupil_id"):
            if column == "of_school" or column in columns.split():
                op.create_index(f"{name}_{column}", name, [column])
    if op.get_bind().dialect.name == "postgresql":  # Parquet is as small as it gets
        op.execute("ALTER TABLE bodies ALTER COLUMN body SET STORAGE EXTERNAL")


def _make_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column(
            "imported_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.current_timestamp()
        ),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("who", "file_name", "sha256", "kind", "columns_given")),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by", sa.Text),
        sa.Column("undone_because", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "coverage",
        _batch(),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("school_id", sa.Text, nullable=False),
        sa.Column("table_name", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("classes", sa.Text),
        sa.Column("subjects", sa.Text),
    )


def _batch() -> "sa.Column[int]":
    return sa.Column("batch_id", sa.Integer, sa.ForeignKey("batches.id"), primary_key=True)
