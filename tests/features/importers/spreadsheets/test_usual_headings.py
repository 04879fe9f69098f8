"""Headings as registers usually have them: months merged over their parts, abbreviations, signatures below."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.sheets.books import Book, Rows, imported, short_rows

_PARTS = ("Total", "Motiv.", "Nemotiv.")
_READ = [
    "alfa-ana 2025-10-31 2 2025-10-01 yes", "alfa-ana 2025-10-31 3 2025-10-01 no",
    "alfa-ana 2025-11-30 1 2025-11-01 no", "beta-dan 2025-10-31 4 2025-10-01 yes",
]  # fmt: skip


def _centralised(first: Sequence[object], second: Sequence[object], *below: Sequence[object]) -> Rows:
    pupils = [[1, "Alfa Ana", 5, 2, 3, 1, None, 1], [2, "Beta Dan", 4, 4, 0, None, None, None]]
    return [["Situația absențelor, clasa a VI-a A"], [], list(first), list(second), *pupils, *map(list, below)]


@pytest.mark.parametrize(("first", "second", "merged"), [
    (["Nr. crt.", "Elev", "Octombrie", None, None, "Noiembrie", None, None], [None, None, *_PARTS, *_PARTS],
     ["A3:A4", "B3:B4", "C3:E3", "F3:H3"]),
    (["Nr. crt.", "Elev", "Octombrie", None, None, "Noiembrie", None, None], [None, None, *_PARTS, *_PARTS], []),
    ([None, None, "OCTOMBRIE 2025", None, None, "NOIEMBRIE 2025", None, None], ["Nr.", "Elev", *_PARTS, *_PARTS],
     ["C3:E3", "F3:H3"]),
    (["Nr.", "Elev", "Absențe octombrie", None, None, "Luna noiembrie", None, None],
     [None, None, "Tot.", "din care motiv.", "nemotiv.", "T", "M", "N"], ["A3:A4", "B3:B4", "C3:E3", "F3:H3"]),
    (["Nr.", "Elev", "Oct.", None, None, "Nov.", None, None],
     [None, None, "Total abs.", "Nr. abs. mot.", "Abs. nemotiv.", "Total", "Ore motivate", "Ore nemotiv."],
     ["C3:E3", "F3:H3"]),
])  # fmt: skip
def test_months_over_total_excused_and_not(
    first: list[object], second: list[object], merged: list[str], tmp_path: Path
) -> None:
    book = Book({"Foaie1": _centralised(first, second)}, merged={"Foaie1": merged})
    assert short_rows(imported(book.write(tmp_path)), "attendance") == _READ


@pytest.mark.parametrize("below", [
    [[], [None, "Director,", None, None, None, "Secretar,"], [None, "Exemplu Ion", None, None, None, "Popa Lenuța"]],
    [["Director,", None, None, None, "Secretar,"], ["Exemplu Ion", None, None, None, "Popa Lenuța"]],
    [[None, None, "Diriginte,"], [None, None, "prof. Popa Lenuța"]],
    [[None, None, None, "Întocmit:"], [], [None, "x", "Popa Lenuța"]],
    [[None, "Secretar șef,", "Director adjunct,"], [None, "Popa Lenuța", "Exemplu Ion"]],
    [[None, "TOTAL", 9, 6, 3], [None, "Director", "Secretar"], [None, "Popa Lenuța", "Exemplu Ion"]],
])  # fmt: skip
def test_names_below_an_office_are_neither_pupils_nor_hours(below: list[list[object]], tmp_path: Path) -> None:
    rows = _centralised(
        ["Nr.", "Elev", "Octombrie", None, None, "Noiembrie", None, None], [None, None, *_PARTS, *_PARTS], *below
    )
    found = imported(Book({"Foaie1": rows}, merged={"Foaie1": ["C3:E3", "F3:H3"]}).write(tmp_path))
    assert short_rows(found, "attendance") == _READ
    assert short_rows(found, "enrolments") == ["alfa-ana VI A 6", "beta-dan VI A 6"]


@pytest.mark.parametrize(("heading", "expected"), [
    ("Absențe nemotivate oct. 2025", "2025-10-31 3 2025-10-01 no"),
    ("Abs. nemot. octombrie", "2025-10-31 3 2025-10-01 no"),
    ("Nr. abs. motivate noiembrie 2025", "2025-11-30 3 2025-11-01 yes"),
    ("Nemotivate luna noiembrie", "2025-11-30 3 2025-11-01 no"),
    ("Octombrie - motiv.", "2025-10-31 3 2025-10-01 yes"),
    ("Absențe octombrie", "2025-10-31 3 2025-10-01 unknown"),
])  # fmt: skip
def test_a_heading_says_month_and_excuse_together(heading: str, expected: str, tmp_path: Path) -> None:
    rows: Rows = [["Nr.", "Elev", heading], [1, "Alfa Ana", 3]]
    assert short_rows(imported(Book({"Foaie1": rows}).write(tmp_path)), "attendance") == [f"alfa-ana {expected}"]


@pytest.mark.parametrize("heading", [
    "Nr. matricol / vol.", "Nr. matr. vol./pag.", "Nr. matricol/volum/pagină", "Număr matricol și an", "Nr. din reg. matricol",
])  # fmt: skip
def test_a_register_number_with_its_volume(heading: str, tmp_path: Path) -> None:
    rows: Rows = [["Nr.", heading, "Elev", "Sex"], [1, "411/12", "Alfa Ana", "F"]]
    assert short_rows(imported(Book({"Elevi": rows}).write(tmp_path)), "enrolments") == ["r411/12 F"]


def test_parts_beside_the_days_of_a_grid_are_no_question(tmp_path: Path) -> None:
    rows: Rows = [
        ["Absențe octombrie"], ["Nr.", "Elev", *range(1, 8), "Total", "Motivate", "Nemotiv."],
        [1, "Alfa Ana", "x", None, None, None, "m", None, None, 2, 1, 1],
    ]  # fmt: skip
    found = imported(Book({"Foaie1": rows}).write(tmp_path))
    assert short_rows(found, "attendance") == ["alfa-ana 2025-10-01 1", "alfa-ana 2025-10-05 1 yes"]


@pytest.mark.parametrize("hours", ["2h", "2 h", "2 ore", "2ore", "2 h.", 2])
def test_hours_with_their_unit(hours: object, tmp_path: Path) -> None:
    rows: Rows = [["Elev", "Data", "Ore"], ["Alfa Ana", "15.10", hours], ["Beta Dan", "15.10", "1 oră"]]
    assert short_rows(imported(Book({"Absențe": rows}).write(tmp_path)), "attendance") == [
        "alfa-ana 2025-10-15 2", "beta-dan 2025-10-15 1",
    ]  # fmt: skip


def test_totals_with_their_unit(tmp_path: Path) -> None:
    rows: Rows = [["Nr.", "Elev", "Octombrie"], [1, "Alfa Ana", "3 ore"], [2, "Beta Dan", "1h"]]
    assert short_rows(imported(Book({"Absențe": rows}).write(tmp_path)), "attendance") == [
        "alfa-ana 2025-10-31 3 2025-10-01 unknown", "beta-dan 2025-10-31 1 2025-10-01 unknown",
    ]  # fmt: skip
