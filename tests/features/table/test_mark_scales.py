"""In which scale a child's marks are said: that of the class, as known at the date."""

import datetime as dt

from features.days import day_of
from features.point_in_time.snapshot import Snapshot
from features.table.mark_scales import mark_scales
from tests.support.small_records import index_of

ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label grade_level
    A1       S1        2024-2025   2024-09-09  4A          4
    A2       S1        2024-2025   2024-09-09  4A          4
    B1       S1        2024-2025   2024-09-09  5A          5
    B2       S1        2024-2025   2024-09-09  5A          5
    C1       S2        2024-2025   2024-09-09  9A          9
"""


def scales_at(as_of: str, grades: str) -> dict[str, str | None]:
    index = index_of(enrolments=ENROLMENTS, grades=grades)
    snapshot = Snapshot(index, day_of(dt.date.fromisoformat(as_of)))
    found = mark_scales(index, snapshot)
    named = [found.of(child) for child in range(len(snapshot))]
    return {
        pupil: None if scale is None else scale.name
        for pupil, scale in zip(snapshot.cohort["pupil_id"], named, strict=True)
    }


MARKS = """
    pupil_id date       mark scale
    A1       2024-11-11 FB   FB-I
    B1       2024-04-11 FB   FB-I
    B1       2024-05-11 FB   FB-I
    B1       2024-11-11 9    1-10
    C1       2024-05-11 14   0-20
"""


def test_a_class_speaks_its_own_scale_and_a_child_without_marks_that_of_the_class() -> None:
    assert scales_at("2025-02-03", MARKS) == {"A1": "FB-I", "A2": "FB-I", "B1": "1-10", "B2": "1-10", "C1": "0-20"}


def test_last_year_s_scale_holds_until_there_are_marks_of_this_year() -> None:
    assert scales_at("2024-11-11", MARKS) == {"A1": None, "A2": None, "B1": "FB-I", "B2": "FB-I", "C1": "0-20"}


def test_without_marks_there_is_no_scale() -> None:
    assert set(scales_at("2025-02-03", "pupil_id date mark scale").values()) == {None}


def test_conduct_has_a_scale_of_its_own() -> None:
    marks = """
        pupil_id date       mark scale kind
        A1       2024-11-11 B    FB-I  mark
        A1       2024-12-11 9    1-10  conduct
    """
    index = index_of(enrolments=ENROLMENTS, grades=marks)
    found = mark_scales(index, Snapshot(index, day_of(dt.date(2025, 2, 3))))
    both = (found.of(0), found.of(0, conduct=True))
    assert [scale and scale.name for scale in both] == ["FB-I", "1-10"]


CLASS_SIX = """
    pupil_id school_id school_year enrolled_on class_label grade_level
    A1       S1        2024-2025   2024-09-09  6A          6
    A2       S1        2024-2025   2024-09-09  6A          6
    A3       S1        2024-2025   2024-09-09  6A          6
    A4       S1        2024-2025   2024-09-09  6A          6
"""
CONDUCT = """
    pupil_id date       mark scale kind
    A1       2022-06-16 FB   FB-I  conduct
    A2       2022-06-16 FB   FB-I  conduct
    A3       2022-06-16 FB   FB-I  conduct
    A1       2023-06-16 FB   FB-I  conduct
    A2       2023-06-16 FB   FB-I  conduct
    A3       2023-06-16 B    FB-I  conduct
    A1       2024-06-21 10   1-10  conduct
    A2       2024-06-21 9    1-10  conduct
"""


def test_conduct_is_said_on_the_scale_of_the_child_s_own_latest_mark() -> None:
    index = index_of(enrolments=CLASS_SIX, grades=CONDUCT)
    found = mark_scales(index, Snapshot(index, day_of(dt.date(2025, 2, 3))))
    named = [scale.name if (scale := found.of(child, conduct=True)) else None for child in range(4)]
    assert named == [
        "1-10",
        "1-10",
        "FB-I",
        "1-10",
    ]  # A3: none since class IV; A4: none at all, the class's


def test_a_child_with_marks_speaks_the_scale_of_these_whatever_the_others_have() -> None:
    mixed = """
        pupil_id date       mark scale
        A1       2024-11-11 FB   FB-I
        A1       2024-11-12 B    FB-I
        A2       2024-11-11 9    1-10
    """
    assert scales_at("2025-02-03", mixed)["A2"] == "1-10"


def test_before_this_year_s_marks_the_last_year_counts_however_many_are_older() -> None:
    older = """
        pupil_id date       mark scale
        B1       2023-04-11 FB   FB-I
        B1       2023-05-11 FB   FB-I
        B1       2024-05-11 9    1-10
    """
    assert scales_at("2024-11-11", older)["B2"] == "1-10"
