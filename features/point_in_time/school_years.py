"""When each school year begins and ends, wherever on the globe.

A year begins on the first day of its first term. Without terms of its own it begins on the earliest day on which
somebody was enrolled for it in the school or, where the label is a year and nobody was enrolled from that year's
1 January on, on 1 September (of a calendar year: 1 January). It ends the day before the next one begins, but not before
its own last term; where no next one is known, a year after it began.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Days, Positions
from features.days import NEVER, date_of, day_of, to_days
from features.schema.romania import is_county, published_terms
from features.schema.school_time import first_year, is_school_year


@dataclass(frozen=True)
class SchoolYearBounds:
    """The school year of each enrolment, in days, shape (n,).

    ``ends_on`` is the last day as known beforehand (``NEVER`` for a label that is no year and has no terms).
    ``next_on`` is the day on which the school's own next year began, for a year without terms: it is known then.
    ``last_year_on`` is the first day of the year before.
    """

    starts_on: Days
    ends_on: Days
    next_on: Days
    last_year_on: Days


def terms_in_force(terms: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Return the given terms or, where there are none, the published ones of the counties of Romania that are named."""
    if len(terms):
        return terms
    named = [county for county in schools["county"].dropna().unique() if is_county(county)]
    return pd.concat([terms, *map(published_terms, named)], ignore_index=True) if named else terms


def school_year_bounds(
    enrolments: pd.DataFrame, school: Positions, counties: Sequence[str], terms: pd.DataFrame
) -> SchoolYearBounds:
    """Return the bounds of each enrolment's school year.

    Parameters
    ----------
    enrolments
        ``school_year`` and, in days, ``enrolled_on``; n rows.
    school
        The number of each row's school, shape (n,).
    counties
        The county of each school, "" where it is not known.
    terms
        The terms in force.
    """
    label, labels = pd.factorize(enrolments["school_year"])
    place, pairs = pd.factorize(school * len(labels) + label)
    schools, named = pairs // max(len(labels), 1), labels.take(pairs % max(len(labels), 1)).tolist()
    calendars = _calendars(terms)
    years = []
    earliest = _earliest(place, named, enrolments["enrolled_on"].to_numpy(np.int64))
    for number, each, first_enrolled in zip(schools.tolist(), named, earliest.tolist(), strict=True):
        calendar = calendars.get(counties[number]) or calendars.get("") or {}
        years.append((number, *_year(each, calendar, first_enrolled)))
    bounds = pd.DataFrame(years, columns=["school", "starts_on", "ends_on", "last_year_on", "by_terms", "is_year"])
    starts, ends, last = (bounds[name].to_numpy(np.int64)[place] for name in ("starts_on", "ends_on", "last_year_on"))
    return SchoolYearBounds(starts, ends, _next_of_school(bounds)[place], last)


def _calendars(terms: pd.DataFrame) -> dict[str, dict[str, tuple[int, int]]]:
    """Return the first and last day of each year by county, oldest first; those of county "" hold for all others."""
    days = pd.DataFrame(
        {
            "county": terms["county"].fillna(""), "year": terms["school_year"],
            "first": to_days(terms["starts_on"]), "last": to_days(terms["ends_on"]),
        }
    )  # fmt: skip
    by_year = days.groupby(["county", "year"]).agg({"first": "min", "last": "max"}).sort_values("first", kind="stable")
    calendars: dict[str, dict[str, tuple[int, int]]] = {}
    for (county, year), first, last in zip(by_year.index, by_year["first"], by_year["last"], strict=True):
        calendars.setdefault(county, {})[year] = int(first), int(last)
    for county, own in calendars.items():
        if county:
            calendars[county] = dict(sorted(({**calendars.get("", {}), **own}).items(), key=lambda item: item[1]))
    return calendars


def _earliest(place: Positions, labels: Sequence[str], enrolled: Days) -> Days:
    """Return the first day on which somebody was enrolled for each school's year; NEVER without any that can count.

    For a year of the calendar, enrolments before that year (such as of a first year in the school) do not count.
    """
    floors = [day_of(dt.date(first_year(each), 1, 1)) if is_school_year(each) else -NEVER for each in labels]
    earliest = np.full(len(labels), NEVER, dtype=np.int64)
    counts = enrolled >= np.array(floors, dtype=np.int64)[place]
    np.minimum.at(earliest, place[counts], enrolled[counts])
    return earliest


def _year(label: str, calendar: dict[str, tuple[int, int]], first_enrolled: int) -> tuple[int, int, int, bool, bool]:
    """Return first and last day of a year, the first day of the year before, and whether terms and calendar know it."""
    begun = sorted(first for first, _ in calendar.values())
    known = calendar.get(label)
    start = known[0] if known else first_enrolled
    if start == NEVER:  # of a year of the calendar for which everybody was enrolled long before
        start = day_of(dt.date(first_year(label), 9 if "-" in label else 1, 1))
    later = [first for first in begun if first > start]
    end = later[0] - 1 if later else _a_year_later(start, 1) - 1
    if known:
        end = max(end, known[1])
    elif not is_school_year(label):
        end = NEVER
    before = [first for first in begun if _a_year_later(start, -2) < first < start]
    last_year = before[-1] if before else _a_year_later(start, -1)
    return start, end, last_year, known is not None, is_school_year(label)


def _next_of_school(bounds: pd.DataFrame) -> Days:
    """Return when the school's own next year begins, for years of the calendar without terms; else NEVER."""
    ordered = bounds[bounds["is_year"].to_numpy(bool)].sort_values(["school", "starts_on"], kind="stable")
    following = ordered.groupby("school")["starts_on"].shift(-1)
    next_on = following.reindex(bounds.index).fillna(NEVER).to_numpy(np.int64)
    return np.where(bounds["by_terms"], NEVER, next_on)


def _a_year_later(day: int, years: int) -> int:
    """Return the same day some years later; 28 February for the 29th.

    >>> date_of(_a_year_later(day_of(dt.date(2024, 2, 29)), 1))
    datetime.date(2025, 2, 28)
    """
    date = date_of(day)
    try:
        return day_of(date.replace(year=date.year + years))
    except ValueError:
        return day_of(date.replace(year=date.year + years, day=28))
