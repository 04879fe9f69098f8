"""Sheets that are ugly and right: events a row, monthly totals, averages, pupil lists, family, outcomes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.sheets.books import Book, Ugly, imported, short_rows

Expected = Mapping[str, Sequence[str]]


def absences_a_row() -> tuple[Book, Expected]:
    """A title block, days as text with and without a year and as real dates, da/nu, totals and signatures below."""
    rows = [
        ["ȘCOALA GIMNAZIALĂ EXEMPLU"], ["Registrul absențelor, clasa a VII-a B"], [],
        ["Nr. crt.", "Nume și prenume", "Data", "Disciplina", "Nr. ore", "Motivată"],
        [1, "Alfa Ana", "12.10", "mate", 2, "da"],
        [2, "Beta Dan", dt.datetime(2025, 10, 13), "Lb. engleză", 1, "nu"],
        [3, "Alfa Ana", "02.03.2026", "Educație plastică", 1, "nu"],
        ["", "TOTAL", None, None, 4, None], [], ["Întocmit,", None, "prof. Exemplu"],
    ]  # fmt: skip
    return Book({"Foaie1": rows}), {
        "attendance": [
            "alfa-ana 2025-10-12 2 yes matematică", "alfa-ana 2026-03-02 1 no educație plastică",
            "beta-dan 2025-10-13 1 no limba engleză",
        ],
    }  # fmt: skip


def names_only_on_the_first_row() -> tuple[Book, Expected]:
    """A pupil's name on the first of their rows only; serial numbers of days; m and n."""
    rows = [
        ["Elev", "Clasa", "Ziua", "m/n"],
        ["Alfa Ana", "a VI-a A", 45943, "m"],
        [None, None, 45944, "n"],
        ["Beta Dan", "6A", 45943, None],
    ]
    return Book({"absente": rows}), {
        "attendance": ["alfa-ana 2025-10-13 1 yes", "alfa-ana 2025-10-14 1 no", "beta-dan 2025-10-13 1 no"],
        "enrolments": ["alfa-ana VI A 6", "beta-dan VI A 6"],
    }


def marks_a_row() -> tuple[Book, Expected]:
    """Marks a row with register numbers, comma decimals, marks in words; pupils twice a day; kinds of marks."""
    rows = [
        ["Nr. matricol", "Elev", "Materia", "Data", "Nota", "Tip notă"],
        ["1201", "Alfa Ana", "Matematică", "3 feb 2026", "nouă", "notă"],
        ["1201", "Alfa Ana", "Matematică", "3 feb 2026", 9, "notă"],
        ["1202", "Beta Dan", "Istorie", "2026-02-04", "8,50", "teză"],
        ["1202", "Beta Dan", "Religie", "4.2.26", "F.B.", None],
    ]
    return Book({"note": rows}), {
        "grades": [
            "r1201 2026-02-03 9 matematică mark", "r1201 2026-02-03 9 matematică mark",
            "r1202 2026-02-04 8.50 istorie exam", "r1202 2026-02-04 FB religie",
        ],
    }  # fmt: skip


def months_in_columns() -> tuple[Book, Expected]:
    """Monthly totals, motivate and nemotivate below merged months, a row that numbers the columns, class average."""
    rows = [
        ["Situația absențelor pe luni"], ["Clasa: a VIII-a A"],
        ["Nr. crt.", "Numele și prenumele", "Sept.", None, "Oct.", None, "Total", None],
        [None, None, "mot", "nem", "mot", "nem", "mot", "nem"],
        [0, 1, 2, 3, 4, 5, 6, 7],
        [1, "Alfa Ana", 2, 0, 1, 3, 3, 3], [2, "Beta Dan", 0, 0, None, 4, 0, 4],
        [None, "Media clasei", 1, 0, 0.5, 3.5, 1.5, 3.5],
    ]  # fmt: skip
    merged = ["A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:H3"]
    return Book({"S1": rows}, merged={"S1": merged}), {
        "attendance": [
            "alfa-ana 2025-09-30 2 2025-09-01 yes", "alfa-ana 2025-10-31 1 2025-10-01 yes",
            "alfa-ana 2025-10-31 3 2025-10-01 no", "beta-dan 2025-09-30 0 2025-09-01 no",
            "beta-dan 2025-10-31 4 2025-10-01 no",
        ],
        "enrolments": ["alfa-ana VIII A 8", "beta-dan VIII A 8"],
    }  # fmt: skip


