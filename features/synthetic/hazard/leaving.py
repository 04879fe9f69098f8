"""A school year of the hidden process: month by month, who leaves."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, Integers
from features.synthetic.hazard.people import People
from features.synthetic.hazard.shocks import FADES, SHOCKS, LatentState, next_month
from features.synthetic.world.levels import EXAM_CLASS, FIRST_UPPER, VOCATIONAL, class_of, level_of
from features.synthetic.world.pupils import sigmoid
from features.synthetic.world.school_year import SchoolYear

MONTHS, SUMMER = 11, 10
STAYS = -1
LEAVING_AT_LEVEL = np.array([-7.6, -7.2, -6.9, -6.3])  # log-odds in a month: primary, lower, upper, vocational
LEAVING_IN_MONTH = np.array([0.2, 0.0, -0.2, -0.2, 0.3, 0.1, 0.0, 0.0, 0.0, -0.5, 1.6])
LEAVING_BY_HOLD = 1.15  # less log-odds for each unit of hold
DELAYED = {"illness": 0.25, "conflict": 0.55, "work": 0.6, "parting": 0.45, "hardship": 0.35}  # of last months' shocks
COUNTY, ADVERSITY, SCHOOL, SCHOOL_YEAR, COUNTY_YEAR = 0.4, 0.3, 0.35, 0.25, 0.25
LEAVING_OVER_AGE, FIRST_IN_UPPER, EXAM = 0.6, 0.4, 1.0
MATES_LEFT, MOST_LEFT = 4.0, 0.2  # log-odds for all of the class gone; of a larger share, no more
SIBLING_LEFT = 1.0
RECENT = 3  # months for which the class feels that somebody left


@dataclass(frozen=True)
class Course:
    """A year as it went: arrays of the roll's rows by months.

    ``hazard`` is that of leaving in a month, given all that happened before; ``before`` is the state that the summer
    left, ``states`` has one state per month;
    ``left_in`` is the month in which each left, ``STAYS`` for those who did not; ``gone`` the teaching day on which
    they stopped coming, after all days for the others; ``classes`` numbers each row's class.
    """

    hazard: Floats
    before: LatentState
    states: tuple[LatentState, ...]
    left_in: Integers
    gone: Integers
    classes: Integers

    def shock(self, name: str) -> Floats:
        """A part of the hidden state, months by rows."""
        return np.stack([getattr(state, name) for state in self.states])

    def shock_before(self, name: str) -> Floats:
        """A part of the hidden state as it was a month before each month, months by rows."""
        return np.stack([getattr(self.state_before(month), name) for month in range(len(self.states))])

    def state_before(self, month: int) -> LatentState:
        """The state of the month before one; before September, what the summer left."""
        return self.states[month - 1] if month else self.before

    def begins(self, name: str) -> Booleans:
        """Whom such a shock meets in each month, months by rows: more is there than is left of earlier ones."""
        return self.shock(name) > FADES * self.shock_before(name)


def months_of_days(year: SchoolYear) -> Integers:
    """The month of each teaching day, September 0 to June 9."""
    number: Integers = (year.days.astype("datetime64[M]").astype(np.int64) % 12 + 4) % 12
    return np.minimum(number, SUMMER - 1)


def school_effects(rng: np.random.Generator, units: pd.DataFrame) -> Floats:
    """The lasting log-odds of leaving of each school."""
    own = ADVERSITY * units["adversity"].to_numpy() + SCHOOL * rng.standard_normal(len(units))
    effects: Floats = own + COUNTY * units["county_effect"].to_numpy()
    return effects


def school_year_effects(rng: np.random.Generator, lasting: Floats) -> Floats:
    """The log-odds of each school in one year, which is a good or a bad one for the whole county too."""
    return lasting + COUNTY_YEAR * rng.standard_normal() + SCHOOL_YEAR * rng.standard_normal(len(lasting))


def run_year(
    rng: np.random.Generator, roll: pd.DataFrame, *, people: People, state: LatentState, effects: Floats,
    units: pd.DataFrame, gone_before: Integers, year: SchoolYear,
) -> Course:  # fmt: skip
    """Let a year go by for the children of a roll.

    ``state`` has a row for each row of the roll; ``effects`` is the log-odds of each school; ``gone_before`` counts the
    children of each home who left in the year before.
    """
    classes, count = class_of(roll), len(roll)
    home = people.children["home"].to_numpy()[roll["pupil"]]
    fixed = _fixed(roll, people, units) + effects[roll["school"]]
    left_in = np.full(count, STAYS)
    hazards, states, before = [], [], state
    for month in range(MONTHS):
        now = next_month(rng, before, roll=roll, people=people, classes=classes, month=month)
        strain = sum((size * getattr(before, name) for name, size in DELAYED.items()), np.zeros(count))
        others = _mates_left(left_in, classes, month) + _siblings_left(left_in, home, gone_before)
        of_month = LEAVING_IN_MONTH[month] + _exam(roll, month)
        hazard = sigmoid(fixed + of_month - LEAVING_BY_HOLD * now.hold + strain + others)
        leaves = (rng.random(count) < hazard) & (left_in == STAYS)
        left_in = np.where(leaves, month, left_in)
        hazards.append(hazard)
        states.append(now)
        before = now
    gone = _gone(rng, roll, left_in, year)
    return Course(np.column_stack(hazards), state, tuple(states), left_in, gone, classes)


def state_after(state: LatentState, roll: pd.DataFrame, course: Course) -> LatentState:
    """Return the state of all children after a year: those of the roll as the summer left them."""
    rows = roll["pupil"].to_numpy()
    arrays = {}
    for name in ("hold", *SHOCKS):
        arrays[name] = getattr(state, name).copy()
        arrays[name][rows] = getattr(course.states[-1], name)
    return LatentState(**arrays)


def _gone(rng: np.random.Generator, roll: pd.DataFrame, left_in: Integers, year: SchoolYear) -> Integers:
    """The teaching day on which those who left during the year stopped coming; after all days for the others."""
    starts = np.searchsorted(months_of_days(year), np.arange(SUMMER + 1))
    left = (left_in != STAYS) & (left_in < SUMMER)
    month = np.where(left, left_in, 0)
    day = starts[month] + (rng.random(len(roll)) * np.diff(starts)[month]).astype(np.int64)
    return np.where(left, np.maximum(day, roll["from_day"].to_numpy()), len(year.days))


def _fixed(roll: pd.DataFrame, people: People, units: pd.DataFrame) -> Floats:
    """What lasts all year: level, class, age."""
    grade = roll["grade"].to_numpy()
    level = level_of(grade, roll["school"].to_numpy(), units)
    late = people.children["years_late"].to_numpy()[roll["pupil"]] + roll["repeated"].to_numpy()
    first = (grade == FIRST_UPPER) & (level != VOCATIONAL)
    fixed: Floats = LEAVING_AT_LEVEL[level] + LEAVING_OVER_AGE * np.minimum(late, 2) + FIRST_IN_UPPER * first
    return fixed


def _exam(roll: pd.DataFrame, month: int) -> Floats:
    return np.asarray(EXAM * ((roll["grade"] == EXAM_CLASS).to_numpy() & (month == SUMMER)))


def _mates_left(left_in: Integers, classes: Integers, month: int) -> Floats:
    """What it does to a child that classmates left in the last months."""
    recent = (left_in != STAYS) & (left_in >= month - RECENT)
    share = np.bincount(classes, weights=recent)[classes] / np.bincount(classes)[classes]
    return np.asarray(MATES_LEFT * np.minimum(share, MOST_LEFT))


def _siblings_left(left_in: Integers, home: Integers, gone_before: Integers) -> Floats:
    """What it does that a brother or sister left this year or the year before."""
    left = left_in != STAYS
    gone = gone_before + np.bincount(home[left], minlength=len(gone_before))
    return np.asarray(SIBLING_LEFT * (gone[home] - left > 0))
