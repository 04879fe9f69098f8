"""From the sheet to the database and on: months one after the other, corrected, the same twice, undone."""

import hashlib
import json
from pathlib import Path

import pytest

from features.store.batches import list_batches
from serving.roster.roster import open_roster
from tests.support.command_line import CommandLine, Trained
from tests.support.records.student_files import write_students
from tests.support.sheets.books import Book
from tests.support.sheets.class_register import ABSENCES, MARKS, write_register
from tests.support.sheets.filled_template import FILLED, filled
from tests.support.stores import stored, url_of, written

NOVEMBER = {
    "absences": {**ABSENCES, "102": "20.10; 5.11"},
    "marks": {**MARKS, "101": "7/13.10; 6/20.10", "105": "4/10.11"},
}


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "var")


def bring(program: CommandLine, file: Path, out: object, *options: object, exit_code: int = 0) -> str:
    asked = ("import", "school", file, out, "--school", "S1", *options)
    return program.run(*asked, exit_code=exit_code).output


def marks(database: str) -> list[str]:
    """Return the days and marks, with the day on which one was taken back."""
    return written(database, "grades", "date", "mark", "retracted_on")


def test_months_of_a_register_lie_upon_each_other_and_one_is_undone(
    tmp_path: Path, program: CommandLine, database: str
) -> None:
    said = bring(program, october := write_register(tmp_path), database, "--day", "2025-11-01", "--by", "Ana")
    assert "Import 1: 15 rows from 7B.xlsx are in" in said
    assert said.index("Import 1") < said.index("Names of 6 children are in")
    assert len(stored(database)["grades"]) == 5
    november = write_register(tmp_path, "7B noiembrie.xlsx", **NOVEMBER)
    shown = bring(program, november, database, "--day", "2025-12-01", "--dry-run")
    assert "attendance: 1 new row, 0 changed, 0 gone" in shown
    assert "grades: 1 new row, 1 changed, 0 gone" in shown
    assert "Vișină Matei" in shown
    assert len(list_batches(url_of(database))) == 1
    bring(program, november, database, "--day", "2025-12-01")
    assert len(stored(database)["attendance"]) == 5
    assert [row for row in marks(database) if "10-20" in row] == ["2025-10-20 5 2025-12-01", "2025-10-20 6 -"]
    again = bring(program, november, database, "--day", "2025-12-05", "--dry-run")
    assert "grades: 0 new rows, 0 changed, 0 gone" in again
    program.run("undo", database, 2, "--by", "Ana", "--reason", "the wrong class")
    assert len(stored(database)["grades"]) == 5
    assert "nothing was changed" in bring(program, october, database, "--day", "2025-11-01")
    assert "Import 3" in bring(program, november, database, "--day", "2025-12-01")


def test_the_same_file_changes_nothing_whatever_its_name_unless_it_is_read_otherwise(
    tmp_path: Path, program: CommandLine
) -> None:
    database = tmp_path / "date.sqlite"
    file = write_register(tmp_path)
    bring(program, file, database, "--day", "2025-11-01")
    file.rename(tmp_path / "copie.xlsx")
    said = bring(program, tmp_path / "copie.xlsx", database)
    assert "copie.xlsx is in" in said
    assert "already, as import 1 of 1 November 2025; nothing was changed. It holds for " in said
    roster = open_roster(f"sqlite:///{program.var / 'roster.sqlite'}")
    assert len(roster.people_of("S1")) == 6
    mapping = program.var / "mappings" / "S1.toml"
    text = mapping.read_text(encoding="utf-8")
    (first, *_) = stored(str(database))["enrolments"]["pupil_id"]
    mapping.write_text(f'{text}\n[same_pupil]\n"{first}" = "p-one"\n', encoding="utf-8")
    assert "Import 3" in bring(program, tmp_path / "copie.xlsx", database)


def test_our_workbook_filled_in_by_hand_goes_into_a_database_without_a_question(
    tmp_path: Path, program: CommandLine, database: str
) -> None:
    said = bring(program, filled(tmp_path), database)
    assert "Import 1: 9 rows from catalog.xlsx" in said
    assert "Next: prezent check" in said
    (batch,) = list_batches(url_of(database))
    assert (batch.origin.file_name, batch.origin.kind, batch.schools) == ("catalog.xlsx", "school", ("S1",))
    corrected = {**FILLED, "Note": [*FILLED["Note"][:1], (*FILLED["Note"][1][:5], 5)]}
    bring(program, again := filled(tmp_path, corrected, "corectat.xlsx"), database)
    assert [row for row in marks(database) if row.endswith("-")] == ["2025-10-14 5 -", "2025-10-14 8 -"]
    assert "nothing was changed" in bring(program, again, database)
    assert "No problems." in program.run("check", database).stdout


