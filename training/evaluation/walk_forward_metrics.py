"""How good each past retraining was, and all together, and what a term more of age costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from models.risk.baselines import MODEL_NAMES
from training.evaluation.backtest import EvaluatedRows, pooled_rows
from training.evaluation.walk_forward import TERMS_ON, Retraining
from training.metrics.bootstrap import Samples, draw_samples, flat, ratio_of
from training.metrics.calibration import calibration_slope
from training.metrics.ranking import auc, average_precision, listed_share, rank_rows
from training.metrics.within_schools import SchoolListFigures, compare_lists
from training.plan.plan import TrainingPlan


@dataclass(frozen=True)
class TermFigures:
    """Figures of the past retrainings, ready for JSON.

    ``terms`` has each by itself, ``pooled`` each model over all of them, ``ageing`` the risk model on children of its
    own day and of one to three as-of dates later. ``school_lists`` are the lists made school by school on all these
    dates, the risk model's beside each other's; None where there were no past retrainings.
    """

    terms: tuple[Mapping[str, Any], ...] = ()
    pooled: tuple[Mapping[str, Any], ...] = ()
    ageing: tuple[Mapping[str, Any], ...] = ()
    school_lists: SchoolListFigures | None = None


def term_figures(terms: Sequence[Retraining], plan: TrainingPlan) -> TermFigures:
    """Compute the figures of the past retrainings; all are empty where there were none."""
    if not terms:
        return TermFigures()
    together = pooled_rows([term.evaluated for term in terms])
    school_lists = compare_lists(together.on_school_lists(plan), together.scores, of="lightgbm")
    return TermFigures(
        terms=tuple(_term(term, plan) for term in terms),
        pooled=tuple(
            _pooled([term.evaluated for term in terms], name, plan)
            | flat(
                recall_within_schools=school_lists.recall[name], precision_within_schools=school_lists.precision[name]
            )
            for name in MODEL_NAMES
        ),
        ageing=tuple(_aged(on, terms, plan) for on in range(TERMS_ON + 1) if _by_age(terms, on)),
        school_lists=school_lists,
    )


def _term(term: Retraining, plan: TrainingPlan) -> dict[str, Any]:
    school_lists = compare_lists(term.evaluated.on_school_lists(plan), term.evaluated.scores, of="lightgbm")
    return {
        "as_of": term.as_of.isoformat(),
        "trained_until": term.trained_on[-1].isoformat(),
        "rows": len(term.evaluated),
        "positives": int(term.evaluated.labels.sum()),
        "expected": float(term.evaluated.scores["lightgbm"].sum()),
        "models": [
            {
                "name": name,
                **_points(term.evaluated, name, plan),
                "recall_within_schools": school_lists.recall[name].value,
                "precision_within_schools": school_lists.precision[name].value,
            }
            for name in MODEL_NAMES
        ],
    }


def _points(evaluated: EvaluatedRows, name: str, plan: TrainingPlan) -> dict[str, float]:
    ranked, ones = rank_rows(evaluated.scores[name], evaluated.labels), np.ones(len(evaluated), dtype=np.int64)
    listed = listed_share(evaluated.scores[name], plan.capacity)
    hits = float(listed @ evaluated.labels)
    return {
        "auc": auc(ranked, ones),
        "average_precision": average_precision(ranked, ones),
        "recall_at_capacity": hits / float(evaluated.labels.sum()),
        "precision_at_capacity": hits / float(listed.sum()),
    }


def _pooled(terms: Sequence[EvaluatedRows], name: str, plan: TrainingPlan) -> dict[str, Any]:
    """Pool the lists of all terms, each as long as its own term's capacity; the AUC is the mean over terms."""
    listed = np.concatenate([listed_share(term.scores[name], plan.capacity) for term in terms])
    labels = np.concatenate([term.labels for term in terms]).astype(float)
    schools, pupils = (
        np.concatenate([term.pupils[column].to_numpy(object) for term in terms]) for column in ("school_id", "pupil_id")
    )
    samples = draw_samples(schools, pupils, plan=plan)
    hits = samples.sums(listed * labels)
    return {
        "name": name,
        "auc": float(np.mean([_points(term, name, plan)["auc"] for term in terms])),
        **flat(
            recall_at_capacity=ratio_of(hits, samples.sums(labels)),
            precision_at_capacity=ratio_of(hits, samples.sums(listed)),
        ),
    }


def _aged(on: int, terms: Sequence[Retraining], plan: TrainingPlan) -> dict[str, Any]:
    """Pool the risk model's school lists so many terms on, beside those of models retrained on the days they judge."""
    aged = _by_age(terms, on)
    fresh = {term.as_of: term.evaluated for term in terms}
    both = pooled_rows([_with_fresh(rows, fresh[day]) for day, rows in aged.items()])
    lists = compare_lists(both.on_school_lists(plan), both.scores, of="retrained")
    slopes = [_slope(evaluated) for evaluated in aged.values()]
    known = [slope for slope in slopes if slope is not None]
    return {
        "terms_on": on,
        "tests": len(aged),
        "auc": float(np.mean([_points(rows, "lightgbm", plan)["auc"] for rows in aged.values()])),
        "recall_within_schools": lists.recall["lightgbm"].value,
        "recall_retrained": lists.recall["retrained"].value,
        **flat(gain_of_retraining=lists.ahead_of["lightgbm"]),
        "calibration_slope": float(np.mean(known)) if known else None,
    }


def _with_fresh(aged: EvaluatedRows, fresh: EvaluatedRows) -> EvaluatedRows:
    """Put the scores of a model retrained on the very day beside those of an older one, child by child."""
    place_of = pd.Index(fresh.pupils["pupil_id"]).get_indexer(aged.pupils["pupil_id"])
    both = {"lightgbm": aged.scores["lightgbm"], "retrained": fresh.scores["lightgbm"][place_of]}
    return replace(aged, scores=both).take(np.flatnonzero(place_of >= 0))


def _by_age(terms: Sequence[Retraining], on: int) -> dict[Any, EvaluatedRows]:
    """Return by day the rows evaluated so many terms on, of days with a retraining of their own to compare with."""
    days = {term.as_of for term in terms}
    if on == 0:
        return {term.as_of: term.evaluated for term in terms}
    later = [term.later[on] for term in terms if on in term.later]
    return {day: evaluated for evaluated in later if (day := evaluated.pupils["as_of"].iloc[0]) in days}


def _slope(evaluated: EvaluatedRows) -> float | None:
    as_they_are = Samples(np.arange(len(evaluated)), np.ones((1, len(evaluated)), dtype=np.int64), whole_schools=False)
    return calibration_slope(evaluated.labels, evaluated.scores["lightgbm"], samples=as_they_are).slope.value
