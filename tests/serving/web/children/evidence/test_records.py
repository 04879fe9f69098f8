"""Is the evidence of a child what the records had before the day, and nothing else?"""

import datetime as dt

import pytest

from models.ranking.scored_cohort import feature_cohort
from serving.web.children.evidence.drawings import conduct_of, heat_of, weekly_of
from serving.web.children.evidence.records import Evidence, evidence_of
from tests.support.serving.two_schools import AS_OF, small_service
from tests.support.small_records import index_of

TERMS = """
    school_year term starts_on  ends_on
    2024-2025   M1   2024-09-09 2024-10-25
    2024-2025   M2   2024-11-04 2024-12-20
    2024-2025   M3   2025-01-08 2025-02-21
"""


def evidence(pupil_id: str = "P1", as_of: dt.date = AS_OF, **tables: str) -> Evidence:
    index = index_of(None, terms=TERMS, **tables) if tables else small_service().own.index  # type: ignore[union-attr]
    cohort = feature_cohort(index, as_of)
    return evidence_of(cohort, cohort.table.pupils["pupil_id"].tolist().index(pupil_id))


def test_days_hold_the_hours_of_this_year():
    assert [(day.day.isoformat(), day.unexcused, day.excused) for day in evidence().days] == [
        ("2024-11-05", 5, 0), ("2025-01-13", 5, 0), ("2025-01-14", 5, 0), ("2025-02-03", 4, 0),
    ]  # fmt: skip


def test_an_excuse_is_seen_from_the_day_after_it():
    (day,) = evidence("P2").days
    assert (day.unexcused, day.excused) == (0, 3)
    (day,) = evidence("P2", dt.date(2025, 2, 5)).days
    assert (day.unexcused, day.excused) == (3, 0)


def test_nothing_of_the_day_itself_or_later_is_seen():
    assert [day.day.isoformat() for day in evidence(as_of=dt.date(2025, 1, 14)).days] == ["2024-11-05", "2025-01-13"]


def test_what_was_taken_back_before_the_day_is_gone():
    attendance = """
        pupil_id date       hours known_on   retracted_on
        P0       2025-01-13 1     2025-01-13 2025-01-20
        P1       2025-01-13 2     2025-01-13 2025-01-20
        P1       2025-01-14 3     2025-01-14 -
    """
    assert [day.unexcused for day in evidence(attendance=attendance).days] == [3]
    assert [day.unexcused for day in evidence(as_of=dt.date(2025, 1, 20), attendance=attendance).days] == [2, 3]


def test_a_subject_below_the_pass_mark_stands_first():
    grades = """
        pupil_id date       mark scale subject
        P1       2025-01-13 9    1-10  Arte
        P1       2025-01-14 3    1-10  Zoologie
        P1       2025-01-20 4    1-10  Zoologie
    """
    found = evidence(grades=grades).subjects
    assert [(each.subject, each.passes, each.mean.en) for each in found] == [
        ("zoologie", False, "3.5"),
        ("arte", True, "9"),
    ]
    assert [mark.said.en for mark in found[0].marks] == ["3", "4"]


def test_the_situation_at_home_is_said_as_support_that_may_be_due():
    (need,) = [each for each in evidence().needs if "abroad" in each.fact.en]
    assert "visit" in need.support.en
    assert [each for each in evidence("P3").needs if "abroad" in each.fact.en] == []


def test_the_rule_goes_down_a_step_for_every_20_unexcused_hours():
    attendance = """
        pupil_id date       hours
        P1       2025-01-13 19
        P1       2025-01-14 1
        P1       2025-01-15 20
        P1       2025-01-16 5
    """
    chart = conduct_of(evidence(attendance=attendance), "en")
    assert (chart.by_rule, chart.hours) == (8, 45)
    assert [(dot.day.isoformat(), dot.text) for dot in chart.rule.dots] == [
        ("2024-09-09", "10"), ("2025-01-14", "9"), ("2025-01-15", "8"),
    ]  # fmt: skip


def test_excused_hours_move_no_conduct():
    attendance = """
        pupil_id date       hours excused_on
        P1       2025-01-13 22    2025-01-15
    """
    assert conduct_of(evidence(attendance=attendance), "en").by_rule == 10


def test_weeks_add_up_to_the_days():
    found = evidence()
    chart = weekly_of(found, [])
    assert sum(bar.lower + bar.upper for bar in chart.bars) == sum(day.unexcused + day.excused for day in found.days)
    assert [band.name for band in chart.bands] == ["M1", "M2", "M3"]


def test_the_heat_map_has_weeks_of_lessons_only_and_each_hour_once():
    found = evidence()
    chart = heat_of(found)
    assert sum(cell.hours for row in chart.rows for cell in row.cells) == 19
    assert len(chart.columns) == 7 + 7 + 5  # the modules up to 9 February


def test_a_child_without_any_row_has_an_empty_year():
    found = evidence("P5")
    assert (found.days, found.subjects, found.conduct) == ((), (), ())
    assert weekly_of(found, []).bars


ENROLLED = "pupil_id school_id school_year enrolled_on grade_level class_label\nP1 S1 2024-2025 2024-09-09 {} {}A"


@pytest.mark.parametrize(("grade", "holds"), [(0, False), (4, False), (5, True), (12, True)])
def test_hours_lower_no_conduct_mark_in_primary_school(grade, holds):
    assert evidence(enrolments=ENROLLED.format(grade, grade)).rule_holds is holds


@pytest.mark.parametrize(("given_on", "holds"), [("2024-06-21", True), ("2025-01-20", False)])
def test_a_qualifier_of_primary_school_does_not_end_the_rule_in_class_five(given_on, holds):
    grades = f"pupil_id date mark scale kind\nP1 {given_on} FB FB-I conduct"
    assert evidence(enrolments=ENROLLED.format(5, 5), grades=grades).rule_holds is holds


def test_marks_in_words_are_told_from_numbers():
    grades = "pupil_id date mark scale subject\nP1 2025-01-13 {} {} Arte"
    in_words = evidence(enrolments=ENROLLED.format(3, 3), grades=grades.format("FB", "FB-I"))
    assert in_words.in_words
    assert not evidence(grades=grades.format("9", "1-10")).in_words
