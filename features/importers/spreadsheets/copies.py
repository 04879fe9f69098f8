"""Rows that two files or sheets say alike: two copies of a register, whose absences and marks would count twice."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from features.i18n.text import Bilingual
from features.importers.spreadsheets.files.grid import Sheet
from features.importers.spreadsheets.layouts.facts import located
from features.importers.spreadsheets.tables import PlacedRows
from features.schema.problems import Problem

_EVENTS = ("attendance", "grades", "incidents")
_FIGURES = ("average", "conduct")  # of a year: a further sheet may repeat them, and there is one of each
_Said = tuple[tuple[str, str], ...]


class _Place(NamedTuple):
    file: str
    sheet: str


def without_repeated_figures(tables: Mapping[str, PlacedRows]) -> int:
    """Leave out totals and averages that another sheet says too, as a sheet of all classes does; return how many."""
    left_out = 0
    for name in ("attendance", "grades"):
        placed, known = tables[name], dict[_Said, _Place]()
        kept = [
            place for place, (row, (_, sheet)) in enumerate(zip(placed.rows, placed.facts, strict=True))
            if not _is_figure(row) or known.setdefault(_said(row), _place(sheet)) == _place(sheet)
        ]  # fmt: skip
        left_out += len(placed.rows) - len(kept)
        placed.rows[:] = [placed.rows[place] for place in kept]
        placed.facts[:] = [placed.facts[place] for place in kept]
    return left_out


def copies(tables: Mapping[str, PlacedRows]) -> Iterator[Problem]:
    """Yield a problem for each file and sheet with events that another one has too, just as they are.

    A total of a pupil's month or year is one, whatever number two sheets say of it.
    """
    for name in _EVENTS:
        placed, known = tables[name], dict[_Said, _Place]()
        again: dict[tuple[_Place, _Place], dict[str, int]] = {}
        for row, (fact, sheet) in zip(placed.rows, placed.facts, strict=True):
            place = _place(sheet)
            first = known.setdefault(_said(row, of_total=True), place)
            if first != place and not _is_nothing(row):
                again.setdefault((place, first), {})[located(sheet, fact.row, fact.column)] = fact.row + 1
        for (place, first), cells in again.items():
            other = first.sheet if first.file == place.file and first.sheet else first.file
            found = Bilingual(f"what {other} says too", f"ce spune și {other}")
            yield Problem("two_copies", place.file, tuple(sorted({*cells.values()})), found=found, cells=tuple(cells))


def _said(row: Mapping[str, str], *, of_total: bool = False) -> _Said:
    """Return what a row says; of a total, if so asked, what it is the total of."""
    without = {"hours"} if of_total and row.get("from_date") else ()
    return tuple(sorted((name, value) for name, value in row.items() if value and name not in without))


def _is_figure(row: Mapping[str, str]) -> bool:
    return bool(row.get("from_date")) or row.get("kind") in _FIGURES


def _is_nothing(row: Mapping[str, str]) -> bool:
    return row.get("hours") == "0"


def _place(sheet: Sheet) -> _Place:
    return _Place(sheet.file, sheet.name)
