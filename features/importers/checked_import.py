"""What an importer read, checked like any records and kept nowhere."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from features.records.imported_records import ImportedRecords
from features.records.records import Records, load_records
from features.records.writer import write_records
from features.schema.problems import RecordsError


@contextmanager
def checked_import(imported: ImportedRecords, *, today: dt.date) -> Iterator[Records | None]:
    """Give what was imported as checked records; None of schools alone. RecordsError with every problem."""
    with TemporaryDirectory(prefix="prezent-") as scratch:
        folder = Path(scratch) / "import"
        write_records(folder, imported.tables, config=imported.config)
        yield check_folder(folder, imported, today=today)


def check_folder(folder: Path, imported: ImportedRecords, *, today: dt.date) -> Records | None:
    """Check a folder like any other; only schools may come without enrolments, and are no records yet."""
    try:
        return load_records(folder, today=today)
    except RecordsError as error:
        left = [each for each in error.problems if each.code != "no_enrolments"]
        if left or set(imported.tables) != {"schools"}:
            raise
    return None
