"""Children of last school year whom nobody has enrolled since, counted by school and class; no list can show them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from features.arrays import Booleans, Positions
from features.as_of import known_before
from features.days import day_of
from features.importers.spreadsheets.cells.classes import class_label, is_class
from features.point_in_time.cohort import (
    begun_enrolments,
    cohort_at,
    known_outcomes,
    seen_enrolments,
    standing_outcomes,
)
from features.point_in_time.record_index import RecordIndex
from serving.api.answers import RecordState
from serving.api.date_cache import DateCache

ENDS_OF_CYCLES = (4, 8, 11, 12, 13)  # classes after which children go on to another school, or are done
_YEAR = ["school_year", "year_starts_on", "last_year_on"]


@dataclass(frozen=True)
class NotEnrolled:
    """How many children of last year have no enrolment in ``school_year`` yet, by the class in which they would be now.

    Classes are named as ``class_label`` of the importers does; "" are those whose name tells no level.
    """

    school_year: str
    by_class: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.by_class.values())


def not_enrolled_at(state: RecordState, day: dt.date) -> Mapping[str, NotEnrolled]:
    """Return them by school, as known before a day; counted once for all schools."""
    return _kept().at((state.watermark, id(state)), day, make=lambda: _counted(state.index, day_of(day)))


def not_enrolled_again(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return who was in a school in its last year and is enrolled nowhere for the one that has begun since.

    Left out are children who left before that year was over or whose story has ended, and those of the last class of
    their school where it ends a cycle: they go on elsewhere. The year that has begun is the school's own; of a school
    without a child in it, that of the most schools.

    Returns
    -------
    pandas.DataFrame
        ``pupil_id``, ``school_id``, ``class_label`` and ``grade_level`` of last year; ``this_year``, the name of this
        one.
    """
    cohort = cohort_at(index, as_of)
    last = begun_enrolments(index, as_of).drop_duplicates("pupil", keep="last")
    this_year = _this_year(cohort, last["school_id"])
    starts = last["year_starts_on"].to_numpy()
    follows = (starts >= this_year["last_year_on"].to_numpy()) & (starts < this_year["year_starts_on"].to_numpy())
    last = last.assign(this_year=this_year["school_year"].to_numpy(object))[follows]
    stayed = (last["ended"] & (last["ends_on"] >= last["year_ends_on"])).to_numpy(bool)
    last = last[stayed & ~_ends_cycle(last)]
    elsewhere = np.concatenate([cohort["pupil"].to_numpy(), _enrolled_ahead(index, as_of)])
    found = last[~last["pupil"].isin(elsewhere).to_numpy() & ~_story_ended(index, last, as_of)]
    return found[["pupil_id", "school_id", "class_label", "grade_level", "this_year"]].reset_index(drop=True)


def next_class(label: str) -> str:
    """Return the class in which those of a class are a year later; "" where its name tells no level.

    >>> next_class("5A"), next_class("VIII B"), next_class("CP"), next_class("Fluturașii")
    ('VI A', 'IX B', 'I', '')
    """
    named = class_label(label)
    if not is_class(named):
        return ""
    level, *letter = named.split()
    return class_label(" ".join([_AFTER[level], *letter])) if level in _AFTER else ""


_LEVELS = ("CP", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_AFTER = dict(pairwise(_LEVELS))


@cache
def _kept() -> "DateCache[Mapping[str, NotEnrolled]]":
    return DateCache()


def _counted(index: RecordIndex, as_of: int) -> Mapping[str, NotEnrolled]:
    missing = not_enrolled_again(index, as_of)
    labels = missing["class_label"].astype(object).where(missing["class_label"].notna(), "")
    sizes = missing.assign(class_label=labels).groupby(["school_id", "this_year", "class_label"], observed=True).size()
    found: dict[str, NotEnrolled] = {}
    for school_id, year, label, count in sizes.reset_index().itertuples(index=False):
        of_school = found.setdefault(school_id, NotEnrolled(year))
        now = next_class(label)
        of_school.by_class[now] = of_school.by_class.get(now, 0) + int(count)
    return found


def _this_year(cohort: pd.DataFrame, schools: "pd.Series[str]") -> pd.DataFrame:
    """Return the school year that has begun in the school of each row."""
    latest = cohort.sort_values("year_starts_on", kind="stable").groupby("school_id", observed=True)[_YEAR].last()
    years = latest.reindex(schools)
    if len(latest):
        of_most = latest.value_counts().index[0]
        years = years.fillna(dict(zip(_YEAR, of_most, strict=True)))
    return years.set_axis(schools.index)


def _ends_cycle(last: pd.DataFrame) -> Booleans:
    highest = last.groupby("school_id", observed=True)["grade_level"].transform("max")
    return ((last["grade_level"] == highest) & last["grade_level"].isin(ENDS_OF_CYCLES)).to_numpy(bool)


def _enrolled_ahead(index: RecordIndex, as_of: int) -> Positions:
    """Return the numbers of the pupils who are enrolled for a time that is yet to come."""
    rows = seen_enrolments(index, as_of)
    is_known = known_before(rows["enrolled_on"].to_numpy(), as_of)
    return rows["pupil"].to_numpy(np.intp)[is_known & ~known_before(rows["begins_on"].to_numpy(), as_of)]


def _story_ended(index: RecordIndex, last: pd.DataFrame, as_of: int) -> Booleans:
    """Tell whose known story has ended by an outcome since the enrolment of each row began."""
    outcomes = standing_outcomes(known_outcomes(index, as_of))
    ended_on = outcomes["date"][outcomes["ends"].to_numpy(bool)].reindex(last["pupil"])
    return ended_on.to_numpy(float) >= last["begins_on"].to_numpy(float)
