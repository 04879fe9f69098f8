"""Hours that a cell says: with their unit, such as ``2h``, or beside the day of an absence."""

import re
from collections.abc import Mapping

from features.importers.spreadsheets.files.grid import Cell, shown

_WITH_UNIT = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:de\s+)?(?:h|ore|or[aă]|hours?)\.?", re.IGNORECASE)
_EXCUSED, _NOT = r"(?:m|mot|motivat[ăae]?)", r"(?:n|nm|nem|nemot|nemotivat[ăae]?|nemotivabil[ăae]?)"
_UNIT = r"(?:de\s+)?(?:h|ore|or[aă]|abs(?:en[țt][ăe])?)\.?"
_DATE = (
    r"\d{1,2}(?:\s*(?P<sign>[./\-])\s*(?:\d{1,2}(?!\d)|[ivx]{1,4}(?![ivx]))(?:\s*(?P=sign)\s*\d{2,4}(?!\d))?"
    r"|\s+[^\W\d_]{3,}\.?(?:\s*\d{4}(?!\d))?)|\d{4}-\d\d-\d\d"
)
_NUMBER_OF_DAY = r"(?P<number>\d{1,2})(?![\d./])"  # below the name of a month
_SAID_AFTER = rf"\s*[\(\[]?\s*(?:(?P<after>{_EXCUSED}|{_NOT})\.?)?\s*[\)\]]?"


def _day_then_hours(day: str, between: str, inside: str = "") -> "re.Pattern[str]":
    """Return the pattern of an absence: hours may stand behind its day, after a sign ``between`` or with their unit."""
    return re.compile(
        rf"(?:(?P<times>\d{{1,2}})\s*[x×*]\s*)?(?P<open>\(\s*)?(?:(?P<before>{_EXCUSED}|{_NOT})\.?[\s:]+)?"
        rf"(?P<day>{day})(?P<close>\s*\))?\s*"
        rf"(?:{between}\s*(?P<hours>\d{{1,2}})\s*(?:{_UNIT})?|[-–:x×*/=]?\s*(?P<told>\d{{1,2}})\s*{_UNIT}"
        rf"|\(\s*(?P<count>\d{{1,2}})\s*(?:{_UNIT})?\s*{inside}\))?{_SAID_AFTER}",
        re.IGNORECASE,
    )


def _hours_then_day(day: str, *, with_unit: bool) -> "re.Pattern[str]":
    """Return the pattern of an absence whose hours stand first: ``3 (12.10)``, or with their unit ``3h 12.10``."""
    dated = rf"{_UNIT}\s*[-–:/=]?\s*(?P<day>{day})" if with_unit else rf"(?:{_UNIT})?\s*\(\s*(?P<day>{day})\s*\)"
    return re.compile(rf"(?P<told>\d{{1,2}})\s*{dated}{_SAID_AFTER}", re.IGNORECASE)


_INSIDE = rf"(?:(?P<inside>{_EXCUSED}|{_NOT})\.?)?\s*"
_OF_ANY_MONTH = (_day_then_hours(_DATE, "[-–:x×*]", _INSIDE), _hours_then_day(_DATE, with_unit=True))
_HOURS_AND_BRACKETS = _hours_then_day(_DATE, with_unit=False)  # a mark with its day looks the same: 7 (12.10)
_OF_THE_MONTH = (  # a dash between two numbers is of a span; 12 (5 m) may be 12 hours, of which 5 are excused
    _day_then_hours(_NUMBER_OF_DAY, ":"), _hours_then_day(_NUMBER_OF_DAY, with_unit=True)
)  # fmt: skip
SPAN_TO_A_NUMBER = re.compile(
    rf"(?P<before>[(\[]?\s*(?:[a-zăț]+\.?\s*:?\s+)?)(?P<first>\d{{1,2}}(?:\.\d{{1,2}})?)\s*[-–—]\s*(?P<last>\d{{1,2}})"
    rf"(?![\d./-])(?!\s*{_UNIT}(?![a-z]))(?P<after>.*)",
    re.IGNORECASE | re.DOTALL,
)
PIECES = re.compile(
    rf"\S+(?:\s+\d{{1,2}}\s*{_UNIT}(?=\s|$))?(?:\s+(?:\([^()]*\)|m|n|mot\.?|nem\.?)(?=\s|$))?", re.IGNORECASE
)
MOST_HOURS = 8  # of a day


def hours_text(cell: Cell) -> str:
    """Return the text of a cell of hours, without their unit.

    >>> hours_text("2h"), hours_text("1 oră"), hours_text(3), hours_text("x")
    ('2', '1', '3', 'x')
    """
    text = shown(cell)
    found = _WITH_UNIT.fullmatch(text)
    return found[1] if found else text


def absence_said(text: str, *, of_month: bool, hours_first: bool) -> Mapping[str, str] | None:
    """Return what the entry of one absence says, by the first way to write one that it is written in; None of none.

    ``of_month`` says that the number of a day is enough, ``hours_first`` whether 3 in ``3 (12.10)`` can be hours.
    """
    ways = (*(_OF_THE_MONTH if of_month else ()), *_OF_ANY_MONTH, *((_HOURS_AND_BRACKETS,) if hours_first else ()))
    said = next((match.groupdict("") for way in ways if (match := way.fullmatch(text))), None)
    return None if said and _is_doubtful(said) else said


def _is_doubtful(said: Mapping[str, str]) -> bool:
    """Tell whether a number is no hours of a day, as in ``12.10 (15)``, or may be a day, as in ``14x2``, ``3 (5)``."""
    hours, number = hours_said(said), said.get("number")
    return not 1 <= hours <= MOST_HOURS or bool(number and said.get("count") and hours > int(number))


def hours_said(said: Mapping[str, str]) -> int:
    """Return the hours of an entry; one where it does not say them."""
    return next((int(said[name]) for name in ("times", "hours", "told", "count") if said.get(name)), 1)


def excuse_said(said: Mapping[str, str]) -> str:
    """Return whether an entry is excused: ``yes``, ``no``, or nothing where it does not say it."""
    word = (said.get("before") or said.get("inside") or said["after"]).lower()
    if word:
        return "no" if word.startswith("n") else "yes"
    return "yes" if said.get("open") and said.get("close") else ""  # what a pen circles, a keyboard puts in brackets
