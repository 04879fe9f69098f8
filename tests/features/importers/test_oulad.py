import datetime as dt
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from features.errors import PrezentError, UsageError
from features.importers import import_source, source_files
from features.records.records import Records, load_records
from features.schema.problems import RecordsError

TODAY = dt.date(2025, 1, 1)

# Module AAA of October 2013 lasts 100 days, until 2014-01-09. Its deadlines are days 20, 40 and 99, the last day, and
# an exam on day 50. Student 1 hands in on time and then three days late, 2 leaves on the day of the second deadline,
# 3 has a day of leaving but failed, 4 registered late and left on an unknown day, 5 left before the start.
FILES = {
    "courses": """\
code_module,code_presentation,module_presentation_length
AAA,2013J,100
""",
    "assessments": """\
code_module,code_presentation,id_assessment,assessment_type,date,weight
AAA,2013J,11,TMA,20,10
AAA,2013J,12,TMA,40,20
AAA,2013J,13,CMA,99,70
AAA,2013J,14,CMA,100,0
AAA,2013J,15,Exam,50,100
AAA,2013J,16,TMA,,0
""",
    "studentInfo": """\
code_module,code_presentation,id_student,gender,region,highest_education,imd_band,age_band,num_of_prev_attempts,studied_credits,disability,final_result
AAA,2013J,1,M,Wales,HE Qualification,90-100%,55<=,0,240,N,Distinction
AAA,2013J,2,F,Wales,Lower Than A Level,10-20,0-35,1,60,Y,Withdrawn
AAA,2013J,3,F,Wales,No Formal quals,,0-35,0,60,N,Fail
AAA,2013J,4,M,Wales,A Level or Equivalent,?,0-35,0,60,N,Withdrawn
AAA,2013J,5,M,Wales,A Level or Equivalent,0-10%,0-35,0,60,N,Withdrawn
""",
    "studentRegistration": """\
code_module,code_presentation,id_student,date_registration,date_unregistration
AAA,2013J,1,-10,
AAA,2013J,2,0,40
AAA,2013J,3,,50
AAA,2013J,4,30,
AAA,2013J,5,,-5
""",
    "studentAssessment": """\
id_assessment,id_student,date_submitted,is_banked,score
11,1,20,0,78
12,1,43,0,39
13,1,98,0,
11,3,-1,1,60
15,3,50,0,55
""",
}
CLICK_HEADER = "code_module,code_presentation,id_student,id_site,date,sum_click"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "oulad"
    path.mkdir()
    for name, text in FILES.items():
        (path / f"{name}.csv").write_text(text)
    return path


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def click(folder: Path, *days_of_students: tuple[int, int]) -> None:
    rows = [f"AAA,2013J,{student},7,{day},3" for student, day in days_of_students]
    (folder / "studentVle.csv").write_text("\n".join([CLICK_HEADER, *rows]))


def imported(folder: Path) -> Records:
    import_source("oulad", folder, folder.parent / "records")
    return load_records(folder.parent / "records", today=TODAY)


def message(folder: Path, error: type[PrezentError] = UsageError) -> str:
    """Return what the importer says of bad files, after seeing that nothing is left behind."""
    with pytest.raises(error) as caught:
        import_source("oulad", folder, folder.parent / "records")
    assert not (folder.parent / "records").exists()
    assert "așteptam" in caught.value.message.ro
    return str(caught.value)


def cells(frame: pd.DataFrame, *columns: str) -> list[list[str]]:
    """Return columns as text, the pupil by the student's number alone and dates as days of the presentation."""
    return [[_text(cell) for cell in row] for row in frame[list(columns)].itertuples(index=False)]


def _text(cell: object) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return str((cell - pd.Timestamp("2013-10-01")).days)
    return f"{cell:g}" if isinstance(cell, float) else str(cell).removesuffix("-AAA-2013J")


def test_a_student_in_a_presentation_is_a_pupil_enrolled_until_leaving_or_the_end(folder: Path):
    enrolments = imported(folder)["enrolments"]
    assert enrolments["pupil_id"][0] == "1-AAA-2013J"
    assert set(enrolments["school_id"]) == {"AAA"}
    assert set(enrolments["school_year"]) == {"2013J"}
    assert cells(enrolments, "pupil_id", "enrolled_on", "left_on", "sex", "special_needs") == [
        ["1", "-10", "100", "M", "0"],
        ["2", "0", "40", "F", "1"],
        ["3", "0", "50", "F", "0"],
        ["4", "30", "100", "M", "0"],
        ["5", "0", "0", "M", "0"],
    ]


@pytest.mark.parametrize(("presentation", "start"), [("2013B", "2013-02-01"), ("2014J", "2014-10-01")])
def test_presentations_start_in_february_or_october(folder: Path, presentation: str, start: str):
    for name in ("courses", "assessments", "studentInfo", "studentRegistration"):
        change(folder, name, "2013J", presentation)
    assert imported(folder)["enrolments"]["enrolled_on"][1] == pd.Timestamp(start)


