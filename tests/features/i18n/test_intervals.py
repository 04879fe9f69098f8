import pytest

from features.i18n.intervals import IN_SENTENCES, IN_TABLES, IN_WIDE_TABLES, ON_PAGES, IntervalForm, with_interval
from features.i18n.numbers import decimal
from features.i18n.text import Language
from prezent.views.comparison_rows import ReportedFigure
from training.metrics.bootstrap import Estimate

SHARE, LEAD = Estimate(0.2431, 0.21, 0.276), Estimate(0.012, -0.005, 0.03)


def plainly(figure: Estimate, form: IntervalForm, language: Language = "en") -> str:
    return with_interval(figure, lambda value: decimal(value, language, 2), form=form, language=language)


def with_sign(figure: Estimate, form: IntervalForm, language: Language = "ro") -> str:
    return with_interval(figure, lambda x: decimal(100 * x, language, 1, signed=True), form=form, language=language)


@pytest.mark.parametrize(
    ("form", "share", "lead"),
    [
        (IN_TABLES, "0.24 [0.21-0.28]", "+1,2 [-0,5; +3,0]"),
        (IN_WIDE_TABLES, "0.24 [0.21 to 0.28]", "+1,2 [-0,5 până la +3,0]"),
        (ON_PAGES, "0.24 (0.21–0.28)", "+1,2 (-0,5 până la +3,0)"),
        (IN_SENTENCES, "0.24 (95 % interval 0.21 to 0.28)", "+1,2 (interval de 95 % -0,5 până la +3,0)"),
    ],
)
def test_bounds_stand_behind_their_figure_and_no_dash_beside_a_sign(form: IntervalForm, share: str, lead: str):
    assert plainly(SHARE, form) == share
    assert with_sign(LEAD, form) == lead


def test_a_lower_bound_below_zero_has_no_dash_though_nothing_is_signed():
    assert plainly(Estimate(0.01, -0.02, 0.04), IN_TABLES) == "0.01 [-0.02; 0.04]"
    assert plainly(Estimate(0.01, -0.001, 0.04), IN_TABLES) == "0.01 [0.00-0.04]"  # as it is read


@pytest.mark.parametrize("form", [IN_TABLES, IN_WIDE_TABLES, ON_PAGES, IN_SENTENCES])
def test_without_both_bounds_the_figure_stands_alone(form: IntervalForm):
    assert plainly(Estimate(0.5, None, None), form) == "0.50"
    assert plainly(Estimate(0.5, None, 0.6), form) == "0.50"
    assert plainly(Estimate(None, None, None), form) == "-"


def test_the_unit_is_the_figures_and_bounds_may_be_said_shorter():
    said = with_interval(
        SHARE,
        lambda x: decimal(x, "ro"),
        bound=lambda x: decimal(x, "ro", 2),
        form=ON_PAGES,
        language="ro",
        unit=" pct",
    )
    assert said == "0,243 pct (0,21–0,28)"


def test_a_figure_read_from_a_report_is_said_like_one_just_computed():
    for figure in (SHARE, LEAD, Estimate(None, None, None)):
        read = ReportedFigure(figure.value, figure.low, figure.high)
        assert read.points("en") == with_sign(figure, IN_TABLES, "en")


def test_a_minus_of_a_page_is_a_sign_too():
    said = with_interval(LEAD, lambda x: f"{100 * x:.1f}".replace("-", "−"), form=ON_PAGES, language="en")
    assert said == "1.2 (−0.5 to 3.0)"
