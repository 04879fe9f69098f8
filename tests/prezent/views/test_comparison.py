import copy
import re
from typing import Any

import pytest

from prezent.views.comparison import Side, comparison_lines, same_children
from tests.support.shelf import check

REPORT: dict[str, Any] = {
    "outcomes": ["dropped_out", "not_reenrolled"],
    "as_of": ["2024-02-15", "2025-02-15"],
    "horizon_days": 365,
    "split": "time",
    "capacity": 0.05,
    "rows": 900,
    "positives": 18,
    "data_fingerprint": "0123456789abcdef0123",
    "models": [
        {"name": "rules", "auc": 0.7},
        {
            "name": "lightgbm", "auc": 0.8, "auc_low": 0.75, "auc_high": 0.85, "average_precision": 0.2,
            "recall_at_capacity": 0.4, "precision_at_capacity": None, "brier": 0.02,
        },
    ],
    "within_schools": {
        "decided_on": "past",
        "last": {"recall": {"lightgbm": {"value": 0.25, "low": 0.2, "high": 0.3}}},
        "past": {
            "recall": {"lightgbm": {"value": 0.24, "low": 0.21, "high": 0.27}},
            "ahead_of": {"absences_only": {"value": 0.06, "low": 0.04, "high": 0.08}},
        },
    },
    "calibration": {"slope": {"value": 0.97, "low": 0.8, "high": 1.1}},
    "groups": [
        {"by": "sex", "group": "F", "recall": {"value": 0.5, "low": 0.4, "high": 0.6}},
        {"by": "sex", "group": "m", "recall": {"value": 0.45, "low": 0.3, "high": 0.6}},
        {"by": "locality", "group": "rural", "recall": {"value": 0.5, "low": 0.4, "high": 0.6}},
        {"by": "locality", "group": "urban", "recall": None},
    ],
    "features": [{"feature": "hours_28d", "share": 0.5}, {"feature": "moves", "share": 0.25}],
    "hyperparameters": {"trees": 200, "leaves": 8},
}  # fmt: skip


def changed(**keys: Any) -> dict[str, Any]:
    return {**copy.deepcopy(REPORT), **keys}


def side(version: str = "2", report: dict[str, Any] | None = None, checks: tuple[Any, ...] = ()) -> Side:
    return Side(version, REPORT if report is None else report, checks)


def rows(first: Side, second: Side) -> dict[str, list[str]]:
    """Return the cells of each line by its label."""
    lines = comparison_lines(first, second, "en")
    lines = lines[lines.index("") :]
    one, other, difference = columns(lines)
    return {
        line[:one].strip(): [line[one:other].strip(), line[other:difference].strip(), line[difference:].strip()]
        for line in lines
        if line
    }


def columns(lines: list[str]) -> tuple[int, int, int]:
    """Return where the two versions and the difference stand."""
    head = next(line for line in lines if line.startswith("Trained and judged on"))
    one, other = (found.start() for found in re.finditer(r"version \d+", head))
    return one, other, max(other + len("version 1"), max(map(len, lines)) - len("difference"))


# The same children?


def test_two_models_judged_on_the_same_children_differ_by_themselves():
    assert same_children(side("1"), side("2")).en == (
        "Versions 1 and 2 were judged on the same children, so a difference is the models'."
    )


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("as_of", ["2025-02-15"], "as-of dates"),
        ("outcomes", ["failed"], "outcomes"),
        ("horizon_days", 180, "horizon in days"),
        ("split", "school", "split"),
        ("data_fingerprint", "fedcba", "records"),
    ],
)
def test_other_children_are_told_first(key: str, value: Any, named: str):
    other = side("2", changed(**{key: value}))
    assert same_children(side("1"), other).en == (
        f"Versions 1 and 2 were not judged on the same children (different: {named}), so a difference may be the "
        "children's, not the model's."
    )
    assert comparison_lines(side("1"), other, "en")[0].startswith("Versions 1 and 2 were not judged on the same")


