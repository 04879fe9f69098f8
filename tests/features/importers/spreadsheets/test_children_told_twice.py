"""A child that rows tell twice, otherwise each time: refused with the cells, or, of a class that changed, two."""

import datetime as dt
from pathlib import Path

import pytest

from features.schema.problems import Problem, RecordsError
from tests.support.sheets.books import Book, imported, short_rows
from tests.support.sheets.filled_template import filled

_HEAD = ["Nr. matricol", "Nume și prenume", "Clasa", "Sex", "Data nașterii", "Data înscrierii", "Data plecării"]
_OTHER = ["9", "Pară Ion", "VI A", "M", "2014", None, None]
_TWICE = {
    "another sex": (["5", "Nucă Ana", "VI A", "F"], ["5", "Nucă Ana", "VI A", "M"], "sheet_number_twice"),
    "just the same": (["5", "Nucă Ana", "VI A", "F"], ["5", "Nucă Ana", "VI A", "F"], "sheet_number_twice"),
    "another class": (["5", "Nucă Ana", "VI A"], ["5", "Nucă Ana", "VI B"], "sheet_two_classes"),
    "one name": ([None, "Nucă Ana", "VI A", "F"], [None, "Nucă Ana", "VI A", "M"], "sheet_pupil_twice"),
    "one name in two classes": ([None, "Nucă Ana", "VI A"], [None, "Nucă Ana", "VI B"], "sheet_two_classes"),
    "left after it came": (
        ["5", "Nucă Ana", "VI A", "F", "2014", None, dt.date(2025, 11, 12)],
        ["5", "Nucă Ana", "VI B", "F", "2014", dt.date(2025, 10, 12), None], "sheet_two_classes"),
}  # fmt: skip


def problems_of(file: Path) -> list[Problem]:
    with pytest.raises(RecordsError) as wrong:
        imported(file)
    return list(wrong.value.problems)


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("between", [[], [_OTHER]], ids=["adjacent", "apart"])
@pytest.mark.parametrize(("first", "second", "code"), _TWICE.values(), ids=_TWICE)
def test_a_row_of_the_same_child_is_refused_wherever_it_stands(
    tmp_path: Path, ending: str, between: list[list[object]], first: list[object], second: list[object], code: str
) -> None:
    rows = [_HEAD, first, *between, second, ["8", "Prună Vlad", "VI A"]]
    (problem,) = problems_of(Book({"Elevi": rows}, name=f"elevi.{ending}").write(tmp_path))
    assert (problem.code, problem.rows) == (code, (3 + len(between),))


