import re
from dataclasses import replace

import numpy as np
import pytest

from features.progress import silent
from models.registry.promotion_check import Check
from tests.support.small_models import CATALOGUE, fitted_model, invented_labels, invented_values
from tests.support.training.found import TENTH, findings, groups_in_turn, invented, with_groups
from tests.support.training.labelled_rows import LATE, labelled, plan
from training.dataset.splits import plan_backtest
from training.evaluation.backtest import evaluate_models
from training.evaluation.champion_comparison import Champion, ChampionComparison, Change
from training.evaluation.results import EvaluationResults
from training.promotion.performance_checks import promotion_checks

CODES = (
    "better_than_chance", "better_than_rules", "better_than_school_only", "not_worse_than_champion", "champion_sound",
    "calibrated", "groups_alike", "stable", "as_declared", "sees_no_future", "no_feature_alone",
)  # fmt: skip
CHAMPION = Champion("3", fitted_model(), {})
GOOD = invented()


def check(found: EvaluationResults, code: str) -> Check:
    return next(check for check in promotion_checks(found) if check.code == code)


def verdicts(found: EvaluationResults) -> dict[str, str]:
    return {check.code: check.verdict for check in promotion_checks(found)}


def beside_a_champion(scores: np.ndarray, *, stays: float = 0.8, unseen: np.ndarray | None = None) -> EvaluationResults:
    places = np.arange(len(GOOD)) if unseen is None else unseen
    change = Change(stays, ("grade_level",))
    asked = replace(TENTH, outcomes=CHAMPION.model.target.outcomes, horizon_days=365)
    return findings(GOOD, asked, champion=CHAMPION, comparison=ChampionComparison(scores, places, change))


# A good challenger


def test_every_check_has_its_code_a_title_and_a_sentence_in_both_languages():
    checks = promotion_checks(findings(GOOD))
    assert tuple(each.code for each in checks) == CODES
    for each in checks:
        assert each.title_en
        assert each.title_ro != each.title_en
        assert each.text_en.endswith(".")
        assert each.text_ro.endswith(".")
        assert "None" not in each.text_en + each.text_ro
        assert "nan" not in (each.text_en + each.text_ro).split()


def test_a_good_first_challenger_fails_nothing_and_is_compared_with_no_champion():
    assert verdicts(findings(GOOD)) == {
        **dict.fromkeys(CODES, "passed"),
        **dict.fromkeys(("not_worse_than_champion", "champion_sound", "stable"), "cannot_say"),
    }


def test_a_challenger_as_good_as_a_good_champion_passes_everything():
    assert set(verdicts(beside_a_champion(GOOD.scores["lightgbm"])).values()) == {"passed"}


# What must be caught


def test_shuffled_labels_are_caught_as_no_better_than_chance():
    values = invented_values(1200)
    true = invented_labels(values)
    shuffled = np.random.default_rng(3).permutation(true)
    dates = plan().dates
    for labels, verdict in ((true, "passed"), (shuffled, "failed")):
        rows = labelled(labels, values=values, dates=dates)
        evaluated = evaluate_models(rows, plan_backtest(rows, plan()), plan(), silent)
        found = check(findings(with_groups(evaluated), plan()), "better_than_chance")
        assert found.verdict == verdict, found.text_en


@pytest.mark.slow
def test_a_champion_trained_on_random_labels_is_caught_although_the_challenger_is_no_worse():
    values = invented_values(1200)
    labels = invented_labels(values)
    rows = labelled(labels, values=values, dates=(LATE,))
    asked = plan(as_of=(LATE,), split="pupil")
    evaluated = evaluate_models(rows, plan_backtest(rows, asked), asked, silent)
    places = np.concatenate([test for _, test in plan_backtest(rows, asked).folds])
    blind = labelled(np.random.default_rng(4).permutation(labels), values=invented_values(1200, seed=8), dates=(LATE,))
    random_champion = evaluate_models(blind, plan_backtest(blind, asked), asked, silent).scores["lightgbm"]
    seeing_champion = evaluated.scores["lightgbm"]
    assert len(places) == len(random_champion)
    for scores, verdict in ((seeing_champion, "passed"), (random_champion, "failed")):
        compared = ChampionComparison(scores, np.arange(len(evaluated)), Change(0.6, ()))
        found = findings(with_groups(evaluated), asked, champion=CHAMPION, comparison=compared)
        assert check(found, "not_worse_than_champion").verdict == "passed"
        assert check(found, "champion_sound").verdict == verdict


