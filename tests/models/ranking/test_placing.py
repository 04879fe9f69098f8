"""Places go to schools so that the lists hold as many expected cases as the bounds allow."""

import itertools

import numpy as np
import pytest

from features.errors import Refused, UsageError
from models.ranking.ordering import order
from models.ranking.placing import (
    Allotment,
    Bounds,
    Placing,
    ScoredChildren,
    allot,
    by_cases,
    in_proportion,
    lengths,
    same_share,
)

# Three schools: A has the high scores, B is small, C is large and calm.
SCORES = {"A": (0.9, 0.8, 0.7, 0.6), "B": (0.3, 0.2), "C": (0.25, 0.1, 0.1, 0.05)}


def children(scores: dict[str, tuple[float, ...]]) -> ScoredChildren:
    flat = np.array([score for each in scores.values() for score in each])
    schools = np.repeat(np.arange(len(scores)), [len(each) for each in scores.values()])
    ids = np.array([f"P{number:02}" for number in range(len(flat))], dtype=object)
    return ScoredChildren(flat, np.log(flat / (1 - flat)), ids, schools)


def allotted(places: float, way: str = "school", at_least: float = 1, at_most: float = 3) -> Allotment:
    return allot(children(SCORES), Placing(places, way, Bounds(at_least, at_most)), schools=3)


def random_county(seed: int, *, schools: int = 4, most: int = 4) -> dict[str, tuple[float, ...]]:
    """Return a tiny county with ties, empty schools and schools of one child."""
    chance = np.random.default_rng(seed)
    sizes = chance.integers(0, most + 1, schools)
    return {f"S{n}": tuple(chance.integers(1, 10, size) / 10) for n, size in enumerate(sizes)}


# By expected cases, counted by hand


def test_each_school_has_its_floor_first_and_the_rest_go_to_the_highest_scores():
    found = allotted(5)
    assert found.counts.tolist() == [3, 1, 1]  # one each; then 0.8 and 0.7
    assert found.expected.tolist() == pytest.approx([2.4, 0.3, 0.25])
    assert found.cut == 0.7
    assert found.why == ("cases", "at_least", "at_least")


def test_no_school_gets_more_than_its_ceiling_and_the_next_best_children_of_others_do():
    found = allotted(6)
    assert found.counts.tolist() == [3, 2, 1]  # A's fourth, of 0.6, has no place; B's second, of 0.2, has
    assert found.cut == 0.2
    assert found.why == ("at_most", "cases", "cases")  # C's first, of 0.25, would have a place without its floor


def test_a_bound_that_changes_nothing_is_no_reason():
    assert allotted(4, at_least=1).why == ("cases", "at_least", "at_least")
    assert allotted(3, at_least=0).why == ("cases", "cases", "cases")
    assert allotted(3, at_least=0).counts.tolist() == [3, 0, 0]


def test_a_school_smaller_than_the_floor_gives_all_its_children():
    found = allotted(8, at_least=3, at_most=4)
    assert found.counts.tolist() == [3, 2, 3]
    assert (found.cut, found.why) == (None, ("at_least", "at_least", "at_least"))


def test_a_school_too_small_for_its_ceiling_keeps_its_floor():
    bounds = Bounds(at_least=2, at_most=0.5)
    assert bounds.floors(np.array([10, 3, 1, 0])).tolist() == [2, 2, 1, 0]
    assert bounds.ceilings(np.array([10, 3, 1, 0])).tolist() == [5, 2, 1, 0]


def test_shares_are_rounded_down_to_one_child_at_least():
    assert lengths(0.15, np.array([80, 79, 6, 1, 0])).tolist() == [12, 11, 1, 1, 0]


def test_of_equal_scores_the_higher_margin_comes_first_then_the_pseudonym():
    tied = ScoredChildren(
        np.full(3, 0.5), np.array([0.0, 0.1, 0.0]), np.array(["b", "c", "a"], dtype=object), np.array([0, 1, 2])
    )
    asked = [Placing(places, "one-list") for places in (1, 2)]
    assert [allot(tied, each, schools=3).counts.tolist() for each in asked] == [[0, 1, 0], [0, 1, 1]]


