"""What people are told: themes that sum exactly, each once, nothing that is the same for nearly all."""

import numpy as np
import pytest

from features.catalogue.feature import FeatureSpec
from models.explain.comparisons import readings
from models.explain.explained import Explained
from models.explain.told_reasons import (
    LEAST,
    ToldReasons,
    shared_by_nearly_all,
    shared_of_lists,
    theme_sums,
    told_reasons,
    told_theme,
)
from tests.support.explained import explained_of, named
from tests.support.small_models import CATALOGUE

NAN = float("nan")
TELLS_OF_NO_CHILD = ("class_unexcused_vs_school", "class_size", "grade_level", "school_rural")
MARKS = ("mark_mean_year", "mark_lowest_year")


def told_of(explained: Explained) -> tuple[ToldReasons, ...]:
    return told_reasons(explained, np.zeros(explained.values.shape, np.bool_))


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
    assert set(sums) == {feature.theme for feature in CATALOGUE} - {"earlier_absences"}


def can_tell(feature: FeatureSpec, value: float, contribution: float, sign: int) -> bool:
    if contribution * sign <= 0 or feature.name in TELLS_OF_NO_CHILD:
        return False
    if feature.name == "marks_count_vs_class" and abs(value) < 2:  # the two others have a usual value, and here none
        return False
    if feature.name in ("household_size", "days_since_mark") and not np.isnan(value):
        return False
    if feature.name in ("mother_education", "father_education") and value > 0:  # nothing is usual here
        return False
    if sign < 0 and (
        feature.theme in ("parents", "poverty", "track") or feature.name in ("mark_latest", "mark_change")
    ):
        return False
    if np.isnan(value):
        return sign > 0 and feature.theme != "track"
    alone = readings([feature], np.array([[value]]), np.array([[NAN]])).alone
    return int(alone[0, 0]) * sign >= 0


def tells_of_missing_marks(given: list[tuple[FeatureSpec, float, float]], theme: str) -> bool:
    """Tell whether what raises a theme most of all that can tell of it is that marks are missing."""
    telling = [each for each in given if told_theme(each[0].theme) == theme and can_tell(*each, 1)]
    feature, value, _ = max(telling, key=lambda each: each[2])
    return feature.group == "grades" and bool(np.isnan(value))


@pytest.mark.parametrize("seed", range(4))
def test_themes_are_told_as_a_slow_count_by_hand_would(seed: int) -> None:
    explained = random_explained(seed)
    for row, found in enumerate(told_of(explained)):
        sums: dict[str, float] = {}
        given = list(zip(CATALOGUE, explained.values[row], explained.contributions[row], strict=True))
        for feature, _, contribution in given:
            sums[told_theme(feature.theme)] = sums.get(told_theme(feature.theme), 0.0) + contribution
        sums = {
            theme: total
            for theme, total in sums.items()
            if abs(total) >= LEAST
            and any(can_tell(*each, int(np.sign(total))) for each in given if told_theme(each[0].theme) == theme)
        }
        silent = {theme: total for theme, total in sums.items() if total > 0 and tells_of_missing_marks(given, theme)}
        sums = {theme: each for theme, each in sums.items() if theme not in silent or each == max(silent.values())}
        by_weight = sorted(-value for value in sums.values() if value > 0)[:3]
        assert [reason.contribution for reason in found.raising] == pytest.approx([-value for value in by_weight])
        lowest = sorted(value for value in sums.values() if value < 0)[:1]
        assert [reason.contribution for reason in found.lowering] == pytest.approx(lowest)


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


# A sentence reads as its sign


@pytest.mark.parametrize(
    ("feature", "value", "usual", "contribution", "ro"),
    [
        ("unexcused_hours_60d", 19, 41, 0.4, "19 ore nemotivate în ultimele 60 de zile de școală"),
        ("unexcused_hours_60d", 19, 4, 0.4,
         "19 ore nemotivate în ultimele 60 de zile de școală; în clasă de obicei 4"),
        ("mark_mean_year", 68.9, 65.6, 0.4, "media de anul acesta: 6,9"),
        ("mark_mean_year", 88.9, 90, -0.4, "media de anul acesta: 8,9"),
        ("mark_mean_year", 90, 68.9, -0.4, "media de anul acesta: 9; în clasă de obicei 6,9"),
        ("commute_minutes", 45, 10, -0.4, "45 de minute de acasă până la școală"),
        ("conduct_latest", 70, 100, 0.4, "ultima notă la purtare: 7; în clasă de obicei 10"),
    ],
)  # fmt: skip
def test_what_stands_beside_is_not_said_where_it_reads_the_other_way(
    feature: str, value: float, usual: float, contribution: float, ro: str
) -> None:
    (found,) = told_of(explained_of(named(feature), [[value]], [[contribution]], usual=[[usual]]))
    assert [reason.text.ro for reason in (*found.raising, *found.lowering)] == [ro]


