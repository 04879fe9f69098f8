"""A list of events that names few children of a class only adds; a name that the class does not have is refused."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.sheets.books import Book
from tests.support.stores import written

_FORMATS = ("xlsx", "ods", "csv")
_CLASS = ("Alfa Ana", "Beta Dan", "Gama Ion", "Delta Ema", "Epsilon Radu")
_HEAD = ["Nume și prenume", "Clasa", "Data", "Nr. ore", "Motivată"]


def _catalogue(folder: Path, name: str) -> Path:
    rows = [["Catalogul clasei a VI-a A, 2025-2026"], ["Nr. matricol", "Elev", "Absențe nemotivate"]]
    rows += [[f"{number}/1", pupil, "3.11; 4.11 (2)"] for number, pupil in enumerate(_CLASS, 11)]
    return Book({"VI A": rows}, name=name).write(folder)


def _events(folder: Path, name: str, *pupils: str, day: str = "05.11.2025") -> Path:
    return Book({"Foaie1": [_HEAD, *([pupil, "VI A", day, 1, "nu"] for pupil in pupils)]}, name=name).write(folder)


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "var")


@pytest.fixture
def database(tmp_path: Path, program: CommandLine) -> Path:
    place = tmp_path / "date.sqlite"
    _bring(program, _catalogue(tmp_path, "catalog.xlsx"), place, "2025-11-10")
    return place


def _bring(program: CommandLine, file: Path, database: Path, day: str, *options: object, exit_code: int = 0) -> str:
    asked = ("import", "school", file, database, "--school", "S1", "--day", day, *options)
    return program.run(*asked, exit_code=exit_code).output


def _rows(database: Path) -> tuple[int, int]:
    """Return how many rows of absences stand, and how many were taken back."""
    rows = written(str(database), "attendance", "date", "retracted_on")
    return sum(row.endswith(" -") for row in rows), sum(not row.endswith(" -") for row in rows)


@pytest.mark.parametrize("ending", _FORMATS)
def test_a_few_absences_by_name_only_add(tmp_path: Path, program: CommandLine, database: Path, ending: str) -> None:
    file = _events(tmp_path, f"nume.{ending}", "Alfa Ana", "Gama Ion")
    said = _bring(program, file, database, "2025-11-12")
    assert (
        "The list names 2 of 5 children of VI A: what is in it is added, and nothing is taken back. If the list is "
        "whole, import again with --gone."
    ) in said
    assert "covers" not in said
    assert _rows(database) == (12, 0)


def test_they_are_the_whole_where_that_is_said(tmp_path: Path, program: CommandLine, database: Path) -> None:
    file = _events(tmp_path, "nume.xlsx", "Alfa Ana", "Gama Ion")
    _bring(program, file, database, "2025-11-12")
    said = _bring(program, file, database, "2025-11-12", "--gone")
    assert "covers 1 November 2025 – 12 November 2025" in said
    assert _rows(database) == (2, 10)


@pytest.mark.parametrize("pupils", [_CLASS, _CLASS[:4]], ids=["all", "nearly all"])
def test_a_list_that_names_nearly_all_is_the_whole(
    tmp_path: Path, program: CommandLine, database: Path, pupils: tuple[str, ...]
) -> None:
    said = _bring(program, _events(tmp_path, "nume.xlsx", *pupils), database, "2025-11-12")
    assert "The list names" not in said
    assert _rows(database) == (len(pupils), 10)


def test_a_list_beside_the_class_list_is_the_whole(tmp_path: Path, program: CommandLine, database: Path) -> None:
    listed = [["Nr. matricol", "Nume și prenume", "Clasa"]]
    listed += [[f"{number}/1", pupil, "VI A"] for number, pupil in enumerate(_CLASS, 11)]
    events = [_HEAD, ["Alfa Ana", "VI A", "05.11.2025", 1, "nu"]]
    file = Book({"Elevi": listed, "Absențe": events}, name="tot.xlsx").write(tmp_path)
    assert "The list names" not in _bring(program, file, database, "2025-11-12")
    assert _rows(database) == (1, 10)


def test_the_sentence_in_romanian(tmp_path: Path, program: CommandLine, database: Path) -> None:
    file = _events(tmp_path, "nume.xlsx", "Alfa Ana")
    asked = ("import", "school", file, database, "--school", "S1", "--day", "2025-11-12", "--dry-run")
    said = program.run("--lang", "ro", *asked).output
    assert (
        "Lista numește 1 din 5 copii din VI A: ce este în ea se adaugă și nu se retrage nimic. Dacă lista este "
        "completă, importați din nou cu --gone."
    ) in said


@pytest.mark.parametrize("ending", _FORMATS)
def test_a_name_that_the_class_does_not_have_is_refused_with_its_cell(
    tmp_path: Path, program: CommandLine, database: Path, ending: str
) -> None:
    file = _events(tmp_path, f"nume.{ending}", "Alfa Ana", "Nimeni Necunoscut")
    said = _bring(program, file, database, "2025-11-12", exit_code=3)
    assert "found 'Nimeni Necunoscut'" in said
    assert "correct the number, the name or the class, or bring the class list in with this child first" in said
    assert _rows(database) == (10, 0)
    assert len(written(str(database), "enrolments", "pupil_id")) == 5


@pytest.mark.parametrize("where", ["same files", "class of nobody"])
def test_a_new_child_of_a_class_list_or_of_a_new_class_comes_in(
    tmp_path: Path, program: CommandLine, database: Path, where: str
) -> None:
    label = "VI A" if where == "same files" else "VI B"
    sheets = {"Absențe": [_HEAD, ["Omega Lia", label, "05.11.2025", 1, "nu"]]}
    if where == "same files":
        sheets["Elevi"] = [["Nume și prenume", "Clasa"], *([each, "VI A"] for each in (*_CLASS, "Omega Lia"))]
    _bring(program, Book(sheets, name="nou.xlsx").write(tmp_path), database, "2025-11-12")
    assert len(written(str(database), "enrolments", "pupil_id")) == 6


def test_what_a_later_list_has_of_days_of_an_earlier_one_was_not_known_then(
    tmp_path: Path, program: CommandLine, database: Path
) -> None:
    _bring(program, _events(tmp_path, "a.xlsx", "Alfa Ana", "Gama Ion"), database, "2025-11-12")
    _bring(program, _events(tmp_path, "b.xlsx", "Alfa Ana", "Beta Dan", day="06.11.2025"), database, "2025-11-20")
    known = written(str(database), "attendance", "date", "known_on", "retracted_on")
    assert sum("2025-11-06 2025-11-20 -" in row for row in known) == 2
    assert _rows(database) == (14, 0)


def test_children_who_have_left_are_not_missed_in_a_list(tmp_path: Path, program: CommandLine, database: Path) -> None:
    rows = [["Nr. matricol", "Nume și prenume", "Clasa", "Data plecării"]]
    rows += [[f"{number}/1", pupil, "VI A", "07.11.2025" if number > 12 else None]
             for number, pupil in enumerate(_CLASS, 11)]  # fmt: skip
    _bring(program, Book({"Elevi": rows}, name="elevi.xlsx").write(tmp_path), database, "2025-11-11")
    said = _bring(program, _events(tmp_path, "rest.xlsx", "Alfa Ana", "Beta Dan"), database, "2025-11-12")
    assert "The list names" not in said
