"""What people wrote in trials is read as they meant it, or told in one sentence."""

from pathlib import Path

import pytest

from features.records.records import load_records
from features.schema.problems import RecordsError
from tests.support.records.record_files import GOOD, TODAY, write_folder
from tests.support.small_records import values_at


def sentences(place: Path, **files: str) -> list[str]:
    """Return what is wrong with some good files beside these."""
    folder = write_folder(place, {f"{name}.csv": text for name, text in files.items()})
    with pytest.raises(RecordsError) as refused:
        load_records(folder, today=TODAY)
    return refused.value.sentences("en")


@pytest.mark.parametrize("pupil", ["1960101221141.0", "1960101221141.00", "1.960101221141E+12", "1,960101221141e12"])
def test_an_identity_number_that_a_spreadsheet_made_a_number_of_is_told_and_not_repeated(
    tmp_path: Path, pupil: str
) -> None:
    rows = f'pupil_id,school_id,school_year,enrolled_on\n"{pupil}",S1,2024-2025,2024-09-09\n'
    (said,) = sentences(tmp_path, enrolments=rows)
    assert "found a number of 13 digits" in said
    assert "960101" not in said


def test_the_first_line_that_a_spreadsheet_writes_for_itself_is_told_with_what_to_do(tmp_path: Path) -> None:
    (said,) = sentences(tmp_path, attendance="sep=;\npupil_id;date;hours\np1;2024-10-01;2\n")
    assert said.endswith("expected the column names in the first row; delete row 1 of the file.")


@pytest.mark.parametrize("term", ["Vacanța de iarnă", "vacanta", "Winter break", "holidays"])
def test_holidays_are_no_terms(tmp_path: Path, term: str) -> None:
    rows = f"2024-2025,M1,2024-09-09,2024-10-25\n2024-2025,{term},2024-10-26,2024-11-03\n"
    terms = f"school_year,term,starts_on,ends_on\n{rows}"
    (said,) = sentences(tmp_path, terms=terms)
    assert "expected a teaching module, no holiday" in said


def test_a_status_column_in_which_nothing_stands_is_no_roll_call(tmp_path: Path) -> None:
    attendance = "pupil_id,date,hours,status\np1,2024-10-01,2,\n"
    records = load_records(write_folder(tmp_path, GOOD | {"attendance.csv": attendance}), today=TODAY)
    assert records["attendance"]["hours"].tolist() == [2]


def test_a_rate_may_have_its_sign(tmp_path: Path) -> None:
    attendance = "pupil_id,date,from_date,rate,lessons\np1,2024-10-31,2024-10-01,85.5%,100\n"
    records = load_records(write_folder(tmp_path, GOOD | {"attendance.csv": attendance}), today=TODAY)
    assert records["attendance"]["hours"].tolist() == [14.5]


def test_a_mark_of_the_subject_conduct_is_a_conduct_mark() -> None:
    marks = [
        {"pupil_id": "P1", "date": "2025-01-20", "mark": 4, "scale": "1-10", "subject": "Purtare"},
        {"pupil_id": "P1", "date": "2025-01-20", "mark": 10, "scale": "1-10", "subject": "istorie"},
    ]
    assert values_at("mark_mean_year", "2025-02-03", grades=marks) == {"P1": 100}
    assert values_at("conduct_latest", "2025-02-03", grades=marks) == {"P1": 37.5}


def test_a_class_is_its_label_within_its_level() -> None:
    enrolments = [
        {"pupil_id": pupil, "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-01",
         "class_label": label, "grade_level": level}
        for pupil, label, level in (
            ("P1", "A", 5), ("P2", "A", 5), ("P3", "A", 6), ("P4", "VI A", 6), ("P5", "VI A", "")
        )
    ]  # fmt: skip
    sizes = values_at("class_size", "2025-02-03", enrolments=enrolments)
    assert sizes == {"P1": 2, "P2": 2, "P3": 1, "P4": 2, "P5": 2}
