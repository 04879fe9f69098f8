import numpy as np

from models.explain.reasons import Reason, reasons, strongest
from tests.support.explained import explained_of, named
from tests.support.small_models import CATALOGUE

NAN = float("nan")
FOUR = named("absent_days_20d", "household_size", "social_benefit", "school_size")


def reasons_of(values: list[float], contributions: list[float], usual: list[float] | None = None) -> tuple[Reason, ...]:
    return reasons(explained_of(FOUR, [values], [contributions], usual=usual and [usual]), 0)


def test_the_strongest_reason_comes_first_whichever_way_it_points():
    found = reasons_of([5, 4, 1, 300], [0.1, -0.4, 0.2, 0.3])
    assert [(reason.feature, reason.contribution) for reason in found] == [
        ("household_size", -0.4), ("school_size", 0.3), ("social_benefit", 0.2), ("absent_days_20d", 0.1),
    ]  # fmt: skip


def test_reasons_as_strong_as_each_other_keep_the_order_of_the_features():
    found = reasons_of([5, 4, 1, 300], [0.2, 0.3, -0.2, 0.2])
    assert [reason.feature for reason in found] == [
        "household_size", "absent_days_20d", "social_benefit", "school_size",
    ]  # fmt: skip


def test_what_adds_nothing_is_no_reason():
    found = reasons_of([5, 4, 1, 300], [0.0, 0.3, -0.0, 1e-12])
    assert [reason.feature for reason in found] == ["household_size", "school_size"]
    assert reasons_of([5, 4, 1, 300], [0.0, 0.0, 0.0, 0.0]) == ()


def test_a_missing_value_is_none_and_said_by_its_name():
    (days, *_) = reasons_of([NAN, 4, 1, 300], [0.1, 0, 0, 0], usual=[2, NAN, NAN, NAN])
    assert (days.value, days.usual) == (None, 2.0)
    assert (days.text_en, days.text_ro) == FOUR[0].missing
    (size, *_) = reasons_of([5, NAN, 1, 300], [0, 0.1, 0, 0])
    assert size.text_ro == "nu s-a trecut câte persoane sunt în gospodărie"


def test_a_reason_says_value_group_theme_and_whether_the_school_can_change_it():
    days, size = reasons_of([5, 4, 1, 300], [0.2, 0, 0, 0.1])
    assert (days.value, days.group, days.theme, days.can_change) == (5.0, "attendance", "recent_absences", True)
    assert (size.value, size.group, size.theme, size.can_change) == (300.0, "school_context", "school", False)


def test_a_reason_has_words_in_both_languages_beside_what_is_usual():
    days, benefit, size = reasons_of([5, 4, 1, 300], [0.3, 0, 0.2, 0.1], usual=[1, NAN, NAN, NAN])
    assert days.text_en == "5 days with an absence in the last 20 school days; usually 1 in the class"
    assert days.text_ro == "5 zile cu absențe în ultimele 20 de zile de școală; în clasă de obicei 1"
    assert (days.usual, benefit.usual) == (1.0, None)
    assert benefit.text_en != benefit.text_ro
    assert size.text_ro == "școală cu 300 de elevi"


def test_the_strongest_on_each_side_are_the_first_reasons_of_that_side():
    chance = np.random.default_rng(3)
    contributions = chance.integers(-3, 4, (300, len(CATALOGUE))) / 10  # many are equal, many are nothing
    contributions[:5] = -abs(contributions[:5])
    explained = explained_of(CATALOGUE, chance.random(contributions.shape), contributions)
    raising, lowering = strongest(contributions, 3), strongest(-contributions, 1)
    for row, (up, down) in enumerate(zip(raising, lowering, strict=True)):
        found = reasons(explained, row)
        assert named_at(up) == [reason.feature for reason in found if reason.contribution > 0][:3]
        assert named_at(down) == [reason.feature for reason in found if reason.contribution < 0][:1]


def named_at(places: np.ndarray) -> list[str]:
    return [CATALOGUE[place].name for place in places if place >= 0]
