"""The true risk of the invented county against a slow, obvious reference, and what of it the records can tell."""

import math

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.true_risk import with_risk


@pytest.fixture
def units() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "locality": ["rural", "urban"],
            "adversity": [1.0, -0.5],
            "county_effect": [0.2, 0.2],
            "practice": [0.5, 2.0],
        }
    )


@pytest.fixture
def people() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "poor": [True, False, True, False, True],
            "benefit_recorded": [True, False, False, False, True],
            "parents_away": [0, 1, 2, 0, 1],
            "away_recorded": [0, 1, 0, 0, 0],
            "low_education": [True, False, False, True, False],
            "male": [True, False, True, False, True],
            "special_needs": [False, False, True, False, False],
            "commute": [30, 10, 10, 24, 25],
            "rural": [True, False, True, False, True],
        }
    )


@pytest.fixture
def rates() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pupil": [0, 1, 2, 3, 4],
            "school": [0, 1, 0, 1, 1],
            "grade": [8, 4, 5, 10, 11],
            "level": [1, 0, 1, 2, 3],
            "average": [6.5, 9.0, 8.5, 7.0, 5.0],
            "rate": [40.0, 2.0, 10.0, 15.0, 80.0],
            "over_age": [True, False, False, False, True],
            "empty": [False, False, False, True, False],
            "relief": [0.35, 0.0, 0.1, 0.0, 0.2],
        }
    )


def rng(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def reference(row: dict, person: dict, unit: dict, relief: float) -> float:
    """The formula of domain.md 5.3, one pupil at a time."""
    logit = {0: -6.90, 1: -7.20, 2: -6.72, 3: -7.20}[row["level"]] + unit["county_effect"] - relief
    logit += math.log(2) if row["grade"] == 4 else 0
    logit += (0.4 if unit["locality"] == "rural" else 0.5) * unit["adversity"]
    logit += 0.64 * math.log1p(row["rate"]) + 0.44 * (8.5 - row["average"]) + 0.7 * row["over_age"]
    logit += 0.35 * person["poor"] + 0.35 * person["low_education"] + {0: 0, 1: 0.10, 2: 0.25}[person["parents_away"]]
    logit += 0.15 * person["male"] + 0.25 * person["special_needs"] + 0.10 * (person["commute"] >= 25)
    logit += 0.15 * person["rural"]
    stays = 1 - rng(logit)
    if row["grade"] == 8:
        exam = -4.07 + unit["county_effect"] - relief + 0.29 * person["rural"] - 0.45 * person["male"]
        exam += 2.11 * (8.5 - row["average"])
        exam += 0.5 * unit["adversity"] if unit["locality"] == "rural" else -1.12 + 1.2 * unit["adversity"]
        stays *= 1 - rng(exam)
    return 1 - stays


def references(rates: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame) -> list[float]:
    rows = rates.to_dict("records")
    return [
        reference(row, people.loc[row["pupil"]].to_dict(), units.loc[row["school"]].to_dict(), row["relief"])
        for row in rows
    ]


def test_the_risk_is_that_of_the_formula(rates: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame) -> None:
    assert with_risk(rates, people=people, units=units)["risk"].tolist() == pytest.approx(
        references(rates, people, units)
    )


def test_untreated_is_the_risk_without_the_relief(
    rates: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame
) -> None:
    told = with_risk(rates, people=people, units=units)
    assert told["untreated"].tolist() == pytest.approx(references(rates.assign(relief=0.0), people, units))
    leaves = told["hazard"][1:]
    alone = with_risk(rates.assign(relief=0.0), people=people, units=units)["hazard"][1:]
    difference = np.log(alone / (1 - alone)) - np.log(leaves / (1 - leaves))
    assert difference.tolist() == pytest.approx([0.0, 0.1, 0.0, 0.2])


def test_the_visible_risk_knows_nothing_of_the_school_or_of_what_nobody_told(
    rates: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame
) -> None:
    told = with_risk(rates, people=people, units=units)
    shifted = with_risk(rates, people=people, units=units.assign(adversity=units["adversity"].to_numpy()[::-1]))
    assert shifted["risk"].tolist() != pytest.approx(told["risk"].tolist())
    # Three of five sit in the second school, so the mean over the pupils moves by 0.3, and by nothing else.
    mean = [0.4 * 1.0 - 0.6 * 0.5, 0.6 * 1.0 - 0.4 * 0.5]
    slope = np.array([0.5 if locality == "urban" else 0.4 for locality in units["locality"][rates["school"]]])
    odds = [np.log(each["visible"] / (1 - each["visible"])) for each in (told, shifted)]
    upper = rates["grade"] != 8
    assert (odds[1] - odds[0])[upper].tolist() == pytest.approx((slope * (mean[1] - mean[0]))[upper].tolist())


def test_who_is_poor_unheard_of_looks_like_the_others_without_a_benefit(
    rates: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame
) -> None:
    same = pd.concat([rates.iloc[[2]]] * 4, ignore_index=True).assign(pupil=[0, 1, 2, 3], relief=0.0)
    twins = pd.concat([people.iloc[[2]]] * 4, ignore_index=True).assign(
        poor=[True, True, False, False], benefit_recorded=[True, False, False, False], parents_away=0, away_recorded=0
    )
    told = with_risk(same, people=twins, units=units)
    assert told["risk"].nunique() == 2
    assert told["visible"][1:].nunique() == 1
    assert told["visible"][0] > told["visible"][1]


def test_recorded_hours_are_what_the_school_writes_down_and_an_empty_catalogue_tells_the_average(
    rates: pd.DataFrame, people: pd.DataFrame, units: pd.DataFrame
) -> None:
    same = pd.concat([rates.iloc[[2]]] * 3, ignore_index=True).assign(
        pupil=2, school=0, rate=[10.0, 20.0, 400.0], empty=[False, False, True], relief=0.0
    )
    visible = with_risk(same, people=people, units=units)["visible"]
    odds = np.log(visible / (1 - visible))
    assert odds[1] - odds[0] == pytest.approx(0.64 * (math.log1p(10) - math.log1p(5)))
    assert odds[2] - odds[0] == pytest.approx(0.64 * (math.log1p(215 / 3) - math.log1p(5)))
