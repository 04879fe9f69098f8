"""Rows of erased children, which an import leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from features.arrays import Booleans
from features.headings.reading_notes import ReadingNote
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.reading.csv_parquet import FIRST_ROW
from features.reading.folder import RawTable, ReadTable
from features.store.database.erased import erased_among
from features.store.imports.batch_rows import BatchRows

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

    def taken_out(self, connection: Connection, rows: BatchRows) -> BatchRows:
        """Return checked rows without those of children who were erased since they were read.

        It is asked where nobody else can write any more: an erasure meanwhile counts like one before.
        """
        tables = {name: frame for name, frame in rows.frames.items() if _KEY in frame}
        erased = erased_among(connection, set[str]().union(*(frame[_KEY].unique() for frame in tables.values())))
        if not erased:
            return rows
        self._pupils |= erased
        stays = {name: ~frame[_KEY].isin(erased).to_numpy() for name, frame in tables.items()}
        frames = {name: _kept(frame, stays[name]) for name, frame in tables.items()}
        schools = {name: _chosen(rows.schools_of[name], kept) for name, kept in stays.items()}
        return replace(rows, frames={**rows.frames, **frames}, schools_of={**rows.schools_of, **schools})

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
    return replace(raw, frame=_kept(raw.frame, ~gone), rows=rows[~gone])


def _kept(frame: pd.DataFrame, rows: Booleans) -> pd.DataFrame:
    """Return some rows of a table, which knows no texts of the others any more."""
    kept = frame[rows].reset_index(drop=True)
    for name in kept.select_dtypes("category"):
        kept[name] = kept[name].cat.remove_unused_categories()
    return kept


def _chosen(schools: Sequence[str], rows: Booleans) -> Sequence[str]:
    return [school for school, kept in zip(schools, rows.tolist(), strict=True) if kept]
