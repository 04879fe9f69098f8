"""The tables of the record store, made from the schema of records.

Who, when and which are rows: one for each row that an import brought. Events are bodies: one for each import, table and
school, a Parquet file in bytes that nobody changes.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
)

from features.schema.columns import Column as RecordColumn
from features.schema.columns import Kind
from features.schema.columns import Table as RecordTable
from features.schema.tables import EVENT_TABLES, TABLES

ROW_TABLES = tuple(table for table in TABLES if table.name not in EVENT_TABLES)
_TYPES: Mapping[Kind, Any] = {"date": Date, "whole": Integer, "number": Double, "yes_no": Boolean}
_TOLD = ("known_on", "retracted_on")  # which every table of the store has that is about pupils
FURTHER = "further"  # declared columns, as JSON

METADATA = MetaData()

BATCHES = Table(
    "batches",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("day", Date, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False, server_default=func.current_timestamp()),
    Column("who", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("columns_given", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_by", Text),
    Column("undone_because", Text),
    Column("declared", Text),  # empty where it declared nothing; none of an import of before form 0005
    sqlite_autoincrement=True,
)

COVERAGE = Table(
    "coverage",
    METADATA,
    Column("batch_id", Integer, ForeignKey("batches.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("school_id", Text, nullable=False),
    Column("table_name", Text, nullable=False),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("classes", Text),
    Column("subjects", Text),
    Column("of_listed", Boolean),  # of the pupils alone that the batch enrols
    Column("adds_only", Boolean),  # takes nothing back
    Column("of_totals", Boolean),  # of totals alone, or of single days alone; empty: of both
)

BROUGHT_AGAIN = Table(
    "brought_again",
    METADATA,
    Column("batch_id", Integer, ForeignKey("batches.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("who", Text, nullable=False),
    Column("areas", Text, nullable=False),  # what the file was the whole of on that day, as JSON
)

BODIES = Table(
    "bodies",
    METADATA,
    Column("batch_id", Integer, ForeignKey("batches.id"), primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("school_id", Text, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

COMPACTED = Table(
    "compacted",
    METADATA,
    Column("table_name", Text, primary_key=True),
    Column("school_id", Text, primary_key=True),
    Column("through_batch", Integer, ForeignKey("batches.id"), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

IMAGES = Table(
    "images",
    METADATA,
    Column("table_name", Text, primary_key=True),
    Column("county", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

IMAGE_PARTS = Table(
    "image_parts",
    METADATA,
    Column("table_name", Text, primary_key=True),
    Column("school_id", Text, primary_key=True),
    Column("county", Text, nullable=False),
    Column("first_row", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
)

ERASURES = Table(
    "erasures",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("erased_at", DateTime(timezone=True), nullable=False, server_default=func.current_timestamp()),
    Column("who", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("removed", Text, nullable=False),
    sqlite_autoincrement=True,
)

ERASED_PUPILS = Table(
    "erased_pupils",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("erasure_id", Integer, ForeignKey("erasures.id"), nullable=False),
)

DECLARATIONS = Table("declarations", METADATA, Column("id", Integer, primary_key=True), Column("toml", Text))

STATE = Table(
    "store_state",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("store_id", Text, nullable=False),
    Column("changes", Integer, nullable=False),
)


def stored_columns(table: RecordTable) -> tuple[RecordColumn, ...]:
    """Return the columns of a table of records that are columns of the store's, in the schema's order."""
    return tuple(column for column in table.columns if column.name in {own.name for own in _schema_table(table)})


def row_table(name: str) -> Table:
    """Return the store's table for the rows of a table of records."""
    return METADATA.tables[name]


def _schema_table(table: RecordTable) -> tuple[RecordColumn, ...]:
    return next(own for own in ROW_TABLES if own.name == table.name).columns


def _row_table(table: RecordTable) -> Table:
    names = {column.name for column in table.columns}
    columns = [Column(each.name, _TYPES.get(each.kind, Text)) for each in table.columns if each.name not in _TOLD]
    if "pupil_id" in names:
        columns += [Column(name, Date) for name in _TOLD]
    indexed = [name for name in ("of_school", "pupil_id") if name == "of_school" or name in names]
    return Table(
        table.name,
        METADATA,
        Column("batch_id", Integer, ForeignKey("batches.id"), primary_key=True),
        Column("place", Integer, primary_key=True),
        Column("of_school", Text, nullable=False),
        *columns,
        Column(FURTHER, Text),
        *(Index(f"{table.name}_{name}", name) for name in indexed),
    )


ROWS = {table.name: _row_table(table) for table in ROW_TABLES}
