"""Small right workbooks of each layout, and the same with one cell changed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from openpyxl.utils import coordinate_to_tuple

from tests.support.sheets.books import Book, Rows

BASES: Mapping[str, tuple[str, Rows]] = {
    "events": ("Absențe", [
        ["Nr.", "Elev", "Data", "Ore", "Motivată"], [1, "Alfa Ana", "12.10", 2, "da"], [2, "Beta Dan", "13.10", 1, "nu"],
    ]),
    "marks": ("Note", [
        ["Elev", "Materia", "Data", "Nota"], ["Alfa Ana", "Istorie", "12.10", 9], ["Beta Dan", "Istorie", "13.10", "FB"],
    ]),
    "lists": ("Catalog", [
        ["Matematică"], ["Nr.", "Elev", "Note", "Absențe"], [1, "Alfa Ana", "7/12.10; 9/3.11", "12.10; 13.10m"],
        [2, "Beta Dan", "8/12.10", "14.10"],
    ]),
    "grid": ("Noiembrie", [
        ["Absențe"], ["Nr.", "Elev", *range(1, 32)], [1, "Alfa Ana", "x", "m", *[None] * 29],
        [2, "Beta Dan", None, "2n", *[None] * 29], [3, "Gama Ion", None, "a", *[None] * 29],
    ]),
    "totals": ("Centralizator", [
        ["Absențe"], ["Nr.", "Elev", "Octombrie", None, None], [None, None, "mot", "nem", "total"],
        [1, "Alfa Ana", 2, 3, 5], [2, "Beta Dan", 0, 1, 1],
    ]),
    "averages": ("Medii", [
        ["Medii anuale"], ["Nr.", "Elev", "Istorie", "Purtare"], [1, "Alfa Ana", "9,50", 10], [2, "Beta Dan", 4, 8],
    ]),
    "pupils": ("Elevi", [
        ["Nr.", "Elev", "Nr. matricol", "Data nașterii", "Sex", "Data înscrierii"],
        [1, "Alfa Ana", "101", "14.05.2013", "F", "08.09.2025"], [2, "Beta Dan", "102", "15.06.2013", "M", "08.09.2025"],
        [3, "Gama Ion", "103", "16.07.2013", "M", "08.09.2025"],
    ]),
    "family": ("Familii", [
        ["Elev", "Părinți plecați", "Ajutor social", "Navetă"], ["Alfa Ana", "mama", "da", "40 min"],
    ]),
    "outcomes": ("Situații", [
        ["Elev", "Situația", "Data plecării"], ["Alfa Ana", "transferat", "12.01"], ["Beta Dan", "promovat", None],
    ]),
}  # fmt: skip


def changed(base: str, cell: str, value: dt.date | dt.time | str | float | None) -> Book:
    name, rows = BASES[base]
    copied: list[list[Any]] = [list(row) for row in rows]
    row, column = coordinate_to_tuple(cell)
    copied[row - 1] += [None] * (column - len(copied[row - 1]))
    copied[row - 1][column - 1] = value
    return Book({name: copied})
