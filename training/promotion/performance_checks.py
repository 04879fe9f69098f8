"""Checks of performance: whether the challenger is good enough to be promoted.

A difference is beyond noise when its 95 % interval leaves zero out. Too little data is "cannot say", never a failure.
"""

from collections.abc import Mapping

import numpy as np

from features.i18n.numbers import percent
from features.i18n.text import Bilingual
from models.registry.promotion_check import Check, Verdict
from training.evaluation.results import EvaluationResults
from training.metrics.bootstrap import NOTHING, TOO_FEW, Estimate, interval_of, recall_difference
from training.metrics.ranking import auc, rank_rows
from training.promotion.calibration_check import calibrated
from training.promotion.safety_checks import safety_checks
from training.promotion.verdicts import beyond_noise, made, plain, points

MOST_LOST = 0.05  # of the recall: so little less than the champion's is as good

_BASELINES: Mapping[str, Bilingual] = {
    "rules": Bilingual("the rules of today", "regulile de azi"),
    "school_only": Bilingual("the school alone", "doar școala"),
}
_NOTHING_FOR_RULES = Bilingual(
    "The records hold nothing that the rules of today look at (absences, marks, conduct): they give every child the "
    "same level, so that their list would be drawn at random.",
    "Datele nu conțin nimic din ce privesc regulile de azi (absențe, note, purtare): ele dau fiecărui copil același "
    "nivel, deci lista lor ar fi trasă la sorți.",
)
_NOTHING_OF_SCHOOLS = Bilingual(
    "The records hold nothing by which the schools differ: by the school alone every child has the same risk.",
    "Datele nu conțin nimic prin care școlile se deosebesc: doar după școală, fiecare copil are același risc.",
)
_NO_CHAMPION = Bilingual(
    "There is no champion yet: a first one is compared with the rules and with the school alone.",
    "Încă nu există un model în uz: primul se compară cu regulile și doar cu școala.",
)
_NO_SCORES = Bilingual(
    "The records lack features of the champion, so it cannot score these children.",
    "Din date lipsesc indicatori ai modelului în uz, deci acesta nu poate da scoruri acestor copii.",
)
_SEEN = Bilingual(
    "The champion was fitted on outcomes of nearly all these children, so it cannot be compared on them.",
    "Modelul în uz a fost antrenat cu parcursul celor mai mulți dintre acești copii, deci nu se poate compara.",
)


