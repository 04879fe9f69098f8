"""An import: checked like any records, and then in the store whole, or not at all."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection

from features.headings.reading_notes import ReadingNote
from features.importers.changes.older_files import OlderFile, OlderFileError
from features.reading.declarations import declarations_file
from features.reading.folder import FORMATS, RawTable, ReadTable, county_folders, named_table
from features.records.imported_records import Coverage, ImportedRecords
from features.records.records import check_all, tables_with
from features.records.source import RecordFolder
from features.schema.problems import Problem
from features.store.batches import Batch, Origin, in_order, read_batches
from features.store.database.connection import NoStoreError, reading, writing
from features.store.database.declared_text import declared, kinds_told, stored_text, together
from features.store.database.url import StoreUrl
from features.store.enrolment_at import Enrolled
from features.store.images import Selection
from features.store.imports.batch_rows import BatchRows, batch_rows
from features.store.imports.batch_writing import write_batch
from features.store.imports.brought_again import note_again, same_file
from features.store.imports.erased_rows import ErasedRows
from features.store.imports.first_days import with_first_days
from features.store.imports.known_beside import known_beside
from features.store.imports.older_files import older_file
from features.store.imports.trial import Trial, records_of
from features.store.standing_rows import StandingRows
from features.validation.checked_table import CheckedTable


@dataclass(frozen=True)
class ImportResult:
    """What an import came to; ``again`` says that the very same file is there already, and nothing was changed."""

    batch: Batch
    again: bool = False
    notes: tuple[ReadingNote, ...] = ()


@dataclass(frozen=True)
class _Import:
    """What is to be imported: the tables as they were read, and what they declare and cover.

    With a ``trial`` it is to be told what comes of it; what seems an older file is refused unless its ``day_told`` was.
    """

    read: Iterable[ReadTable]
    config: str
    day_told: bool
    problems: Sequence[Problem] = ()
    coverage: Sequence[Coverage] = ()
    trial: Trial | None = None
    former: Collection[Enrolled] = ()


class _NotKept(Exception):  # noqa: N818  (nothing is wrong)
    """Takes back what was only tried; it holds what would have come of it."""

    def __init__(self, result: ImportResult) -> None:
        super().__init__()
        self.result = result


def import_batch(
    url: StoreUrl, imported: ImportedRecords, *, day: dt.date, who: str, file_name: str, sha256: str, today: dt.date,
    day_told: bool, kind: str = "import", trial: Trial | None = None,
) -> ImportResult:  # fmt: skip
    """Bring the records of outside files into a store, which is made where there is none.

    Parameters
    ----------
    day
        The day of the export: what is new in days that an earlier import was the whole of was not known before.
    who, file_name, sha256, kind
        Whose import it is, of which file, and what read it.
    today
        No event may be dated later.
    day_told
        Whether somebody told the day of the export; else a file that seems older than what is there is refused.
    trial
        What changes is left here. Unless it is kept, it is done in a store that is there and taken back, so that what
        is wrong is told.

    Raises
    ------
    RecordsError
        If anything is wrong with the records, also beside those that the store holds; nothing of them is kept.
    Refused
        If they declare something else than the store does, or seem an older export of which nobody told the day.
    OutsideServiceError
        If the database cannot be reached, or another import does not come to its end.
    """
    with _stored(url) as stored:
        tables = {table.name: table for table in tables_with(declared(_declared_with(stored, imported.config))[0])}
        if stored is not None:
            enrolled = imported.tables.get("enrolments", pd.DataFrame({"school_id": []}))["school_id"]
            schools = {each.school_id for each in imported.coverage} or {str(school) for school in enrolled.unique()}
            imported = with_first_days(
                imported, partial(StandingRows(stored, tables).frame, selection=Selection(schools)), day=day
            )
    read = [
        named_table(RawTable(tables[name], name, frame.reset_index(drop=True)), [])
        for name, frame in imported.tables.items()
    ]
    origin = Origin(day, who, file_name, sha256, kind)
    what = _Import(read, imported.config, day_told, coverage=imported.coverage, trial=trial, former=imported.former)
    return _bring(url, what, origin, today=today)


def import_record_folder(
    url: StoreUrl, folder: Path, *, day: dt.date, who: str, today: dt.date, day_told: bool, kind: str = "records",
    trial: Trial | None = None,
) -> ImportResult:  # fmt: skip
    """Bring a record folder, or all its ``county=XX`` folders, into a store; raises what ``import_batch`` raises."""
    source = RecordFolder(folder)
    _, problems = source.declarations()
    config = declarations_file(folder)
    text = config.read_text("utf-8-sig") if config.is_file() and not problems else ""
    with _stored(url) as stored:
        tables = tables_with(declared(_declared_with(stored, text))[0])
    origin = Origin(day, who, folder.absolute().name, folder_hash(folder), kind)
    return _bring(url, _Import(source.tables(tables), text, day_told, problems, trial=trial), origin, today=today)


def folder_hash(folder: Path) -> str:
    """Return a hash of all files that the records of a folder are read from."""
    digest = hashlib.sha256()
    for part in (folder, *county_folders(folder)):
        for path in sorted(each for each in part.iterdir() if each.suffix.lower() in (*FORMATS, ".toml")):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            with path.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()


def _bring(url: StoreUrl, what: _Import, origin: Origin, *, today: dt.date) -> ImportResult:
    """Check first, with nobody waiting; then write, one import after the other."""
    with _stored(url) as stored:
        text = _declared_with(stored, what.config)
        declarations, of_store = declared(text)

        def beside(tables: Sequence[CheckedTable]) -> Sequence[CheckedTable]:
            return known_beside(stored, tables, declarations, today=today)

        left_out = ErasedRows(stored)
        read = map(left_out.dropped, map(_whoever_is_enrolled, what.read))
        problems = [*what.problems, *of_store]
        tables = check_all(read, declarations, problems, today=today, beside=beside)
        rows = batch_rows(tables, what.coverage, declarations, day=origin.day, stored=stored, former=what.former)
        is_new = stored is None
    notes = tuple(ReadingNote(each.file, each.notes) for each in tables if each.notes)
    trial = what.trial
    if trial:
        trial.tables = frozenset(rows.frames)
    is_kept = trial is None or trial.kept
    if is_new and trial and not is_kept:
        trial.only(tables, declarations)
        at = dt.datetime.combine(origin.day, dt.time(), dt.UTC)
        return ImportResult(Batch(0, origin, at, {}, rows.rows, rows.areas), notes=notes)
    try:
        with writing(url, create=is_kept) as connection:
            if trial:
                trial.before = records_of(connection, rows.schools, today=today)
                trial.batches = read_batches(connection, rows.schools)
            result = _written(connection, left_out, rows, origin, what=what, today=today, name=url.name)
            if trial:
                trial.after = records_of(connection, rows.schools, today=today)
            if not is_kept:
                raise _NotKept(result)
    except _NotKept as tried:
        result = tried.result
    return replace(result, notes=(*notes, *result.notes))


def _written(
    connection: Connection, left_out: ErasedRows, rows: BatchRows, origin: Origin, *, what: _Import, today: dt.date,
    name: str,
) -> ImportResult:  # fmt: skip
    """Write a batch, unless the very same is there; what imports say together is checked."""
    rows = left_out.taken_out(connection, rows)
    notes = tuple(left_out.notes(origin.file_name))
    batches = read_batches(connection)
    if same := same_file(connection, origin, rows.areas, rows.said_of_children, rows=rows.rows):
        is_new_day = note_again(connection, same, origin, rows.areas)
        if what.trial:
            what.trial.is_known = not is_new_day
        return ImportResult(same, again=True, notes=notes)
    _require_new(older_file(connection, rows, origin) if what.trial or not what.day_told else None, what)
    if in_order(batches) and rows.has_pupils and (said := kinds_told(stored_text(connection), what.config)):
        notes = (*notes, ReadingNote(origin.file_name, said))
    number = write_batch(connection, rows, origin, text=what.config, today=today, name=name)
    written = next(each for each in read_batches(connection) if each.number == number)
    return ImportResult(written, notes=notes)


def _require_new(older: OlderFile | None, what: _Import) -> None:
    """Refuse a file that seems an older one of which nobody told the day; where it is only tried that is noted."""
    if what.trial:
        what.trial.older = older
    if older and not what.day_told and (what.trial is None or what.trial.kept):
        raise OlderFileError(older)


@contextmanager
def _stored(url: StoreUrl) -> Iterator[Connection | None]:
    """Give what the store holds; None where there is no store yet."""
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(reading(url))
        except NoStoreError:
            connection = None
        yield connection


def _declared_with(stored: Connection | None, config: str) -> str:
    """Return what a store and an import declare together."""
    return config if stored is None else together(stored_text(stored), config)


def _whoever_is_enrolled(read: ReadTable) -> ReadTable:
    """Return a table without the problem that no file has enrolments: the store may have them."""
    raw, problems = read
    return raw, [problem for problem in problems if problem.code != "no_enrolments"]
