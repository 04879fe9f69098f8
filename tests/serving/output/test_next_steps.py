"""Each theme has a next step in both languages; a child is suggested that of the reason it is told of first."""

from typing import get_args

import numpy as np
import pytest

from features.catalogue.feature import Theme
from features.i18n.text import LANGUAGES, Bilingual
from models.explain.told_reasons import ToldReason, ToldReasons, told_reasons
from serving.output.next_steps import NEXT_STEPS, next_steps
from tests.support.explained import explained_of, named, told


def told_of(**sums: float) -> ToldReasons:
    words = Bilingual("", "")
    return told(*(ToldReason(theme, theme, each, True, words) for theme, each in sums.items()))  # type: ignore[arg-type]


def test_every_theme_has_a_step_and_no_other_has_one() -> None:
    assert set(NEXT_STEPS) == set(get_args(Theme))


def test_a_step_is_a_sentence_in_both_languages() -> None:
    said = [step.said(language) for step in NEXT_STEPS.values() for language in LANGUAGES]
    assert [text for text in said if not (text.endswith(".") and text[0].isupper() and len(text) < 110)] == []
    assert [step.ro for step in NEXT_STEPS.values() if set("şţŞŢ") & set(step.ro)] == []


@pytest.mark.parametrize(
    ("sums", "steps"),
    [
        ({"distance": 0.4, "marks": 0.2}, ["Verificați dreptul la transport școlar sau la decontul navetei."]),
        ({"marks": 0.4}, ["Ore remediale la materiile cu rezultate slabe."]),
        ({"marks": -0.4}, ["Dirigintele stă de vorbă cu elevul și cu familia."]),
        ({"declared": 0.4}, ["Dirigintele stă de vorbă cu elevul și cu familia."]),
        ({}, ["Dirigintele stă de vorbă cu elevul și cu familia."]),
    ],
)
def test_the_first_reason_says_the_next_step(sums: dict[str, float], steps: list[str]) -> None:
    assert next_steps(told_of(**sums), "ro", most=1) == steps


def test_for_a_meeting_several_steps_are_suggested() -> None:
    found = next_steps(told_of(conduct=0.5, marks=0.4, poverty=0.1, school=0.05), "en", most=3)
    assert [step.partition(" ")[0] for step in found] == ["Counselling", "Remedial", "Check"]


@pytest.mark.parametrize(
    ("contributions", "step"),
    [
        ([0.4, 0.4, 0.7], "Talk"),  # absences of both windows together weigh more than marks
        ([0.4, 0.2, 0.7], "Remedial"),
        ([0.9, -0.5, 0.5], "Remedial"),
        ([0.0, 0.8, 0.7], "Talk"),
        ([-0.4, -0.4, 0.1], "Remedial"),
    ],
)
def test_a_child_of_many_hours_is_not_sent_to_remedial_lessons(contributions: list[float], step: str) -> None:
    features = named("unexcused_hours_60d", "unexcused_hours_year", "mark_mean_year")
    explained = explained_of(features, [[90, 107, 60]], [contributions])
    (found,) = told_reasons(explained, np.zeros((1, 3), np.bool_))
    assert next_steps(found, "en", most=1)[0].startswith(step)
