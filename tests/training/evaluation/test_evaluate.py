from dataclasses import replace

import numpy as np
import pytest

from features.errors import Refused
from features.progress import silent
from models.risk.baselines import MODEL_NAMES
from tests.support.training.leaks import outcomes_to_come, plant
from tests.support.training.small_county import AS_OF, INTERVIEW, PUPILS, cohorts, plan
from training.evaluation.champion_comparison import Champion
from training.evaluation.evaluate import Challenger, evaluate_challenger
from training.evaluation.results import EvaluationResults
from training.promotion.performance_checks import promotion_checks


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def honest(told: list[str]) -> Challenger:
    return evaluate_challenger(cohorts(plan()), None, lambda step: told.append(step.en))


@pytest.fixture(scope="module")
def planted() -> Challenger:
    """The same county with a feature that looks ahead and a column that was filled in after the fact."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        plant(monkeypatch, outcomes_to_come)
        return evaluate_challenger(cohorts(plan(), interviews=True), None, silent)


def failing(found: EvaluationResults) -> set[str]:
    return {check.code for check in promotion_checks(found) if check.verdict == "failed"}


def test_an_honest_challenger_is_suspected_of_nothing(honest: Challenger):
    assert honest.results.suspicion.leaking_features == ()
    assert dict(honest.results.suspicion.too_good) == {}
    assert not failing(honest.results) & {"sees_no_future", "no_feature_alone", "better_than_chance"}


def test_a_leaky_feature_and_an_outcome_in_disguise_are_caught_each_by_its_own_check(planted: Challenger):
    suspicion = planted.results.suspicion
    assert suspicion.leaking_features == ("outcomes_to_come",)
    assert set(suspicion.too_good) == {INTERVIEW}
    assert {"sees_no_future", "no_feature_alone"} <= failing(planted.results)
    by_code = {check.code: check for check in promotion_checks(planted.results)}
    assert "outcomes_to_come" in by_code["sees_no_future"].text_en
    assert f"{INTERVIEW} (100.0 %)" in by_code["no_feature_alone"].text_en


def test_what_is_found_is_of_the_children_of_the_test_date(honest: Challenger):
    found = honest.results
    assert set(found.evaluated.pupils["as_of"]) == {AS_OF[1]}
    assert len(found.evaluated) == len(found.samples.units) == PUPILS
    assert set(found.figures) == set(MODEL_NAMES)
    assert found.slope.positives == found.evaluated.labels.sum() == found.outcome_components[0].positives
    assert found.signal.schools == 8
    assert sum(group.children for group in found.groups if group.by == "sex") == PUPILS
    assert [term["as_of"] for term in found.terms.terms] == [AS_OF[1].isoformat()]


def test_past_rates_are_of_the_earlier_dates_by_what_was_known_before_the_test_date(honest: Challenger):
    train = cohorts(plan()).as_on(AS_OF[1])
    earlier = (train.pupils["as_of"] == AS_OF[0]).to_numpy()
    rates = honest.results.past_rates
    assert [(rate.by, rate.place) for rate in rates] == [("locality", "rural"), ("locality", "urban")]
    assert sum(rate.children for rate in rates) == earlier.sum()
    assert sum(rate.cases or 0 for rate in rates) == train.labels[earlier].sum() > 0


def test_one_date_has_no_past_rates():
    assert evaluate_challenger(cohorts(replace(plan(), as_of=AS_OF[:1])), None, silent).results.past_rates == ()


def test_the_same_share_of_every_school_is_the_headline_itself(honest: Challenger):
    """Where the places go is told of the same lists of the same dates on which the checks decide."""
    found = honest.results
    assert found.placing is not None
    share, headline = found.placing.ways["share"], found.deciding_lists
    assert found.placing.cases == headline.cases
    assert share.recall.value == headline.recall["lightgbm"].value
    assert share.precision.value == headline.precision["lightgbm"].value


def test_the_model_is_fitted_on_all_dates(honest: Challenger):
    assert honest.model.trained_on.as_of == AS_OF
    assert honest.model.trained_on.rows == 2 * PUPILS
    assert honest.model.feature_names == tuple(feature.name for feature in honest.results.features)


def test_without_a_family_table_there_is_nothing_to_go_without(honest: Challenger, planted: Challenger):
    assert honest.results.ablation is None
    assert planted.results.ablation.difference.low > 0, "the interview is of the family group"


def test_every_step_is_told_in_its_order(honest: Challenger, told: list[str]):
    assert honest.results.champion is None
    assert told == [
        "backtest in time (1 of 1)",
        "as if retrained on 3 February 2025 (1 of 1)",
        "looking for features that know too much",
        "fitting the final model",
        "what is lost without family data",
        "figures and their intervals",
    ]


def test_a_champion_is_compared_with(honest: Challenger):
    said: list[str] = []
    champion = Champion("4", honest.model, {"until": ""})
    found = evaluate_challenger(cohorts(plan(test_terms=0)), champion, lambda step: said.append(step.en)).results
    assert "comparing with the champion" in said
    assert (found.champion, found.terms.terms) == (champion, ())
    assert found.comparison.scores == pytest.approx(
        honest.model.calibration.probability(honest.model.margins(cohorts(plan()).rows.values.iloc[PUPILS:]))
    )
    assert len(found.comparison.unseen) == 0  # it was fitted on the outcomes of these very children
    assert 0.3 < found.comparison.change.stays < 1
    by_code = {check.code: check.verdict for check in promotion_checks(found)}
    assert (by_code["as_declared"], by_code["not_worse_than_champion"]) == ("passed", "cannot_say")


def test_folds_are_looked_into_as_well():
    found = evaluate_challenger(cohorts(plan(split="pupil", folds=2)), None, silent).results
    assert (found.backtest.split, len(found.evaluated), found.terms.terms) == ("pupil", 2 * PUPILS, ())
    assert np.isfinite(found.evaluated.scores["lightgbm"]).all()
    assert sum(group.children for group in found.groups if group.by == "locality") == 2 * PUPILS
    assert found.outcome_components[0].positives == found.evaluated.labels.sum()


def test_too_few_outcomes_are_refused():
    few = cohorts(plan())
    labels = few.labels.copy()
    labels[PUPILS:] = 0.0
    with pytest.raises(Refused, match="Too few outcomes to judge a model"):
        evaluate_challenger(replace(few, labels=labels), None, silent)
