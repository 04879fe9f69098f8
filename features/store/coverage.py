"""What imports are the whole of: which rows of a table lie in it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans
from features.records.imported_records import Coverage

DAY_OF: Mapping[str, str] = {
    "enrolments": "enrolled_on", "family": "valid_from", "attendance": "date", "grades": "date", "incidents": "date",
    "outcomes": "date",
}  # fmt: skip


@dataclass(frozen=True)
class Area:
    """What one import is the whole of in one table of one school; ``of_listed`` of pupils that it enrols alone."""

    school_id: str
    table: str
    first_day: dt.date
    last_day: dt.date
    classes: tuple[str, ...] | None = None
    subjects: tuple[str, ...] | None = None
    of_listed: bool = False


def areas_of(coverage: Sequence[Coverage], *, day: dt.date) -> list[Area]:
    """Return the areas that an importer names; none is the whole of days after its import."""
    return [
        Area(
            each.school_id, table, each.first_day, min(each.last_day, day), each.classes, each.subjects, each.of_listed
        )
        for each in coverage
        for table in each.tables
        if table in DAY_OF
    ]


def usual_areas(
    table: str, frame: pd.DataFrame, schools: Sequence[str], *, years: "SchoolYears", day: dt.date
) -> list[Area]:
    """Return the areas of a file that names none: of each school from its earliest to its latest day.

    They begin with the school year of the earliest day and, where the school is in its running year, end on the day of
    the import: a register that is exported has all that is in it so far. ``years.schools`` has one though no row is.
    """
    days = frame[DAY_OF[table]] if len(frame) else pd.Series([], dtype="datetime64[s]")
    bounds = days.groupby(np.asarray(schools, dtype=object), sort=True).agg(["min", "max"])
    running = years.running(day)
    areas = []
    for school in sorted({*bounds.index, *years.schools}):
        if school in bounds.index:
            first, last = years.start_of(bounds.loc[school, "min"].date()), bounds.loc[school, "max"].date()
        elif running is not None:
            first, last = running, day
        else:
            continue
        if running is not None and school in years.schools:
            last = max(last, day)
        areas.append(Area(str(school), table, min(first, last), min(last, day)))
    return areas


@dataclass(frozen=True)
class SchoolYears:
    """When school years begin, and which schools have children enrolled in the latest one."""

    starts: tuple[dt.date, ...]
    schools: frozenset[str]

    def running(self, day: dt.date) -> dt.date | None:
        """Return when the school year of a day began; None where none has."""
        return max((start for start in self.starts if start <= day), default=None)

    def start_of(self, day: dt.date) -> dt.date:
        """Return when the school year of a day began; the day itself where none has."""
        return self.running(day) or day


def school_years(enrolments: pd.DataFrame, terms: pd.DataFrame, *, day: dt.date) -> SchoolYears:
    """Return the school years that terms or, without them, the earliest enrolments begin."""
    source, name = (terms, "starts_on") if len(terms) else (enrolments, "enrolled_on")
    if not len(enrolments):
        return SchoolYears((), frozenset())
    begins = source.groupby("school_year", observed=True)[name].min() if len(source) else pd.Series(dtype=object)
    starts = tuple(sorted(start.date() for start in begins if not pd.isna(start)))
    running = max((start for start in starts if start <= day), default=None)
    if running is None:
        return SchoolYears(starts, frozenset())
    year = begins[begins == pd.Timestamp(running)].index
    of_year = enrolments["school_year"].isin(year) | (enrolments["enrolled_on"] >= pd.Timestamp(running))
    return SchoolYears(starts, frozenset(enrolments.loc[of_year, "school_id"]))


def covered(
    frame: pd.DataFrame, areas: Sequence[Area], *, day: str, classes: Sequence[object] | None = None,
    listed: Collection[str] | None = None,
) -> Booleans:  # fmt: skip
    """Tell which rows of one table and school lie in any of its areas.

    ``day`` is the column of the day that counts; ``classes`` are the class of each row, needed where an area
    names some. ``listed`` are the pupils that an import enrols, None where rows of others count as well.
    """
    inside = np.zeros(len(frame), np.bool_)
    days = frame[day].to_numpy("datetime64[D]")
    for area in areas:
        rows = (days >= np.datetime64(area.first_day)) & (days <= np.datetime64(area.last_day))
        if area.classes is not None:
            rows &= np.isin(np.asarray(classes, dtype=object), list(area.classes))
        if area.subjects is not None and "subject" in frame:
            rows &= frame["subject"].isin(list(area.subjects)).to_numpy(bool)
        if area.of_listed and listed is not None:
            rows &= frame["pupil_id"].isin(list(listed)).to_numpy(bool)
        inside |= rows
    return inside
