"""Are marks and absences brought in or asked about, whatever word stands above them?"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from features.importers.spreadsheets.questions import OpenQuestions
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, imported, short_rows

MARKS, ABSENCES = ["8/13.10", "5/13.10; 4/20.10"], ["13.10m", "14.10, 15.10 (2)"]
WORDS = ["Cult", "Religia elevului", "Observații", "Tablete", "Sala", "Media anterioară", "Vârsta", "Distanța km",
         "Naționalitate", "Adresa", "Vaccinat", "Manuale"]  # fmt: skip
NO_MARKS: dict[str, Sequence[object]] = {
    "Vârsta": [9, 10], "Distanța km": [3, 5], "Sala": [7, 8], "Media anterioară": [8.5, 9], "Tablete": [1, 1],
    "Vaccinat": ["12.10.2021", "13.10.2022"], "Observații": ["vine des", "transferat 12.10"], "Cult": ["ortodox", "-"],
    "Limba maternă": ["rromani", "maghiară"], "Limba străină": ["engleză", "l. franceză"], "Boli": ["B12", "astm"],
}  # fmt: skip


def _book(heading: str, cells: Sequence[object]) -> Book:
    rows = [["Catalog, clasa a VII-a B, 2025-2026"], [], ["Elev", heading, "Istorie"],
            ["Alfa Ana", cells[0], "8/13.10"], ["Beta Ion", cells[1], "7/14.10"]]  # fmt: skip
    return Book({"Foaie1": rows})


@pytest.mark.parametrize(("cells", "meant"), [(MARKS, "grades.list"), (ABSENCES, "attendance.list")])
@pytest.mark.parametrize("heading", WORDS)
def test_a_register_below_a_word_that_is_left_out_is_asked_about(
    heading: str, cells: Sequence[object], meant: str, tmp_path: Path
):
    path = _book(heading, cells).write(tmp_path)
    with pytest.raises(OpenQuestions) as caught:
        imported(path)
    (question,) = caught.value.questions
    assert (question.kind, question.text) == ("heading", heading)
    assert meant in question.candidates
    as_subject = imported(path, ask=lambda _: f"subject:{heading}")
    table = meant.partition(".")[0]
    assert sum(row.endswith(heading) for row in short_rows(as_subject, table)) == 3
    left_out = imported(path, ask=lambda _: "ignore")
    assert len(short_rows(left_out, "grades")) == 2
    assert short_rows(left_out, "attendance") == []


@pytest.mark.parametrize("heading", ["Cult", "Religie elev"])
@pytest.mark.parametrize("cells", [[8, 9], ["FB", "B"], ["nouă", "9,50"]])
def test_numbers_and_qualifiers_below_what_may_be_a_subject_are_asked_about(
    heading: str, cells: Sequence[object], tmp_path: Path
):
    with pytest.raises(OpenQuestions) as caught:
        imported(_book(heading, cells).write(tmp_path))
    assert [question.text for question in caught.value.questions] == [heading]


@pytest.mark.parametrize("heading", NO_MARKS)
def test_what_is_no_register_is_left_out_as_it_was(heading: str, tmp_path: Path):
    result = imported(_book(heading, NO_MARKS[heading]).write(tmp_path))
    assert short_rows(result, "grades") == ["alfa-ana 2025-10-13 8 istorie", "beta-ion 2025-10-14 7 istorie"]
    assert short_rows(result, "attendance") == []
    assert any(f"coloana „{heading}” este lăsată deoparte" in note.ro for note in result.records.notes)


@pytest.mark.parametrize(("heading", "subject"), [
    ("Limba străină", "limba străină"), ("Limbi străine", "limba străină"), ("Lb. străină", "limba străină"),
    ("Limba maternă", "limba maternă"), ("Religie", "religie"), ("Limba modernă 1", "limba modernă 1"),
])  # fmt: skip
def test_languages_and_religion_with_marks_are_subjects(heading: str, subject: str, tmp_path: Path):
    found = short_rows(imported(_book(heading, MARKS).write(tmp_path)), "grades")
    assert [row for row in found if row.endswith(subject)] == [
        f"alfa-ana 2025-10-13 8 {subject}", f"beta-ion 2025-10-13 5 {subject}", f"beta-ion 2025-10-20 4 {subject}",
    ]  # fmt: skip


def test_a_subject_over_marks_and_averages_keeps_its_name(tmp_path: Path):
    rows = [["Catalog, clasa a VII-a B, 2025-2026"], [], ["Elev", "Limba maternă", ""], ["", "Note", "Medie"],
            ["Alfa Ana", "8/13.10", 8], ["Beta Ion", "5/14.10", 6]]  # fmt: skip
    found = short_rows(imported(Book({"Foaie1": rows}).write(tmp_path)), "grades")
    assert len(found) == 4
    assert all("limba maternă" in row for row in found)


def _grouped(word: str) -> Book:
    rows = [["Catalog, clasa a VII-a B, 2025-2026"], [], ["Elev", word, "", "", "Istorie", ""],
            ["", "Note", "Absențe", "Medie", "Note", "Medie"],
            ["Alfa Ana", "8/13.10", "14.10", 8, "7/14.10", 7], ["Beta Ion", "5/14.10", None, 6, "9/15.10", 9]]  # fmt: skip
    return Book({"Foaie1": rows}, merged={"Foaie1": ["B3:D3", "E3:F3"]})


@pytest.mark.parametrize("word", ["Cult", "Observații", "Opțional robotică", "Sala", "Ed. rut."])
def test_a_word_over_marks_that_may_be_a_subject_is_asked_about_once(word: str, tmp_path: Path):
    path = _grouped(word).write(tmp_path)
    with pytest.raises(OpenQuestions) as caught:
        imported(path)
    assert [(each.kind, each.text, each.cell) for each in caught.value.questions] == [("heading", word, "Foaie1!B3")]
    as_subject = imported(path, ask=lambda question: question.candidates[0])
    assert sum(word in row for row in short_rows(as_subject, "grades")) == 4
    assert [row for row in short_rows(as_subject, "attendance") if row.endswith(word)] != []
    left_out = imported(path, ask=lambda _: "ignore")
    assert len(short_rows(left_out, "grades")) == 4
    assert short_rows(left_out, "attendance") == []


@pytest.mark.parametrize(
    "word", ["Semestrul I", "Situația la învățătură", "Evaluare curentă", "Modulul II", "Clasa VII B"]
)
def test_a_sheet_that_names_no_subject_is_not_asked_about(word: str, tmp_path: Path):
    rows = [["Elev", word, ""], ["", "Note", "Absențe"], ["Alfa Ana", "8/13.10", "14.10"], ["Beta Ion", None, None]]
    assert short_rows(imported(Book({"VII B": rows}).write(tmp_path)), "grades") == ["alfa-ana 2025-10-13 8"]


def test_marks_beside_those_of_subjects_are_asked_about(tmp_path: Path):
    rows = [["Elev", "Note", "Istorie"], ["Alfa Ana", "8/13.10", "7/14.10"]]
    path = Book({"VII B": rows}).write(tmp_path)
    with pytest.raises(OpenQuestions) as caught:
        imported(path)
    assert [each.cell for each in caught.value.questions] == ["VII B!B1"]
    as_they_are = imported(path, ask=lambda _: "grades.list")
    assert short_rows(as_they_are, "grades") == ["alfa-ana 2025-10-13 8", "alfa-ana 2025-10-14 7 istorie"]


@pytest.mark.parametrize(("heading", "cell"), [("Note", "9/15.10"), ("Nota", 9)])
def test_a_row_of_marks_that_lacks_its_subject_is_told_at_its_cell(heading: str, cell: object, tmp_path: Path):
    head = ["Elev", "Disciplina", heading, *(["Data"] if heading == "Nota" else [])]
    rows = [head, ["Alfa Ana", "Istorie", cell, "14.10"], ["Beta Ion", None, cell, "15.10"]]
    with pytest.raises(RecordsError) as caught:
        imported(Book({"VII B": [row[: len(head)] for row in rows]}).write(tmp_path))
    assert caught.value.sentences("ro") == [
        "registru.xlsx, VII B!B3: nu am găsit nimic; așteptam disciplina notelor de pe rând, cum o au celelalte rânduri; "
        "completați-o."
    ]