def test_a_school_of_whose_children_none_is_scored_has_no_place():
    found = allot(children({**SCORES, "D": ()}), Placing(5, "school", Bounds(1, 3)), schools=4)
    assert found.counts.tolist() == [3, 1, 1, 0]
    assert found.why[3] == "nobody"
    assert found.expected[3] == 0


# The other ways


def test_one_list_asks_for_the_score_alone():
    found = allotted(5, "one-list")
    assert found.counts.tolist() == [4, 1, 0]
    assert (found.cut, set(found.why)) == (0.3, {"one_list"})


def test_the_same_share_asks_for_the_size_alone():
    found = allotted(5, "share")
    assert found.counts.tolist() == [2, 1, 2]
    assert (found.cut, set(found.why)) == (None, {"share"})


@pytest.mark.parametrize(
    ("sizes", "places", "expected"),
    [
        ([100, 100], 10, [5, 5]),
        ([53, 30, 17], 10, [5, 3, 2]),
        ([10, 10, 10], 4, [2, 1, 1]),  # of equal schools the first
        ([98, 1, 1], 5, [3, 1, 1]),  # one each
        ([98, 1, 1], 2, [2, 0, 0]),  # unless there are too few places
        ([3, 0, 2], 5, [3, 0, 2]),
    ],
)
def test_the_same_share_by_hand(sizes: list[int], places: int, expected: list[int]):
    assert same_share(np.array(sizes), places).tolist() == expected


def test_more_places_than_children_are_as_many_as_there_are_children():
    for way in ("share", "one-list"):
        assert allotted(5000, way).counts.tolist() == [4, 2, 4]


def test_places_may_be_a_share_of_all_children():
    assert allotted(0.5).counts.sum() == 5


# What cannot be


def test_floors_that_need_more_places_say_how_many():
    with pytest.raises(Refused) as refused:
        allotted(5, at_least=2)
    assert refused.value.sentences("en") == [
        "At least 2 children in every school (3 schools) needs 6 places, and there are 5; give --places 6 or more, "
        "or a lower --at-least."
    ]
    assert "dați --places 6 sau mai mult" in refused.value.sentences("ro")[0]
    assert allotted(6, at_least=2).counts.tolist() == [2, 2, 2]


def test_ceilings_that_leave_too_little_room_say_for_how_many():
    with pytest.raises(Refused) as refused:
        allotted(7, at_most=2)
    assert (
        "leaves room for 6 places, and there are 7 to give; give --places 6 or fewer"
        in refused.value.sentences("en")[0]
    )
    assert allotted(6, at_most=2).counts.tolist() == [2, 2, 2]


@pytest.mark.parametrize(("at_least", "at_most"), [(5, 3), (0.2, 0.1), (-1, 3), (1.5, 3), (1, 0), (1, 2.5)])
def test_bounds_that_are_none_are_a_wrong_command(at_least: float, at_most: float):
    with pytest.raises(UsageError):
        Bounds(at_least, at_most)


@pytest.mark.parametrize("places", [0, -3, 1.5, float("nan")])
def test_places_that_are_none_are_a_wrong_command(places: float):
    with pytest.raises(UsageError, match="is no number of children"):
        allotted(places)


# Against every possible way


def best_by_brute_force(county: dict[str, tuple[float, ...]], places: int, bounds: Bounds) -> float | None:
    """Return the most expected cases over all numbers of places that the bounds allow; None where none does."""
    sizes = np.array([len(scores) for scores in county.values()])
    choices = itertools.product(
        *(range(low, high + 1) for low, high in zip(bounds.floors(sizes), bounds.ceilings(sizes), strict=True))
    )
    expected = [
        sum(sum(sorted(scores)[::-1][:count]) for count, scores in zip(counts, county.values(), strict=True))
        for counts in choices
        if sum(counts) == places
    ]
    return max(expected, default=None)


