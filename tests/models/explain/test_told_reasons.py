"""What people are told: themes that sum exactly, each once, nothing that is the same for nearly all."""

import numpy as np
import pytest

from models.explain.explained import Explained
from models.explain.told_reasons import (
    LEAST,
    ToldReasons,
    shared_by_nearly_all,
    shared_reasons,
    theme_sums,
    told_reasons,
)
from tests.support.explained import explained_of, named
from tests.support.small_models import CATALOGUE

NAN = float("nan")
MARKS = ("mark_mean_year", "mark_lowest_year")


def told_of(explained: Explained) -> tuple[ToldReasons, ...]:
    return told_reasons(explained, shared_by_nearly_all(explained, np.arange(len(explained))))


def random_explained(seed: int, rows: int = 40) -> Explained:
    chance = np.random.default_rng(seed)
    shape = (rows, len(CATALOGUE))
    contributions = np.where(chance.random(shape) < 0.5, 0.0, chance.normal(size=shape) / 4)
    values = np.where(chance.random(shape) < 0.1, NAN, chance.integers(0, 5, shape))
    return explained_of(CATALOGUE, values, contributions)


@pytest.mark.parametrize("seed", range(4))
def test_themes_add_up_to_what_all_features_add(seed: int) -> None:
    explained = random_explained(seed)
    sums = theme_sums(explained.contributions, CATALOGUE)
    assert sum(sums.values()) == pytest.approx(explained.contributions.sum(axis=1), abs=1e-12)
    assert set(sums) == {feature.theme for feature in CATALOGUE}


@pytest.mark.parametrize("seed", range(4))
def test_themes_are_told_as_a_slow_count_by_hand_would(seed: int) -> None:
    explained = random_explained(seed)
    for row, found in enumerate(told_of(explained)):
        sums: dict[str, float] = {}
        for feature, contribution in zip(CATALOGUE, explained.contributions[row], strict=True):
            theme = "recent_absences" if feature.theme == "earlier_absences" else feature.theme
            sums[theme] = sums.get(theme, 0.0) + contribution
        by_weight = sorted(-value for value in sums.values() if value >= LEAST)[:3]
        assert [reason.contribution for reason in found.raising] == pytest.approx([-value for value in by_weight])
        lowest = min(sums.values())
        assert [reason.contribution for reason in found.lowering] == (
            [pytest.approx(lowest)] if lowest <= -LEAST else []
        )


def test_a_theme_is_told_once_by_its_strongest_feature() -> None:
    explained = explained_of(named(*MARKS, "incidents_year"), [[60, 30, 2]], [[0.2, 0.5, 0.3]])
    (found,) = told_of(explained)
    assert [(reason.theme, reason.feature, reason.contribution) for reason in found.raising] == [
        ("marks", "mark_lowest_year", pytest.approx(0.7)), ("incidents", "incidents_year", 0.3),
    ]  # fmt: skip
    assert found.raising[0].text.ro == "cea mai slabă notă de anul acesta: 3,4"
    assert found.raising[0].weight.ro == "cântărește mult"


def test_a_feature_that_points_the_other_way_does_not_tell_of_its_theme() -> None:
    (found,) = told_of(explained_of(named(*MARKS), [[60, 30]], [[-0.6, 0.9]]))
    assert (found.raising[0].feature, found.raising[0].contribution) == ("mark_lowest_year", pytest.approx(0.3))


def test_recent_absences_and_those_of_the_year_that_hold_them_are_told_as_one() -> None:
    explained = explained_of(named("unexcused_hours_60d", "unexcused_hours_year"), [[58, 90]], [[0.4, 0.3]])
    (found,) = told_of(explained)
    assert [(reason.theme, reason.contribution) for reason in found.raising] == [
        ("recent_absences", pytest.approx(0.7))
    ]


def test_what_weighs_next_to_nothing_is_not_told() -> None:
    (found,) = told_of(explained_of(named(*MARKS, "incidents_year"), [[60, 30, 2]], [[0.02, 0.02, -0.04]]))
    assert found == ToldReasons()


