"""The benchmark's columns by Prezent's event index alone: without checks, for the cohort that the peers are given."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow.parquet import read_table
from speed_columns import PASS_LEVEL, counties

from features.arrays import ratio
from features.counting.event_rows import HUNDREDTHS
from features.days import NEVER, day_of, to_days
from features.partitions.partition import Workers
from features.point_in_time.events import EventIndex, EventsAsOf, Window, index_events
from features.point_in_time.record_index import mark_levels
from features.reading.csv_parquet import read_cells
from features.schema.scales import SCALES

LOADS = ("features.point_in_time.events_numba", "pyarrow.parquet", "speed_events")

Events = dict[str, EventIndex]


def events_alone(records: Path, cohort: Path, dates: Sequence[dt.date], *, workers: Workers) -> list[pd.DataFrame]:
    """Read absences and marks of each county once, and ask every date of them."""
    work = partial(_columns_of, cohort=cohort, dates=dates)
    return [table for _, tables in workers.each(work, counties(records)) for table in tables]


def _columns_of(county: Path, *, cohort: Path, dates: Sequence[dt.date]) -> list[pd.DataFrame]:
    asked = _children(cohort, county.name, dates)
    pupils = pd.Index(asked["pupil_id"].cat.categories)
    events = _absences(county, pupils) | _marks(county, pupils)
    return [_columns(events, of_date) for _, of_date in asked.groupby("as_of")]


def _children(cohort: Path, county: str, dates: Sequence[dt.date]) -> pd.DataFrame:
    """Read the children of a county and of some dates, their ids by number."""
    wanted = [("county", "=", county), ("as_of", "in", [pd.Timestamp(date) for date in dates])]
    table = read_table(cohort, read_dictionary=["pupil_id"], filters=wanted).drop_columns("county")
    children = table.unify_dictionaries().to_pandas(ignore_metadata=True)
    return children.assign(pupil_id=children["pupil_id"].cat.remove_unused_categories())


def _absences(county: Path, pupils: pd.Index) -> Events:
    frame = _frame(county, "attendance")
    rows = {"pupil": _numbers(frame, pupils), "day": _days(frame, "date")}
    known = np.maximum(_days(frame, "known_on", missing=0), rows["day"])
    value = np.rint(frame["hours"].to_numpy() * HUNDREDTHS).astype(np.int32)
    excused_on = _days(frame, "excused_on")
    excused = np.flatnonzero(excused_on != NEVER)
    of_excused = {name: each[excused] for name, each in rows.items()}
    return {
        "absences": index_events(**rows, known=known, value=value),
        "excuses": index_events(
            **of_excused, known=np.maximum(excused_on, known)[excused], value=value[excused],
        ),
    }  # fmt: skip


def _marks(county: Path, pupils: pd.Index) -> Events:
    frame = _frame(county, "grades")
    day = _days(frame, "date")
    subject = frame["subject"].cat
    rows = np.flatnonzero((frame["kind"] != "conduct").to_numpy())
    marks = index_events(
        pupil=_numbers(frame, pupils)[rows], day=day[rows],
        known=np.maximum(_days(frame, "known_on", missing=0), day)[rows], value=_levels(frame)[rows],
        code=subject.codes.to_numpy()[rows], codes=len(subject.categories), pass_value=PASS_LEVEL,
    )  # fmt: skip
    return {"marks": marks}


def _columns(events: Events, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of one date, by the formulas of ``catalogue.attendance`` and ``catalogue.grades``."""
    as_of = day_of(asked["as_of"].iloc[0].date())
    numbers = asked["pupil_id"].cat.codes.to_numpy(np.int64)
    seen = {name: events.at(numbers, as_of) for name, events in events.items()}
    now = np.full(len(asked), as_of)
    start = {name: to_days(asked[name]) for name in ("year_start", "start_20", "start_40", "start_60")}
    windows = {name: Window(start[name], now) for name in ("year_start", "start_20", "start_60")}
    windows["before"] = Window(start["start_40"], start["start_20"])
    columns = _of_absences(seen, windows, as_of) | _of_marks(seen["marks"], windows, as_of)
    return pd.DataFrame({"as_of": asked["as_of"].to_numpy(), "pupil_id": asked["pupil_id"].array, **columns})


