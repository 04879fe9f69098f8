"""Transactions on a record store: many read, one writes, nobody waits for a reader."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from features.errors import Refused, UsageError
from features.i18n.text import Bilingual
from features.store.database.engines import engine_of
from features.store.database.faults import reached
from features.store.database.migration import HEAD, is_empty, migrate, require_known, revision_of
from features.store.database.url import StoreUrl

_LOCK = 0x5072657A656E7401  # the number under which writers of PostgreSQL wait for each other


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
        if revision_of(connection, goes_on=False) != HEAD:
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
    elif not create or not nothing:
        raise _no_store(url, nothing=nothing)
    with connected(engine, write=True) as connection:
        before = revision_of(connection)
        if before == HEAD:  # another one was faster
            return
        if before and url.file:
            _keep_copy(url.file)
        migrate(connection)


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
    """Keep the store as it was before its form changes, in a file beside it.

    Whoever writes it copies it: nobody else changes it meanwhile, and what is copied is what stood before.
    """
    kept = path.with_name(f"{path.name}.before-{HEAD}")
    if kept.exists():
        return
    half = kept.with_name(f"{kept.name}.half")
    half.unlink(missing_ok=True)  # of a run that was killed
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
