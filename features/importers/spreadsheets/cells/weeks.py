"""Weeks as titles write them, and the days of a week as headings name them."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from features.importers.spreadsheets.cells.days import NoDay, Year, day_of
from features.schema.synonyms import plain

_DATE = (
    r"\d{1,2}(?:\s*[./]\s*(?:\d{1,2}|[ivx]{1,4})(?![\w]))?(?:\s*[./]\s*20\d\d|\.\d\d(?!\d))?\.?"
    r"(?:\s+[^\W\d_]{3,}\.?(?:\s+20\d\d)?)?"
)
_SPAN = re.compile(
    rf"(?<![\d./])(?P<first>{_DATE})\s*(?:-|–|—|până\s+(?:la|în)|pana\s+(?:la|in)|la)\s*(?P<last>{_DATE})(?!\d)",
    re.IGNORECASE,
)
_WEEK_DATE = re.compile(rf"s[ăa]pt(?:[ăa]m[âa]na?)?\.?[^\d]{{0,20}}(?P<first>{_DATE})(?![\d])", re.IGNORECASE)
_WORD = re.compile(r"\bs[ăa]pt(?:[ăa]m[âa]n[aă]?)?\b", re.IGNORECASE)
_PARTS = re.compile(r"(?P<day>\d{1,2})(?P<rest>.*)", re.DOTALL)
_SUNDAY = 6
_FEWEST, _FEWEST_LETTERS = 3, 4  # days in their order, by which headings are seen to be those of a week
_NAMES: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("l", "lu", "lun", "luni", "mon", "monday"), (1,)),
    **dict.fromkeys(("ma", "mar", "marti", "tue", "tuesday"), (2,)),
    "m": (2, 3),
    **dict.fromkeys(("mi", "mie", "miercuri", "wed", "wednesday"), (3,)),
    **dict.fromkeys(("j", "jo", "joi", "thu", "thursday"), (4,)),
    **dict.fromkeys(("v", "vi", "vin", "vineri", "fri", "friday"), (5,)),
    **dict.fromkeys(("s", "sa", "sam", "sambata", "sat", "saturday"), (6,)),
}  # fmt: skip


def says_week(text: str) -> bool:
    """Tell whether a text speaks of a week, with or without its days."""
    return _WORD.search(text) is not None


def week_in(text: str, year: Year) -> dt.date | None:
    """Return the Monday of the week that a text says by its first and last day; None where it says none, or several.

    >>> week_in("Săptămâna 10-14.11.2025", Year()), week_in("săpt. 10.11 - 14.11", Year("2025-2026"))
    (datetime.date(2025, 11, 10), datetime.date(2025, 11, 10))
    >>> week_in("săptămâna din 10 noiembrie", Year("2025-2026")), week_in("Săptămâna 10", Year("2025-2026"))
    (datetime.date(2025, 11, 10), None)
    >>> week_in("10-21.11.2025", Year()), week_in("Clasele 5-8", Year("2025-2026"))
    (None, None)
    """
    spans = list(_spans(text, year))
    if not spans and (found := _WEEK_DATE.search(text)) and (day := _day(found["first"], year)):
        return day if day.weekday() == 0 else None
    mondays = {first - dt.timedelta(days=first.weekday()) for first, _ in spans}
    within = all(first <= last <= first + dt.timedelta(days=_SUNDAY - first.weekday()) for first, last in spans)
    return mondays.pop() if len(mondays) == 1 and within else None


def _spans(text: str, year: Year) -> Iterator[tuple[dt.date, dt.date]]:
    for found in _SPAN.finditer(text):
        last = _day(found["last"], year)
        parts, whole = _PARTS.fullmatch(found["first"].strip()), _day(found["first"], year, last)
        if last is not None and parts is not None:
            first = whole if parts["rest"].strip(". ") else _of_month(int(parts["day"]), last)
            if first is not None:
                yield first, last


def _of_month(day: int, last: dt.date) -> dt.date | None:
    try:
        return last.replace(day=day)
    except ValueError:
        return None


def _day(text: str, year: Year, before: dt.date | None = None) -> dt.date | None:
    """Return the day that a text is, of the calendar year of a day that it is before."""
    try:
        day, guessed = day_of(text.strip(), year if before is None else Year(str(before.year)))
    except NoDay:
        return None
    return day.replace(year=day.year - 1) if before is not None and guessed and day > before else day


def weekday_number(word: str) -> int:
    """Return the number of the day of the week that a word names, Monday 1; 0 where it is none, or may be two.

    >>> weekday_number("Joi"), weekday_number("m"), weekday_number("oct")
    (4, 0, 0)
    """
    numbers = _NAMES.get(plain(word), ())
    return numbers[0] if len(numbers) == 1 else 0


def weekdays_of(texts: Sequence[str]) -> list[int]:
    """Return the number of the day of the week that each text names, Monday 1; 0 where it is none of a week in order.

    A day may stand over several columns. A week has at least three days in their order.

    >>> weekdays_of(["Elev", "L", "M", "M", "J", "V", "M", "N"]), weekdays_of(["Luni", "Luni", "Marți", "Joi", "Luni"])
    ([0, 1, 2, 3, 4, 5, 0, 0], [1, 1, 2, 4, 0])
    """
    found = [0] * len(texts)
    start = 0
    while start < len(texts):
        places, numbers = _run(texts, start)
        if len(set(numbers)) >= (_FEWEST if any(len(texts[place]) > 1 for place in places) else _FEWEST_LETTERS):
            for place, number in zip(places, numbers, strict=True):
                found[place] = number
            start = places[-1]
        start += 1
    return found


def _run(texts: Sequence[str], start: int) -> tuple[list[int], list[int]]:
    """Return the places from a start on at which the days of one week stand, and which they are."""
    places, numbers = list[int](), list[int]()
    before = ""
    for place in range(start, len(texts)):
        word = plain(texts[place])
        if numbers and word == before and word != "m":
            number = numbers[-1]
        else:
            number = next((each for each in _NAMES.get(word, ()) if not numbers or each > numbers[-1]), 0)
        if not number:
            break
        places.append(place)
        numbers.append(number)
        before = word
    return places, numbers
