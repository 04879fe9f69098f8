from dataclasses import asdict, replace

import numpy as np
import pytest

from tests.support.training.labelled_rows import evaluated as judged_rows
from tests.support.training.school_years import DAYS, cohorts_of, plan_of
from training.dataset.cohorts import Cohorts
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.outcome_breakdown import OutcomeComponent, outcome_breakdown

WANTED = ("failed", "dropped_out", "exam_no_show")
ONE_DAY = replace(plan_of(DAYS[:1]), outcomes=WANTED, capacity=0.2)


def judged_in_order(cohorts: Cohorts) -> EvaluatedRows:
    """Return all children, the scores falling from the first to the last."""
    labels, count = cohorts.labels.astype(int).tolist(), len(cohorts.pupils)
    rows = judged_rows(labels, ["S1"] * count, lightgbm=np.linspace(0.9, 0.1, count))
    return replace(rows, pupils=cohorts.pupils)


def ten_children(**changes: object) -> Cohorts:
    """Of ten children the first and the sixth fail, the second drops out, and the fourth is promoted."""
    fails = np.isin(np.arange(10), (0, 5))[None, :]
    return cohorts_of(fails, replace(ONE_DAY, **changes), otherwise={(0, 1): "dropped_out", (0, 3): "promoted"})


def test_the_cases_are_split_by_the_outcome_that_came():
    cohorts = ten_children()
    assert outcome_breakdown(cohorts, judged_in_order(cohorts)) == (
        OutcomeComponent("failed", 2, 1 / 2),  # of five schools the first child: the first fails, the second drops out
        OutcomeComponent("dropped_out", 1, 1.0),
        OutcomeComponent("exam_no_show", 0, None),
    )


def test_the_parts_are_all_the_cases_there_are():
    cohorts = ten_children(capacity=2)  # of each of the five schools both children
    evaluated = judged_in_order(cohorts)
    parts = outcome_breakdown(cohorts, evaluated)
    assert sum(part.positives for part in parts) == evaluated.labels.sum() == 3
    assert [part.recall_within_schools for part in parts] == [1, 1, None]


def test_what_is_not_wanted_is_no_part():
    cohorts = ten_children(outcomes=("failed",))
    assert outcome_breakdown(cohorts, judged_in_order(cohorts)) == (OutcomeComponent("failed", 2, 1 / 2),)


def test_of_several_dates_each_has_the_outcome_that_came_after_it():
    plan = replace(ONE_DAY, as_of=DAYS[:2])
    fails = np.zeros((2, 5), dtype=bool)
    fails[0, 0] = fails[1, 4] = True
    cohorts = cohorts_of(fails, plan, otherwise={(1, 0): "exam_no_show"})
    parts = outcome_breakdown(cohorts, judged_in_order(cohorts))  # of each school and date the one child
    assert parts == (
        OutcomeComponent("failed", 2, 1.0),
        OutcomeComponent("dropped_out", 0, None),
        OutcomeComponent("exam_no_show", 1, 1.0),
    )


def test_the_figures_by_name():
    assert asdict(OutcomeComponent("failed", 2, 0.5)) == {
        "outcome": "failed",
        "positives": 2,
        "recall_within_schools": 0.5,
    }


@pytest.mark.parametrize("turned", [False, True])
def test_a_child_without_the_outcome_in_its_label_is_no_case_of_any_part(turned: bool):
    cohorts = ten_children()
    evaluated = judged_in_order(cohorts)
    if turned:
        evaluated = replace(evaluated, labels=np.zeros(10, dtype=np.int64))
    assert sum(part.positives for part in outcome_breakdown(cohorts, evaluated)) == (0 if turned else 3)
