"""How does a test write down a register, and read a report of it?"""

import datetime as dt
from collections.abc import Mapping

from serving.reports.document.report import ReportTable, Value
from serving.reports.register.report_month import report_month
from serving.reports.register.school_register import SchoolRegister, read_register
from tests.support.small_records import ENROLMENT, TODAY, Rows, records_of, rows

YEAR = {**ENROLMENT, "school_year": "2025-2026", "enrolled_on": "2025-09-08", "grade_level": "5", "class_label": "V A"}


def register_of(
    month: str = "2026-02", *, school: str = "S1", as_of: str | None = None, **tables: str | Rows
) -> SchoolRegister:
    """Read a month of the register of tables written in a test; without enrolments all are in V A of school S1."""
    given = {name: rows(table) if isinstance(table, str) else table for name, table in tables.items()}
    if "enrolments" not in given:
        pupils = sorted({str(row["pupil_id"]) for table in given.values() for row in table if "pupil_id" in row})
        given["enrolments"] = [{"pupil_id": pupil, **YEAR} for pupil in pupils]
    day = dt.date.fromisoformat(as_of) if as_of else None
    return read_register(records_of(given), school, report_month(month, as_of=day, today=TODAY))


def told(table: ReportTable) -> list[list[Value]]:
    """Return the rows of a table, totals last, words in English."""
    return [[each.en if isinstance(each, tuple) else each for each in row] for row in (*table.rows, *table.totals)]


def column(table: ReportTable, heading: str) -> Mapping[Value, Value]:
    """Return one column of a table by its first one."""
    place = [each.heading.en for each in table.columns].index(heading)
    return {row[0]: row[place] for row in told(table)}
