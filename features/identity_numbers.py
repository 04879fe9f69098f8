"""National identity numbers in texts: found, and never shown."""

import datetime as dt
import re
from itertools import chain

from features.i18n.text import Language

_WEIGHTS = (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)
_CENTURIES = {1: (1900,), 2: (1900,), 3: (1800,), 4: (1800,), 5: (2000,), 6: (2000,)}
_ANY_CENTURY = (1800, 1900, 2000)  # of residents and foreigners, whose first digit is 7, 8 or 9
_COUNTIES = frozenset((*range(1, 53), 70, *range(80, 84)))  # 41 counties and Bucharest, its sectors, later codes

# Thirteen digits that are a word: not within letters or more digits, and not the fraction of a number.
# A spreadsheet may have made a number of it: 1960101123456.0 or 1.960101123456E+12.
_WORD = re.compile(r"(?<![^\W_])(?<!\d[.,])\d{13}(?=(?:[.,]0+)?(?![^\W_])(?![.,]\d))")
_SCIENTIFIC = re.compile(r"(?<![^\W_])(\d)[.,](\d{12})[eE]\+?12(?![^\W_])")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_RUN = re.compile(r"\d{13,}")
_ALONE = re.compile(r"(?<!\d)\d{13}(?!\d)")
_PARTED = re.compile(r"(?<!\d)\d(?:[ .\-/]?\d){12}(?!\d)")  # 5 130312 125780
_MASK = 13 * "*"


def is_identity_number(text: str) -> bool:
    """Tell whether a text is a valid CNP: 13 digits with a possible date, a county and the right check digit.

    >>> is_identity_number("1960101123456"), is_identity_number("1960101123457"), is_identity_number("1759276800000")
    (True, False, False)
    """
    if len(text) != 13 or not text.isdecimal():
        return False
    digits = [int(letter) for letter in text]
    rest = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11
    return digits[12] == rest % 10 + rest // 10 and int(text[7:9]) in _COUNTIES and _has_day(digits[0], text)


def has_identity_number(text: str) -> bool:
    """Tell whether an identity number stands in a text as a word.

    >>> has_identity_number("elev 1960101123456"), has_identity_number("0.1960101123456")
    (True, False)
    """
    words = (match.group() for match in _WORD.finditer(text))
    numbers = (match[1] + match[2] for match in _SCIENTIFIC.finditer(text))
    return any(map(is_identity_number, chain(words, numbers)))


def is_like_a_name(text: str) -> bool:
    """Tell whether a text looks like the name of a person: two or more words of letters, each with a capital.

    >>> is_like_a_name("Popescu, Ana-Maria"), is_like_a_name("ION POPESCU"), is_like_a_name("Elev 12")
    (True, True, False)
    """
    words = text.replace(",", " ").split()
    return len(words) > 1 and all(_NAME_WORD.fullmatch(word) and word[0].isupper() for word in words)


def redact(text: str, language: Language = "en") -> str:
    """Hide every run of digits that is an identity number or holds one.

    >>> redact("pupil 1960101123456 again"), redact("mark 7.666666666666667")
    ('pupil [13 digits] again', 'mark 7.666666666666667')
    """
    hidden = "[13 cifre]" if language == "ro" else "[13 digits]"
    text = _SCIENTIFIC.sub(lambda found: hidden if is_identity_number(found[1] + found[2]) else found.group(), text)
    return _RUN.sub(lambda run: hidden if _holds_one(run.group()) else run.group(), text)


def masked(text: str, mask: str = _MASK) -> str:
    """Return a text without its runs of thirteen digits, whatever their check digit: a mistyped CNP tells much, too.

    For what is kept or shown beside records: names of files and sheets, signatures, reasons, names of children.

    >>> masked("elev 1960101123457.xlsx"), masked("5 130312 123457", ""), masked("2025-10-31")
    ('elev *************.xlsx', '5 130312 123457', '2025-10-31')
    """
    text = _ALONE.sub(mask, text)
    text = _RUN.sub(lambda run: mask if _holds_one(run.group()) else run.group(), text)
    return _PARTED.sub(
        lambda found: mask if is_identity_number(re.sub(r"\D", "", found.group())) else found.group(), text
    )


def _holds_one(run: str) -> bool:
    return any(is_identity_number(run[start : start + 13]) for start in range(len(run) - 12))


def _has_day(first: int, text: str) -> bool:
    """Tell whether the six digits after the first are a day of a century that the first one allows."""
    year, month, day = int(text[1:3]), int(text[3:5]), int(text[5:7])
    return first > 0 and any(_is_day(century + year, month, day) for century in _CENTURIES.get(first, _ANY_CENTURY))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(dt.date(year, month, day))
    except ValueError:
        return False
