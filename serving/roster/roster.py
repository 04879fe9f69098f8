"""The roster: names, register numbers and contacts under pseudonyms, in a database of serving's own."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from features.cells.visible_letters import visible
from features.errors import OutsideServiceError, Refused, UsageError
from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number, masked
from features.importers.pseudonyms import Parted
from features.web_addresses import without_passwords

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection, Engine

T = TypeVar("T")

PERSON = ("school_id", "pupil_id", "name", "register_number", "contacts")
_AT_ONCE = 500  # rows of one statement
_SQLITE = "sqlite:///"
_AROUND = " ,;-()"  # signs around a number that is taken out of a name
_LOCK = 0x5072657A656E7402  # the number under which writers of a roster in PostgreSQL wait for each other
_KEY = "key"
_VERSION = "version"


@dataclass(frozen=True)
class Roster:
    """An open roster; every method is a transaction of its own.

    ``made_with`` is the id of the key whose pseudonyms it holds, None where it holds none yet.
    """

    engine: "Engine"
    where: str

    @property
    def made_with(self) -> str | None:
        """The id of the key that made the pseudonyms here; None where nothing was kept yet."""
        with self.begin() as connection:
            return _value(connection, _KEY)

    def keep(
        self, people: "pd.DataFrame", *, key_id: str,
        left_out: Callable[[Collection[str]], Collection[str]] = lambda _pupils: (),
    ) -> int:  # fmt: skip
        """Keep who the children of an import are; return how many.

        What this import does not say of a child stays. A cell with an identity number is not kept.

        Parameters
        ----------
        left_out
            Which of some children are not kept, as they were erased; asked where nobody else writes any more.

        Raises
        ------
        Refused
            If the roster holds pseudonyms of another key.
        """
        from serving.roster.tables import PEOPLE

        rows = {(row["school_id"], row["pupil_id"]): row for row in _rows(people)}
        with self.begin(write=True) as connection:
            self.claim(connection, key_id)
            erased = left_out({pupil_id for _, pupil_id in rows})
            rows = {key: row for key, row in rows.items() if key[1] not in erased}
            for chosen in _chunks(list(rows)):
                ids = {pupil_id for _, pupil_id in chosen}
                known = connection.execute(PEOPLE.select().where(PEOPLE.c.pupil_id.in_(ids))).mappings()
                before = {(row["school_id"], row["pupil_id"]): dict(row) for row in known}
                for key in chosen:
                    rows[key] = {name: rows[key][name] or before.get(key, rows[key])[name] for name in PERSON}
                for school_id in {school_id for school_id, _ in chosen}:
                    mine = {pupil_id for each, pupil_id in chosen if each == school_id}
                    same = (PEOPLE.c.school_id == school_id) & PEOPLE.c.pupil_id.in_(mine)
                    connection.execute(PEOPLE.delete().where(same))
                connection.execute(PEOPLE.insert(), [rows[key] for key in chosen])
        return len(rows)

    def names(self, pupil_ids: Iterable[str]) -> dict[str, str]:
        """Return the names of those of these pupils whose names are kept."""
        from features.store.database.standing_query import in_bytes
        from serving.roster.tables import PEOPLE

        found: dict[str, str] = {}
        with self.begin() as connection:
            for chosen in _chunks(list(dict.fromkeys(pupil_ids))):
                query = PEOPLE.select().where(PEOPLE.c.pupil_id.in_(chosen)).order_by(in_bytes(PEOPLE.c.school_id))
                found |= {row.pupil_id: row.name for row in connection.execute(query) if row.name}
        return found

    def people_of(self, school_id: str) -> list[Mapping[str, str]]:
        """Return whom the roster keeps of a school, in the order of their pseudonyms."""
        from features.store.database.standing_query import in_bytes
        from serving.roster.tables import PEOPLE

        query = PEOPLE.select().where(PEOPLE.c.school_id == school_id).order_by(in_bytes(PEOPLE.c.pupil_id))
        with self.begin() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def differing(self, people: "pd.DataFrame") -> int:
        """Return of how many children an import says something of who they are that is not kept here so."""
        rows = list(_rows(people))
        kept = {row["pupil_id"]: row for school_id in {row["school_id"] for row in rows}
                for row in self.people_of(school_id)}  # fmt: skip
        return sum(
            any(row[name] and row[name] != kept.get(row["pupil_id"], {}).get(name) for name in PERSON) for row in rows
        )

    def links(self) -> dict[str, str]:
        """Return the pseudonyms whose children go on under another one, each with that one."""
        from serving.roster.tables import PUPIL_LINKS

        with self.begin() as connection:
            return {row.other_id: row.pupil_id for row in connection.execute(PUPIL_LINKS.select())}

    def parted(self) -> frozenset[Parted]:
        """Return the links that were taken back: what a school's rows give, the former id, and that school.

        Those are left out whose former id goes on in that school by another link.
        """
        from serving.roster.tables import PUPIL_LINKS, UNDONE_LINKS

        with self.begin() as connection:
            stand = {(row.pupil_id, row.to_school) for row in connection.execute(PUPIL_LINKS.select())}
            rows = connection.execute(UNDONE_LINKS.select()).all()
        return frozenset(
            Parted(row.other_id, row.pupil_id, row.to_school)
            for row in rows if (row.pupil_id, row.to_school) not in stand
        )  # fmt: skip

    @contextmanager
    def begin(self, *, write: bool = False) -> "Iterator[Connection]":
        """Give a transaction, with ``write`` one after the other; a database that does not answer is told."""
        from sqlalchemy.exc import DBAPIError

        from features.store.database.connection import connected

        try:
            with connected(self.engine, write=write, lock=_LOCK) as connection:
                yield connection
        except DBAPIError as error:
            raise _unreachable(self.where, error) from None

    def claim(self, connection: "Connection", key_id: str) -> None:
        """Note with which key the pseudonyms here are made; refuse another one than before."""
        from serving.roster.tables import INSTALLATION

        before = _value(connection, _KEY)
        if before is None:
            connection.execute(INSTALLATION.insert(), [{"name": _KEY, "value": key_id}])
        elif before != key_id:
            raise Refused(
                Bilingual(
                    f"The names in {self.where} belong to pseudonyms of another key. Put the former keyring back, or "
                    "type its recovery sheet: prezent keyring restore.",
                    f"Numele din {self.where} țin de pseudonime făcute cu altă cheie. Puneți înapoi vechiul fișier cu "
                    "cheia sau introduceți foaia de recuperare: prezent keyring restore.",
                )
            )


def open_roster(url: str) -> Roster:
    """Open a roster, made at first use, a file for its owner only; the address is one of SQLite or PostgreSQL.

    Raises
    ------
    UsageError
        If the address is none.
    OutsideServiceError
        If the database does not answer.
    Refused
        If a newer Prezent made it.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    from sqlalchemy.pool import NullPool

    from features.store.database.engines import one_writer

    where = without_passwords(url.removeprefix(_SQLITE))
    if url.startswith(_SQLITE):
        _make_file(Path(url.removeprefix(_SQLITE)))
    try:
        address = url.replace("postgresql://", "postgresql+psycopg://", 1)
        engine = create_engine(address, poolclass=NullPool, connect_args=_options(url))
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):
        raise UsageError(
            Bilingual(
                f'{where} is no address of a database; write roster = "sqlite:///FILE", "postgresql://…" or '
                '"off" in the configuration.',
                f"{where} nu este adresa unei baze de date; scrieți în configurare roster = „sqlite:///FIȘIER”, "
                "„postgresql://…” sau „off”.",
            )
        ) from None
    if engine.dialect.name == "sqlite":
        one_writer(engine)
    roster = Roster(engine, where)
    with roster.begin() as connection:
        ready = _is_made(connection)
    with roster.begin(write=not ready) as connection:
        _prepare(connection, where)
    return roster