def test_what_is_not_reported_leaves_it_open_unless_something_else_differs():
    unknown = changed(data_fingerprint=None)
    assert same_children(side("1", unknown), side("2")).en.startswith(
        "Whether versions 1 and 2 were judged on the same children cannot be said (not reported: records)"
    )
    assert (
        "not judged on the same children (different: horizon in days)"
        in same_children(side("1", unknown), side("2", changed(horizon_days=9))).en
    )


# Side by side


def test_figures_stand_side_by_side_with_intervals_and_difference():
    better = changed(models=[{"name": "lightgbm", "auc": 0.82, "recall_at_capacity": 0.35, "brier": None}])
    found = rows(side("1"), side("2", better))
    assert found["One list over all"] == ["version 1", "version 2", "difference"]
    assert found["AUC"] == ["0.800 [0.750-0.850]", "0.820", "+0.020"]
    assert found["recall"] == ["0.400", "0.350", "-0.050"]
    assert found["precision"] == ["-", "-", ""]
    assert found["Brier"] == ["0.020", "-", ""]
    assert found["calibration slope (1 is right)"] == ["0.970 [0.800-1.100]", "0.970 [0.800-1.100]", "+0.000"]


def test_lists_made_school_by_school_stand_above_all_other_figures():
    less = copy.deepcopy(REPORT["within_schools"])
    less["past"]["recall"]["lightgbm"] = {"value": 0.22, "low": 0.19, "high": 0.25}
    less["past"]["ahead_of"] = {"absences_only": {"value": 0.01, "low": -0.02, "high": 0.04}}
    found = rows(side("1"), side("2", changed(within_schools=less)))
    assert found["recall, past dates"] == ["0.240 [0.210-0.270]", "0.220 [0.190-0.250]", "-2.0"]
    assert found["recall, last date"] == ["0.250 [0.200-0.300]", "0.250 [0.200-0.300]", "+0.0"]
    assert found["more than by counting absences"] == ["+6.0 [+4.0; +8.0]", "+1.0 [-2.0; +4.0]", "-5.0"]
    labels = list(found)
    assert labels.index("recall, past dates") < labels.index("recall") < labels.index("AUC")


def test_a_version_compared_with_the_other_as_its_champion_says_by_how_much_it_is_ahead():
    lists = copy.deepcopy(REPORT["within_schools"])
    lists["past"]["ahead_of"]["champion"] = {"value": 0.012, "low": -0.01, "high": 0.03}
    after = changed(within_schools=lists, compared_with="1")
    page = " ".join(comparison_lines(side("1"), side("2", after), "en"))
    assert (
        "version 2 found +1.2 [-1.0; +3.0] points more of the cases than version 1's features and hyperparameters"
        in page
    )
    for other in (side("3"), side("4", changed(compared_with="1"))):
        page = " ".join(comparison_lines(side("1") if other.version == "4" else other, side("2"), "en"))
        assert "The differences have no interval of their own" in page


def test_a_report_that_says_nothing_of_schools_is_shown_without():
    bare = changed()
    del bare["within_schools"]
    assert "recall, past dates" not in rows(side("1", bare), side("2", bare))
    assert rows(side("1", bare), side("2"))["recall, past dates"] == ["-", "0.240 [0.210-0.270]", ""]


def test_what_they_were_trained_and_judged_on_stands_side_by_side():
    found = rows(side("1"), side("2", changed(rows=1000, capacity=20)))
    assert found["outcomes"][0] == "dropped out, not enrolled again"
    assert found["children judged"] == ["900", "1000", ""]
    assert found["capacity"] == ["5 %", "20 children", ""]
    assert found["records"] == ["0123456789ab"] * 2 + [""]


