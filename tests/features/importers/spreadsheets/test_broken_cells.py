"""Sheets that are right but for one cell: each gives that cell, and the sentence that helps."""

import datetime as dt
from pathlib import Path

import pytest

from features.importers.spreadsheets.questions import OpenQuestions
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, imported
from tests.support.sheets.broken import changed

Value = dt.date | dt.time | str | float | None

_OF_THE_YEAR = (
    "a day between 1 September 2025 and 31 August 2026, as the sheet is of this school year; correct the day, or bring "
    "the rows of each school year in a file of its own, with the year in its title."
)

# fmt: off
BROKEN: list[tuple[str, str, Value, str, str]] = [
    ("events", "C2", "31.02.2026", "Absențe!C2",
     "found '31.02.2026'; expected a day that its month has; correct the day."),
    ("events", "C2", "13.13", "Absențe!C2",
     "found '13.13'; expected a day before its month, such as 12.10; correct the cell."),
    ("events", "C2", "curând", "Absențe!C2",
     "found 'curând'; expected a day such as 12.10.2025 or 12.10; correct the cell."),
    ("events", "C2", None, "Absențe!C2",
     "found nothing; expected the day; fill it in."),
    ("events", "C2", "02.08.2026", "Absențe!C2",
     "found '02.08.2026'; expected a date not after today, 2026-07-01; correct the date."),
    ("events", "C2", 12.1, "Absențe!C2",
     "found '12.1'; expected a day that can be read in one way: a spreadsheet writes 12.1 for 12.10 too; write the day with its year."),
    ("events", "C2", "29.02", "Absențe!C2",
     "found '29.02'; expected a day that its month has; correct the day."),
    ("events", "C2", dt.time(8, 0), "Absențe!C2",
     "found '08:00:00'; expected a day such as 12.10.2025 or 12.10; correct the cell."),
    ("events", "D2", None, "Absențe!D2",
     "found nothing; expected how many hours; fill it in."),
    ("events", "D2", "multe", "Absențe!D2",
     "found 'multe'; expected a number: hours missed; correct the cell."),
    ("events", "D2", -1, "Absențe!D2",
     "found '-1'; expected a number from 0 to 2000: hours missed; correct the cell."),
    ("events", "D2", 30, "Absențe!D2",
     "found '30'; expected at most 24 hours on one day; fill in 'from date' if this is a period's total, or correct the hours."),
    ("events", "E2", "poate", "Absențe!E2",
     "found 'poate'; expected whether it is excused, such as m, n, da, nu; correct the cell."),
    ("events", "B2", "=NUME", "Absențe!B2",
     "found nothing; expected the value of the formula, which the file does not have; open it in a spreadsheet "
     "program, save it there and import it again."),
    ("events", "B2", None, "Absențe!B2",
     "found nothing; expected the pupil of this row; write the name or the register number, or delete the row."),
    ("events", "C3", "32.10", "Absențe!C3",
     "found '32.10'; expected a day that its month has; correct the day."),
    ("events", "C2", "1.13.2025", "Absențe!C2",
     "found '1.13.2025'; expected a day such as 12.10.2025 or 12.10; correct the cell."),
    ("events", "C2", 7, "Absențe!C2",
     "found '7'; expected a day such as 12.10.2025 or 12.10; correct the cell."),
    ("events", "C2", "12.10; 13.13", "Absențe!C2",
     "found '13.13'; expected a day before its month, such as 12.10; correct the cell."),
    ("marks", "D2", 11, "Note!D2",
     "found '11'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("marks", "D2", "0", "Note!D2",
     "found '0'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("marks", "D2", "zecee", "Note!D2",
     "found 'zecee'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("marks", "D2", None, "Note!D2",
     "found nothing; expected a mark for this day; fill it in or delete the row."),
    ("marks", "D2", "9/10", "Note!D2",
     "found '9/10'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("marks", "C2", "2025-13-01", "Note!C2",
     "found '2025-13-01'; expected a day such as 12.10.2025 or 12.10; correct the cell."),
    ("marks", "C2", True, "Note!C2",
     "found 'da'; expected a day such as 12.10.2025 or 12.10; correct the cell."),
    ("marks", "D2", "FBB", "Note!D2",
     "found 'FBB'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("marks", "D2", "10 (nouă)", "Note!D2",
     "found '10 (nouă)'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("marks", "C2", "03.10.2031", "Note!C2",
     f"found '03.10.2031'; expected {_OF_THE_YEAR}"),
    ("lists", "C3", "7/32.10", "Catalog!C3",
     "found '7/32.10'; expected a day that its month has; correct the day."),
    ("lists", "C3", "7/12.10; x", "Catalog!C3",
     "found 'x'; expected a mark with its day, such as 7/12.10 or 12-10-2025: 7; correct this part of the cell."),
    ("lists", "C3", dt.datetime(2025, 12, 7, 0, 0), "Catalog!C3",
     "found '07.12.2025'; expected marks, but a spreadsheet made a day of them (7/12 became 7 December); write 7/12.10 as text."),
    ("lists", "C3", "8,9,10", "Catalog!C3",
     "found '8,9,10'; expected the day of each mark, such as 8/12.10 or in a column Data; write it, or the month in the sheet's name."),
    ("lists", "C3", "11/12.10", "Catalog!C3",
     "found '11/12.10'; expected a mark with its day, such as 7/12.10 or 12-10-2025: 7; correct this part of the cell."),
    ("lists", "C3", "7/12.13", "Catalog!C3",
     "found '7/12.13'; expected a day before its month, such as 12.10; correct the cell."),
    ("lists", "D3", "12.10; 45.10", "Catalog!D3",
     "found '45.10'; expected a day that its month has; correct the day."),
    ("lists", "D3", "ieri", "Catalog!D3",
     "found 'ieri'; expected days of absence, such as 12.10; 13.10m; correct this part of the cell."),
    ("lists", "D3", "31.11", "Catalog!D3",
     "found '31.11'; expected a day that its month has; correct the day."),
    ("lists", "D3", "12.10k", "Catalog!D3",
     "found '12.10k'; expected days of absence, such as 12.10; 13.10m; correct this part of the cell."),
    ("lists", "D3", "2.7", "Catalog!D3",
     "found '2026-07-02'; expected a date not after today, 2026-07-01; correct the date."),
    ("lists", "C3", "9/3.07.2031", "Catalog!C3",
     f"found '9/3.07.2031'; expected {_OF_THE_YEAR}"),
    ("grid", "AG3", 2, "Noiembrie!AG3",
     "found '2'; expected a day that its month has; correct the day."),
    ("grid", "C3", "25", "Noiembrie!C3",
     "found '25'; expected a sign of an absence, such as a, x, m, n or a number of hours; correct the cell."),
    ("grid", "C3", "1/2/3", "Noiembrie!C3",
     "found '1/2/3'; expected a sign of an absence, such as a, x, m, n or a number of hours; correct the cell."),
    ("grid", "B4", None, "Noiembrie!B4",
     "found nothing; expected the pupil of this row; write the name or the register number, or delete the row."),
    ("grid", "B4", "Alfa Ana", "Noiembrie!B4",
     "found 'Alfa Ana'; expected each pupil once in a table, but row 3 is of the same one; delete one row, or write register numbers."),
    ("totals", "C4", "doi", "Centralizator!C4",
     "found 'doi'; expected a number of hours; correct the cell."),
    ("totals", "C4", -3, "Centralizator!C4",
     "found '-3'; expected a number of hours; correct the cell."),
    ("totals", "C4", 5000, "Centralizator!C4",
     "found '5000'; expected a number of hours; correct the cell."),
    ("totals", "E4", 9, "Centralizator!E4",
     "found '9'; expected a total that is the sum of its excused and its unexcused hours, neither of them more than it; correct one of the three."),
    ("totals", "C5", "1o", "Centralizator!C5",
     "found '1o'; expected a number of hours; correct the cell."),
    ("averages", "C3", "12", "Medii!C3",
     "found '12'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("averages", "C3", "nota", "Medii!C3",
     "found 'nota'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("averages", "D3", "???", "Medii!D3",
     "found '???'; expected a mark from 1 to 10, or FB, B, S, I; correct the cell."),
    ("pupils", "D3", "14.14.2013", "Elevi!D3",
     "found '14.14.2013'; expected a day or year of birth, such as 14.05.2012; correct the cell."),
    ("pupils", "C3", "101", "Elevi!C3",
     "found '101'; expected one pupil for a register number, but another row has it with another name; correct one of the two."),
    ("pupils", "D3", "copil", "Elevi!D3",
     "found 'copil'; expected a day or year of birth, such as 14.05.2012; correct the cell."),
    ("pupils", "E3", "Z", "Elevi!E3",
     "found 'Z'; expected one of F, M; correct the cell or leave it empty."),
    ("pupils", "F3", "1.5.x", "Elevi!F3",
     "found '1.5.x'; expected a day such as 12.10.2025 or 12.10; correct the cell."),
    ("pupils", "D3", dt.time(1, 1), "Elevi!D3",
     "found '01:01:00'; expected a day or year of birth, such as 14.05.2012; correct the cell."),
    ("family", "B2", "Marte", "Familii!B2",
     "found 'Marte'; expected one of none, one, both; correct the cell or leave it empty."),
    ("family", "C2", "poate", "Familii!C2",
     "found 'poate'; expected yes or no (also da/nu, true/false, 1/0); correct the cell or leave it empty."),
    ("family", "D2", "departe", "Familii!D2",
     "found 'departe'; expected a number: minutes from home to school; correct the cell or leave it empty."),
    ("family", "D2", 900, "Familii!D2",
     "found '900'; expected a number from 0 to 300: minutes from home to school; correct the cell or leave it empty."),
    ("outcomes", "C2", "31.06.2026", "Situații!C2",
     "found '31.06.2026'; expected a day that its month has; correct the day."),
    ("outcomes", "C2", "1.12.2027", "Situații!C2",
     "found '1.12.2027'; expected a date not after today, 2026-07-01; correct the date."),
]
# fmt: on


