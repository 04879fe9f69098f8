from dataclasses import asdict, replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from features.catalogue.feature import Group
from models.risk.model import fit_margins
from tests.support.small_models import CATALOGUE, invented_values
from tests.support.training.labelled_rows import evaluated as judged_rows
from tests.support.training.labelled_rows import labelled, plan
from training.dataset.cohorts import LabelledRows
from training.dataset.splits import plan_backtest
from training.evaluation.ablation import Ablation, ablate
from training.evaluation.backtest import EvaluatedRows
from training.metrics.ranking import auc, rank_rows
from training.metrics.within_schools import listed_within

TENTH = plan(capacity=0.1)
COUNT = 1000
FAMILY = [feature.name for feature in CATALOGUE if feature.group == "family"]


def rows_driven_by(feature: str, values: pd.DataFrame | None = None) -> LabelledRows:
    """Return rows of whom those with the highest values of one feature had the outcome, mostly."""
    values = invented_values(COUNT) if values is None else values
    risk = values[feature].fillna(4.5) + np.random.default_rng(2).normal(0, 1.5, COUNT)
    return labelled((risk > risk.quantile(0.85)).to_numpy(), values=values)


def evaluated(rows: LabelledRows) -> EvaluatedRows:
    """Return the rows evaluated with all features."""
    ((train, test),) = plan_backtest(rows, TENTH).folds
    values = rows.rows.values
    margins = fit_margins(
        values.iloc[train], rows.labels[train], rows.features, TENTH.hyperparameters, test=values.iloc[test]
    )
    return judged_rows(rows.labels[test].tolist(), rows.schools[test].tolist(), lightgbm=margins)


def without(group: Group, rows: LabelledRows) -> Ablation | None:
    found = evaluated(rows)
    return ablate(rows, plan_backtest(rows, TENTH), found, without=group, plan=TENTH)


@cache
def family_matters() -> Ablation:
    return without("family", rows_driven_by("commute_minutes"))


def test_features_that_matter_are_missed():
    found = family_matters()
    assert found.recall > found.recall_without + 0.2
    assert found.recall_without < 0.3
    assert found.difference.value == pytest.approx(found.recall - found.recall_without)
    assert found.difference.low > 0


def test_features_that_do_not_matter_are_not_missed_beyond_noise():
    found = without("family", rows_driven_by("grade_level"))
    assert found.recall > 0.3
    assert found.difference.low <= 0 <= found.difference.high


def test_the_recall_with_all_features_is_that_of_the_judged_scores():
    rows = rows_driven_by("commute_minutes")
    found = evaluated(rows)
    listed = listed_within(found.scores["lightgbm"], found.on_school_lists(TENTH).lists)
    assert family_matters().recall == pytest.approx(listed @ found.labels / found.labels.sum())
    assert auc(rank_rows(found.scores["lightgbm"], found.labels), np.ones(len(found), dtype=np.int64)) > 0.8


def test_every_fold_is_fitted_again_and_its_rows_stay_in_their_places():
    rows = rows_driven_by("commute_minutes")
    asked = replace(TENTH, split="pupil", folds=2)
    backtest = plan_backtest(rows, asked)
    places = np.concatenate([test for _, test in backtest.folds])
    knows = judged_rows(rows.labels[places].tolist(), rows.schools[places].tolist(), lightgbm=rows.labels[places] * 1.0)
    found = ablate(rows, backtest, knows, without="school_context", plan=asked)
    in_school = pd.Series(knows.labels).groupby(knows.pupils["school_id"]).sum()
    assert found.recall == np.minimum(in_school, COUNT // 25 // 10).sum() / rows.labels.sum()
    # rows in other places would have a recall near the 0.1 that are listed
    assert found.recall_without > 0.3, "the family features are still there, but the rows are in other places"


def test_without_such_a_feature_or_without_a_value_of_one_nothing_is_said():
    rows = rows_driven_by("age_vs_school")
    kept = tuple(feature for feature in CATALOGUE if feature.group != "family")
    few = replace(rows, features=kept, rows=replace(rows.rows, values=rows.rows.values[[f.name for f in kept]]))
    assert without("family", few) is None
    empty = invented_values(COUNT)
    empty[FAMILY] = np.nan
    assert without("family", rows_driven_by("age_vs_school", empty)) is None
    empty.loc[5, FAMILY[0]] = 1.0
    assert without("family", rows_driven_by("age_vs_school", empty)) is not None


def test_the_figures_by_name():
    assert set(asdict(family_matters())) == {"without", "recall", "recall_without", "difference"}
    assert asdict(family_matters())["without"] == "family"
    assert set(asdict(family_matters())["difference"]) == {"value", "low", "high"}