def test_a_model_worse_for_rural_girls_is_caught_and_named():
    groups = groups_in_turn(len(GOOD))
    rural_girls = ((groups["sex"] == "F") & (groups["locality"] == "rural")).to_numpy()
    scores = np.where(rural_girls, 0.2 * GOOD.scores["lightgbm"], GOOD.scores["lightgbm"])
    found = check(findings(replace(GOOD, scores={**GOOD.scores, "lightgbm": scores})), "groups_alike")
    assert found.verdict == "failed"
    assert "rural girls" in found.text_en
    assert "fete din mediul rural" in found.text_ro
    assert "urban boys" not in found.text_en
    assert re.search(r"about \d+ cases of \d+ among 1,000 children", found.text_en), found.text_en
    assert re.search(r"cam \d+ de cazuri din \d+, între 1000 de copii", found.text_ro), found.text_ro
    assert "completați-le și antrenați din nou" in found.text_ro


def test_a_model_that_knows_nothing_of_rural_girls_is_caught_too():
    groups = groups_in_turn(len(GOOD))
    rural_girls = ((groups["sex"] == "F") & (groups["locality"] == "rural")).to_numpy()
    scores = np.where(rural_girls, GOOD.labels[rural_girls].mean(), GOOD.scores["lightgbm"])
    found = check(findings(replace(GOOD, scores={**GOOD.scores, "lightgbm": scores})), "groups_alike")
    assert found.verdict == "failed"
    assert "rural girls" in found.text_en


def test_a_group_at_low_risk_is_missed_by_any_list_so_that_is_named_but_not_held_against_the_model():
    chance = np.random.default_rng(5)
    urban = np.arange(4000) // 2 % 2 == 1
    margins = np.where(urban, chance.normal(-4.2, 0.8, 4000), chance.normal(-2.2, 1.6, 4000))
    labels = (chance.random(4000) < 1 / (1 + np.exp(-margins))).astype(np.int64)
    base = invented(4000)
    right = 1 / (1 + np.exp(-margins))
    scores = {**base.scores, "lightgbm": right, "logistic": right * np.exp(chance.normal(0, 0.3, 4000))}
    found = check(findings(replace(base, labels=labels, scores=scores)), "groups_alike")
    assert found.verdict == "passed", found.text_en
    assert "urban schools -" in found.text_en


def test_features_that_look_ahead_or_know_it_all_are_caught_each_by_its_own_check():
    found = findings(GOOD)
    ahead = replace(found, suspicion=replace(found.suspicion, leaking_features=("grade_level",)))
    assert {code for code, verdict in verdicts(ahead).items() if verdict == "failed"} == {"sees_no_future"}
    assert "grade_level" in check(ahead, "sees_no_future").text_ro
    alone = replace(found, suspicion=replace(found.suspicion, too_good={"age_for_grade": 0.991}))
    assert {code for code, verdict in verdicts(alone).items() if verdict == "failed"} == {"no_feature_alone"}
    assert "age_for_grade (99.1 %)" in check(alone, "no_feature_alone").text_en


# Better than simple lists


@pytest.mark.parametrize("baseline", ["rules", "school_only"])
def test_a_list_no_better_than_a_simple_one_is_said_with_both_figures(baseline: str):
    known = GOOD.scores["lightgbm"]
    turned = replace(GOOD, scores={**GOOD.scores, baseline: known})
    found = findings(turned, champion=CHAMPION)
    text = check(found, f"better_than_{baseline}")
    assert text.verdict == "failed"
    recall = f"{100 * found.figures['lightgbm']['recall_at_capacity'].value:.1f} %"
    assert text.text_en.count(recall) == 2


def test_a_first_champion_need_not_beat_the_school_alone_but_it_is_said():
    turned = replace(GOOD, scores={**GOOD.scores, "school_only": GOOD.scores["lightgbm"]})
    assert check(findings(turned), "better_than_school_only").verdict == "cannot_say"
    assert check(findings(turned, champion=CHAMPION), "better_than_school_only").verdict == "failed"


def test_a_first_model_worse_than_the_school_alone_beyond_noise_fails():
    turned = replace(GOOD, scores={**GOOD.scores, "school_only": GOOD.labels + 0.1 * GOOD.scores["lightgbm"]})
    found = check(findings(turned), "better_than_school_only")
    assert found.verdict == "failed"
    assert "points (95 % interval -" in found.text_en


