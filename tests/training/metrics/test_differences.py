import numpy as np
import pytest

from tests.support.training.found import samples_of
from tests.support.training.labelled_rows import evaluated, plan
from training.metrics.bootstrap import Estimate, recall_difference

TEN = evaluated([1, 0, 0, 1, 0, 0, 0, 0, 0, 1], [f"S{number // 2}" for number in range(10)])
FALLING = np.linspace(1, 0.1, 10)
FIFTH = {"samples": samples_of(TEN, plan(bootstrap_samples=80)), "capacity": 0.2}


def test_the_difference_of_two_lists_by_hand():
    knows = TEN.labels * 1.0  # the list of two holds two of the three cases, by falling score one
    assert recall_difference(TEN.labels, knows, FALLING, **FIFTH).value == pytest.approx(2 / 3 - 1 / 3)


def test_the_other_way_round_it_is_the_other_way_round():
    knows = TEN.labels * 1.0
    there, back = (recall_difference(TEN.labels, *pair, **FIFTH) for pair in ((knows, FALLING), (FALLING, knows)))
    assert (back.value, back.low, back.high) == pytest.approx((-there.value, -there.high, -there.low))
    assert there.low < there.value < there.high


def test_a_list_is_no_better_than_itself_in_any_sample():
    assert recall_difference(TEN.labels, FALLING, FALLING, **FIFTH) == Estimate(0, 0, 0)


def test_only_the_order_counts_so_margins_can_be_compared_with_probabilities():
    assert recall_difference(TEN.labels, FALLING, np.log(FALLING), **FIFTH) == Estimate(0, 0, 0)


def test_both_lists_are_drawn_from_the_same_children():
    """Over the same samples, two lists that differ by one child differ less than each varies by itself."""
    almost = FALLING.copy()
    almost[[8, 9]] = almost[[9, 8]]
    nobody = np.zeros(10)
    same = recall_difference(TEN.labels, FALLING, almost, **FIFTH)
    alone = recall_difference(TEN.labels, FALLING, nobody, **FIFTH)
    assert same.high - same.low < (alone.high - alone.low) / 2


def test_without_cases_nothing_can_be_said():
    assert recall_difference(np.zeros(10, dtype=np.int64), FALLING, FALLING, **FIFTH) == Estimate(None, None, None)
