import json
from dataclasses import asdict

import numpy as np
import pytest

from features.arrays import Floats, Labels, Texts
from tests.support.training.labelled_rows import plan
from training.metrics.between_schools import (
    SchoolSignal,
    between_school_auc,
    school_signal,
    share_between,
    top_schools_share,
    within_school_auc,
)
from training.metrics.bootstrap import Estimate, Samples, draw_samples

NOTHING = Estimate(None, None, None)


def texts(values: list[object]) -> Texts:
    return np.array(values, dtype=object)


def samples_of(schools: Texts, **changes: object) -> Samples:
    pupils = texts([f"P{number}" for number in range(len(schools))])
    return draw_samples(schools, pupils, plan=plan(**changes))


def one_date(schools: Texts) -> Texts:
    return texts(["2024-02-01"] * len(schools))


def within(
    scores: list[float], labels: list[int], schools: list[object], dates: list[object] | None = None
) -> Estimate:
    school = texts(schools)
    return within_school_auc(
        np.array(labels), np.array(scores), schools=school,
        dates=one_date(school) if dates is None else texts(dates), samples=samples_of(school),
    )  # fmt: skip


def between(values: list[float], schools: list[object]) -> float | None:
    return share_between(np.array(values, dtype=float), texts(schools), samples=samples_of(texts(schools))).value


def county(
    *, schools: int = 30, children: int = 20, of_school: float = 1.0, of_child: float = 1.0
) -> tuple[Floats, Labels, Texts]:
    """Return true probabilities, outcomes and schools, where schools and children differ by so many log-odds."""
    chance = np.random.default_rng(5)
    school = np.repeat(np.arange(schools), children)
    margins = -1.5 + of_school * chance.normal(size=schools)[school] + of_child * chance.normal(size=len(school))
    risk = 1 / (1 + np.exp(-margins))
    return risk, (chance.random(len(risk)) < risk).astype(np.int64), texts([f"S{each:02}" for each in school])


def signal_of(risk: Floats, labels: Labels, schools: Texts) -> SchoolSignal:
    return school_signal(labels, risk, schools=schools, dates=one_date(schools), samples=samples_of(schools))


# Pairs of children of one school


def test_only_children_of_one_school_are_compared():
    # S1: of two pairs one is ordered rightly; S2: one pair, tied; that all of S2 are below S1 does not matter
    scores, labels = [0.9, 0.8, 0.7, 0.2, 0.2], [1, 0, 1, 1, 0]
    assert within(scores, labels, ["S1", "S1", "S1", "S2", "S2"]).value == pytest.approx((1 + 0 + 0.5) / 3)


def test_children_of_different_dates_are_not_compared():
    scores, labels, schools = [0.9, 0.1, 0.8, 0.2], [1, 0, 0, 1], ["S1"] * 4
    assert within(scores, labels, schools, [1, 1, 2, 2]).value == pytest.approx(1 / 2)
    assert within(scores, labels, schools, [1, 2, 2, 1]) == NOTHING  # both of the first date have the outcome


def test_schools_where_all_have_or_none_has_the_outcome_say_nothing():
    assert within([0.9, 0.1, 0.8, 0.2], [1, 1, 0, 0], ["S1", "S1", "S2", "S2"]) == NOTHING


def slow_within(scores: Floats, labels: Labels, schools: Texts, dates: Texts, weights: Floats) -> float:
    """Go through all pairs; a school drawn twice counts twice, and is not compared with itself."""
    won = pairs = 0.0
    for one in np.flatnonzero(labels == 1):
        for other in np.flatnonzero(labels == 0):
            if schools[one] == schools[other] and dates[one] == dates[other]:
                won += weights[one] * (float(scores[one] > scores[other]) + 0.5 * (scores[one] == scores[other]))
                pairs += weights[one]
    return won / pairs


@pytest.mark.parametrize("digits", [1, 9], ids=["ties", "no ties"])
def test_the_fast_way_is_that_of_all_pairs(digits: int):
    risk, labels, schools = county(schools=22, children=12)
    scores, dates = risk.round(digits), texts((np.arange(len(risk)) % 2).tolist())
    samples = samples_of(schools, bootstrap_samples=9)
    slow = [slow_within(scores, labels, schools, dates, weights) for weights in samples.weights()]
    fast = within_school_auc(labels, scores, schools=schools, dates=dates, samples=samples)
    assert (fast.value, fast.low, fast.high) == pytest.approx((slow[0], *np.percentile(slow[1:], [2.5, 97.5])))


# The school alone


def test_between_schools_every_child_has_the_mean_score_of_its_school():
    # means 0.5 and 0.3: both positives of S1 are above S2, its negative too; S2 has one positive of two
    scores, labels = np.array([0.9, 0.5, 0.1, 0.4, 0.2]), np.array([1, 1, 0, 1, 0])
    schools = texts(["S1", "S1", "S1", "S2", "S2"])
    found = between_school_auc(labels, scores, schools=schools, samples=samples_of(schools))
    # pairs: S1 with S1 two ties, S1 with S2 two won; S2's positive loses to S1's negative and ties with S2's
    assert found.value == pytest.approx((2 * 0.5 + 2 + 0 + 0.5) / 6)