def test_a_wrong_workbook_leaves_neither_database_nor_names(tmp_path: Path, program: CommandLine) -> None:
    file = write_register(tmp_path, marks={"101": "7/31.02"})
    said = bring(program, file, tmp_path / "date.sqlite", exit_code=3)
    assert "7B.xlsx, Matematică!C5" in said
    assert not (tmp_path / "date.sqlite").exists()
    roster = open_roster(f"sqlite:///{program.var / 'roster.sqlite'}")
    assert roster.people_of("S1") == []
    bring(program, file, tmp_path / "date.sqlite", "--dry-run", exit_code=3)
    assert (tmp_path / "7B.problems.xlsx").is_file()


def test_a_lost_or_other_key_is_refused_before_anything_is_read(
    tmp_path: Path, program: CommandLine, database: str
) -> None:
    file = write_register(tmp_path)
    bring(program, file, database)
    other = CommandLine(tmp_path / "other")
    assert "pupils here got their pseudonyms with it" in bring(other, file, database, exit_code=4)
    bring(other, file, tmp_path / "others.sqlite")
    assert "is not the one with which the pupils here" in bring(other, file, database, exit_code=4)
    other.run("export", tmp_path / "others.sqlite", tmp_path / "folder")
    said = other.run("import", "records", tmp_path / "folder", database, exit_code=4).output
    assert "made with another key than those of the database" in said
    assert len(list_batches(url_of(database))) == 1


@pytest.mark.parametrize("name", ["none/date.sqlite", "mysql://localhost/x"])
def test_a_place_for_no_database_is_told_before_the_sheets_are_read(
    tmp_path: Path, program: CommandLine, name: str
) -> None:
    out = name if "://" in name else tmp_path / name
    said = bring(program, tmp_path / "not_there.xlsx", out, exit_code=2)
    assert "there is no folder" in said or "names no database" in said


def test_a_record_folder_goes_in_on_its_day_and_is_shown_before(
    tmp_path: Path, program: CommandLine, county_folder: Path, database: str
) -> None:
    asked = ("import", "records", county_folder, database, "--day", "2026-07-01", "--by", "Ana")
    shown = program.run(*asked, "--dry-run").stdout
    assert "enrolments: 3" in shown
    assert shown.endswith("Nothing was written.\n")
    assert f"rows from {county_folder}" in program.run(*asked).stdout
    assert "nothing was changed" in program.run(*asked).stdout
    (batch,) = list_batches(url_of(database))
    assert (batch.origin.who, str(batch.origin.day)) == ("Ana", "2026-07-01")
    assert "0 new rows, 0 changed, 0 gone" in program.run(*asked, "--dry-run").stdout
    wrong = ("import", "records", tmp_path / "nothing", database)
    program.run(*wrong, exit_code=2)


WHOLE = {
    "schools": "school_id,name\nS1,Unu\n",
    "terms": "school_year,term,starts_on,ends_on\n2025-2026,M1,2025-09-08,2025-10-24\n",
    "enrolments": "pupil_id,school_id,school_year,enrolled_on,grade_level\nP1,S1,2025-2026,2025-09-08,5\n"
                  "P2,S1,2025-2026,2025-09-08,5\n",
    "attendance": "pupil_id,date,hours\nP1,2025-10-06,2\n",
    "grades": "pupil_id,date,mark,scale\nP2,2025-10-07,7,1-10\n",
    "family": "pupil_id,valid_from,guardianship\nP1,2025-09-08,relatives\n",
}  # fmt: skip


def folder_of(tables: dict[str, str], folder: Path) -> Path:
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "given", [*({*WHOLE} - {name} for name in WHOLE), {"attendance"}, {"grades", "terms"}, {"family"}, {"schools"}],
    ids=lambda given: "-".join(sorted(given)),
)  # fmt: skip
def test_a_folder_is_tried_though_it_lacks_tables_that_the_database_has(
    tmp_path: Path, program: CommandLine, database: str, given: set[str]
) -> None:
    program.run("import", "records", folder_of(WHOLE, tmp_path / "whole"), database, "--day", "2025-10-10")
    later = {name: text for name, text in WHOLE.items() if name in given}
    if "attendance" in later:
        later["attendance"] += "P2,2025-10-13,1\n"
    asked = ("import", "records", folder_of(later, tmp_path / "later"), database, "--day", "2025-10-17")
    shown = program.run(*asked, "--dry-run").stdout
    assert {line.partition(":")[0] for line in shown.splitlines() if " changed, " in line} == given
    assert ("attendance: 1 new row, 0 changed, 0 gone" in shown) == ("attendance" in given)
    program.run(*asked)
    assert len(stored(database)["attendance"]) == 1 + ("attendance" in given)


