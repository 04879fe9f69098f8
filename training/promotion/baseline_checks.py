"""Checks that set the challenger's lists beside simple ones: counting absences, today's rules, the school alone.

Lists are compared as schools get them, school by school, each pair of them on the same draws: over the past retrainings
where there were some, else on the evaluated children.
"""

from collections.abc import Mapping

import numpy as np

from features.i18n.numbers import counted, percent
from features.i18n.text import LANGUAGES, Bilingual
from models.registry.promotion_check import Check
from training.evaluation.results import EvaluationResults
from training.metrics.within_schools import CASES_TO_COMPARE
from training.promotion.verdicts import beyond_noise, made, points

_BASELINES: Mapping[str, Bilingual] = {
    "absences_only": Bilingual("by counting absences", "după numărul absențelor"),
    "rules": Bilingual("by the rules of today", "după regulile de azi"),
    "school_only": Bilingual("by the school alone", "doar după școală"),
}
_NOTHING_TO_GO_BY: Mapping[str, Bilingual] = {
    "absences_only": Bilingual(
        "The records hold nothing of absences: counted, every child has the same number.",
        "Datele nu conțin nimic despre absențe: numărate, fiecare copil are tot atâtea.",
    ),
    "rules": Bilingual(
        "The records hold nothing that the rules of today look at (absences, marks, conduct): they give every child "
        "the same level, so that their list would be drawn at random.",
        "Datele nu conțin nimic din ce privesc regulile de azi (absențe, note, purtare): ele dau fiecărui copil "
        "același nivel, deci lista lor ar fi trasă la sorți.",
    ),
    "school_only": Bilingual(
        "The records hold nothing by which the schools differ: by the school alone every child has the same risk.",
        "Datele nu conțin nimic prin care școlile se deosebesc: doar după școală, fiecare copil are același risc.",
    ),
}


def baseline_checks(results: EvaluationResults) -> tuple[Check, ...]:
    """Return the comparisons with simple lists, in the order in which people read them.

    A first champion need not be better than the school alone, but it must not be worse beyond noise.
    """
    return (
        _better_than(results, "absences_only"),
        _better_than(results, "rules"),
        _better_than(results, "school_only", need_not=results.champion is None),
    )


def _better_than(results: EvaluationResults, baseline: str, *, need_not: bool = False) -> Check:
    """Ask for more cases than a simple list finds; where it ``need_not``, only less beyond noise fails."""
    code, lists = f"better_than_{baseline}", results.deciding_lists
    if _gives_all_the_same(results, baseline):
        nothing = _NOTHING_TO_GO_BY[baseline]
        return made(code, "cannot_say", en=nothing.en, ro=nothing.ro)
    difference = lists.ahead_of[baseline]
    if difference.low is None or difference.high is None:
        return too_few_cases(code, lists.cases)
    verdict = beyond_noise(difference)
    if need_not and verdict == "failed" and difference.high >= 0:
        verdict = "cannot_say"
    said, where = compared_in_words(results, baseline), where_compared(results)
    return made(code, verdict, en=f"{where.en}: {said.en}.", ro=f"{where.ro}: {said.ro}.")


def compared_in_words(results: EvaluationResults, baseline: str) -> Bilingual:
    """Say how many cases the lists and those by a baseline hold; the words follow what is beyond noise.

    Refused of what has no interval: there nothing can be compared.
    """
    lists, words = results.deciding_lists, _BASELINES[baseline]
    difference = lists.ahead_of[baseline]
    shares = [Bilingual(percent(lists.recall[name].value, "en"), percent(lists.recall[name].value, "ro"))
              for name in ("lightgbm", baseline)]  # fmt: skip
    ours, theirs = shares
    told = beyond_noise(difference)
    if told == "failed":
        return Bilingual(
            f"its lists hold no more cases than lists {words.en}: {points(difference, 'en')}; they hold {ours.en} and "
            f"{theirs.en} of the cases",
            f"listele nu cuprind mai multe cazuri decât cele {words.ro}: {points(difference, 'ro')}; cuprind "
            f"{ours.ro} și {theirs.ro} din cazuri",
        )
    if told == "cannot_say":
        return Bilingual(
            f"its lists cannot be told from lists {words.en}: {points(difference, 'en')}; they hold {ours.en} and "
            f"{theirs.en} of the cases",
            f"listele nu se deosebesc sigur de cele {words.ro}: {points(difference, 'ro')}; cuprind {ours.ro} și "
            f"{theirs.ro} din cazuri",
        )
    return Bilingual(
        f"its lists hold {ours.en} of the cases, lists {words.en} {theirs.en}: {points(difference, 'en')}",
        f"listele cuprind {ours.ro} din cazuri, cele {words.ro} {theirs.ro}: {points(difference, 'ro')}",
    )


def not_ahead_in_words(results: EvaluationResults) -> Bilingual | None:
    """Say of which of counting absences and today's rules the lists are not ahead beyond noise; None where of both."""
    ahead = {name: results.deciding_lists.ahead_of[name] for name in ("absences_only", "rules")}
    behind = {name: each for name, each in ahead.items() if each.low is not None and each.low <= 0}
    if not behind:
        return None
    en, ro = (
        ", ".join(f"{_BASELINES[name].said(language)}: {points(each, language)}" for name, each in behind.items())
        for language in LANGUAGES
    )
    return Bilingual(f"They are not surely better than lists {en}.", f"Nu sunt sigur mai bune decât listele {ro}.")


def where_compared(results: EvaluationResults) -> Bilingual:
    """Say of what lists a comparison speaks."""
    lists = results.deciding_lists
    if results.decided_on_past_dates:
        dates = len(results.terms.terms)
        return Bilingual(
            f"School by school, over {counted(dates, 'past date', 'past dates', 'en')} with {lists.cases} cases",
            f"Școală cu școală, la {counted(dates, 'dată din trecut', 'date din trecut', 'ro')} cu "
            f"{counted(lists.cases, 'caz', 'cazuri', 'ro')}",
        )
    return Bilingual(
        f"School by school, with {lists.cases} cases in the test",
        f"Școală cu școală, cu {counted(lists.cases, 'caz', 'cazuri', 'ro')} la test",
    )


def too_few_cases(code: str, cases: int) -> Check:
    """Return the check of a comparison for which there are too few cases."""
    return made(
        code,
        "cannot_say",
        en=f"With {counted(cases, 'case', 'cases', 'en')} lists cannot be compared; it takes {CASES_TO_COMPARE}.",
        ro=f"Cu {counted(cases, 'caz', 'cazuri', 'ro')} listele nu se pot compara; e nevoie de "
        f"{counted(CASES_TO_COMPARE, 'caz', 'cazuri', 'ro')}.",
    )


def _gives_all_the_same(results: EvaluationResults, baseline: str) -> bool:
    """Tell whether a baseline had nothing to go by: within each fold every child has the same score."""
    folds = np.cumsum([len(test) for _, test in results.backtest.folds])[:-1]
    return all(np.ptp(scores) == 0 for scores in np.split(results.evaluated.scores[baseline], folds) if len(scores))
