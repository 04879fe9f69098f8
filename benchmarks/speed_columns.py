"""Which columns does the speed benchmark compute, from which files, and how are its marks placed on their scale?

The files are those of ``prezent synth``: no totals of periods, marks on two scales. The cohort is given to the peers:
a row per as-of date and child, with the first days of its windows, so that no calendar is measured.
"""

from pathlib import Path

ABSENCE_COLUMNS = (
    "unexcused_hours_20d", "unexcused_hours_60d", "unexcused_hours_year", "absent_hours_20d", "absent_hours_year",
    "excused_share_year", "absent_days_20d", "absent_days_year", "days_since_absence", "absent_hours_change_20d",
    "no_absence_year",
)  # fmt: skip
MARK_COLUMNS = (
    "mark_mean_year", "mark_mean_60d", "mark_latest", "mark_lowest_year", "marks_below_pass_year",
    "below_pass_share_year", "subjects_below_pass_year", "mark_change", "days_since_mark",
)  # fmt: skip
COLUMNS = (*ABSENCE_COLUMNS, *MARK_COLUMNS)
KEY = ("as_of", "pupil_id")

WORD_LEVELS = {"I": 0, "S": 5000, "B": 7500, "FB": 10000}  # hundredths of a point
PASS_LEVEL = 5000


def counties(records: Path) -> list[Path]:
    """Return the record folders: those of the counties, or the one itself."""
    return sorted(records.glob("county=*")) or [records]


def every(records: Path, table: str) -> str:
    """Return the pattern of all files of a table."""
    folder = "." if counties(records) == [records] else "county=*"
    return str(records / folder / f"{table}.parquet")