def test_children_whom_nobody_enrolled_are_still_refused_when_it_is_only_tried(
    tmp_path: Path, program: CommandLine, database: str
) -> None:
    folder = folder_of({"attendance": WHOLE["attendance"]}, tmp_path / "only")
    for options in (("--dry-run",), ()):
        told = program.run("import", "records", folder, database, *options, exit_code=3).output
        assert "enrolments: found nothing; expected at least one row; add the pupils." in told


def test_files_of_another_system_are_one_import_of_their_kind(
    tmp_path: Path, program: CommandLine, database: str
) -> None:
    source = write_students(tmp_path)
    asked = ("import", "uci-student", source, database)
    assert "Import 1: " in program.run(*asked).stdout
    assert "nothing was changed" in program.run(*asked).stdout
    (batch,) = list_batches(url_of(database))
    assert batch.origin.kind == "uci-student"
    assert len(batch.origin.sha256) == len(hashlib.sha256().hexdigest())


@pytest.mark.slow
def test_the_second_list_of_a_class_has_names_and_the_first_stays_what_it_was(
    tmp_path: Path, champion: Trained
) -> None:
    (tmp_path / "var").mkdir()
    program, database = champion.program.copy(tmp_path / "var"), tmp_path / "date.sqlite"
    first = ("rank", database, "--capacity", 3, "--as-of", "2025-11-02")
    bring(program, write_register(tmp_path), database, "--day", "2025-11-01")
    listed = program.run(*first, "--format", "json").stdout
    assert "Nucă Ana-Maria" in program.run(*first, "--names").stdout
    bring(program, write_register(tmp_path, "7B noiembrie.xlsx", **NOVEMBER), database, "--day", "2025-12-01")
    assert program.json(*first, "--format", "json")["pupils"] == json.loads(listed)["pupils"]
    assert "Vișină Matei" in program.run("rank", database, "--capacity", 6, "--as-of", "2025-12-02", "--names").stdout


NETWORK = ["An", "Judet PJ", "Cod SIIIR PJ", "Cod SIIIR unitate", "Denumire lunga unitate", "Mediu loc. unitate"]
UNITS = [["2025-2026", "AB", "0161100001", code, f"Școala {code}", "URBAN"] for code in ("0161100001", "161100002")]


@pytest.mark.parametrize("schools_first", [True, False])
def test_the_school_network_comes_before_or_after_the_children(
    tmp_path: Path, program: CommandLine, database: str, schools_first: bool
) -> None:
    network = Book({"Rețea": [NETWORK, *UNITS]}, name="network.xlsx").write(tmp_path)
    register = write_register(tmp_path)
    schools = ("import", "siiir", network, database)
    sheets = ("import", "school", register, database, "--school", "0161100002", "--day", "2025-11-01")
    for asked in (schools, sheets) if schools_first else (sheets, schools):
        assert "are in" in program.run(*asked).stdout
        assert "nothing was changed" in program.run(*asked).stdout
    assert sorted(stored(database)["schools"]["school_id"]) == ["0161100001", "0161100002"]
    assert "No problems." in program.run("check", database).stdout
    out = tmp_path / "absente.xlsx"
    report = ("report", "absences", database, "--school", "0161100002", "--month", "2025-10", "--out", out)
    assert "Wrote " in program.run(*report).stdout
    assert out.is_file()


def test_schools_alone_are_no_records_yet(tmp_path: Path, program: CommandLine, database: str) -> None:
    network = Book({"Rețea": [NETWORK, *UNITS]}, name="network.xlsx").write(tmp_path)
    assert "schools: 2 new rows" in program.run("import", "siiir", network, database, "--dry-run").stdout
    assert "2 rows from network.xlsx" in program.run("import", "siiir", network, database).stdout
    program.run("check", database, exit_code=3)
    sheets = ("import", "school", write_register(tmp_path), database, "--school", "0161100002", "--dry-run")
    assert "enrolments: 6 new rows" in program.run(*sheets).stdout


def test_an_empty_register_of_a_class_leaves_the_other_classes_as_they_are(
    tmp_path: Path, program: CommandLine, database: str
) -> None:
    head = ["Nr. matricol", "Nume și prenume", "Absențe", "Mate"]
    for number, label in enumerate(("D", "E", "F"), 1):
        rows = [[f"Clasa a VI-a {label}, an școlar 2025-2026"], head, [number, f"Alfa Ana{label}", None, None]]
        bring(program, Book({"Foaie1": rows}, name=f"{label}.xlsx").write(tmp_path), database, "--day", "2025-09-11")
    assert written(database, "enrolments", "class_label", "retracted_on") == ["VI D -", "VI E -", "VI F -"]
