"""Past rates by locality and county: counted by hand, drawn towards all where few, silent of a handful."""

from itertools import chain

import numpy as np
import pandas as pd
import pytest

from training.metrics.past_rates import past_rate_of, past_rates

SCHOOLS = pd.DataFrame(
    {
        "school_id": ["A", "B", "C", "D"],
        "locality": ["rural", "urban", "urban", None],
        "county": ["OT", "OT", "VS", None],
    }
)


def rates_of(**cases_and_children: tuple[int, int]):
    """Return the rates of schools with so many cases among so many children."""
    labels = [[1] * cases + [0] * (children - cases) for cases, children in cases_and_children.values()]
    schools = [[school] * children for school, (_, children) in cases_and_children.items()]
    return past_rates(np.array([*chain(*labels)]), np.array([*chain(*schools)], dtype=object), SCHOOLS)


def test_rates_are_counted_by_locality_and_by_county_and_twenty_average_children_are_counted_along():
    rates = {(each.by, each.place): each for each in rates_of(A=(8, 40), B=(2, 40), C=(0, 20))}
    assert {key: (each.children, each.cases) for key, each in rates.items()} == {
        ("locality", "rural"): (40, 8), ("locality", "urban"): (60, 2),
        ("county", "OT"): (80, 10), ("county", "VS"): (20, 0),
    }  # fmt: skip
    overall = 10 / 100
    assert rates["locality", "rural"].rate == pytest.approx((8 + 20 * overall) / 60)
    assert rates["county", "VS"].rate == pytest.approx((0 + 20 * overall) / 40)


@pytest.mark.parametrize(("children", "is_said"), [(9, False), (10, True)])
def test_of_fewer_than_ten_children_neither_the_rate_nor_the_cases_are_told(children, is_said):
    vs = next(each for each in rates_of(A=(4, 40), C=(3, children)) if each.place == "VS")
    assert (vs.children, vs.cases is not None, vs.rate is not None) == (children, is_said, is_said)


def test_a_school_of_unknown_place_counts_for_no_place_but_for_all_children():
    rates = rates_of(A=(0, 20), D=(10, 20))
    assert [each.place for each in rates] == ["rural", "OT"]
    assert rates[0].rate == pytest.approx(20 * 10 / 40 / 40)


@pytest.mark.parametrize("schools", [("A",), ("D",), ()])
def test_without_children_of_a_known_place_there_is_no_rate_of_it(schools):
    places = {each.place for each in rates_of(**dict.fromkeys(schools, (1, 30)))}
    assert places == ({"rural", "OT"} if "A" in schools else set())


@pytest.mark.parametrize(
    ("by", "group", "told"),
    [("locality", "rural", True), ("sex_and_locality", "F rural", True), ("sex_and_locality", "M urban", True),
     ("locality", "", False), ("sex", "F", False), ("school_size", "under 100", False)],
)  # fmt: skip
def test_a_group_has_the_rate_of_its_locality_if_it_is_of_one(by, group, told):
    rates = rates_of(A=(8, 40), B=(2, 40))
    expected = next((each.rate for each in rates if told and each.place in group.split()), None)
    assert past_rate_of(rates, by=by, group=group) == expected
    assert (expected is not None) == told
