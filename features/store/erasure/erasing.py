"""Children taken out of a store for good, in one transaction: rows, bodies, what was folded, words of batches."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from sqlalchemy import Column, Connection, delete, select, update
from sqlalchemy import Table as SqlTable

from features.records.records import tables_with
from features.store.batches import Batch, read_batches
from features.store.bodies import names_pupils, pupils_among, without_pupils
from features.store.compaction import compact, forget_folded, make_images
from features.store.database.connection import reading, writing
from features.store.database.declared_text import declared, stored_text
from features.store.database.erased import Removed, keep_erasure, removed_before
from features.store.database.migration import count_change
from features.store.database.tables import BATCHES, BODIES, BROUGHT_AGAIN, COMPACTED, IMAGES, ROW_TABLES, row_table
from features.store.database.url import StoreUrl
from features.store.erasure.traces import without_words
from features.store.images import MANY, Place, forget_image, leave_images
from features.store.standing_rows import StandingRows

_OF_PUPILS = tuple(table.name for table in ROW_TABLES if any(each.name == "pupil_id" for each in table.columns))


def erase_pupils(
    url: StoreUrl, pupils: Collection[str], *, by: str, because: str, without: Callable[[str], str] = str
) -> Removed:
    """Take children out of a store for good and return how many rows of each table and how many copies went.

    What an import brought of them is gone from it, also where it is undone; its file keeps its hash, and no later
    import brings them back. Where they were taken out before, nothing changes and what went then is returned.
    ``clear_pages`` is to follow: until then pages that are free may still hold them.

    Parameters
    ----------
    without
        Takes further words of theirs out of what people wrote of imports: names of files, reasons.

    Raises
    ------
    UsageError
        If there is no such store.
    OutsideServiceError
        If it cannot be reached, or another writer does not come to its end.
    """
    chosen = sorted(set(pupils))
    with writing(url) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        removed = Counter[str]()
        places = {*_erase_rows(connection, chosen, removed), *_erase_from_bodies(connection, chosen, removed)}
        places |= _forget_compacted(connection, chosen, removed)
        _forget_images(connection, chosen, removed)
        _forget_words(connection, chosen, without)
        if not removed and (before := removed_before(connection, chosen)) is not None:
            return before
        leave_images(connection, places)
        forget_folded(connection, places)
        keep_erasure(connection, chosen, removed, by=without_words(by, chosen), because=without_words(because, chosen))
        count_change(connection)
        declarations, _ = declared(stored_text(connection))
        standing = StandingRows(connection, {table.name: table for table in tables_with(declarations)})
        compact(standing, places)
        make_images(standing)
    return dict(removed)


def stored_among(url: StoreUrl, pupils: Collection[str]) -> set[str]:
    """Return those of some children of whom a store holds anything, also in imports that are undone."""
    chosen = sorted(set(pupils))
    with reading(url) as connection:
        found: set[str] = set()
        for table in map(row_table, _OF_PUPILS):
            for some in _chunks(chosen):
                query = select(table.c.pupil_id).where(table.c.pupil_id.in_(some)).distinct()
                found.update(connection.execute(query).scalars())
        for body in _bodies(connection):
            if not (left := [each for each in chosen if each not in found]):
                break
            found |= pupils_among(body, left)
    return found


def _bodies(connection: Connection) -> Iterator[bytes]:
    """Yield every body of a store, one in memory at a time."""
    for stored in (BODIES, COMPACTED, IMAGES):
        keys = list(stored.primary_key.columns)
        for key in connection.execute(select(*keys)).all():
            own = [column == value for column, value in zip(keys, key, strict=True)]
            yield connection.execute(select(stored.c.body).where(*own)).scalar_one()


def _erase_rows(connection: Connection, pupils: Sequence[str], removed: Counter[str]) -> Iterator[Place]:
    for name in _OF_PUPILS:
        columns = row_table(name).c
        for some in _chunks(pupils):
            there = columns.pupil_id.in_(some)
            found = connection.execute(select(columns.batch_id, columns.of_school).where(there)).all()
            connection.execute(delete(row_table(name)).where(there))
            removed.update({name: len(found)} if found else {})
            _fewer_rows(connection, Counter(batch for batch, _ in found))
            yield from ((name, school) for _, school in found)


def _erase_from_bodies(connection: Connection, pupils: Sequence[str], removed: Counter[str]) -> Iterator[Place]:
    keys = BODIES.c.batch_id, BODIES.c.table_name, BODIES.c.school_id
    for batch, table, school in connection.execute(select(*keys)).all():
        own = (keys[0] == batch) & (keys[1] == table) & (keys[2] == school)
        rest = without_pupils(connection.execute(select(BODIES.c.body).where(own)).scalar_one(), pupils)
        if rest is None:
            continue
        body, rows, gone = rest
        change = update(BODIES).values(body=body, rows=rows) if rows else delete(BODIES)
        connection.execute(change.where(own))
        removed.update({table: gone})
        _fewer_rows(connection, Counter({batch: gone}))
        yield table, school


def _fewer_rows(connection: Connection, gone: Counter[int]) -> None:
    for batch, rows in gone.items():
        fewer = update(BATCHES).where(BATCHES.c.id == batch).values(rows=BATCHES.c.rows - rows)
        connection.execute(fewer)


def _forget_compacted(connection: Connection, pupils: Sequence[str], removed: Counter[str]) -> set[Place]:
    places = set(_with_pupils(connection, COMPACTED, COMPACTED.c.school_id, pupils))
    removed.update({"folded": len(places)} if places else {})
    return places


def _forget_images(connection: Connection, pupils: Sequence[str], removed: Counter[str]) -> None:
    """Forget images in whose bytes a child is, though its school may have left them long ago."""
    for table, county in list(_with_pupils(connection, IMAGES, IMAGES.c.county, pupils)):
        forget_image(connection, table, county)
        removed.update({"images": 1})


def _with_pupils(
    connection: Connection, stored: SqlTable, second: "Column[str]", pupils: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for table, name in connection.execute(select(stored.c.table_name, second)).all():
        own = (stored.c.table_name == table) & (second == name)
        if names_pupils(connection.execute(select(stored.c.body).where(own)).scalar_one(), pupils):
            yield table, name


def _forget_words(connection: Connection, pupils: Sequence[str], without: Callable[[str], str]) -> None:
    """Take pseudonyms out of what people wrote of batches: names of files, reasons."""
    for batch in read_batches(connection):
        before = _words(batch)
        after = {name: without(without_words(text, pupils)) for name, text in before.items()}
        if after != before:
            connection.execute(update(BATCHES).where(BATCHES.c.id == batch.number).values(**after))
    who = BROUGHT_AGAIN.c.who
    for name in connection.execute(select(who).distinct()).scalars().all():
        connection.execute(update(BROUGHT_AGAIN).where(who == name).values(who=without(without_words(name, pupils))))


def _words(batch: Batch) -> dict[str, str]:
    origin = batch.origin
    undone = {"undone_by": batch.undone_by, "undone_because": batch.undone_because} if batch.undone_at else {}
    return {"who": origin.who, "file_name": origin.file_name, **undone}


def _chunks(pupils: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (pupils[start : start + MANY] for start in range(0, len(pupils), MANY))
