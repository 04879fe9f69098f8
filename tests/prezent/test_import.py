"""Bringing in other formats: a folder as a whole or nothing, and what would come shown before."""

from pathlib import Path

import pytest

from features.importers import IMPORTERS
from prezent.cli import cli
from prezent.commands.registers.importing import Source, command_for
from tests.support.command_line import CommandLine
from tests.support.commands import command_at
from tests.support.records.student_files import write_students


def test_every_importer_is_a_command_in_both_languages():
    group = command_at(("import",))
    assert isinstance(group, type(cli)) or hasattr(group, "commands")
    assert {"school", *IMPORTERS} <= set(group.commands)  # type: ignore[attr-defined]


def test_the_old_form_writes_a_folder_and_makes_no_key(tmp_path: Path):
    out = tmp_path / "records"
    said = CommandLine(tmp_path / "var").run("import", "uci-student", write_students(tmp_path), out).stdout
    assert f"Wrote {out}. Next: prezent check {out}" in said
    assert (out / "grades.csv").is_file()
    assert not (tmp_path / "var" / "keyring.toml").exists()


def test_a_dry_run_says_what_would_come_and_writes_nothing(tmp_path: Path):
    program, out = CommandLine(tmp_path / "var"), tmp_path / "records"
    asked = ("import", "uci-student", write_students(tmp_path), out)
    said = program.run(*asked, "--dry-run").stdout
    assert "enrolments: 2 new rows, 0 changed, 0 gone" in said
    assert "  new: pupil mat-001, school_id GP" in said
    assert said.endswith("Nothing was written.\n")
    assert not out.exists()
    program.run(*asked)
    again = program.run(*asked, "--dry-run").stdout
    assert "enrolments: 0 new rows, 0 changed, 0 gone" in again
    ro = program.run("--lang", "ro", *asked, "--dry-run").stdout
    assert "note: 0 rânduri noi, 0 schimbate, 0 dispărute" in ro


@pytest.mark.parametrize("options", [[], ["--day", "2020-01-01", "--by", "Ana"]])
def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, options: list[str]):
    out = tmp_path / "records"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    asked = ("import", "uci-student", write_students(tmp_path), out, *options)
    assert "already holds something" in CommandLine(tmp_path / "var").run(*asked, exit_code=2).stderr
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_a_day_of_the_future_is_refused(tmp_path: Path):
    asked = ("import", "uci-student", write_students(tmp_path), tmp_path / "records", "--day", "2999-01-01")
    assert "is after today" in CommandLine(tmp_path / "var").run(*asked, exit_code=2).stderr


def test_a_further_importer_is_one_line_and_is_told_school_year_and_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    source = Source("invented", "Invented files.", "Fișiere inventate.")
    monkeypatch.setitem(IMPORTERS, "invented", ("tests.support.records.invented_source", "import_invented"))
    asked = [str(tmp_path), str(tmp_path / "records"), "--school", "S9", "--year", "2025-2026", "--code", "L=late"]
    command = command_for(source)
    monkeypatch.setattr(command_at(("import",)), "commands", {"invented": command})
    said = CommandLine(tmp_path / "var").run("import", "invented", *asked).output
    assert "attendance, subject: 1 cell with a national identity number (CNP) dropped." in said
    assert "Names of 1 child are in" in said
    assert (
        (tmp_path / "records" / "enrolments.csv").read_text().splitlines()[1].endswith(",S9,2025-2026,2025-09-08,late")
    )
    assert 'key = "' in (tmp_path / "records" / "prezent.toml").read_text()
