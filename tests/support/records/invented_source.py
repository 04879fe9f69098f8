"""How does a test try a further importer? One of invented files, which shows what it was told."""

from pathlib import Path

import pandas as pd

from features.importers.options import ImportOptions
from features.records.imported_records import ImportedRecords


def import_invented(_source: Path, options: ImportOptions) -> ImportedRecords:
    """Return one child of the school and year that are told, in a class named after the meaning of the code L."""
    pupil = options.pseudonyms.of_register(options.school_id, "12")
    enrolment = {
        "pupil_id": pupil, "school_id": options.school_id, "school_year": options.school_year,
        "enrolled_on": "2025-09-08", "class_label": options.codes["L"],
    }  # fmt: skip
    number = "196010112345" + "6"
    absence = {"pupil_id": [pupil, pupil], "date": "2025-10-01", "hours": [1, 2], "subject": [number, "istorie"]}
    person = {
        "pupil_id": pupil,
        "school_id": options.school_id,
        "name": "Nucă Ana",
        "register_number": "12",
        "contacts": "",
    }
    tables = {"enrolments": pd.DataFrame([enrolment]), "attendance": pd.DataFrame(absence)}
    return ImportedRecords(tables, people=pd.DataFrame([person]))
