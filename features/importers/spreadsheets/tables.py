"""Facts as tables of records, checked as any records are; what is wrong is said of the cell it came from."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from features.i18n.text import Bilingual
from features.importers.spreadsheets.files.grid import Sheet
from features.importers.spreadsheets.layouts.facts import Fact, located
from features.importers.spreadsheets.layouts.monthly_totals import OF_A_YEAR
from features.importers.spreadsheets.layouts.reading import TableReading
from features.importers.spreadsheets.pupil_rows.enrolments import Enrolments
from features.importers.spreadsheets.pupil_rows.people import People
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.records.check import check_tables
from features.records.totals.beside_days import Absence, are_more, excused_as, totals_beside_rows
from features.records.totals.disagreements import TotalDisagreement, disagreement
from features.schema.problems import Problem, in_quotes
from features.schema.tables import STANDING_ONCE, TABLES, Table
from features.validation.key_rules import check_together

_EVENTS = ("attendance", "grades", "incidents")
_Said = tuple[tuple[str, str], ...]
_ORDER = ("enrolments", "attendance", "grades", "family", "incidents", "outcomes")


class _Place(NamedTuple):
    file: str
    sheet: str


@dataclass(frozen=True)
class YearDays:
    """The school year of an import: its label, its first and last day of lessons, and today."""

    label: str
    first_day: dt.date
    last_day: dt.date
    today: dt.date

    @property
    def end(self) -> dt.date:
        """The last day of lessons, or today if that is earlier."""
        return min(self.last_day, self.today)


@dataclass(frozen=True)
class PlacedRows:
    """The rows of a table, each with the fact it comes from and the sheet of that."""

    rows: list[dict[str, str]]
    facts: list[tuple[Fact, Sheet]]


def placed_rows(
    readings: Sequence[TableReading], people: People, year: YearDays, enrolments: Enrolments
) -> dict[str, PlacedRows]:
    """Put the facts of all sheets together by table; those of enrolments as they are put together."""
    tables: dict[str, PlacedRows] = {name: PlacedRows([], []) for name in _ORDER}
    yearly: list[tuple[str, Fact, Sheet]] = []
    for reading in sorted(readings, key=lambda each: each.layout != "pupils"):
        for fact in reading.facts:
            pupil = people.of(fact.pupil)
            if pupil is None:
                continue
            if fact.table == OF_A_YEAR:
                yearly.append((pupil.pupil_id, fact, reading.table.sheet))
            elif fact.table == "enrolments":
                enrolments.take(pupil.pupil_id, fact, reading)
            else:
                _add(tables[fact.table], {"pupil_id": pupil.pupil_id, **fact.values}, fact, reading.table.sheet)
    for each in enrolments.all():
        _add(tables["enrolments"], each.values, each.fact, each.sheet)
    for pupil_id, fact, sheet in yearly:
        days = {"date": year.end.isoformat(), "from_date": year.first_day.isoformat()}
        _add(tables["attendance"], {"pupil_id": pupil_id, **days, **fact.values}, fact, sheet)
    return tables


def _add(placed: PlacedRows, row: dict[str, str], fact: Fact, sheet: Sheet) -> None:
    placed.rows.append(row)
    placed.facts.append((fact, sheet))


def undated_of(tables: Mapping[str, PlacedRows]) -> dict[str, frozenset[str]]:
    """Return the children of whom rows of a table do not say the day, which ``frames_of`` fills in, by table."""
    days = {"enrolments": "enrolled_on", "family": "valid_from", "outcomes": "date"}
    return {
        name: frozenset(row["pupil_id"] for row in tables[name].rows if not row.get(day)) for name, day in days.items()
    }


def absences_of(tables: Mapping[str, PlacedRows]) -> list[Absence]:
    """Return the rows of absences, each with its days."""
    return [
        Absence(
            row["pupil_id"], dt.date.fromisoformat(row.get("from_date") or row["date"]),
            dt.date.fromisoformat(row["date"]), row.get("subject", ""),
            excused_as(row.get("excused"), row.get("excused_on")), _hours(row["hours"]),
        )
        for row in tables["attendance"].rows
    ]  # fmt: skip


def _hours(text: str) -> float:
    """Return hours; none of what is no number, which is told as a problem."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0.0


def cells_of(tables: Mapping[str, PlacedRows]) -> dict[tuple[object, ...], str]:
    """Return the file and the cell of absences, by what they are of."""
    placed = tables["attendance"]
    found: dict[tuple[object, ...], str] = {}
    for absence, (fact, sheet) in zip(absences_of(tables), placed.facts, strict=True):
        found.setdefault(absence.said_of(), f"{sheet.file}, {located(sheet, fact.row, fact.column)}")
    return found


