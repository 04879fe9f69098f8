"""What an import would change: rows new, changed and gone, counted by hand."""

import datetime as dt
from pathlib import Path

import pytest

from features.importers.changes.counts import group_lines
from features.importers.import_differences import import_differences
from features.records.imported_records import Coverage
from features.records.records import Records, load_records
from tests.support.records.record_files import Files, write_folder

TODAY = dt.date(2026, 3, 1)
PUPILS = (
    "pupil_id,school_id,school_year,enrolled_on,class_label\n"
    "p1,S1,2025-2026,2025-09-08,5A\np2,S1,2025-2026,2025-09-08,5B\np3,S2,2025-2026,2025-09-08,5A\n"
)
HEAD = "pupil_id,date,hours,subject\n"


def records(folder: Path, **files: str) -> Records:
    given: Files = {
        "schools.csv": None,
        "enrolments.csv": PUPILS,
        **{f"{name}.csv": text for name, text in files.items()},
    }
    return load_records(write_folder(folder, given), today=TODAY)


def counts(before: Records | None, now: Records, *coverage: Coverage) -> dict[str, tuple[int, int, int]]:
    return {each.table: (each.new, each.changed, each.gone) for each in import_differences(before, now, coverage)}


def test_into_an_empty_place_all_rows_are_new(tmp_path: Path):
    now = records(tmp_path / "now", attendance=HEAD + "p1,2025-10-01,2,a\n")
    assert counts(None, now) == {"enrolments": (3, 0, 0), "attendance": (1, 0, 0)}
    assert import_differences(None, now)[1].examples == (
        {"pupil_id": "p1", "date": "2025-10-01", "hours": "2", "subject": "a"},
    )


def test_the_same_rows_change_nothing_in_any_order(tmp_path: Path):
    rows = ["p1,2025-10-01,2,a\n", "p1,2025-10-02,2,a\n", "p2,2025-10-01,1,b\n"]
    before, now = (
        records(tmp_path / name, attendance=HEAD + "".join(each))
        for name, each in (("before", rows), ("now", rows[::-1]))
    )
    assert set(counts(before, now).values()) == {(0, 0, 0)}


def test_two_equal_marks_are_two_and_each_change_is_said_once(tmp_path: Path):
    head = "pupil_id,date,mark,scale,subject\n"
    before = records(
        tmp_path / "before", grades=head + "p1,2025-10-01,7,1-10,a\np1,2025-10-03,5,1-10,a\np2,2025-10-02,4,1-10,a\n"
    )
    now = records(
        tmp_path / "now",
        grades=head
        + "p1,2025-10-01,7,1-10,a\np1,2025-10-01,7,1-10,a\np1,2025-10-03,6,1-10,a\np1,2025-10-04,9,1-10,a\n",
    )
    whole = Coverage("S1", ("grades",), dt.date(2025, 9, 8), dt.date(2025, 12, 1))
    assert counts(before, now, whole)["grades"] == (2, 1, 1)


def test_a_row_is_gone_only_where_the_import_is_the_whole(tmp_path: Path):
    before = records(
        tmp_path / "before",
        attendance=HEAD + "p1,2025-10-01,2,a\np2,2025-10-01,2,a\np3,2025-10-01,2,a\np1,2025-11-01,2,b\n",
    )
    now = records(tmp_path / "now", attendance=HEAD + "p1,2025-10-07,1,a\n")
    october = (dt.date(2025, 10, 1), dt.date(2025, 10, 31))
    assert counts(before, now, Coverage("S1", ("attendance",), *october))["attendance"] == (1, 0, 2)
    assert counts(before, now, Coverage("S1", ("attendance",), *october, classes=("5A",)))["attendance"] == (1, 0, 1)
    assert counts(before, now, Coverage("S1", ("attendance",), *october, subjects=("b",)))["attendance"] == (1, 0, 0)
    assert counts(before, now, Coverage("S1", ("grades",), *october))["attendance"] == (1, 0, 0)
    assert counts(before, now)["attendance"] == (1, 0, 0)  # the whole of 7 October alone


def test_an_enrolment_that_moved_to_another_class_is_a_changed_row(tmp_path: Path):
    before = records(tmp_path / "before")
    moved = PUPILS.replace("p1,S1,2025-2026,2025-09-08,5A", "p1,S1,2025-2026,2025-09-08,5B").replace(
        "p2,S1,2025-2026,2025-09-08,5B\n", ""
    )
    now = records(tmp_path / "now", enrolments=moved)
    whole = Coverage("S1", ("enrolments",), dt.date(2025, 9, 1), dt.date(2026, 8, 31))
    assert counts(before, now, whole)["enrolments"] == (0, 1, 1)


def test_marks_are_counted_by_subject_and_absences_by_class_where_examples_do_not_show_all(tmp_path: Path):
    marks, days = "pupil_id,date,mark,scale,subject,kind\n", [f"2025-10-{on:02d}" for on in range(1, 12)]
    conduct = "p1,2025-10-01,10,1-10,,conduct\np2,2025-10-01,10,1-10,,conduct\n"
    history = "".join(f"p1,{on},7,1-10,istorie,mark\n" for on in days)
    before = records(
        tmp_path / "before",
        grades=marks + conduct + history,
        attendance=HEAD + "p2,2025-10-01,2,a\np1,2025-10-01,2,a\n",
    )
    now = records(
        tmp_path / "now",
        grades=marks + conduct.replace("p2,2025-10-01,10", "p2,2025-10-09,9") + "p2,2025-10-02,8,1-10,chimie,mark\n",
        attendance=HEAD + "p1,2025-10-01,2,a\n" + "".join(f"p2,{on},1,b\n" for on in days),
    )
    whole = Coverage("S1", ("grades", "attendance"), dt.date(2025, 9, 8), dt.date(2025, 12, 1))
    found = {each.table: each for each in import_differences(before, now, [whole])}
    assert group_lines(found["grades"], "en") == ["istorie: 11 gone", "chimie: 1 new", "conduct: 1 changed"]
    assert group_lines(found["grades"], "ro") == ["istorie: 11 dispărute", "chimie: 1 nou", "purtare: 1 schimbat"]
    assert group_lines(found["attendance"], "ro") == ["5B: 11 noi, 1 dispărut"]


@pytest.mark.parametrize("few", [1, 10])
def test_where_examples_show_all_nothing_is_counted_apart(tmp_path: Path, few: int):
    rows = "".join(f"p1,2025-10-{on:02d},2,a\n" for on in range(1, few + 1))
    found = import_differences(None, records(tmp_path, attendance=HEAD + rows))
    assert [group_lines(each, "en") for each in found] == [[], []]
