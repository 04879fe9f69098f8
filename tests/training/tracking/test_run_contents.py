import json
import re
from dataclasses import replace

import numpy as np
import pytest

from tests.support.small_models import fitted_model
from tests.support.training.reported import bare_findings, full_findings, report_of
from training.metrics.ranking import auc, rank_rows
from training.tracking.run_contents import AHEAD, HEADLINE, ON_PAST_DATES, child_contents, run_contents, version_tags

FILES = {"card/model_card_en.md": b"# A card"}
REPORT = report_of(full_findings())
CONTENTS = run_contents(REPORT, fitted_model(), files=FILES, fingerprint="f1e2")
CHILDREN = list(child_contents(full_findings(), "f1e2"))


def test_the_run_keeps_what_was_asked_for_and_what_was_fitted():
    parameters = CONTENTS.parameters
    assert (parameters["as_of"], parameters["split"]) == (["2023-02-01", "2024-02-01", "2025-02-01"], "time")
    assert (parameters["folds"], parameters["seed"], parameters["bootstrap_samples"]) == (5, 7, 100)
    assert (parameters["rows"], parameters["positives"]) == (800, 160)  # of the fitted model
    assert (parameters["trees"], parameters["features"]) == (20, len(fitted_model().feature_names))


def test_the_run_keeps_every_figure_that_could_be_computed():
    metrics, report = CONTENTS.metrics, REPORT.as_json()
    assert metrics["by_model/lightgbm/auc"] == report["models"][-1]["auc"]
    assert metrics["by_model/rules/recall_at_capacity_high"] == report["models"][2]["recall_at_capacity_high"]
    assert metrics["calibration_slope"] == report["calibration"]["slope"]["value"]
    assert metrics["between_schools/within_school_auc"] == report["signal"]["within_school_auc"]["value"]
    assert metrics["ablation/recall_without_family"] == 0.42
    assert metrics["walk_forward/rules/recall_at_capacity"] == report["pooled_terms"][2]["recall_at_capacity"]
    assert metrics["walk_forward/1_terms_on/recall_retrained"] == report["ageing"][1]["recall_retrained"]
    girls = next(group for group in report["groups"] if (group["by"], group["group"]) == ("sex", "F"))
    assert metrics["by_group/sex/F/recall"] == girls["recall"]["value"]
    assert "by_group/sex_and_locality/F_rural/recall" in metrics


def test_the_headline_is_a_few_figures_of_the_risk_model_and_all_else_is_in_namespaces():
    top = {name: value for name, value in CONTENTS.metrics.items() if "/" not in name}
    ahead = {f"{AHEAD}_{name}{bound}" for name in ("absences_only", "rules") for bound in ("", "_low", "_high")}
    past = {f"{ON_PAST_DATES}{bound}" for bound in ("", "_low", "_high")}
    assert set(top) == {*HEADLINE, "calibration_slope", *past, *ahead}
    assert next(iter(top)) == ON_PAST_DATES
    assert all(top[name] == CONTENTS.metrics[f"by_model/lightgbm/{name}"] for name in HEADLINE)
    assert list(CONTENTS.metrics)[: len(top)] == list(top)


def test_a_run_has_a_name_and_a_description_that_a_person_can_read():
    assert CONTENTS.name == "Version 4: dropped_out, not_reenrolled, year_not_closed, exam_no_show, 2025-02-01"
    said = CONTENTS.description
    assert "within 300 days. As-of dates 2023-02-01, 2024-02-01, 2025-02-01; split by time; 2000 children" in said
    assert "School by school, over 2 past dates with " in said
    assert "lists at capacity 0.1: recall " in said
    assert "; ahead of absences only +" in said
    for check in REPORT.checks:
        assert f"- {check.title_en}: {check.verdict}. {check.text_en}" in said


@pytest.mark.parametrize("found", [full_findings(), bare_findings()], ids=["everything to say", "nothing to say"])
def test_every_figure_is_a_number_under_a_name_that_mlflow_takes(found: object):
    runs = [run_contents(report_of(found), fitted_model(), files={}, fingerprint="f"), *child_contents(found, "f")]
    for run in runs:
        for name, value in run.metrics.items():
            assert re.fullmatch(r"[\w.\-/]+", name), name
            assert isinstance(value, float)
            assert np.isfinite(value), name


def test_the_sets_of_rows_are_said_by_purpose_count_and_fingerprint():
    training, testing = CONTENTS.rows
    assert (training.purpose, training.rows, training.positives) == ("training", 800, 160)
    assert (testing.purpose, testing.rows) == ("testing", 2000)
    assert {rows.fingerprint for rows in CONTENTS.rows} == {"f1e2"} == {CONTENTS.tags["data_fingerprint"]}
    assert CONTENTS.tags["model_version"] == "4"


def test_the_files_are_those_given_and_the_report():
    assert set(CONTENTS.files) == {"report.json", *FILES}
    assert json.loads(CONTENTS.files["report.json"]) == json.loads(json.dumps(REPORT.as_json()))


def test_mlflow_is_given_only_what_could_be_computed():
    metrics = run_contents(report_of(bare_findings()), fitted_model(), files={}, fingerprint="f").metrics
    assert "auc" not in metrics
    assert "by_model/lightgbm/auc" not in metrics
    assert "by_model/random/brier" not in metrics
    assert metrics["by_model/lightgbm/precision_at_capacity"] == 0


# Runs below


def test_there_is_a_run_for_each_past_retraining_and_each_fold():
    names = [
        "Retrained as on 2024-02-01",
        "Retrained as on 2025-02-01",
        "Backtest by time, fold 1 of 2",
        "Backtest by time, fold 2 of 2",
    ]
    assert [fold.name for fold in CHILDREN] == names
    assert CHILDREN[0].parameters == {"as_of": "2024-02-01", "trained_until": "2023-02-01"}
    assert CHILDREN[2].parameters == {"split": "time", "training_rows": 0}


def test_runs_below_have_figures_of_the_same_names_so_that_they_can_be_compared():
    assert len({frozenset(fold.metrics) for fold in CHILDREN}) == 1
    assert {"auc", "by_model/rules/recall_at_capacity", "by_model/school_only/average_precision"} <= set(
        CHILDREN[0].metrics
    )
    assert set(CHILDREN[0].metrics) < set(CONTENTS.metrics)


def test_the_figures_of_a_fold_are_those_of_its_own_children():
    evaluated, half = full_findings().evaluated, 1000
    for fold, mine in ((CHILDREN[2], slice(0, half)), (CHILDREN[3], slice(half, 2 * half))):
        ranked = rank_rows(evaluated.scores["lightgbm"][mine], evaluated.labels[mine])
        assert fold.metrics["auc"] == auc(ranked, np.ones(half, dtype=np.int64))
        assert (fold.rows[0].rows, fold.rows[0].positives) == (half, evaluated.labels[mine].sum())
    assert CHILDREN[2].metrics != CHILDREN[3].metrics


def test_the_figures_of_a_past_retraining_are_those_of_the_report():
    term = full_findings().terms.terms[0]
    assert (CHILDREN[0].rows[0].rows, CHILDREN[0].rows[0].positives) == (term["rows"], term["positives"])
    mine = next(model for model in term["models"] if model["name"] == "tree")
    assert CHILDREN[0].metrics["by_model/tree/recall_at_capacity"] == mine["recall_at_capacity"]


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
