import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from models.risk.baselines import MODEL_NAMES
from tests.support.training.found import invented
from tests.support.training.labelled_rows import evaluated as judged_rows
from tests.support.training.labelled_rows import plan
from training.evaluation.backtest import EvaluatedRows, pooled_rows
from training.evaluation.walk_forward import CHAMPION, Retraining
from training.evaluation.walk_forward_metrics import TermFigures, term_figures

A, B, C = (dt.date(year, 2, 1) for year in (2023, 2024, 2025))
FIFTH = plan(capacity=0.2, bootstrap_samples=40)


def on_day(day: dt.date, children: int, positives: tuple[int, ...], **scores: list[float]) -> EvaluatedRows:
    """Return children P0, P1, ... by falling score, of whom those at some places had the outcome."""
    given = {"lightgbm": [1 - number / children for number in range(children)], **scores}
    rows = judged_rows([int(n in positives) for n in range(children)], [f"S{n % 4}" for n in range(children)], **given)
    return replace(rows, pupils=rows.pupils.assign(as_of=day))


def term(evaluated: EvaluatedRows, **later: EvaluatedRows) -> Retraining:
    day = evaluated.pupils["as_of"].iloc[0]
    before = tuple(each for each in (dt.date(2022, 2, 1), A, B) if each < day)
    return Retraining(day, before, 100, 25, evaluated, {int(on[1:]): each for on, each in later.items()})


SMALL = on_day(A, 10, (0, 5))  # two children are listed, one of them a case; two are cases
LARGE = on_day(B, 20, (0, 1, 2, 10))  # four are listed, three of them cases; four are cases
OLDER = replace(LARGE, scores={"lightgbm": np.roll(LARGE.scores["lightgbm"], 1)})  # lists places 1, 2, 3 and 4
BIG, LATER = invented(1000), invented(1000, seed=2)
TWO = (term(SMALL, _1=OLDER), term(LARGE, _1=on_day(C, 30, (0, 1))))


def of_model(models: tuple[dict, ...], name: str = "lightgbm") -> dict:
    return next(model for model in models if model["name"] == name)


# Each by itself


def test_each_term_has_its_day_its_training_and_its_counts():
    first, second = term_figures(TWO, FIFTH).terms
    assert (first["as_of"], first["trained_until"]) == ("2023-02-01", "2022-02-01")
    assert (first["rows"], first["positives"]) == (10, 2)
    assert (second["as_of"], second["trained_until"]) == ("2024-02-01", "2023-02-01")
    assert (second["rows"], second["positives"]) == (20, 4)
    assert [model["name"] for model in first["models"]] == list(MODEL_NAMES)


def test_the_figures_of_a_term_by_hand():
    first, second = (of_model(each["models"]) for each in term_figures(TWO, FIFTH).terms)
    assert (first["recall_at_capacity"], first["precision_at_capacity"]) == (1 / 2, 1 / 2)
    assert first["auc"] == pytest.approx((8 + 4) / (2 * 8))  # of 8 others, the first is before all, the sixth before 4
    assert first["average_precision"] == pytest.approx((1 / 1 + 2 / 6) / 2)
    assert (second["recall_at_capacity"], second["precision_at_capacity"]) == (3 / 4, 3 / 4)
    assert second["auc"] == pytest.approx((3 * 16 + 9) / (4 * 16))


def test_a_list_on_which_all_are_tied_finds_as_many_as_chance():
    same = of_model(term_figures(TWO, FIFTH).terms[1]["models"], "tree")
    assert (same["recall_at_capacity"], same["auc"]) == (pytest.approx(0.2), 0.5)


# Together


def test_the_pooled_recall_counts_the_cases_on_the_lists_of_all_terms():
    pooled = of_model(term_figures(TWO, FIFTH).pooled)
    assert pooled["recall_at_capacity"] == pytest.approx((1 + 3) / (2 + 4))  # and not the mean of 1/2 and 3/4
    assert pooled["precision_at_capacity"] == pytest.approx((1 + 3) / (2 + 4))
    assert pooled["auc"] == pytest.approx((12 / 16 + 57 / 64) / 2)


def test_every_term_has_a_list_of_its_own_although_scores_of_another_are_higher():
    low = replace(SMALL, scores={name: scores / 100 for name, scores in SMALL.scores.items()})
    assert term_figures((term(low), TWO[1]), FIFTH).pooled == term_figures(TWO, FIFTH).pooled


def test_every_model_is_pooled_with_an_interval():
    pooled = term_figures(TWO, FIFTH).pooled
    assert [model["name"] for model in pooled] == list(MODEL_NAMES)
    mine = of_model(pooled)
    assert mine["recall_at_capacity_low"] < mine["recall_at_capacity"] < mine["recall_at_capacity_high"]
    assert mine["precision_at_capacity_low"] < mine["precision_at_capacity_high"]


# School by school


