"""What a school year brings to the pupils of the invented county."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.latent_rates import EXCUSED, UNEXCUSED, draw_rates, mark_average, usual_hours

PUPILS = 8000


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    return pd.DataFrame(
        {"kind": ["lower", "upper"], "adversity": [0.0, 0.0], "practice": [1.0, 0.5], "classes": [3, 2]}
    )


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    """Pupils without any burden, all alike."""
    burdens = ["poor", "low_education", "male", "special_needs", "rural"]
    return pd.DataFrame({**dict.fromkeys(burdens, [False] * PUPILS), "parents_away": 0, "years_late": 0}).assign(
        commute=10, ability=0.0, frailty=0.0
    )


@pytest.fixture(scope="module")
def roll() -> pd.DataFrame:
    number = np.arange(PUPILS)
    grade = np.where(number % 2, 9, 5)
    return pd.DataFrame({"pupil": number, "school": number % 2, "grade": grade, "repeated": 0}).assign(
        hours_before=np.nan, average_before=np.nan
    )


@pytest.fixture(scope="module")
def rates(roll: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    return draw_rates(np.random.default_rng(1), roll, people=people, units=units)


def test_hours_are_those_of_the_level(rates: pd.DataFrame) -> None:
    by_level = rates.groupby("level")
    assert by_level["rate"].median().to_numpy() == pytest.approx(UNEXCUSED[[1, 2]], rel=0.05)
    assert by_level["excused_rate"].mean().to_numpy() == pytest.approx(EXCUSED[[1, 2]], rel=0.05)


def test_each_burden_raises_the_hours_as_in_the_dossier(rates: pd.DataFrame, people: pd.DataFrame) -> None:
    none = np.zeros(PUPILS)
    usual = np.log(usual_hours(people, rates, none))
    for column, value, effect in (
        ("poor", True, 0.28), ("low_education", True, 0.25), ("parents_away", 1, 0.22), ("parents_away", 2, 0.30),
        ("male", True, 0.15), ("commute", 25, 0.12), ("ability", 1.0, -0.50),
    ):  # fmt: skip
        more = np.log(usual_hours(people.assign(**{column: value}), rates, none)) - usual
        assert more.tolist() == pytest.approx([effect] * PUPILS), column
    assert (np.log(usual_hours(people, rates, none + 1)) - usual).max() == pytest.approx(0.35)
    assert (np.log(usual_hours(people, rates.assign(over_age=True), none)) - usual).max() == pytest.approx(0.55)


def test_averages_fall_with_burdens_and_stay_on_the_scale(people: pd.DataFrame) -> None:
    none = np.zeros(PUPILS)
    best, worst = (
        mark_average(np.random.default_rng(1), people.assign(ability=ability, poor=poor), none)
        for ability, poor in ((2.0, False), (-3.0, True))
    )
    assert 9 < best.mean() <= 10
    assert 4.7 < worst.min() < worst.mean() < 7.5
    assert best.max() <= 10


def test_a_pupil_whom_the_school_knew_keeps_what_it_saw_and_the_others_are_filled_in(
    roll: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame
) -> None:
    known = roll.assign(
        hours_before=np.where(roll.index < 10, 77.0, np.nan), average_before=np.where(roll.index < 10, 6.0, np.nan)
    )
    rates = draw_rates(np.random.default_rng(1), known, people=people, units=units)
    assert (rates.loc[:9, ["hours_before", "average_before"]] == [77.0, 6.0]).all(axis=None)
    new = rates.loc[10:]
    assert new["average_before"].equals(new["average"])
    # The upper school writes down half of it.
    seen = new.groupby("level")["hours_before"].median().to_numpy()
    assert seen == pytest.approx(UNEXCUSED[[1, 2]] * [1, 0.5], rel=0.06)


def test_of_the_preparatory_class_nothing_was_seen(
    roll: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame
) -> None:
    rates = draw_rates(np.random.default_rng(1), roll.assign(school=0, grade=0), people=people, units=units)
    assert (rates["hours_before"] == 0).all()


def test_the_last_class_and_who_is_over_age_or_a_commuter_are_marked(
    roll: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame
) -> None:
    some = roll.iloc[:4].assign(school=[0, 0, 1, 1], grade=[7, 8, 11, 12], repeated=[1, 0, 0, 0])
    others = people.assign(years_late=[0, 1, 0, 0] * (PUPILS // 4), commute=[24, 25, 24, 24] * (PUPILS // 4))
    rates = draw_rates(np.random.default_rng(1), some, people=others, units=units)
    assert rates["last"].tolist() == [False, True, False, True]
    assert rates["over_age"].tolist() == [True, True, False, False]
    assert rates["commutes"].tolist() == [False, True, False, False]
