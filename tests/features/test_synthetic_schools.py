"""Schools and pupils of the invented county."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.pupils import invent_pupils
from features.synthetic.schools import invent_schools, schools_table


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    return invent_schools(np.random.default_rng(7), 120, pupils=24_000)


@pytest.fixture(scope="module")
def people(units: pd.DataFrame) -> pd.DataFrame:
    chance = np.random.default_rng(8)
    return invent_pupils(chance, chance.integers(0, len(units), 20_000), units=units)


def test_a_school_code_is_ten_digits_of_the_county(units: pd.DataFrame) -> None:
    assert units["school_id"].str.fullmatch(r"38(61|62)\d{6}").all()
    assert units["school_id"].is_unique


def test_structures_and_only_they_belong_to_a_legal_unit(units: pd.DataFrame) -> None:
    is_structure = units["school_id"].str[2:4] == "62"
    assert 0 < is_structure.sum() < len(units) / 2
    assert (units["parent_school_id"].notna() == is_structure).all()
    assert set(units["parent_school_id"].dropna()) <= set(units.loc[~is_structure, "school_id"])


def test_most_schools_are_rural_and_no_two_have_the_same_name(units: pd.DataFrame) -> None:
    assert 0.75 < (units["locality"] == "rural").mean() < 0.95
    assert units["name"].is_unique


def test_what_nobody_writes_down_is_not_in_the_table(units: pd.DataFrame) -> None:
    assert set(schools_table(units)) == {"school_id", "name", "county", "locality", "parent_school_id"}


def test_a_single_school_is_a_legal_unit_of_average_adversity() -> None:
    (school,) = invent_schools(np.random.default_rng(1), 1, pupils=100).to_dict("records")
    assert school["school_id"][2:4] == "61"
    assert school["adversity"] == 0


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        ("poor", 0.28, 0.42),
        ("low_education", 0.18, 0.32),
        ("special_needs", 0.015, 0.05),
        ("over_age", 0.03, 0.10),
        ("male", 0.49, 0.53),
    ],
)
def test_shares_of_pupils_lie_near_those_of_the_dossier(
    people: pd.DataFrame, share: str, low: float, high: float
) -> None:
    assert low < people[share].mean() < high


def test_parents_of_one_child_in_seven_are_away_and_of_a_fifth_of_these_both(people: pd.DataFrame) -> None:
    away = people["parents_away"]
    assert 0.11 < (away > 0).mean() < 0.17
    assert 0.13 < (away == 2).sum() / (away > 0).sum() < 0.23


def test_poverty_gathers_in_schools_with_adversity(units: pd.DataFrame) -> None:
    school = np.arange(20_000) % len(units)
    people = invent_pupils(np.random.default_rng(8), school, units=units)
    hard = units["adversity"].to_numpy()[school] > 0
    assert people["poor"][hard].mean() > people["poor"][~hard].mean() + 0.15


def test_low_education_means_lower_secondary_school_at_most(people: pd.DataFrame) -> None:
    assert people.loc[people["low_education"], "mother_education"].max() == 2
    assert people.loc[~people["low_education"], "mother_education"].min() == 3
