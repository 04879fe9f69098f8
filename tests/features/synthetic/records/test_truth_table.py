"""The true risk of the invented county: one row per pupil and year, of the people the records are about."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.interventions import RELIEF
from features.synthetic.behaviour.simulation import County
from features.synthetic.behaviour.year_outcomes import BAD
from features.synthetic.records.tables import record
from features.synthetic.records.truth_table import true_risk


@pytest.fixture(scope="module")
def truth(simulated: County) -> pd.DataFrame:
    return true_risk(simulated)


def test_there_is_one_row_for_each_enrolment(simulated: County, truth: pd.DataFrame) -> None:
    keys = ["pupil_id", "school_year", "school_id"]
    enrolled = record(np.random.default_rng(1), simulated)["enrolments"]
    pd.testing.assert_frame_equal(truth[keys], enrolled[keys], check_dtype=False)


def test_risks_are_probabilities_and_help_only_lowers_them(truth: pd.DataFrame) -> None:
    for name in ("true_risk", "visible_risk", "untreated_risk"):
        assert truth[name].between(0, 1, inclusive="neither").all()
    helped = truth["supported"]
    assert (truth.loc[helped, "true_risk"] < truth.loc[helped, "untreated_risk"]).all()
    assert truth.loc[~helped, "true_risk"].tolist() == pytest.approx(truth.loc[~helped, "untreated_risk"].tolist())


def test_the_kind_of_support_is_told_for_the_supported_only(truth: pd.DataFrame) -> None:
    assert set(truth["support"]) <= set(RELIEF)
    assert ((truth["support"] != "none") == truth["supported"]).all()


def test_of_pupils_with_a_risk_about_as_many_have_a_bad_year(simulated: County, truth: pd.DataFrame) -> None:
    bad = pd.concat(simulated.stories)["fate"].isin(BAD).to_numpy()
    group = pd.cut(truth["true_risk"], [0, 0.01, 0.05, 0.2, 1])
    counts = pd.DataFrame({"bad": bad, "risk": truth["true_risk"]}).groupby(group, observed=True).sum()
    assert (abs(counts["bad"] - counts["risk"]) < 3.5 * np.sqrt(counts["risk"])).all()


def test_the_visible_risk_is_another_one(truth: pd.DataFrame) -> None:
    logit = np.log(truth[["true_risk", "visible_risk"]] / (1 - truth[["true_risk", "visible_risk"]]))
    assert 0.8 < logit.corr().iloc[0, 1] < 0.98