def a_sheet_a_month_of_totals() -> tuple[Book, Expected]:
    """A sheet a month with total, motivate and nemotivate; a month yet to come is empty."""
    head = ["Elev", "Total absențe", "din care motivate", "din care nemotivate"]
    return Book(
        {
            "sept 2025": [head, ["Alfa Ana", 5, 2, 3], ["Beta Dan", "-", None, None]],
            "oct 2025": [head, ["Alfa Ana", 1, None, 1], ["Beta Dan", 2, 2, 0]],
            "nov 2025": [head, ["Alfa Ana", None, None, None], ["Beta Dan", None, None, None]],
        },
        name="absente 10C.xlsx",
    ), {
        "attendance": [
            "alfa-ana 2025-09-30 2 2025-09-01 yes", "alfa-ana 2025-09-30 3 2025-09-01 no",
            "alfa-ana 2025-10-31 1 2025-10-01 no", "beta-dan 2025-10-31 2 2025-10-01 yes",
        ],
        "enrolments": ["alfa-ana X C 10", "beta-dan X C 10"],
    }  # fmt: skip


def months_as_real_dates() -> tuple[Book, Expected]:
    """The names of months became real dates, the first of each month; one number a month."""
    rows = [
        ["Nume", "Prenume", *(dt.datetime(2025, month, 1) for month in (9, 10, 11))],
        ["Alfa", "Ana Maria", 4, None, 2],
    ]
    return Book({"absențe": rows}), {
        "attendance": [
            "alfa-ana-maria 2025-09-30 4 2025-09-01 unknown",
            "alfa-ana-maria 2025-11-30 2 2025-11-01 unknown",
        ],
    }


def a_month_a_row() -> tuple[Book, Expected]:
    """A row for each pupil and month, the month's name in a column."""
    rows = [
        ["Elev", "Luna", "Motivate", "Nemotivate"],
        ["Alfa Ana", "septembrie", 1, 0],
        ["Alfa Ana", "octombrie", 0, 2],
        ["Beta Dan", "ian.", 0, 0],
    ]
    return Book({"centralizator absențe": rows}), {
        "attendance": [
            "alfa-ana 2025-09-30 1 2025-09-01 yes", "alfa-ana 2025-10-31 2 2025-10-01 no",
            "beta-dan 2026-01-31 0 2026-01-01 no",
        ],
    }  # fmt: skip


