"""Names out of the roster that an import shows: a line in the log first, or no name."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

ANA = "801;Nucă Ana;VI A;5/10.10.2025"
ION = "802;Pară Ion;VI A;9/10.10.2025"


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "var")


def sheet(folder: Path, *rows: str, name: str = "catalog.csv", number: str = "Nr. matricol;") -> Path:
    lines = [f"{number}Nume și prenume;Clasa;Matematică", *rows]
    (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder / name


def bring(program: CommandLine, *asked: object, exit_code: int = 0) -> str:
    return program.run("import", "school", *asked, "--school", "S1", "--year", "2025-2026", exit_code=exit_code).output


def log_of(program: CommandLine) -> list[tuple[str, list[str], int]]:
    path = program.var / "access.log"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    assert "Ion" not in "".join(lines)
    return [(line["what"], line["schools"], line["children"]) for line in map(json.loads, lines)]


@pytest.fixture
def store(tmp_path: Path, program: CommandLine) -> Path:
    place = tmp_path / "records.sqlite"
    bring(program, sheet(tmp_path, ANA, ION), place, "--day", "2025-12-01")
    assert log_of(program) == []  # the sheets' own names are the person's already
    return place


def test_a_child_who_is_not_in_the_sheets_is_named_after_a_line_of_the_log(
    tmp_path: Path, program: CommandLine, store: Path
):
    file = sheet(tmp_path, ANA, name="fara_ion.csv")

    assert "Not in the sheets, though enrolled in their classes: Pară Ion." in bring(program, file, store, "--dry-run")
    assert log_of(program) == [("import", ["S1"], 1)]
    assert "Pară Ion" in bring(program, file, store, "--day", "2025-12-03")
    assert log_of(program) == [("import", ["S1"], 1)] * 2


def test_an_import_that_shows_nobody_else_leaves_no_line(tmp_path: Path, program: CommandLine, store: Path):
    bring(program, sheet(tmp_path, ANA, ION.replace("9/", "8/"), name="nou.csv"), store, "--dry-run")

    assert log_of(program) == []


def test_without_a_log_the_import_stands_and_no_name_is_shown(tmp_path: Path, program: CommandLine, store: Path):
    (program.var / "access.log").mkdir()

    said = bring(program, sheet(tmp_path, ANA, name="fara_ion.csv"), store, "--day", "2025-12-03")

    assert "cannot be written, so no names are shown" in said
    assert "Import 2:" in said
    assert "Pară Ion" not in said
    assert "Not in the sheets, though enrolled in their classes: p" in said


def test_a_question_about_a_child_known_before_is_a_line_of_the_log(tmp_path: Path, program: CommandLine, store: Path):
    file = sheet(tmp_path, "Pară Ion Dan;VI A;9/10.10.2025", name="nume.csv", number="")

    said = bring(program, file, store, exit_code=2)

    assert "Class VI A: Pară Ion and Pară Ion Dan may be one child" in said
    assert log_of(program) == [("import", ["S1"], 1)]


def test_a_question_that_cannot_be_logged_is_not_asked(tmp_path: Path, program: CommandLine, store: Path):
    (program.var / "access.log").mkdir()
    file = sheet(tmp_path, "Pară Ion Dan;VI A;9/10.10.2025", name="nume.csv", number="")

    said = bring(program, file, store, exit_code=2)

    assert "cannot be written, so no names are shown" in said
    assert "Pară" not in said


def test_a_question_about_two_rows_of_the_sheets_is_none(tmp_path: Path, program: CommandLine):
    file = sheet(tmp_path, "Nucă Ana;VI A;5/10.10.2025", "Nucă Ana Maria;VI A;6/10.10.2025", number="")

    assert "may be one child" in bring(program, file, tmp_path / "records.sqlite", exit_code=2)
    assert log_of(program) == []
