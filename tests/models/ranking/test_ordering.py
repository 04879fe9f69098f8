import numpy as np
import pytest

from features.errors import UsageError
from models.ranking.ordering import Ties, list_length, order, ties_at

# Capacity


@pytest.mark.parametrize(
    ("capacity", "cohort", "children"),
    [
        (0.05, 410, 20),  # 20.5, rounded down
        (0.05, 399, 19),
        (0.05, 7, 1),  # 0.35, but at least one child
        (0.999, 10, 9),
        (1, 10, 1),  # from 1 on a number of children
        (20, 410, 20),
        (20, 15, 15),  # no more than there are
        (20.0, 15, 15),
    ],
)
def test_a_capacity_is_a_share_rounded_down_or_a_number_of_children(capacity: float, cohort: int, children: int):
    assert list_length(capacity, cohort) == children


@pytest.mark.parametrize("capacity", [0, -1, -0.05, 2.5, float("nan"), float("inf")])
def test_what_is_no_number_of_children_is_refused_with_an_example(capacity: float):
    with pytest.raises(UsageError, match=r"a whole number like 20 or a share like 0\.05"):
        list_length(capacity, 100)


# Order


def test_the_highest_score_comes_first_then_the_margin_then_the_pupil_id():
    children = [
        # pupil, score, margin
        ("P4", 0.2, -1.0),
        ("P3", 0.9, 2.0),
        ("P5", 0.9, 2.5),  # as P3 by score, before it by margin
        ("P1", 0.2, -1.0),  # as P4 by both, before it by pupil_id
        ("P2", 0.1, -2.0),
    ]
    pupils, scores, margins = zip(*children, strict=True)
    listed = order(np.array(scores), np.array(margins), pupils)
    assert [pupils[place] for place in listed] == ["P5", "P3", "P1", "P4", "P2"]


def test_the_order_does_not_depend_on_the_order_of_the_rows():
    chance = np.random.default_rng(1)
    scores, margins = chance.integers(0, 3, 60) / 10, chance.integers(0, 3, 60) / 1.0
    pupils = np.array([f"P{number}" for number in range(60)])
    listed = pupils[order(scores, margins, pupils)]
    turned = chance.permutation(60)
    assert pupils[turned][order(scores[turned], margins[turned], pupils[turned])].tolist() == listed.tolist()


@pytest.mark.parametrize(
    ("scores", "length", "ties"),
    [
        ([0.9, 0.5, 0.5, 0.5, 0.1], 2, Ties(1, 3)),
        ([0.9, 0.5, 0.5, 0.5, 0.1], 4, Ties(3, 3)),
        ([0.9, 0.5, 0.5, 0.5, 0.1], 1, Ties(1, 1)),
        ([0.5] * 65, 5, Ties(5, 65)),
        ([0.5] * 5, 5, Ties(5, 5)),
        ([], 0, Ties(0, 0)),
    ],
)
def test_children_with_the_score_at_the_end_of_the_list_are_counted(scores: list[float], length: int, ties: Ties):
    assert ties_at(np.array(scores), length) == ties
    assert ties.are_cut == (0 < ties.listed < ties.tied)
