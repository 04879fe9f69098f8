"""Sheets that are ugly and right: grids of days, lists in cells, registers of classes. Every row is counted by hand."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.sheets.books import Book, Ugly, imported, short_rows

Expected = Mapping[str, Sequence[str]]


def crosses_with_month_on_the_tab() -> tuple[Book, Expected]:
    """A grid of days whose month only the sheet's name tells; x, a and m; a total column, a signature below."""
    days = list(range(1, 32))
    ana = [None] * 31
    ana[1], ana[2], ana[30] = "x", "m", "a"
    dan = [None] * 31
    dan[1] = "/"
    rows = [
        ["Școala Gimnazială Exemplu"], ["Situația prezenței - clasa a VII-a B"], [],
        ["Nr. crt.", "Numele și prenumele elevului", *days, "Total"],
        [1, "Alfa Ana", *ana, 3], [2, "Beta Dan", *dan, 1], [None, "TOTAL", *[None] * 31, 4],
        [], ["Diriginte,", None, "prof. Exemplu"],
    ]  # fmt: skip
    return Book({"Octombrie": rows}), {
        "attendance": [
            "alfa-ana 2025-10-02 1", "alfa-ana 2025-10-03 1 yes", "alfa-ana 2025-10-31 1", "beta-dan 2025-10-02 1",
        ],
        "enrolments": ["alfa-ana VII B 7", "beta-dan VII B 7"],
    }  # fmt: skip


def hours_and_letters_in_days() -> tuple[Book, Expected]:
    """Numbers of hours with m and n behind them, the weekday's letter in a second row of headings, a month in a title."""
    rows = [
        ["ABSENȚE NOIEMBRIE 2025, clasa 6A"],
        ["Nr.", "Elev", 3, 4, 5, 6, 7, "mot.", "nem."],
        [None, None, "L", "Ma", "Mi", "J", "V", None, None],
        [1, "Alfa Ana", 2, "3m", None, "1m 2n", None, 4, 4],
        [2, "Beta Dan", None, "-", "n", None, "p", None, 1],
    ]
    return Book({"Foaie1": rows}), {
        "attendance": [
            "alfa-ana 2025-11-03 2", "alfa-ana 2025-11-04 3 yes", "alfa-ana 2025-11-06 1 yes",
            "alfa-ana 2025-11-06 2 no", "beta-dan 2025-11-05 1 no",
        ],
        "enrolments": ["alfa-ana VI A 6", "beta-dan VI A 6"],
    }  # fmt: skip


def two_months_side_by_side() -> tuple[Book, Expected]:
    """Two months in one grid under merged names of months, which have different lengths."""
    rows = [
        ["Clasa a V-a C"],
        ["Nume și prenume", "ianuarie", None, None, "februarie", None, None],
        [None, 29, 30, 31, 1, 2, 3],
        ["Alfa Ana", "a", None, None, None, "a", "m"],
    ]
    return Book({"frecventa": rows}, merged={"frecventa": ["A2:A3", "B2:D2", "E2:G2"]}), {
        "attendance": ["alfa-ana 2026-01-29 1", "alfa-ana 2026-02-02 1", "alfa-ana 2026-02-03 1 yes"],
    }


def two_months_without_merging() -> tuple[Book, Expected]:
    """The same, but the names of the months only stand above their first day."""
    rows = [
        ["Clasa a V-a C"],
        ["Nume și prenume", "ianuarie", None, None, "februarie", None, None],
        [None, 29, 30, 31, 1, 2, 3],
        ["Alfa Ana", "a", None, None, None, "a", "m"],
    ]
    return Book({"frecventa": rows}), {
        "attendance": ["alfa-ana 2026-01-29 1", "alfa-ana 2026-02-02 1", "alfa-ana 2026-02-03 1 yes"],
    }


