"""A key in groups of letters that a person types off paper: each group has a letter that tells a slip of typing."""

import base64
import binascii
import hashlib
from collections.abc import Sequence

from features.errors import UsageError
from features.i18n.text import Bilingual

LETTERS_A_GROUP = 5  # the last of them tells whether the others are right
GROUPS = 14  # thirteen of the key, and one that tells whether all of them are
_LOOKS_LIKE = str.maketrans("018", "OIB")  # digits that no group has


def grouped(key: bytes) -> str:
    """Return a key of 32 bytes as groups with spaces between.

    >>> read_groups(grouped(b"k" * 32).lower().replace("o", "0")) == b"k" * 32
    True
    """
    letters = base64.b32encode(key).decode("ascii").rstrip("=")
    size = LETTERS_A_GROUP - 1
    parts = [letters[start : start + size] for start in range(0, len(letters), size)]
    return " ".join([*(part + _check(place, part) for place, part in enumerate(parts)), _whole_check(key)])


def read_groups(text: str) -> bytes:
    """Return the key that groups say, however they are spaced and capitalised.

    Raises
    ------
    UsageError
        If groups are missing or mistyped; it says which.
    """
    words = (word for word in text.split() if not (word.isdecimal() and len(word) < LETTERS_A_GROUP))  # lines' numbers
    letters = "".join(each for each in "".join(words).upper().translate(_LOOKS_LIKE) if each.isalnum())
    groups = [letters[start : start + LETTERS_A_GROUP] for start in range(0, len(letters), LETTERS_A_GROUP)]
    if len(letters) != GROUPS * LETTERS_A_GROUP:
        raise UsageError(
            Bilingual(
                f"The key has {GROUPS} groups of {LETTERS_A_GROUP} letters; found {len(letters)} letters. Type all "
                "groups of the recovery sheet.",
                f"Cheia are {GROUPS} grupuri de câte {LETTERS_A_GROUP} litere; am găsit {len(letters)} litere. "
                "Introduceți toate grupurile de pe foaia de recuperare.",
            )
        )
    wrong = [place for place, group in enumerate(groups[:-1]) if group[-1] != _check(place, group[:-1])]
    if wrong:
        raise _mistyped([place + 1 for place in wrong])
    try:
        key = base64.b32decode("".join(group[:-1] for group in groups[:-1]) + "====")
    except binascii.Error:
        raise _mistyped(range(1, GROUPS)) from None
    if groups[-1] != _whole_check(key):
        raise _mistyped([GROUPS])
    return key


def _mistyped(numbers: Sequence[int]) -> UsageError:
    which = ", ".join(map(str, numbers))
    return UsageError(
        Bilingual(
            f"Not as on the recovery sheet: group {which}. Compare it letter by letter and type the key again.",
            f"Nu se potrivește cu foaia de recuperare: grupul {which}. Comparați literă cu literă și reintroduceți "
            "cheia.",
        )
    )


def _check(place: int, part: str) -> str:
    return _letters(f"{place}{part}".encode(), 1)


def _whole_check(key: bytes) -> str:
    return _letters(b"whole" + key, LETTERS_A_GROUP)


def _letters(content: bytes, count: int) -> str:
    return base64.b32encode(hashlib.sha256(content).digest()).decode("ascii")[:count]
