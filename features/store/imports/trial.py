"""What an import comes to, looked at, and taken back unless it is to be kept; and whether its file seems older."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Connection

from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.table_words import table_words
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.importers.import_differences import TableDifference, standing_differences
from features.reading.csv_parquet import table_cells
from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable
from features.records.check import check_tables
from features.records.records import Records, assembled, tables_with
from features.schema.problems import RecordsError
from features.schema.tables import EVENT_TABLES
from features.store.batches import Batch, Origin, in_order, read_batches
from features.store.coverage import RowPlaces
from features.store.database.declared_text import declared, stored_text
from features.store.enrolment_at import at_the_time
from features.store.images import Selection
from features.store.imports.batch_rows import BatchRows
from features.store.standing_rows import StandingRows
from features.validation.checked_table import CheckedTable

_FEWEST_DAYS = 3  # after the last of the file on which there are rows
_FEWEST_CHILDREN = 3  # who have rows so long after the last of the file
_LATE = pd.Timedelta(days=14)


@dataclass
class Trial:
    """The records of the schools of an import before it and after it; None where there is no store yet.

    ``tables`` are those that the import has, ``older`` what speaks for an older file. Nothing of it is kept, unless
    ``kept`` says that the import is made. ``is_known`` says that the very same files are there for that very day, so
    that nothing at all would be kept.
    """

    before: Records | None = None
    after: Records | None = None
    tables: frozenset[str] = field(default_factory=frozenset)
    older: "OlderFile | None" = None
    kept: bool = False
    is_known: bool = False

    def differences(self) -> list[TableDifference]:
        """Return what would come to each table that the import has, or that changes with it."""
        return standing_differences(self.before, self.after, of=self.tables)

    def only(self, tables: Sequence[CheckedTable], declarations: Declarations) -> None:
        """Take what was checked as all that there would be."""
        self.after = assembled(tables, declarations)


@dataclass(frozen=True)
class OlderFile:
    """A file that seems older than what is there: its newest row, the newest one there, and what it would take back.

    ``rows`` are how many rows of each table would be taken back that are newer than any row of their class in the file.
    """

    newest: dt.date
    newest_there: dt.date
    rows: Mapping[str, int]
    day: dt.date

    def told(self) -> Bilingual:
        """Return it as a sentence."""
        counts = Bilingual(*(self._counts(language) for language in LANGUAGES))
        return Bilingual(
            f"The newest row of the file is of {date_words(self.newest, 'en')}, the database has rows up to "
            f"{date_words(self.newest_there, 'en')}: {counts.en} would be taken back.",
            f"Cel mai nou rând din fișier este din {date_words(self.newest, 'ro')}, iar baza de date are rânduri până "
            f"la {date_words(self.newest_there, 'ro')}: s-ar retrage {counts.ro}.",
        )

    def words(self) -> Bilingual:
        """Return it as a sentence, with what to do at a command."""
        told = self.told()
        return Bilingual(
            f"{told.en} If the file is older, give its day: --day {self.newest}. If they were all deleted since: "
            f"--day {self.day}.",
            f"{told.ro} Dacă fișierul este mai vechi, dați ziua lui: --day {self.newest}. Dacă toate au fost șterse "
            f"între timp: --day {self.day}.",
        )

    def _counts(self, language: Language) -> str:
        return ", ".join(
            f"{counted(count, 'row', 'rows', 'en')} of {name}" if language == "en"
            else f"{counted(count, 'rând', 'rânduri', 'ro')} de {name}"
            for name, count in ((table_words(table, language), count) for table, count in self.rows.items())
        )  # fmt: skip


@dataclass(frozen=True)
class FormerFile(OlderFile):
    """The very same file as one of an earlier import, upon which another has come since.

    ``newest`` and ``newest_there`` are the days of the two imports, ``number`` and ``upon`` their numbers.
    """

    number: int = 0
    upon: int = 0

    def told(self) -> Bilingual:
        """Return it as a sentence."""
        return Bilingual(
            f"This is the file of import {self.number} of {date_words(self.newest, 'en')}, and import {self.upon} of "
            f"{date_words(self.newest_there, 'en')} has come upon it: it would bring back what stood then.",
            f"Acesta este fișierul importului {self.number} din {date_words(self.newest, 'ro')}, iar peste el a venit "
            f"importul {self.upon} din {date_words(self.newest_there, 'ro')}: ar reveni ce era atunci.",
        )

    def words(self) -> Bilingual:
        """Return it as a sentence, with what to do at a command."""
        told = self.told()
        return Bilingual(
            f"{told.en} If it was taken by mistake, there is nothing to do. If it is what holds today: --day "
            f"{self.day}.",
            f"{told.ro} Dacă l-ați ales din greșeală, nu este nimic de făcut. Dacă este valabil azi: --day {self.day}.",
        )


class OlderFileError(Refused):
    """A file of which nobody told the day, and that seems older than what is there."""

    def __init__(self, older: OlderFile) -> None:
        super().__init__(older.words())
        self.older = older


def older_file(connection: Connection, rows: BatchRows, origin: Origin) -> OlderFile | None:
    """Return what speaks for a file that was exported long before the day of its import; None where little does.

    It is the very same file as one upon which another has come. Or there are rows in the store that are newer than the
    last one of their class in the file, and would be taken back: on at least three days, or of three children two weeks
    later. A row or two of the last day may have been deleted; so many are seldom. Where a later import stands nothing
    is taken back for good, and the day of the file was told.
    """
    batches, day = in_order(read_batches(connection, rows.schools)), origin.day
    if any(batch.areas for batch in batches if batch.origin.day > day):
        return None
    if former := next((batch for batch in reversed(batches) if batch.origin.sha256 == origin.sha256), None):
        later = (batch for batch in reversed(batches) if batch.origin.day >= former.origin.day)
        upon = next((batch for batch in later if batch.number != former.number and _share(batch, former)), None)
        if upon is not None:
            days = former.origin.day, upon.origin.day
            return FormerFile(*days, {}, day, number=former.number, upon=upon.number)
    standing = StandingRows(connection, rows.tables, rows.schools)
    classes = standing.frame("enrolments", Selection(rows.schools)) if standing.columns("enrolments") else None
    if classes is None or classes.empty:
        return None
    parts = [_newer(standing, rows, table, classes) for table in rows.frames if table in EVENT_TABLES]
    newer = pd.concat([part for part in parts if len(part)]) if any(map(len, parts)) else None
    if newer is None:
        return None
    newer = newer[_are_many(newer)]
    if newer.empty:
        return None
    counts = {str(table): int(count) for table, count in newer.groupby("table", sort=False).size().items()}
    return OlderFile(newer["last"].max().date(), newer["date"].max().date(), counts, day)


def _share(one: Batch, other: Batch) -> bool:
    """Tell whether two imports speak of a table of one class and subject, of days in common."""
    return any(
        (first.table, first.school_id) == (second.table, second.school_id)
        and max(first.first_day, second.first_day) <= min(first.last_day, second.last_day)
        and all(names is None or others is None or not {*names}.isdisjoint(others)
                for names, others in ((first.classes, second.classes), (first.subjects, second.subjects)))
        for first in one.areas for second in other.areas
    )  # fmt: skip


def _are_many(newer: pd.DataFrame) -> "pd.Series[bool]":
    """Tell of each newer row whether those of its class are too many to have been deleted."""
    classes = newer.groupby(["school", "label"], dropna=False)
    late = newer["pupil"].where(newer["date"] - newer["last"] >= _LATE)
    children = late.groupby([newer["school"], newer["label"]], dropna=False).transform("nunique")
    return (classes["date"].transform("nunique") >= _FEWEST_DAYS) | (children >= _FEWEST_CHILDREN)


def _newer(standing: StandingRows, rows: BatchRows, table: str, enrolments: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table that stand, lie in what the import is the whole of, and are newer than their class."""
    own = pd.concat([enrolments, rows.frames["enrolments"]]) if "enrolments" in rows.frames else enrolments
    last = _last_days(rows, own)
    found = []
    for school, part in standing.by_school(table, rows.schools):
        areas = [area for area in rows.areas if (area.table, area.school_id, area.adds_only) == (table, school, False)]
        frame = table_cells(part)
        frame = frame[frame["retracted_on"].isna()] if "retracted_on" in frame else frame
        if not areas or frame.empty:
            continue
        labels = pd.Series(at_the_time(frame, own, give="class_label"), frame.index, dtype=object)
        listed = frozenset(rows.frames["enrolments"]["pupil_id"]) if "enrolments" in rows.frames else frozenset()
        inside = RowPlaces.of(frame, table).inside(areas, labels, listed)
        told = pd.DataFrame({"school": school, "label": labels.fillna(""), "date": frame["date"], "table": table,
                             "pupil": frame["pupil_id"].astype(object)})  # fmt: skip
        told = told[inside].merge(last, on=["school", "label"])
        found.append(told[told["date"] > told["last"]])
    return pd.concat(found) if found else pd.DataFrame()


def _last_days(rows: BatchRows, enrolments: pd.DataFrame) -> pd.DataFrame:
    """Return the day of the newest event of each class in an import."""
    parts = [
        pd.DataFrame({
            "school": list(rows.schools_of[table]), "last": frame["date"].to_numpy("datetime64[s]"),
            "label": pd.Series(at_the_time(frame, enrolments, give="class_label"), dtype=object).fillna(""),
        })
        for table, frame in rows.frames.items() if table in EVENT_TABLES and len(frame)
    ]  # fmt: skip
    if not parts:
        return pd.DataFrame({"school": [], "label": [], "last": []})
    return pd.concat(parts).groupby(["school", "label"])[["last"]].max().reset_index()


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
