"""What a school's files may hold by mistake or malice: each is a sentence at its place, and nothing is written."""

import os
from pathlib import Path

import pytest

from features.importers.spreadsheets.files.workbooks import read_workbook
from features.schema.problems import Problem, RecordsError
from tests.support.sheets.books import imported

HEAD = "Nr. matricol;Numele și prenumele;Clasa;Data nașterii\n"
GOOD = "1001;Alfa Ana;VII A;12.03.2013\n1002;Beta Dan;VII A;12.03.2013\n"


def problems(path: Path, content: bytes | str) -> list[Problem]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(RecordsError) as caught:
        imported(path)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ('1003;"Gama Eva;VII A;12.03.2013\n1004;Delta Ion;VII A;12.03.2013\n', 4),  # swallows all that follows
        ('1003;"Gama Eva;VII A;12.03.2013\n', 4),  # the last row
        ('1003;"Gama Eva;VII A;12.03.2013\n1004;"Delta Ion;VII A;12.03.2013\n', 4),  # closed by the next open quote
        ('1003;Gama Eva;"VII A;12.03.2013\n' + GOOD, 4),
        ('1003;Gama Eva;VII A;"12.03.2013\n' + 3000 * GOOD, 4),  # more than a cell may hold
    ],
)
def test_a_quote_left_open_is_a_problem_at_its_row(tmp_path: Path, rows: str, row: int):
    found = problems(tmp_path / "elevi.csv", HEAD + GOOD + rows)
    assert [(each.code, each.rows) for each in found] == [("sheet_open_quote", (row,))]


@pytest.mark.parametrize("cell", ['"Alfa, ""Ani"" Ana"', '"Alfa\nAna"', '"Alfa; Ana"', "O'Alfa Ana", 'Alfa "Ani" Ana'])
def test_quotes_that_are_closed_are_none(tmp_path: Path, cell: str):
    path = tmp_path / "elevi.csv"
    path.write_text(HEAD + GOOD + f"1003;{cell};VII A;12.03.2013\n", encoding="utf-8")
    workbook, found = read_workbook(path)
    assert not found
    assert len(workbook.sheets[0].rows) == 4


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"{'9' * 30_000};Alfa Ana;VII A;12.03.2013", "sheet_endless"),
        (f"1001;Alfa Ana;VII A;{'1' * 5_000}", "sheet_endless"),
        (f"1001;Alfa Ana;{'7' * 41};12.03.2013", "sheet_endless"),
        (f"1001;{'Ana ' * 60};VII A;12.03.2013", "sheet_name_long"),
        (f"1001;Alfa Ana;VII {'A' * 50};12.03.2013", "sheet_class_long"),
        ("1001;+1+2;VII A;12.03.2013", "sheet_name_formula"),
        ("1001;@SUM(A1);VII A;12.03.2013", "sheet_name_formula"),
        ("1001;=cmd|'/c calc'!A1;VII A;12.03.2013", "sheet_name_formula"),
        ("1001;#REF!;VII A;12.03.2013", "sheet_name_formula"),
        ("1001;Alfa Ana;VII A;12.03.2099", "sheet_birth_far"),
        ("1001;Alfa Ana;VII A;12.03.1900", "sheet_birth_far"),
        ("1001;Alfa Ana;VII A;2020", "sheet_birth_far"),  # a child of five in the seventh class
        (f"1001;{'a' * 5_000_000};VII A;12.03.2013", "sheet_long_cell"),
    ],
)
def test_what_no_register_has_is_a_problem_at_its_cell(tmp_path: Path, row: str, code: str):
    found = problems(tmp_path / "elevi.csv", f"{HEAD}1002;Beta Dan;VII A;12.03.2013\n{row}\n")
    assert [(each.code, each.rows) for each in found] == [(code, (3,))]


@pytest.mark.parametrize("born", ["2015", "12.03.2013", "2008", "1980"])  # ahead, in step, behind, second chance
def test_years_of_birth_that_fit_a_level_are_taken(tmp_path: Path, born: str):
    path = tmp_path / "elevi.csv"
    path.write_text(f"{HEAD}1001;Alfa Ana;VII A;{born}\n", encoding="utf-8")
    assert imported(path).records.tables["enrolments"]["birth_year"].tolist() == [int(born[-4:])]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ((HEAD + GOOD).encode("utf-32"), "UTF-32"),
        ((HEAD + GOOD).encode("utf-16-le"), "UTF-16 without its mark"),
        ((HEAD + GOOD).encode("utf-16-be"), "UTF-16 without its mark"),
        ((HEAD + GOOD).replace("Beta Dan", "Beta\0Dan").encode(), "row 3: found a zero byte"),
    ],
)
def test_letters_that_cannot_be_read_are_named(tmp_path: Path, content: bytes, said: str):
    assert said in problems(tmp_path / "elevi.csv", content)[0].sentence("en")


def test_what_is_no_file_is_not_read(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    for name in ("pipe.csv", "zero.csv", "loop.xlsx", "folder.xlsx"):
        assert [each.code for each in read_workbook(tmp_path / name)[1]] == ["sheet_no_file"]


NUMBER = "5130312125" + "789"  # of thirteen digits, with a wrong check digit


@pytest.mark.parametrize(
    "name", [f"Alfa Ana {NUMBER}", f"{NUMBER} Alfa Ana", f"Alfa ({NUMBER}) Ana", f"Alfa Ana,{NUMBER}"]
)
def test_a_name_loses_thirteen_digits_and_it_is_told(tmp_path: Path, name: str):
    path = tmp_path / f"elev {NUMBER}.csv"
    path.write_text(f'{HEAD}1001;"{name}";VII A;12.03.2013\n', encoding="utf-8")
    read = imported(path).records
    assert read.people is not None
    assert read.people["name"].tolist() == ["Alfa Ana"]
    assert "1 identity number (CNP) dropped" in read.notes[0].en
    assert NUMBER not in repr(read.notes)


def test_a_sentence_repeats_thirteen_digits_nowhere(tmp_path: Path):
    found = problems(tmp_path / f"{NUMBER}.csv", f"{HEAD}1001;Alfa Ana;VII A;{NUMBER}\n")
    assert found
    assert all(NUMBER not in each.sentence(language) for each in found for language in ("en", "ro"))


def test_letters_that_nobody_sees_make_no_other_child(tmp_path: Path):
    path = tmp_path / "elevi.csv"
    path.write_text("Numele și prenumele;Clasa\nAl\u200bfa \u202eAna\ufeff;VII A\n", encoding="utf-8")
    plain = tmp_path / "altfel.csv"
    plain.write_text("Numele și prenumele;Clasa\nAlfa Ana;VII A\n", encoding="utf-8")
    assert imported(path).pupils == imported(plain).pupils