def test_nobody_can_change_what_is_missing() -> None:
    explained = explained_of(named("late_60d", "incidents_year"), [[NAN, 2]], [[0.4, 0.3]])
    (found,) = told_of(explained)
    assert [reason.can_change for reason in found.raising] == [False, True]


# What is the same for nearly all

CLASS_8 = named("grade_level", "incidents_year", "mother_education")


def of_list(levels: list[float], incidents: list[float], schooling: list[float]) -> Explained:
    values = list(zip(levels, incidents, schooling, strict=True))
    return explained_of(CLASS_8, values, [[0.5, 0.4, 0.3]] * len(values))


def test_what_more_than_three_fifths_have_alike_is_told_once_and_of_no_child() -> None:
    explained = of_list([8, 8, 8, 8, 7], [1, 2, 3, 4, 5], [2, 2, 2, 3, 3])  # 2 is had by just three fifths
    is_shared = shared_by_nearly_all(explained, np.zeros(5, np.intp))
    assert is_shared.tolist() == [[True, False, False]] * 4 + [[False, False, False]]
    (shared,) = shared_reasons(explained, is_shared, np.arange(5))
    assert (shared.theme, shared.children, shared.of, shared.text.ro) == ("track", 4, 5, "în clasa a VIII-a")
    assert shared.contribution == pytest.approx(0.4)
    told = told_reasons(explained, is_shared)
    assert "track" not in {reason.theme for reason in told[0].raising}
    assert told[4].raising[0].text.ro == "în clasa a VII-a"


def test_a_value_that_most_lack_is_shared_too() -> None:
    explained = of_list([5, 6, 7], [1, 2, 3], [NAN, NAN, NAN])
    (shared,) = shared_reasons(explained, shared_by_nearly_all(explained, np.zeros(3, np.intp)), np.arange(3))
    assert shared.text.ro == "nu s-au trecut studiile mamei"


def test_each_list_is_looked_at_by_itself_and_a_list_of_one_shares_nothing() -> None:
    explained = of_list([8, 8, 5, 6, 8], [1, 2, 1, 2, 9], [0, 1, 2, 3, 4])
    is_shared = shared_by_nearly_all(explained, np.array([0, 0, 1, 1, 2]))
    assert is_shared[:, 0].tolist() == [True, True, False, False, False]
    assert not is_shared[:, 1:].any()


def test_what_lowers_the_risk_of_all_is_told_neither_above_nor_below() -> None:
    explained = explained_of(named("grade_level"), [[2], [2]], [[-0.5], [-0.5]])
    is_shared = shared_by_nearly_all(explained, np.zeros(2, np.intp))
    assert shared_reasons(explained, is_shared, np.arange(2)) == ()
    assert told_reasons(explained, is_shared) == (ToldReasons(), ToldReasons())


def test_values_are_alike_when_they_read_the_same() -> None:
    explained = explained_of(named("commute_minutes"), [[41.2], [40.9], [41.0]], [[0.3]] * 3)
    assert shared_by_nearly_all(explained, np.zeros(3, np.intp)).all()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_shared_is_what_a_slow_count_by_hand_finds(seed: int) -> None:
    explained, chance = random_explained(seed, rows=60), np.random.default_rng(seed)
    lists = np.sort(chance.integers(0, 25, 60))
    plain = [
        place for place, feature in enumerate(CATALOGUE) if not feature.name.endswith(("vs_class", "vs_school_20d"))
    ]
    found = shared_by_nearly_all(explained, lists)
    for row in range(60):
        mates = [each for each in range(60) if lists[each] == lists[row]]
        for place in plain:
            mine = explained.values[row, place]
            alike = sum(str(explained.values[each, place]) == str(mine) for each in mates)
            assert found[row, place] == (len(mates) > 1 and alike > 0.6 * len(mates))
