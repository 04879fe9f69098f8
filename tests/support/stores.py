"""How does a test bring tables that it wrote down into a store, and read them back?"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd

from features.point_in_time.record_index import index_records
from features.records.imported_records import Coverage, ImportedRecords
from features.records.records import Records, load_records
from features.store.batches import Batch
from features.store.database.connection import reading
from features.store.database.erased import erased_among
from features.store.database.url import StoreUrl, store_url
from features.store.imports.batch_writing import undo_batch
from features.store.imports.importing import ImportResult, import_batch
from features.store.imports.trial import Trial
from features.store.source import RecordStore
from features.table.feature_table import FeatureTable, build_features
from tests.support.small_records import TODAY, Rows, rows


def url_of(address: str) -> StoreUrl:
    """Return the address of a database that is one."""
    url = store_url(address)
    assert url is not None
    return url


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def imported(config: str = "", coverage: Sequence[Coverage] = (), **tables: str | Rows) -> ImportedRecords:
    """Return tables written in a test as an importer would."""
    given = {name: rows(table) if isinstance(table, str) else table for name, table in tables.items()}
    frames = {name: pd.DataFrame(list(table), dtype=object) for name, table in given.items()}
    return ImportedRecords(frames, config, tuple(coverage))


def bring(
    address: str, on: str, *, file: str = "", coverage: Sequence[Coverage] = (), config: str = "", kept: bool = True,
    trial: Trial | None = None, **tables: str | Rows,
) -> ImportResult:  # fmt: skip
    """Bring tables into a store on a day, or only try to; every call is another file, unless it is named."""
    what = imported(config, coverage, **tables)
    sha256 = hashlib.sha256((file or repr((on, tables))).encode()).hexdigest()
    return import_batch(
        url_of(address), what, day=day(on), who="Ana", file_name=file or f"{on}.xlsx", sha256=sha256, today=TODAY,
        trial=None if kept else trial or Trial(), day_told=True,
    )  # fmt: skip


def undo(address: str, number: int) -> Batch:
    return undo_batch(url_of(address), number, by="Ana", because="wrong school", today=TODAY)


def stored(address: str) -> Records:
    """Return the checked records of a store."""
    return load_records(RecordStore(url_of(address)), today=TODAY)


def features_at(records: Records, as_of: dt.date) -> FeatureTable:
    return build_features(index_records(records), as_of)


def erased_from(address: str, pupils: Collection[str]) -> set[str]:
    """Return those of some children that were taken out of a store before."""
    with reading(url_of(address)) as connection:
        return erased_among(connection, pupils)


def written(address: str, table: str, *columns: str) -> list[str]:
    """Return rows of a stored table as texts, sorted; an empty cell is ``-``."""
    frame = stored(address)[table][list(columns)]
    cells = frame.astype(object).where(frame.notna(), None)
    return sorted(" ".join(map(_text, row)) for row in cells.itertuples(index=False))


def _text(cell: object) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def write_csv(folder: Path, tables: Mapping[str, Rows], declared: Mapping[str, object]) -> None:
    """Write a record folder, with the declarations beside it."""
    folder.mkdir()
    for name, table in tables.items():
        if table:
            pd.DataFrame(list(table)).to_csv(folder / f"{name}.csv", index=False)
    (folder / "prezent.toml").write_text(_toml(declared), encoding="utf-8")


def _toml(declared: Mapping[str, object]) -> str:
    sections = []
    for name, entries in declared.items():
        assert isinstance(entries, dict)
        for entry, values in entries.items():
            lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
            sections.append("\n".join([f"[{name}.{entry}]", *lines, ""]))
    return "\n".join(sections)
