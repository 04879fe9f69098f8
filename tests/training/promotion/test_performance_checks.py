import re
from dataclasses import replace

import numpy as np
import pytest

from features.progress import silent
from tests.support.small_models import CATALOGUE, invented_labels, invented_values
from tests.support.training.checked import CHAMPION, GOOD, beside_a_champion, check, verdicts
from tests.support.training.found import findings, groups_in_turn, invented, with_groups
from tests.support.training.labelled_rows import LATE, labelled, plan
from training.dataset.splits import plan_backtest
from training.evaluation.backtest import evaluate_models
from training.evaluation.champion_comparison import ChampionComparison, Change
from training.promotion.performance_checks import promotion_checks

CODES = (
    "better_than_chance", "better_than_absences_only", "better_than_rules", "better_than_school_only",
    "not_worse_than_champion", "champion_sound", "calibrated", "groups_alike", "stable", "as_declared",
    "sees_no_future", "no_feature_alone",
)  # fmt: skip

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
