"""Which reports do the tests of the model card write it from? Small ones, by hand; every figure occurs once."""

import copy
from collections.abc import Mapping
from typing import Any

BARE: Mapping[str, Any] = {
    "outcomes": ["dropped_out"],
    "as_of": ["2024-02-15"],
    "horizon_days": 365,
    "split": "school",
    "left_out": [],
    "rows": 410,
    "positives": 12,
    "capacity": 20,
    "model_version": "1",
    "mlflow_run_id": "run1",
    "models": [{"name": "rules", "auc": 0.711}, {"name": "lightgbm", "auc": None, "recall_at_capacity": None}],
}

PLOTS = {"list_length.png": b"\x89PNG lengths", "reliability.png": b"\x89PNG scores", "odd.png": b"\x89PNG odd"}


def model(name: str, recall: float, precision: float, **figures: float | None) -> dict[str, Any]:
    """Return a model's figures, recall within 5 points."""
    return {
        "name": name,
        "recall_at_capacity": recall,
        "recall_at_capacity_low": recall - 0.05,
        "recall_at_capacity_high": recall + 0.05,
        "precision_at_capacity": precision,
        "auc": None,
        "average_precision": None,
        "brier": None,
        "calibration_error": None,
        **figures,
    }


def school_lists(recall: dict[str, float], **counts: int) -> dict[str, Any]:
    """Return what a report says of lists made school by school: each recall within 3 points, two fifths of it right."""
    own = recall["lightgbm"]
    return {
        "drawn": "schools",
        "recall": {name: within(each) for name, each in recall.items()},
        "precision": {name: interval(round(0.4 * each, 4), None, None) for name, each in recall.items()},
        "ahead_of": {name: within(own - each) for name, each in recall.items() if name != "lightgbm"},
        **counts,
    }


def within(value: float) -> dict[str, float | None]:
    """Return a value within 3 points."""
    return interval(round(value, 4), round(value - 0.03, 4), round(value + 0.03, 4))


def term_model(name: str, recall: float, precision: float, **figures: float) -> dict[str, Any]:
    """Return a model's figures of one past retraining."""
    return {"name": name, "recall_within_schools": recall, "precision_within_schools": precision, **figures}


def interval(value: float, low: float | None, high: float | None) -> dict[str, float | None]:
    """Return an interval as reports have it."""
    return {"value": value, "low": low, "high": high}


