"""Whether a file seems older than what is there: newer rows that it would take back, smaller totals, a former file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from features.arrays import Booleans
from features.importers.changes.older_files import FormerFile, NewerRows, OlderClass, OlderFile, SmallerTotals
from features.reading.csv_parquet import table_cells
from features.schema.tables import EVENT_TABLES, STANDING_ONCE
from features.store.batches import Batch, Origin, in_order, read_batches
from features.store.coverage import RowPlaces
from features.store.enrolment_at import at_the_time
from features.store.images import Selection
from features.store.imports.batch_rows import BatchRows
from features.store.standing_rows import StandingRows

_FEWEST_DAYS = 3  # after the last of the file on which there are rows
_FEWEST_CHILDREN = 3  # who have rows so long after the last of the file, or smaller totals
_LATE = pd.Timedelta(days=14)
_LONG = pd.Timedelta(days=45)  # a total of more days is of no month: it begins with the year and has no day of its own
_CLASS = ["school", "label"]


def older_file(connection: Connection, rows: BatchRows, origin: Origin) -> OlderFile | None:
    """Return what speaks for a file that was exported long before the day of its import; None where little does.

    It is the very same file as one upon which another has come. Or there are rows in the store that are newer than the
    last one of their class in the file, and would be taken back: on at least three days, or of three children two weeks
    later. Or its totals of hours are smaller than those there. A row or two of the last day may have been deleted; so
    many are seldom. Where a later import stands nothing is taken back for good, and the day of the file was told.
    """
    batches, day = in_order(read_batches(connection, rows.schools)), origin.day
    if any(batch.areas for batch in batches if batch.origin.day > day):
        return None
    if former := _former(batches, origin):
        return former
    standing = StandingRows(connection, rows.tables, rows.schools)
    classes = standing.frame("enrolments", Selection(rows.schools)) if standing.columns("enrolments") else None
    if classes is None or classes.empty:
        return None
    own = pd.concat([classes, rows.frames["enrolments"]]) if "enrolments" in rows.frames else classes
    there = {table: _covered(standing, rows, table, own) for table in rows.frames if table in EVENT_TABLES}
    told = {table: _told(rows, table, own) for table in there}
    return _newer_rows(there, told, origin) or _smaller_totals(there, told, origin)


def _former(batches: Sequence[Batch], origin: Origin) -> FormerFile | None:
    """Return the earlier import of the very same file, where another has come upon it."""
    place = max((place for place, batch in enumerate(batches) if batch.origin.sha256 == origin.sha256), default=None)
    if place is None:
        return None
    former = batches[place]
    upon = next((batch for batch in reversed(batches[place + 1 :]) if _share(batch, former)), None)
    if upon is None:
        return None
    return FormerFile(
        origin.day, former_day=former.origin.day, newest_there=upon.origin.day, number=former.number, upon=upon.number
    )


def _share(one: Batch, other: Batch) -> bool:
    """Tell whether two imports speak of a table of one class and subject, of days in common."""
    return any(
        (first.table, first.school_id) == (second.table, second.school_id)
        and (None in (first.of_totals, second.of_totals) or first.of_totals == second.of_totals)
        and max(first.first_day, second.first_day) <= min(first.last_day, second.last_day)
        and all(names is None or others is None or not {*names}.isdisjoint(others)
                for names, others in ((first.classes, second.classes), (first.subjects, second.subjects)))
        for first in one.areas for second in other.areas
    )  # fmt: skip


def _newer_rows(
    there: Mapping[str, pd.DataFrame], told: Mapping[str, pd.DataFrame], origin: Origin
) -> NewerRows | None:
    """Return the rows of classes that are newer than any of their class in the file, where they are many."""
    day = pd.Timestamp(origin.day)
    days = pd.concat([frame[~_without_day(frame, day)] for frame in told.values()]) if told else pd.DataFrame()
    if days.empty:
        return None
    last = days.groupby(_CLASS)["date"].max().rename("last").reset_index()
    found = []
    for frame in there.values():
        dated = frame[~frame["kind"].isin(STANDING_ONCE)].merge(last, on=_CLASS)
        found.append(dated[dated["date"] > dated["last"]])
    newer = pd.concat(found)
    newer = newer[_are_many(newer)] if len(newer) else newer
    if newer.empty:
        return None
    counts = {str(table): int(count) for table, count in newer.groupby("table", sort=False).size().items()}
    classes = tuple(_classes(newer, several=last["school"].nunique() > 1))
    is_whole = bool(days["date"].max() <= newer["last"].max())
    return NewerRows(origin.day, classes, is_whole, newer["date"].max().date(), counts)


def _smaller_totals(
    there: Mapping[str, pd.DataFrame], told: Mapping[str, pd.DataFrame], origin: Origin
) -> SmallerTotals | None:
    """Return totals since the beginning of a period that the file has smaller, and of no child of the class greater.

    They are of at least three children, or of all of the class who have any: what became excused of one child's hours
    makes a total smaller, too.
    """
    parts = [frame.get("attendance", pd.DataFrame({"from_date": []})) for frame in (there, told)]
    had, has = (_hours_of_totals(part, pd.Timestamp(origin.day)) for part in parts)
    if had.empty or has.empty:
        return None
    both = had.merge(has, on=[*_CLASS, "pupil", "from_date", "subject"], suffixes=("", "_now"))
    if both.empty:
        return None
    less, more = (
        both["pupil"].where(which).groupby([both["school"], both["label"]]).transform("nunique")
        for which in (both["hours_now"] < both["hours"], both["hours_now"] > both["hours"])
    )
    any_hours = both["pupil"].where(both["hours"] > 0).groupby([both["school"], both["label"]]).transform("nunique")
    older = both[(more == 0) & (less > 0) & ((less >= _FEWEST_CHILDREN) | (less == any_hours))]
    if older.empty:
        return None
    classes = tuple(_classes(older.assign(last=np.datetime64("NaT", "s")), several=both["school"].nunique() > 1))
    of_file = pd.concat(told.values())[_CLASS].drop_duplicates()
    smaller = older[older["hours_now"] < older["hours"]]
    hours = float(smaller["hours"].sum()), float(smaller["hours_now"].sum())
    is_whole = len(of_file) == len(classes)
    return SmallerTotals(origin.day, classes, is_whole, int(smaller["pupil"].nunique()), hours)


def _hours_of_totals(frame: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the hours of each total that has gone on until the day of its import, excused or not."""
    names = [*_CLASS, "pupil", "from_date", "subject"]
    if frame.empty or frame["from_date"].isna().all():
        return pd.DataFrame(columns=[*names, "hours"])
    totals = frame[frame["from_date"].notna() & (frame["date"] - frame["from_date"] > _LONG) & (frame["date"] <= day)]
    return totals.groupby(names)["hours"].sum().reset_index()