def test_a_presentation_is_a_term_from_its_first_day_to_the_end_of_its_longest_module(folder: Path):
    change(folder, "courses", "AAA,2013J,100", "AAA,2013J,100\nBBB,2013J,120")
    for name, row in (("studentInfo", "BBB,2013J,9,M,Wales,No Formal quals,,0-35,0,60,N,Pass"),
                      ("studentRegistration", "BBB,2013J,9,-20,")):  # fmt: skip
        path = folder / f"{name}.csv"
        path.write_text(path.read_text() + row + "\n")
    assert cells(imported(folder)["terms"], "school_year", "term", "starts_on", "ends_on") == [
        ["2013J", "course", "0", "120"]
    ]


def test_a_withdrawal_is_dated_when_it_happened_and_every_other_result_at_the_end(folder: Path):
    assert cells(imported(folder)["outcomes"], "pupil_id", "date", "outcome") == [
        ["1", "100", "promoted"],
        ["2", "40", "dropped_out"],
        ["3", "100", "failed"],
        ["4", "100", "dropped_out"],
        ["5", "-5", "dropped_out"],
    ]


def test_scores_are_marks_of_the_day_of_submission_and_missing_ones_are_left_out(folder: Path):
    records = imported(folder)
    assert cells(records["grades"], "pupil_id", "date", "known_on", "mark", "scale", "subject", "kind") == [
        ["1", "20", "20", "78", "0-100", "TMA", "mark"],
        ["1", "43", "43", "39", "0-100", "TMA", "mark"],
        ["3", "-1", "-1", "60", "0-100", "TMA", "mark"],
        ["3", "50", "50", "55", "0-100", "Exam", "exam"],
    ]
    scale = records.declared.scale("0-100")
    assert scale is not None
    assert (scale.worst, scale.pass_mark, scale.best) == (0, 40, 100)


def test_a_passed_deadline_is_an_absence_excused_by_a_late_submission(folder: Path):
    """No exam, no deadline on or after the day of leaving, none before registering, nothing without a date."""
    assert cells(imported(folder)["attendance"], "pupil_id", "date", "hours", "excused_on", "subject") == [
        ["1", "40", "1", "43", "TMA 12"],
        ["2", "20", "1", "", "TMA 11"],
        ["3", "40", "1", "", "TMA 12"],
        ["4", "40", "1", "", "TMA 12"],
        ["4", "99", "1", "", "CMA 13"],
    ]


def test_a_missed_deadline_is_seen_from_the_day_after(folder: Path):
    attendance = imported(folder)["attendance"]
    second = attendance[attendance["pupil_id"] == "2-AAA-2013J"]
    assert not (second["known_on"] < "2013-10-21").any()  # day 20, the deadline
    assert (second["known_on"] < "2013-10-22").all()


def test_deprivation_education_attempts_and_credits_are_known_from_registering_on(folder: Path):
    records = imported(folder)
    columns = ["deprivation_band", "prior_education", "previous_attempts", "studied_credits"]
    assert cells(records["family"], "pupil_id", "valid_from", *columns) == [
        ["1", "-10", "90-100%", "HE Qualification", "0", "240"],
        ["2", "0", "10-20%", "Lower Than A Level", "1", "60"],
        ["3", "0", "", "No Formal quals", "0", "60"],
        ["4", "30", "", "A Level or Equivalent", "0", "60"],
        ["5", "0", "0-10%", "A Level or Equivalent", "0", "60"],
    ]
    declared = {entry.column.name: (entry.direction, entry.ordered) for entry in records.declared.situation}
    assert declared == dict(zip(columns, [(0, True), (0, True), (1, False), (0, False)], strict=True))


def test_clicks_make_weekly_totals_of_the_days_a_student_did_not_look_in(folder: Path):
    """Student 2 is enrolled on days 0 to 39: five full weeks. In the first there are clicks on two days, in the
    second on all; clicks before the start and of strangers do not count."""
    click(folder, (2, -3), (2, 0), (2, 0), (2, 6), *((2, day) for day in range(7, 14)), (99, 14))
    attendance = imported(folder)["attendance"]
    weeks = attendance[(attendance["subject"] == "vle") & (attendance["pupil_id"] == "2-AAA-2013J")]
    assert cells(weeks, "from_date", "date", "hours") == [
        ["0", "6", "5"],
        ["14", "20", "7"],
        ["21", "27", "7"],
        ["28", "34", "7"],
    ]


