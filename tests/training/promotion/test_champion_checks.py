from dataclasses import replace

import numpy as np
import pytest

from tests.support.small_models import CATALOGUE
from tests.support.training.checked import CHAMPION, GOOD, beside_a_champion, check, verdicts
from tests.support.training.found import TENTH, findings
from training.evaluation import walk_forward
from training.evaluation.results import EvaluationResults
from training.evaluation.walk_forward_metrics import TermFigures
from training.metrics.within_schools import compare_lists
from training.promotion.champion_checks import ahead_of_champion

NOBODY = np.flatnonzero(GOOD.labels == 0)  # the champion was fitted on every child with the outcome
SAME = GOOD.scores["lightgbm"]


def fitted_anew(scores: np.ndarray, *, unseen: np.ndarray = NOBODY, **age: object) -> EvaluationResults:
    """Return findings in which the champion, fitted anew on two past dates, gave these scores."""
    past = replace(GOOD, scores={**GOOD.scores, walk_forward.CHAMPION: scores})
    lists = compare_lists(past.on_school_lists(TENTH), past.scores, of="lightgbm")
    ageing = ({"terms_on": 1, **age},) if age else ()
    return beside_a_champion(SAME, unseen=unseen, terms=TermFigures(({}, {}), ageing=ageing, school_lists=lists))


# Fitted anew on past dates


def test_in_a_normal_year_past_dates_say_what_the_champion_itself_cannot():
    told = check(fitted_anew(SAME + np.random.default_rng(1).normal(0, 0.02, len(GOOD))), "not_worse_than_champion")
    assert told.verdict == "passed"
    assert "over 2 past dates with 204 cases" in told.text_en
    assert "fitted anew on the same records" in told.text_en
    assert "reantrenat pe aceleași date" in told.text_ro


def test_a_challenger_worse_than_the_champions_fit_beyond_noise_fails():
    assert check(fitted_anew(GOOD.labels + 0.0), "not_worse_than_champion").verdict == "failed"


def test_a_small_loss_within_noise_is_none_and_a_larger_one_cannot_be_told():
    chance = np.random.default_rng(6)
    fits = [np.where(GOOD.labels == 1, SAME + more, SAME) + chance.normal(0, 0.05, len(GOOD)) for more in (0.0, 0.05)]
    for scores in fits:
        found = fitted_anew(scores)
        ahead = found.terms.school_lists.ahead_of[walk_forward.CHAMPION]
        told = check(found, "not_worse_than_champion").verdict
        lost = ahead.value < 0 and ahead.low <= -0.05
        assert told == ("failed" if ahead.high < 0 else "cannot_say" if lost else "passed"), ahead


def test_the_same_features_and_hyperparameters_make_the_same_lists_and_that_is_what_is_said():
    features = tuple(each for each in CATALOGUE if each.name in set(CHAMPION.model.feature_names))
    gain = {"gain_of_retraining": 0.012, "gain_of_retraining_low": 0.002, "gain_of_retraining_high": 0.021}
    found = fitted_anew(SAME.copy(), **gain)
    same = replace(found, features=features, plan=replace(found.plan, hyperparameters=CHAMPION.model.hyperparameters))
    told = check(same, "not_worse_than_champion")
    assert told.verdict == "passed"
    assert "both make the same lists" in told.text_en
    assert "a model trained anew found +1.2 points (95 % interval +0.2 to +2.1) against one that was a date older" in (
        told.text_en
    )
    assert "un model reantrenat a găsit +1,2 puncte" in told.text_ro


def test_of_the_same_configuration_the_champion_itself_decides_where_it_can_be_compared():
    """Fitted anew both are the same, whatever the champion itself found."""
    chance = np.random.default_rng(6)
    features = tuple(each for each in CATALOGUE if each.name in set(CHAMPION.model.feature_names))
    seen = set()
    for more in (0.0, 0.03, 0.05, 0.2):
        scores = np.where(GOOD.labels == 1, SAME + more, SAME) + chance.normal(0, 0.05, len(GOOD))
        found = fitted_anew(SAME.copy(), unseen=np.arange(len(GOOD)))
        found = replace(found, comparison=replace(found.comparison, scores=scores))
        same = replace(
            found, features=features, plan=replace(found.plan, hyperparameters=CHAMPION.model.hyperparameters)
        )
        itself = ahead_of_champion(same)
        lost = itself.value < 0 and itself.low <= -0.05
        expected = "failed" if itself.high < 0 else "cannot_say" if lost else "passed"
        assert check(same, "not_worse_than_champion").verdict == expected, itself
        seen.add(expected)
    assert {"cannot_say", "failed"} <= seen


def test_its_own_children_count_too_where_the_champion_was_not_fitted_on_them():
    everybody = np.arange(len(GOOD))
    found = fitted_anew(SAME.copy(), unseen=everybody)
    better = replace(found, comparison=replace(found.comparison, scores=GOOD.labels + 0.0))
    told = check(better, "not_worse_than_champion")
    assert told.verdict == "failed"
    assert "Of the children that version 3 was not fitted on" in told.text_en


# Itself, on the children of the test


def test_a_challenger_worse_than_the_champion_beyond_noise_fails():
    known = np.where(GOOD.labels == 1, 0.9, 0.1)
    assert check(beside_a_champion(known), "not_worse_than_champion").verdict == "failed"


def test_on_children_the_champion_was_fitted_on_nothing_can_be_said():
    found = beside_a_champion(SAME, unseen=NOBODY)
    assert verdicts(found)["not_worse_than_champion"] == verdicts(found)["champion_sound"] == "cannot_say"
    assert "fitted on outcomes of nearly all" in check(found, "not_worse_than_champion").text_en


def test_of_few_children_that_it_was_not_fitted_on_nothing_can_be_said_either():
    cases = np.flatnonzero(GOOD.labels == 1)[:15]
    told = check(beside_a_champion(SAME, unseen=np.concatenate([NOBODY, cases])), "not_worse_than_champion")
    assert (told.verdict, "15 cases" in told.text_en) == ("cannot_say", True)


def test_a_champion_that_cannot_score_these_records_is_said():
    found = findings(GOOD, champion=CHAMPION, comparison=None)
    assert verdicts(found)["not_worse_than_champion"] == "cannot_say"
    assert "lack features of the champion" in check(found, "champion_sound").text_en


@pytest.mark.parametrize(("stays", "verdict"), [(0.5, "passed"), (0.49, "failed")])
def test_half_of_the_list_should_stay_and_the_reasons_for_change_are_named(stays: float, verdict: str):
    found = check(beside_a_champion(SAME, stays=stays), "stable")
    assert found.verdict == verdict
    title = next(feature.title.ro for feature in CATALOGUE if feature.name == "grade_level")
    assert title in found.text_ro


def test_without_a_champion_there_is_none_to_be_compared_with():
    assert "no champion yet" in check(findings(GOOD), "not_worse_than_champion").text_en
