"""The files that the rows of a table were read from, so that a row can be named as a spreadsheet counts it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.arrays import Integers, Positions, Texts
from features.reading.csv_parquet import FIRST_ROW
from features.validation.checked_table import CheckedTable


@dataclass(frozen=True)
class RowFile:
    """One file of a table: how many rows it gave, and their numbers, None where they simply count from 2."""

    file: str
    length: int
    numbers: Integers | None = None

    def rows(self, positions: Positions) -> tuple[int, ...]:
        """Return the row numbers a spreadsheet shows of rows at these places in the file."""
        return tuple((positions + FIRST_ROW if self.numbers is None else self.numbers[positions]).tolist())


@dataclass(frozen=True, eq=False)
class TwinRows:
    """Rows of one file of a table with a key that said exactly what another one says, and were left out.

    ``file`` holds their numbers only; ``pupil_ids`` are whose rows they were, empty where rows are of nobody.
    """

    table: str
    file: RowFile
    pupil_ids: Texts

    @classmethod
    def of(cls, checked: CheckedTable) -> "TwinRows":
        """Return those of a checked table."""
        file = RowFile(checked.file, len(checked.twins), checked.row_numbers(checked.twins))
        ids = checked.frame["pupil_id"].iloc[checked.twins] if checked.has("pupil_id") else ()
        return cls(checked.table.name, file, np.array(ids, dtype=object))


def rows_by_file(files: Sequence[RowFile], positions: Positions) -> list[tuple[RowFile, Positions]]:
    """Return the files that hold rows at these sorted places of a table, each with the places in the file.

    >>> files = [RowFile("a.csv", 2), RowFile("b.csv", 3)]
    >>> [(each.file, each.rows(places)) for each, places in rows_by_file(files, np.array([1, 2, 4]))]
    [('a.csv', (3,)), ('b.csv', (2, 4))]
    """
    ends = np.cumsum([each.length for each in files], dtype=np.intp)
    cuts = np.searchsorted(positions, ends)
    starts = zip(files, np.concatenate([[0], cuts]), cuts, ends, strict=False)
    parts = [(each, positions[low:high] - (end - each.length)) for each, low, high, end in starts]
    return [(each, places) for each, places in parts if len(places)]
