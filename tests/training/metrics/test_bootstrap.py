import numpy as np
import pytest

from features.arrays import Texts
from tests.support.training.labelled_rows import plan
from training.metrics.bootstrap import Estimate, Samples, divided, draw_samples, interval_of, ratio_of


def names(letter: str, numbers: list[int] | range) -> Texts:
    return np.array([f"{letter}{number:02}" for number in numbers], dtype=object)


def drawn(schools: int, *, children: int = 3, **changes: object) -> Samples:
    of_school = np.repeat(np.arange(schools), children)
    pupils = names("P", range(schools * children))
    return draw_samples(names("S", of_school.tolist()), pupils, plan=plan(**changes))


def test_the_first_sample_is_the_rows_themselves():
    assert next(drawn(20).weights()).tolist() == [1] * 60


def test_there_are_as_many_samples_as_planned_beside_it():
    assert len(list(drawn(20, bootstrap_samples=30).weights())) == 31


def test_of_twenty_schools_or_more_whole_schools_are_drawn():
    samples = drawn(20)
    assert samples.whole_schools
    for weights in samples.weights():
        of_school = weights.reshape(20, 3)
        assert (of_school == of_school[:, :1]).all()
        assert of_school[:, 0].sum() == 20


def test_of_fewer_schools_pupils_are_drawn_with_all_their_rows():
    pupils = names("P", [1, 2, 3, 1, 2, 3])  # three pupils at two dates
    samples = draw_samples(names("S", [1] * 6), pupils, plan=plan())
    assert not samples.whole_schools
    for weights in samples.weights():
        assert weights[:3].tolist() == weights[3:].tolist()
        assert weights.sum() == 6


def test_the_seed_of_the_plan_decides():
    one, same, other = (np.stack(list(drawn(25, seed=seed).weights())) for seed in (7, 7, 8))
    assert (one == same).all()
    assert (one != other).any()


def test_the_sum_over_a_sample_is_that_of_its_rows_as_often_as_they_are_in_it():
    samples, values = drawn(20), np.random.default_rng(1).normal(size=60)
    assert samples.sums(values) == pytest.approx([weights @ values for weights in samples.weights()])


def test_samples_can_be_turned_with_their_rows():
    samples, places = drawn(20), np.random.default_rng(1).permutation(60)[:40]
    for weights, turned in zip(samples.weights(), samples.take(places).weights(), strict=True):
        assert turned.tolist() == weights[places].tolist()


def test_an_interval_holds_95_percent_of_the_samples():
    assert interval_of(np.array([0.5, *np.linspace(0, 1, 201)])) == Estimate(0.5, pytest.approx(0.025), 0.975)


def test_what_most_samples_cannot_say_has_no_interval():
    missing = float("nan")
    assert interval_of(np.array([missing, 0.1, 0.2])) == Estimate(None, None, None)
    assert interval_of(np.array([0.3, missing, missing, missing, 0.2])) == Estimate(0.3, None, None)
    assert interval_of(np.array([0.3, 0.2, 0.2, missing, 0.2])) == Estimate(0.3, 0.2, 0.2)


def test_a_ratio_is_taken_in_each_sample():
    top, bottom = np.array([1.0, 1.0, 3.0]), np.array([2.0, 4.0, 4.0])
    assert ratio_of(top, bottom) == interval_of(np.array([0.5, 0.25, 0.75]))


def test_nothing_is_divided_by_nothing():
    assert np.isnan(divided(np.array([1.0, 2.0]), np.array([0.0, 4.0]))).tolist() == [True, False]
