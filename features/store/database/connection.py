"""Transactions on a record store: many read, one writes, nobody waits for a reader."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

from features.errors import Refused, UsageError
from features.i18n.text import Bilingual
from features.store.database.faults import reached
from features.store.database.migration import HEAD, is_empty, migrate, require_known, revision_of
from features.store.database.url import StoreUrl, postgresql_settings

BUSY_SECONDS = 60  # a writer waits so long for another one
_REACH_SECONDS = 10
_LOCK = 0x5072657A656E7401  # the number under which writers of PostgreSQL wait for each other
_PAGE, _MAPPED = 16_384, 2**30  # bytes: large pages hold bodies well, and are read without copying


class NoStoreError(UsageError):
    """There is nothing at the address yet."""


@contextmanager
def reading(url: StoreUrl) -> Iterator[Connection]:
    """Give a connection that sees one state of the store from beginning to end.

    Raises
    ------
    UsageError
        If there is no such store.
    Refused
        If a newer program wrote it.
    OutsideServiceError
        If it cannot be reached.
    """
    _require_file(url)
    with reached(url), ExitStack() as stack:
        engine = engine_of(url)
        connection = stack.enter_context(connected(engine, write=False))
        if revision_of(connection) != HEAD:
            stack.close()
            _prepare(engine, url, create=False)
            connection = stack.enter_context(connected(engine, write=False))
        yield connection


@contextmanager
def writing(url: StoreUrl, *, create: bool = False) -> Iterator[Connection]:
    """Give a connection whose changes are all kept when the block ends, or none; writers come one after the other."""
    if not create:
        _require_file(url)
    with reached(url):
        engine = engine_of(url)
        _prepare(engine, url, create=create)
        with connected(engine, write=True) as connection:
            yield connection


@lru_cache(16)
def engine_of(url: StoreUrl) -> Engine:
    """Return the engine of an address; it keeps no connection, only what it learnt of our questions."""
    server = {"connect_timeout": _REACH_SECONDS, **postgresql_settings(url.text)}
    options: dict[str, Any] = {"timeout": BUSY_SECONDS} if url.file else server
    engine = create_engine(url.text, poolclass=NullPool, connect_args=options, hide_parameters=True)
    if url.file:
        event.listen(engine, "connect", _prepare_sqlite)
        one_writer(engine)
    return engine


def one_writer(engine: Engine) -> None:
    """Let a writer of an SQLite file wait for the one before where it begins, not where it writes."""
    event.listen(engine, "connect", _begin_when_told)
    event.listen(engine, "begin", _begin_sqlite)


@contextmanager
def connected(engine: Engine, *, write: bool, lock: int = _LOCK) -> Iterator[Connection]:
    """Give a connection in a transaction; writers come one after the other, in PostgreSQL those of one ``lock``."""
    sqlite = engine.dialect.name == "sqlite"
    level = {} if sqlite or write else {"isolation_level": "REPEATABLE READ"}
    with engine.connect() as plain:
        connection = plain.execution_options(prezent_writes=write, **level)
        with connection.begin():
            if write and not sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
            yield connection


def _prepare(engine: Engine, url: StoreUrl, *, create: bool) -> None:
    """Make the store, or take it to the form that this program knows; a copy of the file before that is kept."""
    if create and url.file:
        _make_file(url.file)
    with connected(engine, write=False) as connection:
        revision = revision_of(connection)
        nothing = revision is None and is_empty(connection)
    if revision == HEAD:
        return
    if revision:
        require_known(revision, url)
        if url.file:
            _keep_copy(url.file)
    elif not create or not nothing:
        raise _no_store(url, nothing=nothing)
    with connected(engine, write=True) as connection:
        if revision_of(connection) != HEAD:  # another one may have been faster
            migrate(connection)


def _begin_when_told(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # or the library begins transactions when it thinks it should


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    _begin_when_told(connection, _record)
    for pragma in (f"page_size={_PAGE}", "journal_mode=WAL", "foreign_keys=ON", f"mmap_size={_MAPPED}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("prezent_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_file(path: Path) -> None:
    """Make the file, which only its owner may read; what lies beside it while it is written to is like it."""
    if not path.parent.is_dir():
        raise UsageError(
            Bilingual(
                f"there is no folder {path.parent}; make it first.", f"nu există dosarul {path.parent}; creați-l întâi."
            )
        )
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _keep_copy(path: Path) -> None:
    """Keep the store as it was before its form changes, in a file beside it."""
    kept = path.with_name(f"{path.name}.before-{HEAD}")
    if kept.exists():
        return
    half = kept.with_name(f"{kept.name}.half")
    half.unlink(missing_ok=True)
    _make_file(half)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(half)) as copy:
        source.backup(copy)
    half.replace(kept)


def _require_file(url: StoreUrl) -> None:
    if url.file and not url.file.is_file():
        raise _no_store(url, nothing=True)


def _no_store(url: StoreUrl, *, nothing: bool) -> Exception:
    if nothing:
        return NoStoreError(
            Bilingual(
                f"There are no records at {url} yet; 'prezent import' brings them there.",
                f"Încă nu sunt date la {url}; „prezent import” le aduce acolo.",
            )
        )
    return Refused(
        Bilingual(
            f"{url} is a database of another program; name another one for the records.",
            f"{url} este baza de date a altui program; indicați alta pentru date.",
        )
    )
