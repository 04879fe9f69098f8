"""The store as a source of records, like a folder of files."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, func, select

from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable
from features.records.records import tables_with
from features.records.source import RecordFolder, RecordSource
from features.schema.problems import Problem
from features.schema.tables import Table
from features.store.coverage import DAY_OF
from features.store.database.connection import reading
from features.store.database.declared_text import declared, stored_text
from features.store.database.rows import read_rows
from features.store.database.tables import BODIES, STATE, row_table
from features.store.database.url import StoreUrl, store_url
from features.store.images import Selection
from features.store.standing_rows import EVERYTHING, StandingRows

_BYTES_A_ROW = 100  # of who, when and which, about


@dataclass(frozen=True)
class RecordStore:
    """The records of a database, or of one county or some schools in it; raises what ``reading`` raises."""

    url: StoreUrl
    county: str = ""
    schools: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The county's name, or that of the database."""
        return self.county or self.url.name

    def declarations(self) -> tuple[Declarations, list[Problem]]:
        """Return what its imports declare together."""
        with reading(self.url) as connection:
            return declared(stored_text(connection))

    def tables(self, tables: Sequence[Table]) -> Iterator[ReadTable]:
        """Yield the tables that stand, all of one state of the store; of a county or of schools what they brought.

        Schools are named all where only some are read: a structure names the legal unit that it belongs to.
        """
        with reading(self.url) as connection:
            standing = StandingRows(connection, {table.name: table for table in tables}, self.schools or None)
            if not standing.columns("enrolments"):
                yield None, [Problem("no_enrolments", self.name)]
            schools = _schools(standing)
            chosen = Selection(self._own(schools)) if self.county or self.schools else EVERYTHING
            for table in tables:
                if standing.columns(table.name):
                    yield RawTable(table, table.name, self._frame(standing, table, chosen, schools=schools)), []

    def partitions(self) -> tuple["RecordStore", ...]:
        """Return its counties where every school with children has one and there are several; else itself."""
        with reading(self.url) as connection:
            tables = tables_with(declared(stored_text(connection))[0])
            standing = StandingRows(connection, {table.name: table for table in tables})
            schools = _schools(standing)
            column = row_table("enrolments").c.school_id
            used = set(connection.execute(select(column).distinct()).scalars())
        counties = schools[schools["school_id"].isin(used)].get("county", pd.Series([], dtype=object))
        if counties.isna().any() or counties.nunique() < 2:
            return (self,)
        return tuple(replace(self, county=county) for county in sorted(counties.unique()))

    def watermark(self) -> str:
        """Return which store it is and how often its records changed: another import, an undone one, an erasure."""
        with reading(self.url) as connection:
            store, changes = connection.execute(select(STATE.c.store_id, STATE.c.changes)).one()
        return f"{store}-{changes}"

    def size(self) -> int:
        """Return about how much there is to read, in bytes."""
        with reading(self.url) as connection:
            bodies = connection.execute(select(func.sum(func.length(BODIES.c.body)))).scalar() or 0
            rows = connection.execute(select(func.count()).select_from(row_table("enrolments"))).scalar() or 0
        return int(bodies) + int(rows) * _BYTES_A_ROW

    def rows_of(
        self, *, school_id: str | None = None, class_label: str | None = None, pupil_id: str | None = None
    ) -> dict[str, pd.DataFrame]:
        """Return the rows of a child, a class or a school, by table; every day on which something was known in them.

        A class is the children who were ever in one of that name, in the school if that is named too.
        """
        with reading(self.url) as connection:
            tables = tables_with(declared(stored_text(connection))[0])
            enrolled = _enrolled(connection, tables, school_id=school_id, class_label=class_label, pupil_id=pupil_id)
            schools = {school_id} if school_id else set(enrolled["school_id"])
            standing = StandingRows(connection, {table.name: table for table in tables}, schools)
            pupils = None if class_label is None and pupil_id is None else set(enrolled["pupil_id"])
            chosen = Selection(schools, pupils)
            return {name: standing.frame(name, chosen) for name in DAY_OF if standing.columns(name)}

    def enrolments_of(self, school_id: str) -> pd.DataFrame:
        """Return the enrolments of a school, as all imports say together."""
        with reading(self.url) as connection:
            tables = tables_with(declared(stored_text(connection))[0])
            standing = StandingRows(connection, {table.name: table for table in tables}, {school_id})
            return standing.frame("enrolments", Selection({school_id}))

    def _own(self, schools: pd.DataFrame) -> set[str]:
        return set(self.schools) or set(schools.loc[schools["county"] == self.county, "school_id"])

    def _frame(self, standing: StandingRows, table: Table, chosen: Selection, *, schools: pd.DataFrame) -> pd.DataFrame:
        if table.name == "schools":
            return schools[schools["county"] == self.county] if self.county else schools
        frame = standing.frame(table.name, chosen)
        if table.name == "terms" and self.county and "county" in frame:
            return frame[frame["county"].isna() | (frame["county"] == self.county)].reset_index(drop=True)
        return frame


def records_at(place: str | Path | StoreUrl) -> RecordSource:
    """Return the records at an address or in a folder; UsageError where an address names nothing of the kind."""
    if isinstance(place, StoreUrl):
        return RecordStore(place)
    url = store_url(str(place))
    return RecordStore(url) if url else RecordFolder(Path(place))


def _schools(standing: StandingRows) -> pd.DataFrame:
    """Return the schools, with a row for each that has children and that no import described."""
    rows = standing.frame("schools") if standing.columns("schools") else pd.DataFrame({"school_id": []})
    if undescribed := _with_children(standing, standing.schools("enrolments") - set(rows["school_id"])):
        rows = pd.concat([rows, pd.DataFrame({"school_id": undescribed}, dtype=object)], ignore_index=True)
    return rows if "county" in rows else rows.assign(county=None)


def _with_children(standing: StandingRows, schools: Collection[str]) -> list[str]:
    """Return those of some schools of which an import has enrolments."""
    if not schools:
        return []
    column = row_table("enrolments").c.of_school
    query = select(column).where(*Selection().named(column, schools)).distinct()
    return sorted(set(standing.connection.execute(query).scalars()) & set(schools))


def _enrolled(
    connection: Connection, tables: Sequence[Table], *, school_id: str | None, class_label: str | None,
    pupil_id: str | None,
) -> pd.DataFrame:  # fmt: skip
    """Return who was enrolled where, as any import says, among those asked for."""
    stored, asked = (
        row_table("enrolments").c,
        {"school_id": school_id, "class_label": class_label, "pupil_id": pupil_id},
    )
    where = [stored[name] == value for name, value in asked.items() if value is not None]
    table = next(table for table in tables if table.name == "enrolments")
    given = ("pupil_id", "school_id", "class_label")
    return read_rows(connection, table, given=given, narrow=lambda query: query.where(*where))
