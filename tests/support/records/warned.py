"""How does a test ask which warnings there are of records written in it?"""

from collections.abc import Mapping, Sequence

from features.i18n.text import Language
from features.reading.declarations import Declarations
from features.records.records import Records
from features.warnings.all_warnings import records_warnings
from features.warnings.record_warning import RecordWarning
from tests.support.small_records import Rows, records_of, rows

ENROLMENT = {"school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-09-08"}


def small_records(declared: Declarations | None = None, **tables: str | Rows) -> Records:
    """Put tables written in a test together; children without an enrolment get one in school S1, 2025-2026."""
    given: dict[str, Sequence[Mapping[str, object]]] = {
        name: rows(table) if isinstance(table, str) else table for name, table in tables.items()
    }
    pupils = sorted({str(row["pupil_id"]) for table in given.values() for row in table if "pupil_id" in row})
    given.setdefault("enrolments", [{"pupil_id": pupil, **ENROLMENT} for pupil in pupils])
    return records_of(given, declared)


def warned(records: Records) -> dict[str, RecordWarning]:
    """Return the warnings of records by their codes."""
    return {warning.code: warning for warning in records_warnings(records)}


def warned_rows(code: str, declared: Declarations | None = None, **tables: str | Rows) -> list[int]:
    """Return the rows, as a spreadsheet counts them, of one kind of warning; none where there is no such warning."""
    found = warned(small_records(declared, **tables)).get(code)
    return [] if found is None else (found.positions + 2).tolist()


def sentences(language: Language, **tables: str | Rows) -> list[str]:
    """Return all warnings as they are told."""
    return [warning.sentence(language) for warning in records_warnings(small_records(**tables))]
