"""Our own workbook, filled in by hand with invented children."""

import datetime as dt
import io
from pathlib import Path

import openpyxl

from serving.paper.template_workbook import template_workbook

DAY = dt.date(2025, 10, 14)
PUPILS = [
    ("12", "Nucă Ana", "VII B", dt.date(2012, 5, 14), "F", "nu"),
    ("13", "Pară Ion", "VII B", dt.date(2012, 3, 1), "M", "da"),
    ("14", "Prună Vlad", "a VII-a A", dt.date(2012, 1, 9), "M", None, dt.date(2025, 10, 6)),
]
FILLED = {
    "Elevi": PUPILS,
    "Absențe": [
        ("12", "Nucă Ana", "VII B", DAY, 3, "istorie", "nu"), ("13", "Pară Ion", "VII B", DAY, 2, "istorie", "da"),
    ],
    "Note": [("12", "Nucă Ana", "VII B", DAY, "matematică", 8), ("13", "PARĂ ION", "VII B", DAY, "istorie", 4)],
    "Situația familiei": [
        ("14", "Prună Vlad", "VII A", DAY, "rude", "ambii", "gimnaziale", "fără studii", 6, "da", 45, "nu"),
    ],
    "Final de an": [("14", "Prună Vlad", "VII A", "abandon", DAY)],
}  # fmt: skip


def filled(folder: Path, rows: dict[str, list[tuple[object, ...]]] = FILLED, name: str = "catalog.xlsx") -> Path:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook("2025-2026", "ro")))
    for sheet, listed in rows.items():
        for row, cells in enumerate(listed, start=3):
            for column, cell in enumerate(cells, start=1):
                book[sheet].cell(row, column, cell)  # type: ignore[arg-type]
    book.save(folder / name)
    return folder / name
