"""Rows that say what another row says."""

import numpy as np
import pandas as pd
import pytest

from features.counting.repeats import find_repeats, without_repeats
from tests.support.small_records import records_of, rows

COLUMNS = ["pupil_id", "date", "hours", "excused_on", "known_on", "retracted_on"]


def absences(text: str) -> pd.DataFrame:
    given = rows(text)
    pupils = sorted({row["pupil_id"] for row in given})
    enrolments = [
        {"pupil_id": each, "school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-09-08"}
        for each in pupils
    ]
    return records_of({"enrolments": enrolments, "attendance": given})["attendance"]


def told(frame: pd.DataFrame) -> list[str]:
    def day(value: object) -> str:
        return "-" if pd.isna(value) else f"{value:%m-%d}"

    return [
        f"{row.pupil_id} {day(row.date)} {row.hours:g} " + " ".join(map(day, row[3:]))
        for row in frame[COLUMNS].itertuples(index=False)
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param(
            """
            pupil_id date       hours
            p1       2025-10-06 7
            p1       2025-10-06 7
            p1       2025-10-06 7.0
            p2       2025-10-06 7
            """,
            ["p1 10-06 7 - 10-06 -", "p2 10-06 7 - 10-06 -"],
            id="the same row three times",
        ),
        pytest.param(
            """
            pupil_id date       hours subject
            p1       2025-10-06 1     maths
            p1       2025-10-06 1     art
            p1       2025-10-06 2     maths
            p1       2025-10-07 1     maths
            """,
            ["p1 10-06 1 - 10-06 -", "p1 10-06 1 - 10-06 -", "p1 10-06 2 - 10-06 -", "p1 10-07 1 - 10-07 -"],
            id="rows that differ in something",
        ),
        pytest.param(
            """
            pupil_id date       hours known_on
            p1       2025-10-06 7     2025-11-20
            p1       2025-10-06 7     2025-10-09
            """,
            ["p1 10-06 7 - 10-09 -"],
            id="a second export is known later: what was known first counts",
        ),
        pytest.param(
            """
            pupil_id date       hours excused_on known_on
            p1       2025-10-06 7     -          2025-10-06
            p1       2025-10-06 7     2025-10-10 2025-11-01
            """,
            ["p1 10-06 7 11-01 10-06 -"],
            id="the second export has the excuse, which nobody knew before it",
        ),
        pytest.param(
            """
            pupil_id date       hours known_on   retracted_on
            p1       2025-10-06 7     2025-10-06 2025-10-20
            p1       2025-10-06 7     2025-10-10 -
            """,
            ["p1 10-06 7 - 10-06 10-20", "p1 10-06 7 - 10-20 -"],
            id="taken back while another row still said it",
        ),
        pytest.param(
            """
            pupil_id date       hours known_on   retracted_on
            p1       2025-10-06 7     2025-10-06 2025-10-20
            p1       2025-10-06 7     2025-10-10 2025-10-15
            p1       2025-10-06 7     2025-11-10 -
            """,
            ["p1 10-06 7 - 10-06 10-20", "p1 10-06 7 - 11-10 -"],
            id="taken back and said again",
        ),
    ],
)
def test_of_equal_rows_one_counts(text: str, left: list[str]) -> None:
    assert told(without_repeats(absences(text))) == left


def test_a_table_without_repeats_is_the_very_table() -> None:
    frame = absences("pupil_id date hours\np1 2025-10-06 7\np1 2025-10-07 7\n")
    assert without_repeats(frame) is frame


def test_found_are_the_rows_that_pandas_finds() -> None:
    chance = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "a": pd.Categorical(chance.choice(["x", "y"], 400)),
            "b": chance.choice([0.0, -0.0, 1.5, np.nan], 400),
            "c": chance.choice(np.array(["2025-01-01", "2025-01-02", "NaT"], "datetime64[s]"), 400),
            "d": chance.integers(0, 40, 400).astype(float),
        }
    )
    found = find_repeats(frame)
    assert sorted(found.rows) == np.flatnonzero(frame.duplicated(keep=False)).tolist()
    assert len(set(found.group)) == len(frame[frame.duplicated(keep=False)].drop_duplicates())
