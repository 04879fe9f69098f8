import pytest

from features.i18n.numbers import percent
from tests.support.training.found import findings, invented
from training.metrics.bootstrap import NOTHING, Estimate
from training.promotion.performance_checks import promotion_checks
from training.promotion.verdicts import TITLES, beyond_noise, made, plain, points


@pytest.mark.parametrize(
    ("difference", "verdict"),
    [
        (Estimate(0.10, 0.05, 0.15), "passed"),
        (Estimate(0.10, -0.01, 0.21), "cannot_say"),  # better, but within noise
        (Estimate(0.10, 0.00, 0.20), "cannot_say"),  # zero is not left out
        (Estimate(0.00, -0.05, 0.05), "cannot_say"),
        (Estimate(-0.10, -0.20, 0.05), "cannot_say"),  # worse, but within noise
        (Estimate(-0.10, -0.20, -0.01), "failed"),
        (Estimate(0.00, 0.00, 0.00), "failed"),  # the same list is no better one
        (Estimate(0.10, None, None), "cannot_say"),
        (NOTHING, "cannot_say"),
    ],
)
def test_a_difference_is_beyond_noise_if_its_interval_leaves_zero_out(difference: Estimate, verdict: str):
    assert beyond_noise(difference) == verdict


def test_every_title_is_one_of_a_check_and_every_check_has_one():
    assert tuple(check.code for check in promotion_checks(findings(invented(400)))) == tuple(code for code in TITLES)


def test_a_check_is_made_with_its_title_in_both_languages():
    check = made("stable", "passed", en="Much.", ro="Mult.")
    assert (check.code, check.verdict, check.text("en"), check.text("ro")) == ("stable", "passed", "Much.", "Mult.")
    assert check.title("en") == "The lists stay much the same"
    assert check.title("ro") == "Listele rămân în mare parte aceleași"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (percent(1.0, "en"), "100.0 %"),
        (percent(0.0, "ro"), "0,0 %"),
        (points(Estimate(-0.012, -0.03, 0.006), "ro"), "-1,2 puncte (interval de 95 % -3,0 până la +0,6)"),
        (points(Estimate(0.1, None, None), "en"), "+10.0 points"),
        (points(NOTHING, "ro"), "- puncte"),
        (plain(Estimate(0.861, None, None), "en"), "0.86"),
        (plain(Estimate(0.861, 0.84, 0.88), "en"), "0.86 (95 % interval 0.84 to 0.88)"),
        (plain(NOTHING, "ro"), "-"),
    ],
)
def test_figures_are_said_as_each_language_writes_them(said: str, text: str):
    assert said == text
