"""What each class of a school missed week by week, as it was known on a day."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Floats, Positions, Texts
from features.counting.event_rows import HUNDREDTHS
from features.days import date_of
from features.point_in_time.events import EventsAsOf, Window
from features.schema.school_time import levels_said
from models.ranking.scored_cohort import ScoredCohort

WEEKS, AT_MOST_BACK = 12, 60
_NO_LEVEL = 99.0  # classes whose name says none come last
# Hours a child missed in a week, and shares of the hours missed, from which on the next pattern is drawn.
HOURS_LEVELS, SHARE_LEVELS = (0.5, 1.0, 2.0, 4.0), (0.03, 0.06, 0.12, 0.2)


@dataclass(frozen=True)
class WeekCell:
    """A class in a week: its figure, None where it cannot be told, and how dense it is drawn, 0 to 4."""

    value: float | None
    level: int


@dataclass(frozen=True)
class ClassWeeks:
    """A class, its children, and its weeks, the oldest first; ``is_stale`` says that its register is not up to date."""

    label: str
    children: int
    is_stale: bool
    cells: tuple[WeekCell, ...]


@dataclass(frozen=True)
class AttendanceWeeks:
    """The classes of a school and the Mondays of the weeks.

    Where the school calls the roll the figures are shares of the hours missed (``is_share``), in per cent; elsewhere
    nobody knows how many hours there were, and they are hours that a child missed. Where absences come as totals of
    longer periods there are no weeks.
    """

    mondays: tuple[dt.date, ...]
    classes: tuple[ClassWeeks, ...]
    is_share: bool


def attendance_weeks(cohort: ScoredCohort, school_id: str, *, of_classes: Collection[str] = ()) -> AttendanceWeeks:
    """Return the last twelve weeks with school days of a school, or of some classes of it."""
    features = cohort.features
    places = features.schools.get(school_id, np.empty(0, np.intp))
    labels = _labels(cohort, places)
    if of_classes:
        is_of = np.isin(labels, list(of_classes))
        places, labels = places[is_of], labels[is_of]
    names, class_of = np.unique(labels.astype(str), return_inverse=True)
    level_of = np.nan_to_num(levels_said(pd.Series(names, dtype=object)), nan=_NO_LEVEL)
    mondays = _school_weeks(cohort, places)
    missed, given = _hours_by_week(cohort, places, mondays)
    is_share = bool(given.any())
    silent = np.array([features.table.pupils["pupil_id"].iloc[place] in cohort.silent for place in places], dtype=bool)
    classes = tuple(
        ClassWeeks(
            label=str(name),
            children=int((class_of == number).sum()),
            is_stale=bool(silent[class_of == number].any()),
            cells=tuple(
                _cell(missed[week][class_of == number], given[week][class_of == number], is_share=is_share)
                for week in range(len(mondays))
            ),
        )
        for number, name in sorted(enumerate(names), key=lambda each: (level_of[each[0]], each[1]))
    )
    return AttendanceWeeks(tuple(date_of(monday) for monday in mondays), classes, is_share)


def _labels(cohort: ScoredCohort, places: Positions) -> Texts:
    labels = cohort.features.table.pupils["class_label"].to_numpy(object)[places]
    return np.array([label if isinstance(label, str) else "" for label in labels], dtype=object)


def _school_weeks(cohort: ScoredCohort, places: Positions) -> list[int]:
    """Return the Mondays of the last weeks that had a school day before the day, the oldest first."""
    snapshot = cohort.features.snapshot
    if not len(places) or snapshot.has_periods()[places].any():
        return []
    monday = snapshot.as_of - 1 - (snapshot.as_of - 1 + 3) % 7  # 1970-01-01 was a Thursday
    found: list[int] = []
    for start in range(monday, monday - 7 * AT_MOST_BACK, -7):
        last = min(start + 6, snapshot.as_of - 1)
        days = snapshot.school_day_numbers(np.array([start - 1, last]), np.repeat(places[:1], 2))
        if days[1] > days[0] and len(found) < WEEKS:
            found.append(start)
    return found[::-1]


def _hours_by_week(cohort: ScoredCohort, places: Positions, mondays: list[int]) -> tuple[Floats, Floats]:
    """Return the hours that each child missed, and those of which a roll call tells, shape (weeks, children)."""
    snapshot, index = cohort.features.snapshot, cohort.features.index
    pupils = snapshot.pupils[places]
    absences, present = (events.at(pupils, snapshot.as_of) for events in (index.absences, index.present))
    shape = (len(mondays), len(places))
    missed = np.array([_hours(absences, monday, snapshot.as_of, shape[1]) for monday in mondays]).reshape(shape)
    attended = np.array([_hours(present, monday, snapshot.as_of, shape[1]) for monday in mondays]).reshape(shape)
    return missed, np.where(attended.any(axis=1, keepdims=True), missed + attended, 0.0)


def _hours(events: EventsAsOf, monday: int, as_of: int, children: int) -> Floats:
    window = Window(np.full(children, monday), np.full(children, min(monday + 7, as_of)))
    return np.asarray(events.window_stats(window).total / HUNDREDTHS)


def _cell(missed: Floats, given: Floats, *, is_share: bool) -> WeekCell:
    """Return the cell of a class; without a roll call in the week a share cannot be told.

    >>> _cell(np.array([4.0, 0.0]), np.zeros(2), is_share=False)
    WeekCell(value=2.0, level=3)
    >>> _cell(np.array([5.0, 0.0]), np.array([25.0, 25.0]), is_share=True)
    WeekCell(value=10.0, level=2)
    """
    if is_share:
        if not given.sum():
            return WeekCell(None, 0)
        share = float(missed.sum() / given.sum())
        return WeekCell(100 * share, sum(share >= each for each in SHARE_LEVELS))
    hours = float(missed.mean())
    return WeekCell(hours, sum(hours >= each for each in HOURS_LEVELS))
