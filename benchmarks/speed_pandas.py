"""The benchmark's columns as a user of plain pandas would compute them, county by county."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
from speed_columns import COLUMNS, KEY, PASS_LEVEL, WORD_LEVELS, counties

ON = list(KEY)


def date_by_date(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    """Merge, filter and group once for each county and date."""
    return _asked(records, cohort, [[date] for date in dates])


def all_dates(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    """Merge, filter and group once for each county, with a cohort that has every date."""
    return _asked(records, cohort, [dates])


def _asked(records: Path, cohort: Path, groups: list[list[dt.date]]) -> pd.DataFrame:
    children = pd.read_parquet(cohort)
    parts = []
    for county in counties(records):
        absences = pd.read_parquet(county / "attendance.parquet")
        marks = pd.read_parquet(county / "grades.parquet")
        marks = marks[marks["kind"] != "conduct"].assign(level=_level)
        ids = pd.read_parquet(county / "enrolments.parquet", columns=["pupil_id"])["pupil_id"].unique()
        mine = children[children["pupil_id"].isin(ids)]
        for dates in groups:
            asked = mine[mine["as_of"].isin([pd.Timestamp(date) for date in dates])]
            parts.append(_table(asked, absences, marks))
    return pd.concat(parts)


def _level(marks: pd.DataFrame) -> "pd.Series":
    number = pd.to_numeric(marks["mark"], errors="coerce")
    level = np.where(number < 5, (number - 1) / 4 * 5000, 5000 + (number - 5) / 5 * 5000)
    return marks["mark"].map(WORD_LEVELS).where(marks["scale"] == "FB-I", level).round().astype("int64")


def _table(children: pd.DataFrame, absences: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    wide = children.set_index(ON).join([_of_absences(_seen(absences, children)), _of_marks(_seen(marks, children))])
    hours = wide.reindex(columns=_HOURS).fillna(0)
    as_of = wide.index.get_level_values("as_of")
    latest = wide["last_sum"] / 100 / wide["last_count"]
    count = wide["count_year"].where(wide["count_year"] > 0)
    earlier = count - wide["last_count"]
    table = pd.DataFrame({
        "unexcused_hours_20d": hours["unexcused_20"],
        "unexcused_hours_60d": hours["unexcused_60"],
        "unexcused_hours_year": hours["unexcused_year"],
        "absent_hours_20d": hours["hours_20"],
        "absent_hours_year": hours["hours_year"],
        "excused_share_year": 100 * (hours["hours_year"] - hours["unexcused_year"]) / hours["hours_year"],
        "absent_days_20d": hours["days_20"],
        "absent_days_year": hours["days_year"],
        "days_since_absence": (as_of - wide["last_absence"]).dt.days,
        "absent_hours_change_20d": hours["hours_20"] - hours["hours_before_20"],
        "no_absence_year": hours["hours_year"] == 0,
        "mark_mean_year": wide["sum_year"] / 100 / count,
        "mark_mean_60d": wide["sum_60"] / 100 / wide["count_60"],
        "mark_latest": latest,
        "mark_lowest_year": wide["lowest"] / 100,
        "marks_below_pass_year": wide["below"].where(count.notna()),
        "below_pass_share_year": 100 * wide["below"] / count,
        "subjects_below_pass_year": wide["subjects_below"],
        "mark_change": latest - (wide["sum_year"] - wide["last_sum"]) / 100 / earlier.where(earlier > 0),
        "days_since_mark": (as_of - wide["last_mark"]).dt.days,
    })  # fmt: skip
    return table[list(COLUMNS)].reset_index()


_HOURS = [
    "unexcused_20", "unexcused_60", "unexcused_year", "hours_20", "hours_before_20", "hours_year", "days_20",
    "days_year",
]  # fmt: skip


def _seen(rows: pd.DataFrame, children: pd.DataFrame) -> pd.DataFrame:
    rows = rows.merge(children, on="pupil_id")
    first = np.minimum(rows["year_start"], rows["start_60"])
    known = rows["known_on"].isna() | (rows["known_on"] < rows["as_of"])
    return rows[(rows["date"] < rows["as_of"]) & known & (rows["date"] >= first)]


def _of_absences(rows: pd.DataFrame) -> pd.DataFrame:
    day, hours = rows["date"], rows["hours"]
    year, last_60, last_20 = day >= rows["year_start"], day >= rows["start_60"], day >= rows["start_20"]
    before_20 = (day >= rows["start_40"]) & ~last_20
    unexcused = ~(rows["excused_on"] < rows["as_of"])
    sums = rows[ON].assign(
        unexcused_20=hours * (last_20 & unexcused),
        unexcused_60=hours * (last_60 & unexcused),
        unexcused_year=hours * (year & unexcused),
        hours_20=hours * last_20,
        hours_before_20=hours * before_20,
        hours_year=hours * year,
    )
    days = rows.assign(days_20=last_20, days_year=year)[hours > 0].drop_duplicates([*ON, "date"])
    return pd.concat(
        [
            sums.groupby(ON).sum(),
            days.groupby(ON)[["days_20", "days_year"]].sum(),
            days[days["days_year"]].groupby(ON)["date"].max().rename("last_absence"),
        ],
        axis="columns",
    )


def _of_marks(rows: pd.DataFrame) -> pd.DataFrame:
    year, last_60 = rows["date"] >= rows["year_start"], rows["date"] >= rows["start_60"]
    recent = rows[last_60].groupby(ON)["level"].agg(sum_60="sum", count_60="count")
    rows = rows[year].assign(is_below=rows["level"] < PASS_LEVEL)
    children = rows.groupby(ON)
    of_year = children.agg(
        sum_year=("level", "sum"), count_year=("level", "count"), lowest=("level", "min"), below=("is_below", "sum"),
        last_mark=("date", "max"),
    )  # fmt: skip
    latest = rows[rows["date"] == children["date"].transform("max")]
    of_last = latest.groupby(ON)["level"].agg(last_sum="sum", last_count="count")
    by_subject = rows.groupby([*ON, "subject"], dropna=False)["level"].mean()
    below = (by_subject < PASS_LEVEL).groupby(level=[0, 1]).sum().rename("subjects_below")
    return pd.concat([of_year, recent, of_last, below], axis="columns")


FORMS = {"date by date": date_by_date, "all dates": all_dates}
