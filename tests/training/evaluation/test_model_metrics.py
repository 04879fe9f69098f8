import numpy as np
import pytest

from models.risk.baselines import MODEL_NAMES, PROBABILITIES
from tests.support.training.labelled_rows import evaluated, plan
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.model_metrics import FIGURES, WITHIN, model_figures
from training.metrics.bootstrap import Estimate

NOTHING = Estimate(None, None, None)


def in_schools(schools: int, *, children: int = 12, positives: bool = True) -> EvaluatedRows:
    """Return evaluated children of schools that differ, with a model that knows something and one that knows all."""
    chance = np.random.default_rng(1)
    risk = np.repeat(chance.uniform(0.05, 0.5, schools), children)
    labels = (chance.random(len(risk)) < risk) * int(positives)
    names = np.repeat([f"S{number}" for number in range(schools)], children).tolist()
    noisy = np.clip(risk + chance.normal(0, 0.05, len(risk)), 0, 1)
    return evaluated(labels.tolist(), names, lightgbm=noisy.tolist(), logistic=labels.tolist())


def test_every_model_has_every_figure():
    figures = model_figures(in_schools(20), plan())
    assert tuple(figures) == MODEL_NAMES
    assert all(set(of_model) == {*FIGURES, *WITHIN} for of_model in figures.values())


@pytest.mark.parametrize("schools", [5, 20, 40])
def test_a_figure_lies_within_its_interval(schools: int):
    figures = model_figures(in_schools(schools), plan(bootstrap_samples=100))
    seen = 0
    for of_model in figures.values():
        for interval in of_model.values():
            if interval.low is not None:
                assert interval.low <= interval.value <= interval.high
                seen += interval.low < interval.high
    assert seen > 5


def test_what_is_no_probability_has_no_brier_score_and_no_calibration_error():
    figures = model_figures(in_schools(20), plan())
    for name in MODEL_NAMES:
        for figure in ("brier", "calibration_error"):
            assert (figures[name][figure] == NOTHING) == (name not in PROBABILITIES), (name, figure)


def test_a_perfect_model_is_perfect():
    rows = in_schools(20)
    share = rows.labels.mean()
    perfect = model_figures(rows, plan(capacity=float(share)))["logistic"]
    for figure in ("auc", "average_precision", "recall_at_capacity", "precision_at_capacity"):
        assert perfect[figure].value == pytest.approx(1), figure
    assert perfect["brier"].value == perfect["calibration_error"].value == 0


def test_a_model_that_says_the_same_of_everyone_is_no_better_than_chance():
    rows = in_schools(20)
    same = model_figures(rows, plan())["tree"]
    assert same["auc"] == Estimate(0.5, 0.5, 0.5)
    assert same["precision_at_capacity"].value == pytest.approx(rows.labels.mean())


def test_without_positives_there_is_little_to_say():
    figures = model_figures(in_schools(20, positives=False), plan())["lightgbm"]
    for name in ("auc", "average_precision", "recall_at_capacity", "recall_within_schools"):
        assert figures[name] == NOTHING, name
    assert figures["precision_at_capacity"].value == 0


def test_intervals_are_drawn_over_whole_schools_where_there_are_enough():
    # children of a school have the same score and outcome: over schools the figure varies more than over pupils
    def width(schools: int) -> float:
        labels = np.repeat(np.arange(schools) % 2, 480 // schools).tolist()
        names = np.repeat([f"S{number}" for number in range(schools)], 480 // schools).tolist()
        interval = model_figures(evaluated(labels, names), plan(bootstrap_samples=200))["lightgbm"]["brier"]
        precision = model_figures(evaluated(labels, names), plan(capacity=0.5))["lightgbm"]["precision_at_capacity"]
        assert interval == Estimate(0.25, 0.25, 0.25)
        return precision.high - precision.low

    assert width(20) > 3 * width(16)  # 16 schools are too few, so pupils are drawn there


def test_the_same_judged_rows_have_the_same_intervals():
    rows = in_schools(20)
    assert model_figures(rows, plan()) == model_figures(rows, plan())
    assert model_figures(rows, plan()) != model_figures(rows, plan(seed=8))


# One list per school, by hand

THREE_SCHOOLS = {
    # school: (scores, outcomes), highest score first
    "S1": ([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0]),
    "S2": ([0.95, 0.85, 0.75, 0.65], [0, 1, 0, 0]),
    "S3": ([0.2, 0.1], [1, 0]),
}


def three_schools() -> EvaluatedRows:
    schools = [school for school, (scores, _) in THREE_SCHOOLS.items() for _ in scores]
    scores = [score for scores, _ in THREE_SCHOOLS.values() for score in scores]
    return evaluated([one for _, outcomes in THREE_SCHOOLS.values() for one in outcomes], schools, lightgbm=scores)


@pytest.mark.parametrize(
    ("capacity", "recall", "precision"),
    [
        # a half of each school: S1 lists 2 with 1 hit, S2 lists 2 with 1 hit, S3 lists 1 with 1 hit; 4 are cases
        (0.5, 3 / 4, 3 / 5),
        # a tenth, at least one child of each school: hits 1, 0, 1
        (0.1, 2 / 4, 2 / 3),
        # 2 children of each school: hits 1, 1, 1
        (2, 3 / 4, 3 / 6),
        # as many as there are, or more: everybody
        (5, 1, 4 / 10),
        (10, 1, 4 / 10),
        (30, 1, 4 / 10),
    ],
)
def test_within_schools_each_school_has_a_list_of_its_own(capacity: float, recall: float, precision: float):
    figures = model_figures(three_schools(), plan(capacity=capacity))["lightgbm"]
    assert figures["recall_within_schools"].value == pytest.approx(recall)
    assert figures["precision_within_schools"].value == pytest.approx(precision)


def test_within_schools_few_cases_have_no_interval_and_few_schools_have_one():
    figures = model_figures(three_schools(), plan(capacity=0.5))["lightgbm"]
    assert figures["recall_within_schools"] == Estimate(0.75, None, None)
    for schools in (12, 20):
        enough = model_figures(in_schools(schools), plan())["logistic"]["recall_within_schools"]
        assert enough.low < enough.value < enough.high


def test_a_model_of_schools_alone_ranks_all_children_but_none_within_a_school():
    rows = in_schools(40)
    known = np.repeat(np.random.default_rng(1).uniform(0.05, 0.5, 40), 12)
    figures = model_figures(
        evaluated(rows.labels.tolist(), rows.pupils["school_id"], school_only=known.tolist()), plan()
    )
    assert figures["school_only"]["auc"].value > 0.6
    chance = figures["tree"]["recall_within_schools"].value
    assert figures["school_only"]["recall_within_schools"].value == pytest.approx(chance)
