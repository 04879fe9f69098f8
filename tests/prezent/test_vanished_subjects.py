"""A subject that is in the sheets no more: told, and taken back with --gone; not where each teacher brings a file."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.sheets.books import Book
from tests.support.stores import written

_SUBJECTS = {"Matematică": "7/6.10", "Istorie": "8/7.10; 9/14.10", "Fizică": "6/8.10"}


def _register(folder: Path, name: str, *subjects: str, pupils: tuple[str, ...] = ("Alfa Ana", "Beta Dan")) -> Path:
    rows = [["Catalog, clasa a VI-a A, 2025-2026"], ["Elev", *subjects]]
    rows += [[pupil, *(_SUBJECTS[each] for each in subjects)] for pupil in pupils]
    return Book({"note": rows}, name=name).write(folder)


def _bring(program: CommandLine, file: Path, database: Path, day: str, *options: object) -> str:
    return program.run("import", "school", file, database, "--school", "S1", "--day", day, *options).output


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "var")


def test_a_subject_without_a_column_is_told_and_stays_until_it_is_said_to_be_gone(
    tmp_path: Path, program: CommandLine
) -> None:
    database = tmp_path / "date.sqlite"
    said = _bring(program, _register(tmp_path, "oct.xlsx", *_SUBJECTS), database, "2025-11-01")
    assert "in the sheets no more" not in said
    file = _register(tmp_path, "nov.xlsx", "Matematică", "Fizică")
    sentence = (
        "istorie, VI A: in the sheets no more; 4 marks of earlier imports stay. If they were deleted, import again "
        "with --gone."
    )
    assert sentence in _bring(program, file, database, "2025-12-01", "--dry-run")
    assert sentence in _bring(program, file, database, "2025-12-01")
    taken_back = [row for row in written(str(database), "grades", "subject", "retracted_on") if not row.endswith("-")]
    assert taken_back == []
    said = _bring(program, file, database, "2025-12-01", "--gone")
    assert "istorie, VI A: in the sheets no more; 4 marks of earlier imports are taken back." in said
    assert "grades: 0 new rows, 0 changed, 4 gone" in said
    taken_back = [row for row in written(str(database), "grades", "subject", "retracted_on") if not row.endswith("-")]
    assert taken_back == ["istorie 2025-12-01"] * 4
    assert "in the sheets no more" not in _bring(program, file, database, "2025-12-05")


def test_the_sentence_in_romanian(tmp_path: Path, program: CommandLine) -> None:
    database = tmp_path / "date.sqlite"
    _bring(program, _register(tmp_path, "oct.xlsx", *_SUBJECTS), database, "2025-11-01")
    file = _register(tmp_path, "nov.xlsx", "Istorie", "Fizică")
    asked = ("import", "school", file, database, "--school", "S1", "--day", "2025-12-01", "--dry-run")
    said = program.run("--lang", "ro", *asked).output
    assert (
        "matematică, VI A: nu mai apare în foi; 2 note din importurile anterioare rămân. Dacă au fost șterse, "
        "importați din nou cu --gone."
    ) in said


def test_files_of_single_teachers_and_of_other_pupils_say_nothing(tmp_path: Path, program: CommandLine) -> None:
    database = tmp_path / "date.sqlite"
    _bring(program, _register(tmp_path, "toate.xlsx", *_SUBJECTS), database, "2025-11-01")
    for name, subjects, pupils in (
        ("mate.xlsx", ("Matematică",), ("Alfa Ana", "Beta Dan")),
        ("nou.xlsx", ("Matematică", "Fizică"), ("Gama Ion",)),
    ):
        file = _register(tmp_path, name, *subjects, pupils=pupils)
        said = _bring(program, file, database, "2025-12-01", "--gone")
        assert "in the sheets no more" not in said
    standing = [row for row in written(str(database), "grades", "subject", "retracted_on") if row.startswith("istorie")]
    assert standing == ["istorie -"] * 4


_FORMATS = ("xlsx", "ods", "csv")


def _with_conduct(folder: Path, name: str, *subjects: str, mark: int = 10) -> Path:
    rows = [["Catalog, clasa a VI-a A, 2025-2026"], ["Elev", *subjects, "Purtare"]]
    rows += [[pupil, *(_SUBJECTS[each] for each in subjects), mark] for pupil in ("Alfa Ana", "Beta Dan")]
    return Book({"note": rows}, name=name).write(folder)


def _of_history(database: Path) -> list[str]:
    rows = written(str(database), "grades", "subject", "retracted_on")
    return [row for row in rows if row.startswith("istorie")]


@pytest.mark.parametrize("ending", _FORMATS)
def test_beside_marks_of_conduct_a_subject_without_a_column_stays_too(
    tmp_path: Path, program: CommandLine, ending: str
) -> None:
    database = tmp_path / "date.sqlite"
    _bring(program, _with_conduct(tmp_path, f"unu.{ending}", *_SUBJECTS), database, "2025-11-01")
    file = _with_conduct(tmp_path, f"doi.{ending}", "Matematică", "Fizică")
    said = _bring(program, file, database, "2025-12-01")
    assert "istorie, VI A: in the sheets no more; 4 marks of earlier imports stay." in said
    assert _of_history(database) == ["istorie -"] * 4
    _bring(program, file, database, "2025-12-01", "--gone")
    assert _of_history(database) == ["istorie 2025-12-01"] * 4


@pytest.mark.parametrize("ending", _FORMATS)
def test_a_sheet_of_conduct_alone_takes_back_marks_of_conduct_and_no_others(
    tmp_path: Path, program: CommandLine, ending: str
) -> None:
    database = tmp_path / "date.sqlite"
    _bring(program, _with_conduct(tmp_path, f"unu.{ending}", *_SUBJECTS), database, "2025-11-01")
    _bring(program, _with_conduct(tmp_path, f"doi.{ending}", mark=9), database, "2025-12-01")
    rows = written(str(database), "grades", "kind", "retracted_on")
    assert sum(row.endswith(" -") and row.startswith("conduct") for row in rows) == 2
    assert sum(row.endswith(" 2025-12-01") for row in rows) == 2
    assert _of_history(database) == ["istorie -"] * 4
    said = _bring(program, _with_conduct(tmp_path, f"trei.{ending}", mark=9), database, "2025-12-08")
    assert "grades: 0 new rows, 0 changed, 0 gone" in said or "is in" in said  # a text file is the very same


def test_one_of_two_subjects_is_missed_where_the_last_import_told_both(tmp_path: Path, program: CommandLine) -> None:
    database = tmp_path / "date.sqlite"
    pair = ("Matematică", "Istorie")
    _bring(program, _register(tmp_path, "doua.xlsx", *pair), database, "2025-11-01")
    one = _register(tmp_path, "una.xlsx", "Matematică")
    sentence = "istorie, VI A: in the sheets no more; 4 marks of earlier imports stay."
    assert sentence in _bring(program, one, database, "2025-12-01", "--dry-run")
    _bring(program, _register(tmp_path, "istorie.xlsx", "Istorie"), database, "2025-11-15")
    assert sentence not in _bring(program, one, database, "2025-12-01")  # each teacher brings a file now
    assert _of_history(database) == ["istorie -"] * 4