@pytest.mark.parametrize(
    ("feature", "value", "contribution"),
    [
        ("home_internet", NAN, -0.5),  # what is missing
        ("excused_share_year", 0, -0.5),
        ("excused_share_year", 100, 0.5),
        ("unexcused_hours_60d", 0, 0.5),
        ("mark_mean_year", 100, 0.5),
        ("home_internet", 1, 0.5),
        ("no_absence_year", 0, -0.5),
        ("class_unexcused_vs_school", 8.3, 0.5),  # of the whole class
    ],
)
def test_what_reads_the_other_way_by_itself_tells_nothing(feature: str, value: float, contribution: float) -> None:
    assert told_of(explained_of(named(feature), [[value]], [[contribution]])) == (ToldReasons(),)


def test_a_weaker_feature_that_reads_the_theme_s_way_tells_of_it() -> None:
    explained = explained_of(
        named("absent_hours_year", "unexcused_hours_60d"), [[19, 12]], [[0.5, 0.2]], usual=[[41, 3]]
    )
    (found,) = told_of(explained)
    assert (found.raising[0].feature, found.raising[0].contribution) == ("unexcused_hours_60d", pytest.approx(0.7))


def test_a_comparison_that_reads_the_other_way_is_told_by_the_compared_value_alone() -> None:
    features = named("unexcused_hours_vs_class", "unexcused_hours_year")
    explained = explained_of(features, [[3, 19]], [[0.5, 0.0]], usual=[[NAN, 41]])
    assert told_of(explained)[0].raising[0].text.ro == "19 ore nemotivate în acest an școlar"


# What is the same for nearly all

CLASS_8 = named("grade_level", "incidents_year", "mother_education")


def of_list(levels: list[float], incidents: list[float], schooling: list[float]) -> Explained:
    values = list(zip(levels, incidents, schooling, strict=True))
    return explained_of(CLASS_8, values, [[0.5, 0.4, 0.3]] * len(values))


def test_what_more_than_three_fifths_have_alike_is_told_once_and_of_no_child() -> None:
    explained = of_list([8, 8, 8, 8, 7], [1, 2, 3, 4, 5], [2, 2, 2, 3, 3])  # 2 is had by just three fifths
    found = shared_of_lists(explained, [5], of_one_school=True)
    assert found.is_left_out.tolist() == [[True, False, False]] * 4 + [[False, False, False]]
    ((shared,),) = found.reasons
    assert (shared.theme, shared.children, shared.of, shared.text.ro) == ("track", 4, 5, "în clasa a VIII-a")
    assert shared.contribution == pytest.approx(0.4)
    told = told_reasons(explained, found.is_left_out)
    assert "track" not in {reason.theme for reason in told[0].raising}
    assert told[4].raising[0].theme == "incidents"  # the class stands beside the child's name


def test_a_value_that_most_lack_is_shared_too() -> None:
    explained = of_list([5, 6, 7], [1, 2, 3], [NAN, NAN, NAN])
    ((shared,),) = shared_of_lists(explained, [3], of_one_school=True).reasons
    assert shared.text.ro == "nu s-au trecut studiile mamei"


def test_each_list_is_looked_at_by_itself_and_a_list_of_one_shares_nothing() -> None:
    explained = of_list([8, 8, 5, 6, 8], [1, 2, 1, 2, 9], [0, 1, 2, 3, 4])
    is_shared = shared_by_nearly_all(explained, np.array([0, 0, 1, 1, 2]))
    assert is_shared[:, 0].tolist() == [True, True, False, False, False]
    assert not is_shared[:, 1:].any()