def real_dates_as_headings() -> tuple[Book, Expected]:
    """The headings of days are real dates; late comings too; hidden rows and a hidden sheet count."""
    head = ["Nume", "Prenume", *(dt.datetime(2025, 10, day) for day in (6, 7, 8))]
    rows = [head, ["Alfa", "Ana", "x", "î", None], ["Beta", "Dan", None, None, "abs"]]
    hidden = [["Elev", *(dt.datetime(2025, 11, day) for day in (3, 4, 5))], ["Alfa Ana", "m", None, None]]
    return Book(
        {"VIII A": rows, "VIII A nov": hidden}, hidden_sheets=["VIII A nov"], hidden_rows={"VIII A": [3]}
    ), {
        "attendance": [
            "alfa-ana 2025-10-06 1", "alfa-ana 2025-10-07 1 late", "alfa-ana 2025-11-03 1 yes", "beta-dan 2025-10-08 1",
        ],
    }  # fmt: skip


def marks_in_a_grid_of_days() -> tuple[Book, Expected]:
    """A teacher's own register: a month's marks in a grid of days, with two marks on one day and an absence."""
    rows = [
        ["Note matematică, clasa a VIII-a A, martie"],
        ["Nr crt", "Elevul", 2, 3, 4, 5, 6],
        [1, "Alfa Ana", 9, None, "a", None, "8,10"],
        [2, "Beta Dan", None, 4, None, None, None],
    ]
    return Book({"martie": rows}), {
        "grades": [
            "alfa-ana 2026-03-02 9 matematică", "alfa-ana 2026-03-06 10 matematică", "alfa-ana 2026-03-06 8 matematică",
            "beta-dan 2026-03-03 4 matematică",
        ],
        "attendance": ["alfa-ana 2026-03-04 1 matematică"],
    }  # fmt: skip


def subjects_with_dated_marks() -> tuple[Book, Expected]:
    """A subject a column, in each cell a list: 7/12.10 and 9 (3.11) and 12-10-2025: 7; abbreviated subjects; cedillas."""
    rows = [
        ["CATALOG clasa a VI-a B"],
        ["Nr.", "Numele şi prenumele", "Lb. română", "Mate.", "Ed. fiz."],
        [1, "Alfa Ana", "7/12.10; 9/3.11", "10 (zece)/15.01", None],
        [2, "Beta Dan", "12-10-2025: 4; 14-10-2025: 6", "9 (3.11), 8 (2.02)", "FB/12.10"],
    ]
    return Book({"note": rows}), {
        "grades": [
            "alfa-ana 2025-10-12 7 limba și literatura română", "alfa-ana 2025-11-03 9 limba și literatura română",
            "alfa-ana 2026-01-15 10 matematică", "beta-dan 2025-10-12 4 limba și literatura română",
            "beta-dan 2025-10-12 FB educație fizică și sport", "beta-dan 2025-10-14 6 limba și literatura română",
            "beta-dan 2025-11-03 9 matematică", "beta-dan 2026-02-02 8 matematică",
        ],
    }  # fmt: skip


def register_of_a_subject() -> tuple[Book, Expected]:
    """A sheet a subject, named by its tab: marks and absences as lists beside each other, and an average."""
    head = ["Nr. crt.", "Nume și prenume", "Note", "Absențe", "Media"]
    mate = [head, [1, "Alfa Ana", "8/7.10\n9/2.12", "14.10m; 15.10", 8.5], [2, "Beta Dan", "5/7.10", None, 5]]
    fiz = [head, [1, "Alfa Ana", None, "(20.10), 21.10 n", None], [2, "Beta Dan", "6/8.10", "2x22.10", "6,00"]]
    return Book({"Mate": mate, "Fizică": fiz}, name="7B 2025-2026.xlsx"), {
        "grades": [
            "alfa-ana 2025-10-07 8 matematică", "alfa-ana 2025-12-02 9 matematică",
            "alfa-ana 2026-06-19 8.5 matematică average", "beta-dan 2025-10-07 5 matematică",
            "beta-dan 2025-10-08 6 fizică", "beta-dan 2026-06-19 5 matematică average",
            "beta-dan 2026-06-19 6.00 fizică average",
        ],
        "attendance": [
            "alfa-ana 2025-10-14 1 yes matematică", "alfa-ana 2025-10-15 1 matematică",
            "alfa-ana 2025-10-20 1 yes fizică", "alfa-ana 2025-10-21 1 no fizică", "beta-dan 2025-10-22 2 fizică",
        ],
        "enrolments": ["alfa-ana VII B 7", "beta-dan VII B 7"],
    }  # fmt: skip