def promotion_checks(results: EvaluationResults) -> tuple[Check, ...]:
    """Return every check of a challenger, in the order in which people read them."""
    return (
        _better_than_chance(results),
        _better_than_rules(results),
        _better_than_school_only(results),
        _not_worse_than_champion(results),
        _champion_sound(results),
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


def _better_than_rules(results: EvaluationResults) -> Check:
    if _gives_all_the_same(results, "rules"):
        return made("better_than_rules", "cannot_say", en=_NOTHING_FOR_RULES.en, ro=_NOTHING_FOR_RULES.ro)
    difference = _ahead_of(results, "rules")
    return _compared(results, "rules", difference, verdict=beyond_noise(difference))


def _better_than_school_only(results: EvaluationResults) -> Check:
    """Compare with the school alone; a first champion need not be better, but it must not be worse beyond noise."""
    if _gives_all_the_same(results, "school_only"):
        return made("better_than_school_only", "cannot_say", en=_NOTHING_OF_SCHOOLS.en, ro=_NOTHING_OF_SCHOOLS.ro)
    difference = _ahead_of(results, "school_only")
    verdict = beyond_noise(difference)
    is_worse = difference.high is not None and difference.high < 0
    if results.champion is None and verdict == "failed" and not is_worse:
        verdict = "cannot_say"
    return _compared(results, "school_only", difference, verdict=verdict)


def _gives_all_the_same(results: EvaluationResults, baseline: str) -> bool:
    """Tell whether a baseline had nothing to go by: within each fold every child has the same score."""
    folds = np.cumsum([len(test) for _, test in results.backtest.folds])[:-1]
    return all(np.ptp(scores) == 0 for scores in np.split(results.evaluated.scores[baseline], folds) if len(scores))


def _compared(results: EvaluationResults, baseline: str, difference: Estimate, *, verdict: Verdict) -> Check:
    words = _BASELINES[baseline]
    ours, theirs = (results.figures[name]["recall_at_capacity"].value for name in ("lightgbm", baseline))
    return made(
        f"better_than_{baseline}",
        verdict,
        en=f"The list holds {percent(ours, 'en')} of the cases, a list by {words.en} {percent(theirs, 'en')}: "
        f"{points(difference, 'en')}.",
        ro=f"Lista cuprinde {percent(ours, 'ro')} din cazuri, o listă după {words.ro} {percent(theirs, 'ro')}: "
        f"{points(difference, 'ro')}.",
    )


def _not_worse_than_champion(results: EvaluationResults) -> Check:
    """Compare on children that neither was fitted on; a loss within noise and below ``MOST_LOST`` is none."""
    code = "not_worse_than_champion"
    why_not = _incomparable(results)
    if why_not:
        return made(code, "cannot_say", en=why_not.en, ro=why_not.ro)
    difference = _ahead_of_champion(results)
    verdict: Verdict = "cannot_say"
    if difference.high is not None and difference.high < 0:
        verdict = "failed"
    elif (difference.value or 0) >= 0 or (difference.low is not None and difference.low > -MOST_LOST):
        verdict = "passed"
    version = results.champion.version if results.champion else ""
    return made(
        code,
        verdict,
        en=f"On the same children its list holds {points(difference, 'en')} of the cases against version {version}.",
        ro=f"La aceiași copii, lista lui cuprinde {points(difference, 'ro')} din cazuri față de versiunea {version}.",
    )


def _champion_sound(results: EvaluationResults) -> Check:
    """Ask of the champion what is asked of every model: being as good as a useless one is no merit."""
    code, why_not = "champion_sound", _incomparable(results)
    if why_not or results.comparison is None:
        why_not = why_not or _NO_SCORES
        return made(code, "cannot_say", en=why_not.en, ro=why_not.ro)
    places, evaluated = results.comparison.unseen, results.evaluated
    ranked, samples = (
        rank_rows(results.comparison.scores[places], evaluated.labels[places]),
        results.samples.take(places),
    )
    area = interval_of(np.array([auc(ranked, weights) for weights in samples.weights()]))
    sound = area.low is not None and area.low > 0.5
    return made(
        code,
        "passed" if sound else "failed",
        en=f"The champion ranks these children with an AUC of {plain(area, 'en')}"
        + ("." if sound else ": no better than chance. Being no worse than it says nothing; it should not be in use."),
        ro=f"Modelul în uz ordonează acești copii cu AUC {plain(area, 'ro')}"
        + ("." if sound else ": ca întâmplarea. A nu fi mai slab decât el nu spune nimic; n-ar trebui folosit."),
    )


def _ahead_of(results: EvaluationResults, baseline: str) -> Estimate:
    evaluated = results.evaluated
    return recall_difference(
        evaluated.labels, evaluated.scores["lightgbm"], evaluated.scores[baseline],
        samples=results.samples, capacity=results.plan.capacity,
    )  # fmt: skip


def _ahead_of_champion(results: EvaluationResults) -> Estimate:
    if results.comparison is None:
        return NOTHING
    places, evaluated = results.comparison.unseen, results.evaluated
    return recall_difference(
        evaluated.labels[places], evaluated.scores["lightgbm"][places], results.comparison.scores[places],
        samples=results.samples.take(places), capacity=results.plan.capacity,
    )  # fmt: skip


def _incomparable(results: EvaluationResults) -> Bilingual | None:
    """Say in both languages why challenger and champion cannot be compared; nothing if they can."""
    if results.champion is None:
        return _NO_CHAMPION
    if results.comparison is None:
        return _NO_SCORES
    if results.evaluated.labels[results.comparison.unseen].sum() < TOO_FEW:
        return _SEEN
    return None
