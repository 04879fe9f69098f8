"""The rows of an import as the store keeps them: of which school each is, and what they are the whole of."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from features.reading.declarations import Declarations
from features.records.imported_records import Coverage
from features.records.records import tables_with
from features.schema.columns import Table
from features.store.bodies import with_texts_of_marks
from features.store.coverage import DAY_OF, Area, areas_of, school_years, usual_areas
from features.store.enrolment_at import Enrolled, SaidOfChildren, at_the_time, said_of_children
from features.store.imports.known_beside import enrolments_of, ever_told
from features.validation.attendance_hours import recorded
from features.validation.checked_table import CheckedTable

_WHEN = ("known_on", "retracted_on")


@dataclass(frozen=True)
class BatchRows:
    """Checked rows by table, with the school of each, and the areas that they are the whole of."""

    tables: Mapping[str, Table]
    frames: Mapping[str, pd.DataFrame]
    schools_of: Mapping[str, Sequence[str]]
    areas: tuple[Area, ...]

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools that are spoken of."""
        return tuple(sorted({area.school_id for area in self.areas}))

    def said_of_children(self) -> SaidOfChildren:
        """Return what it says of each child whom it enrols, in the school."""
        frame = self.frames.get("enrolments")
        return {} if frame is None else said_of_children(frame, self.schools_of["enrolments"])

    @property
    def has_pupils(self) -> bool:
        """Whether any row is of a child."""
        return any(len(frame) for frame in self.frames.values() if "pupil_id" in frame)

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(map(len, self.frames.values()))


def batch_rows(
    checked: Sequence[CheckedTable],
    coverage: Sequence[Coverage],
    declared: Declarations,
    *,
    day: dt.date,
    stored: Connection | None,
    former: Collection[Enrolled] = (),
) -> BatchRows:
    """Return the rows of tables in which nothing is wrong; without ``coverage`` they are the whole of their own days.

    Enrolments of ``former`` ids, each of a school, are among them, taken back, whether they stand or not. An event is
    of the one school that the import speaks of; of several, of that in which its child was then.
    """
    tables = {table.name: table for table in tables_with(declared)}
    frames = {name: _rows(tables[name], checked) for name in dict.fromkeys(each.table.name for each in checked)}
    if "grades" in frames:
        frames["grades"] = with_texts_of_marks(frames["grades"], declared)
    enrolments = _enrolments(frames, tables, stored)
    importing = {each.school_id for each in coverage} or set(enrolments["school_id"].unique())
    only = next(iter(importing)) if len(importing) == 1 else None
    if former and "enrolments" in frames:
        told = ever_told(stored, tables["enrolments"], {each for each in former if each[0] in importing})
        frames["enrolments"] = _with_taken_back(frames["enrolments"], told, day)
    schools_of = {name: _schools_of(name, frame, enrolments, only) for name, frame in frames.items()}
    terms = frames.get("terms", pd.DataFrame())
    years = school_years(frames.get("enrolments", enrolments.iloc[:0]), terms, day=day)
    areas = areas_of(coverage, day=day)
    for name in [] if coverage else [name for name in frames if name in DAY_OF]:
        areas += usual_areas(name, frames[name], schools_of[name], years=years, day=day)
    return BatchRows(tables, frames, schools_of, (*areas, *_besides(frames, schools_of, areas, day)))


def _rows(table: Table, checked: Sequence[CheckedTable]) -> pd.DataFrame:
    """Return the rows of the files of a table, with the columns of the schema that any has."""
    parts = [recorded(each).without_twins().frame for each in checked if each.table.name == table.name]
    names = [column.name for column in table.columns if any(column.name in part for part in parts)]
    whole = parts[0] if len(parts) == 1 else pd.concat([_as_texts(part) for part in parts], ignore_index=True)
    return whole[names]


def _with_taken_back(frame: pd.DataFrame, there: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """Return enrolments with those under former ids, taken back on the day of the import.

    Those that another import has taken back are among them: should that one be undone, or be of a later day, they do
    not stand again. Where no import says them, they were never to be seen.
    """
    if there.empty:
        return frame
    nothing = np.full(len(frame), "NaT", "datetime64[s]")
    frame = frame.assign(**{name: nothing for name in _WHEN if name not in frame})
    on = np.full(len(there), day, "datetime64[s]")
    taken_back = there.reindex(columns=[*frame]).assign(**dict.fromkeys(_WHEN, on))
    return pd.concat([_as_texts(frame), _as_texts(taken_back)], ignore_index=True)


def _as_texts(frame: pd.DataFrame) -> pd.DataFrame:
    texts = [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(texts, object)) if texts else frame


def _enrolments(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], stored: Connection | None
) -> pd.DataFrame:
    """Return the enrolments of the import, and those that the store holds of its other children."""
    own = frames.get("enrolments")
    named = set().union(*(frame["pupil_id"].unique() for frame in frames.values() if "pupil_id" in frame))
    others = enrolments_of(stored, tables["enrolments"], named - (set() if own is None else set(own["pupil_id"])))
    parts = [part for part in (own, others) if part is not None and len(part)]
    return pd.concat(parts, ignore_index=True) if parts else others


def _schools_of(name: str, frame: pd.DataFrame, enrolments: pd.DataFrame, only: str | None) -> Sequence[str]:
    if name not in DAY_OF:
        return [""] * len(frame)
    if name == "enrolments":
        return frame["school_id"].tolist()
    return [only] * len(frame) if only else at_the_time(frame, enrolments, give="school_id")


def _besides(
    frames: Mapping[str, pd.DataFrame], schools_of: Mapping[str, Sequence[str]], areas: Sequence[Area], day: dt.date
) -> list[Area]:
    """Return, for tables of schools with rows of which the import is not the whole, areas without a day in them."""
    there = {(area.table, area.school_id) for area in areas}
    found = {(name, school) for name in frames if name in DAY_OF for school in set(schools_of[name])}
    nothing = day - dt.timedelta(days=1)
    return [Area(school, table, day, nothing) for table, school in sorted(found - there)]


def by_school(frame: pd.DataFrame, schools: Sequence[str]) -> "list[tuple[str, pd.DataFrame]]":
    """Return the rows of each school, ordered by child and day."""
    names, codes = np.unique(np.asarray(schools, dtype=object).astype(str), return_inverse=True)
    pupils = pd.Categorical(frame["pupil_id"])
    alphabetical = np.append(np.argsort(np.argsort(pupils.categories.astype(str))), -1)
    days = frame["date"].to_numpy("datetime64[D]").astype(np.int64)
    order = np.lexsort((days, alphabetical[pupils.codes], codes))
    ordered = frame.iloc[order]
    ends = np.searchsorted(codes[order], np.arange(len(names)), side="right")
    starts = [0, *ends[:-1].tolist()]
    return [(name, ordered.iloc[start:end]) for name, start, end in zip(names.tolist(), starts, ends, strict=True)]