def averages_of_a_year() -> tuple[Book, Expected]:
    """The year's averages, a subject a column, conduct, class mean below, absences of the year beside, outcome."""
    rows = [
        ["SITUAȚIA ȘCOLARĂ LA SFÂRȘITUL ANULUI ȘCOLAR 2025-2026"], ["Clasa a VII-a A"],
        ["Nr.", "Numele și prenumele", "Română", "Mat.", "Ed. fizică", "Purtare", "Media generală", "Total abs.",
         "Motivate", "Nemotivate", "Situația școlară"],
        [1, "Alfa Ana", 9, "8,00", 10, 10, 9.25, 12, 10, 2, "Promovat"],
        [2, "Beta Dan", 4, 5, "scutit", 7, 5.33, 60, 0, 60, "Corigent (1)"],
        [3, "Gama Ion", 4, 4, 4, 5, 4.25, 200, 0, 200, "Repetent"],
        [None, "Media clasei", 5.67, 5.67, 7, 7.33, 6.28, None, None, None, None],
    ]  # fmt: skip
    return Book({"VII A": rows}), {
        "grades": [
            "alfa-ana 2026-06-19 9 limba și literatura română average", "alfa-ana 2026-06-19 8.00 matematică average",
            "alfa-ana 2026-06-19 10 educație fizică și sport average", "alfa-ana 2026-06-19 10 conduct",
            "beta-dan 2026-06-19 4 limba și literatura română average", "beta-dan 2026-06-19 5 matematică average",
            "beta-dan 2026-06-19 7 conduct", "gama-ion 2026-06-19 4 limba și literatura română average",
            "gama-ion 2026-06-19 4 matematică average", "gama-ion 2026-06-19 4 educație fizică și sport average",
            "gama-ion 2026-06-19 5 conduct",
        ],
        "attendance": [
            "alfa-ana 2026-06-19 10 2025-09-08 yes", "alfa-ana 2026-06-19 2 2025-09-08 no",
            "beta-dan 2026-06-19 60 2025-09-08 no", "gama-ion 2026-06-19 200 2025-09-08 no",
        ],
        "outcomes": ["alfa-ana 2026-06-19 promoted", "gama-ion 2026-06-19 repeated_year"],
    }  # fmt: skip


def qualifiers_of_a_primary_class() -> tuple[Book, Expected]:
    """A primary class: FB/B/S/I as averages, words in full, subjects of that age, CLR and MEM."""
    rows = [
        ["Medii anuale clasa a II-a B"],
        ["Nr", "Elevul", "CLR", "MEM", "AVAP"],
        [1, "Alfa Ana", "FB", "Foarte bine", "B"],
        [2, "Beta Dan", "S", "Insuficient", "bine"],
    ]
    return Book({"final": rows}), {
        "grades": [
            "alfa-ana 2026-06-19 FB limba și literatura română average", "alfa-ana 2026-06-19 FB matematică average",
            "alfa-ana 2026-06-19 B educație plastică average", "beta-dan 2026-06-19 S limba și literatura română average",
            "beta-dan 2026-06-19 I matematică average", "beta-dan 2026-06-19 B educație plastică average",
        ],
    }  # fmt: skip


def pupil_list_with_everything() -> tuple[Book, Expected]:
    """A list of pupils: register numbers, names in capitals, days of birth in three ways, F and M, phones, CES."""
    rows = [
        ["TABEL NOMINAL"], ["clasa pregătitoare A"],
        ["Nr. crt", "Nr. matr.", "NUMELE", "INIȚ.", "PRENUMELE", "Data nașterii", "Sex", "CES", "Telefon părinte", "Etnie"],
        [1, "77/12", "ALFA", "P.", "ANA-MARIA", "14.05.2018", "F", "da", "0700 000 001", "x"],
        [2, "77/13", "BETA", None, "DAN", dt.datetime(2019, 1, 31), "M", "nu", None, None],
        [3, "77/14", "GAMA", None, "EVA", 2018, "fată", None, "0700 000 003", None],
    ]  # fmt: skip
    return Book({"CP A": rows}), {
        "enrolments": ["r77/12 CP A 0 2018 F", "r77/13 CP A 0 2019 M", "r77/14 CP A 0 2018 F"],
    }


def names_tell_who_a_row_is() -> tuple[Book, Expected]:
    """A list with register numbers, and a sheet of absences with names only, in capitals and with another ș."""
    return Book(
        {
            "Elevi": [
                ["Nr. matricol", "Nume și prenume", "Clasa", "Născut la"],
                [101, "Știucă Ana", "V A", "01.02.2014"], [102, "Beta Dan", "V B", "03.04.2014"],
                [103, "Beta Dan", "V A", "05.06.2014"],
            ],
            "Absențe V A": [["Elev", "Data"], ["ŞTIUCĂ ANA", "12.10"], ["BETA DAN", "13.10"]],
        }
    ), {
        "attendance": ["r101 2025-10-12 1", "r103 2025-10-13 1"],
        "enrolments": ["r101 V A 5 2014", "r102 V B 5 2014", "r103 V A 5 2014"],
    }  # fmt: skip