def subjects_with_note_and_absence_columns() -> tuple[Book, Expected]:
    """Two rows of headings: a merged subject above Note and Abs.; merged cells of the pupil over two rows."""
    rows = [
        ["Catalog - a V-a A"],
        ["Nr.", "Elev", "Matematică", None, "Istorie", None],
        [None, None, "Note", "Abs.", "Note", "Abs."],
        [1, "Alfa Ana", "9/1.10", "2.10", "10/3.10", None],
        [None, None, "8/8.10", None, None, "10.10 mot"],
        [2, "Beta Dan", None, "2.10 m", None, None],
    ]
    merged = ["A2:A3", "B2:B3", "C2:D2", "E2:F2", "A4:A5", "B4:B5"]
    return Book({"V A": rows}, merged={"V A": merged}), {
        "grades": ["alfa-ana 2025-10-01 9 matematică", "alfa-ana 2025-10-03 10 istorie", "alfa-ana 2025-10-08 8 matematică"],
        "attendance": [
            "alfa-ana 2025-10-02 1 matematică", "alfa-ana 2025-10-10 1 yes istorie", "beta-dan 2025-10-02 1 yes matematică",
        ],
    }  # fmt: skip


def absences_as_lists_by_subject() -> tuple[Book, Expected]:
    """A subject a column with lists of days; Roman months; a real date where the cell held one day only."""
    rows = [
        ["Absențe pe discipline"],
        ["Nume elev", "clasa", "Matematică", "Chimie"],
        ["Alfa Ana", "cl. a VII-a B", "3.X, 4.X m", dt.datetime(2025, 10, 6)],
        ["Beta Dan", "VII B", None, "12 oct; 13 oct m"],
    ]
    return Book({"abs": rows}), {
        "attendance": [
            "alfa-ana 2025-10-03 1 matematică", "alfa-ana 2025-10-04 1 yes matematică", "alfa-ana 2025-10-06 1 chimie",
            "beta-dan 2025-10-12 1 chimie", "beta-dan 2025-10-13 1 yes chimie",
        ],
        "enrolments": ["alfa-ana VII B 7", "beta-dan VII B 7"],
    }  # fmt: skip


def excused_and_unexcused_lists() -> tuple[Book, Expected]:
    """Excused and unexcused days in columns of their own, as lists."""
    rows = [
        ["Nr. matr.", "Numele", "Prenumele", "Motivate", "Nemotivate"],
        ["101/4", "Alfa", "Ana", "12.10; 13.10", "20.11"],
        ["102/4", "Beta", "Dan", None, "1.12, 2.12"],
    ]
    return Book({"Absențe 5B": rows}), {
        "attendance": [
            "r101/4 2025-10-12 1 yes", "r101/4 2025-10-13 1 yes", "r101/4 2025-11-20 1 no", "r102/4 2025-12-01 1 no",
            "r102/4 2025-12-02 1 no",
        ],
        "enrolments": ["r101/4 V B 5", "r102/4 V B 5"],
    }  # fmt: skip


