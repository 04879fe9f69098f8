import datetime as dt

import pytest

from features.errors import Refused, UsageError
from features.records.records import Records
from tests.support.small_records import records_of, rows
from training.plan.plan import COMPOSITE, TrainingPlan, make_plan, month_and_day

DATE = dt.date(2025, 2, 3)


def plan(**changes: object) -> TrainingPlan:
    until_given = {} if "until" in changes else {"horizon_days": 300}
    return TrainingPlan(**({"outcomes": ("dropped_out",), "as_of": (DATE,)} | until_given | changes))


def test_a_plan_has_defaults_for_all_but_outcome_date_and_horizon():
    made = plan()
    assert (made.capacity, made.split, made.folds, made.seed) == (0.05, "auto", 5, 7)
    assert (made.test_terms, made.workers) == (4, 1)


def test_an_outcome_that_records_declare_can_be_planned():
    assert plan(outcomes=("suspended", "failed"), own_outcomes=("suspended",)).outcomes == ("suspended", "failed")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"outcomes": ("suspended",), "own_outcomes": ("expelled",)}, "There is no outcome suspended; choose among "),
        ({"as_of": ()}, "Name at least one outcome (--outcome) and one as-of date (--as-of)."),
        ({"outcomes": ()}, "Name at least one outcome (--outcome) and one as-of date (--as-of)."),
        ({"outcomes": ("failed", "dropout", "left")}, "There is no outcome dropout, left; choose among dropped_out, "),
        ({"horizon_days": None}, "Give either --horizon in days or --until as month-day, such as 09-30."),
        ({"until": "09-30", "horizon_days": 300}, "Give either --horizon in days or --until as month-day"),
        ({"horizon_days": 0}, "A horizon of 0 days is none; give at least 1."),
        ({"until": "september", "horizon_days": None}, "--until september is no month and day; write it as 09-30."),
        ({"test_terms": -1}, "Terms to test on and workers are whole numbers, from 0 and from 1 on."),
        ({"workers": 0}, "Terms to test on and workers are whole numbers, from 0 and from 1 on."),
        ({"folds": 1}, "1 folds are none; give at least 2."),
        ({"capacity": 0.0}, "The capacity 0 is no number of children; give a whole number like 20 or a share"),
    ],
)
def test_what_cannot_be_planned_is_said_in_a_sentence(changes: dict[str, object], sentence: str):
    with pytest.raises(UsageError) as caught:
        plan(**changes)
    assert str(caught.value).startswith(sentence)


def test_a_horizon_in_days_is_the_same_from_every_date():
    assert plan().horizon(DATE) == plan().horizon(dt.date(2024, 2, 28)) == 300


@pytest.mark.parametrize(
    ("as_of", "ends_on"),
    [
        ("2025-02-03", "2025-09-30"),
        ("2024-11-15", "2025-09-30"),  # over new year
        ("2025-09-29", "2025-09-30"),
        ("2025-09-30", "2026-09-30"),  # the next such day after the as-of date
        ("2025-10-01", "2026-09-30"),
    ],
)
def test_a_horizon_until_a_day_ends_on_the_next_such_day(as_of: str, ends_on: str):
    date = dt.date.fromisoformat(as_of)
    days = plan(until="09-30").horizon(date)
    assert (date + dt.timedelta(days=days)).isoformat() == ends_on


@pytest.mark.parametrize("last_day", ["2025-09-29", "2025-09-30", "2025-10-01", "2026-01-01", "2026-12-31"])
@pytest.mark.parametrize("horizon", [{"horizon_days": 300}, {"until": "09-30"}, {"until": "02-29"}])
def test_the_latest_date_is_the_last_one_whose_horizon_is_over(last_day: str, horizon: dict[str, object]):
    made, last = plan(**horizon), dt.date.fromisoformat(last_day)
    latest = made.latest_as_of(last)
    over = [date for date in (last - dt.timedelta(days=n) for n in range(800)) if date + length(made, date) <= last]
    assert latest == over[0]


def length(made: TrainingPlan, date: dt.date) -> dt.timedelta:
    return dt.timedelta(days=made.horizon(date))


@pytest.mark.parametrize(("text", "day"), [("09-30", (9, 30)), ("01-01", (1, 1)), ("12-31", (12, 31))])
def test_a_month_and_day_are_read(text: str, day: tuple[int, int]):
    assert month_and_day(text) == day


