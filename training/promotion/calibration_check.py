"""The check that scores are probabilities: their spread, and as many cases as expected, overall and on the list.

One year may have more cases than any record could tell, so a single date cannot fail for a few too many or too few;
where there are ``DATES`` past retrainings or more, all of them together can. The list is that of a single date, and
fails only at half or twice as many.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.arrays import Floats
from features.i18n.numbers import counted, decimal
from features.i18n.text import LANGUAGES, Bilingual, Language
from models.registry.promotion_check import Check, Verdict
from training.evaluation.results import EvaluationResults
from training.metrics.bootstrap import NOTHING, TOO_FEW, Estimate, ratio_of
from training.metrics.ranking import listed_share
from training.promotion.verdicts import made, plain

SLOPE = (0.8, 1.2)
CASES = (0.8, 1.25)  # for each case expected: a fifth fewer, a quarter more
CASES_OF_ONE_DATE = (0.5, 2.0)
DATES = 4  # past retrainings that tell a bad year from a bad model


@dataclass(frozen=True)
class PastDates:
    """Cases for each one expected at the past retrainings: of all of them, and the least and the most of one date."""

    dates: int
    together: Estimate
    least: float
    most: float


def calibrated(results: EvaluationResults) -> Check:
    """Judge slope and cases per expected, overall and at the top of the list, and over past dates; say all of them."""
    slope, overall = results.slope.slope, results.slope.observed_by_expected
    listed, past = cases_on_the_list(results), past_dates(results.terms.terms)
    all_cases = _within(past.together, CASES, CASES) if past else _within(overall, CASES, CASES_OF_ONE_DATE)
    verdicts = [_within(slope, SLOPE, SLOPE), all_cases, _within(listed, CASES, CASES_OF_ONE_DATE)]
    verdict: Verdict = "cannot_say"
    if "failed" in verdicts:
        verdict = "failed"
    elif set(verdicts) == {"passed"}:
        verdict = "passed"
    said = {language: _said(slope, overall, listed, past, language) for language in LANGUAGES}
    return made("calibrated", verdict, en=said["en"], ro=said["ro"])


def cases_on_the_list(results: EvaluationResults) -> Estimate:
    """Return the cases among the listed children for each one expected there; None where there are too few."""
    evaluated, samples = results.evaluated, results.samples
    scores = evaluated.scores["lightgbm"]
    listed = listed_share(scores, results.plan.capacity)
    observed, expected = samples.sums(listed * evaluated.labels), samples.sums(listed * scores)
    return ratio_of(observed, expected) if max(observed[0], expected[0]) >= TOO_FEW else NOTHING


def past_dates(terms: Sequence[object]) -> PastDates | None:
    """Return the cases per expected over past retrainings; None of fewer than ``DATES``, or without expected cases."""
    known = [term for term in terms if isinstance(term, dict) and term.get("expected")]
    if len(known) < DATES:
        return None
    observed, expected = (np.array([float(term[name]) for term in known]) for name in ("positives", "expected"))
    ratios = observed / expected
    return PastDates(len(known), _over_dates(observed, expected), float(ratios.min()), float(ratios.max()))


def _over_dates(observed: Floats, expected: Floats) -> Estimate:
    """Return observed by expected cases with an interval over dates, each left out once (the jackknife)."""
    together = float(observed.sum() / expected.sum())
    without = (observed.sum() - observed) / (expected.sum() - expected)
    count = len(observed)
    error = float(np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum()))
    reach = _T[min(count, max(_T))] * error
    return Estimate(together, max(together - reach, 0.0), together + reach)


_T = {4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}  # 97.5 % of Student's t by the number of dates


def _within(figure: Estimate, good: tuple[float, float], bearable: tuple[float, float]) -> Verdict:
    if figure.value is None or figure.low is None or figure.high is None:
        return "cannot_say"
    if good[0] <= figure.value <= good[1]:
        return "passed"
    return "failed" if figure.low > bearable[1] or figure.high < bearable[0] else "cannot_say"


def _said(slope: Estimate, overall: Estimate, listed: Estimate, past: PastDates | None, language: Language) -> str:
    lowest, highest, fewest, most = (decimal(each, language, 2).rstrip("0") for each in (*SLOPE, *CASES))
    bands = Bilingual(
        f"Calibration slope {plain(slope, 'en')}, right is 1, good {lowest} to {highest}; for each case expected there "
        f"were {plain(overall, 'en')} in all and {plain(listed, 'en')} on the list, good {fewest} to {most}",
        f"Panta de calibrare {plain(slope, 'ro')}, corect este 1, bine între {lowest} și {highest}; la fiecare caz "
        f"așteptat au fost {plain(overall, 'ro')} în total și {plain(listed, 'ro')} pe listă, bine între {fewest} și "
        f"{most}",
    ).said(language)
    if past is None:
        return f"{bands}."
    dates = counted(past.dates, *(("past date", "past dates") if language == "en" else ("dată", "date")), language)
    least, highest_of_dates = (decimal(each, language, 2) for each in (past.least, past.most))
    return bands + Bilingual(
        f"; over {dates} {plain(past.together, 'en')}, from {least} to {highest_of_dates}.",
        f"; la {dates} din trecut {plain(past.together, 'ro')}, de la {least} la {highest_of_dates}.",
    ).said(language)
