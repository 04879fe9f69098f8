from collections.abc import Callable, Mapping

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from models.risk.baselines import MODEL_NAMES
from tests.support.small_models import CATALOGUE, fitted_model, invented_values
from tests.support.training.found import findings, invented
from tests.support.training.labelled_rows import evaluated
from tests.support.training.reported import full_findings
from training.evaluation.results import EvaluationResults
from training.reporting import plots
from training.reporting.plots import (
    list_length_curves,
    list_length_figure,
    pictures,
    reliability_figure,
    shap_figure,
    terms_figure,
)

TEN = evaluated(
    [1, 0, 1, 0, 0, 0, 0, 0, 0, 0], ["S1"] * 10, lightgbm=[0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0]
)


def test_a_curve_has_a_point_for_every_percent_up_to_a_half():
    curves = list_length_curves(TEN)
    assert list(curves.columns) == ["model", "percent", "children", "precision", "recall"]
    assert len(curves) == 50 * len(MODEL_NAMES)
    assert set(curves["model"]) == set(MODEL_NAMES)
    assert curves["percent"].unique().tolist() == list(range(1, 51))


@pytest.mark.parametrize(
    ("percent", "children", "precision", "recall"),
    [(1, 1, 1, 1 / 2), (10, 1, 1, 1 / 2), (20, 2, 1 / 2, 1 / 2), (30, 3, 2 / 3, 1), (50, 5, 2 / 5, 1)],
)
def test_a_point_by_hand(percent: int, children: int, precision: float, recall: float):
    curves = list_length_curves(TEN).set_index(["model", "percent"])
    assert curves.loc[("lightgbm", percent)].tolist() == pytest.approx([children, precision, recall])
    assert curves.loc[("tree", percent)].tolist() == pytest.approx([children, 2 / 10, children / 10])


# Pictures


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Callable[[EvaluationResults], Mapping[str, bytes]]:
    """Draw all pictures, but instead of the slow one of the shap library, which ``trained`` has drawn, an empty one."""
    monkeypatch.setattr(plots, "shap_figure", lambda *_, **__: Figure())
    return lambda found: pictures(fitted_model(), found, invented_values(60))


@pytest.mark.parametrize(
    ("found", "names"),
    [
        (full_findings(), {"list_length.png", "reliability.png", "shap_summary.png", "terms.png"}),
        (findings(invented(300)), {"list_length.png", "reliability.png", "shap_summary.png"}),
    ],
    ids=["with past terms", "without"],
)
def test_there_is_a_picture_of_the_terms_only_where_there_were_some(drawn, found: EvaluationResults, names: set[str]):
    files = drawn(found)
    assert set(files) == names | {f"ro/{name}" for name in names}
    assert files["list_length.png"] != files["ro/list_length.png"]
    assert all(content.startswith(b"\x89PNG") for content in files.values())


def test_the_same_findings_give_the_same_pictures_to_the_last_bit(drawn):
    assert drawn(full_findings()) == drawn(full_findings())


def test_the_picture_of_the_terms_shows_recall_term_by_term():
    (panel,) = terms_figure(full_findings()).axes
    lines = {line.get_label(): line for line in panel.get_lines()}
    assert list(lines) == ["Prezent", "logistic regression", "the school only", "today's rules", "absences only"]
    expected = [
        model["recall_within_schools"]
        for term in full_findings().terms.terms
        for model in term["models"]
        if model["name"] == "lightgbm"
    ]
    assert lines["Prezent"].get_ydata().tolist() == expected
    assert list(lines["Prezent"].get_xdata()) == ["2024-02-01", "2025-02-01"]


@pytest.mark.parametrize(
    "figure", [
        lambda: terms_figure(full_findings(), "ro"), lambda: reliability_figure(TEN, "ro"),
        lambda: list_length_figure(list_length_curves(TEN), "ro"),
        lambda: shap_figure(fitted_model(), invented_values(60), seed=7, features=CATALOGUE, language="ro"),
    ],
)  # fmt: skip
def test_the_words_of_a_romanian_picture_are_romanian(figure: Callable[[], Figure]):
    words = " ".join(text.get_text() for text in figure().findobj(Text))
    assert any(word in words for word in ("cazuri găsite", "riscul prezis", "contribuția la scor"))
    for word in ("recall", "share", "risk", "children", "date ", "SHAP", "Feature", "High", "rules", "only", "mean"):
        assert word not in words


def test_the_picture_of_reliability_shows_ten_groups_of_equal_size():
    (panel,) = reliability_figure(invented(1000)).axes
    predicted, observed = (pd.Series(each) for each in panel.get_lines()[0].get_data())
    assert len(predicted) == 10
    assert predicted.is_monotonic_increasing
    assert abs(predicted - observed).max() < 0.15  # the invented probabilities are right
