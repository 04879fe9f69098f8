"""Levels, last classes, letters and tracks of the invented county's schools."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.world.levels import (
    LOWER,
    PRIMARY,
    UPPER,
    VOCATIONAL,
    class_of,
    first_class,
    last_class,
    letter_of,
    level_of,
    tracks,
)


@pytest.fixture
def units() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kind": ["lower", "upper", "vocational", "upper"],
            "classes": [2, 1, 1, 30],
            "adversity": [0.0, -1.0, 2.0, 1.0],
        }
    )


def test_the_first_and_last_class_of_each_kind_of_school(units: pd.DataFrame) -> None:
    assert first_class(units).tolist() == [0, 9, 9, 9]
    assert last_class(units).tolist() == [8, 12, 11, 12]


def test_the_level_of_a_class_depends_on_the_school_from_nine_on(units: pd.DataFrame) -> None:
    grade, school = np.array([0, 4, 5, 8, 9, 9, 12]), np.array([0, 0, 0, 0, 1, 2, 3])
    expected = [PRIMARY, PRIMARY, LOWER, LOWER, UPPER, VOCATIONAL, UPPER]
    assert level_of(grade, school, units).tolist() == expected


def test_letters_go_round_the_parallel_classes_of_which_ten_have_a_letter(units: pd.DataFrame) -> None:
    pupil = np.array([0, 1, 2, 3, 12])
    assert letter_of(pupil, np.array([0, 0, 0, 0, 3]), units).tolist() == [0, 1, 0, 1, 2]


def test_pupils_of_one_class_share_its_number_and_no_others() -> None:
    story = pd.DataFrame({"school": [0, 0, 0, 1, 0], "grade": [5, 5, 5, 5, 6], "letter": [0, 0, 1, 0, 0]})
    number = class_of(story)
    assert number[0] == number[1]
    assert len(set(number)) == 4


def test_the_better_off_half_of_the_upper_schools_is_theoretical(units: pd.DataFrame) -> None:
    assert tracks(units).tolist()[1:] == ["theoretical", "vocational", "technological"]
    assert pd.isna(tracks(units)[0])
