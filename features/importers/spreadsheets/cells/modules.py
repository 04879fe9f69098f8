"""The modules of a school year, I to V, as headings and titles name them, and their days."""

import datetime as dt
import re

from features.importers.spreadsheets.cells.days import Year
from features.schema.romania import MODULES, published_terms
from features.schema.school_time import first_year

_WINTER = 3  # the module before the week that counties choose
_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, **{str(number): number for number in range(1, 6)}}
_NUMBER = r"(?P<number>iii|iv|ii|i|v|[1-5])"
_HEADING = re.compile(rf"(?:modul(?:ul(?:ui)?)?|mod\.?|m)\s*(?:al\s+)?{_NUMBER}(?:\s*-\s*lea)?", re.IGNORECASE)
_IN_TITLE = re.compile(rf"\bmodul(?:ul(?:ui)?)?\s*(?:al\s+)?{_NUMBER}(?:\s*-\s*lea)?(?!\w)", re.IGNORECASE)


def module_named(text: str) -> int:
    """Return the module that a heading is, from 1; 0 where it is none.

    >>> [module_named(each) for each in ("Modulul I", "M2", "mod. III", "Modulul al IV-lea", "M", "Modulul VI")]
    [1, 2, 3, 4, 0, 0]
    """
    found = _HEADING.fullmatch(" ".join(text.split()))
    return _NUMERALS[found["number"].lower()] if found else 0


def module_in(text: str) -> int:
    """Return the module that a title speaks of; 0 where it speaks of none, or of several.

    >>> [module_in(each) for each in ("Absențe, modulul II", "la sfârșitul modulului I", "Modulul I și modulul II")]
    [2, 1, 0]
    """
    found = {found["number"].lower() for found in _IN_TITLE.finditer(text)}
    return _NUMERALS[found.pop()] if len(found) == 1 else 0


def days_of_module(number: int, year: Year) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a module; None where its year's are not known.

    Counties choose the winter week: the third module ends, and the fourth begins, as late and as early as any may.

    >>> [day.isoformat() for day in days_of_module(1, Year("2025-2026"))]
    ['2025-09-08', '2025-10-24']
    >>> [day.isoformat() for day in days_of_module(3, Year("2025-2026"))], days_of_module(1, Year("2019-2020"))
    (['2026-01-08', '2026-02-22'], None)
    """
    if "-" not in year.label or first_year(year.label) not in MODULES:
        return None
    terms = published_terms("")
    own = terms[terms["school_year"] == year.label]
    begins, ends = ([day.date() for day in own[name]] for name in ("starts_on", "ends_on"))
    first, last = begins[number - 1], ends[number - 1]
    if number == _WINTER:
        last = begins[number] - dt.timedelta(days=1)
    if number == _WINTER + 1:
        first = ends[number - 2] + dt.timedelta(days=1)
    return first, last
