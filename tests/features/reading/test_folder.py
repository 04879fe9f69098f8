"""Which files of a folder are tables, in which order, and what is said of the others."""

from pathlib import Path

import pytest

from features.reading.folder import RawTable, read_folder
from features.schema.problems import Problem
from features.schema.tables import TABLES

ENROLMENTS = "pupil_id,school_id,school_year,enrolled_on\np1,S1,2024-2025,2024-09-09\n"
MARKS = "pupil_id,date,mark,scale\np1,2024-10-02,7,1-10\n"


def read(folder: Path, files: dict[str, str]) -> tuple[list[RawTable], list[Problem]]:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    pairs = list(read_folder(folder, TABLES))
    return [raw for raw, _ in pairs if raw], [problem for _, problems in pairs for problem in problems]


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.file) for problem in problems]


def test_tables_come_in_the_order_of_the_schema_with_the_names_of_their_files(tmp_path: Path):
    raw, problems = read(tmp_path, {"grades.csv": MARKS, "enrolments.CSV": ENROLMENTS})
    assert [(each.table.name, each.file) for each in raw] == [
        ("enrolments", "enrolments.CSV"),
        ("grades", "grades.csv"),
    ]
    assert problems == []


def test_a_table_is_read_when_it_is_asked_for_and_its_problems_come_then(tmp_path: Path):
    files = {"enrolments.csv": ENROLMENTS, "grades.csv": "", "outcomes.csv": "x"}
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    tables = ((raw, problems) for raw, problems in read_folder(tmp_path, TABLES) if raw)
    for name, expected in (("enrolments.csv", []), ("grades.csv", [("empty_file", "grades.csv")])):
        raw, problems = next(tables)
        (tmp_path / name).unlink()
        assert raw.file == name
        assert told(problems) == expected


def test_a_table_without_its_cells_still_has_its_rows_and_its_name(tmp_path: Path):
    raw, _ = read(tmp_path, {"enrolments.csv": ENROLMENTS.replace("\np1", "\n\np1")})
    bare = raw[0].without_cells()
    assert (bare.file, bare.whole, bare.frame.shape) == ("enrolments.csv", True, (1, 0))
    assert bare.rows is not None
    assert bare.rows.tolist() == [3]


def test_cells_stay_text_until_they_are_checked(tmp_path: Path):
    raw, _ = read(tmp_path, {"enrolments.csv": ENROLMENTS, "grades.csv": MARKS + "007,NA,,null\n"})
    assert raw[1].frame.to_numpy().tolist() == [["p1", "2024-10-02", "7", "1-10"], ["007", "NA", "", "null"]]


def test_an_unknown_or_repeated_column_is_told_and_not_read(tmp_path: Path):
    raw, problems = read(
        tmp_path, {"enrolments.csv": ENROLMENTS, "grades.csv": "pupil_id,date,mark,mark,x\np1,a,b,c,d\n"}
    )
    assert list(raw[1].frame.columns) == ["pupil_id", "date"]
    assert [problem.code for problem in problems] == ["duplicate_column", "unknown_column"]


def test_counties_are_read_one_after_the_other_and_named_in_the_file(tmp_path: Path):
    raw, problems = read(
        tmp_path,
        {
            "county=MM/enrolments.csv": ENROLMENTS,
            "county=CJ/enrolments.csv": ENROLMENTS,
            "county=CJ/pictures.csv": "a\n",
        }
        | {"prezent.toml": "", "other/grades.csv": MARKS},
    )
    assert [each.file for each in raw] == ["county=CJ/enrolments.csv", "county=MM/enrolments.csv"]
    assert told(problems) == [("unknown_file", "county=CJ/pictures.csv")]


def test_a_table_beside_county_folders_is_told_and_not_read(tmp_path: Path):
    raw, problems = read(tmp_path, {"county=CJ/enrolments.csv": ENROLMENTS, "grades.csv": MARKS, "readme.txt": "x"})
    assert [each.file for each in raw] == ["county=CJ/enrolments.csv"]
    assert told(problems) == [("beside_counties", "grades.csv")]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("pictures.csv", ("unknown_file", "rename it or")),
        ("Note elevi.xlsx", ("other_format", "save the table as grades.csv, in")),
        ("Planșe.xlsx", ("other_format", "save the table as enrolments.csv, grades.csv, ..., in")),
        ("absențe.tsv", ("other_format", "save the table as attendance.csv, in")),
        ("grades.ods", ("other_format", "save the table as grades.csv, in")),
        ("grades.tsv", ("other_format", "found a file of the kind .tsv;")),
        ("grades", ("other_format", "found a file without an ending;")),
    ],
)
def test_a_file_that_seems_to_be_meant_as_a_table_is_told(tmp_path: Path, name: str, problem: tuple[str, str]):
    raw, problems = read(tmp_path, {"enrolments.csv": ENROLMENTS, name: MARKS})
    assert [each.file for each in raw] == ["enrolments.csv"]
    assert [each.code for each in problems] == [problem[0]]
    assert problem[1] in problems[0].sentence("en")