def family_situation() -> tuple[Book, Expected]:
    """Family: parents abroad with the country, who has the child, scholarships by kind, commuting in minutes."""
    rows = [
        ["Situația socială a elevilor, a VI-a C"],
        ["Elev", "Părinți plecați", "În grija cui", "Bursă", "Navetă (min)"],
        ["Alfa Ana", "ambii - Italia", "bunici", "socială", "40 min"],
        ["Beta Dan", "mama (Spania)", "tata", "de merit", "nu"],
        ["Gama Ion", "-", "ambii părinți", None, None],
        ["Delta Eva", None, None, None, None],
    ]
    return Book({"familii": rows}), {
        "family": [
            "alfa-ana 2025-09-08 relatives both 1 40", "beta-dan 2025-09-08 one_parent one 0 0",
            "gama-ion 2025-09-08 both_parents none",
        ],
    }  # fmt: skip


def comings_and_goings() -> tuple[Book, Expected]:
    """Outcomes with their days: transferat, abandon, plecat în străinătate; a pupil still there; a day of leaving."""
    rows = [
        ["Mișcarea elevilor 2025-2026"],
        ["Nr. matr", "Elev", "Clasa", "Situația", "Data plecării"],
        [1, "Alfa Ana", "9A", "Transferată la altă școală", "15.01.2026"],
        [2, "Beta Dan", "9A", "abandon școlar", "3.11"],
        [3, "Gama Ion", "9B", "plecat în străinătate", "1.12.2025"],
        [4, "Delta Eva", "9B", "înscris", None],
    ]
    return Book({"miscare": rows}), {
        "outcomes": [
            "r1 2026-01-15 transferred", "r2 2025-11-03 dropped_out", "r3 2025-12-01 emigrated",
        ],
        "enrolments": ["r1 IX A 9", "r2 IX A 9", "r3 IX B 9", "r4 IX B 9"],
    }  # fmt: skip


def incidents_a_row() -> tuple[Book, Expected]:
    """Conduct: an incident a row with its gravity, a sheet of help beside, an empty sheet."""
    rows = [
        ["Elev", "Data", "Abaterea", "Gravitate"],
        ["Alfa Ana", "12.10", "chiul", 1],
        ["Beta Dan", "13.10", "bătaie", 3],
    ]
    help_sheet = [["Cum se completează"], ["Scrieți câte un rând pentru fiecare abatere."]]
    return Book({"Ajutor": help_sheet, "abateri": rows, "Foaie3": []}), {
        "incidents": ["alfa-ana 2025-10-12 chiul 1", "beta-dan 2025-10-13 bătaie 3"],
    }


def english_headings() -> tuple[Book, Expected]:
    """A school that teaches in English: English headings, days with slashes, day first."""
    rows = [
        ["Student ID", "Full name", "Class", "Date", "Hours absent", "Excused yes/no"],
        ["A-7", "Alfa Ana", "Year 9 Blue", "13/10/2025", 3, "yes"],
        ["A-8", "Beta Dan", "Year 9 Blue", "04/11/2025", 1, "no"],
    ]
    return Book({"Absences": rows}), {
        "attendance": ["rA-7 2025-10-13 3 yes", "rA-8 2025-11-04 1 no"],
        "enrolments": ["rA-7 Year 9 Blue", "rA-8 Year 9 Blue"],
    }


def days_win_over_totals() -> tuple[Book, Expected]:
    """The same absences twice: by day on one sheet, as monthly totals on another; the days count."""
    return Book(
        {
            "octombrie": [["Elev", 1, 2, 3], ["Alfa Ana", "a", "m", None]],
            "Centralizator": [["Elev", "Octombrie", "Noiembrie"], ["Alfa Ana", 2, 5]],
        },
        name="prezenta.xlsx",
    ), {
        "attendance": [
            "alfa-ana 2025-10-01 1",
            "alfa-ana 2025-10-02 1 yes",
            "alfa-ana 2025-11-30 5 2025-11-01 unknown",
        ],
    }


