"""The records of a store as a folder of files, with the days on which rows were known and taken back."""

from pathlib import Path

import pandas as pd

from features.records.records import tables_with
from features.records.writer import FileFormat, new_folder, write_table
from features.store.database.connection import reading
from features.store.database.declared_text import stored_text
from features.store.source import RecordStore


def export_records(store: RecordStore, out: Path, *, file_format: FileFormat = "csv") -> dict[str, int]:
    """Write a record folder in one step and return how many rows each table has.

    Raises
    ------
    UsageError
        If the folder already holds something, or there is no such store.
    """
    rows = {}
    with new_folder(out) as folder:
        for raw, _ in store.tables(tables_with(store.declarations()[0])):
            if raw is not None:
                write_table(folder, raw.table.name, _plain(raw.frame), file_format=file_format)
                rows[raw.table.name] = len(raw.frame)
        with reading(store.url) as connection:
            text = stored_text(connection)
        if text:
            (folder / "prezent.toml").write_text(text, encoding="utf-8")
    return rows


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows as files have them: a text is a text, however often it stands there."""
    texts = [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    return frame.astype(dict.fromkeys(texts, object)) if texts else frame
