"""Engines: how SQLAlchemy reaches a database, of which PostgreSQL keeps a connection for the next question."""

import atexit
import os
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from features.store.database.url import StoreUrl, postgresql_settings

BUSY_SECONDS = 60  # a writer waits so long for another one
_REACH_SECONDS = 10
_KEPT_SECONDS = 300  # that a connection is used again, at most
_MOST = 16  # engines of a process
_PAGE, _MAPPED = 16_384, 2**30  # bytes: large pages hold bodies well, and are read without copying


def engine_of(url: StoreUrl) -> Engine:
    """Return the engine of an address, for this process alone.

    A connection to PostgreSQL is kept, as making one takes as long as reading a child's rows; it is tried before it is
    used again, since the server may have been started anew. Of a file nothing is kept but what was learnt of our
    questions.
    """
    return _kept_engines(os.getpid()).of(url)


def one_writer(engine: Engine) -> None:
    """Let a writer of an SQLite file wait for the one before where it begins, not where it writes."""
    event.listen(engine, "connect", _begin_when_told)
    event.listen(engine, "begin", _begin_sqlite)


@dataclass(frozen=True)
class _KeptEngines:
    """The engines of one process; those used longest ago are closed where there are many."""

    process: int
    engines: OrderedDict[StoreUrl, Engine] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def of(self, url: StoreUrl) -> Engine:
        with self.lock:
            if url not in self.engines:
                self.engines[url] = _engine(url)
            self.engines.move_to_end(url)
            while len(self.engines) > _MOST:
                self.engines.popitem(last=False)[1].dispose()
            return self.engines[url]

    def close(self) -> None:
        if os.getpid() == self.process:  # connections of the process that this one was forked from are not ours
            for engine in self.engines.values():
                engine.dispose()


@lru_cache(1)
def _kept_engines(process: int) -> _KeptEngines:
    kept = _KeptEngines(process)
    atexit.register(kept.close)
    return kept


def _engine(url: StoreUrl) -> Engine:
    if url.file is None:
        return create_engine(
            url.text, pool_size=1, max_overflow=-1, pool_pre_ping=True, pool_recycle=_KEPT_SECONDS,
            use_native_hstore=False, connect_args=_of_server(url), hide_parameters=True,
        )  # fmt: skip
    engine = create_engine(url.text, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    one_writer(engine)
    return engine


def _of_server(url: StoreUrl) -> dict[str, Any]:
    """Return how to connect to PostgreSQL: it answers in bytes, as the texts of bodies are twice as long."""
    from psycopg import Cursor
    from psycopg.pq import Format

    class BinaryCursor(Cursor[Any]):
        def __init__(self, connection: Any, **options: Any) -> None:
            super().__init__(connection, **options)
            self.format = Format.BINARY

    return {"connect_timeout": _REACH_SECONDS, "cursor_factory": BinaryCursor, **postgresql_settings(url.text)}


def _begin_when_told(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # or the library begins transactions when it thinks it should


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    _begin_when_told(connection, _record)
    for pragma in (f"page_size={_PAGE}", "journal_mode=WAL", "foreign_keys=ON", f"mmap_size={_MAPPED}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("prezent_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