@pytest.mark.parametrize(
    ("name", "table", "note"),
    [
        ("note.csv", "grades", "the table grades"),
        ("Grades.csv", "grades", ""),
        ("Absențe elevi.csv", "attendance", "the table attendance"),
        ("FAMILIE.CSV", "family", "the table family"),
        ("situatii.csv", "outcomes", "the table outcomes"),
        ("Structura anului școlar.csv", "terms", "the table terms"),
        ("şcoli.csv", "schools", "the table schools"),
        ("grades (1).csv", "grades", "the table grades"),
        ("absente 2025-2026 (1).csv", "attendance", "the table attendance"),
        ("note_2025.11.20.csv", "grades", "the table grades"),
        ("situatie scolara.csv", "outcomes", "the table outcomes"),
        ("unitati v2.csv", "schools", "the table schools"),
        ("Copie a familii.csv", "family", "the table family"),
        ("Absențe octombrie 2025.csv", "attendance", "the table attendance"),
        ("2025-11-20 note - Copie.csv", "grades", "the table grades"),
        ("note final sem. II.csv", "grades", "the table grades"),
    ],
)
def test_a_file_is_the_table_that_it_names_in_english_or_romanian(tmp_path: Path, name: str, table: str, note: str):
    raw, _ = read(tmp_path, {"enrolments.csv": ENROLMENTS, name: "pupil_id\np1\n"})
    found = {each.table.name: each for each in raw}
    assert found[table].file == name
    assert [each.en for each in found[table].notes] == [note] * bool(note)


@pytest.mark.parametrize("name", ["gradess.csv", "grades.csv.csv", "absente_.csv2.csv"])
def test_a_slip_in_the_name_of_a_file_is_told_and_its_cells_are_looked_at(tmp_path: Path, name: str):
    raw, problems = read(tmp_path, {"enrolments.csv": ENROLMENTS, name: "pupil_id,datte\np1,x\n"})
    assert [each.file for each in raw] == ["enrolments.csv", name]
    assert {("close_file", name), ("close_column", name)} < set(told(problems))
    raw, problems = read(tmp_path, {name: "aaa,bbb\np1,x\n"})
    assert [each.file for each in raw] == ["enrolments.csv"]
    assert told(problems) == [("close_file", name)]


@pytest.mark.parametrize(
    "name", [".grades.csv", "._grades.csv", "~$grades.xlsx", "grades.csv.bak", "notes.docx", "a.pdf"]
)
def test_other_files_are_left_alone(tmp_path: Path, name: str):
    raw, problems = read(tmp_path, {"enrolments.csv": ENROLMENTS, "grades.csv": MARKS, name: "x"})
    assert [each.file for each in raw] == ["enrolments.csv", "grades.csv"]
    assert problems == []


def test_of_two_files_for_one_table_the_first_is_looked_at(tmp_path: Path):
    raw, problems = read(
        tmp_path, {"enrolments.csv": ENROLMENTS, "enrolments.parquet": "", "enrolments.CSV": ENROLMENTS}
    )
    assert [each.file for each in raw] == ["enrolments.CSV"]
    assert told(problems) == [("two_files", "enrolments.CSV")]
    assert "found enrolments.CSV and enrolments.csv and enrolments.parquet" in problems[0].sentence("en")


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, ("no_enrolments", "records")),
        ({"grades.csv": MARKS}, ("no_enrolments", "records")),
        ({"enrolmnts.csv": ENROLMENTS}, ("close_file", "enrolmnts.csv")),
        ({"enrolments.xls": ENROLMENTS}, ("other_format", "enrolments.xls")),
    ],
)
def test_missing_enrolments_are_told_unless_a_file_seems_to_hold_them(
    tmp_path: Path, files: dict[str, str], problem: tuple[str, str]
):
    folder = tmp_path / "records"
    folder.mkdir()
    _, problems = read(folder, files)
    assert told(problems) == [problem]