@pytest.mark.parametrize(("base", "cell", "value", "place", "sentence"), BROKEN)
def test_a_broken_cell_is_told_with_its_place_and_what_to_do(
    base: str, cell: str, value: Value, place: str, sentence: str, tmp_path: Path
):
    with pytest.raises(RecordsError) as caught:
        imported(changed(base, cell, value).write(tmp_path))
    assert caught.value.sentences("en") == [f"registru.xlsx, {place}: {sentence}"]
    (romanian,) = caught.value.sentences("ro")
    assert romanian.startswith(f"registru.xlsx, {place}: ")
    assert "așteptam" in romanian


def test_all_broken_cells_of_all_files_are_told_at_once(tmp_path: Path):
    first = changed("events", "C2", "31.02.2026").write(tmp_path).rename(tmp_path / "unu.xlsx")
    second = changed("marks", "D2", 11).write(tmp_path).rename(tmp_path / "doi.xlsx")
    with pytest.raises(RecordsError) as caught:
        imported(first, second)
    assert [(each.file, each.cells) for each in caught.value.problems] == [
        ("unu.xlsx", ("Absențe!C2",)), ("doi.xlsx", ("Note!D2",)),
    ]  # fmt: skip


def test_many_cells_with_the_same_mistake_are_one_sentence(tmp_path: Path):
    rows = [["Elev", "Data", "Ore"], *(["Alfa Ana", "12.10.2026", 1] for _ in range(8))]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Absențe": rows}).write(tmp_path))
    (sentence,) = caught.value.sentences("ro")
    assert sentence.startswith("registru.xlsx, Absențe!B2, Absențe!B3, Absențe!B4, Absențe!B5, Absențe!B6 și încă 3: ")


