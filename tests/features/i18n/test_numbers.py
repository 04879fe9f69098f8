"""Numbers said to people, in Romanian and English."""

import numpy as np
import pytest

from features.i18n.numbers import as_read, counted, number, say


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 ore"), (1, "1 oră"), (2, "2 ore"), (19, "19 ore"), (20, "20 de ore"), (21, "21 de ore"),
        (99, "99 de ore"), (100, "100 de ore"), (101, "101 ore"), (119, "119 ore"), (120, "120 de ore"),
        (200, "200 de ore"), (1001, "1001 ore"),
    ],
)  # fmt: skip
def test_romanian_counts_take_de_from_20_on(count: int, said: str) -> None:
    assert counted(count, "oră", "ore", "ro") == said


@pytest.mark.parametrize(
    ("value", "said"), [(1.5, "1,5 ore"), (0.96, "1 oră"), (1.04, "1 oră"), (9.97, "10 ore"), (19.6, "20 de ore")]
)
def test_the_noun_goes_with_the_number_that_is_read(value: float, said: str) -> None:
    assert counted(value, "oră", "ore", "ro") == said


def test_english_has_one_singular() -> None:
    assert [counted(n, "hour", "hours", "en") for n in (0, 1, 1.5, 20)] == [
        "0 hours",
        "1 hour",
        "1.5 hours",
        "20 hours",
    ]


def test_a_number_below_10_has_one_decimal_where_it_needs_one() -> None:
    assert [number(value, "en") for value in (3.0, 7.25, 7.27, -2.5, -0.04)] == ["3", "7.2", "7.3", "-2.5", "0"]
    assert number(7.3, "ro") == "7,3"


def test_a_number_above_10_has_none() -> None:
    assert [number(value, "en") for value in (9.96, 33.333, 120.3)] == ["10", "33", "120"]


def test_a_difference_is_said_without_its_sign() -> None:
    text = "{abs|hour|hours} {sign|more|fewer} than the class"
    assert say(text, 2, "en") == "2 hours more than the class"
    assert say(text, -1, "en") == "1 hour fewer than the class"


def test_a_value_may_stand_alone() -> None:
    assert say("{value} % dintre ele", 2.5, "ro") == "2,5 % dintre ele"


def test_a_text_without_places_stays_as_it_is() -> None:
    assert say("no absence", 1, "en") == "no absence"


def test_halves_are_read_to_the_even_side_wherever_a_number_comes_from() -> None:
    for hundredths in range(-1200, 1201, 5):
        value = hundredths / 100
        assert (
            as_read(value) == as_read(np.float64(value)) == (np.round(value, 1) if abs(value) < 10 else np.round(value))
        )
