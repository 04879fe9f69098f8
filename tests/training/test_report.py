import datetime as dt
import json
from dataclasses import replace

import numpy as np
from labelled_rows import EARLY, LATE, judged, plan

from models.baselines import MODEL_NAMES
from training.cohorts import Backtest
from training.figures import model_figures
from training.report import Report, flat_metrics

BETWEEN = dt.date(2024, 9, 1)
FIXED_KEYS = {
    "outcomes", "as_of", "horizon_days", "split", "rows", "positives", "capacity", "model_version", "mlflow_run_id",
    "models",
}  # fmt: skip
METRICS = ("auc", "average_precision", "recall_at_capacity", "precision_at_capacity", "brier", "calibration_error")
FIXED_MODEL_KEYS = {"name"} | {name + end for name in METRICS for end in ("", "_low", "_high")}


def report_of(labels: list[int], **changes: object) -> Report:
    asked = plan(as_of=(LATE, EARLY, BETWEEN, EARLY), **changes)
    schools = [f"S{number % 20}" for number in range(len(labels))]
    rows = judged(labels, schools, lightgbm=np.linspace(0.9, 0.1, len(labels)).tolist())
    nowhere = np.array([], dtype=np.intp)
    backtest = Backtest("time", ((nowhere, nowhere),), left_out=(BETWEEN,))
    return Report(asked, backtest, rows, model_figures(rows, asked), "4", "abc")


REPORT = report_of([1, 1, 0, 0] * 10)


def test_the_report_has_the_fixed_keys():
    report = REPORT.as_json()
    assert set(report) == FIXED_KEYS | {"left_out"}
    assert [model["name"] for model in report["models"]] == list(MODEL_NAMES)
    for model in report["models"]:
        assert set(model) >= FIXED_MODEL_KEYS


def test_the_report_says_what_was_judged_and_how():
    report = REPORT.as_json()
    assert (report["outcomes"], report["horizon_days"], report["capacity"]) == (["dropped_out"], 300, 0.05)
    assert report["as_of"] == ["2023-02-01", "2024-09-01", "2025-02-01"]
    assert (report["split"], report["left_out"]) == ("time", ["2024-09-01"])
    assert (report["rows"], report["positives"]) == (40, 20)
    assert (report["model_version"], report["mlflow_run_id"]) == ("4", "abc")


def test_the_horizon_until_a_day_is_that_of_the_test_date():
    assert report_of([1, 0] * 10, horizon_days=None, until="09-30").as_json()["horizon_days"] == 241


def test_what_cannot_be_said_is_null_and_never_nan():
    report = json.loads(json.dumps(report_of([0] * 40).as_json(), allow_nan=False))
    for model in report["models"]:
        assert model["auc"] is model["auc_low"] is model["recall_at_capacity_high"] is None
    assert report["models"][0]["brier"] is None


def test_mlflow_is_given_only_what_could_be_computed():
    metrics = flat_metrics(report_of([0] * 40).figures)
    assert "lightgbm.auc" not in metrics
    assert "random.brier" not in metrics
    assert metrics["lightgbm.precision_at_capacity"] == 0
    assert all(np.isfinite(value) for value in metrics.values())


def test_a_screen_shows_one_line_per_model():
    lines = REPORT.lines()
    assert lines[0] == (
        "Outcome dropped_out within 300 days; tested on the last date: 40 children judged, 20 with the outcome."
    )
    assert "less than a horizon before the test: 2024-09-01." in lines[1]
    table = lines[-9:-2]
    assert [line.split()[0] for line in table] == list(MODEL_NAMES)
    assert table[0].endswith("-")  # random is no probability
    assert max(map(len, lines[2:])) <= 100
    assert lines[-1] == "Registered as version 4, the challenger. Next: prezent promote 4 --by ..."


def test_a_screen_says_how_the_rows_were_split():
    for split, words in (("school", "folds by school"), ("pupil", "folds by pupil")):
        assert words in replace(REPORT, backtest=replace(REPORT.backtest, split=split, left_out=())).lines()[0]
