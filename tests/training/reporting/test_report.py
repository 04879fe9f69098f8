import json
from dataclasses import replace

import pytest

from models.risk.baselines import MODEL_NAMES
from tests.support.training.found import findings, invented
from tests.support.training.labelled_rows import plan
from tests.support.training.reported import ABOUT, COMPOSITE, bare_findings, full_findings, report_of

FIXED_KEYS = (
    "outcomes", "as_of", "horizon_days", "split", "rows", "positives", "capacity", "model_version", "mlflow_run_id",
    "models",
)  # fmt: skip
FURTHER_KEYS = {
    "left_out", "within_schools", "labels", "ties", "parts", "calibration", "signal", "groups", "past_rates",
    "ablation", "terms", "pooled_terms", "ageing", "placing", "reviews", "checks", "compared_with",
    "hyperparameters", *ABOUT,
}  # fmt: skip
METRICS = (
    "auc", "average_precision", "recall_at_capacity", "precision_at_capacity", "brier", "calibration_error",
    "recall_within_schools", "precision_within_schools",
)  # fmt: skip
FIXED_MODEL_KEYS = {"name"} | {name + end for name in METRICS for end in ("", "_low", "_high")}
FULL = report_of(full_findings())
BARE = report_of(bare_findings())


def test_the_report_has_the_fixed_keys_first_and_then_what_else_was_found():
    keys = [key for key in FULL.as_json() if key != "left_out"]
    assert tuple(keys[: len(FIXED_KEYS)]) == FIXED_KEYS
    assert set(FULL.as_json()) == set(BARE.as_json()) == {*FIXED_KEYS, *FURTHER_KEYS}


def test_every_model_has_its_fixed_figures():
    models = FULL.as_json()["models"]
    assert [model["name"] for model in models] == list(MODEL_NAMES)
    for model in models:
        assert set(model) >= FIXED_MODEL_KEYS


def test_the_report_says_what_was_judged_and_how():
    report = FULL.as_json()
    assert (report["outcomes"], report["horizon_days"], report["capacity"]) == (list(COMPOSITE), 300, 0.1)
    assert report["as_of"] == ["2023-02-01", "2024-02-01", "2025-02-01"]
    assert (report["split"], report["left_out"]) == ("time", ["2024-02-01"])
    assert (report["rows"], report["positives"]) == (2000, int(full_findings().evaluated.labels.sum()))
    assert (report["model_version"], report["mlflow_run_id"], report["compared_with"]) == ("4", "abc", "3")


def test_lists_made_school_by_school_are_reported_of_past_dates_and_of_the_last():
    within = FULL.as_json()["within_schools"]
    assert within["decided_on"] == "past"
    last, past = within["last"], within["past"]
    assert (last["rows"], last["schools"], last["lists"], last["drawn"]) == (2000, 40, 40, "schools")
    assert (past["rows"], past["lists"], past["drawn"]) == (900, 80, "schools")
    for lists in (last, past):
        assert set(lists["ahead_of"]) == set(MODEL_NAMES) - {"lightgbm"}
        assert set(lists["ahead_of"]["rules"]) == {"value", "low", "high"}
    of_model = {model["name"]: model for model in FULL.as_json()["models"]}
    assert last["recall"]["rules"]["low"] == of_model["rules"]["recall_within_schools_low"]
    bare = BARE.as_json()["within_schools"]
    assert (bare["decided_on"], bare["past"], bare["last"]["drawn"]) == ("last", None, None)


def test_the_horizon_until_a_day_is_that_of_the_test_date():
    until = replace(full_findings(), plan=replace(full_findings().plan, horizon_days=None, until="09-30"))
    assert report_of(until).as_json()["horizon_days"] == 241


def test_figures_with_an_interval_have_value_low_and_high():
    report = FULL.as_json()
    intervals = (
        *report["calibration"].values(), report["signal"]["within_school_auc"], report["ablation"]["difference"],
        report["groups"][0]["recall"],
    )  # fmt: skip
    for interval in intervals:
        assert set(interval) == {"value", "low", "high"}
        assert interval["low"] < interval["value"] < interval["high"]
    assert set(report["calibration"]) == {"slope", "observed_over_expected"}


def test_parts_terms_and_ageing_are_listed():
    report = FULL.as_json()
    assert [part["outcome"] for part in report["parts"]] == list(COMPOSITE)
    assert [term["as_of"] for term in report["terms"]] == ["2024-02-01", "2025-02-01"]
    assert [model["name"] for model in report["pooled_terms"]] == list(MODEL_NAMES)
    assert [age["terms_on"] for age in report["ageing"]] == [0, 1]


def test_checks_have_everything_by_which_people_read_them():
    for check in FULL.as_json()["checks"]:
        assert set(check) == {"code", "title_en", "title_ro", "verdict", "text_en", "text_ro"}
    assert len(FULL.as_json()["checks"]) == len(FULL.checks) == 12


def test_what_is_known_of_the_data_is_added():
    assert {name: FULL.as_json()[name] for name in ABOUT} == ABOUT
    assert FULL.as_json()["hyperparameters"]["trees"] == 20


@pytest.mark.parametrize("report", [FULL, BARE], ids=["everything to say", "nothing to say"])
def test_the_report_is_json_without_nan(report: object):
    read = json.loads(json.dumps(report.as_json(), allow_nan=False))
    assert read == report.as_json()


def test_what_cannot_be_said_is_null():
    report = BARE.as_json()
    for model in report["models"]:
        assert model["auc"] is model["auc_low"] is model["recall_at_capacity_high"] is None
    assert report["models"][0]["brier"] is report["ablation"] is report["compared_with"] is None
    assert report["calibration"]["slope"] == {"value": None, "low": None, "high": None}
    assert report["parts"] == report["terms"] == report["pooled_terms"] == report["ageing"] == []
    assert all(group["recall"]["value"] is None for group in report["groups"])


def test_a_champion_that_could_not_be_compared_is_still_named():
    found = findings(invented(300), plan(), champion=full_findings().champion, comparison=None)
    assert report_of(found).as_json()["compared_with"] == "3"
