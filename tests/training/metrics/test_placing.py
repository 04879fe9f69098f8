"""The same places given in four ways, counted by hand on small schools."""

import numpy as np
import pandas as pd
import pytest

from models.ranking.placing import Bounds
from tests.support.training.labelled_rows import plan
from training.metrics.placing import PLACING_WAYS, PlacedRows, bounds_of, listed_by_way, placing_figures
from training.metrics.within_schools import SchoolLists, listed_within, lists_by_school

# A: four children at high risk, two of whom have the outcome; B: four of whom one; C: two of whom none.
SCHOOLS = ["A"] * 4 + ["B"] * 4 + ["C"] * 2
SCORES = [0.9, 0.8, 0.7, 0.6, 0.5, 0.3, 0.2, 0.1, 0.05, 0.04]
LABELS = [1, 0, 1, 0, 0, 1, 0, 0, 0, 0]
ABSENCES = [1, 2, 3, 4, 9, 9, 1, 1, 0, 0]


def rows(
    schools: list[str] = SCHOOLS, scores: list[float] = SCORES, labels: list[int] = LABELS,
    absences: list[float] = ABSENCES, rate: list[float] | None = None,
) -> PlacedRows:  # fmt: skip
    return PlacedRows(
        labels=np.array(labels, dtype=np.int64),
        pupils=pd.DataFrame({"school_id": schools, "pupil_id": [f"P{n:03}" for n in range(len(schools))]}),
        scores=np.array(scores, dtype=float),
        school_rate=np.array(rate if rate is not None else [0.5] * 4 + [0.25] * 4 + [0.0] * 2),
        absences=np.array(absences, dtype=float),
    )


def listed(given: PlacedRows, places: float, bounds: Bounds) -> dict[str, list[float]]:
    return {way: found.tolist() for way, found in listed_by_way(given, places, bounds=bounds).items()}


def test_five_places_by_hand():
    found = listed(rows(), 0.5, Bounds(1, 3))
    assert found["share"] == [1, 1, 0, 0, 1, 1, 0, 0, 1, 0]
    assert found["school"] == [1, 1, 1, 0, 1, 0, 0, 0, 1, 0]
    assert found["one-list"] == [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    # Of five places by rates of 2, 1 and 0 cases, one each: 3, 1, 1; then by absences, B's two children half each.
    assert found["school_only"] == [0, 1, 1, 1, 0.5, 0.5, 0, 0, 0.5, 0.5]


def test_children_who_tie_for_the_last_place_of_their_school_share_it():
    tied = rows(scores=[0.9, 0.5, 0.5, 0.5] + [0.4] * 4 + [0.1] * 2)
    found = listed(tied, 0.5, Bounds(1, 3))
    assert found["share"] == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])
    assert {way: sum(each) for way, each in found.items()} == pytest.approx(dict.fromkeys(PLACING_WAYS, 5))


@pytest.mark.parametrize(("capacity", "places"), [(1, 3), (2, 6), (3, 8), (20, 10), (0.01, 3), (0.3, 3), (0.5, 5)])
def test_a_capacity_means_what_it_means_on_the_list_of_each_school(capacity: float, places: int):
    found = listed(rows(), capacity, Bounds(1, 4))
    assert {way: round(sum(each), 9) for way, each in found.items()} == dict.fromkeys(PLACING_WAYS, places)
    schools, dates = np.array(SCHOOLS, dtype=object), np.zeros(len(SCHOOLS))
    as_headline = listed_within(np.array(SCORES), lists_by_school(schools, dates, capacity=capacity))
    assert found["share"] == as_headline.tolist()


def test_ceilings_that_would_leave_places_over_do_not_hold():
    assert sum(listed(rows(), 0.8, Bounds(1, 2))["school"]) == 7


