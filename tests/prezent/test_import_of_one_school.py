"""An import of one school into a database of many reads that school's records, and tells the same as before."""

from pathlib import Path

import pytest

from features.records import records
from features.store.source import RecordStore
from prezent.commands.registers.imports import dry_runs
from tests.support.command_line import CommandLine
from tests.support.stores import bring, imported

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
