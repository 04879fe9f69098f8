"""How each class's teachers keep their books: how much they write down, how late, and what they never write."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, Integers
from features.synthetic.world.levels import LETTERS
from features.synthetic.world.pupils import sigmoid
from features.synthetic.world.school_year import Days

STAGES = 3  # primary, lower, upper: a form teacher has a class for a stage
IN_SCHOOL, IN_TEACHER, IN_YEAR = 0.5, 0.6, 0.35
WRITTEN = 1.4  # log-odds that an absence is written down
MONTHLY = 0.15  # of class years are entered at the month's end
ENTERED_LATE, ENTERED_LATE_DAYS = 0.12, 21
NO_EXCUSES, WHOLE_DAYS, EMPTY, NOT_TAKEN, INCIDENTS = 0.18, 0.15, 0.04, 0.2, 0.5
STOPS_WRITING = 0.5  # of class years write nothing more of a child who has silently gone
STRICT_SCHOOL, STRICT_TEACHER, STRICT_YEAR = 0.3, 0.3, 0.2


@dataclass(frozen=True)
class Habits:
    """Lasting habits of schools (s,) and form teachers (s, stages, letters)."""

    school: Floats
    teacher: Floats
    strict_school: Floats
    strict_teacher: Floats


@dataclass(frozen=True)
class Practice:
    """How the books of one year are kept, for each row of the roll; the same for all of a class."""

    written: Floats
    monthly: Booleans
    late: Floats
    no_excuses: Booleans
    whole_days: Booleans
    empty: Booleans
    not_taken: Booleans
    incidents: Booleans
    stops_writing: Booleans
    strictness: Floats


def draw_habits(rng: np.random.Generator, units: pd.DataFrame) -> Habits:
    """Draw what lasts over the years."""
    shape = (len(units), STAGES, len(LETTERS))
    return Habits(
        school=IN_SCHOOL * rng.standard_normal(len(units)),
        teacher=IN_TEACHER * rng.standard_normal(shape),
        strict_school=STRICT_SCHOOL * rng.standard_normal(len(units)),
        strict_teacher=STRICT_TEACHER * rng.standard_normal(shape),
    )


def draw_practice(rng: np.random.Generator, roll: pd.DataFrame, *, classes: Integers, habits: Habits) -> Practice:
    """Draw one year's practice of each class from the lasting habits of its school and its form teacher."""
    school, letter = roll["school"].to_numpy(), roll["letter"].to_numpy()
    stage = np.digitize(roll["grade"].to_numpy(), [5, 9])
    count = int(classes.max(initial=-1)) + 1
    of_year = IN_YEAR * rng.standard_normal(count)[classes] + IN_YEAR * rng.standard_normal()

    def in_classes(share: float) -> Booleans:
        return (rng.random(count) < share)[classes]

    written = WRITTEN + habits.school[school] + habits.teacher[school, stage, letter] + of_year
    strict = habits.strict_school[school] + habits.strict_teacher[school, stage, letter]
    return Practice(
        written=sigmoid(written),
        monthly=in_classes(MONTHLY),
        late=ENTERED_LATE * np.exp(0.8 * rng.standard_normal(count))[classes],
        no_excuses=in_classes(NO_EXCUSES),
        whole_days=in_classes(WHOLE_DAYS),
        empty=in_classes(EMPTY),
        not_taken=in_classes(NOT_TAKEN),
        incidents=in_classes(INCIDENTS),
        stops_writing=in_classes(STOPS_WRITING),
        strictness=strict + STRICT_YEAR * rng.standard_normal(count)[classes],
    )


def entered_on(rng: np.random.Generator, date: Days, *, row: Integers, practice: Practice) -> pd.Series:
    """The day on which each row was entered: at the month's end, some days late, or empty for the day itself."""
    next_month = (date.astype("datetime64[M]") + 1).astype("datetime64[D]")
    monthly = next_month + rng.integers(0, 6, len(date)).astype("timedelta64[D]")
    late = date + rng.integers(1, ENTERED_LATE_DAYS + 1, len(date)).astype("timedelta64[D]")
    when = np.where(practice.monthly[row], monthly, late)
    told = practice.monthly[row] | (rng.random(len(date)) < practice.late[row])
    return pd.Series(when.astype("datetime64[s]")).where(told)