def without_doubled_totals(tables: Mapping[str, PlacedRows]) -> tuple[int, list[TotalDisagreement]]:
    """Leave out totals that say no more than a pupil's single days, or of a year its months, that are there too.

    Returns how many, and the totals that say otherwise.
    """
    placed, absences, cells = tables["attendance"], absences_of(tables), cells_of(tables)
    beside = list(totals_beside_rows(absences))
    found = [disagreement(absences, each, cells[absences[each.total].said_of()]) for each in beside]
    doubled = {each.total for each in beside if not are_more(absences[each.total].hours, each.hours)}
    if doubled:
        kept = [place for place in range(len(placed.rows)) if place not in doubled]
        placed.rows[:] = [placed.rows[place] for place in kept]
        placed.facts[:] = [placed.facts[place] for place in kept]
    return len(doubled), [each for each in found if each]


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
    return bool(row.get("from_date")) or row.get("kind") in STANDING_ONCE


def _is_nothing(row: Mapping[str, str]) -> bool:
    return row.get("hours") == "0"


def _place(sheet: Sheet) -> _Place:
    return _Place(sheet.file, sheet.name)


def frames_of(tables: Mapping[str, PlacedRows], *, school_id: str, year: YearDays) -> dict[str, pd.DataFrame]:
    """Return the tables as frames of text, with what the import itself knows: school, school year, days."""
    begun = min(year.first_day, year.today).isoformat()
    filled: Mapping[str, Mapping[str, str]] = {
        "enrolments": {"school_id": school_id, "school_year": year.label, "enrolled_on": begun},
        "family": {"valid_from": begun},
        "outcomes": {"date": year.end.isoformat()},
    }  # fmt: skip
    frames = {}
    for name, placed in tables.items():
        if placed.rows:
            frame = pd.DataFrame(placed.rows, dtype=object).fillna("")
            for column, value in filled.get(name, {}).items():
                own = frame[column] if column in frame else pd.Series("", frame.index, dtype=object)
                frame[column] = own.where(own != "", value)
            frames[name] = frame
    return frames


def check_frames(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, PlacedRows], declared: Declarations, *, today: dt.date
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Check the frames as records are checked, and return them in the documented words, marks as they were written.

    Each problem is said of the cells that it came from.
    """
    by_name = {table.name: table for table in TABLES}
    raw = [
        RawTable(_readable(by_name[name], frame), name, frame, rows=np.arange(len(frame)))
        for name, frame in frames.items()
    ]
    checked, problems = check_tables([(each, []) for each in raw], declared, today=today)
    problems = [*problems, *check_together(checked)]
    documented = {each.table.name: _documented(each.frame, frames[each.table.name]) for each in checked}
    return documented, [placed for problem in problems for placed in _located(problem, tables)]


def _documented(checked: pd.DataFrame, written: pd.DataFrame) -> pd.DataFrame:
    texts = {
        name: cells.astype(object) for name, cells in checked.items() if isinstance(cells.dtype, pd.CategoricalDtype)
    }
    frame = checked.assign(**{str(name): cells for name, cells in texts.items()})
    if "mark" in written:
        frame = frame.assign(mark=written["mark"].to_numpy())
    return frame.astype({name: object for name in frame if frame[name].dtype == "str"})


def _readable(table: Table, frame: pd.DataFrame) -> Table:
    return replace(table, instead=tuple(each for each in table.instead if each.name in frame.columns))


def _located(problem: Problem, tables: Mapping[str, PlacedRows]) -> Iterable[Problem]:
    """Say a problem of rows of a table of the cells that the rows came from, file by file."""
    placed = tables.get(problem.file)
    if placed is None or not problem.rows:
        yield problem
        return
    by_file: dict[str, list[tuple[int, str]]] = {}
    for row in problem.rows:
        fact, sheet = placed.facts[row]
        column = fact.columns.get(problem.ours or problem.column, fact.column)
        row_of_file = sheet.place(fact.row, column)[0] + 1
        by_file.setdefault(sheet.file, []).append((row_of_file, located(sheet, fact.row, column)))
        if problem.found and len(by_file) == 1 == len(by_file[sheet.file]) and problem.code != "identity_number":
            text = sheet.text(fact.row, column) if problem.ours in fact.columns else ""
            problem = replace(problem, found=in_quotes(text)) if text else problem
    for file, cells in by_file.items():
        rows = tuple(row for row, _ in cells)
        yield replace(problem, file=file, rows=rows, column="", cells=tuple(dict.fromkeys(cell for _, cell in cells)))