def slips_in_headings() -> tuple[Book, Expected]:
    """Headings with slips of writing, line breaks, points and double spaces; a column of numbers of no use."""
    rows = [
        ["Nr.\ncrt.", "Numele  și\nprenumele elevlui", "Data\nabsenței", "Numar  de ore"],
        ["1.", "Alfa   Ana", "luni, 13.10.2025", "2"],
    ]
    return Book({"Absente": rows}), {"attendance": ["alfa-ana 2025-10-13 2"]}


def headings_broken_over_two_rows() -> tuple[Book, Expected]:
    """The words of headings go on in the row below, without merging; texts begin with an apostrophe."""
    rows = [
        ["Nr.", "Numele", "Data", "Nr."],
        ["crt.", "și prenumele", "absenței", "ore"],
        [1, "Alfa Ana", "'12.10.2025", "2"],
    ]
    return Book({"Absențe": rows}), {"attendance": ["alfa-ana 2025-10-12 2"]}


def subjects_beside_their_total() -> tuple[Book, Expected]:
    """Hours of a month by subject, and their total beside, which counts once."""
    rows = [["Elev", "Română", "Mate", "Total"], ["Alfa Ana", 1, 2, 3], ["Total fete", 1, 2, 3]]
    return Book({"Absențe oct": rows}), {
        "attendance": [
            "alfa-ana 2025-10-31 1 2025-10-01 unknown limba și literatura română",
            "alfa-ana 2025-10-31 2 2025-10-01 unknown matematică",
        ],
    }


def two_marks_beside_each_other() -> tuple[Book, Expected]:
    """Nota, Data, Nota, Data: two marks a row; the class stands on the first row of its pupils only."""
    rows = [
        ["Clasa", "Elev", "Nota", "Data", "Nota", "Data"],
        ["VII B", "Alfa Ana", 9, "12.10", 7, "3.11"],
        [None, "Beta Dan", 4, "12.10", None, None],
        ["VII C", "Gama Ion", None, None, 10, "4.11"],
    ]
    return Book({"mate": rows}), {
        "grades": [
            "alfa-ana 2025-10-12 9 matematică", "alfa-ana 2025-11-03 7 matematică", "beta-dan 2025-10-12 4 matematică",
            "gama-ion 2025-11-04 10 matematică",
        ],
        "enrolments": ["alfa-ana VII B 7", "beta-dan VII B 7", "gama-ion VII C 7"],
    }  # fmt: skip


UGLY: tuple[Ugly, ...] = (
    two_marks_beside_each_other,
    headings_broken_over_two_rows,
    subjects_beside_their_total,
    absences_a_row, names_only_on_the_first_row, marks_a_row, months_in_columns, a_sheet_a_month_of_totals,
    months_as_real_dates, a_month_a_row, averages_of_a_year, qualifiers_of_a_primary_class, pupil_list_with_everything,
    names_tell_who_a_row_is, family_situation, comings_and_goings, incidents_a_row, english_headings,
    days_win_over_totals, slips_in_headings,
)  # fmt: skip


@pytest.mark.parametrize("ugly", UGLY, ids=lambda each: each.__name__)
def test_an_ugly_workbook_gives_the_rows_counted_by_hand(ugly: Ugly, tmp_path: Path):
    book, expected = ugly()
    result = imported(book.write(tmp_path))
    for table, rows in expected.items():
        assert short_rows(result, table) == sorted(rows), table
    others = {"attendance", "grades", "incidents", "outcomes", "family"} - set(expected)
    assert {table: short_rows(result, table) for table in others} == {table: [] for table in others}
