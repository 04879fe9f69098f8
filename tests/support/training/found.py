"""How does a test get findings about a challenger without records? From labelled rows, evaluated by real models."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from features.table.audit_groups import CROSSING, GROUPS
from tests.support.small_models import CATALOGUE
from tests.support.training.labelled_rows import evaluated as judged_rows
from tests.support.training.labelled_rows import plan
from training.dataset.splits import Backtest
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.model_metrics import model_figures
from training.evaluation.results import EvaluationResults, Suspicion
from training.evaluation.walk_forward_metrics import TermFigures
from training.metrics.between_schools import school_signal
from training.metrics.bootstrap import Samples, draw_samples
from training.metrics.calibration import calibration_slope
from training.metrics.group_counts import count_groups
from training.metrics.group_fairness import group_figures, recall_gaps
from training.metrics.within_schools import compare_lists
from training.plan.plan import TrainingPlan

SEXES, LOCALITIES = ("F", "M"), ("rural", "urban")
TENTH = plan(capacity=0.1, bootstrap_samples=100)


def groups_in_turn(count: int) -> pd.DataFrame:
    """Return groups of children who are girls and boys, rural and urban, in turn."""
    sex = np.array(SEXES, dtype=object)[np.arange(count) % 2]
    locality = np.array(LOCALITIES, dtype=object)[np.arange(count) // 2 % 2]
    groups = pd.DataFrame("", index=range(count), columns=list(GROUPS), dtype=object)
    return groups.assign(sex=sex, locality=locality, **{CROSSING: sex + " " + locality})


def with_groups(evaluated: EvaluatedRows, groups: pd.DataFrame | None = None) -> EvaluatedRows:
    """Return evaluated rows whose children are in groups."""
    groups = groups_in_turn(len(evaluated)) if groups is None else groups
    pupils = evaluated.pupils.drop(columns=list(GROUPS), errors="ignore").reset_index(drop=True)
    return replace(evaluated, pupils=pd.concat([pupils, groups], axis=1))


def samples_of(evaluated: EvaluatedRows, asked: TrainingPlan = TENTH) -> Samples:
    return draw_samples(*(evaluated.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id")), plan=asked)


def findings(evaluated: EvaluatedRows, asked: TrainingPlan = TENTH, **changes: object) -> EvaluationResults:
    """Return what is found of evaluated rows with groups; nothing suspicious, no champion, no past retrainings."""
    labels, scores, samples = evaluated.labels, evaluated.scores["lightgbm"], samples_of(evaluated, asked)
    groups = evaluated.pupils[list(GROUPS)]
    counts, reference = (
        count_groups(labels, evaluated.scores[name], groups=groups, samples=samples, capacity=asked.capacity)
        for name in ("lightgbm", "logistic")
    )
    schools = evaluated.pupils["school_id"].to_numpy(object)
    found = EvaluationResults(
        plan=asked, backtest=Backtest("time", ((np.array([], dtype=np.intp), np.arange(len(evaluated))),)),
        evaluated=evaluated,
        samples=samples, features=CATALOGUE, figures=model_figures(evaluated, asked),
        school_lists=compare_lists(evaluated.on_school_lists(asked), evaluated.scores, of="lightgbm"),
        outcome_components=(),
        slope=calibration_slope(labels, scores, samples=samples),
        signal=school_signal(labels, scores, schools=schools, dates=schools, samples=samples),
        groups=group_figures(counts), gaps=recall_gaps(counts, reference), ablation=None,
        terms=TermFigures(), suspicion=Suspicion((), {}), champion=None, comparison=None,
    )  # fmt: skip
    return replace(found, **changes)


def invented(count: int = 2000, *, seed: int = 1, **scores: Mapping[str, object]) -> EvaluatedRows:
    """Return children in 40 schools, about a tenth with the outcome, whose probabilities are right.

    ``lightgbm`` knows them, ``logistic`` nearly; ``absences_only``, ``rules`` and ``school_only`` know little. Any
    scores may be given.
    """
    chance = np.random.default_rng(seed)
    margins = chance.normal(-3.0, 1.6, count)
    labels = (chance.random(count) < 1 / (1 + np.exp(-margins))).astype(np.int64)
    given = {
        "lightgbm": 1 / (1 + np.exp(-margins)),
        "logistic": 1 / (1 + np.exp(-margins - chance.normal(0, 0.1, count))),
        "rules": margins + chance.normal(0, 4, count),
        "school_only": chance.random(count),
        "absences_only": margins + chance.normal(0, 5, count),
    } | scores
    rows = judged_rows(labels.tolist(), [f"S{number % 40:02}" for number in range(count)], **given)
    return with_groups(
        replace(rows, scores={name: np.asarray(each, dtype=float) for name, each in rows.scores.items()})
    )
