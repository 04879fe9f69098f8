"""Enrolments of rows and of imports: the latest of a child that had begun on a row's day, and whom an import names."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from features.arrays import Booleans, Integers, Positions
from features.schema.columns import Table
from features.store.batches import Batch
from features.store.coverage import DAY_OF, Area, RowPlaces, Version
from features.store.database.rows import OF_BATCH, OF_SCHOOL, read_rows
from features.store.database.tables import row_table

SaidOfChildren = Mapping[tuple[str, str], Collection[tuple[str, ...]]]  # by school and child
Enrolled = tuple[str, str]  # a school, and a child in it


def at_the_time(rows: pd.DataFrame, enrolments: pd.DataFrame, *, give: str) -> Sequence[Any]:
    """Return of each row what the enrolment of its child at its day says: the school, the class.

    None for a child without any enrolment.
    """
    if not len(rows) or not len(enrolments) or give not in enrolments:
        return [None] * len(rows)
    day = next(name for name in dict.fromkeys(DAY_OF.values()) if name in rows)
    texts, pupils = np.unique(enrolments["pupil_id"].to_numpy(object).astype(str), return_inverse=True)
    begun = _days(enrolments["enrolled_on"])
    order = np.lexsort((begun, pupils))
    keys = pupils[order] * _SPAN + begun[order]
    own = np.searchsorted(texts, rows["pupil_id"].to_numpy(object).astype(str))
    known = own < len(texts)
    known[known] = texts[own[known]] == rows["pupil_id"].to_numpy(object)[known]
    own = np.where(known, own, 0)
    latest = np.searchsorted(keys, own * _SPAN + _days(rows[day]), side="right") - 1
    first = np.searchsorted(pupils[order], own, side="left")
    places = order[np.maximum(latest, first)]
    values = enrolments[give].to_numpy(object)[places]
    values[~known] = None
    given: list[Any] = values.tolist()
    return given


def enrolled_by(connection: Connection, batch: int, school: str) -> frozenset[str]:
    """Return the pupils whom an import enrols in a school."""
    columns = row_table("enrolments").c
    query = select(columns.pupil_id).where(columns.batch_id == batch, columns.of_school == school)
    return frozenset(connection.execute(query).scalars())


def said_of_children(rows: pd.DataFrame, schools: Sequence[str]) -> SaidOfChildren:
    """Return what enrolments say of each child in its school, whenever it was known, to be compared."""
    cells = []
    for name in (str(name) for name in rows if name not in (OF_BATCH, OF_SCHOOL, "known_on", "left_known_on")):
        column = rows[name]
        texts = column.dt.strftime("%Y-%m-%d") if pd.api.types.is_datetime64_any_dtype(column.dtype) else column
        said = texts.astype(object).map(lambda cell, name=name: f"{name} {cell}", na_action="ignore")
        cells.append(said.where(column.notna(), "").tolist())
    found: dict[Enrolled, set[tuple[str, ...]]] = defaultdict(set)
    for school, pupil, *row in zip(schools, rows["pupil_id"].astype(str), *cells, strict=True):
        found[school, pupil].add(tuple(filter(None, row)))
    return found


def said_by(connection: Connection, table: Table, batch: Batch) -> SaidOfChildren:
    """Return what the enrolments of an import say of each child in its school."""
    stored, given = row_table(table.name).c, batch.columns.get(table.name, ())
    if not given:
        return {}
    rows = read_rows(connection, table, given=given, narrow=lambda query: query.where(stored.batch_id == batch.number))
    return said_of_children(rows, rows[OF_SCHOOL].tolist())


def enrolments_told(
    connection: Connection,
    table: Table,
    batches: Sequence[Batch],
    *,
    areas: Mapping[int, tuple[Area, ...]],
    school: str,
) -> list[Version]:
    """Return what each of some imports says of the enrolments of a school, in order, whatever was folded before."""
    stored = row_table(table.name).c
    given = {name for batch in batches for name in batch.columns.get(table.name, ())}
    rows = read_rows(connection, table, given=given, narrow=lambda query: query.where(stored.of_school == school))
    frames = dict(iter(rows.groupby(OF_BATCH)))
    return [
        Version(
            batch.origin.day,
            frames.get(batch.number, rows.iloc[:0])[list(batch.columns.get(table.name, ()))],
            areas.get(batch.number, ()),
            place=place,
        )
        for place, batch in enumerate(batches)
        if batch.number in areas or batch.number in frames
    ]


@dataclass(frozen=True)
class ClassesThen:
    """Who was in which class of a school when each import came: as the imports until then say, and that one.

    Whatever a later import tells of those days changes nothing. A child whom no import enrols any more is of the class
    that it was last in: an import that has lost a child of a class has lost its rows too.
    """

    enrolments: pd.DataFrame
    places: Integers
    states: Sequence[Booleans]

    @classmethod
    def of(cls, told: Sequence[Version]) -> "ClassesThen":
        """Return what imports tell of the enrolments of a school, one after the other."""
        if not told:
            return cls(pd.DataFrame(), np.empty(0, np.int64), [np.empty(0, np.bool_)])
        rows = pd.concat([_said(version, place) for place, version in enumerate(told)], ignore_index=True)
        groups = rows.groupby([*_ENROLMENT], dropna=False, sort=False)
        codes, distinct = groups.ngroup().to_numpy(), rows[[*_ENROLMENT]].drop_duplicates(ignore_index=True)
        places_of = distinct.groupby([*_ENROLMENT[:3]], dropna=False, sort=False).ngroup().to_numpy()
        by_place = np.searchsorted(rows["version"].to_numpy(), np.arange(len(told) + 1))
        pupils = pd.factorize(distinct["pupil_id"])[0]
        where = RowPlaces.of(distinct, "enrolments")
        states = [np.zeros(len(distinct), np.bool_)]
        stands, numbers = states[0], list[int]()
        for place, version in enumerate(told):
            own = slice(by_place[place], by_place[place + 1])
            said = np.zeros(len(distinct), np.bool_)
            taken_back = rows.index[own][~rows["stands"].to_numpy()[own]]
            told_now = rows.iloc[own][rows["stands"].to_numpy()[own]]
            if "class_label" not in version.frame:  # it says nothing of classes
                again = stands & np.isin(places_of, places_of[codes[told_now.index]])
                told_now = told_now[~np.isin(places_of[codes[told_now.index]], places_of[again])]
                said |= again
            said[codes[told_now.index]] = True
            gone = where.inside(version.areas, distinct["class_label"], frozenset(rows["pupil_id"].iloc[own]))
            fresh = told_now[~stands[codes[told_now.index]]]
            gone[contradictions(distinct, fresh)[0]] = True
            gone[codes[taken_back]] = True
            stands = said | (stands & ~gone)
            enrolled = np.bincount(pupils[stands], minlength=len(distinct)) > 0
            now = stands | (states[-1] & ~enrolled[pupils])
            if not np.array_equal(now, states[-1]):
                states.append(now)
            numbers.append(len(states) - 1)
        places = np.array([version.place for version in told], np.int64)
        return cls(distinct, places, [states[number] for number in [0, *numbers]])

    def of_rows(self, rows: pd.DataFrame, places: Sequence[int]) -> "Sequence[pd.Series[Any]]":
        """Return the class of each row, by what the imports up to each of some places say."""
        found: dict[int, pd.Series[Any]] = {}
        given = []
        for number in np.searchsorted(self.places, places, side="right").tolist():
            state = self.states[number]
            if id(state) not in found:
                labels = at_the_time(rows, self.enrolments[state], give="class_label")
                found[id(state)] = pd.Series(labels, rows.index, dtype=object)
            given.append(found[id(state)])
        return given


def contradictions(rows: pd.DataFrame, later: pd.DataFrame) -> tuple[Positions, Positions]:
    """Return the places of enrolments of a school, and of later ones that cannot stand beside them.

    They are of the same child and school year and begin on the same day, or the child is in another class from an
    earlier day on and had not left it when the former began.
    """
    own = ["pupil_id", "school_year"]
    if not len(rows) or not len(later):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    former, following = (_comparable(frame, own) for frame in (rows, later))
    both = former[former["pupil_id"].isin(following["pupil_id"])].merge(following, on=own, suffixes=("", "_later"))
    begins, ends = both["enrolled_on_later"], both["left_on_later"]
    other = both["class_label_later"].notna() & (both["class_label"] != both["class_label_later"])
    moved = other & (begins < both["enrolled_on"]) & (ends.isna() | (ends > both["enrolled_on"]))
    found = both[moved | (begins == both["enrolled_on"])]
    return found["place"].to_numpy(np.intp), found["place_later"].to_numpy(np.intp)


_ENROLMENT = ("pupil_id", "school_year", "enrolled_on", "class_label")


def _comparable(rows: pd.DataFrame, own: Sequence[str]) -> pd.DataFrame:
    """Return which enrolments rows are, and when they ended; what they lack is empty."""
    nothing = pd.Series(None, rows.index, dtype=object)
    texts = {name: rows.get(name, nothing).astype(object) for name in (*own, "class_label")}
    days = {name: rows.get(name, nothing).astype("datetime64[s]") for name in ("enrolled_on", "left_on")}
    return pd.DataFrame({**texts, **days, "place": np.arange(len(rows))})


def _said(version: Version, place: int) -> pd.DataFrame:
    """Return what an import says of enrolments, without what makes no other class."""
    taken_back = version.frame.get("retracted_on", pd.Series(None, version.frame.index, dtype=object))
    rows = _comparable(version.frame, _ENROLMENT[:2])
    return rows.assign(version=place, stands=taken_back.isna())


_SPAN = np.int64(2**32)  # more than there are days


def _days(dates: "pd.Series[Any]") -> Any:
    days = dates.to_numpy("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(dates.to_numpy()), 0, days) + 2**20
