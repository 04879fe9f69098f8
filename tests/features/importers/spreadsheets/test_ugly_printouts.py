"""Printouts of electronic catalogues and a form teacher's own sheets: ugly, legal, and read as counted by hand."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.support.sheets.books import Book, imported, short_rows

Expected = Mapping[str, list[str]]
Ugly = Callable[[], tuple[Book, Expected]]


def two_rows_for_each_child() -> tuple[Book, Expected]:
    """Note above Absențe in a column without a heading; names merged over both rows; marks in figures and letters."""
    rows = [
        ["Școala Gimnazială"], ["Catalog clasa a VII-a B, anul școlar 2025-2026"], [],
        ["Nr. crt.", "Numele și prenumele", None, "Limba română", "Matematică", "Telefon"],
        [1, "Alfa Ana", "Note", "9 (nouă) 12.10.2025; 10 (zece) 3.11.2025", "7 (șapte) 14.10.2025", "07"],
        [None, None, "Absențe", "15.10.2025 m", "16.10.2025", None],
        [2, "Beta Dan", "Note", None, "4 (patru) 14.10.2025", None],
        [None, None, "Absențe", "15.10.2025, 22.10.2025 m", None, None],
    ]  # fmt: skip
    return Book({"VII B": rows}, merged={"VII B": ["A5:A6", "B5:B6", "A7:A8", "B7:B8"]}), {
        "grades": [
            "alfa-ana 2025-10-12 9 limba și literatura română", "alfa-ana 2025-11-03 10 limba și literatura română",
            "alfa-ana 2025-10-14 7 matematică", "beta-dan 2025-10-14 4 matematică",
        ],
        "attendance": [
            "alfa-ana 2025-10-15 1 yes limba și literatura română", "alfa-ana 2025-10-16 1 matematică",
            "beta-dan 2025-10-15 1 limba și literatura română", "beta-dan 2025-10-22 1 yes limba și literatura română",
        ],
    }  # fmt: skip


def absences_with_lateness_among_excuses() -> tuple[Book, Expected]:
    """A period and a moment in the title, # for numbers, slashes in days, lateness where the excuse is told."""
    rows = [
        ["Raport absențe"], ["Perioada: 01.10.2025 - 30.11.2025"], ["Generat la: 02.12.2025 10:15"], [],
        ["#", "Elev", "Clasă", "Disciplină", "Data", "Ora", "Tip absență", "Motivată de", "Data motivării"],
        [1, "Alfa Ana", "VII B", "Matematică", "14/10/2025", "08:00 - 08:50", "Nemotivată", None, None],
        [2, "Alfa Ana", "VII B", "Istorie", "14/10/2025", "09:00 - 09:50", "Motivată", "Prof. X", "20/10/2025"],
        [3, "Beta Dan", "VII B", "Istorie", "15/10/2025", "09:00 - 09:50", "Întârziere", None, None],
        ["Total: 3 absențe"],
    ]  # fmt: skip
    return Book({"Raport": rows}), {
        "attendance": [
            "alfa-ana 2025-10-14 1 no matematică", "alfa-ana 2025-10-14 1 yes istorie",
            "beta-dan 2025-10-15 1 istorie late",
        ],
    }  # fmt: skip


def marks_whose_kind_stands_under_type() -> tuple[Book, Expected]:
    """A mark a row as a catalogue exports it: who gave and wrote it, "8 (opt)", its kind below Tip."""
    rows = [
        ["Elev", "Clasa", "Materie", "Profesor", "Notă", "Tip", "Dată", "Adăugat la"],
        ["Alfa Ana", "7B", "Matematică", "X Y", "8 (opt)", "Notă curentă", "2025-10-14", "2025-10-14 12:33"],
        ["Beta Dan", "7B", "Istorie", "Z", "10", "Teză", "2025-10-15", "2025-10-15 09:01"],
    ]  # fmt: skip
    return Book({"Export": rows}), {
        "grades": ["alfa-ana 2025-10-14 8 matematică mark", "beta-dan 2025-10-15 10 istorie exam"],
    }


def qualifiers_with_their_year_beside() -> tuple[Book, Expected]:
    """A primary class: Fb, FB and S with days before or behind, Abs. and Cal. anual below merged subjects."""
    rows = [
        ["CLASA a III-a, an școlar 2025 - 2026"],
        ["Nr. crt.", "Nume, inițiala, prenume", "Matematică", None, None, "Istorie", None],
        [None, None, "Calificative", "Abs.", "Cal. anual", "Calificative", "Cal. anual"],
        [1, "ALFA I. ANA", "Fb (12.10); B (03.11)", "14.10", "Fb", "FB 13.10, FB 20.11", "FB"],
        [2, "BETA V. DAN", "S (12.10)", None, "S", "sc.", "scutit"],
    ]  # fmt: skip
    return Book({"Clasa a III-a": rows}, merged={"Clasa a III-a": ["C2:E2", "F2:G2", "A2:A3", "B2:B3"]}), {
        "grades": [
            "alfa-i-ana 2025-10-12 FB matematică", "alfa-i-ana 2025-11-03 B matematică",
            "alfa-i-ana 2025-10-13 FB istorie", "alfa-i-ana 2025-11-20 FB istorie",
            "alfa-i-ana 2026-06-19 FB istorie average", "alfa-i-ana 2026-06-19 FB matematică average",
            "beta-v-dan 2025-10-12 S matematică", "beta-v-dan 2026-06-19 S matematică average",
        ],
        "attendance": ["alfa-i-ana 2025-10-14 1 matematică"],
    }  # fmt: skip


