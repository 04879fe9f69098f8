"""The form of a file: what can be read is read, and its rows keep the numbers a spreadsheet shows."""

import csv
import datetime as dt
import io
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.reading.csv_parquet import FileCells, read_cells
from features.records.records import load_records
from features.schema.problems import RecordsError
from tests.support.records.record_files import CNP, TODAY, attendance, enrolments, family, grades, write_folder


def sheet(
    folder: Path, content: str | bytes, name: str = "grades.csv"
) -> tuple[FileCells, list[tuple[str, tuple[int, ...]]]]:
    """Read a file; return the sheet, and the code and rows of each problem."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    read, problems = read_cells(path, name)
    return read, [(problem.code, problem.rows) for problem in problems]


def cells(read: FileCells) -> list[list[str]]:
    return [list(read.frame.columns), *read.frame.to_numpy().tolist()]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n",
        "a,b\r\n1,2\r\n",
        "a,b\r1,2",
        "\ufeffa,b\n1,2\n\n\n",
        ' a ,"b"\n"1",2\n',
    ],
    ids=["plain", "Windows", "old Mac", "byte order mark, blank end", "spaces and quotes"],
)
def test_good_files_read_alike(tmp_path: Path, content: str):
    read, problems = sheet(tmp_path, content)
    assert cells(read) == [["a", "b"], ["1", "2"]]
    assert (read.rows, read.whole, problems) == (None, True, [])


@pytest.mark.parametrize(
    ("content", "kept", "rows", "problems"),
    [
        ("a,b\n1,2\n\n ,\n3,4\n", [["1", "2"], ["3", "4"]], [2, 5], []),
        (
            "a,b\n1,2\n3\n4,5,6\n7,8\n",
            [["1", "2"], ["7", "8"]],
            [2, 5],
            [("too_few_cells", (3,)), ("too_many_cells", (4,))],
        ),
        ('a,b\n1,"x\ny"\n\n3,4\n', [["1", "x\ny"], ["3", "4"]], [2, 4], []),
        ('a,b\n1,2\n3,"4\n5,6\n', [["1", "2"]], None, [("open_quote", (3,))]),
        ('a,b\n1,2\n"', [["1", "2"]], None, [("open_quote", (3,))]),
        ("a;b\n1,5;2\n\n3;4\n", [["1,5", "2"], ["3", "4"]], [2, 4], []),
        ("a\tb\n1\t\n", [["1", ""]], None, []),
        ('a;"b, c, d"\n1;2\n', [["1", "2"]], None, []),
        ("a,b,\n1,2,x\n", [["1", "2", "x"]], None, [("unnamed_column", (1,))]),
        ("a,b,\n1,2, \n", [["1", "2", " "]], None, []),
        ("a,b\n", [], None, []),
    ],
)
def test_bad_rows_are_left_out_and_the_others_keep_their_numbers(
    tmp_path: Path,
    content: str,
    kept: list[list[str]],
    rows: list[int] | None,
    problems: list[tuple[str, tuple[int, ...]]],
):
    read, told = sheet(tmp_path, content)
    assert read.frame.to_numpy().tolist() == kept
    assert (None if read.rows is None else read.rows.tolist()) == rows
    assert told == problems
    assert read.whole == (not {"too_few_cells", "open_quote"} & {code for code, _ in problems})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", ("empty_file", ())),
        (b"\r\n \r\n", ("empty_file", ())),
        (b"PK\x03\x04\0", ("other_format", ())),
        (b"a,b\n1,\0\n", ("unreadable", ())),
        (b'"a,b\n1,2\n', ("open_quote", (1,))),
        (b'a,b\n1,"' + b"x" * 200_000, ("open_quote", (2,))),
    ],
)
def test_what_cannot_be_read_at_all_has_one_problem(
    tmp_path: Path, content: bytes, problem: tuple[str, tuple[int, ...]]
):
    read, problems = sheet(tmp_path, content)
    assert problems == [problem]
    assert read.frame.empty
    assert not read.whole


@pytest.mark.parametrize(
    ("content", "how"),
    [
        ("a;b\n1;Ţ\n".encode("cp1250"), ["letters of Windows-1250", "columns separated by semicolons"]),
        ("a\tb\n1\tŢ\n".encode("utf-16"), ["letters in UTF-16", "columns separated by tabs"]),
        ("\ufeffa;b\r\n1;Ţ\r\n".encode(), ["columns separated by semicolons"]),
        ("a,b\n1,Ţ\n".encode(), []),
    ],
    ids=["Excel's CSV", "Excel's text", "Excel's UTF-8", "documented"],
)
def test_what_a_spreadsheet_saves_is_read_and_it_is_said_how(tmp_path: Path, content: bytes, how: list[str]):
    read, problems = sheet(tmp_path, content)
    assert cells(read) == [["a", "b"], ["1", "Ţ"]]
    assert (problems, [each.en for each in read.notes]) == ([], how)


@pytest.mark.parametrize(
    ("content", "row"),
    [("a,b\n1,2\n3,vâ\n".encode("cp852"), 3), ("a,b\n1,Ț\n".encode("utf-16")[:-1], 2), (b"a,b\n1,\x81\n", 2)],
    ids=["DOS", "half a letter", "no letter"],
)
def test_an_encoding_that_nobody_can_tell_is_told_and_the_cells_are_still_looked_at(
    tmp_path: Path, content: bytes, row: int
):
    read, problems = sheet(tmp_path, content)
    assert problems[0] == ("not_utf8", (row,))
    assert not read.notes


def test_an_unreadable_file_is_a_problem_not_a_crash(tmp_path: Path):
    (tmp_path / "grades.csv").symlink_to(tmp_path / "grades.csv")  # in a circle: not even root can read it
    assert [problem.code for problem in read_cells(tmp_path / "grades.csv", "grades.csv")[1]] == ["unreadable"]


TEXT = st.text(alphabet='a ",;\n\r\té', max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), max_size=5), st.booleans())
def test_what_csv_writes_is_read_back_but_for_blank_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list, all_quoted: bool
):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL).writerows([("h", "k"), *rows])
    read, problems = sheet(tmp_path_factory.getbasetemp(), out.getvalue())
    assert problems == []
    assert read.frame.to_numpy().tolist() == [list(row) for row in rows if "".join(row).strip()]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='a",\n', max_size=15))
def test_any_text_at_all_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, text: str):
    """Each line of the file is a row, is blank, or is named in a problem."""
    read, problems = sheet(tmp_path_factory.getbasetemp(), f"h,k\n{text}")
    rows = list(csv.reader(io.StringIO(f"h,k\n{text}")))
    told = {row for _, rows_told in problems for row in rows_told}
    numbers = read.rows if read.rows is not None else range(2, len(read.frame) + 2)
    kept = [row for number, row in enumerate(rows, start=1) if number in set(numbers)]
    assert read.frame.to_numpy().tolist() == kept
    assert {n for n, row in enumerate(rows, start=1) if "".join(row).strip()} <= {1, *numbers, *told}


@pytest.mark.parametrize("index", [None, "named", "nameless"])
def test_a_parquet_index_is_a_column_if_it_has_a_name(tmp_path: Path, index: str | None):
    frame = pd.DataFrame({"a": ["1", "2"], "b": ["x", "y"]})
    given_frame = {None: frame, "named": frame.set_index("a"), "nameless": frame.set_axis([5, 3])}[index]
    given_frame.to_parquet(tmp_path / "grades.parquet")
    read, problems = read_cells(tmp_path / "grades.parquet", "grades.parquet")
    assert sorted(read.frame.columns) == ["a", "b"]
    assert read.frame["a"].tolist() == ["1", "2"]
    assert read.frame.index.tolist() == [0, 1]
    assert problems == []


@pytest.mark.parametrize("dictionary", [True, False])
@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_parquet_texts_are_kept_once_each_however_they_were_written(tmp_path: Path, kind: str, dictionary: bool):
    cells = pd.Series(["y", None, "x", "y"] * 3, dtype="object").astype(kind)
    frame = pd.DataFrame({"a": cells, "n": range(12), "none": pd.Series([None] * 12, dtype="object")})
    frame.to_parquet(tmp_path / "grades.parquet", use_dictionary=dictionary, row_group_size=5)
    read, problems = read_cells(tmp_path / "grades.parquet", "grades.parquet")
    assert problems == []
    assert read.frame["a"].dtype == "category"
    assert [None if pd.isna(cell) else cell for cell in read.frame["a"]] == ["y", None, "x", "y"] * 3
    assert read.frame["n"].tolist() == list(range(12))
    assert read.frame["none"].isna().all()


def test_a_parquet_column_that_is_there_twice_is_told_as_in_csv(tmp_path: Path):
    columns = [pyarrow.array([text]) for text in ("p1", "x", "y")]
    twice = pyarrow.Table.from_arrays(columns, names=["pupil_id", "subject", "subject"])
    pyarrow.parquet.write_table(twice, tmp_path / "grades.parquet")
    read, problems = read_cells(tmp_path / "grades.parquet", "grades.parquet")
    assert problems == []
    assert cells(read) == [["pupil_id", "subject", "subject"], ["p1", "x", "y"]]


def test_an_empty_parquet_row_is_no_row_and_a_county_folder_no_column(tmp_path: Path):
    folder = tmp_path / "county=CJ"
    folder.mkdir()
    pd.DataFrame({" a ": ["1", None, "2"], "b": [None, None, "x"]}).to_parquet(folder / "grades.parquet")
    read, _ = read_cells(folder / "grades.parquet", "grades.parquet")
    assert list(read.frame.columns) == ["a", "b"]
    assert read.rows is not None
    assert read.rows.tolist() == [2, 4]
    assert read.frame.index.tolist() == [0, 1]


@pytest.mark.parametrize("rows", [0, 3])
def test_a_parquet_file_of_empty_rows_has_its_columns_and_no_row(tmp_path: Path, rows: int):
    pd.DataFrame({"a": [None] * rows, "b": [None] * rows}, dtype="str").to_parquet(tmp_path / "grades.parquet")
    read, problems = read_cells(tmp_path / "grades.parquet", "grades.parquet")
    assert (list(read.frame.columns), len(read.frame), problems) == (["a", "b"], 0, [])


@pytest.mark.parametrize("cut", [0, 3, 50, -5, -1])
def test_a_cut_parquet_file_is_damaged(tmp_path: Path, cut: int):
    pd.DataFrame({"a": ["1", "2"]}).to_parquet(tmp_path / "whole.parquet")
    read, problems = sheet(tmp_path, (tmp_path / "whole.parquet").read_bytes()[:cut], "grades.parquet")
    assert problems == [("unreadable", ())]
    assert not read.whole


def test_parquet_with_typed_columns_is_the_same_as_csv(tmp_path: Path):
    folder = write_folder(
        tmp_path / "records",
        enrolments("1,S1,2024-2025,2024-09-09,5,,1", "2,S2,2024-2025,2024-09-09,,2010,0",
                   more=",grade_level,birth_year,special_needs")
        | attendance("1,2024-10-01,2.5", "2,2024-10-02,1")
        | grades("1,2024-10-02,7,1-10", "1,2024-10-03,10,1-10")
        | family("1,2024-09-09,da,3", more=",home_internet,household_size")
        | {"outcomes.csv": "pupil_id,date,outcome\n1,2025-06-20,promoted\n"},
    )  # fmt: skip
    as_csv = load_records(folder, today=TODAY)
    for name, types in (
        ("enrolments", {"pupil_id": "int64", "enrolled_on": "datetime64[ns]", "special_needs": "bool"}),
        ("attendance", {"pupil_id": "int32", "date": "datetime64[us]", "hours": "float32"}),
        ("grades", {"pupil_id": "float64", "mark": "int8", "scale": "category", "date": "datetime64[ms]"}),
        ("family", {"pupil_id": "int64", "household_size": "float64"}),
        ("outcomes", {"pupil_id": "int64", "date": "datetime64[s]"}),
        ("schools", {}),
    ):
        frame = pd.read_csv(folder / f"{name}.csv").astype(types)
        if name == "family":
            frame = frame.assign(valid_from=[dt.date(2024, 9, 9)], home_internet=[True])  # date32 and bool
        frame.to_parquet(folder / f"{name}.parquet")
        (folder / f"{name}.csv").unlink()
    as_parquet = load_records(folder, today=TODAY)
    for name, table in as_csv.tables.items():
        pd.testing.assert_frame_equal(as_parquet[name], table, obj=name)


def test_parquet_has_the_mistakes_of_csv(tmp_path: Path):
    folder = write_folder(tmp_path / "records", {})
    dates = ["2024-10-01 08:00", None, "2024-10-01", "2099-10-01", "2024-10-01"]
    frame = pd.DataFrame(
        {
            "pupil_id": ["p1", None, "p1", "p1", CNP],
            "date": pd.to_datetime(dates, format="ISO8601"),
            "hours": [1.0, None, None, -2.0, 1.0],
            "subject": [["a", "list"], None, None, None, None],
        }
    )
    frame.to_parquet(folder / "attendance.parquet")
    with pytest.raises(RecordsError) as caught:
        load_records(folder, today=TODAY)
    assert [str(caught.value).count(CNP), *(line.partition(";")[0] for line in str(caught.value).splitlines())] == [
        0,
        "attendance.parquet, row 2, column date: found '2024-10-01 08:00:00'",
        "attendance.parquet, row 4, column hours: found nothing",
        "attendance.parquet, row 5, column date: found '2099-10-01'",
        "attendance.parquet, row 5, column hours: found '-2'",
        "attendance.parquet, row 6, column pupil_id: found a number of 13 digits",
    ]