@pytest.mark.parametrize("seed", range(60))
def test_no_other_allotment_within_the_bounds_has_more_expected_cases(seed: int):
    county = random_county(seed)
    everybody = children(county)
    for bounds, places in itertools.product(
        (Bounds(0, 2), Bounds(1, 3), Bounds(1, 0.5), Bounds(2, 4), Bounds(0.25, 0.75)), range(1, 17)
    ):
        if places > len(everybody.scores):
            continue
        best = best_by_brute_force(county, places, bounds)
        if best is None:
            with pytest.raises(Refused):
                allot(everybody, Placing(places, "school", bounds), schools=4)
        else:
            assert allot(everybody, Placing(places, "school", bounds), schools=4).expected.sum() == pytest.approx(best)


def one_after_the_other(county: ScoredChildren, places: int, bounds: Bounds, sizes: np.ndarray) -> list[int]:
    """Give the floors, then place by place to the next best child of a school with room: slow and obvious."""
    counts = bounds.floors(sizes).tolist()
    seen = [0] * len(sizes)
    for child in order(county.scores, county.margins, county.pupil_ids):
        school = county.schools[child]
        seen[school] += 1
        if sum(counts) < places and counts[school] < seen[school] <= bounds.ceilings(sizes)[school]:
            counts[school] += 1
    return counts


@pytest.mark.parametrize("seed", range(20))
def test_bounds_total_and_order_hold_in_larger_counties(seed: int):
    county = children(random_county(seed, schools=30, most=40))
    sizes = np.bincount(county.schools, minlength=30)
    bounds = Bounds(1, 0.3)
    floors, ceilings = bounds.floors(sizes), bounds.ceilings(sizes)
    before = np.zeros(30)
    for places in range(int(floors.sum()), int(ceilings.sum()) + 1, 7):
        counts = allot(county, Placing(places, "school", bounds), schools=30).counts
        assert counts.sum() == places
        assert (counts >= floors).all()
        assert (counts <= ceilings).all()
        assert (counts >= before).all()  # more places take none away
        assert counts.tolist() == one_after_the_other(county, places, bounds, sizes)
        before = counts


@pytest.mark.parametrize("seed", range(20))
def test_the_same_share_takes_no_place_away_when_there_are_more(seed: int):
    sizes = np.random.default_rng(seed).integers(0, 60, 25)
    before = np.zeros(25)
    for places in range((sizes > 0).sum(), sizes.sum() + 1, 5):
        counts = same_share(sizes, places)
        assert counts.sum() == places
        assert (counts <= sizes).all()
        assert (counts >= np.minimum(sizes, 1)).all()
        assert (counts >= before).all()
        before = counts


def webster_one_by_one(weights: np.ndarray, places: int, floors: np.ndarray, ceilings: np.ndarray) -> list[int]:
    counts = floors.copy()
    while counts.sum() < places:
        worth = np.where(counts < ceilings, weights / (2 * counts + 1), -1)
        counts[worth.argmax()] += 1
    return counts.tolist()


@pytest.mark.parametrize("seed", range(20))
def test_places_in_proportion_are_those_given_one_by_one(seed: int):
    chance = np.random.default_rng(seed)
    weights, ceilings = chance.integers(0, 9, 12).astype(float), chance.integers(0, 8, 12)
    floors = np.minimum(ceilings, 1)
    for places in range(int(floors.sum()), int(ceilings.sum()) + 1):
        counts = in_proportion(weights, places, floors=floors, ceilings=ceilings)
        assert counts.tolist() == webster_one_by_one(weights, places, floors, ceilings)


def test_nobody_beyond_the_floors_leaves_no_last():
    given, last = by_cases(np.array([0, 0, 1]), 2, floors=np.array([1, 1]), ceilings=np.array([2, 1]))
    assert (given.tolist(), last) == ([True, False, True], -1)
