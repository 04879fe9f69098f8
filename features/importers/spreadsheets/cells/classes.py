"""Classes as schools call them, each under one name."""

import re
from functools import lru_cache

import pandas as pd

from features.schema.school_time import levels_said

_ROMAN = ("0", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_CLASS = re.compile(
    r"(?:clasele|clasa|cls|cl)?\.?\s*(?:a\s*[-–]?\s*)?"
    r"(?P<level>XIII|XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I|1[0-3]|0?[0-9])"
    r"(?:\s*[-–]\s*a\b|\s*a\b(?=[-–_./\s]*[„\"'“]?[A-Z]))?\s*[-–_./\s]*[„\"'“]?(?P<letter>[A-ZȘȚ]\d?|\d)?[”\"']?",
    re.IGNORECASE,
)
_PREPARATORY = re.compile(
    r"(?:clasa|cls|cl)?\.?\s*(?:preg[ăa]titoare|preg|c\.?p)\.?\s*[-–_./\s]*[„\"'“]?(?P<letter>[A-ZȘȚ])?[”\"']?",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    r"\b(?:clasa|cls|cl)\b\.?\s*(?:a\s+)?[^\s,;:()]+(?:\s*-\s*a\b)?"
    r"(?:\s+[„\"'“]?[A-ZȘȚ][”\"']?(?=$|[\s,;:.()]))?",
    re.IGNORECASE,
)


@lru_cache(4096)
def class_label(text: str) -> str:
    """Return a class by its level in Roman numerals and its letter; a name of another kind as it is.

    >>> [class_label(each) for each in ("cl. a VII-a B", "7B", "VII B", "clasa a 7-a b", "CP A", "Pregătitoare")]
    ['VII B', 'VII B', 'VII B', 'VII B', 'CP A', 'CP']
    >>> class_label("a V-a A"), class_label("a V-a"), class_label("Fluturașii")
    ('V A', 'V', 'Fluturașii')
    """
    text = " ".join(text.split())
    if found := _PREPARATORY.fullmatch(text):
        return f"CP {found['letter'].upper()}" if found["letter"] else "CP"
    found = _CLASS.fullmatch(text)
    if found is None:
        return text
    level = found["level"].upper()
    level = _ROMAN[int(level)] if level.isdecimal() else level
    if level == "0":
        level = "CP"
    return f"{level} {found['letter'].upper()}" if found["letter"] else level


def is_class(text: str) -> bool:
    """Tell whether a text is the name of a class with a level: ``VII B``, ``cl. a 5-a``.

    >>> is_class("a VII-a B"), is_class("Matematică"), is_class("12")
    (True, False, False)
    """
    text = " ".join(text.split())
    if text.isdecimal():
        return False
    return _PREPARATORY.fullmatch(text) is not None or _CLASS.fullmatch(text) is not None


def class_in(text: str) -> str:
    """Return the class that a title or the name of a sheet speaks of; empty where it speaks of none, or of several.

    >>> class_in("Catalogul clasei"), class_in("Absențe - clasa a VII-a B, octombrie"), class_in("7B oct")
    ('', 'VII B', 'VII B')
    """
    if is_class(text):
        return class_label(text)
    named = {class_label(found) for found in _IN_TEXT.findall(text) if is_class(found)}
    if not named:
        words = re.findall(
            r"\b(?:a\s+)?(?:XIII|XII|XI|X|IX|VIII|VII|VI|V|IV|III|II|I)(?:\s*-\s*a)?\s*[A-HȘ]\b|\b1?\d[A-H]\b", text
        )
        named = {class_label(word) for word in words if is_class(word)}
    return named.pop() if len(named) == 1 else ""


@lru_cache(4096)
def level_of(label: str) -> str:
    """Return the level of a class as records have it; empty where its name says none."""
    level = levels_said(pd.Series([label], dtype=object))[0]
    return "" if level != level else str(int(level))
