"""The command that makes the reports of a school's office: what it writes, and what it answers where it cannot."""

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from serving.roster.roster import open_roster
from tests.support.command_line import CommandLine

TODAY = dt.datetime.now().astimezone().date()
FILES = {
    "schools.csv": "school_id,name,county\nS1,Școala Unu,CJ\n",
    "enrolments.csv": "pupil_id,school_id,school_year,enrolled_on,grade_level,class_label\n"
    "p1,S1,2025-2026,2025-09-08,6,VI A\np2,S1,2025-2026,2025-09-08,6,VI A\n",
    "attendance.csv": "pupil_id,date,hours,excused_on\np1,2025-10-02,15,\np1,2026-02-03,11,\n"
    "p2,2026-02-03,3,2026-02-05\n",
}


@pytest.fixture
def records(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "var")


@pytest.mark.parametrize(
    ("name", "title", "children"),
    [
        ("absences", "Raport lunar al absențelor", 2), ("scholarships", "Burse: orele nemotivate ale lunii", 1),
        ("conduct", "Purtare: scăderi pentru ore nemotivate", 1),
        ("mate", "MATE: propuneri pentru cei cinci indicatori", 2),
    ],
)  # fmt: skip
def test_each_report_is_written_as_a_workbook_and_said(
    name: str, title: str, children: int, program: CommandLine, records: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"{name}.xlsx"
    said = program.run("--lang", "ro", "report", name, records, "--month", "2026-02", "--school", "S1", "--out", out)
    assert f"Am scris {title}, februarie 2026, în {out}: cu rânduri despre {children} cop" in said.output
    sheet = openpyxl.load_workbook(out)["Raport"]
    assert sheet["A1"].value == title
    assert sheet["A2"].value == "Școala Unu (S1), februarie 2026"


@pytest.mark.parametrize(
    ("options", "exit_code", "said"),
    [
        (["--month", "2026-13"], 2, "2026-13 is no month"),
        (["--month", f"{TODAY.year + 1}-01"], 2, "has not begun"),
        (["--as-of", "2026-01-15"], 2, "does not go with the month"),
        (["--school", "S7"], 4, "There is no school S7 in these records; they have S1."),
        (["--month", "2023-02"], 4, "Nobody was enrolled in school S1 before 2023-03-01"),
        (["--month", "2026-03"], 4, "does not reach March 2026"),
        (["--out", "report.csv"], 2, "name a file that ends in .xlsx"),
    ],
)
def test_what_cannot_be_reported_is_a_sentence_and_writes_nothing(
    options: list[str], exit_code: int, said: str, program: CommandLine, records: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    given = {"--month": "2026-02", "--school": "S1", "--out": "report.xlsx"}
    given |= dict(zip(options[::2], options[1::2], strict=True))
    arguments = [part for pair in given.items() for part in pair]
    answered = program.run("report", "absences", records, *arguments, exit_code=exit_code)
    assert said in " ".join(answered.output.split())
    assert not list(tmp_path.glob("report.*"))


def test_a_file_that_is_there_is_not_written_over(program: CommandLine, records: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.xlsx"
    out.write_text("mine")
    arguments = ("--month", "2026-02", "--school", "S1", "--out", out)
    answered = program.run("report", "absences", records, *arguments, exit_code=2)
    assert "is there already" in answered.output
    assert out.read_text() == "mine"


def test_names_stand_in_a_report_only_where_asked_for_and_each_use_is_logged(
    program: CommandLine, records: Path, tmp_path: Path
) -> None:
    program.var.mkdir()
    people = pd.DataFrame({"school_id": ["S1"], "pupil_id": ["p1"], "name": ["Nucă Ana"]})
    open_roster(f"sqlite:///{program.var / 'roster.sqlite'}").keep(people, key_id="any")
    shared = ("report", "absences", records, "--month", "2026-02", "--school", "S1", "--out")
    program.run(*shared, tmp_path / "plain.xlsx")
    assert not (program.var / "access.log").exists()
    said = program.run(*shared, tmp_path / "named.xlsx", "--names")
    assert "No name is known here of 1 of 2" in said.stderr
    plain, named = (
        [cell for row in openpyxl.load_workbook(tmp_path / name)["Rows"].values for cell in row]
        for name in ("plain.xlsx", "named.xlsx")
    )
    assert "Nucă Ana" in named
    assert "Nucă Ana" not in plain
    (line,) = (json.loads(each) for each in (program.var / "access.log").read_text(encoding="utf-8").splitlines())
    assert (line["what"], line["schools"], line["children"]) == ("report absences", ["S1"], 1)


def test_records_without_attendance_are_refused(program: CommandLine, records: Path, tmp_path: Path) -> None:
    (records / "attendance.csv").unlink()
    arguments = ("--month", "2026-02", "--school", "S1", "--out", tmp_path / "report.xlsx")
    assert "no table attendance" in program.run("report", "conduct", records, *arguments, exit_code=4).output


def test_records_with_problems_keep_their_own_answer(program: CommandLine, records: Path, tmp_path: Path) -> None:
    (records / "attendance.csv").write_text("pupil_id,date,hours\np1,never,2\n")
    arguments = ("--month", "2026-02", "--school", "S1", "--out", tmp_path / "report.xlsx")
    program.run("report", "mate", records, *arguments, exit_code=3)


def test_yearly_hours_of_subjects_are_read_for_the_rule_of_ten_percent(
    program: CommandLine, records: Path, tmp_path: Path
) -> None:
    hours, out = tmp_path / "ore.csv", tmp_path / "report.xlsx"
    hours.write_text("Clasa;Disciplina;Ore\nVI A;matematică;140\n", encoding="utf-8")
    shared = ("report", "conduct", records, "--month", "2026-02", "--school", "S1", "--out", out, "--subject-hours")
    program.run(*shared, hours)
    assert "By subject (due)" in [cell for row in openpyxl.load_workbook(out)["Report"].values for cell in row]
    hours.write_text("Clasa;Ore\nVI A;140\n", encoding="utf-8")
    out.unlink()
    assert "needs the columns" in program.run(*shared, hours, exit_code=2).output
