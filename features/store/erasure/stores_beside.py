"""Further record stores in a folder, which an erasure has to look into as well."""

import sqlite3
from contextlib import closing
from pathlib import Path

from features.store.database.migration import VERSION_TABLE
from features.store.database.url import StoreUrl, store_url

ENDINGS = (".sqlite", ".sqlite3", ".db")


def stores_in(folder: Path) -> list[StoreUrl]:
    """Return the record stores among the files of a folder and of all folders in it."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    urls = (store_url(str(path)) for path in files if is_store(path))
    return [url for url in urls if url is not None]


def is_store(path: Path) -> bool:
    """Tell whether a file is a record store; it is opened for reading alone and not changed."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(f"SELECT 1 FROM {VERSION_TABLE}").fetchone() is not None  # noqa: S608
    except sqlite3.Error:
        return False
