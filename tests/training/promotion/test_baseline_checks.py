from dataclasses import replace

import numpy as np
import pytest

from tests.support.training.checked import CHAMPION, GOOD, check
from tests.support.training.found import TENTH, findings, invented
from training.evaluation.champion_comparison import Champion
from training.evaluation.results import EvaluationResults
from training.evaluation.walk_forward_metrics import TermFigures
from training.metrics.bootstrap import Estimate
from training.metrics.within_schools import compare_lists
from training.promotion.baseline_checks import compared_in_words

BASELINES = ["absences_only", "rules", "school_only"]


def over_past_dates(now: EvaluationResults, **scores: np.ndarray) -> EvaluationResults:
    """Return findings whose past retrainings, on three dates, were judged on good rows with these scores."""
    past = replace(GOOD, scores={**GOOD.scores, **scores})
    lists = compare_lists(past.on_school_lists(TENTH), past.scores, of="lightgbm")
    return replace(now, terms=TermFigures(terms=({}, {}, {}), school_lists=lists))


# Judged school by school


@pytest.mark.parametrize("baseline", BASELINES)
def test_a_list_no_better_than_a_simple_one_fails_and_both_figures_are_said(baseline: str):
    known = GOOD.scores["lightgbm"]
    turned = replace(GOOD, scores={**GOOD.scores, baseline: known})
    found = findings(turned, champion=CHAMPION)
    text = check(found, f"better_than_{baseline}")
    assert text.verdict == "failed"
    recall = f"{100 * found.school_lists.recall['lightgbm'].value:.1f} %"
    assert text.text_en.count(recall) == 2
    assert "hold no more cases than lists" in text.text_en
    assert "nu cuprind mai multe cazuri decât" in text.text_ro


def test_a_model_that_only_knows_the_bad_schools_is_no_better_although_its_one_list_finds_more():
    schools = GOOD.pupils["school_id"].to_numpy(object)
    bad = np.isin(schools, sorted(set(schools))[::6])
    chance = np.random.default_rng(5)
    labels = (chance.random(len(GOOD)) < np.where(bad, 0.6, 0.04)).astype(np.int64)
    child = labels + chance.normal(0, 1.2, len(GOOD))  # the rules know the child a little, and not the school
    scores = {**GOOD.scores, "lightgbm": bad + chance.random(len(GOOD)) / 9, "rules": child}
    rows = replace(GOOD, labels=labels, scores=scores)
    found = findings(rows)
    one_list = {name: found.figures[name]["recall_at_capacity"].value for name in ("lightgbm", "rules")}
    assert one_list["lightgbm"] > one_list["rules"] + 0.1
    assert check(found, "better_than_rules").verdict == "failed"


def test_past_retrainings_decide_where_there_were_some():
    now = replace(GOOD, scores={**GOOD.scores, "rules": GOOD.labels + 0.0})
    assert check(findings(now), "better_than_rules").verdict == "failed"
    passed = check(over_past_dates(findings(now)), "better_than_rules")
    assert passed.verdict == "passed"
    assert "over 3 past dates with 204 cases" in passed.text_en
    assert "la 3 date din trecut cu 204 cazuri" in passed.text_ro


def test_past_dates_with_too_few_cases_leave_it_to_the_test():
    few = invented(60, seed=2)
    lists = compare_lists(few.on_school_lists(TENTH), few.scores, of="lightgbm")
    found = replace(findings(GOOD), terms=TermFigures(terms=({},), school_lists=lists))
    assert lists.drawn is None
    assert "with 204 cases in the test" in check(found, "better_than_rules").text_en


@pytest.mark.parametrize("baseline", BASELINES)
def test_too_few_cases_to_compare_are_said(baseline: str):
    few = invented(120, seed=2)
    found = check(findings(few), f"better_than_{baseline}")
    assert found.verdict == "cannot_say"
    assert found.text_en == f"With {few.labels.sum()} cases lists cannot be compared; it takes 20."
    assert found.text_ro.endswith("e nevoie de 20 de cazuri.")


def test_a_gain_within_noise_cannot_be_said_and_reads_as_a_tie():
    few = invented(400, seed=3)
    rules = few.scores["lightgbm"] + np.random.default_rng(4).normal(0, 0.12, 400)
    found = findings(replace(few, scores={**few.scores, "rules": rules}))
    ahead = found.school_lists.ahead_of["rules"]
    assert ahead.low <= 0 < ahead.value
    told = check(found, "better_than_rules")
    assert told.verdict == "cannot_say"
    assert "its lists cannot be told from lists by the rules of today: +" in told.text_en


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (Estimate(-0.233, -0.462, 0.0), "nu cuprind mai multe cazuri decât cele după regulile de azi: −23,3 puncte"),
        (Estimate(-0.2, -0.4, -0.1), "nu cuprind mai multe cazuri decât cele"),
        (Estimate(-0.2, -0.4, 0.01), "nu se deosebesc sigur de cele"),
        (Estimate(0.2, 0.0, 0.4), "nu se deosebesc sigur de cele"),
        (Estimate(0.2, 0.01, 0.4), "din cazuri, cele după regulile de azi"),
    ],
)
def test_what_fails_is_never_said_to_be_a_tie(difference: Estimate, words: str):
    found = findings(GOOD)
    lists = replace(found.school_lists, ahead_of={**found.school_lists.ahead_of, "rules": difference})
    told = check(replace(found, school_lists=lists), "better_than_rules")
    assert words in told.text_ro.replace("-23", "−23")
    assert (told.verdict == "cannot_say") == ("nu se deosebesc sigur" in told.text_ro)


def test_the_words_of_a_comparison_hold_its_paired_interval():
    found = findings(GOOD)
    ahead = found.school_lists.ahead_of["absences_only"]
    said = compared_in_words(found, "absences_only")
    assert f"{100 * ahead.low:+.1f} to {100 * ahead.high:+.1f}" in said.en
    assert "lists by counting absences" in said.en
    assert "cele după numărul absențelor" in said.ro


# The school alone, and nothing to go by


def test_a_first_champion_need_not_beat_the_school_alone_but_it_is_said():
    turned = replace(GOOD, scores={**GOOD.scores, "school_only": GOOD.scores["lightgbm"]})
    assert check(findings(turned), "better_than_school_only").verdict == "cannot_say"
    assert check(findings(turned, champion=CHAMPION), "better_than_school_only").verdict == "failed"


def test_a_first_model_worse_than_the_school_alone_beyond_noise_fails():
    turned = replace(GOOD, scores={**GOOD.scores, "school_only": GOOD.labels + 0.1 * GOOD.scores["lightgbm"]})
    found = check(findings(turned), "better_than_school_only")
    assert found.verdict == "failed"
    assert "points (95 % interval -" in found.text_en


@pytest.mark.parametrize("baseline", BASELINES)
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
