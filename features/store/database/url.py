"""Addresses of databases, as people write them and as SQLAlchemy wants them."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.web_addresses import without_passwords

_SQLITE = "sqlite:///"
_FILES = (".sqlite", ".sqlite3", ".db")
_POSTGRESQL = re.compile(r"postgres(ql)?(\+psycopg)?://", re.IGNORECASE)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True)
class StoreUrl:
    """The address of a database; ``text`` may hold a password and is never shown, ``said`` is."""

    text: str = field(repr=False)

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None of a server."""
        return Path(self.text.removeprefix(_SQLITE)) if self.text.startswith(_SQLITE) else None

    @property
    def said(self) -> str:
        """The address for people: no name, no password."""
        return str(self.file) if self.file else without_passwords(self.text).replace("+psycopg", "")

    @property
    def name(self) -> str:
        """What people call it: the file or database without its place."""
        if self.file:
            return self.file.stem
        return self.text.partition("?")[0].rpartition("/")[2] or "records"

    def __str__(self) -> str:
        """Return the address for people."""
        return self.said


def store_url(text: str) -> StoreUrl | None:
    """Return the database that a text names; None where it names a folder or file of other kinds.

    Raises
    ------
    UsageError
        If it is an address, but of nothing that records are kept in.

    >>> store_url("postgresql://ana:secret@db.example/records").said
    'postgresql://db.example/records'
    >>> store_url("/data/records.sqlite").text, store_url("records")
    ('sqlite:////data/records.sqlite', None)
    """
    if text.lower().startswith(_SQLITE):
        named = text[len(_SQLITE) :]
        return _of_file(Path(named)) if named and named != ":memory:" else _no_store(text)
    if found := _POSTGRESQL.match(text):
        named = f"postgresql+psycopg://{text[found.end() :]}"
        return StoreUrl(named) if _is_address(named) else _no_store(text)
    if _ADDRESS.match(text):
        return _no_store(text)
    path = Path(text)
    return _of_file(path) if path.suffix.lower() in _FILES and not path.is_dir() else None


def _is_address(text: str) -> bool:
    """Tell whether an address can be taken apart: it may be cut, or its port no number."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        port = make_url(text).port
    except (ArgumentError, ValueError):
        return False
    return port is None or 0 < port < 2**16


def _of_file(path: Path) -> StoreUrl:
    return StoreUrl(f"{_SQLITE}{path.absolute()}")


def _no_store(text: str) -> StoreUrl:
    shown = without_passwords(text)
    raise UsageError(
        Bilingual(
            f"{shown} names no database that records are kept in; write sqlite:///FILE or postgresql://HOST/NAME.",
            f"{shown} nu numește o bază de date pe care să o putem folosi; scrieți sqlite:///FIȘIER sau "
            "postgresql://SERVER/NUME.",
        )
    )
