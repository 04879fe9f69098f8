"""Whom the schools of the invented county help: the neediest as they see it, and with a known effect."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.interventions import RELIEF, give_support
from features.synthetic.world.levels import LOWER, PRIMARY


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    return pd.DataFrame({"capacity": [0.0, 0.05, 0.10]})


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return pd.DataFrame({"benefit_recorded": np.arange(6000) % 3 == 0})


@pytest.fixture(scope="module")
def rates(people: pd.DataFrame) -> pd.DataFrame:
    """2,000 pupils in each of three schools, half of them in primary classes."""
    rng, number = np.random.default_rng(5), np.arange(6000)
    return pd.DataFrame(
        {
            "pupil": number,
            "school": number // 2000,
            "level": np.where(number % 2, PRIMARY, LOWER),
            "hours_before": rng.gamma(1.1, 20, 6000),
            "average_before": np.clip(8.8 + rng.standard_normal(6000), 4, 10),
        }
    )


@pytest.fixture(scope="module")
def helped(rates: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    return give_support(np.random.default_rng(1), rates, people=people, units=units)


def test_a_school_helps_as_many_as_it_has_places(helped: pd.DataFrame) -> None:
    assert (helped["support"] != "none").groupby(helped["school"]).sum().tolist() == [0, 100, 200]


def test_part_of_a_place_is_a_chance_of_one(rates: pd.DataFrame, people: pd.DataFrame) -> None:
    few = rates[rates["school"] == 0].head(10)
    units = pd.DataFrame({"capacity": [0.05]})
    given = [
        (give_support(np.random.default_rng(seed), few, people=people, units=units)["support"] != "none").sum()
        for seed in range(60)
    ]
    assert set(given) == {0, 1}
    assert 15 < sum(given) < 45


def test_the_neediest_are_helped_but_a_school_may_err(helped: pd.DataFrame) -> None:
    mine = helped[helped["school"] == 2]
    supported = mine["support"] != "none"
    assert mine.loc[supported, "hours_before"].median() > 2 * mine["hours_before"].median()
    assert mine.loc[supported, "average_before"].mean() < mine["average_before"].mean() - 0.4
    need = np.log1p(mine["hours_before"]) + 0.6 * (8.5 - mine["average_before"])
    assert need[~supported].max() > need[supported].min()


def test_each_kind_takes_its_own_relief_off_the_log_odds(helped: pd.DataFrame) -> None:
    assert set(helped["support"]) == set(RELIEF)
    assert (helped["relief"] == helped["support"].map(RELIEF)).all()
    assert RELIEF["none"] == 0
    assert sorted(RELIEF.values())[1:] == pytest.approx([0.10, 0.20, 0.28, 0.35])


def test_help_fits_the_need(helped: pd.DataFrame, people: pd.DataFrame) -> None:
    meals = helped[helped["support"] == "hot_meal"]
    assert set(meals["level"]) == {PRIMARY}
    assert people.loc[meals["pupil"], "benefit_recorded"].all()
    assert helped.loc[helped["support"] == "remedial", "average_before"].max() < 7
    assert helped.loc[helped["support"] == "home_visit", "hours_before"].min() > 40


def test_a_hot_meal_brings_primary_pupils_to_school_more_often(helped: pd.DataFrame) -> None:
    fed = helped["support"] == "hot_meal"
    assert set(helped.loc[fed, "meal_factor"]) == {0.8}
    assert set(helped.loc[~fed, "meal_factor"]) == {1.0}