def days_below_months() -> tuple[Book, Expected]:
    """Months in columns, below them only the numbers of days: 3, 5m."""
    rows = [
        ["Situația absențelor"],
        ["Elev", "Septembrie", "Octombrie", "Noiembrie"],
        ["Alfa Ana", "15", "3, 5m", None],
        ["Beta Dan", None, "7n", "10, 11, 12m"],
    ]
    return Book({"9B": rows}), {
        "attendance": [
            "alfa-ana 2025-09-30 15 2025-09-01 unknown", "alfa-ana 2025-10-03 1", "alfa-ana 2025-10-05 1 yes",
            "beta-dan 2025-10-07 1 no", "beta-dan 2025-11-10 1", "beta-dan 2025-11-11 1", "beta-dan 2025-11-12 1 yes",
        ],
    }  # fmt: skip


def two_classes_on_one_sheet() -> tuple[Book, Expected]:
    """Two classes one below the other, each with its own title and row of headings, empty rows and columns between."""
    head = [None, "Nr.", "Nume și prenume", "Absențe"]
    rows = [
        [None, None, "Clasa a V-a A"], head, [None, 1, "Alfa Ana", "12.10, 13.10m"], [None, 2, "Beta Dan", None],
        [None, None, "Total", 2], [], [], [None, None, "Clasa a V-a B"], head, [None, 1, "Gama Ion", "5.11"],
    ]  # fmt: skip
    return Book({"Octombrie-noiembrie": rows}), {
        "attendance": ["alfa-ana 2025-10-12 1", "alfa-ana 2025-10-13 1 yes", "gama-ion 2025-11-05 1"],
        "enrolments": ["alfa-ana V A 5", "beta-dan V A 5", "gama-ion V B 5"],
    }


def two_tables_side_by_side() -> tuple[Book, Expected]:
    """Half of the class on the left, half on the right, to fit on a page."""
    rows = [
        ["cls. a VII-a A"],
        ["Nr", "Elev", "Abs", None, "Nr", "Elev", "Abs"],
        [1, "Alfa Ana", "12.10", None, 3, "Gama Ion", "1.10 m"],
        [2, "Beta Dan", None, None, 4, "Delta Eva", "2.10"],
    ]
    return Book({"S1": rows}), {
        "attendance": ["alfa-ana 2025-10-12 1", "delta-eva 2025-10-02 1", "gama-ion 2025-10-01 1 yes"],
    }


def undated_marks_on_a_month_sheet() -> tuple[Book, Expected]:
    """Marks without days, 8,9,10, on a sheet of one month: they are of its last day."""
    rows = [["Elev", "Matematică", "Istorie"], ["Alfa Ana", "8,9", 10], ["Beta Dan", "4", None]]
    return Book({"noiembrie": rows}, name="catalog VI C.xlsx"), {
        "grades": [
            "alfa-ana 2025-11-30 10 istorie", "alfa-ana 2025-11-30 8 matematică", "alfa-ana 2025-11-30 9 matematică",
            "beta-dan 2025-11-30 4 matematică",
        ],
    }  # fmt: skip


def numbered_marks_below_subjects() -> tuple[Book, Expected]:
    """Numbered columns of marks below each subject, an average beside; names with their number in the list before them."""
    rows = [
        ["Clasa a IX-a A (2025/2026), note"],
        ["Numele și prenumele elevului (în ordine alfabetică)", "Matematică", None, None, "Fizică", None, None],
        [None, 1, 2, "Media", 1, 2, "Media"],
        ["1. Alfa Ana", "7/12.10", "8/1.02", 7.5, "9/14.10", None, 9],
        ["2. Beta Dan", None, None, None, "10 (15.10)", None, 10],
    ]
    return Book({"Foaie1": rows}), {
        "grades": [
            "alfa-ana 2025-10-12 7 matematică", "alfa-ana 2026-02-01 8 matematică", "alfa-ana 2026-06-19 7.5 matematică average",
            "alfa-ana 2025-10-14 9 fizică", "alfa-ana 2026-06-19 9 fizică average", "beta-dan 2025-10-15 10 fizică",
            "beta-dan 2026-06-19 10 fizică average",
        ],
        "enrolments": ["alfa-ana IX A 9", "beta-dan IX A 9"],
    }  # fmt: skip


