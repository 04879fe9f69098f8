from dataclasses import replace

import numpy as np
import pytest

from features.errors import Refused
from models.risk.model import fit_margins, require_features
from tests.support.small_models import CATALOGUE, entries, fitted_model, invented_values
from tests.support.small_records import table_at


def test_contributions_and_the_base_add_up_to_the_margin():
    risk = fitted_model().risk(invented_values(300, seed=4))
    assert risk.contributions.shape == (300, len(CATALOGUE))
    assert np.abs(risk.contributions.sum(axis=1) + risk.base_margin - risk.margins).max() < 1e-9


@pytest.mark.filterwarnings(
    # shap 0.51 sets up its colours in a way that matplotlib will give up
    "ignore:The set_(bad|over|under) function:PendingDeprecationWarning:shap.plots.colors._colors",
    # and says that what it returns for LightGBM changed once
    "ignore:LightGBM binary classifier with TreeExplainer:UserWarning:shap.explainers._tree",
)
def test_contributions_are_those_of_the_shap_library():
    import lightgbm
    import shap

    model, values = fitted_model(), invented_values(200, seed=5)
    explainer = shap.TreeExplainer(lightgbm.Booster(model_str=model.lightgbm_text))
    risk = model.risk(values)
    assert np.abs(explainer.shap_values(values.to_numpy()) - risk.contributions).max() < 1e-9
    assert float(np.ravel(explainer.expected_value)[-1]) == pytest.approx(risk.base_margin, abs=1e-9)


def test_scores_are_the_calibrated_margins():
    model, values = fitted_model(), invented_values(50, seed=6)
    risk = model.risk(values)
    assert risk.margins.tolist() == model.margins(values).tolist()
    assert risk.scores.tolist() == model.calibration.probability(risk.margins).tolist()


def test_a_childs_numbers_do_not_depend_on_who_else_is_scored():
    model, values = fitted_model(), invented_values(50, seed=6)
    together, alone = model.risk(values), model.risk(values.iloc[[17]])
    assert alone.margins[0] == together.margins[17]
    assert alone.base_margin == together.base_margin
    assert alone.contributions[0].tolist() == together.contributions[17].tolist()


def test_columns_are_found_by_name_wherever_they_stand():
    model, values = fitted_model(), invented_values(20, seed=6)
    turned = values[values.columns[::-1]].assign(further=1.0)
    assert model.risk(turned).contributions.tolist() == model.risk(values).contributions.tolist()


def test_no_rows_have_no_scores():
    risk = fitted_model().risk(invented_values(0))
    assert len(risk.scores) == len(risk.margins) == 0
    assert risk.contributions.shape == (0, len(CATALOGUE))
    assert fitted_model().margins(invented_values(0)).shape == (0,)


def test_margins_of_other_rows_are_those_of_an_ensemble_fitted_without_them():
    model, values = fitted_model(), invented_values(800)
    labels = np.zeros(800, dtype=np.int64)
    labels[:100] = 1
    margins = fit_margins(values, labels, CATALOGUE, model.hyperparameters, test=values.iloc[:5])
    assert margins.shape == (5,)
    assert margins.tolist() != model.margins(values.iloc[:5]).tolist()


def test_a_table_with_all_features_is_accepted():
    require_features(fitted_model(), table_at("2025-02-03", attendance="pupil_id date hours\nP1 2025-01-20 3"))


def test_features_that_the_records_do_not_declare_are_named():
    table = table_at("2025-02-03", attendance="pupil_id date hours\nP1 2025-01-20 3")
    names = ("commute_minutes", "distance", *(f"answer_{n}" for n in range(6)))
    model = replace(fitted_model(), catalogue=entries(*names))
    with pytest.raises(Refused) as caught:
        require_features(model, table)
    assert "do not declare distance, answer_0, answer_1, answer_2, answer_3 and 2 more" in str(caught.value)
    assert "commute_minutes" not in str(caught.value)
    assert "prezent.toml" in str(caught.value)


def test_a_feature_in_another_unit_than_in_training_is_refused():
    table = table_at("2025-02-03", attendance="pupil_id date hours\nP1 2025-01-20 3")
    (minutes,) = entries("commute_minutes")
    model = replace(fitted_model(), catalogue=(replace(minutes, unit="hours"),))
    with pytest.raises(Refused, match="commute_minutes is in minutes here, the model was trained with it in hours"):
        require_features(model, table)
