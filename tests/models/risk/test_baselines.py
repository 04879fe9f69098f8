import numpy as np
import pandas as pd
import pytest

from models.risk.baselines import BASELINES, MODEL_NAMES, PROBABILITIES, FeatureRows
from tests.support.small_models import CATALOGUE, invented_labels, invented_values
from training.metrics.ranking import auc, rank_rows, recall_at_capacity

NAN = float("nan")
SCHOOL_CONTEXT = [feature.name for feature in CATALOGUE if feature.group == "school_context"]
OWN = [feature.name for feature in CATALOGUE if feature.group != "school_context"]

FIVE_CHILDREN = pd.DataFrame(
    [
        # pupil, level, unexcused hours, days absent
        ("P1", 0.0, 3.0, 40.0),
        ("P2", 0.0, 12.5, 2.0),
        ("P3", 2.0, 0.0, NAN),
        ("P4", 1.0, 12.5, 9.0),
        ("P5", 1.0, NAN, 9.0),
    ],
    columns=["pupil", "edualert_level", "unexcused_hours", "absent_days"],
).set_index("pupil")


def rows_of(values: pd.DataFrame) -> FeatureRows:
    return FeatureRows(values, pd.DataFrame(0.0, index=values.index, columns=FIVE_CHILDREN.columns))


TRAIN = rows_of(invented_values(300))
LABELS = invented_labels(TRAIN.values)
TEST = rows_of(invented_values(40, seed=9))


def scores(name: str, *, train: FeatureRows = TRAIN, test: FeatureRows = TEST) -> np.ndarray:
    return BASELINES[name](train, LABELS, test, CATALOGUE)


def listed(name: str) -> str:
    """Return the five children of the hand table in the order of a baseline."""
    found = scores(name, test=FeatureRows(invented_values(5), FIVE_CHILDREN))
    return " ".join(FIVE_CHILDREN.index[np.argsort(-found, kind="stable")])


def test_every_backtest_has_the_same_seven_models():
    names = ("random", "absences_only", "rules", "school_only", "logistic", "tree", "lightgbm")
    assert names == MODEL_NAMES
    assert tuple(BASELINES) == MODEL_NAMES[:-1]
    assert set(MODEL_NAMES[3:]) == PROBABILITIES


def test_absences_only_goes_by_unexcused_hours_then_by_days_absent():
    assert listed("absences_only") == "P4 P2 P1 P5 P3"


def test_the_rules_go_by_level_then_by_unexcused_hours_then_by_days_absent():
    assert listed("rules") == "P3 P4 P5 P2 P1"


def test_random_scores_all_alike_so_that_its_figures_are_the_mean_over_all_draws():
    labels = np.array([1, 1] + [0] * (len(TEST) - 2))
    ranked, once = rank_rows(scores("random"), labels), np.ones(len(TEST), dtype=np.int64)
    assert recall_at_capacity(ranked, once, 0.25) == pytest.approx(0.25)
    assert auc(ranked, once) == 0.5


@pytest.mark.parametrize("name", BASELINES)
def test_every_baseline_gives_one_score_per_row_the_same_each_time(name: str):
    once, again = scores(name), scores(name)
    assert once.shape == (len(TEST),)
    assert once.tolist() == again.tolist()


@pytest.mark.parametrize("name", sorted(PROBABILITIES - {"lightgbm"}))
def test_what_is_called_a_probability_lies_between_0_and_1_and_ranks_better_than_chance(name: str):
    labels = LABELS
    if name == "school_only":
        labels = (TRAIN.values[SCHOOL_CONTEXT[0]].fillna(4.5) > 7).to_numpy(np.int64)
    found = BASELINES[name](TRAIN, labels, TRAIN, CATALOGUE)
    assert np.all((found >= 0) & (found <= 1))
    assert found[labels == 1].mean() > found[labels == 0].mean() + 0.1


def test_school_only_does_not_see_the_child():
    other = TEST.values.copy()
    other[OWN] = np.random.default_rng(3).normal(0, 100, (len(TEST), len(OWN)))
    trained_on_others = TRAIN.values.copy()
    trained_on_others[OWN] = 0.0
    assert scores("school_only").tolist() == scores("school_only", test=rows_of(other)).tolist()
    assert scores("school_only").tolist() == scores("school_only", train=rows_of(trained_on_others)).tolist()
    assert scores("logistic").tolist() != scores("logistic", test=rows_of(other)).tolist()


def test_school_only_does_see_the_school():
    other = TEST.values.copy()
    other[SCHOOL_CONTEXT] = 9.0 - other[SCHOOL_CONTEXT]
    assert scores("school_only").tolist() != scores("school_only", test=rows_of(other)).tolist()


@pytest.mark.parametrize("name", ["school_only", "logistic", "tree"])
@pytest.mark.parametrize("column", [SCHOOL_CONTEXT[0], SCHOOL_CONTEXT[-1]])
def test_a_column_missing_for_everyone_in_training_or_in_the_test_is_no_trouble(name: str, column: str):
    train, test = (rows_of(rows.values.assign(**{column: NAN})) for rows in (TRAIN, TEST))
    for found in (scores(name, train=train), scores(name, test=test), scores(name, train=train, test=test)):
        assert np.all((found >= 0) & (found <= 1))


@pytest.mark.parametrize("name", ["school_only", "logistic", "tree"])
def test_children_of_whom_nothing_is_known_have_a_probability_too(name: str):
    nothing = rows_of(pd.DataFrame(NAN, index=range(3), columns=TEST.values.columns))
    for found in (scores(name, test=nothing), BASELINES[name](nothing, np.array([0, 1, 1]), TEST, CATALOGUE)):
        assert np.all((found >= 0) & (found <= 1))


def test_rows_are_taken_together_with_what_the_rules_say_of_them():
    both = FeatureRows(invented_values(5), FIVE_CHILDREN).take(np.array([4, 0]))
    assert len(both) == 2
    assert list(both.rules.index) == ["P5", "P1"]
    assert list(both.values.index) == [4, 0]
