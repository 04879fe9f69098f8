"""Batches: each import that a store holds, who brought it, what it is the whole of, and which are undone."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select, update

from features.cells.visible_letters import whole_letters
from features.errors import Refused, UsageError
from features.i18n.text import Bilingual
from features.identity_numbers import masked
from features.store.coverage import Area
from features.store.database.connection import reading
from features.store.database.tables import BATCHES, COVERAGE
from features.store.database.url import StoreUrl


@dataclass(frozen=True)
class Origin:
    """Where an import comes from: the file with its hash, who brought it, on which day, and by which reader."""

    day: dt.date
    who: str
    file_name: str
    sha256: str
    kind: str = "records"


@dataclass(frozen=True)
class Batch:
    """One import; ``columns`` are those that it had of each table, ``areas`` what it is the whole of."""

    number: int
    origin: Origin
    imported_at: dt.datetime
    columns: Mapping[str, tuple[str, ...]]
    rows: int
    areas: tuple[Area, ...] = field(default=(), repr=False)
    undone_at: dt.datetime | None = None
    undone_by: str = ""
    undone_because: str = ""

    @property
    def schools(self) -> tuple[str, ...]:
        """The schools it speaks of."""
        return tuple(sorted({area.school_id for area in self.areas}))


def list_batches(url: StoreUrl) -> list[Batch]:
    """Return every batch of a store, those that are undone too, in the order in which they came."""
    with reading(url) as connection:
        return read_batches(connection)


def read_batches(connection: Connection, schools: Collection[str] | None = None) -> list[Batch]:
    """Return every batch, in the order in which they came, with what it covers, if need be only of some schools."""
    areas: dict[int, list[Area]] = defaultdict(list)
    columns = COVERAGE.c
    fields = (
        columns.batch_id, columns.school_id, columns.table_name, columns.first_day, columns.last_day, columns.classes,
        columns.subjects, columns.of_totals, columns.of_listed, columns.adds_only,
    )  # fmt: skip
    query = select(*fields).order_by(columns.batch_id, columns.place)
    if schools is not None:
        query = query.where(columns.school_id.in_(sorted(schools)))
    for number, school, table, first, last, classes, subjects, of_totals, listed, adds in connection.execute(query):
        names = _words(classes), _words(subjects)
        areas[number].append(Area(school, table, first, last, *names, bool(listed), bool(adds), of_totals))
    rows = connection.execute(select(BATCHES).order_by(BATCHES.c.id)).mappings()
    return [
        Batch(
            row["id"],
            Origin(row["day"], row["who"], row["file_name"], row["sha256"], row["kind"]),
            row["imported_at"],
            {table: tuple(names) for table, names in json.loads(row["columns_given"]).items()},
            row["rows"],
            tuple(areas[row["id"]]),
            row["undone_at"],
            row["undone_by"] or "",
            row["undone_because"] or "",
        )
        for row in rows
    ]


def in_order(batches: Iterable[Batch]) -> list[Batch]:
    """Return the batches that stand, in the order of their days: an older export that comes later takes its place."""
    standing = (batch for batch in batches if batch.undone_at is None)
    return sorted(standing, key=lambda batch: (batch.origin.day, batch.number))


def add_batch(
    connection: Connection, origin: Origin, *, columns: Mapping[str, Sequence[str]], rows: int, areas: Sequence[Area],
    declared: str = "",
) -> int:  # fmt: skip
    """Write down a new batch, what it covers and declares, nothing of whose it is with thirteen digits; number it."""
    who, file_name = (masked(whole_letters(text)) for text in (origin.who, origin.file_name))
    given = {"day": origin.day, "who": who, "file_name": file_name}
    written = json.dumps({table: list(names) for table, names in columns.items()})
    # Not the database's own counter, of which an import that is only tried would use a number up; writers wait here.
    following = select(func.coalesce(func.max(BATCHES.c.id), 0) + 1).scalar_subquery()
    insert = BATCHES.insert().values(
        id=following, **given, sha256=origin.sha256, kind=origin.kind, columns_given=written, rows=rows,
        declared=declared,
    )  # fmt: skip
    number = int(connection.execute(insert.returning(BATCHES.c.id)).scalar_one())
    if areas:
        connection.execute(COVERAGE.insert(), [_row(number, place, area) for place, area in enumerate(areas)])
    return number


def _row(number: int, place: int, area: Area) -> dict[str, object]:
    return {
        "batch_id": number, "place": place, "school_id": area.school_id, "table_name": area.table,
        "first_day": area.first_day, "last_day": area.last_day,
        "classes": None if area.classes is None else json.dumps(area.classes, ensure_ascii=False),
        "subjects": None if area.subjects is None else json.dumps(area.subjects, ensure_ascii=False),
        "of_listed": area.of_listed, "adds_only": area.adds_only, "of_totals": area.of_totals,
    }  # fmt: skip


def _words(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(json.loads(text))


def mark_undone(connection: Connection, number: int, *, by: str, because: str) -> Batch:
    """Write down that a batch is undone, by whom and why; nothing of it is deleted.

    Raises
    ------
    UsageError
        If there is no such batch.
    Refused
        If it is undone already.
    """
    found = next((batch for batch in read_batches(connection) if batch.number == number), None)
    if found is None:
        raise UsageError(
            Bilingual(
                f"There is no import {number}; 'prezent batches' lists them.",
                f"Nu există importul {number}; „prezent batches” le arată pe toate.",
            )
        )
    if found.undone_at is not None:
        day = found.undone_at.date().isoformat()
        raise Refused(
            Bilingual(
                f"Import {number} was undone before, on {day} by {found.undone_by}: {found.undone_because}",
                f"Importul {number} a fost deja anulat, pe {day}, de {found.undone_by}: {found.undone_because}",
            )
        )
    connection.execute(
        update(BATCHES)
        .where(BATCHES.c.id == number)
        .values(undone_at=func.current_timestamp(), undone_by=masked(by), undone_because=masked(because))
    )
    return found