@pytest.mark.parametrize(
    ("base", "cell", "word"), [("grid", "C3", "??!"), ("outcomes", "B2", "zburat"), ("outcomes", "B2", "retras")]
)
def test_a_word_that_nobody_can_know_is_asked_about(base: str, cell: str, word: str, tmp_path: Path):
    with pytest.raises(OpenQuestions) as caught:
        imported(changed(base, cell, word).write(tmp_path))
    (question,) = caught.value.questions
    assert question.text == word
    assert question.cell.endswith(f"!{cell}")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("head", "place"),
    [
        (["Elev", "Naveta", "Navetă"], "C1"),
        (["Elev", "Situația", "Rezultat"], "C1"),
        (["Elev", "Data", "Nota", "Notă"], "D1"),
        (["Elev", "Octombrie", "oct."], "C1"),
    ],
)
def test_two_columns_of_one_meaning_are_told_not_chosen_between(head: list[str], place: str, tmp_path: Path):
    cells = {"Data": "12.10", "Situația": "promovat", "Rezultat": "promovat"}
    rows = [head, ["Alfa Ana", *[cells.get(each, "9") for each in head[1:]]]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Foaie1": rows}).write(tmp_path))
    assert ("sheet_heading_twice", (f"Foaie1!{place}",)) in [(each.code, each.cells) for each in caught.value.problems]


def test_a_sheet_of_pupils_without_headings_is_told(tmp_path: Path):
    rows = [["Alfa Ana", "12.10"], ["Beta Dan", "13.10"], ["Gama Ion", "14.10"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"Foaie1": rows}).write(tmp_path))
    assert caught.value.sentences("ro") == [
        "registru.xlsx, Foaie1!A1: nu am găsit nimic; așteptam un rând cu antetele coloanelor deasupra elevilor, "
        "de pildă „Nume și prenume”; adăugați-l."
    ]