def test_where_schools_are_all_that_differs_the_child_adds_nothing():
    risk, labels, schools = county(of_child=0)
    found = signal_of(risk, labels, schools)
    assert found.within_auc.value == pytest.approx(0.5)
    assert found.between_auc.value > 0.65
    assert found.score_between.value == pytest.approx(1)


def test_where_schools_do_not_differ_the_school_adds_little():
    found = signal_of(*county(schools=60, of_school=0))
    assert found.within_auc.low > 0.6
    assert found.score_between.value < 0.03
    assert found.outcome_between.value < 0.03


# Variance


def test_the_share_between_schools_by_hand():
    # means 1 and 5, each of two children: mean squares 16 between and 2 within
    assert between([0, 2, 4, 6], ["S1", "S1", "S2", "S2"]) == pytest.approx((16 - 2) / (16 + 2))


def test_schools_no_more_alike_than_chance_share_nothing():
    assert between([0, 6, 2, 4], ["S1", "S1", "S2", "S2"]) == 0


def slow_share(values: Floats, schools: Texts, weights: Floats) -> float:
    """Follow the analysis of variance with schools one by one, each as often as it was drawn."""
    groups = []
    for school in np.unique(schools):
        mine = schools == school
        groups += [values[mine]] * int(weights[mine][0])
    everyone, count = np.concatenate(groups), len(groups)
    size = np.array([len(group) for group in groups])
    between = sum(len(group) * (group.mean() - everyone.mean()) ** 2 for group in groups) / (count - 1)
    inside = sum(((group - group.mean()) ** 2).sum() for group in groups) / (len(everyone) - count)
    usual = (size.sum() - (size**2).sum() / size.sum()) / (count - 1)
    return max(0.0, float((between - inside) / (between + (usual - 1) * inside)))


@pytest.mark.parametrize("of", ["scores", "outcomes"])
def test_the_fast_way_is_that_of_schools_one_by_one(of: str):
    risk, labels, schools = county(schools=25, children=16)
    kept = np.random.default_rng(1).random(len(risk)) < 0.7  # schools of different sizes
    values, schools = (risk if of == "scores" else labels.astype(float))[kept], schools[kept]
    samples = samples_of(schools, bootstrap_samples=9)
    slow = [slow_share(values, schools, weights) for weights in samples.weights()]
    fast = share_between(values, schools, samples=samples)
    assert (fast.value, fast.low, fast.high) == pytest.approx((slow[0], *np.percentile(slow[1:], [2.5, 97.5])))


# Where the positives are


def test_the_schools_with_most_positives_hold_their_share():
    # 8 % of 25 schools are two: they hold 6 + 4 of 15 positives
    schools, labels = [], []
    for school, positives in enumerate([1, 6, 1, 4, 1, 1, 1, *[0] * 18]):
        schools += [school] * 8
        labels += [1] * positives + [0] * (8 - positives)
    assert top_schools_share(np.array(labels), texts(schools)) == pytest.approx(10 / 15)


def test_a_part_of_a_school_counts_in_part():
    labels, schools = np.array([1, 1, 1, 0, 1, 0, 0, 0]), texts([1, 1, 2, 2, 3, 3, 4, 4])
    assert top_schools_share(labels, schools) == pytest.approx(0.08 * 4 * 2 / 4)
    assert top_schools_share(0 * labels, schools) is None


# All together


def test_bounds_are_those_of_whole_schools():
    found = signal_of(*county())
    for each in (found.within_auc, found.between_auc, found.score_between, found.outcome_between):
        assert each.low < each.value < each.high
    few = signal_of(*county(schools=10, children=60))
    for each in (few.within_auc, few.between_auc, few.score_between, few.outcome_between):
        assert each.value is not None
        assert each.low is each.high is None


@pytest.mark.parametrize(("positives", "said"), [(9, False), (10, True)])
def test_fewer_than_ten_positives_say_nothing(positives: int, said: bool):
    risk, _, schools = county()
    labels = np.zeros(len(risk), dtype=np.int64)
    labels[np.random.default_rng(1).permutation(len(risk))[:positives]] = 1
    found = signal_of(risk, labels, schools)
    assert (found.within_auc.value is not None) == (found.top_schools_share is not None) == said
    assert found.schools == 30


def test_one_school_alone_has_nothing_between():
    risk, labels, _ = county()
    assert signal_of(risk, labels, texts(["S1"] * len(risk))).between_auc == NOTHING


def test_the_report_is_strict_json():
    found = asdict(signal_of(*county()))
    assert json.loads(json.dumps(found, allow_nan=False))["within_auc"].keys() == {"value", "low", "high"}