def test_what_lowers_the_risk_of_all_is_not_told_above_and_stays_with_each_child() -> None:
    explained = explained_of(named("incidents_year"), [[0], [0]], [[-0.5], [-0.5]])
    found = shared_of_lists(explained, [2], of_one_school=True)
    assert found.reasons == ((),)
    told = [each.lowering[0].feature for each in told_reasons(explained, found.is_left_out)]
    assert told == ["incidents_year"] * 2


def test_of_four_that_all_have_alike_the_fourth_stays_with_each_child() -> None:
    features = named("grade_level", "incidents_year", "mother_education", "commute_minutes")
    explained = explained_of(features, [[8, 2, 1, 50]] * 3, [[0.6, 0.5, 0.4, 0.3]] * 3)
    found = shared_of_lists(explained, [3], of_one_school=True)
    assert [reason.feature for reason in found.reasons[0]] == ["grade_level", "incidents_year", "mother_education"]
    told = told_reasons(explained, found.is_left_out)
    assert [[reason.feature for reason in each.raising] for each in told] == [["commute_minutes"]] * 3


def test_the_school_s_context_is_told_only_where_the_children_are_of_several() -> None:
    explained = explained_of(named("school_size", "incidents_year"), [[388, 1], [388, 2]], [[0.6, 0.2]] * 2)
    one = shared_of_lists(explained, [2], of_one_school=True)
    assert (one.reasons, one.is_left_out.tolist()) == (((),), [[True, False]] * 2)
    ((shared,),) = shared_of_lists(explained, [2], of_one_school=False).reasons
    assert shared.text.ro == "școală cu 388 de elevi"


def test_each_list_has_what_it_shares_also_one_of_nobody() -> None:
    explained = of_list([8, 8, 5, 5], [1, 2, 3, 4], [0, 1, 2, 3])
    found = shared_of_lists(explained, [2, 0, 2], of_one_school=True)
    assert [[each.text.ro for each in shared] for shared in found.reasons] == [
        ["în clasa a VIII-a"], [], ["în clasa a V-a"],
    ]  # fmt: skip


def test_values_are_alike_when_they_read_the_same() -> None:
    explained = explained_of(named("commute_minutes"), [[41.2], [40.9], [41.0]], [[0.3]] * 3)
    assert shared_by_nearly_all(explained, np.zeros(3, np.intp)).all()


@pytest.mark.parametrize("seed", range(4))
def test_what_is_shared_is_what_a_slow_count_by_hand_finds(seed: int) -> None:
    explained, chance = random_explained(seed, rows=60), np.random.default_rng(seed)
    lists = np.sort(chance.integers(0, 25, 60))
    plain = [
        place
        for place, feature in enumerate(CATALOGUE)
        if not feature.name.endswith(("vs_class", "vs_school_20d", "education_vs_school"))
    ]
    found = shared_by_nearly_all(explained, lists)
    for row in range(60):
        mates = [each for each in range(60) if lists[each] == lists[row]]
        for place in plain:
            mine = explained.values[row, place]
            alike = sum(str(explained.values[each, place]) == str(mine) for each in mates)
            assert found[row, place] == (len(mates) > 1 and alike > 0.6 * len(mates))


@pytest.mark.parametrize(
    ("feature", "value", "usual", "is_told"),
    [
        ("household_size", 3, 4, False), ("household_size", 9, 4, True), ("household_size", NAN, 4, True),
        ("days_since_mark", 25, 20, False), ("days_since_mark", 60, 20, True), ("days_since_mark", 25, NAN, False),
        ("marks_count_vs_class", -1, NAN, False), ("marks_count_vs_class", -4, NAN, True),
        ("grade_level", 8, NAN, False), ("school_rural", 1, NAN, False),
        ("mother_education", 2, NAN, False), ("mother_education", 2, 2, False), ("mother_education", 2, 4, True),
        ("mother_education", 0, NAN, True), ("father_education", 3, 1, False), ("father_education", NAN, 3, True),
        ("track_branch", NAN, NAN, False), ("track_form", 2, NAN, True),
    ],
)  # fmt: skip
def test_what_is_little_apart_or_of_a_whole_class_or_village_is_no_reason_of_a_child(
    feature: str, value: float, usual: float, is_told: bool
) -> None:
    explained = explained_of(named(feature), [[value]], [[0.5]], usual=[[usual]])
    assert bool(told_of(explained)[0].raising) == is_told


