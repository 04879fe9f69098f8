"""What the cells of a column look like, which helps to tell what its heading means."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from features.identity_numbers import is_like_a_name
from features.importers.spreadsheets.cells.classes import is_class
from features.importers.spreadsheets.cells.days import NoDay, Year, day_of
from features.importers.spreadsheets.cells.list_cells import NoList, absences_of, marks_of
from features.importers.spreadsheets.cells.marks import QUALIFIERS, mark_of
from features.importers.spreadsheets.files.grid import Cell, shown
from features.schema.synonyms import plain

_LOOKED_AT = 60  # cells of a column
_MOST = 0.7  # so many of them make the column what they are
_HOURS = re.compile(r"\d{1,3}(?:[.,]0{1,2}|[.,]50?)?(?:\s*(?:h|ore|or[aă])\.?)?|-", re.IGNORECASE)  # 5.11 is a day
_ANY_YEAR = Year("2025-2026")


@dataclass(frozen=True)
class Profile:
    """Which share of a column's cells can be read as what.

    ``absences`` are lists of days; among ``dated_hours``, too, are those that may be marks, such as ``3 (12.10)``.
    """

    count: int
    days: float = 0.0
    marks: float = 0.0
    qualifiers: float = 0.0
    numbers: float = 0.0
    hours: float = 0.0
    dated_marks: float = 0.0
    absences: float = 0.0
    dated_hours: float = 0.0
    names: float = 0.0
    classes: float = 0.0

    def mostly(self, what: str) -> bool:
        """Tell whether most cells are of that kind."""
        return self.count > 0 and getattr(self, what) >= _MOST


def profile_of(cells: Iterable[Cell]) -> Profile:
    """Look at the first distinct cells of a column."""
    distinct: list[Cell] = []
    seen: set[object] = set()
    for cell in cells:
        if cell is not None and (key := (type(cell), cell)) not in seen:
            seen.add(key)
            distinct.append(cell)
            if len(distinct) >= _LOOKED_AT:
                break
    if not distinct:
        return Profile(0)
    texts = [shown(cell) for cell in distinct]
    return Profile(
        len(distinct),
        days=_share(map(_is_day, distinct)),
        marks=_share(mark_of(cell) is not None for cell in distinct),
        qualifiers=_share(plain(text) in QUALIFIERS for text in texts),
        numbers=_share(_is_number(text) for text in texts),
        hours=_share(_HOURS.fullmatch(text) is not None for text in texts),
        dated_marks=_share(map(_has_dated_marks, distinct)),
        absences=_share(_is_list_of_absences(cell, hours_first=False) for cell in distinct),
        dated_hours=_share(_is_list_of_absences(cell, hours_first=True) for cell in distinct),
        names=_share(is_like_a_name(text) for text in texts),
        classes=_share(is_class(text) for text in texts),
    )


def candidates(profile: Profile) -> Sequence[str]:
    """Return what a column of such cells may be, the likeliest first."""
    found = []
    for what, targets in (
        ("classes", ["enrolments.class_label"]),
        ("dated_marks", ["grades.list"]),
        ("absences", ["attendance.list", "enrolments.birth_year", "date"]),
        ("qualifiers", ["grades.mark"]),
        ("days", ["date", "enrolments.birth_year"]),
        ("names", ["pupil.name", "pupil.contacts"]),
        ("marks", ["grades.average", "grades.mark", "attendance.hours"]),
        ("numbers", ["attendance.hours", "pupil.register_number"]),
    ):
        if profile.mostly(what):
            found += targets
    return list(dict.fromkeys(found))


def _share(hits: Iterable[bool]) -> float:
    told = list(hits)
    return sum(told) / len(told)


def _is_day(cell: Cell) -> bool:
    try:
        return bool(day_of(cell, _ANY_YEAR))
    except NoDay:
        return False


def _is_number(text: str) -> bool:
    return text.replace(",", "", 1).replace(".", "", 1).isdecimal()


def _has_dated_marks(cell: Cell) -> bool:
    try:
        return isinstance(cell, str) and any(mark.day for mark in marks_of(cell, _ANY_YEAR))
    except NoList:
        return False


def _is_list_of_absences(cell: Cell, *, hours_first: bool) -> bool:
    try:
        return not isinstance(cell, int | float) and bool(absences_of(cell, _ANY_YEAR, hours_first=hours_first))
    except NoList:
        return False
