"""Is each usual column of a class list read, left out by name with the reason, or asked about with an answer that fits?"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from features.importers.spreadsheets.headings.fitting_cells import fitting
from features.importers.spreadsheets.importer import SheetImport
from features.importers.spreadsheets.questions import OpenQuestions
from tests.support.sheets.books import Book, imported

FORMATS = ["registru.xlsx", "registru.ods", "registru.csv"]
WAY, PROTECTED, FURTHER = (
    "contează doar minutele",
    "etnie, cetățenie, religie sau sănătate",
    "nu folosește ce scrie acolo",
)
LEFT_OUT: dict[str, tuple[Sequence[object], str]] = {
    "Navetist": (["da", "nu"], WAY), "Navetă": (["da", "nu"], WAY), "Face naveta": (["x", None], WAY),
    "Naveta (da/nu)": (["da", "nu"], WAY), "Navetist (localitatea)": (["Vidra", "-"], WAY), "Naveta (km)": ([12, 3], WAY),
    "Distanța până la școală": ([12, 3], WAY), "Distanța până la școală (km)": (["12 km", "3 km"], WAY),
    "Etnie": (["rom", "român"], PROTECTED), "Rromi": (["da", "nu"], PROTECTED), "Religie": (["ortodox", "catolic"], PROTECTED),
    "Religia": (["ortodoxă", "romano-catolică"], PROTECTED), "Confesiune": (["baptist", "-"], PROTECTED),
    "Cetățenie": (["RO", "MD"], PROTECTED), "Boli cronice": (["astm", None], PROTECTED),
    "Transport": (["microbuz", "-"], FURTHER), "Mijloc de transport": (["autobuz", "pe jos"], FURTHER),
    "Diriginte": (["Exemplu Ion", "Exemplu Ion"], FURTHER), "Observații": (["vine des", None], FURTHER),
    "Adresa": (["Str. Exemplu 1", "Str. Exemplu 2"], FURTHER), "Cuantum bursă": ([300, 400], FURTHER),
    "Limba modernă 1": (["engleză", "franceză"], FURTHER), "Medie an anterior": ([8.5, 9], FURTHER),
}  # fmt: skip
READ: dict[str, tuple[Sequence[object], str, list[object]]] = {
    "Navetă (min)": (["40 min", 15], "family.commute_minutes", [40, 15]),
    "Minute până la școală": ([20, 5], "family.commute_minutes", [20, 5]),
    "Durata drumului": (["40 de minute", "10"], "family.commute_minutes", [40, 10]),
    "Navetist (min)": ([40, 15], "family.commute_minutes", [40, 15]),
    "Transport": (["40 min", "15 de minute"], "family.commute_minutes", [40, 15]),
    "Distanța până la școală": (["40 min", "15 min"], "family.commute_minutes", [40, 15]),
    "Transport (minute)": ([40, 15], "family.commute_minutes", [40, 15]),
    "Bursă": (["merit", "socială"], "family.social_benefit", [False, True]),
    "Tip bursă": (["Bursă de merit", "orfan"], "family.social_benefit", [False, True]),
    "Bursă socială (lei)": ([300, "nu"], "family.social_benefit", [True, False]),
    "CES": (["da", "nu"], "enrolments.special_needs", [True, False]),
    "CES (certificat)": (["123/2024", "fără"], "enrolments.special_needs", [True, False]),
    "Elevi cu CES": (["CES", "nu"], "enrolments.special_needs", [True, False]),
    "Data nașterii": (["12.05.2012", "3.02.2013"], "enrolments.birth_year", [2012, 2013]),
    "Gen": (["F", "M"], "enrolments.sex", ["F", "M"]),
}  # fmt: skip
ASKED: dict[str, tuple[Sequence[object], str]] = {
    "Orfan": (["da", "nu"], "ignore"), "Prezent": (["da", "nu"], "ignore"), "Interese": (["sport", "muzică"], "ignore"),
    "Venit": (["mic", "mare"], "ignore"), "Bursier": (["da", "nu"], "family.social_benefit"),
    "Totaluri": (["da", "nu"], "ignore"), "Total absente elev": ([5, 12], "attendance.hours"),
    "Statut juridic": (["orfan", "-"], "ignore"), "Dosar social": (["da", "nu"], "ignore"),
}  # fmt: skip


def _imported(folder: Path, heading: str, cells: Sequence[object], name: str = "registru.xlsx") -> SheetImport:
    rows = [["Tabel nominal, clasa a VII-a B, 2025-2026"], [], ["Nr. crt.", "Nr. matricol", "Nume și prenume", heading],
            [1, "12/3", "Alfa Ana", cells[0]], [2, "12/4", "Beta Ion", cells[1]]]  # fmt: skip
    return imported(Book({"VII B": rows}, name=name).write(folder))


@pytest.mark.parametrize("heading", LEFT_OUT)
def test_a_column_without_a_place_is_left_out_by_name_with_the_reason(heading: str, tmp_path: Path):
    cells, reason = LEFT_OUT[heading]
    result = _imported(tmp_path, heading, cells)
    assert set(result.records.tables) == {"enrolments"}
    assert len(result.records.tables["enrolments"]) == 2
    (note,) = (note.ro for note in result.records.notes if f"coloana „{heading}” este lăsată deoparte" in note.ro)
    assert reason in note
    words = [str(cell) for cell in cells if isinstance(cell, str) and len(cell) > 3]
    assert not any(word in result.records.tables["enrolments"].to_csv() for word in words)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("heading", ["Navetist", "Naveta (km)", "Religie", "Rromi", "Transport"])
def test_that_is_so_in_each_format(heading: str, name: str, tmp_path: Path):
    cells, reason = LEFT_OUT[heading]
    notes = [note.ro for note in _imported(tmp_path, heading, cells, name).records.notes]
    assert [heading in note and reason in note for note in notes] == [True]


def test_several_are_named_together(tmp_path: Path):
    rows = [
        ["Elev", "Clasa", "Adresa", "Diriginte", "Etnie"],
        ["Alfa Ana", "V A", "Str. Exemplu 1", "Exemplu Ion", "-"],
    ]
    notes = [note.en for note in imported(Book({"Elevi": rows}).write(tmp_path)).records.notes]
    assert notes == [
        "registru.xlsx: columns 'Adresa', 'Diriginte' left out: Prezent has no use for what it says",
        "registru.xlsx: column 'Etnie' left out: Prezent keeps nothing of ethnicity, citizenship, religion or health",
    ]


@pytest.mark.parametrize("heading", READ)
def test_a_column_with_a_place_is_read(heading: str, tmp_path: Path):
    cells, target, expected = READ[heading]
    table, _, column = target.partition(".")
    assert _imported(tmp_path, heading, cells).records.tables[table][column].tolist() == expected


@pytest.mark.parametrize("heading", ASKED)
def test_what_is_not_known_is_asked_with_an_answer_that_the_cells_allow_first(heading: str, tmp_path: Path):
    cells, first = ASKED[heading]
    with pytest.raises(OpenQuestions) as caught:
        _imported(tmp_path, heading, cells)
    (question,) = caught.value.questions
    assert question.candidates[0] == first
    assert "ignore" in question.candidates


@pytest.mark.parametrize(
    "cells", [["da", "nu"], ["DA", "NU", "DA"], ["x", "-"], ["yes", "no"], ["Da", "nu", "-", "nu"]]
)
def test_yes_and_no_are_never_hours_marks_days_or_names(cells: list[str]):
    every = ["attendance.total", "attendance.unexcused_hours", "grades.average", "date", "pupil.name", "pupil.contacts",
             "enrolments.class_label", "school.name", "pupil.register_number", "family.commute_minutes", "ignore"]  # fmt: skip
    assert fitting(every, cells) == ["ignore"]


def test_marks_in_religion_stay_marks(tmp_path: Path):
    assert "grades" in _imported(tmp_path, "Religie", ["10/12.10", "9/12.10"]).records.tables


EXPORTED: dict[str, tuple[list[str], list[str]]] = {
    "a time": (["Ora", "Tip absență"], ["08:00-08:50", "Absență"]), "a clock": (["Ora", "Tip absență"], ["08:00", "absență"]),
    "the number of the lesson": (["Ora", "Tip absență"], ["3", "Absent"]), "no kind": (["Ora", "Sala"], ["9.00-9.50", "Sala 12"]),
    "neither": (["Profesor", "Observații"], ["Exemplu Ion", "a plecat"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("case", EXPORTED)
def test_columns_of_an_electronic_register_beside_its_absences(case: str, name: str, tmp_path: Path):
    headings, cells = EXPORTED[case]
    rows = [["Elev", "Clasa", "Materie", "Data", *headings, "Motivată", "Data motivării"],
            ["Alfa Ana", "a VI-a D", "Matematică", "14.10.2025", *cells, "Nu", ""],
            ["Alfa Ana", "a VI-a D", "Matematică", "14.10.2025", *cells, "Nu", ""],
            ["Beta Ion", "a VI-a D", "Istorie", "15.10.2025", *cells, "Da", "17.10.2025"]]  # fmt: skip
    result = imported(Book({"absente": rows}, name=name).write(tmp_path), year="")
    frame = result.records.tables["attendance"]
    assert frame["hours"].tolist() == [2, 1]
    assert frame["subject"].tolist() == ["matematică", "istorie"]
    assert frame["excused_on"].notna().tolist() == [False, True]
    assert set(result.records.tables["enrolments"]["school_year"]) == {"2025-2026"}


def test_of_two_columns_of_minutes_the_one_of_that_name_counts(tmp_path: Path):
    rows = [["Elev", "Clasa", "Transport", "Minute până la școală", "Distanța până la școală"],
            ["Alfa Ana", "VII B", "30 min", 20, "25 min"], ["Beta Ion", "VII B", "35 min", 5, "10 min"]]  # fmt: skip
    result = imported(Book({"Elevi": rows}).write(tmp_path))
    assert list(result.records.tables["family"]["commute_minutes"]) == [20, 5]
    without = [row[:3] + row[4:] for row in rows]
    first = imported(Book({"Elevi": without}).write(tmp_path))
    assert list(first.records.tables["family"]["commute_minutes"]) == [30, 35]
    assert any("„Distanța până la școală” este lăsată" in note.ro for note in first.records.notes)


@pytest.mark.parametrize(("cells", "said"), [
    (["absent 14.10", "10/12.10 la teză"], "în 2 celule din coloana „Observații”"), (["vine des", "tel. 12.10"], "în 1 celulă"),
    (["vine des", "stă cu bunica"], ""), (["din 2024", "locul 3/25"], ""),
])  # fmt: skip
def test_days_in_remarks_that_are_left_out_are_told(cells: list[str], said: str, tmp_path: Path):
    notes = [note.ro for note in _imported(tmp_path, "Observații", cells).records.notes]
    assert any("coloana „Observații” este lăsată deoparte" in note for note in notes)
    told = [note for note in notes if "sunt zile" in note]
    assert len(told) == bool(said)
    assert all(said in note for note in told)