def test_within_schools_every_date_and_school_has_a_list_of_its_own():
    figures = term_figures(TWO, FIFTH)
    first, second = (of_model(each["models"]) for each in figures.terms)
    assert (first["recall_within_schools"], first["precision_within_schools"]) == (1 / 2, 1 / 4)
    assert (second["recall_within_schools"], second["precision_within_schools"]) == (3 / 4, 3 / 4)
    pooled = of_model(figures.pooled)
    assert (pooled["recall_within_schools"], pooled["precision_within_schools"]) == (4 / 6, 4 / 8)
    assert pooled["recall_within_schools_low"] is None  # six cases are too few
    assert (figures.school_lists.lists, figures.school_lists.listed, figures.school_lists.cases) == (8, 8, 6)


def test_over_dates_two_lists_are_compared_on_the_same_draws_of_schools():
    years = [
        replace(rows, pupils=rows.pupils.assign(as_of=day)) for day, rows in zip((A, B), (BIG, LATER), strict=True)
    ]
    lists = term_figures([term(each) for each in years], FIFTH).school_lists
    assert lists.drawn == "schools"
    assert set(lists.ahead_of) == set(MODEL_NAMES) - {"lightgbm"}
    ahead = lists.ahead_of["rules"]
    assert ahead.value == pytest.approx(lists.recall["lightgbm"].value - lists.recall["rules"].value)
    assert 0 < ahead.low < ahead.value < ahead.high


def test_the_champions_fit_is_compared_only_where_every_date_has_one():
    known = BIG.scores | {CHAMPION: BIG.scores["logistic"]}
    both = term(replace(BIG, scores=known, pupils=BIG.pupils.assign(as_of=A)))
    without = term(replace(LATER, pupils=LATER.pupils.assign(as_of=B)))
    assert CHAMPION in term_figures((both,), FIFTH).school_lists.ahead_of
    assert CHAMPION not in term_figures((both, without), FIFTH).school_lists.ahead_of


# With age


def test_a_model_so_many_terms_on_is_set_beside_one_retrained_on_the_same_day():
    ageing = term_figures(TWO, FIFTH).ageing
    assert [(age["terms_on"], age["tests"]) for age in ageing] == [(0, 2), (1, 1)]
    fresh, aged = ageing
    # each of the four schools lists one child, on both days P0 to P3: one case of two, three of four
    assert fresh["recall_within_schools"] == fresh["recall_retrained"] == pytest.approx((1 + 3) / 6)
    # a date older, the second day's lists hold P0 last: P4, P1, P2 and P3 are listed
    assert aged["recall_within_schools"] == pytest.approx(2 / 4)
    assert aged["recall_retrained"] == pytest.approx(3 / 4)
    assert aged["gain_of_retraining"] == pytest.approx(1 / 4)
    assert aged["gain_of_retraining_low"] is None  # four cases are too few


def test_an_older_model_is_compared_on_children_whom_the_new_one_judged_too_whatever_their_order():
    turned = OLDER.take(np.arange(20)[::-1])
    stranger = on_day(B, 1, (0,))
    stranger = replace(stranger, pupils=stranger.pupils.assign(pupil_id="P99"), scores={"lightgbm": np.ones(1)})
    both = pooled_rows([turned, stranger])
    ages = [term_figures((term(SMALL, _1=older), TWO[1]), FIFTH).ageing[1] for older in (OLDER, both)]
    for figure in ("recall_within_schools", "recall_retrained", "gain_of_retraining"):
        assert ages[0][figure] == ages[1][figure]


def test_a_day_without_a_retraining_of_its_own_says_nothing_of_age():
    assert [age["terms_on"] for age in term_figures(TWO[1:], FIFTH).ageing] == [0]


def test_the_calibration_of_an_older_model_is_said_where_there_are_cases_enough():
    rows = invented(1000)
    pupils = rows.pupils.assign(as_of=B)
    bold = 1 / (1 + (1 / rows.scores["lightgbm"] - 1) ** 2)  # log-odds twice as far apart as they should be
    aged = replace(rows, pupils=pupils, scores={"lightgbm": bold})
    terms = (term(SMALL, _1=aged), term(replace(rows, pupils=pupils)))
    fresh, older = term_figures(terms, FIFTH).ageing
    assert fresh["calibration_slope"] == pytest.approx(1.0, abs=0.15)
    assert older["calibration_slope"] == pytest.approx(fresh["calibration_slope"] / 2, rel=0.01)
    assert [age["calibration_slope"] for age in term_figures(TWO, FIFTH).ageing] == [None, None]


# Nothing to say


def test_without_past_retrainings_there_are_no_figures():
    assert term_figures((), FIFTH) == TermFigures((), (), (), None)


def test_the_figures_are_json():
    figures = term_figures(TWO, FIFTH)
    assert json.loads(json.dumps([*figures.terms, *figures.pooled, *figures.ageing], allow_nan=False))
