import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from features.errors import UsageError
from features.importers import import_source
from features.reading.declarations import read_declarations
from features.records.records import Records, load_records
from features.schema.problems import RecordsError, in_quotes
from tests.support.records.student_files import ANA, DAN
from tests.support.records.student_files import write_students as write

TODAY = dt.date(2025, 1, 1)


def imported(source: Path) -> Records:
    out = source.parent / "records"
    import_source("uci-student", source, out)
    return load_records(out, today=TODAY)


def message(source: Path, error: type[Exception] = UsageError) -> str:
    """Return what the importer says of a bad file, after seeing that nothing is left behind."""
    out = source.parent / "bad"
    with pytest.raises(error) as caught:
        import_source("uci-student", source, out)
    assert not out.exists()
    return str(caught.value)


def test_a_row_becomes_a_pupil_named_by_its_subject_and_place(tmp_path: Path):
    enrolments = imported(write(tmp_path, ANA, DAN))["enrolments"]
    columns = ["pupil_id", "school_id", "school_year", "birth_year", "sex"]
    assert enrolments[columns].to_numpy().tolist() == [
        ["mat-001", "GP", "2005-2006", 1987, "F"],
        ["mat-002", "MS", "2005-2006", 1990, "M"],
    ]
    assert set(enrolments["enrolled_on"]) == {pd.Timestamp("2005-09-15")}
    assert enrolments["left_on"].isna().all()


@pytest.mark.parametrize(
    ("as_of", "marks"), [("2005-12-01", []), ("2006-01-15", [5]), ("2006-04-15", [5, 6])], ids=["C", "B", "A"]
)
def test_the_three_setups_of_the_paper_are_three_as_of_dates(tmp_path: Path, as_of: str, marks: list[int]):
    records = imported(write(tmp_path, ANA))
    grades, attendance = records["grades"], records["attendance"]
    assert grades[grades["known_on"] < as_of]["mark"].tolist() == marks
    assert attendance[attendance["known_on"] < as_of]["hours"].tolist() == [6]


def test_absences_are_one_total_since_the_start_of_the_year_even_when_there_are_none(tmp_path: Path):
    attendance = imported(write(tmp_path, ANA, DAN))["attendance"]
    assert attendance["hours"].tolist() == [6, 0]
    assert set(attendance["from_date"]) == {pd.Timestamp("2005-09-15")}


def test_the_final_mark_is_an_outcome_and_no_mark(tmp_path: Path):
    records = imported(write(tmp_path, ANA, DAN, name="student-por.csv"))
    assert records["outcomes"]["outcome"].tolist() == ["failed", "promoted"]
    assert set(records["outcomes"]["date"]) == {pd.Timestamp("2006-06-30")}
    assert set(records["grades"]["mark"]) == {5, 6}
    assert set(records["grades"]["subject"]) == {"portuguese"}


def test_survey_answers_become_readable_situation_columns(tmp_path: Path):
    family = imported(write(tmp_path, ANA, DAN))["family"]
    columns = ["mother_education", "father_education", "home_internet", "address", "famsize", "pstatus", "mjob"]
    assert family[columns].to_numpy().tolist() == [
        [6, 3, 0, "urban", "over_3", "apart", "at_home"],
        [6, 3, 1, "rural", "over_3", "apart", "at_home"],
    ]


def test_every_survey_answer_is_declared_in_both_languages(tmp_path: Path):
    import_source("uci-student", write(tmp_path, ANA), tmp_path / "records")
    declared, problems = read_declarations(tmp_path / "records")
    assert problems == []
    assert len(declared.situation) == 23
    assert [entry.column.name for entry in declared.situation if entry.direction] == ["failures"]
    can_change = {entry.column.name for entry in declared.situation if entry.can_change}
    assert can_change == {"studytime", "schoolsup", "activities", "higher"}
    assert not any(letter in entry.column.meaning.ro for entry in declared.situation for letter in "şţŞŢ")


