"""Reviews are read as a table, and counted until the outcome of each child."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.days import date_of, day_of
from features.errors import UsageError
from tests.support.small_records import index_of
from training.dataset.reviews import last_days, read_reviews
from training.plan.plan import TrainingPlan

HEADER = "pupil_id,date,kind\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "reviews.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_of_reviews_is_read(tmp_path: Path):
    found = read_reviews(written(tmp_path, HEADER + "007,2025-02-03,listed\nP2,2025-02-04,supported\n"))
    assert found.to_numpy().tolist() == [
        ["007", day_of(dt.date(2025, 2, 3)), "listed"], ["P2", day_of(dt.date(2025, 2, 4)), "supported"]
    ]  # fmt: skip


def test_a_table_without_rows_is_one(tmp_path: Path):
    assert len(read_reviews(written(tmp_path, HEADER))) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pupil_id,date\nP1,2025-02-03\n", "no column kind"),
        (HEADER + "P1,2025-02-03,listed\nP1,03.02.2025,listed\n", "row 3"),
        (HEADER + "P1,2025-02-03,liked\n", "liked"),
        (HEADER + ",2025-02-03,listed\n", "row 2"),
        ("", "cannot be read"),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_row(tmp_path: Path, text: str, said: str):
    with pytest.raises(UsageError, match=said):
        read_reviews(written(tmp_path, text))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_reviews(tmp_path / "none.csv")


def test_something_could_be_done_until_the_outcome_or_the_end_of_the_horizon():
    index = index_of(
        None,
        schools="school_id\nA",
        enrolments="\n".join(
            ["pupil_id school_id school_year enrolled_on grade_level", *(
                f"{pupil} A 2024-2025 2024-09-09 5" for pupil in ("P1", "P2", "P3")
            )]
        ),
        outcomes="""
            pupil_id date       outcome     known_on
            P1       2025-03-01 dropped_out 2025-03-02
            P2       2025-02-15 transferred 2025-02-16
        """,
    )  # fmt: skip
    as_of = dt.date(2025, 2, 1)
    pupils = pd.DataFrame({"pupil_id": ["P1", "P2", "P3"], "as_of": [as_of] * 3})
    plan = TrainingPlan((as_of,), outcomes=("dropped_out",), horizon_days=100)
    days = last_days(index, pupils, np.array([1, 0, 1]), plan)
    assert [date_of(int(day)) for day in days] == [
        dt.date(2025, 3, 1), as_of + dt.timedelta(100), as_of + dt.timedelta(100)
    ]  # P3's was derived: nobody wrote a day down  # fmt: skip
