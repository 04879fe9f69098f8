"""Rows of erased children, which an import leaves out."""

from dataclasses import dataclass, field, replace

import numpy as np
from sqlalchemy import Connection

from features.arrays import Booleans
from features.headings.reading_notes import ReadingNote
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.reading.csv_parquet import FIRST_ROW
from features.reading.folder import RawTable, ReadTable
from features.store.database.erased import erased_among

_KEY = "pupil_id"


@dataclass
class ErasedRows:
    """What is left out of the tables of an import, since its children were erased from the store."""

    stored: Connection | None
    _pupils: set[str] = field(default_factory=set)

    def dropped(self, read: ReadTable) -> ReadTable:
        """Return a table without rows of children who were erased; other rows keep their numbers."""
        raw, problems = read
        if raw is None or self.stored is None or _KEY not in raw.frame:
            return read
        cells = raw.frame[_KEY]
        texts = {cell: str(cell).strip() for cell in cells.dropna().unique().tolist()}
        erased = erased_among(self.stored, texts.values())
        if not erased:
            return read
        self._pupils |= erased
        return _without(raw, cells.isin([cell for cell, text in texts.items() if text in erased]).to_numpy()), problems

    def notes(self, file: str) -> list[ReadingNote]:
        """Return what to say of the children who were left out; nothing where there was none."""
        count = len(self._pupils)
        said = Bilingual(
            f"{counted(count, 'child', 'children', 'en')} left out, whose records were erased here "
            "('prezent readmit' lets one in again)",
            f"fără {counted(count, 'copil', 'copii', 'ro')} ale căror date au fost șterse aici („prezent readmit” "
            "primește din nou un copil)",
        )
        return [ReadingNote(file, (said,))] if count else []


def _without(raw: RawTable, gone: Booleans) -> RawTable:
    rows = np.arange(len(gone), dtype=np.int64) + FIRST_ROW if raw.rows is None else raw.rows
    frame = raw.frame[~gone].reset_index(drop=True)
    for name in frame.select_dtypes("category"):
        frame[name] = frame[name].cat.remove_unused_categories()
    return replace(raw, frame=frame, rows=rows[~gone])
