"""An identity number in any cell is dropped before anything is written, and the drop is told."""

import pandas as pd
import pytest

from features.importers.identity_number_drop import without_identity_numbers
from features.records.imported_records import ImportedRecords

NUMBER = "196010112345" + "6"


@pytest.mark.parametrize(
    "cell", [NUMBER, f"elev {NUMBER}", int(NUMBER), float(NUMBER), f"{NUMBER}.0", f"mama; CNP {NUMBER}; 0722"]
)
def test_a_cell_with_a_number_is_dropped_and_counted(cell: object):
    frame = pd.DataFrame({"pupil_id": ["p1", "p2", "p3"], "subject": [cell, "istorie", None]}, dtype=object)
    people = pd.DataFrame({"pupil_id": ["p1"], "school_id": ["S"], "name": ["Nucă Ana"], "register_number": [cell]})
    cleaned = without_identity_numbers(ImportedRecords({"attendance": frame}, people=people))
    assert cleaned.tables["attendance"]["subject"].tolist() == [None, "istorie", None]
    assert cleaned.people is not None
    assert cleaned.people["register_number"].isna().all()
    assert [note.en for note in cleaned.notes] == [
        "attendance, subject: 1 cell with a national identity number (CNP) dropped.",
        "people, register_number: 1 cell with a national identity number (CNP) dropped.",
    ]
    assert NUMBER not in str([*cleaned.notes])


def test_what_only_looks_like_one_stays_and_so_does_what_a_row_cannot_be_without():
    frame = pd.DataFrame({"pupil_id": [NUMBER], "subject": ["1960101123457"], "hours": [1759276800000.0]})
    imported = ImportedRecords({"attendance": frame})
    assert without_identity_numbers(imported).tables["attendance"] is frame
    assert without_identity_numbers(imported).notes == ()
