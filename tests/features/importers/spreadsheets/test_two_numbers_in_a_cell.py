"""Cells with two numbers, ``12/5``: a total and a part of it, or excused and unexcused hours, as headings or answers say."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from features.importers.spreadsheets.questions import OpenQuestions
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows

_TOTALS = [
    "alfa-ana 2025-10-31 5 2025-10-01 no", "alfa-ana 2025-10-31 7 2025-10-01 yes", "alfa-ana 2025-11-30 8 2025-11-01 yes",
    "beta-dan 2025-10-31 3 2025-10-01 no", "beta-dan 2025-11-30 0 2025-11-01 no",
]  # fmt: skip
_PUPILS: Rows = [[1, "Alfa Ana", "12/5", "8/0"], [2, "Beta Dan", "3/3", 0]]


def _sheet(*head: Sequence[object]) -> Rows:
    return [*head, *_PUPILS]


@pytest.mark.parametrize("name", ["registru.xlsx", "registru.ods", "registru.csv"])
@pytest.mark.parametrize("rows", [
    _sheet(["Absențe (total/nemotivate)"], ["Nr", "Elev", "Octombrie", "Noiembrie"]),
    _sheet(["Situația absențelor"], ["Nr", "Elev", "Octombrie", "Noiembrie"], [None, None, "T/N", "T/N"]),
    _sheet(["Situația absențelor"], ["Nr", "Elev", "Oct. (total/nemot.)", "Nov. (total/nemot.)"]),
    _sheet(["Situația absențelor"], ["Nr", "Elev", "Octombrie\ntotal / din care nem.", "Noiembrie\ntotal / din care nem."]),
])  # fmt: skip
def test_a_total_and_its_unexcused_hours(rows: Rows, name: str, tmp_path: Path) -> None:
    assert short_rows(imported(Book({"Foaie1": rows}, name=name).write(tmp_path)), "attendance") == _TOTALS


@pytest.mark.parametrize(("heading", "first", "second"), [
    ("M/N", "yes", "no"), ("Motivate/nemotivate", "yes", "no"), ("Abs. nem./mot.", "no", "yes"), ("mot / nemot", "yes", "no"),
])  # fmt: skip
def test_excused_and_unexcused_hours_of_a_sheet_of_a_month(
    heading: str, first: str, second: str, tmp_path: Path
) -> None:
    rows = [["Absențe octombrie"], ["Elev", heading], ["Alfa Ana", "12/5"], ["Beta Dan", "3/13"], ["Gama Ion", "-"]]
    assert short_rows(imported(Book({"VI A": rows}).write(tmp_path)), "attendance") == sorted([
        f"alfa-ana 2025-10-31 12 2025-10-01 {first}", f"alfa-ana 2025-10-31 5 2025-10-01 {second}",
        f"beta-dan 2025-10-31 3 2025-10-01 {first}", f"beta-dan 2025-10-31 13 2025-10-01 {second}",
    ])  # fmt: skip


@pytest.mark.parametrize(("answer", "expected"), [
    ("total_unexcused", _TOTALS),
    ("total_excused", [
        "alfa-ana 2025-10-31 5 2025-10-01 yes", "alfa-ana 2025-10-31 7 2025-10-01 no",
        "alfa-ana 2025-11-30 8 2025-11-01 no", "beta-dan 2025-10-31 3 2025-10-01 yes", "beta-dan 2025-11-30 0 2025-11-01 no",
    ]),
    ("excused_unexcused", [
        "alfa-ana 2025-10-31 12 2025-10-01 yes", "alfa-ana 2025-10-31 5 2025-10-01 no",
        "alfa-ana 2025-11-30 8 2025-11-01 yes", "beta-dan 2025-10-31 3 2025-10-01 no",
        "beta-dan 2025-10-31 3 2025-10-01 yes", "beta-dan 2025-11-30 0 2025-11-01 no",
    ]),
])  # fmt: skip
def test_two_numbers_that_no_heading_explains_are_asked_about_once(
    answer: str, expected: list[str], tmp_path: Path
) -> None:
    path = Book({"VI A": _sheet(["Nr", "Elev", "Octombrie", "Noiembrie"])}).write(tmp_path)
    with pytest.raises(OpenQuestions) as caught:
        imported(path)
    (question,) = caught.value.questions
    assert (question.kind, question.cell) == ("pairs", "VI A!C1")
    assert "ce sunt cele două numere dintr-o celulă (de pildă 12/5, 3/3)?" in question.words_to_write().ro
    found = imported(path, ask=lambda _: answer)
    assert short_rows(found, "attendance") == expected
    assert short_rows(imported(path, mapping=found.mapping), "attendance") == expected


def test_days_with_a_stroke_stay_days(tmp_path: Path) -> None:
    rows = [["Elev", "Absențe"], ["Alfa Ana", "12/5"], ["Beta Dan", "3/3"]]
    assert short_rows(imported(Book({"VI A": rows}).write(tmp_path)), "attendance") == [
        "alfa-ana 2026-05-12 1", "beta-dan 2026-03-03 1",
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "sentence"), [
    ("5/12", "found '5/12'; expected a total and a part of it, which is not more than it, such as 12/5; correct the cell."),
    (12, "found '12'; expected two numbers of hours as in the other cells, such as 12/5; correct the cell."),
    (dt.datetime(2026, 5, 12), "found '12.05.2026'; expected two numbers of hours, such as 12/5, of which the spreadsheet "
     "made a day; format the column as text and write them again."),
])  # fmt: skip
def test_a_broken_pair_is_told_at_its_cell(value: object, sentence: str, tmp_path: Path) -> None:
    rows = [["Absențe octombrie"], ["Elev", "Total/Nemotivate"], ["Alfa Ana", value], ["Beta Dan", "3/3"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"VI A": rows}).write(tmp_path))
    assert caught.value.sentences("en") == [f"registru.xlsx, VI A!B3: {sentence}"]


def test_answers_about_numbers_of_two_sheets_with_the_same_headings_stay_apart(tmp_path: Path) -> None:
    """Headings that differ in their months and days alone are one layout: each answer has a place of its own."""
    marks = [
        ["Nr", "Elev", "Matematică", None, None],
        [None, None, "13.10", "3.11", "5.11"],
        [1, "Alfa Ana", 7, 8, None],
    ]
    path = Book({"luni": _sheet(["Nr", "Elev", "Octombrie", "Noiembrie"]), "zile": marks}).write(tmp_path)
    found = imported(path, ask=lambda asked: {"pairs": "total_unexcused", "day_numbers": "marks"}[asked.kind])
    assert short_rows(found, "attendance") == _TOTALS
    assert short_rows(found, "grades") == ["alfa-ana 2025-10-13 7 matematică", "alfa-ana 2025-11-03 8 matematică"]
    again = imported(path, mapping=found.mapping)
    assert (short_rows(again, "attendance"), len(short_rows(again, "grades"))) == (_TOTALS, 2)
