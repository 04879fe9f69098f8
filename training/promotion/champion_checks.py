"""Checks that set the challenger's lists beside those of the champion, the version in use.

The champion itself was fitted on outcomes of most children, which would flatter it. So on each past date it is fitted
anew, by its features and hyperparameters on what was known then, as the challenger is; itself it is compared on the
children that it was not fitted on, where there are such.
"""

import numpy as np

from features.i18n.text import Bilingual
from models.registry.promotion_check import Check, Verdict
from training.evaluation.results import EvaluationResults
from training.evaluation.walk_forward import CHAMPION
from training.metrics.bootstrap import NOTHING, TOO_FEW, Estimate, interval_of
from training.metrics.ranking import auc, rank_rows
from training.metrics.within_schools import compare_lists
from training.promotion.baseline_checks import too_few_cases, where_compared
from training.promotion.verdicts import made, plain, points

MOST_LOST = 0.05  # of the recall: so little less than the champion's is as good

_NO_CHAMPION = Bilingual(
    "There is no champion yet: a first one is compared with simple lists.",
    "Încă nu există un model în uz: primul se compară cu liste simple.",
)
_NO_SCORES = Bilingual(
    "The records lack features of the champion, so it cannot score these children.",
    "Din date lipsesc indicatori ai modelului în uz, deci acesta nu poate da scoruri acestor copii.",
)
_SEEN = Bilingual(
    "The champion was fitted on outcomes of nearly all these children, so it cannot be compared on them.",
    "Modelul în uz a fost antrenat cu parcursul celor mai mulți dintre acești copii, deci nu se poate compara.",
)


def champion_checks(results: EvaluationResults) -> tuple[Check, ...]:
    """Return the comparisons with the champion, in the order in which people read them."""
    return _not_worse_than_champion(results), _champion_sound(results)


def _not_worse_than_champion(results: EvaluationResults) -> Check:
    """Compare with the champion fitted anew on each past date, and with itself on children neither was fitted on.

    A loss within noise and below ``MOST_LOST`` is none. Of the same features and hyperparameters both are the same when
    fitted anew, which says nothing: then the champion itself decides, where it can be compared.
    """
    code = "not_worse_than_champion"
    if results.champion is None:
        return made(code, "cannot_say", en=_NO_CHAMPION.en, ro=_NO_CHAMPION.ro)
    anew, itself = _fitted_anew(results), ahead_of_champion(results)
    known = [(each, said) for each, said in ((anew, _anew_words), (itself, _itself_words)) if each.low is not None]
    if not known:
        return _cannot_compare(results, code)
    decides = [itself] if itself.low is not None and _same_configuration(results) else [each for each, _ in known]
    verdicts = [_no_worse(each) for each in decides]
    words = [said(results, each) for each, said in known]
    return made(
        code,
        "failed" if "failed" in verdicts else verdicts[0],
        en=" ".join(each.en for each in words),
        ro=" ".join(each.ro for each in words),
    )


def _cannot_compare(results: EvaluationResults, code: str) -> Check:
    why_not = _incomparable(results)
    if why_not:
        return made(code, "cannot_say", en=why_not.en, ro=why_not.ro)
    unseen = results.evaluated.labels[results.comparison.unseen] if results.comparison else results.evaluated.labels
    return too_few_cases(code, int(unseen.sum()))


def _no_worse(difference: Estimate) -> Verdict:
    if difference.high is not None and difference.high < 0:
        return "failed"
    kept = (difference.value or 0) >= 0 or (difference.low is not None and difference.low > -MOST_LOST)
    return "passed" if kept else "cannot_say"


def _fitted_anew(results: EvaluationResults) -> Estimate:
    """Return how much more the lists found than those of the champion's features and hyperparameters on past dates."""
    past = results.terms.school_lists
    return past.ahead_of.get(CHAMPION, NOTHING) if past else NOTHING


def ahead_of_champion(results: EvaluationResults) -> Estimate:
    """Return how much more the lists found than the champion's, of children that neither was fitted on."""
    if _incomparable(results) or results.comparison is None:
        return NOTHING
    places = results.comparison.unseen
    rows = results.evaluated.take(places)
    scores = {"lightgbm": rows.scores["lightgbm"], CHAMPION: results.comparison.scores[places]}
    return compare_lists(rows.on_school_lists(results.plan), scores, of="lightgbm").ahead_of[CHAMPION]


def _anew_words(results: EvaluationResults, difference: Estimate) -> Bilingual:
    if _same_configuration(results):
        older = _gain_of_retraining(results)
        return Bilingual(
            "It has the champion's features and hyperparameters, so that on past dates both make the same lists; only "
            f"the records are newer.{older.en}",
            "Are aceiași indicatori și aceiași hiperparametri ca modelul în uz, deci la datele din trecut amândoi "
            f"fac aceleași liste; doar datele sunt mai noi.{older.ro}",
        )
    where = where_compared(results)
    return Bilingual(
        f"{where.en}, its lists hold {points(difference, 'en')} of the cases against the champion's features and "
        "hyperparameters, fitted anew on the same records.",
        f"{where.ro}, listele cuprind {points(difference, 'ro')} din cazuri față de indicatorii și hiperparametrii "
        "modelului în uz, reantrenat pe aceleași date.",
    )


def _same_configuration(results: EvaluationResults) -> bool:
    champion = results.champion
    return champion is not None and champion.configuration().is_of(results.features, results.plan.hyperparameters)


def _gain_of_retraining(results: EvaluationResults) -> Bilingual:
    """Say what a training on the day found more than a model one date older, where that was tried."""
    older = next((age for age in results.terms.ageing if age["terms_on"] == 1), {})
    gain = Estimate(*(older.get(f"gain_of_retraining{bound}") for bound in ("", "_low", "_high")))
    if gain.low is None:
        return Bilingual("", "")
    said = Bilingual(points(gain, "en"), points(gain, "ro"))
    return Bilingual(
        f" There, a model trained anew found {said.en} against one that was a date older.",
        f" Acolo, un model reantrenat a găsit {said.ro} față de unul cu o dată mai vechi.",
    )


def _itself_words(results: EvaluationResults, difference: Estimate) -> Bilingual:
    version = results.champion.version if results.champion else ""
    return Bilingual(
        f"Of the children that version {version} was not fitted on, its lists, school by school, hold "
        f"{points(difference, 'en')} of the cases against that version.",
        f"Dintre copiii pe care versiunea {version} nu i-a avut la antrenare, listele, școală cu școală, cuprind "
        f"{points(difference, 'ro')} din cazuri față de acea versiune.",
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


def _incomparable(results: EvaluationResults) -> Bilingual | None:
    """Say in both languages why challenger and champion cannot be compared; nothing if they can."""
    if results.champion is None:
        return _NO_CHAMPION
    if results.comparison is None:
        return _NO_SCORES
    if results.evaluated.labels[results.comparison.unseen].sum() < TOO_FEW:
        return _SEEN
    return None
