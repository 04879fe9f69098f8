"""Two numbers of hours in one cell, such as ``12/5``: a total and a part of it, or what is excused and what is not."""

import datetime as dt
import re
from collections.abc import Sequence

from features.importers.spreadsheets.files.grid import Cell, shown

PAIRS = ("total_unexcused", "total_excused", "excused_unexcused", "unexcused_excused")
_PAIR = re.compile(r"(\d{1,4})\s*/\s*(\d{1,4})")
_BETWEEN = r"\s*(?:abs(?:en[țt]e)?\.?\s*)?/\s*(?:din\s+care\s+)?(?:abs(?:en[țt]e)?\.?\s*)?"
_TOTAL = r"(?:total\w*|tot|t)\.?"
_EXCUSED, _UNEXCUSED = r"(?:m|mot(?:iv(?:at[ea]?)?)?)\.?", r"(?:n|nm|nem(?:ot(?:iv(?:at[ea]?)?)?)?)\.?"
_WORDS = {
    "total": _TOTAL, "excused": _EXCUSED, "unexcused": _UNEXCUSED,
}  # fmt: skip
_SAID = {
    pair: re.compile(
        rf"(?<![\w.]){_WORDS[pair.partition('_')[0]]}{_BETWEEN}{_WORDS[pair.partition('_')[2]]}(?!\w)", re.IGNORECASE
    )
    for pair in PAIRS
}


def pair_said(text: str) -> str:
    """Return which two numbers a heading or a title promises in one cell; empty where it promises none.

    >>> pair_said("Total/Nemot."), pair_said("Octombrie (M/N)"), pair_said("Total / din care motivate")
    ('total_unexcused', 'excused_unexcused', 'total_excused')
    """
    return next((pair for pair, words in _SAID.items() if words.search(text)), "")


def pair_of(cell: Cell) -> tuple[int, int] | None:
    """Return the two numbers of a cell; nought alone is two of it.

    >>> pair_of("12/5"), pair_of(0), pair_of("12"), pair_of("12.5")
    ((12, 5), (0, 0), None, None)
    """
    text = shown(cell)
    if text == "0":
        return 0, 0
    found = _PAIR.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def is_no_day(cell: Cell) -> bool:
    """Tell whether two numbers cannot be a day and a month."""
    found = pair_of(cell)
    return found is not None and shown(cell) != "0" and not (1 <= found[0] <= 31 and 1 <= found[1] <= 12)


def are_pairs(cells: Sequence[Cell]) -> bool:
    """Tell whether cells are two numbers each, or nothing: among them one that a spreadsheet made a day of."""
    told = [cell for cell in cells if shown(cell) not in ("", "-", "–", "—")]
    numbers = [cell for cell in told if pair_of(cell) and shown(cell) != "0"]
    rest = [cell for cell in told if not pair_of(cell)]
    return bool(numbers) and all(isinstance(cell, int | float | dt.date) or shown(cell).isdecimal() for cell in rest)
