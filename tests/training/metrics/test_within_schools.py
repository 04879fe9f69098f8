import numpy as np
import pytest

from features.arrays import Floats, Texts
from tests.support.reference.reference_lists import school_lists_by_hand
from tests.support.training.labelled_rows import plan
from training.metrics.bootstrap import Estimate
from training.metrics.within_schools import (
    CASES_TO_COMPARE,
    SchoolListRows,
    compare_lists,
    listed_within,
    lists_by_school,
    school_list_rows,
)

CAPACITIES = (0.05, 0.3, 0.5, 1, 2, 5)


def texts(values: list[str]) -> Texts:
    return np.array(values, dtype=object)


def random_rows(seed: int, *, children: int = 24) -> tuple[list[str], list[str], Floats, list[int]]:
    """Return children of some schools and dates, at most six on a list, with many equal scores."""
    chance = np.random.default_rng(seed)
    schools = [f"S{number % 4}" for number in range(children)]
    dates = ["2024", "2025"] * (children // 2)
    scores = chance.integers(0, 4, children) / 4
    return (
        schools,
        [dates[number // 4 % 2] for number in range(children)],
        scores,
        chance.integers(0, 2, children).tolist(),
    )


def rows_of(schools: list[str], dates: list[str], labels: list[int], **changes: object) -> SchoolListRows:
    pupils = texts([f"P{number}" for number in range(len(labels))])
    return school_list_rows(
        np.array(labels), schools=texts(schools), pupils=pupils, dates=texts(dates), plan=plan(**changes)
    )


def many(schools: int, *, children: int = 20, nth_case: int = 5, **changes: object) -> SchoolListRows:
    count = schools * children
    names = [f"S{number // children:03}" for number in range(count)]
    return rows_of(names, ["2025"] * count, [int(number % nth_case == 0) for number in range(count)], **changes)


# The lists


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("capacity", CAPACITIES)
def test_the_fast_lists_are_those_counted_one_by_one_over_all_orders_of_ties(seed: int, capacity: float):
    schools, dates, scores, labels = random_rows(seed)
    found, listed, cases = school_lists_by_hand(list(zip(schools, dates, scores, labels, strict=True)), capacity)
    totals = rows_of(schools, dates, labels, capacity=capacity).totals(scores)
    assert (totals.found[0], totals.listed[0], totals.cases[0]) == (pytest.approx(found), pytest.approx(listed), cases)


def test_a_share_is_rounded_down_but_at_least_one_child_and_a_number_is_that_many():
    schools = texts(["A"] * 41 + ["B"] * 7 + ["C"])
    dates = texts(["2025"] * 49)
    assert lists_by_school(schools, dates, capacity=0.05).places.tolist() == [2, 1, 1]
    assert lists_by_school(schools, dates, capacity=5).places.tolist() == [5, 5, 1]


def test_each_date_has_a_list_of_its_own():
    lists = lists_by_school(texts(["A", "A", "B", "A"]), texts(["2024", "2025", "2025", "2024"]), capacity=1)
    assert lists.of_row.tolist() == [0, 1, 2, 0]
    assert listed_within(np.array([0.1, 0.2, 0.3, 0.4]), lists).tolist() == [0, 1, 1, 1]


def test_scores_of_another_school_do_not_matter_nor_the_order_of_rows():
    schools, dates, scores, _ = random_rows(3)
    lists = lists_by_school(texts(schools), texts(dates), capacity=2)
    part = listed_within(scores, lists)
    higher = scores + np.array([10.0 * int(school[1]) for school in schools])
    assert listed_within(higher, lists).tolist() == part.tolist()
    turned = np.random.default_rng(1).permutation(len(scores))
    again = lists_by_school(texts(schools)[turned], texts(dates)[turned], capacity=2)
    assert listed_within(scores[turned], again).tolist() == part[turned].tolist()


def test_a_school_of_one_child_lists_it():
    assert listed_within(np.array([0.0]), lists_by_school(texts(["A"]), texts(["2025"]), capacity=0.05)).tolist() == [1]


def test_scores_that_say_the_same_of_all_find_as_much_as_chance():
    rows = many(30, children=20, nth_case=4, capacity=0.1)
    assert rows.totals(np.zeros(600)).recall().value == pytest.approx(0.1)
    assert rows.totals(np.zeros(600)).precision().value == pytest.approx(0.25)


# Intervals


def test_of_twenty_schools_whole_schools_are_drawn_of_fewer_their_children():
    assert many(20).drawn == "schools"
    assert many(19).drawn == "pupils"
    assert many(1, children=200).drawn == "pupils"
    for schools in (19, 20):
        rows = many(schools)
        recall = rows.totals(np.random.default_rng(1).random(len(rows.labels))).recall()
        assert recall.low < recall.value < recall.high


def test_of_few_cases_a_figure_is_given_without_an_interval():
    few = many(25, children=20, nth_case=500 // (CASES_TO_COMPARE - 1) + 1)
    assert few.cases == CASES_TO_COMPARE - 1
    assert few.drawn is None
    recall = few.totals(np.arange(500.0)).recall()
    assert (recall.low, recall.high) == (None, None)
    assert recall.value is not None
    ahead = compare_lists(few, {"one": np.arange(500.0), "other": -np.arange(500.0)}, of="one").ahead_of["other"]
    assert (ahead.low, ahead.high) == (None, None)


def test_without_a_case_nothing_is_found_and_nothing_said():
    none = rows_of(["A", "B"], ["2025", "2025"], [0, 0])
    assert none.totals(np.array([1.0, 2.0])).recall() == Estimate(None, None, None)
    assert none.totals(np.array([1.0, 2.0])).precision() == Estimate(0, None, None)


def test_a_difference_is_taken_draw_by_draw_so_it_is_surer_than_its_parts():
    rows = many(40, capacity=0.2, bootstrap_samples=200)
    chance = np.random.default_rng(2)
    good = rows.labels + chance.normal(0, 0.8, 800)
    worse = good + chance.normal(0, 0.2, 800)
    figures = compare_lists(rows, {"good": good, "worse": worse}, of="good")
    ahead = figures.ahead_of["worse"]
    assert ahead.value == pytest.approx(figures.recall["good"].value - figures.recall["worse"].value)
    apart = figures.recall["good"].high - figures.recall["good"].low
    assert ahead.high - ahead.low < apart
    assert compare_lists(rows, {"good": good, "same": good.copy()}, of="good").ahead_of["same"] == Estimate(0, 0, 0)


def test_the_other_way_round_it_is_the_other_way_round_and_only_the_order_counts():
    rows, chance = many(25, capacity=0.2), np.random.default_rng(3)
    scores = {"one": chance.random(500), "other": chance.random(500)}
    there, back = (compare_lists(rows, scores, of=name).ahead_of for name in ("one", "other"))
    ahead, behind = there["other"], back["one"]
    assert (behind.value, behind.low, behind.high) == pytest.approx((-ahead.value, -ahead.high, -ahead.low))
    margins = {"scores": scores["one"], "margins": np.log(scores["one"])}
    assert compare_lists(rows, margins, of="scores").ahead_of["margins"] == Estimate(0, 0, 0)


def test_the_draws_are_those_of_a_loop_over_whole_schools():
    rows = many(20, children=10, nth_case=4, capacity=0.2, bootstrap_samples=12)
    scores = np.random.default_rng(4).random(200)
    listed = listed_within(scores, rows.lists)
    by_hand = [
        sum(weight * part * label for weight, part, label in zip(weights, listed, rows.labels, strict=True))
        / sum(weight * label for weight, label in zip(weights, rows.labels, strict=True))
        for weights in rows.samples.weights()
    ]
    totals = rows.totals(scores)
    assert totals.found / totals.cases == pytest.approx(by_hand)


@pytest.mark.parametrize("capacity", [0.05, 0.1])
def test_the_counts_of_lists_are_told(capacity: float):
    figures = compare_lists(many(25, capacity=capacity), {"one": np.zeros(500)}, of="one")
    assert (figures.rows, figures.cases, figures.schools, figures.lists) == (500, 100, 25, 25)
    assert figures.listed == 25 * int(20 * capacity)
    assert figures.ahead_of == {}