@pytest.mark.parametrize("baseline", ["rules", "school_only"])
@pytest.mark.parametrize("champion", [None, CHAMPION])
def test_a_baseline_that_had_nothing_to_go_by_cannot_say(baseline: str, champion: Champion | None):
    same = replace(GOOD, scores={**GOOD.scores, baseline: np.zeros(len(GOOD))})
    found = check(findings(same, champion=champion), f"better_than_{baseline}")
    assert found.verdict == "cannot_say"
    assert found.text_en.startswith("The records hold nothing")
    assert found.text_ro.startswith("Datele nu conțin nimic")


def test_a_baseline_that_gives_each_fold_its_own_score_had_nothing_to_go_by_either():
    halves = np.repeat([0.1, 0.2], len(GOOD) // 2)
    found = findings(replace(GOOD, scores={**GOOD.scores, "school_only": halves}))
    nobody, half = np.array([], dtype=np.intp), len(GOOD) // 2
    folds = ((nobody, np.arange(half)), (nobody, np.arange(half, len(GOOD))))
    apart = replace(found, backtest=replace(found.backtest, folds=folds))
    assert check(apart, "better_than_school_only").verdict == "cannot_say"
    assert check(found, "better_than_school_only").verdict == "passed"


def test_a_gain_within_noise_cannot_be_said():
    few = invented(200, seed=3)
    by_model = np.argsort(-few.scores["lightgbm"], kind="stable")
    listed, others = by_model[:20], by_model[20:]
    rules = few.scores["lightgbm"].copy()
    case, healthy = listed[few.labels[listed] == 1][-1], others[few.labels[others] == 0][0]
    rules[case], rules[healthy] = 0.0, 1.0  # the rules list another child than one of the cases
    found = findings(replace(few, scores={**few.scores, "rules": rules}))
    assert check(found, "better_than_rules").verdict == "cannot_say"


# Compared with the champion


def test_a_challenger_worse_than_the_champion_beyond_noise_fails():
    known = np.where(GOOD.labels == 1, 0.9, 0.1)
    assert check(beside_a_champion(known), "not_worse_than_champion").verdict == "failed"


def test_on_children_the_champion_was_fitted_on_nothing_can_be_said():
    found = beside_a_champion(GOOD.scores["lightgbm"], unseen=np.flatnonzero(GOOD.labels == 0))
    assert verdicts(found)["not_worse_than_champion"] == verdicts(found)["champion_sound"] == "cannot_say"
    assert "fitted on outcomes of nearly all" in check(found, "not_worse_than_champion").text_en


def test_a_champion_that_cannot_score_these_records_is_said():
    found = findings(GOOD, champion=CHAMPION, comparison=None)
    assert verdicts(found)["not_worse_than_champion"] == "cannot_say"
    assert "lack features of the champion" in check(found, "champion_sound").text_en


@pytest.mark.parametrize(("stays", "verdict"), [(0.5, "passed"), (0.49, "failed")])
def test_half_of_the_list_should_stay_and_the_reasons_for_change_are_named(stays: float, verdict: str):
    found = check(beside_a_champion(GOOD.scores["lightgbm"], stays=stays), "stable")
    assert found.verdict == verdict
    title = next(feature.title.ro for feature in CATALOGUE if feature.name == "grade_level")
    assert title in found.text_ro


# Calibrated, and as declared


@pytest.mark.parametrize(("factor", "verdict"), [(1.0, "passed"), (2.0, "failed"), (0.5, "failed")])
def test_scores_too_far_apart_or_too_close_together_are_not_calibrated(factor: float, verdict: str):
    margins = np.log(GOOD.scores["lightgbm"] / (1 - GOOD.scores["lightgbm"]))
    scores = 1 / (1 + np.exp(-factor * margins))
    found = findings(replace(GOOD, scores={**GOOD.scores, "lightgbm": scores}))
    assert check(found, "calibrated").verdict == verdict


def test_another_feature_or_target_than_the_champion_had_is_named():
    found = beside_a_champion(GOOD.scores["lightgbm"])
    fewer = check(replace(found, features=CATALOGUE[1:]), "as_declared")
    assert (fewer.verdict, f"- {CATALOGUE[0].name}" in fewer.text_en) == ("failed", True)
    other = check(replace(found, plan=replace(found.plan, outcomes=("failed",))), "as_declared")
    assert (other.verdict, "-> failed" in other.text_en) == ("failed", True)
    longer = check(replace(found, plan=replace(found.plan, horizon_days=400)), "as_declared")
    assert (longer.verdict, "365 -> 400" in longer.text_en) == ("failed", True)
