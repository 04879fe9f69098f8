"""Dates as they are said to a person, in English and in Romanian."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from features.i18n.text import Bilingual, Language

_MONTHS = (
    Bilingual("January", "ianuarie"), Bilingual("February", "februarie"), Bilingual("March", "martie"),
    Bilingual("April", "aprilie"), Bilingual("May", "mai"), Bilingual("June", "iunie"),
    Bilingual("July", "iulie"), Bilingual("August", "august"), Bilingual("September", "septembrie"),
    Bilingual("October", "octombrie"), Bilingual("November", "noiembrie"), Bilingual("December", "decembrie"),
)  # fmt: skip


_ISO_DAY = re.compile(r"(?<![\w-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])")
TIME_ZONE = "Europe/Bucharest"  # of the schools, whichever clock a server in a container has


def local_time(moment: dt.datetime) -> dt.datetime:
    """Return a moment by the clock of the schools, as commands and pages tell it.

    >>> local_time(dt.datetime(2026, 9, 30, 22, 15, tzinfo=dt.UTC)).isoformat()
    '2026-10-01T01:15:00+03:00'
    """
    return moment.astimezone(ZoneInfo(TIME_ZONE))


def date_words(date: dt.date, language: Language) -> str:
    """Return a date with its month in words.

    >>> date_words(dt.date(2026, 9, 30), "ro"), date_words(dt.date(2026, 3, 1), "en")
    ('30 septembrie 2026', '1 March 2026')
    """
    return f"{date.day} {_MONTHS[date.month - 1].said(language)} {date.year}"


def days_in_words(text: str, language: Language) -> str:
    """Return a text with the month of each of its days in words; what only looks like a day stays.

    >>> days_in_words("date 2026-09-14, class 5A", "en"), days_in_words("2026-02-30", "en")
    ('date 14 September 2026, class 5A', '2026-02-30')
    """
    return _ISO_DAY.sub(lambda found: _said(found[0], language), text)


def _said(day: str, language: Language) -> str:
    try:
        return date_words(dt.date.fromisoformat(day), language)
    except ValueError:
        return day


def span_words(first: dt.date, last: dt.date, language: Language) -> str:
    """Return a period in words; one that begins with a month and ends in it by the name of the month.

    >>> span_words(dt.date(2025, 10, 1), dt.date(2025, 10, 31), "ro")
    'octombrie 2025'
    >>> span_words(dt.date(2025, 9, 8), dt.date(2025, 10, 24), "en")
    '8 September 2025 – 24 October 2025'
    """
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"{_MONTHS[first.month - 1].said(language)} {first.year}"
    return f"{date_words(first, language)} – {date_words(last, language)}"
