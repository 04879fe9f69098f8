import math

import pytest

from training.metrics.bootstrap import Estimate
from training.reporting.model_card.formatting import CardFormatter
from training.reporting.model_card.report_parts import Calibration, FeatureRow, ModelRow

RO, EN = CardFormatter("ro"), CardFormatter("en")


def test_each_language_has_its_decimal_sign_and_no_percent_sign_stands_alone():
    assert (RO.percent(0.4517), EN.percent(0.4517)) == ("45,2\u00a0%", "45.2\u00a0%")
    assert (RO.decimal(0.87243), EN.decimal(1.034, 2)) == ("0,872", "1.03")


def test_a_minus_is_a_minus_and_none_stands_before_a_zero():
    assert EN.decimal(-0.61, 1) == "\u22120.6"
    assert EN.decimal(-0.0, 1) == "0.0"


def test_thousands_are_parted_where_there_are_five_digits():
    assert [EN.whole(n) for n in (0, 9999, 12_345, 2_418_377)] == ["0", "9999", "12\u00a0345", "2\u00a0418\u00a0377"]


@pytest.mark.parametrize(
    ("number", "romanian", "english"),
    [
        (1, "1 copil", "1 child"),
        (12, "12 copii", "12 children"),
        (20, "20 de copii", "20 children"),
        (61_400, "61\u00a0400 de copii", "61\u00a0400 children"),
        (61_401, "61\u00a0401 copii", "61\u00a0401 children"),
    ],
)
def test_children_are_counted_as_each_language_counts(number: int, romanian: str, english: str):
    assert (RO.count(number, "copil", "copii"), EN.count(number, "child", "children")) == (romanian, english)


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0"), (0.004, "mai puțin de 1"), (0.0051, "aproximativ 1"), (0.4517, "aproximativ 45")]
)
def test_a_share_is_said_as_children_of_a_hundred(share: float, said: str):
    assert RO.of_hundred(share) == said


def test_a_figure_has_its_interval_beside_it():
    assert RO.share(Estimate(0.4517, 0.402, 0.502)) == "45,2\u00a0% (40,2–50,2)"
    assert EN.estimate(Estimate(0.8724, 0.853, 0.892)) == "0.872 (0.853–0.892)"
    assert EN.estimate(Estimate(1.034, 0.912, 1.151), 2) == "1.03 (0.91–1.15)"
    assert EN.share(Estimate(0.5, None, None)) == "50.0\u00a0%"


def test_no_dash_of_an_interval_stands_beside_a_minus():
    assert EN.share(Estimate(0.0128, -0.0061, 0.0313), " points") == "1.3 points (\u22120.6 to 3.1)"
    assert "(\u22120,6 până la 3,1)" in RO.share(Estimate(0.0128, -0.0061, 0.0313))


def test_bounds_can_be_left_away():
    assert EN.share(Estimate(0.4517, 0.402, 0.502), bounds=False) == "45.2\u00a0%"


def test_too_little_to_say_is_not_the_same_as_not_asked():
    row = ModelRow.model_validate(
        {"name": "tree", "auc": None, "recall_at_capacity": {"value": None, "low": None, "high": None}}
    )
    assert EN.estimate(row.auc) == "too few to say"
    assert EN.share(row.recall_at_capacity) == "too few to say"
    assert EN.share(row.precision_at_capacity) == "–"
    assert EN.whole(None) == "–"


def test_a_figure_is_read_as_an_interval_or_as_numbers_side_by_side():
    apart = ModelRow.model_validate({"auc": 0.7, "auc_low": 0.6, "auc_high": 0.8})
    together = ModelRow.model_validate({"auc": {"value": 0.7, "low": 0.6, "high": 0.8}})
    assert apart.auc == together.auc == Estimate(0.7, 0.6, 0.8)
    assert ModelRow.model_validate({"auc": 0.7}).auc == Estimate(0.7, None, None)


@pytest.mark.parametrize("given", [None, "", math.nan, math.inf])
def test_what_is_no_number_is_none(given: object):
    assert Calibration.model_validate({"slope": given}).slope == Estimate(None, None, None)


def test_a_registry_tag_is_a_number_in_text():
    assert ModelRow.model_validate({"recall_at_capacity": "0.4263"}).recall == 0.4263


def test_a_code_without_a_name_is_shown_as_it_is():
    assert (RO.label("rules", "model"), RO.label("forest", "model")) == ("regulile de azi", "forest")
    assert (RO.model("rules"), RO.model("forest")) == ("regulile de azi (rules)", "forest")


def test_what_a_report_does_not_say_is_empty():
    assert FeatureRow.model_validate({"title_ro": None, "group": ""}) == FeatureRow()
