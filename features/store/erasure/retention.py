"""Children whose records have been kept as long as they may be."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, String, cast, func, select

from features.store.coverage import DAY_OF
from features.store.database.connection import reading
from features.store.database.tables import BODIES, row_table
from features.store.database.url import StoreUrl

_DAYS = {"enrolments": ("enrolled_on", "left_on"), "family": ("valid_from",), "outcomes": ("date",)}
_A_YEAR = np.timedelta64(365, "D")


@dataclass(frozen=True)
class Overdue:
    """Children whose period is over, with how many rows of each table are theirs, and how many were kept on purpose."""

    pupils: tuple[str, ...]
    rows: Mapping[str, int] = field(default_factory=dict)
    kept: int = 0


def overdue(url: StoreUrl, *, today: dt.date, months: int, kept: Collection[str] = ()) -> Overdue:
    """Return the children of whom nothing has happened for so many months: they left, or their last year ended.

    Parameters
    ----------
    months
        How long records are kept after that.
    kept
        Children to keep all the same, such as those with an open support plan.
    """
    with reading(url) as connection:
        days, rows = _days(connection)
    last = days.groupby("pupil")["day"].max()
    over = set(last.index[last < pd.Timestamp(months_before(today, months))])
    due = over - set(kept)
    counts = Counter[str]()
    for table, own in rows.items():
        counts[table] = int(own[own.index.isin(due)].sum())
    return Overdue(tuple(sorted(due)), {table: n for table, n in counts.items() if n}, len(over) - len(due))


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months before; the last of its month where that has no such day.

    >>> months_before(dt.date(2026, 3, 31), 13).isoformat()
    '2025-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _days(connection: Connection) -> tuple[pd.DataFrame, dict[str, "pd.Series[int]"]]:
    """Return the days on which anything is said of each child, and how many rows each has by table."""
    parts, rows = [], {}
    for name, columns in _DAYS.items():
        frame = _stored(connection, name, columns)
        if name == "enrolments":
            frame["ends"] = _ends(connection, frame)
        rows[name] = frame.groupby("pupil").size()
        parts += [frame[["pupil", column]].set_axis(["pupil", "day"], axis=1) for column in frame.columns[1:]]
    for name in DAY_OF.keys() - _DAYS.keys():
        frame = _events(connection, name)
        rows[name] = frame.groupby("pupil")["rows"].sum() if len(frame) else pd.Series(dtype=int)
        parts.append(frame[["pupil", "day"]])
    return pd.concat([part for part in parts if len(part)] or [parts[0]], ignore_index=True).dropna(), rows


def _stored(connection: Connection, name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    stored = row_table(name).c
    asked: list[Any] = [stored.pupil_id, *(cast(stored[column], String) for column in columns)]
    found = connection.execute(select(*asked)).all()
    frame = pd.DataFrame(found, columns=["pupil", *columns], dtype=object)
    return frame.assign(**{column: pd.to_datetime(frame[column]).astype("datetime64[s]") for column in columns})


def _ends(connection: Connection, enrolments: pd.DataFrame) -> Any:
    """Return when enrolments without a leaving end: the day before the next school year, else a year later."""
    stored = row_table("terms").c
    query = select(stored.school_year, func.min(cast(stored.starts_on, String))).group_by(stored.school_year)
    starts = [start for _, start in connection.execute(query).all() if start]
    begins = np.sort(np.array(starts, dtype="datetime64[s]"))
    days = enrolments["enrolled_on"].to_numpy("datetime64[s]")
    place = np.searchsorted(begins, days, side="right")
    following = np.append(begins, np.datetime64("NaT"))[place]
    ends = np.where(np.isnat(following), days + _A_YEAR, following - np.timedelta64(1, "D"))
    return np.where(enrolments["left_on"].isna(), ends, np.datetime64("NaT"))


def _events(connection: Connection, name: str) -> pd.DataFrame:
    """Return the last day of each child in each body of a table, and how many rows are its."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    parts = []
    for body in connection.execute(select(BODIES.c.body).where(BODIES.c.table_name == name)).scalars():
        table = ParquetFile(pa.BufferReader(body)).read(columns=["pupil_id", "date"])
        own = table.group_by("pupil_id").aggregate([("date", "max"), ("date", "count")])
        parts.append(own.select(["pupil_id", "date_max", "date_count"]).to_pandas())
    empty = pd.DataFrame({"pupil": [], "day": pd.Series([], dtype="datetime64[ms]"), "rows": []})
    return pd.concat([part.set_axis(empty.columns, axis=1) for part in parts]) if parts else empty
