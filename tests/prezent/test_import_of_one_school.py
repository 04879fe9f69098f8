"""An import of one school into a database of many reads that school's records, and tells the same as before."""

from pathlib import Path

import pytest

from features.records import records
from features.store.source import RecordStore
from prezent.commands.registers.imports import dry_runs
from tests.support.command_line import CommandLine
from tests.support.stores import bring, imported, written

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P1       S1        2025-2026   2025-09-08  6A
    P2       S2        2025-2026   2025-09-08  6A
    P3       S3        2025-2026   2025-09-08  6A
"""


@pytest.fixture
def read_schools(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str]]:
    """The schools that were read each time when a database was."""
    found: list[frozenset[str]] = []
    load = records.load_records

    def spied(source, **options):
        if isinstance(source, RecordStore):
            found.append(source.schools)
        return load(source, **options)

    monkeypatch.setattr(records, "load_records", spied)
    return found


@pytest.fixture
def store(database: str) -> str:
    absences = "pupil_id date hours\nP1 2025-10-06 1\nP2 2025-10-06 2\nP3 2025-10-06 3"
    bring(database, "2025-10-10", enrolments=ENROLMENTS, attendance=absences)
    return database


def stands(store: str) -> list[str]:
    return [row for row in written(store, "attendance", "date", "retracted_on") if row.endswith(" -")]


def sheet(folder: Path, *rows: str) -> Path:
    lines = ["Nr. matricol;Nume și prenume;Clasa;Data absenței;Ore", *rows]
    (folder / "foaie.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "foaie.csv"


def test_sheets_of_a_school_read_that_school_alone_and_an_undone_one_too(
    tmp_path: Path, store: str, read_schools: list[frozenset[str]]
):
    program = CommandLine(tmp_path / "var")
    file = sheet(tmp_path, "1;Nucă Ana;VII B;06.10.2025;2")
    asked = ("import", "school", file, store, "--school", "S2", "--year", "2025-2026")

    for options in (["--dry-run"], []):
        said = program.run(*asked, *options).output
        assert "enrolments: 1 new row, 0 changed, 0 gone" in said
        assert "attendance: 1 new row, 0 changed, 0 gone" in said
    said = program.run("undo", store, 2, "--by", "Ana", "--reason", "wrong").output

    assert "attendance: 1 gone, 0 back, 0 changed back" in said
    assert "enrolments: 1 gone, 0 back, 0 changed back" in said
    assert set(read_schools) == {frozenset({"S2"})}


def test_a_school_that_is_new_in_a_database_of_others_is_all_new(tmp_path: Path, store: str):
    program = CommandLine(tmp_path / "var")
    file = sheet(tmp_path, "1;Nucă Ana;VII B;06.10.2025;2")
    asked = ("import", "school", file, store, "--school", "S9", "--year", "2025-2026")

    assert "enrolments: 1 new row, 0 changed, 0 gone" in program.run(*asked, "--dry-run").output
    assert "enrolments: 1 new row, 0 changed, 0 gone" in program.run(*asked).output
    said = program.run("undo", store, 2, "--by", "Ana", "--reason", "wrong").output
    assert "enrolments: 1 gone, 0 back, 0 changed back" in said


def test_an_import_that_tells_no_school_may_be_of_all(store: str):
    assert dry_runs.schools_of(imported(attendance="pupil_id date hours\nP1 2025-10-06 1")) == set()


def test_an_older_sheet_brought_as_todays_is_told_and_refused_until_its_day_is_given(tmp_path: Path, store: str):
    program = CommandLine(tmp_path / "var")
    asked = ("import", "school", tmp_path / "foaie.csv", store, "--school", "S2", "--year", "2025-2026")
    october = [f"1;Nucă Ana;VII B;{day}.2025;2" for day in ("29.09", "07.10", "08.10")]
    november = [f"1;Nucă Ana;VII B;{day:02d}.11.2025;2" for day in (3, 4, 5)]
    sheet(tmp_path, *october, *november)
    program.run(*asked, "--day", "2025-11-07")

    sheet(tmp_path, *october)
    told = "Of class VII B the newest row in the file is of 8 October 2025, the database has rows up to 5 November"
    assert told in program.run(*asked, "--dry-run").stdout
    assert told in program.run(*asked, exit_code=4).stderr
    assert "Nu s-a scris nimic" in program.run("--lang", "ro", *asked, "--dry-run").stdout
    assert len(stands(store)) == 9
    said = program.run(*asked, "--day", "2025-10-08")
    assert "newest row" not in said.output
    assert len(stands(store)) == 9


def test_an_older_folder_brought_as_todays_is_told_and_refused_too(tmp_path: Path, database: str):
    program, folder = CommandLine(tmp_path / "var"), tmp_path / "folder"

    def brought(*days: str, options: tuple[str, ...] = (), exit_code: int = 0) -> str:
        folder.mkdir(exist_ok=True)
        lines = "".join(f"P1,{day},2\n" for day in days)
        (folder / "attendance.csv").write_text("pupil_id,date,hours\n" + lines, encoding="utf-8")
        (folder / "enrolments.csv").write_text(
            "pupil_id,school_id,school_year,enrolled_on\nP1,S1,2025-2026,2025-09-08\n", encoding="utf-8"
        )
        return program.run("import", "records", folder, database, *options, exit_code=exit_code).output

    days = ("2025-10-06", "2025-11-03", "2025-11-04", "2025-11-05")
    brought(*days, options=("--day", "2025-11-07"))
    assert "the database has rows up to 5 November 2025" in brought(*days[:1], exit_code=4)
    assert "the database has rows up to 5 November 2025" in brought(*days[:1], options=("--dry-run",))
    brought(*days[:1], options=("--day", "2025-10-07"))
    assert len(written(database, "attendance", "date")) == 4
