"""Marks as registers write them: numbers, numbers in words, qualifiers."""

import re

from features.importers.spreadsheets.files.grid import Cell, shown
from features.schema.synonyms import plain

QUALIFIERS = {
    "fb": "FB", "foartebine": "FB", "b": "B", "bine": "B", "s": "S", "suficient": "S", "i": "I", "insuficient": "I",
}  # fmt: skip
_WORDS = {
    "unu": 1, "una": 1, "doi": 2, "doua": 2, "trei": 3, "patru": 4, "cinci": 5, "sase": 6, "sapte": 7, "opt": 8,
    "noua": 9, "zece": 10,
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d{1,4})?")
_WITH_WORDS = re.compile(r"(\d{1,2}(?:[.,]\d{1,4})?)\s*\(?\s*([^\W\d_]+)\s*\)?")
SCALE_OF_NUMBERS, SCALE_OF_WORDS = "1-10", "FB-I"


def mark_of(cell: Cell) -> tuple[str, str] | None:
    """Return a mark as records have it and its scale; None where it is no mark.

    >>> mark_of("9,50"), mark_of("10 (zece)"), mark_of("nouă"), mark_of("Foarte bine"), mark_of("11")
    (('9.50', '1-10'), ('10', '1-10'), ('9', '1-10'), ('FB', 'FB-I'), None)
    """
    if isinstance(cell, bool):
        return None
    text = shown(cell) if not isinstance(cell, str) else cell.strip().rstrip(".")
    if _NUMBER.fullmatch(text):
        return _in_range(text)
    if (found := _WITH_WORDS.fullmatch(text)) and _WORDS.get(plain(found[2])) == int(
        found[1].split(",")[0].split(".")[0]
    ):
        return _in_range(found[1])
    word = plain(text)
    if word in QUALIFIERS:
        return QUALIFIERS[word], SCALE_OF_WORDS
    return (str(_WORDS[word]), SCALE_OF_NUMBERS) if word in _WORDS else None


def _in_range(text: str) -> tuple[str, str] | None:
    number = text.replace(",", ".")
    return (number, SCALE_OF_NUMBERS) if 1 <= float(number) <= 10 else None