@pytest.mark.parametrize(
    ("subject", "pupils", "absences", "failed"), [("mat", 395, 2255, 130), ("por", 649, 2375, 100)]
)
def test_the_real_file_keeps_its_totals(
    shared_data: Path, tmp_path: Path, subject: str, pupils: int, absences: int, failed: int
):
    source = shared_data / "uci_student_performance" / f"student-{subject}.csv"
    import_source("uci-student", source, tmp_path / "records")
    records, raw = load_records(tmp_path / "records", today=TODAY), pd.read_csv(source, sep=";")
    rows = [len(records[table]) for table in ("schools", "enrolments", "attendance", "grades", "family", "outcomes")]
    assert rows == [2, pupils, pupils, 2 * pupils, pupils, pupils]
    assert "terms" not in records.given
    assert records["attendance"]["hours"].sum() == absences
    assert records["outcomes"]["outcome"].value_counts()["failed"] == failed
    assert records["grades"]["mark"].sum() == raw["G1"].sum() + raw["G2"].sum()


def test_a_missing_file_is_named(tmp_path: Path):
    said = message(tmp_path / "student-mat.csv")
    assert "student-mat.csv is not there" in said
    assert "archive.ics.uci.edu" in said


def test_a_wrong_separator_is_shown(tmp_path: Path):
    said = message(write(tmp_path, ANA, separator=","))
    assert "where ';' separates the columns; found 'school,sex,age" in said


def test_missing_columns_are_named(tmp_path: Path):
    without = {name: cell for name, cell in ANA.items() if name not in ("G1", "G3")}
    assert "has no column G1, G3" in message(write(tmp_path, without))


def test_a_renamed_file_does_not_tell_its_subject(tmp_path: Path):
    assert "expected student-mat.csv or student-por.csv" in message(write(tmp_path, ANA, name="pupils.csv"))


def test_a_header_without_rows_is_refused(tmp_path: Path):
    source = tmp_path / "student-mat.csv"
    source.write_text(";".join(ANA))
    assert "has a header and no rows" in message(source)


@pytest.mark.parametrize("row", [1, 2])
def test_a_row_with_a_surplus_cell_is_refused_wherever_it_stands(tmp_path: Path, row: int):
    source = write(tmp_path, ANA, DAN)
    lines = source.read_text().splitlines()
    lines[row] += ";7"
    source.write_text("\n".join(lines))
    assert "student-mat.csv is damaged" in message(source)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path):
    source = tmp_path / "student-mat.csv"
    source.write_bytes(b"PK\x03\x04\xff\xfe")
    assert "cannot be read as text" in message(source)


def test_every_wrong_cell_is_told_with_its_row(tmp_path: Path):
    source = write(tmp_path, ANA | {"G1": "five", "sex": "X"}, DAN, DAN | {"age": 14, "G2": "", "higher": "maybe"})
    with pytest.raises(RecordsError) as caught:
        import_source("uci-student", source, tmp_path / "bad")
    places = {(problem.rows, problem.column, problem.found) for problem in caught.value.problems}
    assert places == {
        ((2,), "G1", in_quotes("five")),
        ((2,), "sex", in_quotes("X")),
        ((4,), "age", in_quotes("14")),
        ((4,), "G2", ""),
        ((4,), "higher", in_quotes("maybe")),
    }
    assert "student-mat.csv, row 2, column G1: found 'five'; expected a number: first period mark" in str(caught.value)
    assert not (tmp_path / "bad").exists()


def test_a_blank_line_is_passed_over_and_still_counted(tmp_path: Path):
    source = write(tmp_path, ANA, DAN | {"G1": 21})
    header, *rows = source.read_text().splitlines()
    source.write_text("\n".join([header, "", *rows, "", ""]))
    assert "row 4, column G1: found '21'" in message(source, RecordsError)


def test_a_folder_that_holds_something_is_not_overwritten(tmp_path: Path):
    source = write(tmp_path, ANA)
    with pytest.raises(UsageError, match="already holds something"):
        import_source("uci-student", source, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["student-mat.csv"]
