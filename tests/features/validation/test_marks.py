"""A mark is a number on its scale, none at all where it was not taken, or told to be neither."""

import tomllib

import pytest

from features.cells.cell_parsers import CellError
from features.schema.problems import RecordsError
from features.schema.scales import SCALES, Scale, scale_of
from features.validation.marks import names_near, read_mark
from tests.support.small_records import Row, declarations, records_of

ENROLLED = [{"pupil_id": "P1", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-01"}]


def scale(name: str) -> Scale:
    found = scale_of(SCALES, name)
    assert found is not None
    return found


def records_with(toml: str, *rows: Row):
    """Check the marks of one pupil; what is not said of a row is a mark of one day."""
    given = [{"pupil_id": "P1", "date": "2025-01-20", **row} for row in rows]
    return records_of({"enrolments": ENROLLED, "grades": given}, declarations(tomllib.loads(toml)))


def sentences(toml: str, *rows: Row) -> list[str]:
    with pytest.raises(RecordsError) as caught:
        records_with(toml, *rows)
    return caught.value.sentences("en")


@pytest.mark.parametrize(
    ("mark", "name", "number"),
    [("10", "1-10", 10.0), ("7.50", "1-10", 7.5), ("1", "1-10", 1.0), ("FB", "FB-I", 4.0), ("I", "FB-I", 1.0),
     ("fb", "FB-I", 4.0), ("Foarte  Bine", "FB-I", 4.0), ("0", "0-20", 0.0), ("100", "0-100", 100.0),
     ("85 %", "0-100", 85.0), ("85%", "percent", 85.0), ("2-", "DE 1-6", 2.3), ("2.3", "DE 1-6", 2.3),
     ("4+", "PL 1-6", 4.5), ("U", "GCSE 9-1", 0.0), ("9", "GCSE 9-1", 9.0), ("b+", "US A-F", 3.3),
     ("A*", "A-level A*-E", 6.0), ("-3", "DK -3-12", -3.0), ("02", "DK -3-12", 2.0)],
)  # fmt: skip
def test_a_mark_is_its_place_on_its_scale(mark: str, name: str, number: float):
    assert read_mark(mark, scale(name)) == number


@pytest.mark.parametrize(
    ("mark", "name", "code"),
    [("11", "1-10", "mark_past_the_best"), ("75", "1-10", "mark_not_on_scale"),
     ("0.99", "1-10", "mark_not_on_scale"), ("FB", "1-10", "word_not_on_scale"),
     ("NaN", "1-10", "word_not_on_scale"), ("7,5", "1-10", "word_not_on_scale"), ("7", "FB-I", "mark_not_on_scale"),
     ("4", "FB-I", "mark_not_on_scale"), ("A", "FB-I", "mark_not_on_scale"), ("4", "US A-F", "mark_not_on_scale"),
     ("0.7", "DE 1-6", "mark_past_the_best"), ("7", "DE 1-6", "mark_not_on_scale"),
     ("x", "DE 1-6", "word_not_on_scale"), ("85 %", "1-10", "word_not_on_scale")],
)  # fmt: skip
def test_a_mark_off_its_scale_is_a_fault(mark: str, name: str, code: str):
    with pytest.raises(CellError) as caught:
        read_mark(mark, scale(name))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("name", "words"),
    [("FB-I", "among I, S, B, FB"), ("ECTS A-F", "among A, B, C, D, E, FX, F"), ("GCSE 9-1", "from 0 to 9 or among U"),
     ("1-10", "from 1 to 10"), ("AT 1-5", "from 1 to 5")],
)  # fmt: skip
def test_what_is_said_of_a_wrong_mark_names_the_marks_of_its_scale(name: str, words: str):
    (sentence,) = sentences("", {"mark": "?", "scale": name})
    assert f"expected a mark {words}" in sentence


def test_scales_and_words_of_real_registers_are_read():
    """The letters, the accreditations and the absent of a Mexican register, each on a declared scale."""
    toml = """
        [scales."A-F"]
        lowest = 0
        pass = 1
        highest = 4
        words = {A = 4, "B+" = 3.3, B = 3, C = 2, D = 1, F = 0}
        [scales."AC-NA"]
        lowest = "NA"
        pass = "AC"
        highest = "AC"
        [scales."mx5-10"]
        lowest = 5
        pass = 6
        highest = 10
    """
    pairs = [("B+", "A-F"), ("F", "A-F"), ("NA", "AC-NA"), ("NP", "mx5-10"), ("ac", "ac-na"), ("8.5", "MX5–10")]
    rows = records_with(toml, *({"mark": mark, "scale": name} for mark, name in pairs))["grades"]
    assert rows["mark"].fillna(-1).tolist() == [3.3, 0, 0, -1, 1, 8.5]
    assert rows["kind"].astype(object).fillna("").tolist() == ["", "", "", "not_taken", "", ""]
    assert rows["scale"].tolist() == ["A-F", "A-F", "AC-NA", "mx5-10", "AC-NA", "mx5-10"]


@pytest.mark.parametrize(
    "row",
    [
        {"mark": "", "scale": "", "kind": "not_taken"},
        {"mark": "", "scale": "1-10", "kind": "not_taken"},
        {"mark": "NP", "scale": "1-10", "kind": "not_taken"},
        {"mark": "absent", "scale": "", "kind": "mark"},
        {"mark": "Neprezentat", "scale": "FB-I", "kind": ""},
        {"mark": "krank", "scale": "1-10", "kind": "exam"},
        {"mark": " abs", "scale": "DE 1-6", "kind": ""},
    ],
)
def test_a_mark_that_was_not_taken_has_no_number_and_is_of_that_kind(row: Row):
    toml = '[scales."1-10"]\nnot_taken = ["krank"]'
    rows = records_with(toml, row, {"mark": "7", "scale": "1-10", "kind": "mark"})["grades"]
    assert rows["kind"].tolist() == ["not_taken", "mark"]
    assert rows["mark"].isna().tolist() == [True, False]


def test_without_a_column_of_kinds_words_make_one():
    rows = records_with("", {"mark": "NP", "scale": "1-10"}, {"mark": "0", "scale": "0-20"})["grades"]
    assert rows["kind"].astype(object).fillna("").tolist() == ["not_taken", ""]
    assert rows["mark"].fillna(-1).tolist() == [-1, 0]


@pytest.mark.parametrize("kind", ["", "mark", "average", "exam", "conduct"])
def test_a_blank_mark_of_another_kind_is_told_with_what_to_write(kind: str):
    not_taken = {"mark": "", "scale": "1-10", "kind": "not_taken"}
    (sentence,) = sentences("", not_taken, {"mark": "", "scale": "1-10", "kind": kind}, not_taken)
    assert sentence.startswith("grades.csv, row 3, column mark: found nothing; expected a mark on its scale; delete")
    for way in ("delete the row", "not_taken under kind", "0 for instance"):
        assert way in sentence


def test_a_mark_without_a_scale_is_told():
    (sentence,) = sentences("", {"mark": "7", "scale": ""}, {"mark": "NP", "scale": ""})
    assert sentence.startswith("grades.csv, row 2, column scale: found nothing")


def test_a_mark_in_a_row_of_a_mark_not_taken_is_told_with_its_rows():
    rows = [{"mark": mark, "scale": "1-10", "kind": kind} for mark, kind in
            (("7", "mark"), ("7", "not_taken"), ("0", "not_taken"), ("7", "not_taken"))]  # fmt: skip
    first, second = sentences('[scales."1-10"]\nworst = 0', *rows)
    assert first.startswith("grades.csv, rows 3, 5, column mark: found '7'; expected no mark")
    assert second.startswith("grades.csv, row 4, column mark: found '0'")


@pytest.mark.parametrize("mark", ["101", "120", "104.5"])
def test_a_mark_past_the_best_is_refused_and_read_where_it_is_declared(mark: str):
    row = {"mark": mark, "scale": "0-100"}
    (sentence,) = sentences("", row)
    assert f'declare beyond = {mark} in prezent.toml under [scales."0-100"]' in sentence
    assert records_with(f'[scales."0-100"]\nbeyond = {mark}', row)["grades"]["mark"].tolist() == [float(mark)]
    assert records_with('[scales."0-100"]\nbeyond = true', row)["grades"]["mark"].tolist() == [float(mark)]


def test_a_mark_past_what_is_declared_is_refused():
    (sentence,) = sentences('[scales."0-100"]\nbeyond = 110', {"mark": "111", "scale": "0-100"})
    assert "expected a mark from 0 to 110" in sentence
    (sentence,) = sentences('[scales."0-100"]\nbeyond = true', {"mark": "-1", "scale": "0-100"})
    assert "expected a mark of 0 or more" in sentence


def test_unknown_scales_with_the_same_marks_are_told_together():
    rows = [{"mark": "3", "scale": name} for name in ("1-5", "one to five", "1-5", "x")]
    first, second, third = sentences("", *rows)
    assert "rows 2, 4, column scale: found '1-5'; expected a scale among AT 1-5" in first
    assert "row 3, column scale: found 'one to five'; expected a scale among 1-10, FB-I" in second
    assert "row 5, column scale: found 'x'" in third


def test_scales_near_a_name_have_its_marks():
    assert names_near(SCALES, "a-f") == ["SE A-F", "US A-F", "ECTS A-F"]
    assert names_near(SCALES, "whatever")[:3] == ["1-10", "FB-I", "0-20"]
    assert all(" " not in name for name in names_near(SCALES, ""))