def test_an_identity_number_is_dropped_and_never_told(tmp_path: Path):
    """The number is made here, with its check digit: in no file stands one."""
    digits = "513051412345"[:12]
    check = (
        sum(int(digit) * weight for digit, weight in zip(digits, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9), strict=True))
        % 11
    )
    number = digits + str(check % 10 + check // 10)
    rows = [
        ["Elev", "CNP", "Data", "Observații"],
        ["Alfa Ana", number, "12.10", f"adeverință {number}"],
        [f"Beta Dan {number}", int(number), "13.10", None],
    ]
    result = imported(Book({"Absențe": rows}).write(tmp_path))
    told = f"{result} {result.records.people.to_csv()} {[frame.to_csv() for frame in result.records.tables.values()]}"
    assert number not in told
    assert list(result.records.people["name"]) == ["Alfa Ana", "Beta Dan"]
    assert "registru.xlsx: 4 coduri numerice personale au fost eliminate; nu se păstrează nimic din ele" in [
        note.ro for note in result.records.notes
    ]


@pytest.mark.parametrize(
    ("day", "hours", "excused", "cells"),
    [
        ("12.10.2025", -1, "poate", ["D2", "E2"]),
        ("31.11.2025", -1, "poate", ["C2", "D2", "E2"]),
        ("31.11.2025", "multe", "da", ["C2", "D2"]),
        ("31.11.2025", 2, "poate", ["C2", "E2"]),
        ("31.11.2025", "1,5", "da", ["C2"]),
    ],
)
def test_all_wrong_cells_of_a_row_of_absences_are_told_at_once(
    day: str, hours: object, excused: str, cells: list[str], tmp_path: Path
):
    rows = [["Elev", "Clasa", "Data", "Ore", "Motivată"], ["Alfa Ana", "VII B", day, hours, excused],
            ["Beta Ion", "VII B", "13.10.2025", 2, "nu"]]  # fmt: skip
    path = Book({"Absențe": rows}).write(tmp_path)
    with pytest.raises(RecordsError) as caught:
        imported(path)
    assert sorted(cell.partition("!")[2] for each in caught.value.problems for cell in each.cells) == cells
