"""What a database still holds of rows that are gone: free pages, its log, copies of the file; made empty."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError

from features.errors import OutsideServiceError
from features.i18n.text import Bilingual
from features.store.database.engines import engine_of
from features.store.database.faults import reached
from features.store.database.tables import METADATA
from features.store.database.url import StoreUrl

_WAIT = 30  # seconds

BEYOND_REACH = Bilingual(
    "Copies elsewhere are not reached: backups, lists that were printed or sent, and what a disk keeps of files that "
    "were deleted.",
    "La copiile din altă parte nu se ajunge: copii de siguranță, liste tipărite sau trimise și ce păstrează un disc "
    "din fișierele șterse.",
)
BEYOND_REACH_POSTGRESQL = Bilingual(
    "PostgreSQL keeps what it wrote in its log (pg_wal) until it writes over it, and in archives of that log and in "
    "dumps: whoever looks after the server deletes those.",
    "PostgreSQL păstrează ce a scris în jurnalul său (pg_wal) până îl rescrie, precum și în arhivele jurnalului și în "
    "copii (pg_dump): pe acestea le șterge administratorul serverului.",
)


def clear_pages(url: StoreUrl, *, wait: int = _WAIT) -> None:
    """Write the database anew without what is free in it, and empty its log; readers are given so many seconds.

    Raises
    ------
    OutsideServiceError
        If another program keeps reading an earlier state of it.
    """
    with reached(url):
        engine = engine_of(url)
        with engine.connect() as plain:
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            if url.file:
                _clear_sqlite(connection, url, wait)
            else:
                clear_postgresql(connection, METADATA.sorted_tables)


def delete_copies(url: StoreUrl) -> int:
    """Delete the copies that were kept of the file before its form changed; return how many there were."""
    copies = copies_of(url)
    for copy in copies:
        copy.unlink(missing_ok=True)
    return len(copies)


def copies_of(url: StoreUrl) -> list[Path]:
    """Return the copies that were kept of the file before its form changed."""
    if url.file is None:
        return []
    return sorted(path for path in url.file.parent.iterdir() if path.name.startswith(f"{url.file.name}.before-"))


def _clear_sqlite(connection: Connection, url: StoreUrl, wait: int) -> None:
    driver: Any = connection.connection.driver_connection
    cursor = driver.cursor()
    for step in (
        f"PRAGMA busy_timeout={wait * 1000}",
        "PRAGMA secure_delete=ON",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "VACUUM",
    ):
        cursor.execute(step).fetchall()
    busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    cursor.close()
    if busy:
        raise OutsideServiceError(
            Bilingual(
                f"{url}: another program still reads what was there before; stop it ('prezent serve' too) and give the "
                "same command again.",
                f"{url}: alt program încă citește ce era înainte; opriți-l (și „prezent serve”) și dați din nou "
                "aceeași comandă.",
            )
        )


def clear_postgresql(connection: Connection, tables: Iterable[Table]) -> None:
    """Write tables anew, and what the server noted of the values in them."""
    for table in tables:
        connection.execute(text(f"VACUUM (FULL, ANALYZE) {table.name}"))
    for step in ("VACUUM FULL pg_statistic", "CHECKPOINT"):
        with suppress(DBAPIError):  # not everybody may; the server does it by itself in time
            connection.execute(text(step))
