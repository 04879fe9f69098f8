import json
import re
from dataclasses import replace

import numpy as np
import pytest

from tests.support.small_models import fitted_model
from tests.support.training.reported import bare_findings, full_findings, report_of
from training.metrics.ranking import auc, rank_rows
from training.tracking.run_contents import evidence_of, evidence_of_folds, version_tags

FILES = {"card/model_card_en.md": b"# A card"}
REPORT = report_of(full_findings())
EVIDENCE = evidence_of(REPORT, fitted_model(), files=FILES, fingerprint="f1e2")
FOLDS = list(evidence_of_folds(full_findings(), "f1e2"))


def test_the_run_keeps_what_was_asked_for_and_what_was_fitted():
    parameters = EVIDENCE.parameters
    assert (parameters["as_of"], parameters["split"]) == (["2023-02-01", "2024-02-01", "2025-02-01"], "time")
    assert (parameters["folds"], parameters["seed"], parameters["bootstrap_samples"]) == (5, 7, 100)
    assert (parameters["rows"], parameters["positives"]) == (800, 160)  # of the fitted model
    assert (parameters["trees"], parameters["features"]) == (20, len(fitted_model().feature_names))


def test_the_run_keeps_every_figure_that_could_be_computed():
    metrics, report = EVIDENCE.metrics, REPORT.as_json()
    assert metrics["lightgbm.auc"] == report["models"][-1]["auc"]
    assert metrics["rules.recall_at_capacity_high"] == report["models"][2]["recall_at_capacity_high"]
    assert metrics["calibration.slope"] == report["calibration"]["slope"]["value"]
    assert metrics["within_school_auc"] == report["signal"]["within_school_auc"]["value"]
    assert metrics["recall_without_family"] == 0.42
    girls = next(group for group in report["groups"] if (group["by"], group["group"]) == ("sex", "F"))
    assert metrics["recall.sex.F"] == girls["recall"]["value"]
    assert "recall.sex_and_locality.F_rural" in metrics


@pytest.mark.parametrize("found", [full_findings(), bare_findings()], ids=["everything to say", "nothing to say"])
def test_every_figure_is_a_number_under_a_name_that_mlflow_takes(found: object):
    runs = [evidence_of(report_of(found), fitted_model(), files={}, fingerprint="f"), *evidence_of_folds(found, "f")]
    for run in runs:
        for name, value in run.metrics.items():
            assert re.fullmatch(r"[\w.\-/]+", name), name
            assert isinstance(value, float)
            assert np.isfinite(value), name


def test_the_sets_of_rows_are_said_by_purpose_count_and_fingerprint():
    training, testing = EVIDENCE.rows
    assert (training.purpose, training.rows, training.positives) == ("training", 800, 160)
    assert (testing.purpose, testing.rows) == ("testing", 2000)
    assert {rows.fingerprint for rows in EVIDENCE.rows} == {"f1e2"} == {EVIDENCE.tags["data_fingerprint"]}
    assert EVIDENCE.tags["model_version"] == "4"


def test_the_files_are_those_given_and_the_report():
    assert set(EVIDENCE.files) == {"report.json", *FILES}
    assert json.loads(EVIDENCE.files["report.json"]) == json.loads(json.dumps(REPORT.as_json()))


# Runs below


def test_there_is_a_run_for_each_past_retraining_and_each_fold():
    names = ["retrained 2024-02-01", "retrained 2025-02-01", "fold 1 of 2", "fold 2 of 2"]
    assert [fold.name for fold in FOLDS] == names
    assert FOLDS[0].parameters == {"as_of": "2024-02-01", "trained_until": "2023-02-01"}
    assert FOLDS[2].parameters == {"split": "time", "training_rows": 0}


def test_runs_below_have_figures_of_the_same_names_so_that_they_can_be_compared():
    assert len({frozenset(fold.metrics) for fold in FOLDS}) == 1
    assert {"lightgbm.auc", "rules.recall_at_capacity", "school_only.average_precision"} <= set(FOLDS[0].metrics)
    assert set(FOLDS[0].metrics) < set(EVIDENCE.metrics)


def test_the_figures_of_a_fold_are_those_of_its_own_children():
    judged, half = full_findings().judged, 1000
    for fold, mine in ((FOLDS[2], slice(0, half)), (FOLDS[3], slice(half, 2 * half))):
        ranked = rank_rows(judged.scores["lightgbm"][mine], judged.labels[mine])
        assert fold.metrics["lightgbm.auc"] == auc(ranked, np.ones(half, dtype=np.int64))
        assert (fold.rows[0].rows, fold.rows[0].positives) == (half, judged.labels[mine].sum())
    assert FOLDS[2].metrics != FOLDS[3].metrics


def test_the_figures_of_a_past_retraining_are_those_of_the_report():
    term = full_findings().terms.terms[0]
    assert (FOLDS[0].rows[0].rows, FOLDS[0].rows[0].positives) == (term["rows"], term["positives"])
    mine = next(model for model in term["models"] if model["name"] == "tree")
    assert FOLDS[0].metrics["tree.recall_at_capacity"] == mine["recall_at_capacity"]


# Tags of the version


def test_a_version_carries_its_headline_figures_and_what_it_predicts():
    tags = version_tags(full_findings())
    assert tags["outcomes"] == "dropped_out, not_reenrolled, year_not_closed, exam_no_show"
    assert tags["as_of"] == "2023-02-01, 2024-02-01, 2025-02-01"
    assert (tags["capacity"], tags["until"]) == ("0.1", "")
    recall = full_findings().figures["lightgbm"]["recall_at_capacity"].value
    assert tags["lightgbm.recall_at_capacity"] == f"{recall:.4f}"


def test_a_version_carries_until_when_it_looks_ahead_where_that_is_a_day():
    until = replace(full_findings().plan, horizon_days=None, until="09-30")
    assert version_tags(replace(full_findings(), plan=until))["until"] == "09-30"


def test_a_figure_that_cannot_be_said_is_an_empty_tag():
    assert version_tags(bare_findings())["lightgbm.auc"] == ""
