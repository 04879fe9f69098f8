"""Any sheet in the shape that its tables are read in: a pupil a row."""

from collections.abc import Mapping

from features.importers.spreadsheets.cells.days import Year
from features.importers.spreadsheets.files.grid import Sheet
from features.importers.spreadsheets.shapes.pupil_sheets import with_pupil_columns
from features.importers.spreadsheets.shapes.pupils_in_columns import turned


def a_pupil_a_row(sheet: Sheet, year: Year, answers: Mapping[str, str]) -> Sheet:
    """Return a sheet with a pupil a row: as it is, or of a sheet for one pupil, or of one with pupils in columns."""
    of_one = with_pupil_columns(sheet, year, answers)
    return of_one if of_one is not sheet else turned(sheet, year, answers)