def the_end_of_a_module() -> tuple[Book, Expected]:
    """The title says of which module totals and conduct are: not of the year, though nothing else says days."""
    rows = [
        ["Situația la sfârșitul modulului I, clasa a VII-a B, 2025-2026"],
        ["Nr", "Elev", "Abs. motivate", "Abs. nemotivate", "Nota la purtare", "Obs."],
        [1, "Alfa Ana", 3, 1, 10, None], [2, "Beta Dan", 0, 24, "8", "avertisment"],
    ]  # fmt: skip
    return Book({"Foaie1": rows}), {
        "attendance": [
            "alfa-ana 2025-10-24 1 2025-09-08 no", "alfa-ana 2025-10-24 3 2025-09-08 yes",
            "beta-dan 2025-10-24 24 2025-09-08 no",
        ],
        "grades": ["alfa-ana 2025-10-24 10 conduct", "beta-dan 2025-10-24 8 conduct"],
    }  # fmt: skip


def numbered_marks_over_their_days() -> tuple[Book, Expected]:
    """N1, N2 with the day on a second line of each cell; the subject in the tab and the title."""
    rows = [
        ["Disciplina: Matematică", None, "Clasa: VII B"], ["Nr", "Nume și prenume", "N1", "N2", "Abs."],
        [1, "Alfa Ana", "9\n12.10", "8\n3.11", "14.10, 15.10m"], [2, "Beta Dan", "4\n12.10", None, None],
    ]  # fmt: skip
    return Book({"Matematică": rows}), {
        "grades": [
            "alfa-ana 2025-10-12 9 matematică", "alfa-ana 2025-11-03 8 matematică", "beta-dan 2025-10-12 4 matematică",
        ],
        "attendance": ["alfa-ana 2025-10-14 1 matematică", "alfa-ana 2025-10-15 1 yes matematică"],
    }  # fmt: skip


def crosses_and_circled_letters() -> tuple[Book, Expected]:
    """A month by days whose numbers are texts, with a, m, î, a circled A for an excused one, and sums behind."""
    rows = [
        ["Prezența clasei a VI-a A – octombrie 2025"],
        ["Nr", "Nume elev", *map(str, range(1, 9)), "Total abs", "mot", "nemot"],
        [1, "Alfa Ana", "a", None, "m", "-", None, None, "î", "Ⓐ", 3, 2, 1], [None, "Dirig. prof. X Y"],
    ]  # fmt: skip
    return Book({"Oct 2025": rows}), {
        "attendance": ["alfa-ana 2025-10-01 1", "alfa-ana 2025-10-03 1 yes", "alfa-ana 2025-10-07 1 late",
                       "alfa-ana 2025-10-08 1 yes"],
    }  # fmt: skip


UGLY: tuple[Ugly, ...] = (
    two_rows_for_each_child, absences_with_lateness_among_excuses, marks_whose_kind_stands_under_type,
    qualifiers_with_their_year_beside, the_end_of_a_module, numbered_marks_over_their_days, crosses_and_circled_letters,
)  # fmt: skip


@pytest.mark.parametrize("ugly", UGLY, ids=lambda each: each.__name__)
def test_an_ugly_printout_gives_the_rows_counted_by_hand(ugly: Ugly, tmp_path: Path) -> None:
    book, expected = ugly()
    result = imported(book.write(tmp_path))
    assert {table: short_rows(result, table) for table in ("attendance", "grades")} == {
        table: sorted(expected.get(table, [])) for table in ("attendance", "grades")
    }


def test_a_cycle_beside_the_class_is_left_out(tmp_path: Path) -> None:
    head = ["Nume", "Prenume", "Nivel", "Clasa", "Forma de învățământ", "Statut școlar"]
    rows = [
        head,
        ["ALFA", "ANA", "Gimnazial", "a VII-a B", "Zi", "Înscris"],
        ["BETA", "DAN", "Primar", "a II-a", "", ""],
    ]
    assert short_rows(imported(Book({"Elevi": rows}).write(tmp_path)), "enrolments") == [
        "alfa-ana VII B 7", "beta-dan II 2",
    ]  # fmt: skip
