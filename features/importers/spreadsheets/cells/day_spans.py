"""Spans of days in lists of absences, such as ``15.10-17.10 m``: each weekday of one is an entry of its own."""

import datetime as dt
import re
from collections.abc import Iterator

from features.importers.spreadsheets.cells.days import NoDay, Year, day_of

_MOST_DAYS = 62
_FRIDAY = 4
_DATE = r"\d{1,2}\.(?:\d{1,2}|[ivx]{1,4})(?:\.(?:\d{4}|\d\d))?"
_SPAN = re.compile(
    rf"(?P<before>[(\[]?\s*(?:[a-zăț]+\.?\s*:?\s+)?)(?P<first>{_DATE}|\d{{1,2}})\s*[-–—]\s*(?P<last>{_DATE})(?P<after>(?![\d.]).*)",
    re.IGNORECASE,
)


def days_of_span(text: str, year: Year) -> list[str]:
    """Return an entry for each weekday of a span, written as the span was; nothing where a text is no span.

    >>> days_of_span("15.10-17.10 m", Year("2025-2026")), days_of_span("(17-20.10)", Year("2025-2026"))
    (['15.10.2025 m', '16.10.2025 m', '17.10.2025 m'], ['(17.10.2025)', '(20.10.2025)'])
    >>> days_of_span("15.10", Year("2025-2026")), days_of_span("12-10-2025", Year())
    ([], [])

    Raises
    ------
    NoDay
        If a day of it is none, it ends before it begins, or it is longer than two months.
    """
    found = _SPAN.fullmatch(text)
    if found is None:
        return []
    last, _ = day_of(found["last"], year)
    is_day_alone = found["first"].isdecimal()
    first = _of_month(int(found["first"]), last) if is_day_alone else day_of(found["first"], year)[0]
    if not first < last <= first + dt.timedelta(days=_MOST_DAYS):
        raise NoDay("sheet_span")
    return [f"{found['before']}{day:%d.%m.%Y}{found['after']}" for day in _weekdays(first, last)]


def _of_month(day: int, last: dt.date) -> dt.date:
    try:
        return last.replace(day=day)
    except ValueError:
        raise NoDay("sheet_no_such_day") from None


def _weekdays(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    days = (first + dt.timedelta(days=each) for each in range((last - first).days + 1))
    return (day for day in days if day.weekday() <= _FRIDAY)
