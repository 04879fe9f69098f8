"""How a feature is said: in the school's own units, beside the class or the child's own past."""

import pytest

from features.i18n.text import LANGUAGES
from features.schema.scales import SCALES, scale_of
from models.explain.comparisons import COMPARISONS
from tests.support.explained import LETTERS, explained_of, named, sentence_of
from tests.support.small_models import CATALOGUE

NAN = float("nan")


@pytest.mark.parametrize(
    ("feature", "value", "usual", "ro"),
    [
        ("unexcused_hours_60d", 58, 6, "58 de ore nemotivate în ultimele 60 de zile de școală; în clasă de obicei 6"),
        ("unexcused_hours_60d", 1, 0, "o oră nemotivată în ultimele 60 de zile de școală; în clasă de obicei niciuna"),
        ("unexcused_hours_60d", 0, 4, "nicio oră nemotivată în ultimele 60 de zile de școală; în clasă de obicei 4"),
        ("unexcused_hours_60d", 6, 6, "6 ore nemotivate în ultimele 60 de zile de școală"),
        ("mark_mean_year", 76, 87.8, "media de anul acesta: 7,6; în clasă de obicei 8,8"),
        ("conduct_latest", 70, 100, "ultima notă la purtare: 7; în clasă de obicei 10"),
        ("absence_rate_year", 20, 5, "a lipsit de la 20 % din orele acestui an școlar; în clasă de obicei 5 %"),
        ("commute_minutes", 45, 10, "45 de minute de acasă până la școală; în clasă de obicei 10"),
        ("mother_education", 2, NAN, "studiile mamei: gimnaziu"),
        ("repeated_years", 2, 0, "2 ani repetați până acum; în clasă de obicei niciunul"),
        ("absence_rate_year", 20, 0, "a lipsit de la 20 % din orele acestui an școlar; în clasă de obicei 0 %"),
    ],
)  # fmt: skip
def test_a_value_is_said_beside_what_is_usual_in_the_class(feature: str, value: float, usual: float, ro: str) -> None:
    assert sentence_of(feature, value, usual=usual)[0] == ro


@pytest.mark.parametrize(
    ("feature", "usual", "ro"),
    [
        ("marks_not_taken_year", 4, "s-a prezentat la toate evaluările de anul acesta"),
        ("not_taken_share_year", 12, "s-a prezentat la toate evaluările de anul acesta"),
        ("absence_rate_year", 12, "nu a lipsit de la nicio oră în acest an școlar"),
        ("below_pass_share_year", 12, "nicio notă sub nota de trecere anul acesta"),
        ("commute_minutes", 4, "locuiește chiar lângă școală"),
    ],
)
def test_beside_words_of_its_own_for_none_stands_no_number_that_counts_something_else(
    feature: str, usual: float, ro: str
) -> None:
    assert sentence_of(feature, 0, usual=usual)[0] == ro


@pytest.mark.parametrize(
    ("value", "ro", "en"),
    [
        (-3.4, "anul acesta, cu cel puțin 3 note mai puțin decât au în medie ceilalți din clasă",
         "at least 3 marks fewer this year than the others in the class have on average"),
        (-1.96, "anul acesta, cu cel puțin o notă mai puțin decât au în medie ceilalți din clasă",
         "at least 1 mark fewer this year than the others in the class have on average"),
        (24.9, "anul acesta, cu cel puțin 24 de note mai mult decât au în medie ceilalți din clasă",
         "at least 24 marks more this year than the others in the class have on average"),
        (-0.97, "anul acesta, cam tot atâtea note ca ceilalți din clasă",
         "about as many marks this year as the others in the class"),
    ],
)  # fmt: skip
def test_a_shrunk_number_of_marks_is_said_as_the_least_that_it_stands_for(value: float, ro: str, en: str) -> None:
    assert sentence_of("marks_count_vs_class", value) == (ro, en)


@pytest.mark.parametrize(
    ("days", "ro", "en"),
    [
        (98, "nicio notă de 98 de zile", "no mark for 98 days"),
        (101, "nicio notă de 101 zile", "no mark for 101 days"),
        (NAN, "nicio notă în ultimele 60 de zile de școală", "no marks in the last 60 school days"),
    ],
)
def test_that_no_mark_came_of_late_says_since_when(days: float, ro: str, en: str) -> None:
    assert sentence_of("mark_mean_60d", NAN, compared=("days_since_mark", days)) == (ro, en)


