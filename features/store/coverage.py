"""What imports are the whole of: which rows of a table lie in it."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Booleans
from features.records.imported_records import Coverage

DAY_OF: Mapping[str, str] = {
    "enrolments": "enrolled_on", "family": "valid_from", "attendance": "date", "grades": "date", "incidents": "date",
    "outcomes": "date",
}  # fmt: skip


@dataclass(frozen=True)
class Area:
    """What one import is the whole of in one table of one school; ``of_listed`` of pupils that it enrols alone.

    With ``adds_only`` it takes nothing back, but what comes there later was not known on its day.

    Of the ``subjects`` an empty one stands for rows without a subject. ``of_totals`` says whether it is the whole of
    totals of several days alone, or of single days alone; None of both.
    """

    school_id: str
    table: str
    first_day: dt.date
    last_day: dt.date
    classes: tuple[str, ...] | None = None
    subjects: tuple[str, ...] | None = None
    of_listed: bool = False
    adds_only: bool = False
    of_totals: bool | None = None


@dataclass(frozen=True)
class Version:
    """What one import holds of a table and school: its rows, and the areas that it is the whole of.

    ``listed`` gives the pupils that it enrols, asked only where an area is of those alone. ``place`` is which of all
    imports that stand it is, in the order of their days.
    """

    day: dt.date
    frame: pd.DataFrame
    areas: tuple[Area, ...]
    listed: Callable[[], Collection[str]] = frozenset
    place: int = 0


def looked_at(areas: Sequence[Area]) -> list[Area]:
    """Return what an import looked at: with its totals alone, too, nothing else of those days was known."""
    return [replace(each, of_totals=None) for each in areas]


def areas_of(coverage: Sequence[Coverage], *, day: dt.date) -> list[Area]:
    """Return the areas that an importer names; none is the whole of days after its import."""
    return [
        Area(
            each.school_id,
            table,
            each.first_day,
            min(each.last_day, day),
            each.classes,
            each.subjects,
            each.of_listed,
            each.adds_only,
            each.of_totals,
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


def are_totals(frame: pd.DataFrame) -> Booleans:
    """Tell which rows of a table are of several days."""
    if "from_date" not in frame:
        return np.zeros(len(frame), np.bool_)
    return (frame["from_date"].to_numpy("datetime64[D]") < frame["date"].to_numpy("datetime64[D]")).astype(np.bool_)


@dataclass(frozen=True)
class RowPlaces:
    """Rows of one table and school, of which areas are asked one after the other; each class is looked for once."""

    days: npt.NDArray[np.datetime64]
    subjects: "pd.Series[Any] | None"
    pupils: "pd.Series[Any]"
    totals: Booleans
    _found: dict[tuple[object, ...], Booleans] = field(default_factory=dict)

    @classmethod
    def of(cls, frame: pd.DataFrame, table: str) -> "RowPlaces":
        """Return the places of some rows of a table."""
        days = frame[DAY_OF[table]].to_numpy("datetime64[D]")
        return cls(days, frame.get("subject"), frame["pupil_id"], are_totals(frame))

    def inside(
        self, areas: Sequence[Area], classes: "pd.Series[Any] | None", listed: Collection[str] | None
    ) -> Booleans:
        """Tell which rows lie in any of some areas.

        ``classes`` are needed where an area names some. ``listed`` are the pupils that an import enrols, None where
        rows of others count as well.
        """
        inside = np.zeros(len(self.days), np.bool_)
        for area in areas:
            rows = (self.days >= np.datetime64(area.first_day)) & (self.days <= np.datetime64(area.last_day))
            for values, names in ((classes, area.classes), (self.subjects, area.subjects)):
                if names is not None and values is not None:
                    rows &= self._among(values, names)
            if area.of_totals is not None:
                rows &= self.totals == area.of_totals
            if area.of_listed and listed is not None:
                rows &= self.pupils.isin(list(listed)).to_numpy(bool)
            inside |= rows
        return inside

    def _among(self, values: "pd.Series[Any]", names: tuple[str, ...]) -> Booleans:
        key = (id(values), names)
        if key not in self._found:
            found = values.isin(list(names))
            self._found[key] = (found | values.isna() if "" in names else found).to_numpy(bool)
        return self._found[key]
