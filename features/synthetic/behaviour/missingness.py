"""What did happen but is missing from the records of the invented county."""

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers
from features.synthetic.world.levels import class_of
from features.synthetic.world.school_year import SchoolYear

PARTLY = 0.5  # of the schools that upload late never upload some of it (domain.md 5.3: 15 % late or partly)
LATE = 0.2  # share of late rows from which on a school counts as late
LOST_MODULE = 0.15  # of a class's modules, in such a school
WITHOUT_MARKS = 0.02  # of the subjects of a class in a year: the teacher kept a paper book


def empty_classes(rng: np.random.Generator, rates: pd.DataFrame, units: pd.DataFrame) -> Booleans:
    """Whether each pupil sits in a class whose catalogue holds no absence all year long (domain.md 5.3: 5 %)."""
    number = class_of(rates)
    luck = rng.random(int(number.max(initial=0)) + 1)
    empty: Booleans = luck[number] < units["empty"].to_numpy()[rates["school"]]
    return empty


def uploaded(
    rng: np.random.Generator, absences: pd.DataFrame, *, story: pd.DataFrame, units: pd.DataFrame, year: SchoolYear
) -> Booleans:
    """Which absences reached the records: none of an empty catalogue, and not every module of some late schools."""
    number = class_of(story)
    partly = (units["late"].to_numpy() > LATE) & (rng.random(len(units)) < PARTLY)
    lost = rng.random((int(number.max(initial=0)) + 1, len(year.starts))) < LOST_MODULE
    row = absences["row"].to_numpy()
    module = np.searchsorted(year.starts.astype("datetime64[s]"), absences["date"].to_numpy(), side="right") - 1
    gone = partly[story["school"].to_numpy()[row]] & lost[number[row], module]
    kept: Booleans = ~(gone | story["empty"].to_numpy()[row])
    return kept


def entered(rng: np.random.Generator, row: Integers, subject: Integers, *, story: pd.DataFrame) -> Booleans:
    """Which marks reached the records: in some classes those of a subject are missing for the whole year."""
    number = class_of(story)
    missing = rng.random((int(number.max(initial=0)) + 1, int(subject.max(initial=0)) + 1)) < WITHOUT_MARKS
    kept: Booleans = ~missing[number[row], subject]
    return kept
