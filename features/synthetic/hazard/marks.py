"""Marks, conduct marks and what was due but not sat, as each teacher gives and enters them."""

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, Integers, Texts
from features.synthetic.hazard.leaving import months_of_days
from features.synthetic.hazard.outcomes import LivedYear
from features.synthetic.hazard.practice import Practice, entered_on
from features.synthetic.world.levels import FIRST_LOWER

SUBJECTS = {"mathematics": -0.6, "romanian": -0.2, "english": 0.1, "history": 0.2, "sciences": 0.0, "sport": 0.9}
MARKS_A_MODULE = 1.3
AVERAGE, ABILITY, MARK_BY_HOLD, POOR, NOISE = 7.8, 0.75, 0.4, 0.2, 0.9
LOST, SITS_LESS = -1.0, 0.12  # below this hold a child misses such a share of the marks that are due
HOURS_FOR_POINT = 20
STRICT = np.array([0.3, 0.4, 0.8])  # chance that the hours cost the point: classes CP-IV, V-VIII, IX-XII
WORDS = np.array(["I", "S", "B", "FB"], dtype=object)
NUMBERS = np.array([str(number) for number in range(11)], dtype=object)


def invent_marks(rng: np.random.Generator, lived: LivedYear, practice: Practice) -> pd.DataFrame:
    """Return the year's marks: ``row``, ``date``, ``mark`` (text), ``scale``, ``subject``, ``kind``, ``known_on``."""
    row, subject, day = _due(rng, lived)
    hold = lived.course.shock_before("hold")[months_of_days(lived.year)[day], row]
    absent = (day >= lived.course.gone[row]) | ((hold < LOST) & (rng.random(len(row)) < SITS_LESS))
    lasting = AVERAGE + ABILITY * lived.of_pupils("ability") - POOR * lived.of_homes("poor") - practice.strictness
    value = lasting[row] + np.array(list(SUBJECTS.values()))[subject] + MARK_BY_HOLD * hold + NOISE * _normal(rng, row)
    date = lived.year.date_at(day)
    table = pd.DataFrame(
        {
            "row": row,
            "date": date.astype("datetime64[s]"),
            **_marks(value, (lived.roll["grade"] >= FIRST_LOWER).to_numpy()[row]),
            "subject": np.array(list(SUBJECTS), dtype=object)[subject],
            "kind": np.where(absent, "not_taken", "mark"),
            "known_on": entered_on(rng, date, row=row, practice=practice),
        }
    )
    table["mark"] = table["mark"].mask(absent)
    kept: pd.DataFrame = table[~absent | practice.not_taken[row]]
    return kept.reset_index(drop=True)


def conduct_marks(rng: np.random.Generator, lived: LivedYear, unexcused: Floats) -> pd.DataFrame:
    """Return the conduct marks at the year's end of those whose year was closed.

    ``unexcused`` is the hours in the books of each row; every 20 of them may cost a point.
    """
    grade = lived.roll["grade"].to_numpy()
    row = np.flatnonzero((lived.closing != "") & (grade > 0))
    strict = STRICT[np.digitize(grade[row], [FIRST_LOWER, 9])]
    points = rng.binomial((unexcused[row] // HOURS_FOR_POINT).astype(np.int64), strict)
    numbers = grade[row] >= FIRST_LOWER
    date = lived.year.date_at(lived.year.until_day(grade[row]) - 1).astype("datetime64[s]")
    marks = _marks(np.where(numbers, 10.0 - points, 9.9 - 2 * points), numbers)
    known = date + np.timedelta64(3, "D")
    return pd.DataFrame({"row": row, "date": date, **marks, "subject": None, "kind": "conduct", "known_on": known})


def _due(rng: np.random.Generator, lived: LivedYear) -> Integers:
    """Who is due a mark in which subject on which day; nobody in the preparatory class."""
    year, pupils = lived.year, np.flatnonzero(lived.roll["grade"].to_numpy() > 0)
    modules = len(year.starts)
    often = rng.poisson(MARKS_A_MODULE, len(pupils) * len(SUBJECTS) * modules)
    place = np.repeat(np.arange(len(often)), often)
    begin, size = np.searchsorted(year.module, np.arange(modules)), np.bincount(year.module)
    day = begin[place % modules] + (rng.random(len(place)) * size[place % modules]).astype(np.int64)
    due = np.stack([pupils[place // (modules * len(SUBJECTS))], place // modules % len(SUBJECTS), day])
    return due[:, lived.expects(due[0], day)]


def _marks(value: Floats, numbers: Booleans) -> dict[str, Texts | pd.Series]:
    """Marks and their scales: numbers from class V on, before that words."""
    number = np.clip(np.rint(value), 1, 10).astype(np.int64)
    texts = np.where(numbers, NUMBERS[number], WORDS[np.digitize(value, [5.0, 6.8, 8.4])])
    return {"mark": pd.Series(texts, dtype="str"), "scale": np.where(numbers, "1-10", "FB-I").astype(object)}


def _normal(rng: np.random.Generator, row: Integers) -> Floats:
    return rng.standard_normal(len(row))
