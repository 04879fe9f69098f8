"""School years, days of the week and levels of classes, as records write them."""

import re
import unicodedata

import numpy as np
import pandas as pd

from features.arrays import Floats

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_ROMAN = {word: number for number, word in enumerate(_NUMERALS, start=1)}
_ORDINAL = r"(?:[\s-]?A(?=[\s.\-_/]))?"  # the second A of "a VI-a A"
_CLASS = r"(?:CL(?:ASA|S)?\b\.?\s*)?"
_LABEL = re.compile(rf"{_CLASS}(?:A\s+)?([IVX]+|\d{{1,2}})(?:-?A$|{_ORDINAL})([A-ZȘȚĂÂÎ]?\d?|[\s.\-_/,+(]+.*)$")
_PREPARATORY = re.compile(rf"{_CLASS}(?:CP|C\.P\.|PREG(?:[ĂA]TITOAREA?)?\.?|PREPARATORY)(?:[\s.\-_]*[A-ZȘȚĂÂÎ]?\d?)$")
_NEXT_NUMERAL = re.compile(r"\s*(?:[\-/,+–]|ȘI|SI)\s*(?:A\s+)?([IVX]+|\d{1,2})\b")  # of "I-IV", "1/3"


def is_school_year(label: str) -> bool:
    """Tell whether a label names a school year by its two calendar years, or by its only one.

    >>> is_school_year("2025-2026"), is_school_year("2025"), is_school_year("2025-2027"), is_school_year("2013J")
    (True, True, False, False)
    """
    first, _, second = label.partition("-")
    is_year = len(first) == 4 and first.isascii() and first.isdecimal() and 1900 <= int(first) < 2200
    return is_year and (label == first or second == str(int(first) + 1))


def first_year(label: str) -> int:
    """Return the first calendar year of a label that is a school year."""
    return int(label[:4])


def weekday_numbers(text: str) -> tuple[int, ...]:
    """Return the days of a week that a text such as ``1-5`` or ``7,1-4`` names, Monday 1 to Sunday 7.

    >>> weekday_numbers("7,1-4"), weekday_numbers("6-7")
    ((1, 2, 3, 4, 7), (6, 7))

    Raises
    ------
    ValueError
        If it names none, or another day.
    """
    named: set[int] = set()
    for each in text.replace(";", ",").replace(" ", "").split(","):
        first, dash, last = each.partition("-")
        low, high = int(first), int(last if dash else first)
        named.update(range(low, high + 1) if low <= high else [*range(low, 8), *range(1, high + 1)])
    if not named or not named <= set(range(1, 8)):
        raise ValueError(text)
    return tuple(sorted(named))


def levels_said(labels: "pd.Series") -> Floats:
    """Return the level that each class's name says; NaN where it says none, or several at once.

    >>> levels_said(pd.Series(["VII B", "5A", "cl. a VIII-a", "a VI-a A", "CP B", "I-IV", "B", None])).tolist()
    [7.0, 5.0, 8.0, 6.0, 0.0, nan, nan, nan]
    """
    codes, distinct = pd.factorize(labels)
    return np.array([*map(_level_said, map(str, distinct)), np.nan], float)[codes]


def _level_said(label: str) -> float:
    text = unicodedata.normalize("NFC", label.strip().upper())
    if _PREPARATORY.match(text):
        return 0.0
    found = _LABEL.match(text)
    if found is None:
        return np.nan
    level = _numeral(found.group(1))
    following = _NEXT_NUMERAL.match(text, found.end(1))  # in a class of several levels they rise; IX-I is a class I
    return np.nan if following and _numeral(following.group(1)) > level else level


def _numeral(word: str) -> float:
    return float(_ROMAN.get(word, int(word) if word.isdecimal() and int(word) <= 13 else np.nan))
