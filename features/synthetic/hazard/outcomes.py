"""How each child's year ended, and what the papers say of it: late for some, wrong for some."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Booleans, Floats, Integers, Texts
from features.synthetic.hazard.leaving import STAYS, SUMMER, Course
from features.synthetic.hazard.people import People
from features.synthetic.world.levels import EXAM_CLASS, last_class
from features.synthetic.world.pupils import sigmoid
from features.synthetic.world.school_year import SchoolYear

DECLARED = 0.45  # of those who leave during the year are taken off the roll; with the others the year is not closed
NO_SHOW = 0.6  # of those who leave in the summer after class VIII do not even come to the exam
TRANSFERRED, EMIGRATED = 0.018, 0.004  # a year, of all children
WRITTEN_AS_TRANSFER = 0.04  # of those who dropped out or did not come back in September
MISTAKEN = 0.0012  # of those who stayed: a year not closed that was; half of it is put right in September
RECORDED = 0.85  # of those who do not come back in September; of the others nothing is written
TOLD_LATE, TOLD_LATE_DAYS = 0.06, (60, 240)
DAYS = ("06-25", "07-01", "09-15")  # the year is closed, that is known, and who comes back is seen
REPEATS = -4.3  # log-odds for a child of average ability and hold
MOVED = ("transferred", "emigrated")
GONE_IN_YEAR = (*MOVED, "dropped_out", "year_not_closed")


@dataclass(frozen=True)
class LivedYear:
    """A school year of a roll: its course, and how it ended for each row.

    ``fate`` is empty for those who stay; ``closing`` is how the year was closed, empty for those who were gone by then;
    ``papers`` is the teaching day on which a child was taken off the roll, after all days for the others; ``told`` is
    what the papers say of the fate.
    """

    year: SchoolYear
    roll: pd.DataFrame
    people: People
    units: pd.DataFrame
    course: Course
    fate: Texts
    closing: Texts
    papers: Integers
    told: Texts

    def expects(self, row: Integers, day: Integers) -> Booleans:
        """Whether the class had school on that day and the child was on its roll, there or not."""
        until = np.minimum(self.year.until_day(self.roll["grade"].to_numpy()), self.papers)
        return np.asarray((self.roll["from_day"].to_numpy()[row] <= day) & (day < until[row]))

    def of_pupils(self, column: str) -> Floats:
        """A column of the children, for each row."""
        return np.asarray(self.people.children[column].to_numpy()[self.roll["pupil"]])

    def of_homes(self, column: str) -> Floats:
        """A column of the homes, for each row."""
        return np.asarray(self.people.homes[column].to_numpy()[self.of_pupils("home")])


def live(
    rng: np.random.Generator, roll: pd.DataFrame, *, people: People, course: Course, units: pd.DataFrame,
    year: SchoolYear,
) -> LivedYear:  # fmt: skip
    """Draw what became of each child after such a course of a year."""
    count, days = len(roll), len(year.days)
    luck = rng.random(count)
    moves = np.where(luck < EMIGRATED, "emigrated", np.where(luck < EMIGRATED + TRANSFERRED, "transferred", ""))
    fate = _left(rng, roll, course, units)
    fate = np.where(course.left_in == STAYS, moves, fate).astype(object)
    day = np.where(np.isin(fate, MOVED), rng.integers(5, days, count), course.gone)
    wait = np.where(fate == "dropped_out", rng.integers(15, 45, count), 0)
    off = np.minimum(np.maximum(day, roll["from_day"].to_numpy() + 1) + wait, days - 1)
    wrong = np.isin(fate, ("dropped_out", "not_reenrolled")) & (rng.random(count) < WRITTEN_AS_TRANSFER)
    closing = np.where(np.isin(fate, GONE_IN_YEAR), "", _closings(rng, roll, people=people, course=course, units=units))
    papers = np.where(np.isin(fate, (*MOVED, "dropped_out")), off, days)
    told = np.where(wrong, "transferred", fate).astype(object)
    return LivedYear(year, roll, people, units, course, fate, closing.astype(object), papers, told)


def next_year_closing(lived: LivedYear) -> pd.Series:
    """The closing of those who come back in September; empty for those who do not."""
    return pd.Series(lived.closing).where(lived.fate == "", "")


def year_outcomes(rng: np.random.Generator, lived: LivedYear) -> pd.DataFrame:
    """Return the outcomes that were written down: ``row``, ``date``, ``outcome``, ``known_on``."""
    year, told, count = lived.year, lived.told, len(lived.roll)
    june, july, september = (np.full(count, f"{year.first + 1}-{day}", "datetime64[s]") for day in DAYS)
    mistaken = (lived.fate == "") & (lived.closing == "promoted") & (rng.random(count) < MISTAKEN)
    righted = mistaken & (rng.random(count) < 0.5)
    closed = (lived.closing != "") & ~mistaken & (told != "exam_no_show")
    missed = (lived.fate == "not_reenrolled") & (rng.random(count) < RECORDED)
    papers = year.date_at(lived.papers).astype("datetime64[s]")
    off = lived.papers < len(year.days)
    parts = [
        _told(rng, closed, june, outcome=lived.closing, since=july, wait=(0, 5), late=0.0),
        _told(rng, (told == "year_not_closed") | mistaken, june, outcome="year_not_closed", since=july, wait=(0, 5)),
        _told(rng, off, papers, outcome=told, since=papers, wait=(3, 45)),
        _told(rng, missed, september, outcome=told, since=september, wait=(5, 43)),
        _told(rng, told == "exam_no_show", june, outcome="exam_no_show", since=july, wait=(15, 30)),
        _told(rng, righted, september, outcome="promoted", since=september, wait=(0, 20)),
    ]
    return pd.concat(parts, ignore_index=True)


def _left(rng: np.random.Generator, roll: pd.DataFrame, course: Course, units: pd.DataFrame) -> Texts:
    """Name how those left whom the hazard met; after the last class of an upper school the summer changes nothing."""
    count, grade = len(roll), roll["grade"].to_numpy()
    last = grade == last_class(units)[roll["school"]]
    in_year = (course.left_in != STAYS) & (course.left_in < SUMMER)
    summer = (course.left_in == SUMMER) & ~(last & (grade != EXAM_CLASS))
    named = np.where(rng.random(count) < DECLARED, "dropped_out", "year_not_closed")
    no_show = (grade == EXAM_CLASS) & (rng.random(count) < NO_SHOW)
    in_summer = np.where(no_show, "exam_no_show", "not_reenrolled")
    return np.where(in_year, named, np.where(summer, in_summer, "")).astype(object)


def _closings(
    rng: np.random.Generator, roll: pd.DataFrame, *, people: People, course: Course, units: pd.DataFrame
) -> NDArray[np.str_]:
    ability = people.children["ability"].to_numpy()[roll["pupil"]]
    last = roll["grade"].to_numpy() == last_class(units)[roll["school"]]
    chance: Floats = sigmoid(REPEATS - 0.8 * ability - 0.5 * course.states[-1].hold)
    repeats = (rng.random(len(roll)) < chance) & (roll["grade"].to_numpy() > 0) & (roll["repeated"].to_numpy() < 3)
    return np.where(repeats, "repeated_year", np.where(last, "graduated", "promoted"))


def _told(
    rng: np.random.Generator, which: Booleans, date: NDArray[np.datetime64], *, outcome: Texts | str,
    since: NDArray[np.datetime64], wait: tuple[int, int], late: float = TOLD_LATE,
) -> pd.DataFrame:  # fmt: skip
    """Outcomes of those rows, known some days after a day, and for a share of them much later."""
    count = len(which)
    days = rng.integers(*wait, count) + np.where(rng.random(count) < late, rng.integers(*TOLD_LATE_DAYS, count), 0)
    known = since + days.astype("timedelta64[D]")
    table = pd.DataFrame({"row": np.arange(count), "date": date, "outcome": outcome, "known_on": known})
    return table[which].astype({"date": "datetime64[s]", "known_on": "datetime64[s]"})
