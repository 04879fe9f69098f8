"""Hours that are said twice count once, at every date as they were known then."""

import datetime as dt
from random import Random

import pandas as pd
import pytest

from features.counting.counted_once import counted_once
from features.records.known_before import records_before
from features.records.records import Records
from tests.support.records.warned import small_records
from tests.support.small_records import Rows, values_at

TO_DATE = """
    pupil_id date       hours from_date
    p1       2025-09-30 4     2025-09-08
    p1       2025-10-31 6     2025-09-08
    p1       2025-11-30 6     2025-09-08
    p1       2025-12-19 8     2025-09-08
    p2       2025-12-19 8     2025-09-08
"""


def counted(text: str | Rows) -> list[str]:
    """Return the rows that count: child, days, hours, subject, and the day they are known if it is another."""
    frame = counted_once(small_records(attendance=text))["attendance"]
    told = []
    for row in frame.itertuples():
        days = f"{row.date:%m-%d}" if pd.isna(row.from_date) else f"{row.from_date:%m-%d}..{row.date:%m-%d}"
        known = "" if row.known_on == row.date else f" known {row.known_on:%m-%d}"
        subject = f" {row.subject}" if isinstance(row.subject, str) else ""
        told.append(f"{row.pupil_id} {days} {row.hours:g}{subject}{known}")
    return sorted(told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            TO_DATE,
            ["p1 09-08..09-30 4", "p1 10-01..10-31 2", "p1 11-01..11-30 0", "p1 12-01..12-19 2", "p2 09-08..12-19 8"],
            id="totals since September",
        ),
        pytest.param(
            """
            pupil_id date       hours from_date
            p1       2025-09-30 4     2025-09-01
            p1       2025-10-31 6     2025-10-01
            p1       2025-12-31 15    2025-09-01
            """,
            ["p1 09-01..09-30 4", "p1 10-01..12-31 5", "p1 10-01..10-31 6"],
            id="months and the whole",
        ),
        pytest.param(
            """
            pupil_id date       hours from_date
            p1       2025-10-02 2     -
            p1       2025-10-09 3     -
            p1       2025-10-31 7     2025-10-01
            p1       2025-11-04 1     -
            """,
            ["p1 10-01..10-31 2", "p1 10-02 2", "p1 10-09 3", "p1 11-04 1"],
            id="days and their month",
        ),
        pytest.param(
            """
            pupil_id date       hours from_date  known_on
            p1       2025-10-31 5     2025-10-01 2025-10-31
            p1       2025-10-05 4     -          2025-11-10
            p1       2025-10-12 3     -          2025-11-11
            p1       2025-10-13 1     -          2025-11-12
            """,
            ["p1 10-01..10-31 5", "p1 10-12 2 known 11-11", "p1 10-13 1 known 11-12"],
            id="days that are told later and come to more than their month",
        ),
        pytest.param(
            """
            pupil_id date       hours from_date  excused
            p1       2025-10-02 5     -          yes
            p1       2025-10-09 7     -          no
            p1       2025-10-31 14    2025-10-01 unknown
            p2       2025-10-31 5     2025-10-01 yes
            p2       2025-10-31 7     2025-10-01 no
            p2       2025-10-31 12    2025-10-01 unknown
            """,
            [
                "p1 10-01..10-31 2",
                "p1 10-02 5",
                "p1 10-09 7",
                "p2 10-01..10-31 0",
                "p2 10-01..10-31 5",
                "p2 10-01..10-31 7",
            ],
            id="a total of unknown excuses holds what is excused, too",
        ),
        pytest.param(
            """
            pupil_id date       hours from_date
            p1       2025-09-30 4     2025-09-01
            p1       2025-10-31 6     2025-09-30
            """,
            ["p1 09-01..09-30 4", "p1 09-30..10-31 6"],
            id="periods that share a day hold neither",
        ),
        pytest.param(
            """
            pupil_id date       hours from_date
            p1       2025-09-30 10    2025-09-08
            p1       2025-10-31 7     2025-09-08
            """,
            ["p1 09-08..09-30 -3 known 10-31", "p1 09-08..09-30 10", "p1 10-01..10-31 0"],
            id="a later total says less",
        ),
        pytest.param(
            """
            pupil_id date       hours from_date  excused_on
            p1       2025-09-30 4     2025-09-08 -
            p1       2025-09-30 2     2025-09-08 2025-09-30
            p1       2025-10-31 5     2025-09-08 -
            p1       2025-10-31 4     2025-09-08 2025-10-31
            """,
            ["p1 09-08..09-30 2", "p1 09-08..09-30 4", "p1 10-01..10-31 1", "p1 10-01..10-31 2"],
            id="excused and unexcused totals apart",
        ),
        pytest.param(
            """
            pupil_id date       hours from_date  subject
            p1       2025-09-30 4     2025-09-08 maths
            p1       2025-10-31 5     2025-09-08 maths
            p1       2025-10-31 9     2025-09-08 art
            p1       2025-10-31 20    2025-09-08 -
            """,
            ["p1 09-08..09-30 4 maths", "p1 09-08..10-31 6", "p1 09-08..10-31 9 art", "p1 10-01..10-31 1 maths"],
            id="subjects and the total of all",
        ),
        pytest.param(
            """
            pupil_id date       hours subject
            p1       2025-10-06 6     -
            p1       2025-10-06 2     maths
            p1       2025-10-06 1     art
            p1       2025-10-07 2     maths
            p1       2025-10-08 6     -
            """,
            ["p1 10-06 1 art", "p1 10-06 2 maths", "p1 10-06 3", "p1 10-07 2 maths", "p1 10-08 6"],
            id="a day's hours and those of its subjects",
        ),
        pytest.param(
            """
            pupil_id date       hours subject known_on
            p1       2025-10-06 6     -       2025-10-06
            p1       2025-10-06 2     maths   2025-10-20
            """,
            ["p1 10-06 -2 known 10-20", "p1 10-06 2 maths known 10-20", "p1 10-06 6"],
            id="a subject that is known later changes nothing before",
        ),
        pytest.param(
            """
            pupil_id date       hours subject kind
            p1       2025-10-06 4     -       present
            p1       2025-10-06 2     maths   absent
            p1       2025-10-07 4     -       -
            p1       2025-10-07 5     maths   absent
            """,
            ["p1 10-06 2 maths", "p1 10-06 4", "p1 10-07 0", "p1 10-07 5 maths"],
            id="hours of another kind are other hours; the subjects may be more",
        ),
    ],
)
def test_hours_count_once(text: str, expected: list[str]) -> None:
    assert counted(text) == sorted(expected)


