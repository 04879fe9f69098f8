import math

import pytest

from features.i18n.text import Bilingual
from training.metrics.bootstrap import Interval
from training.reporting.model_card.blocks import Cell
from training.reporting.model_card.formatting import CardFormatter, figure_of, number_of, value_of

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
    assert (RO.children(number), EN.children(number)) == (romanian, english)


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0"), (0.004, "mai puțin de 1"), (0.0051, "aproximativ 1"), (0.4517, "aproximativ 45")]
)
def test_a_share_is_said_as_children_of_a_hundred(share: float, said: str):
    assert RO.of_hundred(share) == said


def test_a_figure_has_its_interval_beside_it():
    assert RO.share_cell(Interval(0.4517, 0.402, 0.502)) == Cell("45,2\u00a0%", "40,2–50,2")
    assert EN.decimal_cell(Interval(0.8724, 0.853, 0.892)) == Cell("0.872", "0.853–0.892")
    assert EN.with_interval(EN.decimal_cell(Interval(1.034, 0.912, 1.151), 2)) == "1.03 (0.91–1.15)"
    assert EN.with_interval(EN.share_cell(Interval(0.5, None, None))) == "50.0\u00a0%"


def test_no_dash_of_an_interval_stands_beside_a_minus():
    assert EN.points_cell(Interval(0.0128, -0.0061, 0.0313)) == Cell("1.3 points", "\u22120.6 to 3.1")
    assert RO.points_cell(Interval(0.0128, -0.0061, 0.0313)).note == "\u22120,6 până la 3,1"


def test_too_little_to_say_is_not_the_same_as_not_asked():
    report = {"auc": None, "recall": {"value": None, "low": None, "high": None}}
    assert EN.decimal_cell(figure_of(report, "auc")) == Cell("too few to say")
    assert EN.share_cell(figure_of(report, "recall")) == Cell("too few to say")
    assert EN.share_cell(figure_of(report, "precision")) == Cell("–")
    assert EN.cell(None) == Cell("–")


def test_a_figure_is_read_as_an_interval_or_as_numbers_side_by_side():
    apart = {"auc": 0.7, "auc_low": 0.6, "auc_high": 0.8}
    together = {"auc": {"value": 0.7, "low": 0.6, "high": 0.8}}
    assert figure_of(apart, "auc") == figure_of(together, "auc") == Interval(0.7, 0.6, 0.8)
    assert figure_of({"auc": 0.7}, "auc") == Interval(0.7, None, None)
    assert figure_of({"within_auc": 0.7}, "within_school_auc", "within_auc") == Interval(0.7, None, None)
    assert (value_of(apart, "auc"), value_of(apart, "recall")) == (0.7, None)


@pytest.mark.parametrize("given", [None, "", math.nan, math.inf])
def test_what_is_no_number_is_none(given: object):
    assert number_of(given) is None


def test_a_registry_tag_is_a_number_in_text():
    assert number_of("0.4263") == 0.4263


def test_a_code_without_a_word_is_shown_as_it_is():
    words = {"rules": Bilingual("the rules", "regulile")}
    assert (RO.word(words, "rules"), RO.word(words, "forest")) == ("regulile", "forest")


def test_a_title_is_taken_in_the_language_of_the_card():
    titles = {"title_ro": "ore", "title_en": "hours"}
    assert (RO.pick(titles, "title"), EN.pick(titles, "title"), EN.pick({}, "title")) == ("ore", "hours", "")
