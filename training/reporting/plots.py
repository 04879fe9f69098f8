"""The plots of a training; they show distributions, never a child."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from models.risk.baselines import MODEL_NAMES
from models.risk.model import RiskModel
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.results import EvaluationResults
from training.metrics.ranking import hits_at, rank_rows

_SHOWN = ("lightgbm", "logistic", "school_only", "rules", "absences_only")
_LINES = ("-", "--", "-.", ":", (0, (1, 3)))
_SHAP_ROWS = 2000
_BINS = 10


def list_length_curves(evaluated: EvaluatedRows) -> pd.DataFrame:
    """Return precision and recall of every model at list lengths of 1 to 50 % of the children."""
    ones = np.ones(len(evaluated), dtype=np.int64)
    positives = evaluated.labels.sum()
    ranked = {name: rank_rows(evaluated.scores[name], evaluated.labels) for name in MODEL_NAMES}
    rows = []
    for percent in range(1, 51):
        children = max(1, percent * len(evaluated) // 100)
        for name in MODEL_NAMES:
            hits = hits_at(ranked[name], ones, children)
            rows.append((name, percent, children, hits / children, hits / positives))
    return pd.DataFrame(rows, columns=["model", "percent", "children", "precision", "recall"])


def list_length_figure(curves: pd.DataFrame) -> Any:
    """Draw precision and recall by length of the list."""
    figure, panels = _figure(2)
    for name, line in zip(_SHOWN, _LINES, strict=True):
        mine = curves[curves["model"] == name]
        for panel, what in zip(panels, ("precision", "recall"), strict=True):
            panel.plot(mine["percent"], mine[what], label=name, linestyle=line)
            panel.set(xlabel="children on the list, % of all", ylabel=what)
    panels[1].legend()
    return figure


def reliability_figure(evaluated: EvaluatedRows) -> Any:
    """Draw the share of children with the outcome by predicted risk, ten groups of equal size."""
    figure, (panel,) = _figure(1)
    for name, line in (("lightgbm", "o-"), ("logistic", "s--"), ("tree", "^:")):
        groups = np.array_split(np.argsort(evaluated.scores[name], kind="stable"), _BINS)
        predicted = [evaluated.scores[name][group].mean() for group in groups if len(group)]
        observed = [evaluated.labels[group].mean() for group in groups if len(group)]
        panel.plot(predicted, observed, line, label=name)
    top = max(panel.get_xlim()[1], panel.get_ylim()[1])
    panel.plot([0, top], [0, top], color="grey", linewidth=0.8)
    panel.set(xlabel="predicted risk", ylabel="share with the outcome")
    panel.legend()
    return figure


def shap_figure(model: RiskModel, values: pd.DataFrame, *, seed: int) -> Any:
    """Draw with the shap library how each feature's contributions are distributed over a sample of children."""
    import matplotlib.pyplot as plt
    import shap

    sample = values.sample(min(len(values), _SHAP_ROWS), random_state=seed)
    risk = model.risk(sample)
    figure = plt.figure()
    shap.plots.violin(risk.contributions, features=sample, feature_names=list(model.feature_names), show=False)
    plt.close(figure)
    return figure


def terms_figure(results: EvaluationResults) -> Any:
    """Draw recall of the list term by term, as if retrained each, beside the simpler lists."""
    figure, (panel,) = _figure(1)
    dates = [term["as_of"] for term in results.terms.terms]
    for name, line in zip(_SHOWN, _LINES, strict=True):
        models = [model for term in results.terms.terms for model in term["models"] if model["name"] == name]
        panel.plot(dates, [model["recall_at_capacity"] for model in models], label=name, linestyle=line, marker="o")
    panel.set(xlabel="as-of date", ylabel="recall", ylim=(0, None))
    panel.tick_params(axis="x", rotation=20)
    panel.legend()
    return figure


def pictures(model: RiskModel, results: EvaluationResults, values: pd.DataFrame) -> Mapping[str, bytes]:
    """Return all pictures as PNG by file name."""
    import matplotlib as mpl

    evaluated, seed = results.evaluated, results.plan.seed
    with mpl.rc_context({"backend": "agg", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3}):
        figures = {
            "list_length.png": list_length_figure(list_length_curves(evaluated)),
            "reliability.png": reliability_figure(evaluated),
            "shap_summary.png": shap_figure(model, values, seed=seed),
        }
        if len(results.terms.terms) > 1:
            figures["terms.png"] = terms_figure(results)
        return {name: _png(figure) for name, figure in figures.items()}


def _png(figure: Any) -> bytes:
    picture = io.BytesIO()
    figure.savefig(picture, format="png", bbox_inches="tight", metadata={"Software": None})
    return picture.getvalue()


def _figure(panels: int) -> tuple[Any, list[Any]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.5 * panels, 3.6), layout="constrained")
    return figure, list(figure.subplots(1, panels, squeeze=False)[0])