def test_what_is_said_once_stays_as_it_is() -> None:
    text = "pupil_id date hours subject\np1 2025-10-06 2 maths\np1 2025-10-06 1 art\np1 2025-10-07 3 -\n"
    records = small_records(attendance=text)
    assert counted_once(records)["attendance"] is records["attendance"]


@pytest.mark.parametrize(
    ("day", "hours"), [("2025-10-15", 4.0), ("2025-11-15", 6.0), ("2025-12-15", 6.0), ("2026-01-15", 8.0)]
)
def test_totals_since_september_are_what_the_last_known_one_says(day: str, hours: float) -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        p1       S1        2025-2026   2025-09-08
        p2       S1        2025-2026   2025-09-08
    """
    assert values_at("absent_hours_year", day, enrolments=enrolments, attendance=TO_DATE)["p1"] == hours


def hours_of(records: Records, first: pd.Timestamp, last: pd.Timestamp, as_of: pd.Timestamp) -> dict[str, float]:
    rows = records["attendance"]
    seen = rows[(rows["known_on"] < as_of) & ~(rows["retracted_on"] < as_of)]
    within = seen[(seen["date"] >= first) & (seen["date"] <= last)]
    return {
        str(pupil): round(hours, 2)
        for pupil, hours in within.groupby("pupil_id", observed=True)["hours"].sum().items()
        if hours
    }


def drawn(chance: Random) -> list[dict[str, str]]:
    """Draw rows of few children, days and words, so that many hold or repeat each other."""

    def day(low: int, high: int) -> dt.date:
        return dt.date(2025, 10, 1) + dt.timedelta(chance.randint(low, high))

    rows = []
    for _ in range(chance.randint(2, 14)):
        date = day(0, 12)
        known = date + dt.timedelta(chance.choice([0, 0, 0, 3, 9]))
        row = {
            "pupil_id": chance.choice("ab"),
            "date": str(date),
            "hours": str(chance.randint(0, 6)),
            "known_on": str(known),
        }
        row["from_date"] = chance.choice(["", "", "2025-10-01", str(date - dt.timedelta(chance.randint(0, 6)))])
        row["subject"] = chance.choice(["", "", "maths"])
        row["excused_on"] = chance.choice(["", "", "", str(day(12, 20))])
        row["retracted_on"] = chance.choice(["", "", "", "", str(known + dt.timedelta(chance.randint(0, 8)))])
        rows.append(row)
    return rows


@pytest.mark.parametrize("seed", range(60))
def test_what_counts_at_a_date_is_what_counted_then(seed: int) -> None:
    """From all rows, and from those known by then only; in whatever order, and with some of them repeated."""
    chance = Random(seed)
    rows = drawn(chance)
    everything = counted_once(small_records(attendance=rows))
    again = [*rows, *chance.choices(rows, k=3)]
    chance.shuffle(again)
    repeated = counted_once(small_records(attendance=again))
    for after in range(0, 24, 3):
        as_of = pd.Timestamp(2025, 10, 1) + pd.Timedelta(days=after)
        then = [row for row in rows if row["known_on"] < f"{as_of:%Y-%m-%d}"]
        for row in (now := [dict(row) for row in then]):
            for name in ("retracted_on", "excused_on"):
                row[name] = row[name] if row[name] < f"{as_of:%Y-%m-%d}" else ""
        for first in (pd.Timestamp(2025, 9, 1), as_of - pd.Timedelta(days=5)):
            seen = hours_of(everything, first, as_of, as_of)
            assert seen == (hours_of(counted_once(small_records(attendance=now)), first, as_of, as_of) if now else {})
            assert seen == hours_of(repeated, first, as_of, as_of)
            assert all(hours >= 0 for hours in seen.values())


def test_no_hour_is_known_before_it_was() -> None:
    records = small_records(attendance=TO_DATE)
    before = records_before(records, dt.date(2025, 11, 1))
    assert counted_once(before)["attendance"]["hours"].tolist() == [4, 2]