def averages_of_semesters_and_year() -> tuple[Book, Expected]:
    """Old style: below each subject the averages of semester one, two and the year, of which the year's count."""
    rows = [
        ["Centralizator medii, clasa a X-a B"],
        ["Nr.", "Elev", "Istorie", None, None],
        [None, None, "Sem. I", "Sem. II", "Anual"],
        [1, "Alfa Ana", 8, 9, "8,50"],
    ]
    return Book({"medii": rows}, merged={"medii": ["A2:A3", "B2:B3", "C2:E2"]}), {
        "grades": ["alfa-ana 2026-06-19 8.50 istorie average"],
    }


def days_that_became_numbers() -> tuple[Book, Expected]:
    """Headings of days typed as 6.11 are numbers now; over the days of a child who left stands a merged word."""
    rows = [
        ["Frecvența"],
        ["Elev", 6.11, 7.11, 10.11, 11.11],
        ["Alfa Ana", "a", None, "m", None],
        ["Beta Dan", "x", "TRANSFERAT 7.11", None, None],
    ]
    return Book({"VI A": rows}, merged={"VI A": ["C4:E4"]}), {
        "attendance": ["alfa-ana 2025-11-06 1", "alfa-ana 2025-11-10 1 yes", "beta-dan 2025-11-06 1"],
    }


def a_test_whose_day_is_in_the_title() -> tuple[Book, Expected]:
    """Marks of one test; its day stands in the title only; the class's letter stands in a column, its level above."""
    rows = [
        ["Evaluare la istorie din 12.09.2025, clasa a VII-a"],
        ["Elev", "Cls.", "Nota"],
        ["Alfa Ana", "B", 7],
        ["Beta Dan", "B", "10 (zece)"],
    ]
    return Book({"Foaie1": rows}), {
        "grades": ["alfa-ana 2025-09-12 7 istorie", "beta-dan 2025-09-12 10 istorie"],
        "enrolments": ["alfa-ana VII B 7", "beta-dan VII B 7"],
    }


def days_below_a_word() -> tuple[Book, Expected]:
    """The days stand below a merged word, with M and N for the sums behind them."""
    rows = [
        ["Nr", "Nume și prenume", "Absențe", None, None, None, None],
        [None, None, "1", "2", "3", "M", "N"],
        [1, "Alfa Ana", "x", "m", None, 1, 1],
    ]
    return Book({"oct VI A": rows}, merged={"oct VI A": ["C1:G1"]}), {
        "attendance": ["alfa-ana 2025-10-01 1", "alfa-ana 2025-10-02 1 yes"],
        "enrolments": ["alfa-ana VI A 6"],
    }


UGLY: tuple[Ugly, ...] = (
    days_below_a_word,
    days_that_became_numbers,
    a_test_whose_day_is_in_the_title,
    numbered_marks_below_subjects, averages_of_semesters_and_year,
    crosses_with_month_on_the_tab, hours_and_letters_in_days, two_months_side_by_side, two_months_without_merging,
    real_dates_as_headings, marks_in_a_grid_of_days, subjects_with_dated_marks, register_of_a_subject,
    subjects_with_note_and_absence_columns, absences_as_lists_by_subject, excused_and_unexcused_lists,
    days_below_months, two_classes_on_one_sheet, two_tables_side_by_side, undated_marks_on_a_month_sheet,
)  # fmt: skip


@pytest.mark.parametrize("ugly", UGLY, ids=lambda each: each.__name__)
def test_an_ugly_workbook_gives_the_rows_counted_by_hand(ugly: Ugly, tmp_path: Path):
    book, expected = ugly()
    result = imported(book.write(tmp_path))
    for table, rows in expected.items():
        assert short_rows(result, table) == sorted(rows), table
    others = {"attendance", "grades", "incidents", "outcomes", "family"} - set(expected)
    assert {table: short_rows(result, table) for table in others} == {table: [] for table in others}
