"""Bringing in other formats: a folder as a whole or nothing, and what would come shown before."""

from pathlib import Path

import pandas as pd
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
    assert "  new: pupil mat-001, school id GP" in said
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


ASPEN = {
    "students_export": "local_id,school_local_id,grade,enrollment_status\n1,HS,8,Active\n",
    "attendance_export": "local_id,event_date,absence,tardy\n1,2025-09-15,1,0\n",
}


@pytest.mark.parametrize(
    ("options", "hours"), [([], "6"), (["--day-hours", "4,5"], "4.5"), (["--day-hours", "7"], "7")]
)
def test_how_many_lessons_a_day_has_can_be_told(tmp_path: Path, options: list[str], hours: str):
    for name, text in ASPEN.items():
        (tmp_path / f"{name}.txt").write_text(text)
    out = tmp_path / "records"
    CommandLine(tmp_path / "var").run("import", "aspen", tmp_path, out, "--year", "2025-2026", *options)
    assert pd.read_csv(out / "attendance.csv", dtype=str)["hours"].str.removesuffix(".0").tolist() == [hours]


@pytest.mark.parametrize(
    ("source", "option", "value"),
    [
        ("edfi", "--day-hours", "0"),
        ("edfi", "--day-hours", "25"),
        ("edfi", "--pass-mark", "many"),
        ("oneroster", "--pass-mark", "101"),
        ("aspen", "--day-hours", "-1"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(tmp_path: Path, source: str, option: str, value: str):
    asked = ("--lang", "ro", "import", source, tmp_path, tmp_path / "records", option, value)
    assert (
        f"{value}: scrieți un număr mai mare decât 0" in CommandLine(tmp_path / "var").run(*asked, exit_code=2).stderr
    )


@pytest.mark.parametrize(
    ("source", "option", "value"),
    [
        ("oneroster", "--day-hours", "5"),
        ("aspen", "--pass-mark", "5"),
        ("edualert", "--day-hours", "5"),
        *((source, "--code", "L=excused") for source in ("oneroster", "edualert", "aspen")),
        *((source, "--school", "S1") for source in ("edfi", "oneroster", "aspen")),
        *((source, "--year", "2025-2026") for source in ("edfi", "oneroster")),
    ],
)
def test_what_the_files_of_a_source_say_themselves_is_no_option(tmp_path: Path, source: str, option: str, value: str):
    asked = ("import", source, tmp_path, tmp_path / "records", option, value)
    assert option in CommandLine(tmp_path / "var").run(*asked, exit_code=2).stderr


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["Foo=bar"], "Foo=bar: a code of attendance cannot mean that; expected one of excused, unexcused, absent,"),
        (["Foo="], "--code Foo=: expected CODE=MEANING"),
        (["Foo"], "--code Foo: expected CODE=MEANING"),
        (["=excused"], "--code =excused: expected CODE=MEANING"),
        (["Foo=excused", "Foo=ignored"], "--code Foo=ignored: expected CODE=MEANING, each code with one meaning"),
    ],
)
def test_a_code_without_a_meaning_is_refused_before_the_files_are_read(tmp_path: Path, codes: list[str], said: str):
    asked = [part for code in codes for part in ("--code", code)]
    program = CommandLine(tmp_path / "var")
    assert said in program.run("import", "edfi", tmp_path, tmp_path / "records", *asked, exit_code=2).stderr


def test_a_further_importer_is_one_line_and_is_told_school_year_and_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    source = Source("invented", "Invented files.", "Fișiere inventate.", left_open=("codes", "year", "school"))
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
