"""What is said of too few outcomes, and which option would help?"""

import datetime as dt

import pytest

from features.errors import Refused
from features.progress import silent
from tests.support.small_records import index_of
from tests.support.training.labelled_rows import plan
from training.dataset.cohorts import Cohorts, prepare
from training.dataset.splits import plan_backtest

AS_OF = dt.date(2024, 2, 1)


def refusal(asked: Cohorts) -> Refused:
    with pytest.raises(Refused) as caught:
        plan_backtest(asked.evaluation_rows(), asked.plan, cohorts=asked)
    return caught.value


def cohorts(*, failed: int, away: int = 0, day: str = "2024-06-20", **changes: object) -> Cohorts:
    """Return 100 children of class V: the first ones fail, the last ones are in no school the year after."""
    pupils = [f"P{number:03}" for number in range(100)]
    enrolments = [
        {"pupil_id": pupil, "school_id": "S1", "school_year": year, "enrolled_on": start, "grade_level": level}
        for children, year, start, level in (
            (pupils, "2023-2024", "2023-09-04", 5), (pupils[: 100 - away], "2024-2025", "2024-09-09", 6),
        )
        for pupil in children
    ]  # fmt: skip
    outcomes = [{"pupil_id": pupil, "date": day, "outcome": "failed"} for pupil in pupils[:failed]]
    outcomes.append({"pupil_id": pupils[0], "date": "2024-12-20", "outcome": "promoted"})
    asked = {"outcomes": ("failed",), "as_of": (AS_OF,), "horizon_days": 260} | changes
    return prepare(index_of(None, enrolments=enrolments, outcomes=outcomes), plan(**asked), silent)


def test_it_speaks_of_the_children_of_the_records_and_of_those_without_a_label():
    said = refusal(cohorts(failed=4, away=10))
    assert said.exit_code == 4
    assert str(said).startswith("Too few outcomes to fit a model: 4 among 90 children, where at least 20 are needed")
    assert "Not counted: at 1 February 2024, 10 without a label (10 gone without an outcome)." in str(said)
    assert (
        "Nu s-au numărat: la 1 februarie 2024, 10 fără etichetă (plecați fără parcurs cunoscut: 10)." in said.message.ro
    )


def test_where_only_a_fold_has_too_few_that_is_said():
    assert "(the smallest fold is fitted on " in str(refusal(cohorts(failed=21)))


def test_another_outcome_that_enough_children_had_is_named():
    said = refusal(cohorts(failed=4, away=35))
    assert str(said).endswith("What would help: another --outcome: not_reenrolled (35).")
    assert said.message.ro.endswith("Ce ar ajuta: alt --outcome: not_reenrolled (35).")
    assert "another --outcome" not in str(refusal(cohorts(failed=4, away=25)))
    assert "failed (40)" in str(refusal(cohorts(failed=40, outcomes=("dropped_out",))))


def test_outcomes_after_the_horizon_ask_for_a_longer_one():
    said = str(refusal(cohorts(failed=40, horizon_days=100)))
    assert (
        "a longer --horizon or --until, to 2024-06-20 at most, or a later --as-of (40 came after the horizon)" in said
    )


def test_outcomes_before_the_first_date_ask_for_an_earlier_one():
    said = str(refusal(cohorts(failed=40, day="2024-01-15")))
    assert "an earlier --as-of, not after 2024-01-15 (40 were known before 2024-02-01)" in said


def test_where_no_option_helps_more_records_are_asked_for():
    assert str(refusal(cohorts(failed=0))).endswith("Add outcomes, as-of dates or school years.")
