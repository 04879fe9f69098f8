"""Any sheet in the shape that its tables are read in: a pupil a row."""

from collections.abc import Mapping

from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.files.grid import Sheet
from features.importers.spreadsheets.shapes.pupil_sheets import with_pupil_columns
from features.importers.spreadsheets.shapes.pupils_in_columns import turned
from features.importers.spreadsheets.shapes.rows_of_kinds import with_one_row_each


def a_pupil_a_row(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> Sheet:
    """Return a sheet with a pupil a row: as it is, of a sheet for one pupil, of several rows each, or of columns."""
    for changed in (with_pupil_columns, with_one_row_each):
        if (other := changed(sheet, year, answers)) is not sheet:
            return other
    return turned(sheet, year, answers)
