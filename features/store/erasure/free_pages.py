"""What a database still holds of rows that are gone: free pages, its log, copies of the file; made empty."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from features.errors import OutsideServiceError
from features.i18n.text import Bilingual
from features.store.database.engines import engine_of
from features.store.database.faults import reached
from features.store.database.tables import METADATA
from features.store.database.url import StoreUrl

_WAIT, _MOMENT = 30, 1  # seconds
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
_LOCK_NOT_AVAILABLE = "55P03"

BEYOND_REACH = Bilingual(
    "Copies elsewhere are not reached, delete those by hand: backups; the school's own sheets and marked copies of "
    "them in other folders (*.problems.xlsx, *.probleme.xlsx); exports; lists and reports that were printed, sent or "
    "written elsewhere. Nor is what a disk keeps of files that were deleted.",
    "La copiile din altă parte nu se ajunge, ștergeți-le manual: copii de siguranță; foile școlii și copiile lor cu "
    "celule colorate din alte dosare (*.probleme.xlsx, *.problems.xlsx); exporturi; liste și rapoarte tipărite, "
    "trimise sau scrise în altă parte. Nu se ajunge nici la ce păstrează un disc din fișierele șterse.",
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
            tables = [table.name for table in METADATA.sorted_tables]
            clear_tables(connection, tables, where=Bilingual(str(url), str(url)), wait=wait)


def clear_tables(connection: Connection, tables: Iterable[str], *, where: Bilingual, wait: int = _WAIT) -> None:
    """Clear a database as ``clear_pages`` does, on a connection of SQLAlchemy that commits every step."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        clear_sqlite(driver, where=where, wait=wait)
    else:
        clear_postgresql(
            lambda step: connection.execute(text(step)), tables, errors=DBAPIError, where=where, wait=wait
        )  # fmt: skip


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


def clear_sqlite(database: sqlite3.Connection, *, where: Bilingual, wait: int = _WAIT) -> None:
    """Clear an SQLite file. OutsideServiceError if another program keeps reading or writing it."""
    steps = f"PRAGMA busy_timeout={wait * 1000}", "PRAGMA secure_delete=ON", _CHECKPOINT, "VACUUM"
    with closing(database.cursor()) as cursor:
        try:
            for step in steps:
                cursor.execute(step).fetchall()
            busy, *_ = cursor.execute(_CHECKPOINT).fetchone()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            busy = True
    if busy:
        raise _still_read(where)


def clear_postgresql(
    execute: Callable[[str], object], tables: Iterable[str], *, errors: type[Exception], where: Bilingual,
    wait: int = _WAIT,
) -> None:  # fmt: skip
    """Write tables anew, and what the server noted of the values in them.

    A table is locked for it, and who asks for it meanwhile waits. So it is asked for a moment only, and again after a
    pause in which others read.

    Parameters
    ----------
    execute, errors
        What carries a statement out by itself, and the errors of it.

    Raises
    ------
    OutsideServiceError
        If after ``wait`` seconds another program still reads one of them.
    """
    until = monotonic() + wait
    execute(f"SET lock_timeout = '{_MOMENT}s'")
    try:
        for table in tables:
            while not _written_anew(execute, table, errors=errors):
                if monotonic() >= until:
                    raise _still_read(where)
                sleep(_MOMENT)
        for step in ("VACUUM FULL pg_statistic", "CHECKPOINT"):
            with suppress(errors):  # not everybody may; the server does it by itself in time
                execute(step)
    finally:
        with suppress(errors):  # of a connection that is lost
            execute("RESET lock_timeout")


def _written_anew(execute: Callable[[str], object], table: str, *, errors: type[Exception]) -> bool:
    """Write a table anew; tell whether it could be had."""
    try:
        execute(f'VACUUM (FULL, ANALYZE) "{table}"')
    except errors as error:
        cause = getattr(error, "orig", None) or error.__cause__
        if getattr(cause, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        return False
    return True


def _still_read(where: Bilingual) -> OutsideServiceError:
    return OutsideServiceError(
        Bilingual(
            f"{where.en}: another program still reads what was there before; stop it ('prezent serve' too) and give "
            "the same command again.",
            f"{where.ro}: alt program încă citește ce era înainte; opriți-l (și „prezent serve”) și dați din nou "
            "aceeași comandă.",
        )
    )
