"""The cells and rows of one table, as the sentences that are said of them."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.tables import table
from features.validation.checked_table import CheckedTable
from features.validation.row_rules import check_table

TODAY = dt.date(2025, 2, 3)


def typed(name: str, header: str, *rows: str, file_rows: Sequence[int] | None = None) -> tuple[CheckedTable, list[str]]:
    """Type a table written as text; return it with the start of each sentence, up to what was found."""
    frame = pd.DataFrame([row.split(",") for row in rows], columns=header.split(","), dtype="str")
    numbers = None if file_rows is None else np.array(file_rows)
    result, problems = check_table(RawTable(table(name), f"{name}.csv", frame, numbers), Declarations(), today=TODAY)
    return result, [problem.sentence("en").split(";")[0] for problem in problems]


def said(name: str, header: str, *rows: str) -> list[str]:
    return typed(name, header, *rows)[1]


def test_a_good_table_gets_typed_values_and_no_problem():
    result, sentences = typed("attendance", "pupil_id,date,hours", "p1,2025-01-20,1.5", "p2,2025-01-21,2")
    assert sentences == []
    assert result.frame["date"].dtype == "datetime64[s]"
    assert result.frame["hours"].tolist() == [1.5, 2.0]


@pytest.mark.parametrize(
    ("name", "header", "row", "dtype"),
    [("attendance", "pupil_id,subject", "p1,art", "category"), ("grades", "pupil_id,scale", "p1,1-10", "category"),
     ("outcomes", "pupil_id,outcome", "p1,failed", "object")],
)  # fmt: skip
def test_texts_of_events_are_categorical_those_of_other_tables_are_not(name: str, header: str, row: str, dtype: str):
    result, sentences = typed(name, header, row, row)
    assert sentences == []
    assert [str(result.frame[column].dtype) for column in header.split(",")] == [dtype, dtype]
    assert result.frame.to_numpy().tolist() == [row.split(","), row.split(",")]


def test_a_typed_table_does_not_keep_the_raw_cells_but_knows_its_file():
    result, _ = typed("grades", "pupil_id,date", "p1,2025-01-20", file_rows=[4])
    assert result.raw.frame.shape == (1, 0)
    assert (result.file, result.raw.rows) == ("grades.csv", [4])


def test_each_distinct_wrong_cell_is_one_sentence_with_all_its_rows():
    assert said("attendance", "pupil_id,date,hours", "p1,x,1", "p1,y,1", "p1,x,-1", "p1,2025-01-20,-1") == [
        "attendance.csv, rows 2, 4, column date: found 'x'",
        "attendance.csv, row 3, column date: found 'y'",
        "attendance.csv, rows 4, 5, column hours: found '-1'",
    ]


def test_twenty_distinct_wrong_cells_are_shown_and_the_rest_counted():
    rows = [f"p1,day {number},1" for number in range(27)]
    sentences = said("attendance", "pupil_id,date,hours", *rows, rows[26])
    assert len(sentences) == 21
    assert sentences[19] == "attendance.csv, row 21, column date: found 'day 19'"
    assert (
        sentences[20]
        == "attendance.csv, rows 22, 23, 24, 25, 26 and 3 more, column date: found 7 more cells like these"
    )


def test_twenty_are_shown_of_each_kind_of_mistake():
    rows = [f"p1,day {number},1" for number in range(21)] + [f"p1,2025-02-{day:02},1" for day in range(4, 25)]
    sentences = said("attendance", "pupil_id,date,hours", *rows)
    assert [sentence for sentence in sentences if "more cell" in sentence] == [
        "attendance.csv, row 22, column date: found 1 more cell like these",
        "attendance.csv, row 43, column date: found 1 more cell like these",
    ]


def test_many_distinct_wrong_cells_take_no_longer_than_few():
    rows = [f"p{number},day {number},1" for number in range(20_000)]
    assert said("attendance", "pupil_id,date,hours", *rows)[-1].endswith(
        "column date: found 19980 more cells like these"
    )


def test_rows_have_the_numbers_of_the_file():
    _, sentences = typed("attendance", "pupil_id,date,hours", "p1,x,1", "p1,2025-01-20,30", file_rows=[4, 9])
    assert sentences == [
        "attendance.csv, row 4, column date: found 'x'",
        "attendance.csv, row 9, column hours: found '30'",
    ]


def test_marks_become_numbers_and_a_scale_is_told_once_whatever_its_marks():
    header = "pupil_id,date,mark,scale"
    result, sentences = typed(
        "grades", header, "p1,2025-01-20,7,1-10", "p1,2025-01-20,FB,FB-I", "p1,2025-01-20,3,1-5", "p1,2025-01-20,4,1-5"
    )
    np.testing.assert_array_equal(result.frame["mark"], [7.0, 4.0, np.nan, np.nan])
    assert sentences == ["grades.csv, rows 4, 5, column scale: found '1-5'"]


def test_a_mark_or_a_scale_that_is_missing_is_told_as_such_and_its_partner_left_alone():
    rows = ["p1,2025-01-20,7,", "p1,2025-01-20,,1-10", "p1,2025-01-20,,", "p1,2025-01-20,8,1-10"]
    result, sentences = typed("grades", "pupil_id,date,mark,scale", *rows)
    np.testing.assert_array_equal(result.frame["mark"], [np.nan, np.nan, np.nan, 8.0])
    assert sentences == [
        "grades.csv, rows 3, 4, column mark: found nothing",
        "grades.csv, rows 2, 4, column scale: found nothing",
    ]


def test_the_same_mark_may_be_right_on_one_scale_and_wrong_on_another():
    rows = [f"p1,2025-01-20,11,{scale}" for scale in ("1-10", "0-20", "1-10", "0-10")]
    assert said("grades", "pupil_id,date,mark,scale", *rows) == [
        "grades.csv, rows 2, 4, column mark: found '11'",
        "grades.csv, row 5, column mark: found '11'",
    ]


@pytest.mark.parametrize(
    ("name", "header", "row", "sentence"),
    [
        ("enrolments", "enrolled_on,left_on", "2025-01-20,2025-01-20", None),
        ("enrolments", "enrolled_on,left_on", "2025-01-20,2025-01-19", "row 2, column left_on: found '2025-01-19'"),
        ("attendance", "hours", "24", None),
        ("attendance", "hours", "24.5", "row 2, column hours: found '24.5'"),
        ("attendance", "date,hours,from_date", "2025-01-31,60,2025-01-01", None),
        ("attendance", "date,hours,from_date", "2025-01-31,60,", "row 2, column hours: found '60'"),
        ("attendance", "date,from_date", "2025-01-01,2025-01-02", "row 2, column date: found '2025-01-01'"),
        ("terms", "starts_on,ends_on", "2025-09-08,2025-10-24", None),
        ("terms", "weekdays", "7-4", None),
        ("terms", "weekdays", "L-V", "row 2, column weekdays: found 'L-V'"),
        ("terms", "weekdays", "1-8", "row 2, column weekdays: found '1-8'"),
        ("terms", "starts_on,ends_on", "2025-09-08,2025-09-07", "row 2, column ends_on: found '2025-09-07'"),
    ],
)
def test_the_cells_of_a_row_must_agree(name: str, header: str, row: str, sentence: str | None):
    assert said(name, header, row) == ([] if sentence is None else [f"{name}.csv, {sentence}"])


def test_a_cell_that_cannot_be_read_is_wrong_once_and_does_not_count_as_missing():
    assert said("attendance", "date,hours,from_date", "2025-01-31,60,yesterday") == [
        "attendance.csv, row 2, column from_date: found 'yesterday'"
    ]
    assert said("enrolments", "school_year,left_on", "2013J,yesterday") == [
        "enrolments.csv, row 2, column left_on: found 'yesterday'"
    ]
