"""Lists, people and both are counted until the outcome; helped children are told apart."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from features.days import day_of
from training.metrics.reviews import ReviewedRows, review_figures
from training.plan.plan import TrainingPlan

AS_OF = dt.date(2025, 2, 1)
START = day_of(AS_OF)
PLAN = TrainingPlan((AS_OF,), outcomes=("dropped_out",), horizon_days=100, bootstrap_samples=20, capacity=2)


def rows(cases: int = 12, others: int = 28, schools: str = "AAAA") -> ReviewedRows:
    """Return cases K0, K1, ... and then others N0, N1, ...; the outcome of a case comes 50 days after the date."""
    ids = [f"K{number}" for number in range(cases)] + [f"N{number}" for number in range(others)]
    return ReviewedRows(
        labels=np.array([1] * cases + [0] * others),
        pupils=pd.DataFrame({
            "pupil_id": ids, "school_id": [schools[number % len(schools)] for number in range(len(ids))],
            "as_of": [AS_OF] * len(ids),
        }),
        scores=np.linspace(1, 0, len(ids)),
        until=np.array([START + 50] * cases + [START + 100] * others),
    )  # fmt: skip


def reviews(*said: tuple[str, int, str]) -> pd.DataFrame:
    return pd.DataFrame([(pupil, START + after, kind) for pupil, after, kind in said],
                        columns=["pupil_id", "date", "kind"])  # fmt: skip


def many(kind: str, *pupils: str, after: int = 5) -> list[tuple[str, int, str]]:
    return [(pupil, after, kind) for pupil in pupils]


def test_lists_people_and_both_are_counted():
    listed = many("listed", *(f"K{number}" for number in range(6)), *(f"N{number}" for number in range(6)))
    added = many("nominated", "K5", "K6", "K7", "N9")
    found = review_figures(rows(), reviews(*listed, *added), PLAN)
    assert found is not None
    assert [(way.name, way.named, way.found) for way in found.ways] == [
        ("list", 12, 6), ("nominations", 4, 3), ("both", 15, 8)
    ]  # fmt: skip
    assert [way.recall.value for way in found.ways] == pytest.approx([6 / 12, 3 / 12, 8 / 12])
    assert found.ways[0].precision.value == 6 / 12
    assert found.ways[1].precision.value is None  # four children: too few to say
    assert found.ways[0].recall.low is None  # twelve cases: no interval


@pytest.mark.parametrize(
    ("after", "named"), [(0, 1), (49, 1), (50, 0), (51, 0), (-1, 0)]
)  # the outcome came 50 days after the date
def test_a_child_is_found_before_the_outcome_or_not_at_all(after: int, named: int):
    found = review_figures(rows(), reviews(("K0", after, "listed"), ("N1", 99, "listed")), PLAN)
    assert found is not None
    assert found.ways[0].found == named


def test_schools_that_used_no_lists_are_not_looked_at():
    found = review_figures(rows(schools="AB"), reviews(("K0", 5, "listed")), PLAN)
    assert found is not None
    assert (found.schools, found.children, found.cases) == (1, 20, 6)
    assert found.ways[0].recall.value is None  # six cases


def test_helped_children_are_counted_and_left_out_beside():
    found = review_figures(rows(), reviews(("N0", 5, "supported"), ("K11", 5, "supported")), PLAN)
    assert found is not None
    assert (found.helped, found.helped_cases) == (2, 1)
    assert (found.with_helped.children, found.without_helped.children) == (40, 38)
    assert found.with_helped.recall.value == pytest.approx(2 / 12)  # two places for the school's list
    assert found.without_helped.recall.value == pytest.approx(2 / 11)
    assert found.schools == 0  # no list was used


def test_twenty_cases_have_an_interval():
    listed = many("listed", *(f"K{number}" for number in range(10)))
    found = review_figures(rows(cases=20), reviews(*listed), PLAN)
    assert found is not None
    recall = found.ways[0].recall
    assert recall.low < recall.value < recall.high


@pytest.mark.parametrize("said", [[], [("K0", 5, "agreed")], [("X", 5, "listed")], [("K0", 500, "listed")]])
def test_without_use_in_the_time_that_is_judged_nothing_is_said(said: list[tuple[str, int, str]]):
    assert review_figures(rows(), reviews(*said), PLAN) is None
