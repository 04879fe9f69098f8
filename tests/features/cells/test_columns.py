"""One column of text in, values and faults out; each distinct cell is read once."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.cells.cell_parsers import range_words
from features.cells.columns import ParsedColumn, parse_cells, rows_by_code
from features.i18n.text import Bilingual
from features.schema.tables import Column, Kind

TODAY = dt.date(2025, 2, 3)
CNP = "1960101123456"


def column(kind: Kind, **more: object) -> Column:
    return Column("cell", kind, Bilingual("a cell", "o celulă"), **more)


def parsed(kind: Kind, *cells: object, **more: object) -> ParsedColumn:
    return parse_cells(column(kind, **more), pd.Series(list(cells), dtype=object), today=TODAY)


def faults(kind: Kind, *cells: object, **more: object) -> list[tuple[str, str, list[int]]]:
    return [(each.code, each.text, each.rows.tolist()) for each in parsed(kind, *cells, **more).wrong_cells]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("id", " 007 ", "007"),
        ("id", 7, "7"),
        ("id", 7.0, "7"),
        ("text", "a b", "a b"),
        ("whole", "2", 2.0),
        ("whole", "2.0", 2.0),
        ("whole", np.int8(2), 2.0),
        ("number", "+2.50", 2.5),
        ("number", ".5", 0.5),
        ("number", "1e1", 10.0),
        ("number", np.float32(2.5), 2.5),
        ("number", Decimal("2.50"), 2.5),
        ("yes_no", "DA", 1.0),
        ("yes_no", True, 1.0),
        ("yes_no", 1.0, 1.0),
        ("yes_no", "nu", 0.0),
        ("yes_no", "FALSE", 0.0),
        ("choice", "a", "a"),
        ("date", "2025-02-03", np.datetime64("2025-02-03", "s")),
        ("date", "2025-02-03 00:00:00", np.datetime64("2025-02-03", "s")),
        ("date", pd.Timestamp("2025-02-03"), np.datetime64("2025-02-03", "s")),
        ("date", pd.Timestamp("2025-02-03", tz="Europe/Bucharest"), np.datetime64("2025-02-03", "s")),
        ("date", dt.date(2025, 2, 3), np.datetime64("2025-02-03", "s")),
        ("choice", "A", "a"),
        ("id", CNP[:-1] + "7", CNP[:-1] + "7"),
        ("id", f"{CNP}0", f"{CNP}0"),
        ("number", "0.8333333333333334", 0.8333333333333334),
        ("number", 1759276800000.5, 1759276800000.5),
        ("mark", 23 / 3, "7.666666666666667"),
        ("mark", "7,50", "7.50"),
        ("mark", "FB", "FB"),
        ("mark", 7.0, "7"),
        ("mark", 7.5, "7.5"),
    ],
)
def test_a_good_cell_becomes_its_value_whatever_its_type(kind: Kind, cell: object, value: object):
    result = parsed(kind, cell, choices=("a", "b"))
    assert result.wrong_cells == ()
    assert result.values.tolist() == np.array([value]).tolist()


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        ("whole", "2.5", "not_whole"),
        ("whole", "two", "not_a_number"),
        ("whole", "9", "out_of_range"),
        ("number", "1.234,5", "thousands"),
        ("number", CNP, "out_of_range"),
        ("number", "-1", "out_of_range"),
        ("number", "nan", "not_a_number"),
        ("number", "inf", "not_a_number"),
        ("number", "1e999", "not_a_number"),
        ("yes_no", "maybe", "not_yes_no"),
        ("yes_no", "2", "not_yes_no"),
        ("choice", "c", "not_a_choice"),
        ("date", "2025-02-04", "future_date"),
        ("date", "2025-02-30", "no_such_day"),
        ("date", "0000-01-01", "no_such_day"),
        ("date", "1899-12-31", "early_date"),
        ("date", "03/02/2025", "two_readings"),
        ("date", pd.Timestamp("2025-02-03 08:00"), "point_in_time"),
        ("date", pd.Timestamp("2025-02-02 22:00", tz="UTC"), "point_in_time"),
        ("id", CNP, "identity_number"),
        ("id", int(CNP), "identity_number"),
        ("id", float(CNP), "identity_number"),
        ("text", f"elev {CNP}.", "identity_number"),
        ("choice", CNP, "identity_number"),
        ("school_year", CNP, "identity_number"),
        ("date", CNP, "point_in_time"),
        ("yes_no", CNP, "not_yes_no"),
    ],
)
def test_a_wrong_cell_is_wrong_and_counts_as_missing(kind: Kind, cell: object, code: str):
    result = parsed(kind, cell, choices=("a", "b"), low=0, high=8)
    assert [fault.code for fault in result.wrong_cells] == [code]
    assert pd.isna(result.values).all()


@pytest.mark.parametrize("kind", ["id", "text", "whole", "number", "yes_no", "choice", "date", "school_year", "mark"])
@pytest.mark.parametrize("cell", ["", "  ", None, np.nan, pd.NaT, pd.NA])
def test_an_empty_cell_is_missing_and_a_fault_only_where_it_is_required(kind: Kind, cell: object):
    result = parsed(kind, cell)
    assert pd.isna(result.values).all()
    assert result.wrong_cells == ()
    assert faults(kind, cell, required=True) == [("missing_value", "", [0])]


def test_a_distinct_wrong_cell_is_one_fault_with_all_its_rows():
    assert faults("number", "x", "1", "y", "", "x", required=True) == [
        ("not_a_number", "x", [0, 4]),
        ("not_a_number", "y", [2]),
        ("missing_value", "", [3]),
    ]


def test_a_future_date_is_fine_where_the_column_says_so():
    assert faults("date", "2099-01-01", past=False) == []


@pytest.mark.parametrize(
    ("low", "high", "en", "ro"),
    [
        (1, 10, "from 1 to 10", "de la 1 la 10"),
        (0.5, None, "of 0.5 or more", "de cel puțin 0.5"),
        (None, 3, "of 3 or less", "de cel mult 3"),
    ],
)
def test_a_range_is_said_in_both_languages(low: float | None, high: float | None, en: str, ro: str):
    assert range_words(low, high) == (en, ro)


def test_texts_may_be_had_with_each_distinct_one_kept_once():
    read = parsed("id", "p2", None, " p1", "p1", "p2", CNP)
    texts = read.categorical()
    assert texts.categories.tolist() == ["p2", "p1"]
    assert texts.codes.tolist() == [0, -1, 1, 1, 0, -1]
    assert [None if pd.isna(text) else text for text in texts] == read.values.tolist()
    assert parsed("id", None).categorical().codes.tolist() == [-1]


@pytest.mark.parametrize(("count", "size"), [(1, 1), (127, 1), (128, 1), (129, 2), (40_000, 4)])
def test_the_codes_of_texts_take_as_few_bytes_as_hold_them(count: int, size: int):
    texts = parsed("id", *(f"p{number}" for number in range(count)), None).categorical()
    assert texts.codes.tolist() == [*range(count), -1]
    assert texts.codes.itemsize <= size * 2


@pytest.mark.parametrize("dtype", ["object", "str", "category"])
def test_cells_are_numbered_in_the_order_in_which_they_come_whatever_they_are_kept_as(dtype: str):
    cells = pd.Series(["9", "x", None, "y", "x"], dtype="object").astype(dtype)
    read = parse_cells(column("whole", high=8), cells, today=TODAY)
    assert [(fault.text, fault.rows.tolist()) for fault in read.wrong_cells] == [("9", [0]), ("x", [1, 4]), ("y", [3])]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-1, 6)), st.sets(st.integers(0, 6)))
def test_rows_by_code_are_those_found_one_code_at_a_time(codes: list[int], wanted: set[int]):
    array = np.array(codes, dtype=np.intp)
    rows = {code: found.tolist() for code, found in rows_by_code(array, wanted).items()}
    slow = {code: np.flatnonzero(array == code).tolist() for code in wanted if code in codes}
    assert rows == slow


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["", "1", "2.0", "x", "9", None])))
def test_reading_a_column_is_reading_its_cells_one_by_one(cells: list[str | None]):
    whole = parsed("whole", *cells, high=8)
    single = [parsed("whole", cell, high=8) for cell in cells]
    np.testing.assert_array_equal(whole.values, [each.values[0] for each in single])
    wrong = sorted(row for fault in whole.wrong_cells for row in fault.rows)
    assert wrong == [row for row, each in enumerate(single) if each.wrong_cells]


# What is right as it is, is taken at once; the answer must be that of reading cell by cell


@pytest.mark.parametrize(
    "cells",
    [
        ["P1", "P2", "P1"], ["P1", " P1"], ["P1", ""], ["P1", None], [f"{CNP}"], [f"a-{CNP}-b", "P1"], ["1234567890ab"],
        ["Şcoala", "P1"],
        ["P 1", "P\n1"], [7, "P1"], [],
    ],
)  # fmt: skip
@pytest.mark.parametrize("dtype", ["object", "category"])
@pytest.mark.parametrize("required", [True, False])
def test_texts_taken_at_once_are_those_read_one_by_one(cells: list[object], dtype: str, required: bool) -> None:
    assert_read_alike("id", pd.Series(cells, dtype="object").astype(dtype), required=required)


@pytest.mark.parametrize(
    "cells",
    [
        ["2025-01-20", "2025-01-21", None], ["2025-01-20 12:00"], ["1899-12-31"], ["1900-01-01"], [str(TODAY)],
        ["2025-02-04"], [None], [],
    ],
)  # fmt: skip
@pytest.mark.parametrize("unit", ["s", "ms", "ns"])
@pytest.mark.parametrize("past", [True, False])
@pytest.mark.parametrize("required", [True, False])
def test_days_taken_at_once_are_those_read_one_by_one(
    cells: list[str | None], unit: str, past: bool, required: bool
) -> None:
    assert_read_alike(
        "date", pd.Series(pd.to_datetime(pd.Series(cells))).astype(f"datetime64[{unit}]"), past=past, required=required
    )


def test_a_text_that_no_row_has_any_more_is_no_cell() -> None:
    """Files keep texts by number; rows may have been filtered since, and an identity number with them."""
    cells = pd.Series(pd.Categorical.from_codes([0, 0], categories=["P1", CNP]))
    read = parse_cells(column("id"), cells, today=TODAY)
    assert read.wrong_cells == ()
    assert list(read.categorical().categories) == ["P1"]


def test_faults_come_in_the_order_of_their_rows_whatever_the_order_of_the_numbers() -> None:
    cells = pd.Series(pd.Categorical.from_codes([1, 0], categories=["y", "x"]))
    read = parse_cells(column("number"), cells, today=TODAY)
    assert [fault.text for fault in read.wrong_cells] == ["x", "y"]


def assert_read_alike(kind: Kind, cells: pd.Series, **more: object) -> None:
    """Compare with the same cells behind one that must be read as text, so that nothing is taken at once."""
    together = parse_cells(column(kind, **more), cells, today=TODAY)
    first = " first " if kind == "id" else "2025-01-01"
    apart = pd.concat([pd.Series([first], dtype="object"), cells.astype("object")], ignore_index=True)
    single = parse_cells(column(kind, **more), apart, today=TODAY)
    assert pd.Series(together.values).equals(pd.Series(single.values[1:]))
    assert [(each.code, each.text, (each.rows + 1).tolist()) for each in together.wrong_cells] == [
        (each.code, each.text, each.rows.tolist()) for each in single.wrong_cells
    ]


def with_an_unused_text(unused: str) -> "pd.Series":
    """Cells as a Parquet file may keep them: by number, among texts of which no row has the last one."""
    return pd.Series(pd.Categorical(["a", "a"], categories=["a", unused]))


@pytest.mark.parametrize(("kind", "unused"), [("choice", "wrong"), ("text", CNP), ("id", CNP), ("mark", " ")])
def test_a_text_that_no_row_has_is_no_fault(kind: Kind, unused: str):
    read = parse_cells(column(kind, choices=("a",), required=True), with_an_unused_text(unused), today=TODAY)
    assert read.wrong_cells == ()
    assert read.values.tolist() == ["a", "a"]


def test_an_id_that_no_row_has_is_not_among_the_ids():
    assert parse_cells(column("id"), with_an_unused_text("b"), today=TODAY).distinct.tolist() == ["a", None]
