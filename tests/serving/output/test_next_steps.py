"""Each theme has a next step in both languages; a child is suggested that of the theme that weighs most."""

from typing import get_args

import pytest

from features.catalogue.feature import Theme
from features.i18n.text import LANGUAGES
from models.explain.reasons import Reason
from serving.output.next_steps import NEXT_STEPS, next_steps, raising_themes


def reasons(**sums: float) -> tuple[Reason, ...]:
    return tuple(
        Reason(theme, "grades", theme.rstrip("_"), 1.0, None, contribution, True, "", "")  # type: ignore[arg-type]
        for theme, contribution in sums.items()
    )


def test_every_theme_has_a_step_and_no_other_has_one() -> None:
    assert set(NEXT_STEPS) == set(get_args(Theme))


def test_a_step_is_a_sentence_in_both_languages() -> None:
    said = [step.said(language) for step in NEXT_STEPS.values() for language in LANGUAGES]
    assert [text for text in said if not (text.endswith(".") and text[0].isupper() and len(text) < 110)] == []
    assert [step.ro for step in NEXT_STEPS.values() if set("şţŞŢ") & set(step.ro)] == []


@pytest.mark.parametrize(
    ("sums", "themes"),
    [
        ({"marks": 0.4, "conduct": 0.9}, ["conduct", "marks"]),
        ({"marks": 0.4, "marks_": 0.4, "conduct": 0.7}, ["marks", "conduct"]),  # two reasons of one theme: 0.8
        ({"marks": 0.9, "marks_": -0.8, "conduct": 0.2}, ["conduct", "marks"]),
        ({"marks": 0.3, "conduct": 0.3}, ["marks", "conduct"]),  # of one sum, the one that stands first
        ({"marks": -0.4, "conduct": 0.0}, []),
        ({}, []),
    ],
)
def test_themes_stand_in_the_order_of_their_sums(sums: dict[str, float], themes: list[str]) -> None:
    assert raising_themes(reasons(**sums)) == themes


@pytest.mark.parametrize(
    ("sums", "steps"),
    [
        ({"distance": 0.4, "marks": 0.2}, ["Verificați dreptul la transport școlar sau la decontul navetei."]),
        ({"marks": 0.4}, ["Ore remediale la materiile cu note mici."]),
        ({"marks": -0.4}, ["Dirigintele stă de vorbă cu elevul și cu familia."]),
        ({"declared": 0.4}, ["Dirigintele stă de vorbă cu elevul și cu familia."]),
        ({}, ["Dirigintele stă de vorbă cu elevul și cu familia."]),
    ],
)
def test_the_main_theme_says_the_next_step(sums: dict[str, float], steps: list[str]) -> None:
    assert next_steps(reasons(**sums), "ro", most=1) == steps


def test_for_a_meeting_several_steps_are_suggested() -> None:
    found = next_steps(reasons(marks=0.4, conduct=0.5, poverty=0.1, school=0.05), "en", most=3)
    assert [step.partition(" ")[0] for step in found] == ["Counselling", "Remedial", "Check"]