def test_groups_are_shown_where_recall_differs_most():
    groups = [
        {"by": "sex", "group": "F", "recall": {"value": 0.3, "low": 0.2, "high": 0.4}},
        {"by": "sex", "group": "m", "recall": {"value": 0.46, "low": 0.3, "high": 0.6}},
        {"by": "locality", "group": "rural", "recall": {"value": 0.5, "low": 0.4, "high": 0.6}},
        {"by": "locality", "group": "urban", "recall": {"value": 0.9, "low": 0.8, "high": 1.0}},
    ]
    found = rows(side("1"), side("2", changed(groups=groups)))
    shown = [label for label in found if label in ("girls", "sex: m", "rural schools", "urban schools")]
    assert shown == ["girls", "sex: m"]  # rural does not differ; of urban one says nothing; no group has the code m
    assert found["girls"] == ["0.500 [0.400-0.600]", "0.300 [0.200-0.400]", "-20.0"]


def test_features_that_one_of_them_lacks_are_shown_with_a_dash():
    features = [{"feature": "hours_28d", "share": 0.5}, {"feature": "late_marks", "share": 0.3}]
    found = rows(side("1"), side("2", changed(features=features)))
    assert found["late_marks"] == ["-", "0.300", "+30.0"]
    assert found["moves"] == ["0.250", "-", "-25.0"]
    assert "hours_28d" not in found


def test_a_romanian_comparison_says_names_for_codes_and_numbers_with_a_comma():
    titled = changed(features=[{"feature": "moves", "title_ro": "mutări", "title_en": "moves", "share": 0.3}])
    page = "\n".join(comparison_lines(side("1"), side("2", titled), "ro"))
    for words in (
        "abandon școlar, neînscriere",
        "în timp",
        "5 %",
        "0,800 [0,750-0,850]",
        "cazuri găsite (recall)",
    ):
        assert words in page
    assert "mutări" in page
    assert not re.search(r"\d\.\d", page)
    for word in ("dropped", "time", "sensibil", "eveniment"):
        assert word not in page


def test_no_more_than_five_features_are_shown():
    many = [{"feature": f"feature_{n}", "share": n / 100} for n in range(1, 10)]
    found = rows(side("1"), side("2", changed(features=many)))
    assert [label for label in found if label.startswith(("feature_", "hours", "moves"))] == [
        "hours_28d", "moves", "feature_9", "feature_8", "feature_7",
    ]  # fmt: skip


def test_only_settings_that_differ_are_shown():
    found = rows(side("1"), side("2", changed(hyperparameters={"trees": 300, "leaves": 8, "bins": 63})))
    assert found["trees"] == ["200", "300", ""]
    assert found["bins"] == ["-", "63", ""]
    assert "leaves" not in found


def test_checks_stand_side_by_side_in_words():
    mine = side("1", checks=(check("fair"), check("stable", "failed")))
    found = rows(mine, side("2", checks=(check("fair", "cannot_say"), check("leaky"))))
    assert found["title of fair"] == ["passed", "cannot say", ""]
    assert found["title of stable"] == ["FAILED", "-", ""]
    assert found["title of leaky"] == ["-", "passed", ""]
    assert any("titlul stable" in line and "PICATĂ" in line for line in comparison_lines(mine, side("2"), "ro"))


def test_versions_of_which_nothing_is_known_are_compared_with_dashes():
    found = rows(side("1", {}), side("2", {}))
    assert found["AUC"] == found["children judged"] == ["-", "-", ""]
    assert "Checks" not in found
    assert "Settings that differ" not in found
    assert all("None" not in cell for cells in found.values() for cell in cells)


def test_nothing_is_wider_than_110_columns():
    dates = [f"20{year}-02-15" for year in range(10, 30)]
    wide = changed(as_of=dates, features=[{"feature": "a_feature_with_a_very_long_name_indeed_it_is", "share": 1.0}])
    lines = comparison_lines(side("11"), side("12", wide, (check("fair " * 20),)), "en")
    assert max(map(len, lines)) <= 110
    assert sum(line.count("-02-15") for line in lines) == 2 + len(dates)
