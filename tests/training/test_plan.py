import datetime as dt

import pytest

from features.errors import UsageError
from training.plan import TrainingPlan, month_and_day

DATE = dt.date(2025, 2, 3)


def plan(**changes: object) -> TrainingPlan:
    until_given = {} if "until" in changes else {"horizon_days": 300}
    return TrainingPlan(**({"outcomes": ("dropped_out",), "as_of": (DATE,)} | until_given | changes))


def test_a_plan_has_defaults_for_all_but_outcome_date_and_horizon():
    made = plan()
    assert (made.capacity, made.split, made.folds, made.seed) == (0.05, "auto", 5, 7)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"as_of": ()}, "Name at least one outcome (--outcome) and one as-of date (--as-of)."),
        ({"outcomes": ()}, "Name at least one outcome (--outcome) and one as-of date (--as-of)."),
        ({"outcomes": ("failed", "dropout", "left")}, "There is no outcome dropout, left; choose among dropped_out, "),
        ({"horizon_days": None}, "Give either --horizon in days or --until as month-day, such as 09-30."),
        ({"until": "09-30", "horizon_days": 300}, "Give either --horizon in days or --until as month-day"),
        ({"horizon_days": 0}, "A horizon of 0 days is none; give at least 1."),
        ({"until": "september", "horizon_days": None}, "--until september is no month and day; write it as 09-30."),
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