_FULL: Mapping[str, Any] = {
    "outcomes": ["dropped_out", "not_reenrolled"],
    "as_of": ["2023-11-15", "2024-05-15", "2025-05-15"],
    "horizon_days": 365,
    "split": "time",
    "left_out": ["2024-09-15"],
    "rows": 61_400,
    "positives": 1228,
    "capacity": 0.05,
    "model_version": "7",
    "mlflow_run_id": "0c5fe1d8",
    "models": [
        model("random", 0.049, 0.021, auc=0.499),
        model("absences_only", 0.331, 0.132, auc=0.781),
        model("rules", 0.322, 0.129, auc=0.792),
        model("school_only", 0.148, 0.059, auc=0.702, brier=0.0221, recall_within_schools=0.062),
        model("logistic", 0.441, 0.177, auc=0.861, brier=0.0184),
        model("tree", 0.398, 0.159, auc=0.815, brier=0.0193),
        model(
            "lightgbm", 0.4517, 0.1807, auc=0.8724, auc_low=0.8531, auc_high=0.8917, average_precision=0.1931,
            brier=0.0179, calibration_error=0.0028, recall_within_schools=0.3842, recall_within_schools_low=0.3542,
            recall_within_schools_high=0.4142, precision_within_schools=0.1537,
        ),
    ],
    "within_schools": {
        "decided_on": "past",
        "last": school_lists(
            {"rules": 0.2711, "school_only": 0.062, "lightgbm": 0.3842}, cases=1228
        ),
        "past": school_lists(
            {
                "absences_only": 0.2514, "rules": 0.2623, "school_only": 0.0711, "logistic": 0.3644, "tree": 0.3313,
                "lightgbm": 0.3734,
            },
            cases=2420, schools=141, lists=278, listed=5994,
        ),
    },
    "labels": [
        {"as_of": "2023-11-15", "children": 70_317, "positives": 1301, "negatives": 68_702, "derived": 212,
            "unlabelled": {"transferred": 277, "gone": 37}},
        {"as_of": "2025-05-15", "children": 61_466, "positives": 1229, "negatives": 60_237, "derived": 0,
            "unlabelled": {}},
    ],
    "parts": [
        {"outcome": "dropped_out", "positives": 733, "recall_within_schools": 0.487},
        {"outcome": "not_reenrolled", "positives": 495, "recall_within_schools": None},
    ],
    "calibration": {"slope": interval(1.034, 0.912, 1.151), "observed_over_expected": interval(0.967, 0.881, 1.062)},
    "signal": {
        "within_school_auc": interval(0.834, 0.811, 0.857),
        "between_school_auc": 0.688,
        "score_variance_between_schools": 0.236,
        "share_of_cases_in_top_schools": 0.517,
        "outcome_icc": 0.043,
    },
    "groups": [
        {
            "by": "sex", "group": "F", "children": 29_870, "positives": 541, "listed": 1302,
            "recall": interval(0.4264, 0.391, 0.462), "precision": interval(0.1772, 0.158, 0.196),
            "false_alarm_rate": interval(0.0365, 0.0341, 0.0389), "calibration": interval(1.052, 0.954, 1.149),
        },
        {
            "by": "sex", "group": "M", "children": 31_530, "positives": 687, "listed": 1768,
            "recall": interval(0.4716, 0.437, 0.507), "precision": interval(0.1833, 0.166, 0.201),
            "false_alarm_rate": interval(0.0468, 0.0442, 0.0494), "calibration": interval(0.929, 0.857, 1.003),
        },
        {
            "by": "special_needs", "group": "yes", "children": 1714, "positives": 8, "listed": 163,
            "recall": None, "precision": None, "false_alarm_rate": interval(0.0909, 0.078, 0.104), "calibration": None,
        },
    ],
    "ablation": {
        "without": "family", "recall": 0.4517, "recall_without": 0.4389, "difference": interval(0.0128, -0.0061, 0.0313)
    },
    "terms": [
        {
            "as_of": "2024-05-15", "trained_until": "2023-05-14", "rows": 60_212, "positives": 1191,
            "models": [
                term_model("rules", 0.311, 0.124), term_model("absences_only", 0.139, 0.055),
                term_model("lightgbm", 0.433, 0.172),
            ],
        },
        {
            "as_of": "2025-05-15", "trained_until": "2024-05-14", "rows": 61_177, "positives": 1229,
            "models": [term_model("rules", 0.323, 0.13), term_model("lightgbm", 0.4519, 0.1812, auc=0.8727)],
        },
    ],
    "pooled_terms": [model("rules", 0.317, 0.127), model("lightgbm", 0.443, 0.176, auc=0.868)],
    "ageing": [
        {"terms_on": 0, "tests": 4, "auc": 0.8711, "recall_within_schools": 0.447, "recall_retrained": 0.447,
            "calibration_slope": 1.02},
        {"terms_on": 3, "tests": 1, "auc": 0.8602, "recall_within_schools": 0.418, "recall_retrained": 0.439,
            "gain_of_retraining": 0.021, "gain_of_retraining_low": -0.014, "gain_of_retraining_high": 0.052,
            "calibration_slope": 0.91},
    ],
    "placing": {
        "dates": ["2024-05-15", "2025-05-15"], "children": 121_389, "cases": 2420, "places": 6068,
        "ways": [
            {"name": "share", "title_ro": "aceeași proporție", "title_en": "the same share", "found": 764.0,
                "recall": 0.3155, "recall_low": 0.291, "recall_high": 0.339, "precision": 0.1258,
                "difference": 0.0, "difference_low": 0.0, "difference_high": 0.0},
            {"name": "school", "title_ro": "pe școli", "title_en": "by school", "found": 1029.0,
                "recall": 0.4252, "recall_low": 0.398, "recall_high": 0.451, "precision": 0.1696,
                "difference": 0.1097, "difference_low": 0.0874, "difference_high": 0.1312},
        ],
        "answer_ro": "Pe școală sau pe copil? Și, și.", "answer_en": "By school or by child? Both.",
    },
    "reviews": {
        "children": 900, "cases": 60, "schools": 2,
        "ways": [
            {"name": "list", "named": 90, "found": 24, "recall": {"value": 0.4, "low": 0.3, "high": 0.5},
                "precision": {"value": 0.267, "low": 0.2, "high": 0.33}},
            {"name": "nominations", "named": 8, "found": 4, "recall": {"value": 0.067, "low": 0.02, "high": 0.13},
                "precision": {"value": None, "low": None, "high": None}},
            {"name": "both", "named": 96, "found": 27, "recall": {"value": 0.45, "low": 0.35, "high": 0.55},
                "precision": {"value": 0.281, "low": 0.2, "high": 0.36}},
        ],
        "helped": 31, "helped_cases": 1,
        "with_helped": {"children": 900, "cases": 60, "recall": {"value": 0.41, "low": 0.3, "high": 0.5},
            "precision": {"value": 0.25, "low": 0.2, "high": 0.3}},
        "without_helped": {"children": 869, "cases": 59, "recall": {"value": 0.42, "low": 0.3, "high": 0.5},
            "precision": {"value": 0.26, "low": 0.2, "high": 0.3}},
    },
    "checks": [
        {
            "code": "beats_rules", "title_ro": "Mai bun decât regulile", "title_en": "Better than the rules",
            "verdict": "passed", "text_ro": "45,2 % față de 32,2 %.", "text_en": "45.2 % against 32.2 %.",
        },
        {
            "code": "groups", "title_ro": "Niciun grup mult sub ceilalți", "title_en": "No group far below the others",
            "verdict": "failed", "text_ro": "Fetele din mediul rural.", "text_en": "Rural girls.",
        },
        {
            "code": "champion",
            "title_ro": "Nu mai slab decât modelul în uz", "title_en": "Not worse than the champion",
            "verdict": "cannot_say", "text_ro": "Nu este niciunul în uz.", "text_en": "There is none.",
        },
    ],
    "data": {
        "schools": 143,
        "pupils": 84_219,
        "rows_per_table": {"enrolments": 301_884, "attendance": 2_418_377},
        "first_day": "2021-09-13",
        "last_day": "2026-07-03",
        "school_years": ["2021-2022", "2022-2023"],
        "tables": ["enrolments", "attendance"],
        "missing_tables": ["family"],
        "coverage": [
            {
                "feature": "poverty", "title_ro": "sărăcie", "title_en": "poverty", "group": "family", "known": 0.613
            },
            {
                "feature": "hours_year", "title_ro": "ore anul acesta", "title_en": "hours this year",
                "group": "attendance", "known": 0.997,
            },
        ],
        "fingerprint": "f00dcafe",
    },
    "features": [
        {
            "feature": "hours_year", "title_ro": "ore anul acesta", "title_en": "hours this year",
            "group": "attendance", "share": 0.2371, "can_change": True,
        },
        {
            "feature": "school_past", "title_ro": "trecutul școlii", "title_en": "the school's past",
            "group": "school_context", "share": 0.0884, "can_change": False,
        },
    ],
    "hyperparameters": {"trees": 200, "learning_rate": 0.03},
    "history": [
        {
            "version": "6", "created": "2025-11-03", "aliases": [], "outcomes": "dropped_out, not_reenrolled",
            "recall_within_schools": "0.4263", "promoted_by": "", "promoted_at": "", "promoted_reason": "",
            "overruled_by": "",
        },
        {
            "version": "5", "created": "2025-06-20", "aliases": ["champion"], "outcomes": ["dropped_out"],
            "recall_within_schools": 0.4188, "promoted_by": "A. Pop", "promoted_at": "2025-06-24",
            "promoted_reason": "better than the rules", "overruled_by": "I. Rus",
        },
    ],
}  # fmt: skip


def full() -> dict[str, Any]:
    """Return a report that has everything; a copy of its own, to be changed."""
    return copy.deepcopy(dict(_FULL))


def bare() -> dict[str, Any]:
    """Return a report of one date that has only the first keys, and next to nothing to say."""
    return copy.deepcopy(dict(BARE))
