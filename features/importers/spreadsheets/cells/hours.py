"""Hours that a cell says with their unit: ``2h``, ``1 oră``."""

import re

from features.importers.spreadsheets.files.grid import Cell, shown

_WITH_UNIT = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:de\s+)?(?:h|ore|or[aă]|hours?)\.?", re.IGNORECASE)


def hours_text(cell: Cell) -> str:
    """Return the text of a cell of hours, without their unit.

    >>> hours_text("2h"), hours_text("1 oră"), hours_text(3), hours_text("x")
    ('2', '1', '3', 'x')
    """
    text = shown(cell)
    found = _WITH_UNIT.fullmatch(text)
    return found[1] if found else text
