"""A report as data: tables of figures, the rows behind them, and the legal numbers that were used."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from features.i18n.text import Bilingual
from serving.reports.legal_values import LegalValue

Value = str | int | float | dt.date | Bilingual | None
Row = tuple[Value, ...]

PUPIL = Bilingual("Pupil", "Elev")
_NAME = Bilingual("Name", "Numele")
_NAME_WIDTH = 24


@dataclass(frozen=True)
class ReportColumn:
    """What stands at the head of a column, and its width in letters; ``is_pupil`` where its cells are pseudonyms."""

    heading: Bilingual
    width: int
    is_pupil: bool = False


@dataclass(frozen=True)
class ReportTable:
    """Rows under a title; ``totals`` stand below and stand out, ``notes`` above."""

    title: Bilingual
    columns: tuple[ReportColumn, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    notes: tuple[Bilingual, ...] = ()

    def with_names(self, names: Mapping[str, str]) -> "ReportTable":
        """Return the table with the names beside the pseudonyms; a pupil whose name is not known has none."""
        place = next((place for place, column in enumerate(self.columns) if column.is_pupil), None)
        if place is None:
            return self
        column = ReportColumn(_NAME, _NAME_WIDTH)

        def named(row: Row) -> Row:
            return (*row[:place], names.get(str(row[place])), *row[place:])

        return replace(
            self,
            columns=(*self.columns[:place], column, *self.columns[place:]),
            rows=tuple(map(named, self.rows)),
            totals=tuple(map(named, self.totals)),
        )


@dataclass(frozen=True)
class Report:
    """A report to print: ``tables`` on the first sheet, ``evidence`` behind each figure on sheets of their own."""

    title: Bilingual
    school: str
    month: Bilingual
    about: tuple[Bilingual, ...]
    tables: tuple[ReportTable, ...]
    evidence: tuple[ReportTable, ...]
    values: tuple[LegalValue, ...] = ()
    values_version: str = ""
    landscape: bool = False

    @property
    def pupils(self) -> tuple[str, ...]:
        """The pseudonyms of all children in it."""
        found = {
            str(row[place])
            for table in (*self.tables, *self.evidence)
            for place, column in enumerate(table.columns)
            if column.is_pupil
            for row in table.rows
        }
        return tuple(sorted(found))

    def with_names(self, names: Mapping[str, str]) -> "Report":
        """Return the report with names beside the pseudonyms."""
        tables, evidence = (tuple(table.with_names(names) for table in part) for part in (self.tables, self.evidence))
        return replace(self, tables=tables, evidence=evidence)


def columns_of(*columns: tuple[Bilingual, int]) -> tuple[ReportColumn, ...]:
    """Return columns of headings and widths; the one that is headed as the pupil's has pseudonyms."""
    return tuple(ReportColumn(heading, width, heading == PUPIL) for heading, width in columns)


def plain_hours(hundredths: float) -> int | float:
    """Return hundredths of hours as hours, whole ones as whole numbers."""
    hours = round(float(hundredths)) / 100
    return int(hours) if hours == int(hours) else hours


def total_row(rows: Sequence[Row], label: Value, *, places: Sequence[int]) -> Row:
    """Return a row with the sums of some columns under the label of the first."""
    width = len(rows[0]) if rows else max(places, default=0) + 1
    sums = {place: sum(number for row in rows if isinstance(number := row[place], int | float)) for place in places}
    return (label, *(_rounded(sums[place]) if place in sums else None for place in range(1, width)))


def _rounded(number: float) -> int | float:
    return plain_hours(100 * number)
