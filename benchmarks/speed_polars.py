"""The benchmark's columns as a user of Polars would ask for them."""

import datetime as dt
from pathlib import Path

import pandas as pd
import polars as pl
from speed_columns import COLUMNS, KEY, PASS_LEVEL, WORD_LEVELS, every

ON = list(KEY)
HOURS, LEVEL, DAY = pl.col("hours"), pl.col("level"), pl.col("date")
YEAR, LAST_60, LAST_20 = pl.col("this_year"), pl.col("last_60"), pl.col("last_20")


def date_by_date(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    """Ask once for each date."""
    return pd.concat([_asked(records, cohort, [date]) for date in dates])


def all_dates(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    """Ask once with a cohort that has every date."""
    return _asked(records, cohort, dates)


def _asked(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    children = pl.scan_parquet(cohort).filter(pl.col("as_of").is_in([dt.datetime.combine(d, dt.time()) for d in dates]))
    table = (
        children.join(_of_absences(records, children), on=ON, how="left")
        .join(_of_marks(records, children), on=ON, how="left")
        .join(_of_subjects(records, children), on=ON, how="left")
    )
    return table.select(*ON, *_columns()).collect(engine="streaming").to_pandas()


def _seen(records: Path, table: str, children: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows known at each date, with the windows they are in."""
    as_of = pl.col("as_of")
    return (
        pl.scan_parquet(every(records, table))
        .join(children, on="pupil_id")
        .filter(
            as_of > DAY,
            pl.col("known_on").is_null() | (pl.col("known_on") < as_of),
            pl.min_horizontal("year_start", "start_60") <= DAY,
        )
        .with_columns(
            this_year=pl.col("year_start") <= DAY, last_60=pl.col("start_60") <= DAY, last_20=pl.col("start_20") <= DAY,
        )
    )  # fmt: skip


def _of_absences(records: Path, children: pl.LazyFrame) -> pl.LazyFrame:
    before = (pl.col("start_40") <= DAY) & (pl.col("start_20") > DAY)
    rows = _seen(records, "attendance", children).with_columns(
        before_20=before, excused=pl.col("excused_on").is_not_null() & (pl.col("excused_on") < pl.col("as_of"))
    )
    excused = pl.col("excused")
    return rows.group_by(ON).agg(
        unexcused_20=HOURS.filter(LAST_20 & ~excused).sum(),
        unexcused_60=HOURS.filter(LAST_60 & ~excused).sum(),
        unexcused_year=HOURS.filter(YEAR & ~excused).sum(),
        hours_20=HOURS.filter(LAST_20).sum(),
        hours_before_20=HOURS.filter(pl.col("before_20")).sum(),
        hours_year=HOURS.filter(YEAR).sum(),
        excused_year=HOURS.filter(YEAR & excused).sum(),
        days_20=DAY.filter(LAST_20 & (HOURS > 0)).n_unique(),
        days_year=DAY.filter(YEAR & (HOURS > 0)).n_unique(),
        last_absence=DAY.filter(YEAR & (HOURS > 0)).max(),
    )


def _marks(records: Path, children: pl.LazyFrame) -> pl.LazyFrame:
    rows = _seen(records, "grades", children).filter(pl.col("kind").ne_missing("conduct"))
    number = pl.col("mark").cast(pl.Float64, strict=False)
    level = (
        pl.when(pl.col("scale") == "FB-I")
        .then(pl.col("mark").replace_strict(WORD_LEVELS, default=None, return_dtype=pl.Float64))
        .when(number < 5)
        .then(((number - 1) / 4 * 5000).round())
        .otherwise((5000 + (number - 5) / 5 * 5000).round())
    )
    return rows.with_columns(level=level.cast(pl.Int64))


def _of_marks(records: Path, children: pl.LazyFrame) -> pl.LazyFrame:
    by_day = _marks(records, children).group_by(*ON, "date").agg(
        sum_year=LEVEL.filter(YEAR).sum(),
        count_year=YEAR.sum(),
        sum_60=LEVEL.filter(LAST_60).sum(),
        count_60=LAST_60.sum(),
        lowest=LEVEL.filter(YEAR).min(),
        below=(YEAR & (LEVEL < PASS_LEVEL)).sum(),
    )  # fmt: skip
    of_year = pl.col("count_year") > 0
    return by_day.group_by(ON).agg(
        pl.col("sum_year", "count_year", "sum_60", "count_60", "below").sum(),
        pl.col("lowest").min(),
        last_mark=DAY.filter(of_year).max(),
        last_sum=pl.col("sum_year").filter(of_year).sort_by(DAY.filter(of_year)).last(),
        last_count=pl.col("count_year").filter(of_year).sort_by(DAY.filter(of_year)).last(),
    )


def _of_subjects(records: Path, children: pl.LazyFrame) -> pl.LazyFrame:
    by_subject = _marks(records, children).filter(YEAR).group_by(*ON, "subject").agg(mean=LEVEL.mean())
    return by_subject.group_by(ON).agg(subjects_below_pass_year=(pl.col("mean") < PASS_LEVEL).sum())


def _columns() -> list[pl.Expr]:
    def hours(name: str) -> pl.Expr:
        return pl.col(name).fill_null(0)

    def days_ago(name: str) -> pl.Expr:
        return (pl.col("as_of") - pl.col(name)).dt.total_days()

    def mean(total: pl.Expr, count: pl.Expr) -> pl.Expr:
        return pl.when(count > 0).then(total / 100 / count)

    count, last = pl.col("count_year"), pl.col("last_count")
    latest = mean(pl.col("last_sum"), last)
    columns = {
        "unexcused_hours_20d": hours("unexcused_20"),
        "unexcused_hours_60d": hours("unexcused_60"),
        "unexcused_hours_year": hours("unexcused_year"),
        "absent_hours_20d": hours("hours_20"),
        "absent_hours_year": hours("hours_year"),
        "excused_share_year": mean(10_000 * pl.col("excused_year"), pl.col("hours_year")),
        "absent_days_20d": hours("days_20"),
        "absent_days_year": hours("days_year"),
        "days_since_absence": days_ago("last_absence"),
        "absent_hours_change_20d": hours("hours_20") - hours("hours_before_20"),
        "no_absence_year": hours("hours_year") == 0,
        "mark_mean_year": mean(pl.col("sum_year"), count),
        "mark_mean_60d": mean(pl.col("sum_60"), pl.col("count_60")),
        "mark_latest": latest,
        "mark_lowest_year": pl.col("lowest") / 100,
        "marks_below_pass_year": pl.when(count > 0).then(pl.col("below")),
        "below_pass_share_year": pl.when(count > 0).then(100 * pl.col("below") / count),
        "subjects_below_pass_year": pl.col("subjects_below_pass_year"),
        "mark_change": latest - mean(pl.col("sum_year") - pl.col("last_sum"), count.cast(pl.Int64) - last),
        "days_since_mark": days_ago("last_mark"),
    }
    return [columns[name].alias(name) for name in COLUMNS]


FORMS = {"date by date": date_by_date, "one query": all_dates}
