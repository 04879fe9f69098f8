"""Does a child whom a later sheet forgets keep its outcome, its family's situation and its enrolment?"""

import datetime as dt
from pathlib import Path

import pytest

from features.records.imported_records import ImportedRecords
from features.store.imports.importing import import_batch
from tests.support.sheets.books import TODAY, Book, imported
from tests.support.stores import url_of, written

TITLE = (["Clasa a VII-a B, an școlar 2025-2026"], [])
SHEETS = {
    "outcomes": (["Elev", "Situația"], {"Alfa Ana": "promovat", "Beta Ion": "repetent", "Gama Dan": "promovat"}),
    "family": (["Elev", "Părinți plecați la muncă în străinătate"], {"Alfa Ana": "both", "Beta Ion": "one", "Gama Dan": "none"}),
    "enrolments": (["Elev", "Anul nașterii"], {"Alfa Ana": 2012, "Beta Ion": 2012, "Gama Dan": 2013}),
}  # fmt: skip


def sheet(folder: Path, table: str, *, left_out: str = "", **changed: object) -> ImportedRecords:
    heading, cells = SHEETS[table]
    said = {**cells, **{name.replace("_", " "): cell for name, cell in changed.items()}}
    rows = [*TITLE, heading, *([name, cell] for name, cell in said.items() if name != left_out)]
    return imported(Book({"VII B": rows}, name=f"{table}.xlsx").write(folder)).records


def bring(database: str, records: ImportedRecords, on: str) -> None:
    import_batch(
        url_of(database),
        records,
        day=dt.date.fromisoformat(on),
        who="Ana",
        file_name=on,
        sha256=on,
        today=TODAY,
        day_told=True,
    )


@pytest.mark.parametrize("table", SHEETS)
def test_a_child_who_is_in_no_row_of_a_later_sheet_keeps_what_was_said(
    table: str, tmp_path: Path, database: str
) -> None:
    bring(database, sheet(tmp_path, table), "2026-06-22")
    bring(database, sheet(tmp_path, table, left_out="Beta Ion"), "2026-06-29")
    for name in ("enrolments", table):
        assert set(written(database, name, "retracted_on")) == {"-"}
        assert len(written(database, name, "pupil_id")) == 3


def test_an_outcome_that_is_another_now_takes_the_place_of_the_one_before(tmp_path: Path, database: str):
    bring(database, sheet(tmp_path, "outcomes"), "2026-06-22")
    bring(database, sheet(tmp_path, "outcomes", Beta_Ion="promovat"), "2026-06-29")
    assert [row for row in written(database, "outcomes", "pupil_id", "outcome", "retracted_on") if "ion" in row] == [
        "beta-ion promoted -", "beta-ion repeated_year 2026-06-29"
    ]  # fmt: skip
