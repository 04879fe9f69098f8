"""Marks that were given, and the conduct mark at the year's end."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Integers
from features.synthetic.behaviour.missingness import entered
from features.synthetic.world.levels import FIRST_LOWER, LETTERS
from features.synthetic.world.pupils import chosen
from features.synthetic.world.school_year import SchoolYear

# Points on or off a pupil's average (domain.md 5.3: mathematics -0.6, easier subjects above).
SUBJECTS = {"romanian": -0.1, "mathematics": -0.6, "english": 0.2, "science": 0.1}
SECOND_MARK = 0.72  # chance of a second mark in a subject and module
SPREAD = 1.2  # of single marks around the average
TEACHERS_DIFFER = 0.35  # points by which teachers of a subject differ for good
SLIDE = 0.9  # points lost in the last weeks before an exit
SLIDE_DAYS = 60
PUSHED_UP = 0.5  # of the fours become fives (domain.md 5.3)
GOOD, FAIR, POOR = 8.25, 6.75, 4.75  # lowest underlying mark for FB, B and S
MARKS = np.array(["I", "S", "B", "FB", *map(str, range(1, 11))], dtype=object)  # words first, then numbers
SCALES = np.array(["FB-I", "1-10"], dtype=object)
HOURS_PER_POINT = 20  # a point of conduct for every 20 unexcused hours (domain.md 0) ...
APPLIED = np.array([0.3, 0.35, 0.9, 0.6])  # ... if the rule is applied, by level (domain.md 5.3)
LATE_DAYS = 14
FADING = ("dropped_out", "not_reenrolled", "year_not_closed")


def invent_teachers(rng: np.random.Generator, units: pd.DataFrame) -> NDArray[np.float64]:
    """Return the points each teacher (by school, class letter and subject) takes off a mark, beyond the school's."""
    return TEACHERS_DIFFER * rng.standard_normal((len(units), len(LETTERS), len(SUBJECTS)))


def invent_marks(
    rng: np.random.Generator,
    story: pd.DataFrame,
    *,
    units: pd.DataFrame,
    teachers: NDArray[np.float64],
    year: SchoolYear,
) -> pd.DataFrame:
    """Return the marks of a year: one or two in each subject and module while the pupil was there, none in class CP.

    A class may have none in a subject, its teacher having kept a paper book. Columns: ``row`` (of the story), ``date``,
    ``mark`` (as text), ``scale``, ``subject``, ``kind``, ``known_on``.
    """
    slots = _slots(rng, story, year)
    row, day = slots["row"].to_numpy(), slots["day"].to_numpy()
    value = story["average"].to_numpy()[row] + np.array(list(SUBJECTS.values()))[slots["subject"]]
    school, letter = story["school"].to_numpy()[row], story["letter"].to_numpy()[row]
    value -= units["strictness"].to_numpy()[school] + teachers[school, letter, slots["subject"].to_numpy()]
    value -= SLIDE * _sliding(story, row, day)
    value += SPREAD * rng.standard_normal(len(slots))
    numbers = story["grade"].to_numpy()[row] >= FIRST_LOWER
    date = year.date_at(day).astype("datetime64[s]")
    late = rng.random(len(slots)) < units["late"].to_numpy()[school]
    return pd.DataFrame(
        {
            "row": row,
            "date": date,
            "mark": chosen(MARKS, np.where(numbers, _number(_rounded(rng, value)), _word(value))),
            "scale": chosen(SCALES, numbers.astype(np.int64)),
            "subject": chosen(np.array(list(SUBJECTS), dtype=object), slots["subject"].to_numpy()),
            "kind": "mark",
            "known_on": pd.Series(date + _some_days(rng, len(slots))).where(late),
        }
    )


def conduct_marks(
    rng: np.random.Generator, story: pd.DataFrame, *, unexcused: NDArray[np.number], year: SchoolYear
) -> pd.DataFrame:
    """Return the conduct marks of those who stayed to the year's end, lower by the 20-hour rule.

    ``unexcused`` is the number of unexcused hours of each row of the story.
    """
    grade = story["grade"].to_numpy()
    row = np.flatnonzero((story["closing"] != "").to_numpy() & (grade > 0))
    numbers = grade[row] >= FIRST_LOWER
    applied = APPLIED[story["level"].to_numpy()[row]]
    steps = rng.binomial((unexcused[row] // HOURS_PER_POINT).astype(np.int64), applied)
    date = year.date_at(story["until_day"].to_numpy()[row] - 1).astype("datetime64[s]")
    return pd.DataFrame(
        {
            "row": row,
            "date": date,
            "mark": chosen(MARKS, np.where(numbers, _number(10 - np.minimum(steps, 9)), 3 - np.minimum(steps, 3))),
            "scale": chosen(SCALES, numbers.astype(np.int64)),
            "subject": None,
            "kind": "conduct",
            "known_on": date + np.timedelta64(3, "D"),
        }
    )


def _slots(rng: np.random.Generator, story: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    """Who gets a mark in which subject on which teaching day."""
    modules = len(year.starts)
    pupils = np.flatnonzero(story["grade"].to_numpy() > 0)
    row, subject, module = (
        part.ravel() for part in np.meshgrid(pupils, np.arange(len(SUBJECTS)), np.arange(modules), indexing="ij")
    )
    twice = 1 + (rng.random(len(row)) < SECOND_MARK)
    row, subject, module = np.repeat(row, twice), np.repeat(subject, twice), np.repeat(module, twice)
    begin, days = np.searchsorted(year.module, np.arange(modules)), np.bincount(year.module)
    day = begin[module] + (rng.random(len(row)) * days[module]).astype(np.int64)
    there = (day >= story["from_day"].to_numpy()[row]) & (day < story["until_day"].to_numpy()[row])
    there &= entered(rng, row, subject, story=story)
    return pd.DataFrame({"row": row[there], "subject": subject[there], "day": day[there]})


def _sliding(story: pd.DataFrame, row: Integers, day: Integers) -> NDArray[np.float64]:
    """0 far from the exit, 1 on the last day, for those who fade away."""
    left = story["until_day"].to_numpy()[row] - day
    fading = story["fate"].isin(FADING).to_numpy()[row]
    return np.where(fading, np.clip(1 - left / SLIDE_DAYS, 0, 1), 0.0)


def _rounded(rng: np.random.Generator, value: NDArray[np.float64]) -> Integers:
    number = np.clip(np.rint(value), 1, 10).astype(np.int64)
    number += (number == 4) & (rng.random(len(number)) < PUSHED_UP)
    return number


def _number(mark: Integers) -> Integers:
    """The place in MARKS of a number from 1 to 10."""
    place: Integers = mark + 3
    return place


def _word(value: NDArray[np.float64]) -> Integers:
    """The place in MARKS of the word for a mark."""
    word: Integers = np.searchsorted([POOR, FAIR, GOOD], value, side="right")
    return word


def _some_days(rng: np.random.Generator, count: int) -> NDArray[np.timedelta64]:
    days: NDArray[np.timedelta64] = rng.integers(1, LATE_DAYS + 1, count).astype("timedelta64[D]")
    return days
