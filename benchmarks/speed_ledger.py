"""The benchmark's columns by Prezent's ledger alone: without checks, for the cohort that the peers are given."""

import datetime as dt
import os
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow.parquet import read_table
from speed_columns import PASS_LEVEL, counties

import features.kernels  # noqa: F401  (loaded before the clock starts, like the peers' libraries)
from features.days import NEVER, day_of, to_days
from features.file_cells import read_cells
from features.histories import HUNDREDTHS, mark_levels
from features.known import ratio
from features.ledger import Ledger, Window, make_ledger
from features.schema import SCALES
from features.threads import Threads

Ledgers = dict[str, Ledger]


def ledger_alone(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    """Read absences and marks of each county once, and ask every date of them."""
    children = _read(cohort, ["pupil_id", "county"])
    children = children[children["as_of"].isin(pd.to_datetime(dates))]
    of_county = dict(list(children.groupby("county", observed=True)))

    def columns_of(county: Path) -> list[pd.DataFrame]:
        asked = of_county[county.name]
        asked = asked.assign(pupil_id=asked["pupil_id"].cat.remove_unused_categories())
        pupils = pd.Index(asked["pupil_id"].cat.categories)
        ledgers = _absences(county, pupils) | _marks(county, pupils)
        return [_columns(ledgers, of_date) for _, of_date in asked.groupby("as_of")]

    done = Threads(os.cpu_count() or 1).each(columns_of, counties(records))
    return pd.concat([table for _, tables in done for table in tables])


def _absences(county: Path, pupils: pd.Index) -> Ledgers:
    frame = _frame(county, "attendance")
    rows = {"pupil": _numbers(frame, pupils), "day": _days(frame, "date")}
    known = np.maximum(_days(frame, "known_on", missing=0), rows["day"])
    value = np.rint(frame["hours"].to_numpy() * HUNDREDTHS).astype(np.int32)
    excused_on = _days(frame, "excused_on")
    excused = np.flatnonzero(excused_on != NEVER)
    of_excused = {name: each[excused] for name, each in rows.items()}
    return {
        "absences": make_ledger(**rows, known=known, value=value),
        "excuses": make_ledger(
            **of_excused, known=np.maximum(excused_on, known)[excused], value=value[excused],
        ),
    }  # fmt: skip


def _marks(county: Path, pupils: pd.Index) -> Ledgers:
    frame = _frame(county, "grades")
    day = _days(frame, "date")
    subject = frame["subject"].cat
    rows = np.flatnonzero((frame["kind"] != "conduct").to_numpy())
    marks = make_ledger(
        pupil=_numbers(frame, pupils)[rows], day=day[rows],
        known=np.maximum(_days(frame, "known_on", missing=0), day)[rows], value=_levels(frame)[rows],
        code=subject.codes.to_numpy()[rows], codes=len(subject.categories), passing=PASS_LEVEL,
    )  # fmt: skip
    return {"marks": marks}


def _columns(ledgers: Ledgers, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of one date, by the formulas of ``features.attendance`` and ``features.grades``."""
    as_of = day_of(asked["as_of"].iloc[0].date())
    numbers = asked["pupil_id"].cat.codes.to_numpy(np.int64)
    absences, excuses, marks = (ledgers[name].at(numbers, as_of) for name in ("absences", "excuses", "marks"))
    now = np.full(len(asked), as_of)
    start = {name: to_days(asked[name]) for name in ("year_start", "start_20", "start_40", "start_60")}
    year, last_20, last_60 = (Window(start[name], now) for name in ("year_start", "start_20", "start_60"))
    before_20 = Window(start["start_40"], start["start_20"])
    absent = {window: absences.tally(window) for window in (year, last_20, last_60, before_20)}
    hours = {window: tally.total / HUNDREDTHS for window, tally in absent.items()}
    excused = {window: excuses.tally(window).total / HUNDREDTHS for window in (year, last_20, last_60)}
    of_year, of_60 = marks.tally(year), marks.tally(last_60)
    latest = ratio(of_year.last_total / HUNDREDTHS, of_year.last_rows)
    earlier = ratio((of_year.total - of_year.last_total) / HUNDREDTHS, of_year.rows - of_year.last_rows)
    marked, missed = of_year.rows > 0, absent[year].rows > 0

    def where_marked(values: np.ndarray) -> np.ndarray:
        return np.where(marked, values, np.nan)

    columns = {
        "unexcused_hours_20d": hours[last_20] - excused[last_20],
        "unexcused_hours_60d": hours[last_60] - excused[last_60],
        "unexcused_hours_year": hours[year] - excused[year],
        "absent_hours_20d": hours[last_20],
        "absent_hours_year": hours[year],
        "excused_share_year": ratio(100 * excused[year], hours[year]),
        "absent_days_20d": absent[last_20].rows.astype(float),  # one row a day, as prezent synth writes them
        "absent_days_year": absent[year].rows.astype(float),
        "days_since_absence": np.where(missed, as_of - absent[year].last_day, np.nan),
        "absent_hours_change_20d": hours[last_20] - hours[before_20],
        "no_absence_year": (hours[year] == 0).astype(float),
        "mark_mean_year": ratio(of_year.total / HUNDREDTHS, of_year.rows),
        "mark_mean_60d": ratio(of_60.total / HUNDREDTHS, of_60.rows),
        "mark_latest": latest,
        "mark_lowest_year": where_marked(of_year.lowest / HUNDREDTHS),
        "marks_below_pass_year": where_marked(of_year.below.astype(float)),
        "below_pass_share_year": ratio(100.0 * of_year.below, of_year.rows),
        "subjects_below_pass_year": where_marked(marks.codes_below(year).astype(float)),
        "mark_change": latest - earlier,
        "days_since_mark": where_marked((as_of - of_year.last_day).astype(float)),
    }
    return pd.DataFrame({"as_of": asked["as_of"].to_numpy(), "pupil_id": asked["pupil_id"].astype("str"), **columns})


def _read(path: Path, texts: list[str]) -> pd.DataFrame:
    """Read a Parquet file with some texts as categories."""
    table = read_table(path, read_dictionary=texts).unify_dictionaries()
    return table.to_pandas(ignore_metadata=True, split_blocks=True, self_destruct=True)


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
    words = {word: number for scale in SCALES for word, number in scale.words}
    marks, scales = frame["mark"].cat, frame["scale"].cat
    numbers = np.array([words.get(mark, mark) for mark in marks.categories], dtype=float)
    every = pd.DataFrame({"mark": np.tile(numbers, len(scales.categories))})
    every["scale"] = np.repeat(scales.categories.to_numpy(object), len(numbers))
    levels = mark_levels(every, {each.name: each for each in SCALES}).reshape(-1, len(numbers))
    return levels[scales.codes.to_numpy(), marks.codes.to_numpy()]


FORMS = {"ledger alone": ledger_alone}
