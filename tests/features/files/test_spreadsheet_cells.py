"""No cell of a table that leaves is run as a formula; numbers stay numbers."""

import datetime as dt

import pandas as pd
import pytest

from features.files.spreadsheet_cells import guarded, guarded_table

HARMLESS = ["7A", "", "VIII;IX", "a=b", "x-y", "3+4", "ș@ț", "a, b", "'quoted'", "10", "a;b;c"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('=HYPERLINK("http://evil.example";"see")', '\'=HYPERLINK("http://evil.example";"see")'),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("\n=1", "' =1"),
        (" =1", "' =1"),
        ("VIII;=1+1", "VIII;'=1+1"),
        ("VIII;-1;+2;@x;7", "VIII;'-1;'+2;'@x;7"),
        ('VIII;"=1+1"', 'VIII;\'"=1+1"'),
        ("VIII; =1+1", "VIII;' =1+1"),
        ("VIII;\t=1+1", "VIII;' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("'=1", "'=1"),
        ("7\x00A", "7 A"),
    ],
)
def test_a_formula_is_text(text: str, shown: str) -> None:
    assert guarded(text) == shown
    assert guarded(shown) == shown


@pytest.mark.parametrize("text", HARMLESS)
def test_a_text_that_is_none_is_left_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_numbers_dates_and_missing_cells_of_a_table_stay_what_they_are() -> None:
    table = pd.DataFrame(
        {
            "pupil_id": ["=1", "p2", None], "marks": [-1.5, 2, None], "n": [-1, 0, 1], "yes": [True, False, True],
            "on": pd.to_datetime(["2025-02-03", None, "2025-02-04"]), "day": [dt.date(2025, 2, 3), None, None],
            "class": pd.Categorical(["7A;=1", "7A;=1", "+8"]), "=2+5": [0, 0, 0],
        }
    )  # fmt: skip
    safe = guarded_table(table)
    assert list(safe.columns) == [*table.columns[:-1], "'=2+5"]
    pd.testing.assert_frame_equal(safe[["marks", "n", "yes", "on", "day"]], table[["marks", "n", "yes", "on", "day"]])
    assert safe["pupil_id"].tolist()[:2] == ["'=1", "p2"]
    assert safe["pupil_id"].isna().tolist() == [False, False, True]
    assert safe["class"].tolist() == ["7A;'=1", "7A;'=1", "'+8"]
    assert table["pupil_id"].tolist()[0] == "=1"


def test_a_table_is_guarded_as_cell_by_cell() -> None:
    cells = [*HARMLESS, "=1", "a;=1", "-"] * 3
    assert guarded_table(pd.DataFrame({"x": cells}))["x"].tolist() == [guarded(cell) for cell in cells]
