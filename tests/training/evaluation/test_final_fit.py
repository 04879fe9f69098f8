from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from features.point_in_time.register_recency import RecordingRate
from models.drift.reference import digest_of_school, salt_of, training_statistics
from models.drift.school_statistics import is_compared
from models.risk.calibration import fit_calibration
from models.risk.model import RiskModel, Target, TrainedOn
from models.risk.school_effect import school_sd
from tests.support.small_models import CATALOGUE, invented_labels, invented_values
from tests.support.small_records import declarations, records_of, rows
from tests.support.training.labelled_rows import EARLY, LATE, evaluated, labelled, plan
from training.evaluation.backtest import EvaluatedRows, out_of_fold_margins
from training.evaluation.final_fit import fit_final_model

VALUES = invented_values(300)
ROWS = labelled(invented_labels(VALUES), values=VALUES)
JUDGED = evaluated(ROWS.labels.tolist(), ROWS.schools.tolist(), lightgbm=np.linspace(0.1, 0.3, 300).tolist())
RECORDS = records_of(
    {
        "enrolments": rows("pupil_id school_id school_year enrolled_on\nP1 S1 2024-2025 2024-09-09"),
        "attendance": [],
        "grades": [],
        "schools": rows("school_id county\nS1 VL\nS2 VL"),
    },
    declarations({"invented": True}),
)
RHYTHMS = (RecordingRate("attendance", 5, 0.9, 0.2),)


def final(judged_rows: EvaluatedRows = JUDGED) -> RiskModel:
    return fit_final_model(ROWS, plan(), evaluated=judged_rows, records=RECORDS, recording_rates=RHYTHMS)


def test_the_model_says_what_it_predicts_and_what_it_saw():
    model = final()
    assert model.target == Target(("dropped_out",), 300)
    usual = training_statistics(CATALOGUE, VALUES, ROWS.pupils, salt=salt_of(model.lightgbm_text))
    tables = ("attendance", "enrolments", "grades", "schools")
    assert model.trained_on == TrainedOn((EARLY, LATE), tables, 300, 60, RHYTHMS, usual, ("VL",), True)
    assert [each.feature for each in usual.references] == [each.name for each in CATALOGUE if is_compared(each)]
    assert {each.school for each in usual.schools} == {digest_of_school(each, usual.salt) for each in ROWS.schools}
    assert model.feature_names == tuple(feature.name for feature in CATALOGUE)
    assert model.hyperparameters == plan().hyperparameters
    assert len(model.trees.margins) == plan().hyperparameters.trees * plan().hyperparameters.seeds


def test_it_is_fitted_on_all_rows_and_calibrated_on_their_out_of_fold_margins():
    model, asked = final(), plan()
    with ThreadPoolExecutor(1) as pool:
        margins = out_of_fold_margins(
            ROWS.rows, ROWS.labels, ROWS.ids, ROWS.features, asked.hyperparameters, seed=asked.seed, pool=pool
        )
    assert model.calibration == fit_calibration(margins, ROWS.labels)
    assert model.calibration != fit_calibration(model.margins(VALUES), ROWS.labels)


def test_how_much_schools_differ_is_estimated_on_rows_it_was_not_fitted_on():
    model = final()
    assert model.school_sd == school_sd(
        JUDGED.scores["lightgbm"], JUDGED.labels, ROWS.schools, dates=JUDGED.pupils["as_of"].to_numpy(object)
    )
    by_school = np.array([int(school[1:]) % 2 for school in ROWS.schools])
    assert final(replace(JUDGED, labels=by_school)).school_sd > model.school_sd + 1


def test_the_model_says_how_many_left_early_in_the_past_of_its_schools():
    past = np.where(ROWS.pupils["school_id"] == "S1", 1.0, 3.0)
    values = VALUES.assign(school_past_left_share=past)
    rows = replace(ROWS, rows=replace(ROWS.rows, values=values))
    model = fit_final_model(rows, plan(), evaluated=JUDGED, records=RECORDS, recording_rates=RHYTHMS)
    assert model.shared.past_share == pytest.approx(past.mean())


def test_what_the_scores_explain_of_the_schools_is_no_effect_of_their_own():
    chances = np.array([0.8 if int(school[1:]) % 2 else 0.2 for school in ROWS.schools])
    outcomes = (np.random.default_rng(5).random(len(chances)) < chances).astype(np.int64)
    explained = replace(JUDGED, labels=outcomes, scores={**JUDGED.scores, "lightgbm": chances})
    unexplained = replace(explained, scores={**JUDGED.scores, "lightgbm": np.full(len(chances), 0.5)})
    assert final(explained).school_sd < 0.7 < final(unexplained).school_sd


def test_the_same_rows_give_the_same_model_to_the_last_bit():
    once, again = final(), final()
    assert once.lightgbm_text == again.lightgbm_text
    assert once.trees.contributions.tobytes() == again.trees.contributions.tobytes()
    assert (once.calibration, once.school_sd) == (again.calibration, again.school_sd)
