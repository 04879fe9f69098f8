"""The same child in a small and in a large school: what few children tell is drawn towards what is usual."""

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.support.small_records import table_at

SIZES = (1, 5, 8, 20)
COMPARISONS = (
    "unexcused_hours_vs_class", "absent_hours_vs_school_20d", "marks_count_vs_class", "mark_mean_vs_class",
    "class_unexcused_vs_school", "days_since_mark_vs_class",
)  # fmt: skip


def of_first_child(size: int, *, hours_of_others: int) -> Mapping[str, float]:
    """Return the features of P0, who missed 20 hours, among so many children who missed others."""
    pupils = [f"P{number}" for number in range(size)]
    enrolled = dt.date(2024, 9, 9)
    table = table_at(
        "2025-02-03",
        enrolments=[{"pupil_id": pupil, "school_id": "S1", "school_year": "2024-2025", "enrolled_on": enrolled,
                     "class_label": "5A", "grade_level": 5} for pupil in pupils],
        attendance=[{"pupil_id": pupil, "date": dt.date(2025, 1, 20), "excused": "no",
                     "hours": hours_of_others if number else 20} for number, pupil in enumerate(pupils)],
        grades=[{"pupil_id": pupil, "date": dt.date(2025, 1, 20), "mark": 7, "scale": "1-10"} for pupil in pupils],
    )  # fmt: skip
    places = list(table.pupils["pupil_id"])
    return {str(name): float(value) for name, value in table.values.iloc[places.index("P0")].items()}


@pytest.mark.parametrize("size", SIZES)
def test_among_children_all_alike_no_comparison_tells_anything_however_few_they_are(size: int) -> None:
    features = of_first_child(size, hours_of_others=20)
    assert {features[name] for name in COMPARISONS} == {0}


def test_alone_in_a_school_a_child_is_not_taken_for_a_whole_school_of_such_children() -> None:
    alone, among_twenty = (of_first_child(size, hours_of_others=20) for size in (1, 20))
    usual = 22 * 0.35  # hours of a usual child in 22 weeks
    assert alone["school_unexcused_hours_year"] == pytest.approx(usual + (20 - usual) / 5)
    assert among_twenty["school_unexcused_hours_year"] == pytest.approx(usual + (20 - usual) * 20 / 24)


def test_the_more_children_there_are_the_more_a_difference_counts() -> None:
    found = [of_first_child(size, hours_of_others=0)["unexcused_hours_vs_class"] for size in SIZES]
    assert found == pytest.approx([0, 20 * 4 / 8, 20 * 7 / 11, 20 * 19 / 23])
