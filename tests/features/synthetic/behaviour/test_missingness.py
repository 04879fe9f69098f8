"""What did happen in the invented county and is not in its records."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic.behaviour.missingness import empty_classes, entered, uploaded
from features.synthetic.world.levels import class_of
from features.synthetic.world.school_year import school_year

YEAR = school_year(2024)
SCHOOLS = 200


@pytest.fixture(scope="module")
def units() -> pd.DataFrame:
    number = np.arange(SCHOOLS)
    return pd.DataFrame({"empty": np.where(number % 2, 0.1, 0.0), "late": np.where(number % 4 == 3, 0.3, 0.06)})


@pytest.fixture(scope="module")
def story(units: pd.DataFrame) -> pd.DataFrame:
    """Ten pupils in each of ten classes of each school."""
    number = np.arange(SCHOOLS * 100)
    story = pd.DataFrame({"school": number // 100, "grade": 5 + number // 50 % 2, "letter": number % 5})
    return story.assign(empty=empty_classes(np.random.default_rng(1), story, units))


@pytest.fixture(scope="module")
def absences(story: pd.DataFrame) -> pd.DataFrame:
    """Every pupil absent once in every module."""
    dates = YEAR.starts.astype("datetime64[s]")
    return pd.DataFrame({"row": np.repeat(np.arange(len(story)), 5), "date": np.tile(dates, len(story))})


def test_a_catalogue_is_empty_for_a_whole_class_in_the_schools_where_it_happens(story: pd.DataFrame) -> None:
    by_class = story["empty"].groupby(class_of(story))
    assert by_class.nunique().eq(1).all()
    odd = story["school"] % 2 == 1
    assert story.loc[odd, "empty"].mean() == pytest.approx(0.1, abs=0.03)
    assert not story.loc[~odd, "empty"].any()


def test_an_empty_catalogue_uploads_nothing_and_some_late_schools_lose_modules(
    absences: pd.DataFrame, story: pd.DataFrame, units: pd.DataFrame
) -> None:
    kept = uploaded(np.random.default_rng(2), absences, story=story, units=units, year=YEAR)
    row = absences["row"].to_numpy()
    empty, late = story["empty"].to_numpy()[row], (units["late"] > 0.2).to_numpy()[story["school"].to_numpy()[row]]
    assert not kept[empty].any()
    assert kept[~empty & ~late].all()
    assert (~kept[~empty & late]).mean() == pytest.approx(0.5 * 0.15, abs=0.03)


def test_a_lost_module_is_lost_for_the_whole_class(
    absences: pd.DataFrame, story: pd.DataFrame, units: pd.DataFrame
) -> None:
    kept = uploaded(np.random.default_rng(2), absences, story=story, units=units, year=YEAR)
    of_class = pd.Series(kept).groupby([class_of(story)[absences["row"]], absences["date"].to_numpy()])
    assert of_class.nunique().eq(1).all()


def test_marks_of_a_subject_are_missing_for_a_whole_class_and_year(story: pd.DataFrame) -> None:
    row = np.repeat(np.arange(len(story)), 4)
    subject = np.tile(np.arange(4), len(story))
    kept = pd.Series(entered(np.random.default_rng(3), row, subject, story=story))
    assert (~kept).mean() == pytest.approx(0.02, abs=0.01)
    assert kept.groupby([class_of(story)[row], subject]).nunique().eq(1).all()


def test_without_rows_nothing_is_missing(story: pd.DataFrame) -> None:
    none = np.zeros(0, dtype=np.int64)
    assert len(entered(np.random.default_rng(3), none, none, story=story)) == 0
