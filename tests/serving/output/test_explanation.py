"""One child, or two side by side, as people read them."""

import datetime as dt
import json

import pytest

from features.i18n.text import Bilingual, Language
from models.explain.reasons import Reason
from models.ranking.beside import Beside, ThemeBeside, themes_beside
from models.ranking.ranked_list import RankedPupil
from serving.output.explanation import beside_lines, pupil_lines
from serving.output.json import beside_json
from tests.support.explained import explained_of, explained_pupil, named

DAY = dt.date(2026, 2, 17)
HOURS = Bilingual("58 unexcused hours", "58 de ore nemotivate"), Bilingual("2 unexcused hours", "2 ore nemotivate")
MARK = Bilingual("mean mark: 5.9", "media: 5,9"), Bilingual("mean mark: 8", "media: 8")
HOME = Bilingual("internet at home", "are internet acasă"), Bilingual("internet at home", "are internet acasă")
FOUND = Beside(
    ("p1", "p\x1b2"), (1, 14), 63, True, (0.9, -1.0),
    (
        ThemeBeside("recent_absences", "unexcused_hours_60d", (1.4, -0.1), HOURS),
        ThemeBeside("marks", "mark_mean_year", (0.3, -0.1), MARK),
        ThemeBeside("poverty", "home_internet", (-0.02, -0.02), HOME),
    ),
)  # fmt: skip


def lines_of(found: Beside, language: Language, *, every: bool = False) -> list[str]:
    return beside_lines(found, language, as_of=DAY, model_version="7", every=every)


def test_two_children_stand_side_by_side_and_the_answer_comes_first() -> None:
    assert lines_of(FOUND, "ro") == [
        "p1 este înaintea lui p?2 mai ales prin: absențe recente, note.",
        "p1: locul 1 din 63 în școală; p?2: locul 14.",
        "Ce se știa înainte de 17 februarie 2026; versiunea 7 a modelului.",
        "",
        "Tema              p1                     p?2                Crește mai mult",
        "absențe recente   58 de ore nemotivate   2 ore nemotivate   p1, mult",
        "note              media: 5,9             media: 8           p1, moderat",
        "",
        "Toate motivele, în cifre: --all.",
        "Un motiv este ce a văzut modelul, nu o cauză; ce se face hotărăște un om.",
    ]


def test_in_numbers_the_differences_add_up() -> None:
    assert lines_of(FOUND, "ro", every=True)[4:] == [
        "Tema              p1                     p?2                Diferența",
        "absențe recente   58 de ore nemotivate   2 ore nemotivate       +1,50",
        "note              media: 5,9             media: 8               +0,40",
        "împreună                                                        +1,90",
        "",
        "Diferențele sunt în logaritmul șanselor; peste zero, tema cântărește mai mult la primul copil.",
        "Un motiv este ce a văzut modelul, nu o cauză; ce se face hotărăște un om.",
    ]


def test_small_differences_are_one_row_of_the_numbers_and_none_of_the_words() -> None:
    small = ThemeBeside("distance", "commute_minutes", (0.02, 0.0), HOME)
    found = Beside(("a", "b"), (1, 2), 410, False, (0.02, 0.0), (small,))
    lines = lines_of(found, "en", every=True)
    assert [line.split() for line in lines[5:7]] == [["all", "other", "themes", "+0.02"], ["together", "+0.02"]]
    assert lines_of(found, "en")[:2] == [
        "a stands before b by many small differences.", "a: rank 1 of 410 in all; b: rank 2.",
    ]  # fmt: skip
    assert "Theme" not in " ".join(lines_of(found, "en"))


def test_the_second_child_may_stand_before_the_first() -> None:
    theme = ThemeBeside("marks", "mark_mean_year", (-0.1, 0.7), MARK)
    lines = lines_of(Beside(("a", "b"), (9, 2), 40, True, (-1.0, -0.2), (theme,)), "en")
    assert lines[0] == "b stands before a mostly by: marks."
    assert lines[5].endswith("b, much")