def test_where_the_class_is_small_it_is_the_school() -> None:
    ro, en = sentence_of("absent_hours_20d", 12, usual=3, in_class=False)
    assert ro == "12 ore lipsite în ultimele 20 de zile de școală; în școală de obicei 3"
    assert en == "12 hours missed in the last 20 school days; usually 3 in the school"


@pytest.mark.parametrize(
    ("scale", "points", "usual", "ro"),
    [
        ("FB-I", 98, NAN, "media de anul acesta: FB"),
        ("FB-I", 50, 88, "media de anul acesta: S; în clasă de obicei între B și FB"),
        ("0-20", 62, 70, "media de anul acesta: 12,4; în clasă de obicei 14"),
        ("0-100", 62.4, 70, "media de anul acesta: 62; în clasă de obicei 70"),
        ("DE 1-6", 25, 75, "media de anul acesta: 5; în clasă de obicei 2,5"),
        ("SE A-F", 50, 100, "media de anul acesta: E; în clasă de obicei A"),
    ],
)
def test_a_mark_is_said_on_the_school_s_own_scale(scale: str, points: float, usual: float, ro: str) -> None:
    assert sentence_of("mark_mean_year", points, usual=usual, scale=scale_of(SCALES, scale))[0] == ro


def test_where_no_scale_is_known_it_is_points() -> None:
    assert sentence_of("mark_mean_year", 76, scale=None)[0] == "media de anul acesta: 76 din 100 de puncte"


@pytest.mark.parametrize(
    ("feature", "difference", "compared", "ro"),
    [
        ("mark_mean_vs_last_year", -15, ("mark_mean_year", 59), "media de anul acesta: 5,9; anul trecut 7,4"),
        ("mark_change", -20, ("mark_latest", 40),
         "media notelor din ultima zi cu note: 4,2; media celor dinainte din acest an 6"),
        ("absent_hours_change_20d", 20, ("absent_hours_20d", 24),
         "24 de ore lipsite în ultimele 20 de zile de școală; în cele 20 dinainte 4"),
        ("mark_change", 0, ("mark_latest", 40), "media notelor din ultima zi cu note: 4,2"),
    ],
)  # fmt: skip
def test_a_change_is_said_beside_the_own_past(
    feature: str, difference: float, compared: tuple[str, float], ro: str
) -> None:
    assert sentence_of(feature, difference, compared=compared)[0] == ro


def test_a_comparison_with_the_class_is_said_by_the_value_beside_what_is_usual() -> None:
    ro, en = sentence_of("unexcused_hours_vs_class", 70, usual=6, compared=("unexcused_hours_year", 82))
    assert ro == "82 de ore nemotivate în acest an școlar; în clasă de obicei 6"
    assert en == "82 unexcused hours this school year; usually 6 in the class"


def test_a_comparison_with_a_small_class_is_said_as_a_difference() -> None:
    ro, _ = sentence_of("unexcused_hours_vs_class", 76, compared=("unexcused_hours_year", 82))
    assert ro == "anul acesta, cu 76 de ore nemotivate mai mult decât media celorlalți din clasă"
    ro, _ = sentence_of("unexcused_hours_vs_class", -1, compared=("unexcused_hours_year", NAN))
    assert ro == "anul acesta, cu o oră nemotivată mai puțin decât media celorlalți din clasă"


def test_where_each_feature_has_a_line_a_comparison_is_said_as_a_difference() -> None:
    features = named("unexcused_hours_vs_class", "unexcused_hours_year")
    child = explained_of(features, [[76, 82]], [[0.4, 0.2]], usual=[[NAN, 6]]).child(0)
    assert [child.own_sentence(place).ro for place in (0, 1)] == [
        "anul acesta, cu 76 de ore nemotivate mai mult decât media celorlalți din clasă",
        "82 de ore nemotivate în acest an școlar; în clasă de obicei 6",
    ]


def test_letters_are_compared_as_letters() -> None:
    ro, _ = sentence_of("mark_mean_vs_class", -25, usual=100, compared=("mark_mean_year", 75), scale=LETTERS)
    assert ro == "media de anul acesta: B; în clasă de obicei FB"


def test_every_comparison_names_a_feature_and_its_counterpart() -> None:
    names = {feature.name for feature in CATALOGUE}
    assert all(name in names and comparison.of in names for name, comparison in COMPARISONS.items())


@pytest.mark.parametrize("feature", CATALOGUE, ids=lambda each: each.name)
def test_every_missing_value_is_said_by_a_name(feature) -> None:
    child = explained_of([feature], [[NAN]], [[0.1]]).child(0)
    assert child.sentence(0) == feature.missing
    for language in LANGUAGES:
        assert feature.missing.said(language) not in ("not recorded", "neînregistrat", "")
