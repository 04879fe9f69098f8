"""Checks of performance: whether the challenger is good enough to be promoted.

A difference is beyond noise when its 95 % interval leaves zero out. Too little data is "cannot say", never a failure.
"""

from models.registry.promotion_check import Check, Verdict
from training.evaluation.results import EvaluationResults
from training.promotion.baseline_checks import baseline_checks
from training.promotion.champion_checks import champion_checks
from training.promotion.safety_checks import safety_checks
from training.promotion.verdicts import made, plain

SLOPE_LOW, SLOPE_HIGH = 0.8, 1.2


def promotion_checks(results: EvaluationResults) -> tuple[Check, ...]:
    """Return every check of a challenger, in the order in which people read them."""
    return (
        _better_than_chance(results),
        *baseline_checks(results),
        *champion_checks(results),
        _calibrated(results),
        *safety_checks(results),
    )


def _better_than_chance(results: EvaluationResults) -> Check:
    """Compare with an AUC of one half. A model that cannot be told from chance has failed, however few the data."""
    area = results.figures["lightgbm"]["auc"]
    known = area.low is not None and area.low > 0.5
    return made(
        "better_than_chance",
        "passed" if known else "failed",
        en=f"Of two children, the one with the outcome has the higher score with a chance of {plain(area, 'en')}; "
        f"{'beyond' if known else 'not beyond'} 0.50.",
        ro=f"Dintre doi copii, cel cu situația urmărită are scorul mai mare cu șansa {plain(area, 'ro')}; "
        f"{'peste' if known else 'nu sigur peste'} 0,50.",
    )


def _calibrated(results: EvaluationResults) -> Check:
    slope = results.slope.slope
    verdict: Verdict = "cannot_say"
    if slope.value is not None and SLOPE_LOW <= slope.value <= SLOPE_HIGH:
        verdict = "passed"
    elif slope.low is not None and slope.high is not None and (slope.low > SLOPE_HIGH or slope.high < SLOPE_LOW):
        verdict = "failed"
    ratio = results.slope.observed_by_expected
    return made(
        "calibrated",
        verdict,
        en=f"Calibration slope {plain(slope, 'en')}, right is 1, good {SLOPE_LOW} to {SLOPE_HIGH}; "
        f"for each case expected there were {plain(ratio, 'en')}.",
        ro=f"Panta de calibrare {plain(slope, 'ro')}, corect este 1, bine între 0,8 și 1,2; "
        f"la fiecare caz așteptat au fost {plain(ratio, 'ro')}.",
    )
