"""Invented workbooks written to files, imported, and their records as short rows."""

import csv
import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd

from features.importers.spreadsheets.importer import Keep, SheetImport, read_workbooks
from features.importers.spreadsheets.mapping import SheetMapping
from features.importers.spreadsheets.questions import Ask
from tests.support.sheets.ods import ods, text_of

TODAY = dt.date(2026, 7, 1)
YEAR = "2025-2026"
Rows = Sequence[Sequence[object]]


class PlainPseudonyms:
    """Pseudonyms that a test can read: the register number, or the name in small letters and the year of birth."""

    def of_register(self, school_id: str, number: str) -> str:
        return f"r{number}"

    def of_name(self, school_id: str, name: str, birth_year: int | None) -> str:
        letters = unicodedata.normalize("NFKD", name.lower())
        plain = "".join(each for each in letters if each.isalnum() or each == " ").replace(" ", "-")
        return plain + (str(birth_year) if birth_year else "")


@dataclass(frozen=True)
class Book:
    """A workbook to be written: rows by the name of their sheet."""

    sheets: Mapping[str, Rows]
    merged: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hidden_sheets: Sequence[str] = ()
    hidden_rows: Mapping[str, Sequence[int]] = field(default_factory=dict)
    name: str = "registru.xlsx"

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        if path.suffix == ".ods":
            path.write_bytes(ods(self.sheets))
            return path
        if path.suffix == ".csv":
            (rows,) = self.sheets.values()
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";").writerows([text_of(cell) for cell in row] for row in rows)
            return path
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in self.sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
            for cells in self.merged.get(name, ()):
                sheet.merge_cells(cells)
            for number in self.hidden_rows.get(name, ()):
                sheet.row_dimensions[number].hidden = True
            if name in self.hidden_sheets:
                sheet.sheet_state = "hidden"
        book.save(path)
        return path


Ugly = Callable[[], tuple[Book, Mapping[str, Sequence[str]]]]

COLUMNS: Mapping[str, Sequence[str]] = {
    "enrolments": ("pupil_id", "class_label", "grade_level", "birth_year", "sex"),
    "attendance": ("pupil_id", "date", "hours", "from_date", "excused", "subject", "kind"),
    "grades": ("pupil_id", "date", "mark", "subject", "kind"),
    "family": ("pupil_id", "valid_from", "guardianship", "parents_abroad", "social_benefit", "commute_minutes"),
    "outcomes": ("pupil_id", "date", "outcome"),
    "incidents": ("pupil_id", "date", "kind", "severity"),
}


def imported(
    *paths: Path,
    ask: Ask | None = None,
    mapping: SheetMapping | None = None,
    today: dt.date = TODAY,
    year: str = YEAR,
    keep: Keep | None = None,
) -> SheetImport:
    return read_workbooks(
        paths,
        school_id="S1",
        pseudonyms=PlainPseudonyms(),
        today=today,
        school_year=year,
        mapping=mapping,
        ask=ask,
        keep=keep,
    )


def short_rows(result: SheetImport, table: str) -> list[str]:
    """Return the rows of a table as texts of their cells, without what is empty, sorted."""
    frame = result.records.tables.get(table, pd.DataFrame())
    columns = [name for name in COLUMNS[table] if name in frame]
    return sorted(" ".join(_text(cell) for cell in row if not pd.isna(cell)) for row in frame[columns].to_numpy(object))


def _text(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
