"""What check says, and how it ends."""

from pathlib import Path

from tests.support.command_line import CommandLine
from tests.support.records.record_files import write_folder

TWICE = {"attendance.csv": "pupil_id,date,hours\n" + "p1,2024-10-01,7\n" * 4}


def test_warnings_stand_apart_from_problems_and_do_no_harm(tmp_path: Path):
    said = CommandLine(tmp_path).run("check", write_folder(tmp_path / "records", TWICE)).stdout.splitlines()
    assert said[-3:-1] == ["No problems.", "1 warning:"]
    assert said[-1].startswith("attendance.csv, rows 3, 4, 5: absences that repeat another row exactly (3 rows, 1 chi")


def test_strict_ends_with_3_where_there_are_warnings(tmp_path: Path):
    program = CommandLine(tmp_path)
    twice, plain = write_folder(tmp_path / "twice", TWICE), write_folder(tmp_path / "plain", {})
    assert "1 warning:" in program.run("check", twice, "--strict", exit_code=3).stdout
    assert "No warnings." in program.run("check", plain, "--strict").stdout
    assert "1 avertisment:" in program.run("--lang", "ro", "check", "--strict", twice, exit_code=3).stdout


def test_records_with_problems_end_with_3_as_ever(tmp_path: Path):
    wrong = write_folder(tmp_path / "wrong", {"attendance.csv": "pupil_id,date,hours\np1,2024-10-01,x\n"})
    for strict in ([], ["--strict"]):
        assert "found 'x'" in CommandLine(tmp_path).run("check", wrong, *strict, exit_code=3).output
