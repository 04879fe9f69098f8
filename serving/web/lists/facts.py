"""What a list says of each child in the school's own units, counted once for all children of a day.

What is a feature is taken from the feature table, by its name; the rest is counted from the same snapshot of what was
known before the day.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from features.arrays import Floats, Integers
from features.catalogue.feature import mark_words
from features.counting.event_rows import HUNDREDTHS
from features.days import LONG_AGO, date_of, day_of
from features.i18n.text import LANGUAGES, Bilingual
from features.point_in_time.events import Window
from features.point_in_time.snapshot import Snapshot
from models.ranking.scored_cohort import FeatureCohort
from serving.api.answers import RankingService
from serving.api.date_cache import DateCache
from serving.web.lists.modules import module_at, modules_of

WEEKS = 12
_FEATURES = ("unexcused_hours_year", "subjects_below_pass_year", "conduct_latest")
_CYCLES = ((5, "primary"), (9, "lower"), (14, "upper"))  # classes below these


@dataclass(frozen=True)
class ChildFacts:
    """What is said of a child beside the reasons; None where the records cannot tell.

    ``weekly`` are the unexcused hours of the last twelve weeks, the oldest first, of a school without excuses all hours
    missed. ``days_in_a_row`` are school days up to the last one. ``conduct`` has its month beside it where the mark is
    of an earlier school year.
    """

    unexcused_module: float | None
    unexcused_year: float | None
    days_in_a_row: int | None
    subjects_below: float | None
    conduct: Bilingual | None
    conduct_points: float | None
    weekly: tuple[int, ...]
    cycle: str
    grade_level: float | None = None


@dataclass(frozen=True)
class CohortFacts:
    """The facts of all children in school at a day, one row each, in the order of the feature table.

    ``conduct_before`` are the days of latest conduct marks of earlier school years, 0 where it is of this one.
    """

    cohort: FeatureCohort
    places: Mapping[str, int]
    numbers: Mapping[str, Floats]
    weekly: Integers
    conduct_before: Integers

    def of(self, pupil_id: str) -> ChildFacts:
        """Return the facts of a child of the cohort."""
        place = self.places[pupil_id]
        numbers = {name: _known(float(values[place])) for name, values in self.numbers.items()}
        row, points = numbers["days_in_a_row"], numbers["conduct_latest"]
        return ChildFacts(
            unexcused_module=numbers["unexcused_module"],
            unexcused_year=numbers["unexcused_hours_year"],
            days_in_a_row=None if row is None else int(row),
            subjects_below=numbers["subjects_below_pass_year"],
            conduct=self._conduct(place, points),
            conduct_points=points,
            weekly=tuple(self.weekly[place].tolist()),
            cycle=cycle_of(numbers["grade_level"]),
            grade_level=numbers["grade_level"],
        )

    def _conduct(self, place: int, points: float | None) -> Bilingual | None:
        if points is None:
            return None
        scale, day = self.cohort.scales.of(place, conduct=True), int(self.conduct_before[place])
        dated = f" ({date_of(day):%m.%Y})" if day else ""
        return Bilingual(*(f"{mark_words(points, language, scale)}{dated}" for language in LANGUAGES))


def cohort_facts(service: RankingService, as_of: dt.date) -> CohortFacts:
    """Return the facts of all children whom the service's own records have in school at a day; counted once."""
    features = service.cohort_at(as_of).features
    mark = (service.own.watermark, id(service.own)) if service.own else None
    return _kept().at(mark, as_of, make=lambda: _counted(features))


def cycle_of(grade_level: float | None) -> str:
    """Return the cycle of a class; empty where it is not known.

    >>> [cycle_of(level) for level in (0, 4, 5, 8, 9, None)]
    ['primary', 'primary', 'lower', 'lower', 'upper', '']
    """
    if grade_level is None:
        return ""
    return next((name for end, name in _CYCLES if grade_level < end), "")


@cache
def _kept() -> "DateCache[CohortFacts]":
    return DateCache()


def _counted(cohort: FeatureCohort) -> CohortFacts:
    snapshot, values = cohort.snapshot, cohort.table.values
    numbers = {name: values[name].to_numpy(np.float64) for name in _FEATURES}
    numbers["unexcused_module"] = _module_hours(cohort)
    numbers["days_in_a_row"] = days_in_a_row(snapshot)
    numbers["grade_level"] = snapshot.enrolment("grade_level")
    weekly, conduct_before = weekly_unexcused(snapshot), _conduct_before(snapshot)
    snapshot.clear_cache()  # the service keeps the snapshot, not what was counted with it
    ids = cohort.table.pupils["pupil_id"].tolist()
    return CohortFacts(cohort, {pupil_id: place for place, pupil_id in enumerate(ids)}, numbers, weekly, conduct_before)


def _conduct_before(snapshot: Snapshot) -> Integers:
    """Return the day of each child's latest conduct mark where that is of an earlier school year; else 0."""
    last = snapshot.window_stats("conduct", snapshot.ever())
    return np.where((last.rows > 0) & (last.last_day < snapshot.this_year().start), last.last_day, 0)


def _module_hours(cohort: FeatureCohort) -> Floats:
    """Sum each child's unexcused hours of the module of its county up to now; NaN where no modules are known."""
    year, county = cohort.snapshot.this_year(), cohort.snapshot.cohort["county"].to_numpy(np.intp)
    starts = np.full(len(cohort.index.counties), LONG_AGO)
    for place, name in enumerate(cohort.index.counties):
        module = module_at(modules_of(cohort.index, name), cohort.as_of)
        if module is not None:
            starts[place] = day_of(module.first)
    hours = cohort.snapshot.hours(Window(np.maximum(starts[county], year.start), year.stop), excused=False)
    is_known = (starts[county] > LONG_AGO) & (starts[county] >= year.start)  # one of last year is none of now
    return np.where(is_known, hours, np.nan)


def days_in_a_row(snapshot: Snapshot) -> Floats:
    """Count each child's school days in a row with a missed hour, up to the last one; NaN where days are unknown."""
    window = snapshot.last_school_days(60)
    rows = snapshot.rows("absent_days", window)
    everybody = np.arange(len(snapshot))
    last = snapshot.school_day_numbers(window.stop - 1, everybody)
    days = pd.DataFrame(
        {"owner": rows.owner, "ago": last[rows.owner] - snapshot.school_day_numbers(rows.day, rows.owner)}
    )
    days = days.drop_duplicates().sort_values(["owner", "ago"])
    place = days.groupby("owner").cumcount()
    found = np.bincount(days["owner"][days["ago"] == place], minlength=len(snapshot)).astype(float)
    return np.where(snapshot.has_periods(), np.nan, found)


def weekly_unexcused(snapshot: Snapshot) -> Integers:
    """Sum each child's unexcused hours of the last weeks, shape (n, 12); of a school without excuses all hours."""
    stop = np.full(len(snapshot), snapshot.as_of)
    window = Window(stop - 7 * WEEKS, stop)
    sums = np.zeros((len(snapshot), WEEKS))
    for events, sign in (("absences", 1), ("excuses", -1)):
        rows = snapshot.rows(events, window)
        week = WEEKS - 1 - (snapshot.as_of - 1 - rows.day) // 7
        np.add.at(sums, (rows.owner, week), sign * rows.value / HUNDREDTHS)
    return np.rint(np.maximum(sums, 0)).astype(np.int64)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
