"""The plots of a training, in both languages; they show distributions, never a child."""

import io
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from features.catalogue.feature import FeatureSpec
from features.i18n.code_names import code_name
from features.i18n.text import LANGUAGES, Bilingual, Language
from models.risk.baselines import MODEL_NAMES
from models.risk.model import RiskModel
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.results import EvaluationResults
from training.metrics.ranking import hits_at, rank_rows
from training.reporting.model_card.card import PLOT_FOLDERS

_SHOWN = ("lightgbm", "logistic", "school_only", "rules", "absences_only")
_LINES = ("-", "--", "-.", ":", (0, (1, 3)))
_WORDS: Mapping[str, Bilingual] = {
    "length": Bilingual("children on the list, % of all", "copii pe listă, % din toți"),
    "precision": Bilingual("precision", "precizie"),
    "recall": Bilingual("recall", "cazuri găsite"),
    "predicted": Bilingual("predicted risk", "riscul prezis"),
    "observed": Bilingual("share with the outcome", "partea cu situația urmărită"),
    "as-of": Bilingual("as-of date", "data de referință"),
    "contribution": Bilingual("contribution to the score (log-odds)", "contribuția la scor (log-odds)"),
    "feature value": Bilingual("value of the feature", "valoarea indicatorului"),
    "low": Bilingual("low", "mică"),
    "high": Bilingual("high", "mare"),
}
_TITLE_WIDTH = 40  # letters of a feature's title on one line
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


def list_length_figure(curves: pd.DataFrame, language: Language = "en") -> Any:
    """Draw precision and recall by length of the list."""
    figure, panels = _figure(2)
    for name, line in zip(_SHOWN, _LINES, strict=True):
        mine = curves[curves["model"] == name]
        for panel, what in zip(panels, ("precision", "recall"), strict=True):
            panel.plot(mine["percent"], mine[what], label=_model(name, language), linestyle=line)
            panel.set(xlabel=_WORDS["length"].said(language), ylabel=_WORDS[what].said(language))
    panels[1].legend()
    return figure


def reliability_figure(evaluated: EvaluatedRows, language: Language = "en") -> Any:
    """Draw the share of children with the outcome by predicted risk, ten groups of equal size."""
    figure, (panel,) = _figure(1)
    for name, line in (("lightgbm", "o-"), ("logistic", "s--"), ("tree", "^:")):
        groups = np.array_split(np.argsort(evaluated.scores[name], kind="stable"), _BINS)
        predicted = [evaluated.scores[name][group].mean() for group in groups if len(group)]
        observed = [evaluated.labels[group].mean() for group in groups if len(group)]
        panel.plot(predicted, observed, line, label=_model(name, language))
    top = max(panel.get_xlim()[1], panel.get_ylim()[1])
    panel.plot([0, top], [0, top], color="grey", linewidth=0.8)
    panel.set(xlabel=_WORDS["predicted"].said(language), ylabel=_WORDS["observed"].said(language))
    panel.legend()
    return figure


def shap_figure(
    model: RiskModel, values: pd.DataFrame, *, seed: int, features: Sequence[FeatureSpec], language: Language = "en"
) -> Any:
    """Draw with the shap library how each feature's contributions are distributed over a sample of children."""
    import matplotlib.pyplot as plt
    import shap

    titles = {each.name: textwrap.fill(each.title.said(language), _TITLE_WIDTH) for each in features}
    sample = values.sample(min(len(values), _SHAP_ROWS), random_state=seed)
    risk = model.risk(sample)
    figure = plt.figure()
    names = [titles.get(name, name) for name in model.feature_names]
    shap.plots.violin(risk.contributions, features=sample, feature_names=names, show=False)
    panel, *colours = figure.axes
    panel.set_xlabel(_WORDS["contribution"].said(language))
    for bar in colours:  # none where all values are alike
        bar.set_ylabel(_WORDS["feature value"].said(language))
        bar.set_yticks(bar.get_yticks(), [_WORDS[end].said(language) for end in ("low", "high")])
    plt.close(figure)
    return figure


def terms_figure(results: EvaluationResults, language: Language = "en") -> Any:
    """Draw recall of lists made school by school, term by term, as if retrained each, beside the simpler lists."""
    figure, (panel,) = _figure(1)
    dates = [term["as_of"] for term in results.terms.terms]
    for name, line in zip(_SHOWN, _LINES, strict=True):
        models = [model for term in results.terms.terms for model in term["models"] if model["name"] == name]
        recalls = [model["recall_within_schools"] for model in models]
        panel.plot(dates, recalls, label=_model(name, language), linestyle=line, marker="o")
    panel.set(xlabel=_WORDS["as-of"].said(language), ylabel=_WORDS["recall"].said(language), ylim=(0, None))
    panel.tick_params(axis="x", rotation=20)
    panel.legend()
    return figure


def pictures(model: RiskModel, results: EvaluationResults, values: pd.DataFrame) -> dict[str, bytes]:
    """Return all pictures as PNG by file name; the Romanian ones are in the folder ``ro``."""
    import matplotlib as mpl

    curves = list_length_curves(results.evaluated)
    with mpl.rc_context({"backend": "agg", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3}):
        return {
            f"{PLOT_FOLDERS[language]}{name}": _png(figure)
            for language in LANGUAGES
            for name, figure in _figures(model, results, values, curves=curves, language=language)
        }


def _figures(
    model: RiskModel, results: EvaluationResults, values: pd.DataFrame, *, curves: pd.DataFrame, language: Language
) -> Iterator[tuple[str, Any]]:
    features, seed = results.features, results.plan.seed
    yield "list_length.png", list_length_figure(curves, language)
    yield "reliability.png", reliability_figure(results.evaluated, language)
    yield "shap_summary.png", shap_figure(model, values, seed=seed, features=features, language=language)
    if len(results.terms.terms) > 1:
        yield "terms.png", terms_figure(results, language)


def _model(name: str, language: Language) -> str:
    return code_name("model", name).said(language)


def _png(figure: Any) -> bytes:
    picture = io.BytesIO()
    figure.savefig(picture, format="png", bbox_inches="tight", metadata={"Software": None})
    return picture.getvalue()


def _figure(panels: int) -> tuple[Any, list[Any]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.5 * panels, 3.6), layout="constrained")
    return figure, list(figure.subplots(1, panels, squeeze=False)[0])
