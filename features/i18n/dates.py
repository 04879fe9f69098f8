"""Dates as they are said to a person, in English and in Romanian."""

import datetime as dt

from features.i18n.text import Bilingual, Language

_MONTHS = (
    Bilingual("January", "ianuarie"), Bilingual("February", "februarie"), Bilingual("March", "martie"),
    Bilingual("April", "aprilie"), Bilingual("May", "mai"), Bilingual("June", "iunie"),
    Bilingual("July", "iulie"), Bilingual("August", "august"), Bilingual("September", "septembrie"),
    Bilingual("October", "octombrie"), Bilingual("November", "noiembrie"), Bilingual("December", "decembrie"),
)  # fmt: skip


def date_words(date: dt.date, language: Language) -> str:
    """Return a date with its month in words.

    >>> date_words(dt.date(2026, 9, 30), "ro"), date_words(dt.date(2026, 3, 1), "en")
    ('30 septembrie 2026', '1 March 2026')
    """
    return f"{date.day} {_MONTHS[date.month - 1].said(language)} {date.year}"
