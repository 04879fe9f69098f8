"""How does a test ask for one check of invented findings, also beside a champion?"""

from dataclasses import replace

import numpy as np

from models.registry.promotion_check import Check
from tests.support.small_models import fitted_model
from tests.support.training.found import TENTH, findings, invented
from training.evaluation.champion_comparison import Champion, ChampionComparison, Change
from training.evaluation.results import EvaluationResults
from training.promotion.performance_checks import promotion_checks

CHAMPION = Champion("3", fitted_model(), {})
GOOD = invented()


def check(found: EvaluationResults, code: str) -> Check:
    """Return the check of a code."""
    return next(check for check in promotion_checks(found) if check.code == code)


def verdicts(found: EvaluationResults) -> dict[str, str]:
    """Return every verdict by its check's code."""
    return {check.code: check.verdict for check in promotion_checks(found)}


def beside_a_champion(
    scores: np.ndarray, *, stays: float = 0.8, unseen: np.ndarray | None = None, **changes: object
) -> EvaluationResults:
    """Return findings of good rows beside a champion that gives them these scores."""
    places = np.arange(len(GOOD)) if unseen is None else unseen
    change = Change(stays, ("grade_level",))
    asked = replace(TENTH, outcomes=CHAMPION.model.target.outcomes, horizon_days=365)
    return findings(GOOD, asked, champion=CHAMPION, comparison=ChampionComparison(scores, places, change), **changes)