def test_the_29th_of_february_is_the_28th_so_that_every_year_has_it():
    assert month_and_day("02-29") == (2, 28)


@pytest.mark.parametrize("text", ["9-30", "30-09", "09-31", "2025-09-30", "september", ""])
def test_what_is_no_month_and_day_is_refused_with_an_example(text: str):
    with pytest.raises(UsageError, match="is no month and day; write it as 09-30"):
        month_and_day(text)


@pytest.mark.parametrize(
    ("horizon", "trained_at", "ready"),
    [
        ({"horizon_days": 365}, "2025-02-03", ["2023-02-03", "2024-02-03"]),  # the last has a leap day on its way
        ({"horizon_days": 366}, "2025-02-03", ["2023-02-03", "2024-02-03"]),
        ({"horizon_days": 367}, "2025-02-03", ["2023-02-03"]),
        ({"until": "09-30"}, "2025-02-03", ["2023-02-03", "2024-02-03"]),
        ({"until": "09-30"}, "2024-09-30", ["2023-02-03", "2024-02-03"]),
        ({"until": "09-30"}, "2024-09-29", ["2023-02-03"]),
    ],
)
def test_dates_whose_horizon_is_over_on_a_day_may_train_for_it(
    horizon: dict[str, object], trained_at: str, ready: list[str]
):
    dates = tuple(dt.date(year, 2, 3) for year in (2025, 2023, 2024, 2023))
    found = plan(as_of=dates, **horizon).ready_for(dt.date.fromisoformat(trained_at))
    assert [date.isoformat() for date in found] == ready


# A plan for records

TERMS = """
    school_year term starts_on  ends_on
    2022-2023   M2   2022-10-31 2022-12-22
    2023-2024   M2   2023-11-06 2023-12-21
    2023-2024   M3   2024-01-08 2024-02-09
    2024-2025   M2   2024-11-04 2024-12-20
"""
OUTCOMES = """
    pupil_id date       outcome
    P1       2025-09-20 promoted
"""


def records() -> Records:
    """Return records that reach to 20 September 2025."""
    enrolments = [{"pupil_id": "P1", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09"}]
    return records_of({"enrolments": enrolments, "terms": rows(TERMS), "outcomes": rows(OUTCOMES)})


def made(*as_of: str, terms: tuple[str, ...] = (), outcomes: tuple[str, ...] = (), **options: object) -> TrainingPlan:
    dates = tuple(dt.date.fromisoformat(date) for date in as_of)
    return make_plan(records(), dates, terms=terms, outcomes=outcomes, **options)


def test_what_is_not_said_is_leaving_early_until_the_end_of_september():
    found = made("2024-02-10")
    assert found.outcomes == COMPOSITE == ("dropped_out", "not_reenrolled", "year_not_closed", "exam_no_show")
    assert (found.until, found.horizon_days) == ("09-30", None)


@pytest.mark.parametrize("horizon", [{"horizon_days": 100}, {"until": "06-30"}])
def test_what_is_said_is_taken(horizon: dict[str, object]):
    found = made("2024-02-10", outcomes=("failed",), capacity=20, test_terms=2, **horizon)
    assert (found.outcomes, found.capacity, found.test_terms) == (("failed",), 20, 2)
    assert {"horizon_days": found.horizon_days, "until": found.until} == {"horizon_days": None, "until": None} | horizon


def test_the_days_after_terms_are_the_dates():
    assert made(terms=("M2", "M3")).dates == (dt.date(2022, 12, 23), dt.date(2023, 12, 22), dt.date(2024, 2, 10))


@pytest.mark.parametrize(
    ("options", "last"),
    [
        ({}, "2023-12-22"),  # the records reach to 20 September 2025, before the end of that month
        ({"known_until": dt.date(2025, 9, 30)}, "2024-12-21"),
        ({"horizon_days": 273}, "2024-12-21"),  # just over on 20 September
        ({"horizon_days": 274}, "2023-12-22"),
    ],
)
def test_of_the_days_after_terms_those_whose_horizon_is_not_over_are_left_out(options: dict[str, object], last: str):
    assert made(terms=("M2",), **options).dates[-1].isoformat() == last


def test_a_date_that_was_given_is_kept_so_that_it_can_be_refused():
    assert made("2023-12-22", "2024-12-21").dates[-1] == dt.date(2024, 12, 21)


def test_a_term_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="There is no term M9"):
        made(terms=("M9",))
