"""Pupils of the invented county's upper schools, their way to school and their pseudonyms."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.world.pupils import chosen, commute, invent_pupils, pupil_ids

KINDS = ["lower", "lower", "upper", "vocational"]


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    locality = ["rural", "urban", "urban", "urban"]
    return pd.DataFrame({"kind": KINDS, "locality": locality, "adversity": 0.0, "county": "CJ"})


@pytest.fixture(scope="module")
def people(units: pd.DataFrame) -> pd.DataFrame:
    """5,000 pupils in each of the four schools, with the school beside them."""
    school = np.repeat(np.arange(4), 5000)
    return invent_pupils(np.random.default_rng(2), school, units=units).assign(school=school)


def test_upper_schools_in_town_have_pupils_from_villages_and_lower_ones_their_own(people: pd.DataFrame) -> None:
    assert people.groupby("school")["rural"].mean().tolist() == pytest.approx([1, 0, 0.37, 0.58], abs=0.03)


def test_lyceums_have_the_abler_and_less_poor_and_vocational_schools_the_others(people: pd.DataFrame) -> None:
    ability, poor = (people.groupby("school")[name].mean() for name in ("ability", "poor"))
    assert ability.tolist() == pytest.approx([0, 0, 0.25, -0.78], abs=0.05)
    assert poor[2] < poor[1] < poor[3]


def test_two_years_late_is_rarer_than_one(people: pd.DataFrame) -> None:
    late = people["years_late"].value_counts()
    assert set(late.index) == {0, 1, 2}
    assert late[2] < late[1]


def test_most_village_children_of_upper_schools_commute(people: pd.DataFrame) -> None:
    far = (people["commute"] >= 25).groupby([people["school"], people["rural"]]).mean()
    assert far[0, True] == pytest.approx(0.13, abs=0.03)
    assert far[1, False] == pytest.approx(0.05, abs=0.02)
    assert far[2, True] == pytest.approx(0.65, abs=0.04)


def test_a_commuter_needs_twenty_five_minutes_at_least() -> None:
    everybody, nobody = (commute(np.random.default_rng(1), np.full(500, share)) for share in (1.0, 0.0))
    assert everybody.min() >= 25
    assert nobody.max() <= 20


def test_a_pseudonym_is_the_county_and_six_digits(units: pd.DataFrame) -> None:
    assert pupil_ids(np.array([3, 0, 3, 123_456]), units).tolist() == ["CJ000003", "CJ000000", "CJ000003", "CJ123456"]
    assert pupil_ids(np.zeros(0, dtype=np.int64), units).tolist() == []


def test_chosen_texts_are_a_column_of_text() -> None:
    column = chosen(np.array(["I", "S"], dtype=object), np.array([1, 0, 1]))
    assert column.tolist() == ["S", "I", "S"]
    assert column.dtype == "str"