def test_merged_cells_alone_make_one_child_of_two_rows(tmp_path: Path) -> None:
    rows = [["Nume și prenume", "Note"], ["Nucă Ana", "7/12.10.2025"], [None, "8/13.10.2025"], ["Pară Ion", None]]
    merged = Book({"VI A": rows}, merged={"VI A": ["A2:A3"]}).write(tmp_path)
    assert short_rows(imported(merged), "grades") == ["nuca-ana 2025-10-12 7", "nuca-ana 2025-10-13 8"]
    rows[2][0] = "Nucă Ana"
    for merged_elsewhere in ([], ["B4:B5"]):
        typed = Book({"VI A": rows}, merged={"VI A": merged_elsewhere}).write(tmp_path)
        assert [each.code for each in problems_of(typed)] == ["sheet_pupil_twice"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("sheets", [1, 2])
def test_a_child_that_changed_its_class_is_enrolled_in_both_of_them_one_after_the_other(
    tmp_path: Path, sheets: int, turned: bool
) -> None:
    moved = [["5", "Nucă Ana", "VI A", "F", "2014", None, dt.date(2025, 10, 12)],
             ["5", "Nucă Ana", "VI B", None, None, dt.date(2025, 10, 12), None]]  # fmt: skip
    first, second = reversed(moved) if turned else moved
    listed = {"1": [_HEAD, first, second]} if sheets == 1 else {"1": [_HEAD, first], "2": [_HEAD, second]}
    absent = [["Nr. matricol", "Nume și prenume", "Clasa", "Data", "Ore"], ["5", "Nucă Ana", "VI A", "01.10.2025", 2],
              ["5", "Nucă Ana", "VI B", "20.10.2025", 1]]  # fmt: skip
    result = imported(Book({"Absențe": absent, **listed}).write(tmp_path))
    enrolled = result.records.tables["enrolments"].sort_values("class_label")
    assert enrolled["class_label"].tolist() == ["VI A", "VI B"]
    assert enrolled["enrolled_on"].dt.strftime("%d.%m").tolist() == ["08.09", "12.10"]
    assert enrolled["left_on"].dt.strftime("%d.%m").fillna("-").tolist() == ["12.10", "-"]
    assert enrolled["sex"].tolist() == ["F", "F"]
    assert not any("class VI" in note.en for note in result.records.notes)


def test_our_own_workbook_refuses_a_child_told_twice_in_rows_below_each_other(tmp_path: Path) -> None:
    twice = [("12", "Nucă Ana", "VII B", None, "F", "nu"), ("12", "Nucă Ana", "VII B", None, "F", "da")]
    (problem,) = problems_of(filled(tmp_path, {"Elevi": twice}))
    assert problem.cells == ("Elevi!A4",)
    assert problem.expected("ro").startswith("fiecare elev o singură dată în tabel, dar și rândul 3 are același")


@pytest.mark.parametrize(
    ("heading", "first", "second", "is_wrong"),
    [
        ("Sex", "F", "M", True), ("Sex", "F", "fem.", False), ("Sex", "F", "?", False),
        ("CES", "da", "nu", True), ("CES", "da", "x", False), ("Data nașterii", "2014", "2013", True),
        ("Ani repetați", "1", "2", True), ("Data plecării", "12.10.2025", "13.10.2025", True),
    ],
)  # fmt: skip
def test_what_two_sheets_say_of_one_child_must_be_the_same(
    tmp_path: Path, heading: str, first: str, second: str, is_wrong: bool
) -> None:
    sheets = {
        name: [["Nr. matricol", "Nume și prenume", "Clasa", heading], ["5", "Nucă Ana", "VI A", text]]
        for name, text in (("Elevi", first), ("Situația", second))
    }
    found = Book(sheets).write(tmp_path)
    if is_wrong:
        (problem,) = problems_of(found)
        assert (problem.code, problem.cells) == ("sheet_said_otherwise", ("Situația!D2",))
        assert "Elevi!D2" in problem.expected("en")
    else:
        imported(found)


@pytest.mark.parametrize("order", [1, -1])
def test_another_class_in_a_list_of_events_is_told_and_the_list_of_pupils_counts(tmp_path: Path, order: int) -> None:
    sheets = {
        "Elevi": [_HEAD, ["5", "Nucă Ana", "VI A"]],
        "Absențe": [["Nr. matricol", "Nume și prenume", "Clasa", "Data", "Ore"],
                    ["5", "Nucă Ana", "VII A", "01.10.2025", 2], ["5", "Nucă Ana", "VI A", "02.10.2025", 2]],
    }  # fmt: skip
    result = imported(Book(dict(list(sheets.items())[::order])).write(tmp_path))
    assert short_rows(result, "enrolments") == ["r5 VI A 6"]
    (told,) = [note for note in result.records.notes if "VII A" in note.en]
    assert told.en.startswith("registru.xlsx, Absențe: C2: class VII A, but the same child is in VI A, which counts")


@pytest.mark.parametrize(
    ("heading", "cells"),
    [(["Data", "Materia", "Nota"], ["01.10.2025", "istorie", 7]), (["Data", "Abatere"], ["01.10.2025", "fumat"]),
     (["Purtare"], [9]), (["Octombrie", "Noiembrie"], [2, 3]), (["Matematică", "Absențe"], ["7/12.10", "13.10"]),
     (["Părinți plecați"], ["ambii"]), (["Situația"], ["abandon"])],
    ids=["marks", "incidents", "conduct", "totals", "lists", "family", "outcomes"],
)  # fmt: skip
def test_another_class_in_whatever_sheet_moves_nobody(tmp_path: Path, heading: list[str], cells: list[object]) -> None:
    sheets = {
        "Elevi": [_HEAD, ["5", "Nucă Ana", "VI A"]],
        "Foaie": [[*_HEAD[:3], *heading], ["5", "Nucă Ana", "VII A", *cells]],
    }
    result = imported(Book(sheets).write(tmp_path))
    assert short_rows(result, "enrolments") == ["r5 VI A 6"]
    (told,) = [note.ro for note in result.records.notes if "VII A" in note.ro]
    assert told.startswith("registru.xlsx, Foaie: C2: clasa VII A, dar același copil este în VI A, care contează")
