"""Identity numbers in sheets: dropped before anything else sees them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number, is_identity_number, masked
from features.importers.spreadsheets.files.grid import Cell, Sheet, Workbook

_EMPTY = re.compile(r"\(\s*\)\s*")
_LARGE = 10**12
_TYPES = frozenset((str, int, float))


def without_identity_numbers(workbook: Workbook) -> Workbook:
    """Return a workbook without valid CNPs and thirteen digits beside words; a note says how many there were."""
    dropped = 0
    sheets = []
    for sheet in workbook.sheets:
        rows, here = _cleaned(sheet)
        dropped += here
        sheets.append(replace(sheet, rows=rows) if here else sheet)
    if not dropped:
        return workbook
    ro = counted(dropped, "cod numeric personal a fost eliminat", "coduri numerice personale au fost eliminate", "ro")
    note = Bilingual(
        f"{counted(dropped, 'identity number (CNP)', 'identity numbers (CNP)', 'en')} dropped; nothing of them is kept",
        f"{ro}; nu se păstrează nimic din ele",
    )
    return replace(workbook, sheets=tuple(sheets), notes=(*workbook.notes, note))


def _cleaned(sheet: Sheet) -> tuple[list[Sequence[Cell]], int]:
    dropped = 0
    rows: list[Sequence[Cell]] = []
    for row in sheet.rows:
        found = [place for place, cell in enumerate(row) if cell.__class__ in _TYPES and _holds_one(cell)]
        if not found:
            rows.append(row)
            continue
        cleaned = list(row)
        for place in found:
            cleaned[place] = _without(row[place])
        dropped += len(found)
        rows.append(cleaned)
    return rows, dropped


def _holds_one(cell: Cell) -> bool:
    if isinstance(cell, str):
        return len(cell) >= 13 and (has_identity_number(cell) or _beside_words(cell))
    return isinstance(cell, int | float) and cell >= _LARGE and is_identity_number(f"{cell:.0f}")


def _beside_words(cell: str) -> bool:
    """Tell whether a text has thirteen digits and words: no number of a register, a CNP that may be mistyped."""
    return masked(cell) != cell and any(map(str.isalpha, cell))


def _without(cell: Cell) -> Cell:
    """Return what is left of a cell: the words around a number, or nothing."""
    if not isinstance(cell, str) or not any(map(str.isalpha, cell)):
        return None
    left = masked(cell, "")
    return None if left == cell else _EMPTY.sub("", left).strip(" ,;-()") or None