@pytest.mark.parametrize(("difference", "is_told"), [(0.1, False), (0.29, False), (0.31, True)])
def test_of_two_children_of_whom_the_same_is_said_a_small_difference_is_not_told(
    difference: float, is_told: bool
) -> None:
    theme = ThemeBeside("poverty", "home_internet", (difference, 0.0), HOME)
    lines = lines_of(Beside(("a", "b"), (1, 2), 40, True, (difference, 0.0), (theme,)), "en")
    assert any("internet" in line for line in lines) is is_told


def test_the_comparison_as_json_has_lists_of_two() -> None:
    found = json.loads(beside_json(FOUND))
    assert set(found) == {"pupil_ids", "ranks", "scored", "is_one_school", "margins", "difference", "themes"}
    assert (found["pupil_ids"], found["ranks"]) == (["p1", "p\x1b2"], [1, 14])
    assert found["themes"][0] == {
        "theme": "recent_absences", "feature": "unexcused_hours_60d", "contributions": [1.4, -0.1], "difference": 1.5,
        "texts_ro": ["58 de ore nemotivate", "2 ore nemotivate"],
        "texts_en": ["58 unexcused hours", "2 unexcused hours"],
    }  # fmt: skip


def test_a_theme_is_told_of_both_by_the_feature_in_which_they_differ_most() -> None:
    features = named("unexcused_hours_60d", "absent_days_20d", "incidents_year")
    explained = explained_of(features, [[58, 5, 0], [2, 4, 3]], [[0.3, 0.9, -0.2], [-0.2, 0.8, 0.4]])
    incidents, absences = themes_beside(explained)
    assert (incidents.theme, incidents.feature) == ("incidents", "incidents_year")
    assert incidents.difference == pytest.approx(-0.6)
    assert (absences.theme, absences.feature, absences.difference) == (
        "recent_absences", "unexcused_hours_60d", pytest.approx(0.6),
    )  # fmt: skip
    assert [text.ro for text in absences.texts] == [
        "58 de ore nemotivate în ultimele 60 de zile de școală", "2 ore nemotivate în ultimele 60 de zile de școală",
    ]  # fmt: skip


def reason(theme: str, feature: str, contribution: float, words: str) -> Reason:
    return Reason(feature, "grades", theme, 1.0, None, contribution, True, words, words)  # type: ignore[arg-type]


def test_on_request_every_theme_and_each_of_its_reasons_is_told_in_numbers() -> None:
    reasons = (
        reason("marks", "a", 0.5, "media: 5,9"), reason("conduct", "b", -0.3, "purtare: 10"),
        reason("marks", "c", -0.1, "ultima notă: 8"),
    )  # fmt: skip
    pupil = RankedPupil(1, "p1", "s1", "7A", 0.2, -1.2, -1.3, reasons)
    lines = pupil_lines(explained_pupil(pupil), "ro", every=True)
    start = next(number for number, line in enumerate(lines) if line.startswith("Fiecare temă"))
    assert lines[start + 1 : start + 6] == [
        "+0,40     note", "  +0,50   media: 5,9", "  -0,10   ultima notă: 8", "-0,30     purtare",
        "  -0,30   purtare: 10",
    ]  # fmt: skip
    assert "Toate motivele, în cifre: --all." not in lines


@pytest.mark.parametrize("is_one_school", [True, False])
def test_two_children_of_one_school_do_not_differ_by_its_context(is_one_school: bool) -> None:
    texts = Bilingual("class of 20", "clasă cu 20"), Bilingual("class of 30", "clasă cu 30")
    theme = ThemeBeside("school", "class_size", (0.9, 0.0), texts)
    lines = lines_of(Beside(("a", "b"), (1, 2), 40, is_one_school, (0.9, 0.0), (theme,)), "en")
    assert any("class of" in line for line in lines) is not is_one_school
