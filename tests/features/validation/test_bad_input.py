"""What does the program say to a tired school secretary? Every kind of bad file, through the real command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prezent.cli import cli
from tests.support.records.bad_cells import CELLS, IDENTITY_NUMBERS, ROWS
from tests.support.records.bad_declarations import DECLARATIONS
from tests.support.records.bad_files import FILES, HEADERS
from tests.support.records.record_files import (
    CNP,
    ENROLMENT_KEY,
    EVERY_TABLE,
    GOOD,
    P1,
    P2,
    WRITE_DATE,
    Files,
    attendance,
    enrolments,
    family,
    grades,
    schools,
    write_folder,
)

ROOT = Path(__file__).parents[3]

FINE: dict[str, Files] = {
    "every table": EVERY_TABLE,
    "a byte order mark": {"schools.csv": b"\xef\xbb\xbfschool_id,name\nS1,Unu\nS2,Doi\n"},
    "Windows line ends and blank lines at the end": {"schools.csv": "school_id,name\r\nS1,Unu\r\nS2,Doi\r\n\r\n\r\n"},
    "old Mac line ends": {"schools.csv": "school_id,name\rS1,Unu\rS2,Doi"},
    "a blank line in the middle": attendance("p1,2024-10-01,2", "", "p1,2024-10-02,2"),
    "rows of only commas, as Excel leaves them": attendance("p1,2024-10-01,2", ",,", " , ,", ",,,,"),
    "columns of only commas, as Excel leaves them": {"schools.csv": "school_id,name,,\nS1,Unu,,\nS2,Doi,,\n"},
    "spaces round names and cells": {"attendance.csv": " pupil_id , date,hours \n p1 , 2024-10-01 ,\t2 \n"},
    "quoted cells with commas, quotes and line ends": schools('S3,"Școala ""Trei"",\nCluj"'),
    "whole numbers with a point": enrolments(f"{P1},2", f"{P2},2.0", more=",grade_level"),
    "yes and no in every spelling": {
        "family.csv": "pupil_id,valid_from,home_internet\n"
        + "".join(
            f"p1,2024-09-{day:02},{word}\n"
            for day, word in enumerate(["da", "nu", "DA", "Nu", "true", "False", "1", "0", "yes", "NO"], 1)
        )
    },
    "a date at midnight": attendance("p1,2024-10-01 00:00:00,2"),
    "two equal marks on a day": grades("p1,2024-10-01,7,1-10", "p1,2024-10-01,7,1-10"),
    "a period's total": attendance("p1,2024-10-31,40,2024-10-01", more=",from_date"),
    "absences without a row": attendance(),
    "a label that is no year, with left_on": enrolments("p1,S1,2013J,2024-09-09,2024-12-01", f"{P2},", more=",left_on"),
    "a capital ending": {"terms.CSV": EVERY_TABLE["terms.csv"]},
    "hidden files, lock files and a read-me": {"._grades.csv": b"\0", "~$grades.xlsx": b"", "readme.txt": "hello"},
    "another table's words": {
        "schools.csv": "Cod şcoală;Denumire\nS1;Unu\nS2;Şcoala 1, Cluj\n".encode("cp1250"),
        "absențe.csv": "Elev\tData\tOre\np1\t13.10.2024\t1,5\np1\t01.10.2024\t2\n".encode("utf-16"),
    },
    "marks as words": grades("p1,2024-10-01,FB,FB-I", "p1,2024-10-02,I,FB-I"),
    "a declared column and scale": family("p1,2024-09-09,3", more=",siblings")
    | {
        "prezent.toml": '[situation.siblings]\ntype="whole"\nen="siblings"\nro="frați"\n'
        '[scales."1-5"]\nlowest=1\npass=2\nhighest=5\n',
        "grades.csv": "pupil_id,date,mark,scale\np1,2024-10-02,5,1-5\n",
    },
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with everything local under ``var``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREZENT_VAR", str(tmp_path / "var"))
    return tmp_path


def folder_of(place: Path, files: Files) -> Path:
    return write_folder(place / "records", files)


def run(*arguments: object, lang: str = "en") -> Result:
    return CliRunner().invoke(cli, ["--lang", lang, *map(str, arguments)])


def lines_said(place: Path, *arguments: object, lang: str = "en") -> list[str]:
    """Run a command on bad records; return what it says, after seeing that it ended well and left nothing behind."""
    before = contents(place)
    result = run(*arguments, lang=lang)
    assert result.exit_code == 3, result.output
    assert contents(place) == before
    assert list((place / "var").iterdir()) == []
    assert result.stdout == ""
    assert CNP not in result.output
    return result.stderr.splitlines()


def contents(place: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes() for path in place.rglob("*") if path.is_file() and place / "var" not in path.parents
    }


@pytest.mark.parametrize(
    ("files", "english", "romanian"), HEADERS + FILES + CELLS + IDENTITY_NUMBERS + ROWS + DECLARATIONS
)
def test_each_mistake_has_one_clear_sentence_in_both_languages(
    place: Path, files: Files, english: tuple[str, ...], romanian: str
):
    folder = folder_of(place, files)
    assert lines_said(place, "check", folder) == list(english)
    said = lines_said(place, "check", folder, lang="ro")
    assert len(said) == len(english)
    assert romanian in "\n".join(said)
    for line in said:
        assert "am găsit " in line
        assert "; așteptam " in line
        assert not {"ş", "ţ", "Ş", "Ţ"} & set(line)


@pytest.mark.parametrize("name", FINE)
def test_what_spreadsheets_do_to_good_records_is_no_mistake(place: Path, name: str):
    result = run("check", folder_of(place, FINE[name]))
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\nNo problems.\n" in result.stdout


def test_ten_mistakes_in_four_files_are_told_at_once(place: Path):
    folder = folder_of(
        place,
        enrolments("p1,S9,2024-26,2024-09-09", "p2,,2024-2025,09/10/2024")
        | attendance("p1,2099-10-01,2", "p1,2024-10-02,-1", "p1,2024-10-03", "p8,2024-10-03,1")
        | {"grades.csv": "pupil_id;date;mark;scale;xyz\np1;2024-10-02;17,5;1-10;x\n".encode("utf-16")}
        | {"prezent.toml": "colour = 1\n"},
    )
    said = lines_said(place, "check", folder)
    assert [line.split(": found")[0] for line in said] == [
        "prezent.toml",
        "attendance.csv, row 2, column date",
        "attendance.csv, row 3, column hours",
        "attendance.csv, row 4",
        "attendance.csv, row 5, column pupil_id",
        "grades.csv, row 1, column xyz",
        "grades.csv, row 2, column mark",
        "enrolments.csv, row 2, column school_year",
        "enrolments.csv, row 2, column school_id",
        "enrolments.csv, row 3, column school_id",
        "enrolments.csv, row 3, column enrolled_on",
    ]


def test_what_cannot_be_read_in_one_file_is_not_missed_in_another(place: Path):
    """The pupils of a damaged or ragged enrolments file are unknown to us, not unknown to the school."""
    for enrolled in ("pupil_id\n", "pupil_id,school_id,school_year,enrolled_on\np1,S1\n" + P2, b"PK\x03\x04", b"\0"):
        said = lines_said(place, "check", folder_of(place, EVERY_TABLE | {"enrolments.csv": enrolled}))
        assert {line.partition(",")[0].partition(":")[0] for line in said} == {"enrolments.csv"}


def test_a_wrong_date_is_not_taken_for_a_repeated_row_or_a_missing_leaving(place: Path):
    folder = folder_of(
        place,
        enrolments("p1,S1,2013J,01/09/2024,x", "p1,S1,2013J,02/09/2024,x", P2 + ",", more=",left_on")
        | attendance("p1,2024-10-31,40,October", more=",from_date"),
    )
    assert [line.split(": found")[0] for line in lines_said(place, "check", folder)] == [
        "enrolments.csv, row 2, column enrolled_on",
        "enrolments.csv, rows 2, 3, column left_on",
        "enrolments.csv, row 3, column enrolled_on",
        "attendance.csv, row 2, column from_date",
    ]


def test_rows_are_counted_as_the_spreadsheet_shows_them(place: Path):
    """Blank rows and cells of several lines count as the rows they fill on the screen."""
    folder = folder_of(place, attendance("", 'p1,2024-10-01,2,"a\nb"', ",,,", "p1,2024-13-01,2,c", more=",subject"))
    assert lines_said(place, "check", folder) == [
        "attendance.csv, row 5, column date: found '2024-13-01'; expected a day of the calendar; correct the date."
    ]


def test_a_found_text_keeps_to_its_line(place: Path):
    folder = folder_of(place, attendance('p1,"2024\n10\x1b[31m",2'))
    assert lines_said(place, "check", folder) == [
        f"attendance.csv, row 2, column date: found '2024 10 [31m'; {WRITE_DATE}."
    ]


def test_a_county_is_named_with_its_file_and_a_pupil_may_be_in_one_only(place: Path):
    header = "pupil_id,school_id,school_year,enrolled_on\n"
    folder = folder_of(
        place,
        dict.fromkeys(GOOD)
        | {"county=CJ/enrolments.csv": header + P1 + "\n" + P2, "county=MM/enrolments.csv": header + P1}
        | {"county=MM/attendance.csv": "pupil_id,date,hours\np2,2024-10-01,x\n"},
    )
    each = f"expected one row for each {ENROLMENT_KEY} in all counties together; delete all but one of the rows."
    assert lines_said(place, "check", folder) == [
        "county=MM/attendance.csv, row 2, column hours: found 'x'; expected a number: hours missed; correct the cell.",
        f"county=CJ/enrolments.csv, row 2, column pupil_id: found 'p1, S1, 2024-2025, 2024-09-09'; {each}",
        f"county=MM/enrolments.csv, row 2, column pupil_id: found 'p1, S1, 2024-2025, 2024-09-09'; {each}",
    ]


def test_a_folder_that_is_not_there_is_a_wrong_command(place: Path):
    result = run("check", place / "nowhere")
    assert result.exit_code == 2
    assert result.stderr == f"{place / 'nowhere'} is not a folder; name the folder that holds the record files.\n"
    result = run("check", folder_of(place, {}) / "schools.csv")
    assert result.exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("features", "records", "--as-of", "2024-12-01", "--out", "table.csv"),
        ("train", "records", "--outcome", "failed", "--as-of", "2024-12-01", "--horizon", "90", "--report", "out.json"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_no_command_uses_anything_of_a_bad_folder(place: Path, arguments: tuple[str, ...]):
    folder_of(place, attendance("p1,2024-10-01,-2"))
    said = [line for line in lines_said(place, *arguments) if not line.endswith(" ...")]
    assert [line.partition(";")[0] for line in said] == ["attendance.csv, row 2, column hours: found '-2'"]


def test_an_import_of_a_bad_file_leaves_no_folder(place: Path):
    (place / "student-mat.csv").write_text("school;sex\nGP;F\n")
    result = run("import", "uci-student", "student-mat.csv", "out")
    assert result.exit_code == 2
    assert "student-mat.csv has no column age" in result.stderr
    assert {path.name for path in place.iterdir()} - {"var"} == {"student-mat.csv"}


def test_the_real_program_says_it_on_standard_error_without_a_traceback(place: Path):
    folder_of(place, attendance("p1,2024-10-01,-2"))
    done = subprocess.run(
        [sys.executable, str(ROOT / "prezent"), "--lang", "ro", "check", "records"],
        capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "attendance.csv, rândul 2, coloana hours: am găsit „-2”; așteptam un număr de la 0 la 2000: ore lipsite; "
        "corectați celula.\n"
    )
    assert sorted(path.name for path in place.iterdir()) == ["records", "var"]