def test_weeks_begin_after_registering_and_end_before_leaving(folder: Path):
    """100 days are 14 full weeks; student 4 registered on day 30, in the fifth; student 5 was never there."""
    click(folder, (1, 0))
    attendance = imported(folder)["attendance"]
    weeks = attendance[attendance["subject"] == "vle"]
    assert Counter(weeks["pupil_id"].str[0]) == {"1": 14, "2": 5, "3": 7, "4": 9}
    assert cells(weeks[weeks["pupil_id"].str[0] == "4"], "from_date", "date")[0] == ["35", "41"]


def test_a_presentation_without_any_click_has_no_weekly_totals(folder: Path):
    change(folder, "courses", "AAA,2013J,100\n", "AAA,2013J,100\nBBB,2013J,100\n")
    click(folder, (1, 0))
    change(folder, "studentVle", "AAA", "BBB")
    assert "vle" not in set(imported(folder)["attendance"]["subject"])


def test_a_log_read_in_pieces_gives_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch):
    click(folder, (2, 0), (2, 0), (2, 1), (2, 0), (2, 1))
    monkeypatch.setattr(source_files, "_ROWS_AT_ONCE", 2)
    attendance = imported(folder)["attendance"]
    week = attendance[(attendance["subject"] == "vle") & (attendance["pupil_id"] == "2-AAA-2013J")].iloc[0]
    assert week["hours"] == 5


@pytest.mark.slow
def test_the_real_files_keep_their_totals(shared_data: Path, tmp_path: Path):
    import_source("oulad", shared_data / "oulad", tmp_path / "records")
    records = load_records(tmp_path / "records", today=TODAY)
    rows = [len(records[table]) for table in ("schools", "enrolments", "attendance", "grades", "family", "outcomes")]
    assert rows == [7, 32_593, 99_051, 173_912 - 173, 32_593, 32_593]
    assert dict(Counter(records["outcomes"]["outcome"])) == {
        "dropped_out": 10_156, "failed": 7_052, "promoted": 12_361 + 3_024
    }  # fmt: skip
    assert records["grades"]["mark"].sum() == 13_169_342
    assert Counter(records["grades"]["kind"])["exam"] == 4_959
    assert (records["enrolments"]["left_on"] >= records["enrolments"]["enrolled_on"]).all()
    assert records["attendance"]["excused_on"].notna().sum() == 32_783 + 16_259


@pytest.mark.parametrize("name", list(FILES))
def test_each_of_the_five_files_is_needed(folder: Path, name: str):
    (folder / f"{name}.csv").unlink()
    assert f"{name}.csv is not there" in message(folder)


def test_a_file_of_other_columns_is_refused(folder: Path):
    change(folder, "courses", "module_presentation_length", "length")
    assert "courses.csv has no column module_presentation_length" in message(folder)


def test_wrong_cells_and_repeated_rows_of_all_files_are_told_at_once(folder: Path):
    change(folder, "courses", ",100", ",long")
    change(folder, "studentAssessment", "12,1,43,0,39", "12,1,43,0,101")
    change(folder, "studentAssessment", "15,3,50,0,55", "11,3,50,0,55")
    change(folder, "studentInfo", "Fail", "Failed")
    click(folder, (1, 0))
    change(folder, "studentVle", ",0,3", ",monday,3")
    with pytest.raises(RecordsError) as caught:
        import_source("oulad", folder, folder.parent / "records")
    assert [(problem.file, problem.rows, problem.column, problem.code) for problem in caught.value.problems] == [
        ("courses.csv", (2,), "module_presentation_length", "not_a_number"),
        ("studentInfo.csv", (4,), "final_result", "not_a_choice"),
        ("studentAssessment.csv", (3,), "score", "out_of_range"),
        ("studentAssessment.csv", (5, 6), "id_assessment", "duplicate_key"),
        ("studentVle.csv", (2,), "date", "not_a_number"),
    ]


def test_rows_of_a_log_read_in_pieces_keep_their_numbers(folder: Path, monkeypatch: pytest.MonkeyPatch):
    click(folder, *((1, day) for day in range(5)), (1, 5000))
    monkeypatch.setattr(source_files, "_ROWS_AT_ONCE", 2)
    assert "studentVle.csv, row 7, column date: found '5000'" in message(folder, RecordsError)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("courses", "AAA", "BBB", "courses.csv (code_module AAA, code_presentation 2013J)"),
        ("studentRegistration", "AAA,2013J,5", "AAA,2013J,6", "the first of them row 6, have no partner"),
        ("studentAssessment", "13,1", "77,1", "row 4, have no partner in assessments.csv (id_assessment 77)"),
        ("studentAssessment", "13,1", "13,77", "code_presentation 2013J, id_student 77)"),
    ],
)  # fmt: skip
def test_files_that_do_not_belong_together_are_refused(folder: Path, name: str, old: str, new: str, said: str):
    change(folder, name, old, new)
    assert said in message(folder)
