import pytest
from labelled_rows import judged

from models.baselines import MODEL_NAMES
from training.plots import list_length_curves

TEN = judged([1, 0, 1, 0, 0, 0, 0, 0, 0, 0], ["S1"] * 10, lightgbm=[0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0])


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
