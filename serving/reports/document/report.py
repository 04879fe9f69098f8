"""A report as data: tables of figures, the rows behind them, and the legal numbers that were used."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from features.i18n.alphabet import alphabetical
from features.i18n.text import Bilingual
from serving.reports.document.legal_values import LegalValue

Value = str | int | float | dt.date | Bilingual | None
Row = tuple[Value, ...]

ROWS = Bilingual("Rows", "Rânduri")
PUPIL = Bilingual("Pupil", "Elev")
CLASS = Bilingual("Class", "Clasa")
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
    """Rows under a title; ``totals`` stand below and stand out; ``sheet`` names that of a table of evidence."""

    title: Bilingual
    columns: tuple[ReportColumn, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()
    sheet: Bilingual = ROWS

    def with_names(self, names: Mapping[str, str]) -> "ReportTable":
        """Return the table with the names beside the pseudonyms, class by class in the order of the names.

        A pupil whose name is not known has none, and stands behind those of the class who have one.
        """
        place = next((place for place, column in enumerate(self.columns) if column.is_pupil), None)
        if place is None:
            return self
        column = ReportColumn(_NAME, _NAME_WIDTH)

        def named(row: Row) -> Row:
            return (*row[:place], names.get(str(row[place])), *row[place:])

        in_class = next((number for number, each in enumerate(self.columns) if each.heading == CLASS), None)
        classes = [None if in_class is None else row[in_class] for row in self.rows]
        order = {label: number for number, label in enumerate(dict.fromkeys(classes))}

        def placed(number: int) -> tuple[int, bool, tuple[int, ...]]:
            name = names.get(str(self.rows[number][place]), "")
            return order[classes[number]], not name, alphabetical(name)

        return replace(
            self,
            columns=(*self.columns[:place], column, *self.columns[place:]),
            rows=tuple(named(self.rows[number]) for number in sorted(range(len(self.rows)), key=placed)),
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
    table_per_page: bool = False

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


def without_column(table: ReportTable, place: int) -> ReportTable:
    """Return the table without one of its columns."""

    def cut(row: Row) -> Row:
        return row[:place] + row[place + 1 :]

    return replace(
        table,
        columns=table.columns[:place] + table.columns[place + 1 :],
        rows=tuple(map(cut, table.rows)),
        totals=tuple(map(cut, table.totals)),
    )