def _classes(rows: pd.DataFrame, *, several: bool) -> Iterator[OlderClass]:
    newest = rows.groupby(_CLASS)["last"].max().reset_index()
    for school, label, last in zip(newest["school"], newest["label"], newest["last"], strict=True):
        yield OlderClass(str(label), None if pd.isna(last) else last.date(), str(school) if several else "")


def _without_day(frame: pd.DataFrame, day: pd.Timestamp) -> "pd.Series[bool]":
    """Tell which rows have but the day of the import: marks of a year, and totals since its beginning."""
    is_long = frame["date"] - frame["from_date"] > _LONG
    return (frame["date"] == day) & (is_long | frame["kind"].isin(STANDING_ONCE))


def _are_many(newer: pd.DataFrame) -> "pd.Series[bool]":
    """Tell of each newer row whether those of its class are too many to have been deleted."""
    classes = newer.groupby(_CLASS, dropna=False)
    late = newer["pupil"].where(newer["date"] - newer["last"] >= _LATE)
    children = late.groupby([newer["school"], newer["label"]], dropna=False).transform("nunique")
    return (classes["date"].transform("nunique") >= _FEWEST_DAYS) | (children >= _FEWEST_CHILDREN)


def _covered(standing: StandingRows, rows: BatchRows, table: str, enrolments: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table that stand and lie in what the import is the whole of."""
    found = [_placed(table, pd.DataFrame({"date": pd.Series([], dtype="datetime64[s]")}), "", [])]
    for school, part in standing.by_school(table, rows.schools):
        areas = [area for area in rows.areas if (area.table, area.school_id, area.adds_only) == (table, school, False)]
        frame = table_cells(part)
        frame = frame[frame["retracted_on"].isna()] if "retracted_on" in frame else frame
        if not areas or frame.empty:
            continue
        labels = pd.Series(at_the_time(frame, enrolments, give="class_label"), frame.index, dtype=object)
        listed = frozenset(rows.frames["enrolments"]["pupil_id"]) if "enrolments" in rows.frames else frozenset()
        inside: Booleans = RowPlaces.of(frame, table).inside(areas, labels, listed)
        found.append(_placed(table, frame[inside], school, labels[inside]))
    return pd.concat(found) if len(found) > 1 else found[0]


def _told(rows: BatchRows, table: str, enrolments: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table of the import."""
    frame = rows.frames[table]
    return _placed(table, frame, rows.schools_of[table], at_the_time(frame, enrolments, give="class_label"))


def _placed(
    table: str, frame: pd.DataFrame, school: str | Sequence[str], labels: "Sequence[object] | pd.Series[Any]"
) -> pd.DataFrame:
    """Return where rows are and what tells them from others, in the same columns for every table."""
    count = len(frame)

    def cells(name: str) -> np.ndarray:
        if name not in frame:
            return np.full(count, "", object)
        texts = frame[name].astype(object)
        return texts.where(texts.notna(), "").to_numpy(object)

    nothing = np.full(count, np.datetime64("NaT", "s"))
    return pd.DataFrame({
        "school": [school] * count if isinstance(school, str) else list(school),
        "label": pd.Series(list(labels), dtype=object).fillna("").to_numpy(object),
        "date": frame["date"].to_numpy("datetime64[s]"), "table": table, "pupil": cells("pupil_id"),
        "kind": cells("kind"), "subject": cells("subject"),
        "from_date": frame["from_date"].to_numpy("datetime64[s]") if "from_date" in frame else nothing,
        "hours": frame["hours"].to_numpy(float) if "hours" in frame else np.zeros(count),
    })  # fmt: skip
