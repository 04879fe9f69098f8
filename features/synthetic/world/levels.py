"""Levels of schooling, the classes they have, and who sits in which."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Integers

PRIMARY, LOWER, UPPER, VOCATIONAL = range(4)  # primar, gimnaziu, liceu, profesional (domain.md 1.1)
FIRST_CLASS = {"lower": 0, "upper": 9, "vocational": 9}
LAST_CLASS = {"lower": 8, "upper": 12, "vocational": 11}
FIRST_LOWER, EXAM_CLASS, FIRST_UPPER = 5, 8, 9
FIRST_OF_LEVEL = np.array([0, FIRST_LOWER, FIRST_UPPER, FIRST_UPPER])
CLASS_NAMES = np.array(["CP", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], dtype=object)
LETTERS = np.array(list("ABCDEFGHIJ"), dtype=object)


def first_class(units: pd.DataFrame) -> Integers:
    """The lowest class of each school."""
    return np.asarray(units["kind"].map(FIRST_CLASS), dtype=np.int64)


def last_class(units: pd.DataFrame) -> Integers:
    """The highest class of each school."""
    return np.asarray(units["kind"].map(LAST_CLASS), dtype=np.int64)


def level_of(grade: Integers, school: Integers, units: pd.DataFrame) -> Integers:
    """The level of each pupil's class: ``PRIMARY``, ``LOWER``, ``UPPER`` or ``VOCATIONAL``."""
    upper = np.where(units["kind"] == "vocational", VOCATIONAL, UPPER)[school]
    return np.where(grade >= FIRST_UPPER, upper, np.where(grade >= FIRST_LOWER, LOWER, PRIMARY))


def letter_of(pupil: Integers, school: Integers, units: pd.DataFrame) -> Integers:
    """The number of the class letter; a pupil keeps it as long as the school has that many parallel classes."""
    letter: Integers = pupil % np.minimum(units["classes"].to_numpy(), len(LETTERS))[school]
    return letter


def class_of(story: pd.DataFrame) -> Integers:
    """A number for each pupil's class: the same for two pupils who sit in the same room."""
    school, grade, letter = (story[name].to_numpy() for name in ("school", "grade", "letter"))
    key = (school * len(CLASS_NAMES) + grade) * len(LETTERS) + letter
    number: Integers = np.unique(key, return_inverse=True)[1]
    return number


def tracks(units: pd.DataFrame) -> NDArray[np.object_]:
    """The track of each school: none up to class VIII; of the upper schools the better-off half is theoretical."""
    theoretical = units["adversity"] <= units.loc[units["kind"] == "upper", "adversity"].median()
    track: NDArray[np.object_] = units["kind"].map({"vocational": "vocational"}).to_numpy(object)
    upper = (units["kind"] == "upper").to_numpy()
    track[upper] = np.where(theoretical, "theoretical", "technological")[upper]
    return track
