"""Scores are judged as probabilities: their spread, their sum, their sum on the list, and over past dates."""

from dataclasses import replace

import numpy as np
import pytest

from features.arrays import Floats
from tests.support.training.found import findings, invented
from training.evaluation.results import EvaluationResults
from training.evaluation.walk_forward_metrics import TermFigures
from training.promotion.calibration_check import calibrated, cases_on_the_list, past_dates

GOOD = invented(4000)
SCORES = GOOD.scores["lightgbm"]


def of_scores(scores: Floats) -> EvaluationResults:
    return findings(replace(GOOD, scores={**GOOD.scores, "lightgbm": scores}))


def shifted_by(log_odds: float) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(np.log(SCORES / (1 - SCORES)) + log_odds))))


def terms(*dates: tuple[int, float]) -> TermFigures:
    return TermFigures(terms=tuple({"positives": cases, "expected": expected} for cases, expected in dates))


@pytest.mark.parametrize(
    ("shift", "verdict"),
    [(0.0, "passed"), (0.6, "cannot_say"), (-0.6, "cannot_say"), (1.6, "failed"), (-1.6, "failed")],
)
def test_a_date_with_a_few_cases_too_many_cannot_fail_and_one_with_twice_as_many_can(shift: float, verdict: str):
    assert calibrated(of_scores(shifted_by(shift))).verdict == verdict


def test_cases_on_the_list_are_compared_with_those_expected_there():
    results = of_scores(SCORES)
    listed = np.argsort(-SCORES)[: int(results.plan.capacity * len(SCORES))]
    said = cases_on_the_list(results).value
    assert said == pytest.approx(GOOD.labels[listed].sum() / SCORES[listed].sum(), rel=1e-6)


def test_a_list_that_promises_far_more_than_comes_is_not_calibrated_though_all_together_are():
    """The scores of the list are near one, those of all others a little lower than they should be."""
    top = np.argsort(-SCORES)[:400]
    scores = 0.9 * SCORES
    scores[top] = np.maximum(SCORES[top], 0.97)
    check = calibrated(of_scores(scores))
    assert check.verdict != "passed"


@pytest.mark.parametrize(
    ("dates", "verdict"),
    [
        ([(100, 100.0), (130, 100.0), (80, 100.0), (95, 100.0)], "passed"),
        ([(150, 100.0), (160, 100.0), (145, 100.0), (155, 100.0)], "failed"),
        ([(200, 100.0), (90, 100.0), (180, 100.0), (100, 100.0)], "cannot_say"),
        ([(160, 100.0), (150, 100.0), (155, 100.0)], "passed"),  # of three nothing is said: this date decides
        ([(50, 100.0), (55, 100.0), (45, 100.0), (60, 100.0), (52, 100.0)], "failed"),
    ],
)
def test_four_past_dates_tell_a_bad_year_from_a_bad_model(dates: list[tuple[int, float]], verdict: str):
    assert calibrated(replace(of_scores(SCORES), terms=terms(*dates))).verdict == verdict


@pytest.mark.parametrize(("shift", "verdict"), [(-0.6, "cannot_say"), (-1.6, "failed")])
def test_the_list_of_one_date_fails_only_at_twice_as_many_however_good_the_past_dates_were(shift: float, verdict: str):
    good = terms((100, 100.0), (130, 100.0), (80, 100.0), (95, 100.0))
    assert calibrated(replace(of_scores(shifted_by(shift)), terms=good)).verdict == verdict


def test_all_of_it_is_said_in_both_languages():
    dates = terms((100, 100.0), (130, 100.0), (80, 100.0), (95, 100.0))
    check = calibrated(replace(of_scores(SCORES), terms=dates))
    for said in ("Calibration slope ", " in all and ", " on the list, good 0.8 to 1.25; over 4 past dates 1.01 ("):
        assert said in check.text_en
    assert check.text_en.endswith("from 0.80 to 1.30.")
    for said in (
        "Panta de calibrare ",
        " în total și ",
        " pe listă, bine între 0,8 și 1,25; la 4 date din trecut 1,01",
    ):
        assert said in check.text_ro
    assert check.text_ro.endswith("de la 0,80 la 1,30.")


def test_the_interval_over_dates_is_the_jackknifes():
    found = past_dates(terms((100, 100.0), (130, 100.0), (80, 100.0), (95, 100.0)).terms)
    assert found is not None
    without = np.array([305, 275, 325, 310]) / 300
    error = np.sqrt(3 / 4 * ((without - without.mean()) ** 2).sum())
    assert (found.together.low, found.together.high) == pytest.approx((1.0125 - 3.18 * error, 1.0125 + 3.18 * error))