@pytest.mark.parametrize(
    ("feature", "value"), [("home_internet", 1), ("mother_education", 8), ("grade_level", 0), ("social_benefit", 0)]
)
def test_what_a_home_has_is_not_told_as_lowering(feature: str, value: float) -> None:
    assert told_of(explained_of(named(feature), [[value]], [[-0.5]]))[0].lowering == ()


@pytest.mark.parametrize(
    ("features", "values", "told"),
    [
        (("mark_latest",), (100,), ()),
        (("mark_change",), (40,), ()),
        (("mark_latest", "mark_mean_year"), (100, 92), ("mark_mean_year",)),
        (("mark_change", "mark_mean_vs_last_year"), (40, 20), ("mark_mean_vs_last_year",)),
        (("mark_lowest_year",), (90,), ("mark_lowest_year",)),
    ],
)
def test_one_good_mark_is_not_told_as_lowering(
    features: tuple[str, ...], values: tuple[float, ...], told: tuple
) -> None:
    adds = [-0.6, -0.2][: len(values)]
    found = told_of(explained_of(named(*features), [list(values)], [adds], usual=[[70.0] * len(values)]))[0]
    assert tuple(reason.feature for reason in found.lowering) == told


def test_one_weak_mark_is_told_as_raising() -> None:
    found = told_of(explained_of(named("mark_latest"), [[35]], [[0.6]], usual=[[80]]))[0]
    assert [reason.text.ro for reason in found.raising] == [
        "media notelor din ultima zi cu note: 3,8; în clasă de obicei 8"
    ]


def test_since_when_no_mark_came_is_told_once() -> None:
    features = named("mark_mean_60d", "days_since_mark", "incidents_year")
    explained = explained_of(features, [[NAN, 98, 2], [60, 98, 2]], [[0.4, 0.3, 0.1]] * 2, usual=[[80, 20, 0]] * 2)
    silent, marked = told_of(explained)
    assert [reason.text.ro for reason in silent.raising][:1] == ["nicio notă de 98 de zile"]
    assert [reason.feature for reason in silent.raising] == ["mark_mean_60d", "incidents_year"]
    assert [reason.feature for reason in marked.raising] == ["mark_mean_60d", "days_since_mark", "incidents_year"]


def test_that_marks_are_missing_is_told_by_one_theme_the_one_that_adds_most() -> None:
    explained = explained_of(
        named("mark_mean_year", "days_since_mark", "conduct_latest", "incidents_year"),
        [[NAN, NAN, NAN, 2], [NAN, 60, 70, 2]], [[0.2, 0.5, 0.3, 0.1]] * 2,
        usual=[[NAN, NAN, NAN, NAN], [NAN, 20, NAN, NAN]],
    )  # fmt: skip
    silent, marked = told_of(explained)
    assert [reason.feature for reason in silent.raising] == ["days_since_mark", "incidents_year"]
    assert [reason.contribution for reason in silent.raising] == [0.5, 0.1]  # what is told is the theme's own sum
    assert [reason.feature for reason in marked.raising] == ["days_since_mark", "conduct_latest", "mark_mean_year"]


def test_that_marks_are_missing_tells_of_no_child_where_the_whole_class_has_none() -> None:
    features = named("mark_mean_60d", "days_since_mark", "conduct_latest", "incidents_year")
    nobody = [[True, True, True, False], [False] * 4]
    explained = explained_of(features, [[NAN, NAN, NAN, 2]] * 2, [[0.5, 0.4, 0.3, 0.1]] * 2, of_nobody=nobody)
    preparatory, third = told_of(explained)
    assert [reason.feature for reason in preparatory.raising] == ["incidents_year"]
    assert [reason.feature for reason in third.raising] == ["mark_mean_60d", "incidents_year"]


def test_nor_is_it_told_above_a_list_of_such_children() -> None:
    features, row = named("mark_mean_60d", "incidents_year"), [[NAN, 2]] * 3
    told = [
        shared_of_lists(explained_of(features, row, [[0.5, 0.0]] * 3, of_nobody=[[each, False]] * 3), [3],
                        of_one_school=True).reasons
        for each in (True, False)
    ]  # fmt: skip
    assert [[reason.feature for reason in found] for (found,) in told] == [[], ["mark_mean_60d"]]
