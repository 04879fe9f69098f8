"""Lists of the classes 5A and 5B of a school, brought into a store one at a time."""

from features.records.imported_records import Coverage
from features.store.imports.importing import ImportResult
from tests.support.stores import bring, day

HEAD = "pupil_id school_id school_year enrolled_on class_label left_on\n"
OTHERS = {"5A": "P1 S1 2025-2026 2025-09-08 5A -", "5B": "P2 S1 2025-2026 2025-09-08 5B -"}
MOVING = "P3 S1 2025-2026 2025-09-08 {} -"


def bring_class(
    address: str, on: str, label: str, *, further: str = "", absences: str = "", of_listed: bool = True, file: str = ""
) -> ImportResult:
    """Bring the list of a class, with a child beside the one that is always in it; of each day another file, if none is
    named.
    """
    covered = Coverage("S1", ("enrolments", "attendance"), day("2025-09-08"), day(on), (label,), of_listed=of_listed)
    tables = {"enrolments": f"{HEAD}{OTHERS[label]}\n{further}".strip()}
    if absences:
        tables["attendance"] = f"pupil_id date hours\n{absences}"
    return bring(address, on, file=file or f"{on} {label} {further}", coverage=[covered], **tables)
