"""Checks of performance: whether the challenger is good enough to be promoted.

A difference is beyond noise when its 95 % interval leaves zero out. Too little data is "cannot say", never a failure.
"""

from models.registry.promotion_check import Check
from training.evaluation.results import EvaluationResults
from training.promotion.baseline_checks import baseline_checks
from training.promotion.calibration_check import calibrated
from training.promotion.champion_checks import champion_checks
from training.promotion.safety_checks import safety_checks
from training.promotion.verdicts import made, plain


def promotion_checks(results: EvaluationResults) -> tuple[Check, ...]:
    """Return every check of a challenger, in the order in which people read them."""
    return (
        _better_than_chance(results),
        *baseline_checks(results),
        *champion_checks(results),
        calibrated(results),
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