def _options(url: str) -> dict[str, Any]:
    from features.store.database.engines import BUSY_SECONDS
    from features.store.database.url import postgresql_settings

    if url.startswith(_SQLITE):
        return {"timeout": BUSY_SECONDS}
    return dict(postgresql_settings(url)) if url.startswith("postgresql") else {}


def _is_made(connection: "Connection") -> bool:
    """Tell whether the tables of this program are there; the version is written last."""
    from sqlalchemy import inspect

    from serving.roster.tables import INSTALLATION, VERSION

    return inspect(connection).has_table(INSTALLATION.name) and _value(connection, _VERSION) == str(VERSION)


def _prepare(connection: "Connection", where: str) -> None:
    """Make the tables where they are not there; refuse those of a later program."""
    from serving.roster.tables import INSTALLATION, METADATA, VERSION

    METADATA.create_all(connection)
    version = _value(connection, _VERSION)
    if version is None:
        connection.execute(INSTALLATION.insert(), [{"name": _VERSION, "value": str(VERSION)}])
    elif int(version) < VERSION:  # the tables that it lacked were made above
        connection.execute(INSTALLATION.update().where(INSTALLATION.c.name == _VERSION).values(value=str(VERSION)))
    elif int(version) > VERSION:
        raise Refused(
            Bilingual(
                f"{where} was made by a newer Prezent; update this one.",
                f"{where} a fost făcută de o versiune mai nouă de Prezent; actualizați programul.",
            )
        )


def _value(connection: "Connection", name: str) -> str | None:
    from sqlalchemy import select

    from serving.roster.tables import INSTALLATION

    found: str | None = connection.execute(
        select(INSTALLATION.c.value).where(INSTALLATION.c.name == name)
    ).scalar_one_or_none()
    return found


def _rows(people: "pd.DataFrame") -> Iterator[dict[str, str]]:
    """Yield people as texts; what is missing is empty, and nothing that may be an identity number is among them."""
    texts = people.reindex(columns=list(PERSON)).astype(object)
    for row in texts.where(texts.notna(), "").astype(str).to_dict("records"):
        yield {name: _kept(name, row[name]) for name in PERSON}


def _kept(column: str, text: str) -> str:
    """Return what is kept of a cell: a name without thirteen digits, a number that is no CNP, all of it visible."""
    text = visible(text)
    if column == "name":
        left = masked(text, "")
        return " ".join(left.split()).strip(None if left == text else _AROUND)
    return "" if has_identity_number(text) else text.strip() if column != "contacts" else masked(text, "").strip()


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    yield from (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def _make_file(path: Path) -> None:
    """Make an empty file that only its owner can read, where there is none."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise _unreachable(str(path), error) from None


def _unreachable(where: str, error: Exception) -> OutsideServiceError:
    why = type(error).__name__ if not isinstance(error, OSError) else error.strerror
    return OutsideServiceError(
        Bilingual(
            f"The roster {where} cannot be opened ({why}); see the key roster of the configuration.",
            f"Evidența numelor, {where}, nu poate fi deschisă ({why}); vedeți cheia roster din configurare.",
        )
    )