def _of_absences(seen: dict[str, EventsAsOf], windows: dict[str, Window], as_of: int) -> dict[str, np.ndarray]:
    absent = {name: seen["absences"].window_stats(window) for name, window in windows.items()}
    year, last_20, last_60, before = (absent[name].total / HUNDREDTHS for name in windows)
    excused = {
        name: seen["excuses"].window_stats(window).total / HUNDREDTHS for name, window in list(windows.items())[:3]
    }
    of_year = absent["year_start"]
    return {
        "unexcused_hours_20d": last_20 - excused["start_20"],
        "unexcused_hours_60d": last_60 - excused["start_60"],
        "unexcused_hours_year": year - excused["year_start"],
        "absent_hours_20d": last_20,
        "absent_hours_year": year,
        "excused_share_year": ratio(100 * excused["year_start"], year),
        "absent_days_20d": absent["start_20"].rows.astype(float),  # one row a day, as prezent synth writes them
        "absent_days_year": of_year.rows.astype(float),
        "days_since_absence": np.where(of_year.rows > 0, as_of - of_year.last_day, np.nan),
        "absent_hours_change_20d": last_20 - before,
        "no_absence_year": (year == 0).astype(float),
    }


def _of_marks(marks: EventsAsOf, windows: dict[str, Window], as_of: int) -> dict[str, np.ndarray]:
    year, last_60 = marks.window_stats(windows["year_start"]), marks.window_stats(windows["start_60"])
    latest = ratio(year.last_total / HUNDREDTHS, year.last_rows)
    earlier = ratio((year.total - year.last_total) / HUNDREDTHS, year.rows - year.last_rows)

    def where_marked(values: np.ndarray) -> np.ndarray:
        return np.where(year.rows > 0, values, np.nan)

    return {
        "mark_mean_year": ratio(year.total / HUNDREDTHS, year.rows),
        "mark_mean_60d": ratio(last_60.total / HUNDREDTHS, last_60.rows),
        "mark_latest": latest,
        "mark_lowest_year": where_marked(year.lowest / HUNDREDTHS),
        "marks_below_pass_year": where_marked(year.below.astype(float)),
        "below_pass_share_year": ratio(100.0 * year.below, year.rows),
        "subjects_below_pass_year": where_marked(marks.codes_below(windows["year_start"]).astype(float)),
        "mark_change": latest - earlier,
        "days_since_mark": where_marked((as_of - year.last_day).astype(float)),
    }


def _frame(county: Path, table: str) -> pd.DataFrame:
    return read_cells(county / f"{table}.parquet", table)[0].frame


def _numbers(frame: pd.DataFrame, pupils: pd.Index) -> np.ndarray:
    ids = frame["pupil_id"].cat
    return pupils.get_indexer(ids.categories).astype(np.int32)[ids.codes]


def _days(frame: pd.DataFrame, column: str, *, missing: int = NEVER) -> np.ndarray:
    days = to_days(frame[column]).astype(np.int32)
    return days if missing == NEVER else np.where(days == NEVER, np.int32(missing), days)


def _levels(frame: pd.DataFrame) -> np.ndarray:
    """Place marks on their scales, each distinct one once; a word counts as its number, as checking makes it."""
    words = {word: number for scale in SCALES if scale.name == "FB-I" for word, number in scale.words}
    marks, scales = frame["mark"].cat, frame["scale"].cat
    numbers = np.array([words.get(mark, mark) for mark in marks.categories], dtype=float)
    every = pd.DataFrame({"mark": np.tile(numbers, len(scales.categories))})
    every["scale"] = np.repeat(scales.categories.to_numpy(object), len(numbers))
    levels = mark_levels(every, {each.name: each for each in SCALES}).reshape(-1, len(numbers))
    return levels[scales.codes.to_numpy(), marks.codes.to_numpy()]


FORMS = {"events alone": events_alone}
