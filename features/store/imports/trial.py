"""What an import comes to, looked at, and taken back unless it is to be kept."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from features.importers.changes.older_files import OlderFile
from features.importers.import_differences import TableDifference, standing_differences
from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable
from features.records.check import check_tables
from features.records.records import Records, assembled, tables_with
from features.schema.problems import RecordsError
from features.store.batches import Batch
from features.store.database.declared_text import declared, stored_text
from features.store.images import Selection
from features.store.standing_rows import StandingRows
from features.validation.checked_table import CheckedTable


@dataclass
class Trial:
    """The records of the schools of an import before it and after it; None where there is no store yet.

    ``tables`` are those that the import has, ``older`` what speaks for an older file. Nothing of it is kept, unless
    ``kept`` says that the import is made. ``is_known`` says that the very same files are there for that very day, so
    that nothing at all would be kept. ``batches`` are the imports before it.
    """

    before: Records | None = None
    after: Records | None = None
    tables: frozenset[str] = field(default_factory=frozenset)
    older: OlderFile | None = None
    kept: bool = False
    is_known: bool = False
    batches: Sequence[Batch] = ()

    def differences(self) -> list[TableDifference]:
        """Return what would come to each table that the import has, or that changes with it."""
        return standing_differences(self.before, self.after, of=self.tables)

    def only(self, tables: Sequence[CheckedTable], declarations: Declarations) -> None:
        """Take what was checked as all that there would be."""
        self.after = assembled(tables, declarations)


def records_of(connection: Connection, schools: Collection[str], *, today: dt.date) -> Records:
    """Return the records of some schools, as the imports in a transaction say together."""
    declarations, _ = declared(stored_text(connection))
    standing = StandingRows(connection, {table.name: table for table in tables_with(declarations)}, schools)
    tables, problems = check_tables(_read(standing, Selection(schools)), declarations, today=today)
    if problems:
        raise RecordsError(problems)
    return assembled(tables, declarations)


def _read(standing: StandingRows, chosen: Selection) -> Iterator[ReadTable]:
    for name, table in standing.tables.items():
        if standing.columns(name):
            frame = standing.frame(name, chosen)
            if len(frame):
                yield RawTable(table, name, frame), []