@pytest.mark.parametrize("seed", range(10))
def test_every_way_gives_all_places_and_by_school_expects_most_within_its_bounds(seed: int):
    chance = np.random.default_rng(seed)
    count = 300
    schools = [f"S{n:02}" for n in chance.integers(0, 15, count)]
    scores = np.round(chance.beta(1, 8, count), 2)
    given = rows(schools, list(scores), [0] * count, list(chance.integers(0, 9, count)), list(chance.random(count)))
    found = listed_by_way(given, 0.15, bounds=Bounds(1, 0.4))
    places = round(found["share"].sum())
    assert {way: round(each.sum(), 6) for way, each in found.items()} == dict.fromkeys(PLACING_WAYS, places)
    assert all(((each >= 0) & (each <= 1)).all() for each in found.values())
    expected = {way: float(each @ scores) for way, each in found.items()}
    assert expected["one-list"] >= expected["school"] - 1e-9
    assert expected["school"] >= expected["school_only"]
    assert expected["school"] >= expected["share"]


def many(copies: int) -> PlacedRows:
    """Return so many counties like the one above, with 3 cases each, as one."""
    schools = [f"{school}{n}" for n in range(copies) for school in SCHOOLS]
    return rows(
        schools, SCORES * copies, LABELS * copies, ABSENCES * copies, ([0.5] * 4 + [0.25] * 4 + [0.0] * 2) * copies
    )


def test_recall_precision_and_difference_by_hand():
    figures = placing_figures({"2025-02-01": many(10)}, plan(capacity=0.5))
    assert figures is not None
    assert (figures.cases, figures.places, figures.children) == (30, 50, 100)
    share, school = figures.ways["share"], figures.ways["school"]
    assert (share.found, share.recall.value, share.precision.value) == (20, 20 / 30, 20 / 50)
    assert share.difference.value == 0
    assert school.difference.value == pytest.approx(school.recall.value - share.recall.value)
    assert school.difference.low is not None
    by_child = figures.ways["school"].recall.value - figures.ways["school_only"].recall.value
    assert figures.by_child.value == pytest.approx(by_child)


def test_dates_are_pooled_and_each_has_its_own_places():
    figures = placing_figures({"2024-02-01": many(4), "2025-02-01": many(6)}, plan(capacity=0.5))
    assert figures is not None
    assert [(each["as_of"], each["places"], each["cases"]) for each in figures.by_date] == [
        ("2024-02-01", 20, 12), ("2025-02-01", 30, 18),
    ]  # fmt: skip
    assert sum(each["found"]["school"] for each in figures.by_date) == pytest.approx(figures.ways["school"].found)
    assert list(figures.as_json()["ways"][0]) == [
        "name", "found", "recall", "recall_low", "recall_high", "precision", "precision_low", "precision_high",
        "difference", "difference_low", "difference_high",
    ]  # fmt: skip


@pytest.mark.parametrize(("copies", "is_said"), [(1, False), (6, False), (7, True)])
def test_of_fewer_than_twenty_cases_only_the_count_is_said(copies: int, is_said: bool):
    figures = placing_figures({"2025-02-01": many(copies)}, plan(capacity=0.5))
    assert figures is not None
    assert (figures.ways["share"].found, figures.cases) == (2 * copies, 3 * copies)
    assert (figures.ways["share"].recall.value is not None) == is_said
    assert (figures.by_child.value is not None) == is_said


def test_where_there_is_no_date_there_is_nothing():
    assert placing_figures({}, plan()) is None


def test_a_school_can_carry_three_times_its_share():
    def lists(*places: int) -> SchoolLists:
        """Return the lists of schools of 200 children each."""
        return SchoolLists(np.repeat(np.arange(len(places)), 200), np.array(places))

    assert bounds_of([lists(10, 10)], 0.05) == Bounds(1, 0.15)
    assert bounds_of([lists(10, 10), lists(10)], 10) == Bounds(1, 0.15)
    assert bounds_of([lists(80), lists(80, 80)], 0.4) == Bounds(1, 400)
