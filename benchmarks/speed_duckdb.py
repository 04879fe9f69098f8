"""The benchmark's columns as a user of DuckDB would ask for them."""

import datetime as dt
from pathlib import Path

import duckdb
import pandas as pd
from speed_columns import COLUMNS, every

LEVEL = """
    CASE scale
        WHEN 'FB-I' THEN CASE mark WHEN 'I' THEN 0 WHEN 'S' THEN 5000 WHEN 'B' THEN 7500 WHEN 'FB' THEN 10000 END
        ELSE CASE
            WHEN TRY_CAST(mark AS DOUBLE) < 5 THEN round((TRY_CAST(mark AS DOUBLE) - 1) / 4 * 5000)
            ELSE round(5000 + (TRY_CAST(mark AS DOUBLE) - 5) / 5 * 5000)
        END
    END::INTEGER
"""
QUERY = """
    WITH absences AS (
        SELECT
            c.as_of, c.pupil_id, a.hours, a.date::DATE AS day,
            a.date >= c.year_start AS this_year, a.date >= c.start_60 AS last_60, a.date >= c.start_20 AS last_20,
            a.date >= c.start_40 AND a.date < c.start_20 AS before_20,
            coalesce(a.excused_on < c.as_of, false) AS excused
        FROM read_parquet('{attendance}') a JOIN cohort c USING (pupil_id)
        WHERE a.date < c.as_of AND (a.known_on IS NULL OR a.known_on < c.as_of)
            AND a.date >= least(c.year_start, c.start_60)
    ),
    of_absences AS (
        SELECT
            as_of, pupil_id,
            sum(hours) FILTER (last_20 AND NOT excused) AS unexcused_20,
            sum(hours) FILTER (last_60 AND NOT excused) AS unexcused_60,
            sum(hours) FILTER (this_year AND NOT excused) AS unexcused_year,
            sum(hours) FILTER (last_20) AS hours_20,
            sum(hours) FILTER (before_20) AS hours_before_20,
            sum(hours) FILTER (this_year) AS hours_year,
            sum(hours) FILTER (this_year AND excused) AS excused_year,
            count(DISTINCT day) FILTER (last_20 AND hours > 0) AS days_20,
            count(DISTINCT day) FILTER (this_year AND hours > 0) AS days_year,
            max(day) FILTER (this_year AND hours > 0) AS last_day
        FROM absences GROUP BY as_of, pupil_id
    ),
    marks AS (
        SELECT
            c.as_of, c.pupil_id, g.date::DATE AS day, g.subject, {level} AS level,
            g.date >= c.year_start AS this_year, g.date >= c.start_60 AS last_60
        FROM read_parquet('{grades}') g JOIN cohort c USING (pupil_id)
        WHERE g.date < c.as_of AND (g.known_on IS NULL OR g.known_on < c.as_of) AND g.kind IS DISTINCT FROM 'conduct'
            AND g.date >= least(c.year_start, c.start_60)
    ),
    of_marks AS (
        SELECT
            as_of, pupil_id,
            sum(level) FILTER (this_year) AS sum_year, count(*) FILTER (this_year) AS count_year,
            sum(level) FILTER (last_60) AS sum_60, count(*) FILTER (last_60) AS count_60,
            min(level) FILTER (this_year) AS lowest,
            count(*) FILTER (this_year AND level < 5000) AS below,
            max(day) FILTER (this_year) AS last_day
        FROM marks GROUP BY as_of, pupil_id
    ),
    of_days AS (
        SELECT as_of, pupil_id, arg_max(total, day) AS total, arg_max(number, day) AS number
        FROM (
            SELECT as_of, pupil_id, day, sum(level) AS total, count(*) AS number
            FROM marks WHERE this_year GROUP BY as_of, pupil_id, day
        ) GROUP BY as_of, pupil_id
    ),
    of_subjects AS (
        SELECT as_of, pupil_id, count(*) FILTER (total < 5000 * number) AS below
        FROM (
            SELECT as_of, pupil_id, subject, sum(level) AS total, count(*) AS number
            FROM marks WHERE this_year GROUP BY as_of, pupil_id, subject
        ) GROUP BY as_of, pupil_id
    )
    SELECT
        c.as_of, c.pupil_id,
        coalesce(unexcused_20, 0) AS unexcused_hours_20d,
        coalesce(unexcused_60, 0) AS unexcused_hours_60d,
        coalesce(unexcused_year, 0) AS unexcused_hours_year,
        coalesce(hours_20, 0) AS absent_hours_20d,
        coalesce(hours_year, 0) AS absent_hours_year,
        100.0 * coalesce(excused_year, 0) / nullif(hours_year, 0) AS excused_share_year,
        coalesce(days_20, 0) AS absent_days_20d,
        coalesce(days_year, 0) AS absent_days_year,
        date_diff('day', a.last_day, c.as_of::DATE) AS days_since_absence,
        coalesce(hours_20, 0) - coalesce(hours_before_20, 0) AS absent_hours_change_20d,
        coalesce(hours_year, 0) = 0 AS no_absence_year,
        sum_year / 100.0 / nullif(count_year, 0) AS mark_mean_year,
        sum_60 / 100.0 / nullif(count_60, 0) AS mark_mean_60d,
        d.total / 100.0 / d.number AS mark_latest,
        lowest / 100.0 AS mark_lowest_year,
        CASE WHEN count_year > 0 THEN m.below END AS marks_below_pass_year,
        100.0 * m.below / nullif(count_year, 0) AS below_pass_share_year,
        s.below AS subjects_below_pass_year,
        d.total / 100.0 / d.number - (sum_year - d.total) / 100.0 / nullif(count_year - d.number, 0) AS mark_change,
        date_diff('day', m.last_day, c.as_of::DATE) AS days_since_mark
    FROM cohort c
    LEFT JOIN of_absences a USING (as_of, pupil_id)
    LEFT JOIN of_marks m USING (as_of, pupil_id)
    LEFT JOIN of_days d USING (as_of, pupil_id)
    LEFT JOIN of_subjects s USING (as_of, pupil_id)
"""


def date_by_date(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    """Ask the query once for each date."""
    return pd.concat([_asked(records, cohort, [date]) for date in dates])


def all_dates(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    """Ask one query whose cohort has every date."""
    return _asked(records, cohort, dates)


def _asked(records: Path, cohort: Path, dates: list[dt.date]) -> pd.DataFrame:
    wanted = ", ".join(f"TIMESTAMP '{date}'" for date in dates)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TEMP TABLE cohort AS SELECT * FROM '{cohort}' WHERE as_of IN ({wanted})")
        query = QUERY.format(attendance=every(records, "attendance"), grades=every(records, "grades"), level=LEVEL)
        return connection.sql(query).df()[["as_of", "pupil_id", *COLUMNS]]


FORMS = {"date by date": date_by_date, "one query": all_dates}
