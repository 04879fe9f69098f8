"""Schools and pupils of the invented county."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from features.synthetic.world.places import STRATA, place_of
from features.synthetic.world.pupils import invent_pupils
from features.synthetic.world.schools import invent_schools, schools_table


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    return invent_schools(np.random.default_rng(7), 120, pupils=24_000)


@pytest.fixture(scope="module")
def people(units: pd.DataFrame) -> pd.DataFrame:
    rng = np.random.default_rng(8)
    return invent_pupils(rng, rng.integers(0, len(units), 20_000), units=units)


def test_a_school_code_is_ten_digits_of_the_county(units: pd.DataFrame) -> None:
    assert units["school_id"].str.fullmatch(r"38(61|62)\d{6}").all()
    assert units["school_id"].is_unique
    assert set(units["county"] + units["siiir_prefix"]) == {"VL38"}


def test_another_county_has_its_own_code_and_no_villages_if_it_has_none() -> None:
    bucharest = invent_schools(np.random.default_rng(7), 50, pupils=20_000, place=place_of("B"))
    assert bucharest["school_id"].str.startswith("406").all()
    assert set(bucharest["locality"]) == {"urban"}
    assert set(bucharest["county_effect"]) == {place_of("B").county_effect}


def test_the_areas_of_a_county_share_no_school_code() -> None:
    areas = [replace(place_of("B"), area=number) for number in (1, 2, 200)]
    ids = [invent_schools(np.random.default_rng(7), 700, pupils=99_000, place=area)["school_id"] for area in areas]
    assert pd.concat(ids).is_unique
    assert pd.concat(ids).str.fullmatch(r"406[12]\d{6}").all()


def test_structures_and_only_they_belong_to_a_legal_unit_of_their_kind_and_locality(units: pd.DataFrame) -> None:
    is_structure = units["school_id"].str[2:4] == "62"
    assert (units["parent_school_id"].notna() == is_structure).all()
    both = units[is_structure].merge(units, left_on="parent_school_id", right_on="school_id", suffixes=("", "_parent"))
    assert len(both) == is_structure.sum()
    assert (both["school_id_parent"].str[2:4] == "61").all()
    assert (both["locality"] == both["locality_parent"]).all()
    assert (both["kind"] == both["kind_parent"]).all()


def test_half_of_the_village_schools_are_structures_and_a_legal_unit_has_three_at_most(units: pd.DataFrame) -> None:
    villages = units[(units["kind"] == "lower") & (units["locality"] == "rural")]
    assert villages["parent_school_id"].notna().mean() == pytest.approx(0.54, abs=0.01)
    assert units["parent_school_id"].value_counts().max() <= 3
    assert units.loc[units["kind"] != "lower", "parent_school_id"].isna().all()


def test_most_schools_are_rural_most_pupils_are_not_and_no_two_schools_have_the_same_name(units: pd.DataFrame) -> None:
    rural = units["locality"] == "rural"
    assert 0.55 < rural.mean() < 0.65
    assert 0.25 < units.loc[rural, "weight"].sum() < 0.35
    assert units["name"].is_unique


@pytest.mark.parametrize("code", ["VL", "IS", "IF", "B"])
def test_pupils_go_to_each_kind_of_school_as_in_the_real_county(code: str) -> None:
    place = place_of(code)
    units = invent_schools(np.random.default_rng(3), 160, pupils=36_000, place=place)
    shares = units.groupby(["kind", "locality"])["weight"].sum()
    for stratum, pupils in zip(STRATA, place.pupils, strict=True):
        share = pupils / sum(place.pupils)
        assert shares.get((stratum.kind, stratum.locality), 0.0) == pytest.approx(share, abs=0.012)
    assert shares.sum() == pytest.approx(1)


def test_school_sizes_are_lognormal_around_the_mean_of_their_kind(units: pd.DataFrame) -> None:
    place = place_of("IS")
    units = invent_schools(np.random.default_rng(5), 512, pupils=sum(place.pupils), place=place)
    alone = units[units["parent_school_id"].isna()]
    size = alone["weight"] * sum(place.pupils)
    for kind, locality, low, high in (("lower", "rural", 90, 200), ("lower", "urban", 380, 600)):
        mine = size[(alone["kind"] == kind) & (alone["locality"] == locality)]
        assert low < mine.mean() < high
        assert 0.6 < np.log(mine).std() < 1.0


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 17])
def test_a_handful_of_schools_is_a_county_too(count: int) -> None:
    units = invent_schools(np.random.default_rng(1), count, pupils=200 * count)
    assert len(units) == count
    assert units["weight"].sum() == pytest.approx(1)
    assert (units["weight"] > 0).all()
    assert "lower" in set(units["kind"])
    assert units["parent_school_id"].isna().any()
    assert units["adversity"].abs().max() <= 3


def test_adversity_has_mean_0_and_standard_deviation_1_over_the_pupils(units: pd.DataFrame) -> None:
    weight, adversity = units["weight"], units["adversity"]
    assert (weight * adversity).sum() == pytest.approx(0, abs=0.02)
    assert (weight * adversity**2).sum() == pytest.approx(1, abs=0.05)


def test_one_class_in_twenty_has_an_empty_catalogue_and_a_school_can_support_a_few_of_its_pupils() -> None:
    units = invent_schools(np.random.default_rng(7), 4000, pupils=900_000)
    assert units["empty"].between(0, 1).all()
    assert units["empty"].mean() == pytest.approx(0.05, abs=0.005)
    assert units["empty"].median() < 0.02
    assert units["capacity"].between(0, 0.08).all()
    assert units["capacity"].mean() == pytest.approx(0.04, abs=0.002)


def test_a_school_has_as_many_parallel_classes_as_its_pupils_fill(units: pd.DataFrame) -> None:
    years = units["kind"].map({"lower": 9, "upper": 4, "vocational": 3})
    in_class = units["weight"] * 24_000 / years / units["classes"]
    assert (units["classes"] >= 1).all()
    assert in_class[units["classes"] > 1].between(15, 31).all()


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
        ("years_late", 0.03, 0.10),
        ("male", 0.49, 0.53),
    ],
)
def test_shares_of_pupils_lie_near_those_of_the_dossier(
    people: pd.DataFrame, share: str, low: float, high: float
) -> None:
    assert low < (people[share] > 0).mean() < high


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
