"""The very same file brought again: on one day it changes nothing; on a later day it says that nothing else came.

Of a later day only that day is kept. When something else is to come upon the same rows, or the first import of the file
is undone, it becomes a batch of its own, so that an export of a day between does not win over it, and what stands is a
matter of what was brought, not of its order.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, literal, select

from features.identity_numbers import masked
from features.store.batches import Batch, Origin, add_batch, in_order, read_batches
from features.store.coverage import Area
from features.store.database.tables import BATCHES, BODIES, BROUGHT_AGAIN, ROWS

_DAYS = ("first_day", "last_day")


def same_file(batches: Sequence[Batch], origin: Origin, areas: Sequence[Area], schools: Sequence[str]) -> Batch | None:
    """Return the batch of the very same file, if on the day of the origin nothing had come upon it.

    An earlier day than that of the batch is news: what the file says was known before.
    """
    beside = [batch for batch in in_order(batches) if _meet(batch.areas, areas)]
    before = [batch for batch in beside if batch.origin.day <= origin.day]
    last = before[-1] if before else None
    same = last is not None and last.origin.sha256 == origin.sha256 and last.schools == tuple(schools)
    return last if same else None


def note_again(connection: Connection, batch: Batch, origin: Origin, areas: Sequence[Area]) -> bool:
    """Keep the later day on which the file of a batch was brought again, and of what it was the whole then.

    Returns whether that was not known yet.
    """
    own = (BROUGHT_AGAIN.c.batch_id == batch.number) & (BROUGHT_AGAIN.c.day == origin.day)
    if origin.day == batch.origin.day or connection.execute(select(BROUGHT_AGAIN).where(own)).first():
        return False
    told = json.dumps([_cells(area) for area in areas], ensure_ascii=False)
    row = {"batch_id": batch.number, "day": origin.day, "who": masked(origin.who), "areas": told}
    connection.execute(BROUGHT_AGAIN.insert(), [row])
    return True


def made_batches(connection: Connection, areas: Sequence[Area]) -> list[Area]:
    """Make batches of what was brought again where some areas are; return what those are the whole of."""
    query = select(BROUGHT_AGAIN).order_by(BROUGHT_AGAIN.c.batch_id, BROUGHT_AGAIN.c.day)
    waiting = connection.execute(query).mappings().all()
    standing = {batch.number: batch for batch in in_order(read_batches(connection))} if waiting else {}
    made: list[Area] = []
    for row in waiting:
        told = [_area(cells) for cells in json.loads(row["areas"])]
        batch = standing.get(row["batch_id"])
        if batch is not None and _meet((*batch.areas, *told), areas):
            _copied(connection, batch, replace(batch.origin, day=row["day"], who=row["who"]), told)
            made += told
    return made


def _copied(connection: Connection, batch: Batch, origin: Origin, areas: Sequence[Area]) -> None:
    """Make a batch of another day of what one holds."""
    declared = connection.execute(select(BATCHES.c.declared).where(BATCHES.c.id == batch.number)).scalar_one()
    number = add_batch(connection, origin, columns=batch.columns, rows=batch.rows, areas=areas, declared=declared or "")
    for table in (BODIES, *ROWS.values()):
        _copy_rows(connection, table, batch.number, number)
    own = (BROUGHT_AGAIN.c.batch_id == batch.number) & (BROUGHT_AGAIN.c.day == origin.day)
    connection.execute(delete(BROUGHT_AGAIN).where(own))


def _copy_rows(connection: Connection, table: Table, source: int, number: int) -> None:
    others = [column for column in table.columns if column.name != "batch_id"]
    rows = select(literal(number), *others).where(table.c.batch_id == source)
    connection.execute(insert(table).from_select(["batch_id", *(column.name for column in others)], rows))


def _meet(some: Sequence[Area], others: Sequence[Area]) -> bool:
    """Tell whether what two imports are the whole of may have a row in common; two of schools or terms alone do."""
    if not some and not others:
        return True
    own = _by_place(others)
    return any(_overlap(area, each) for area in some for each in own.get((area.table, area.school_id), ()))


def _by_place(areas: Iterable[Area]) -> Mapping[tuple[str, str], Sequence[Area]]:
    found: dict[tuple[str, str], list[Area]] = defaultdict(list)
    for area in areas:
        found[area.table, area.school_id].append(area)
    return found


def _overlap(one: Area, other: Area) -> bool:
    """Tell whether two areas of a table and school may have a row in common, of whatever day."""
    names = ((one.classes, other.classes), (one.subjects, other.subjects))
    return all(some is None or others is None or not {*some}.isdisjoint(others) for some, others in names)


def _cells(area: Area) -> dict[str, Any]:
    return {**vars(area), **{name: getattr(area, name).isoformat() for name in _DAYS}}


def _area(cells: Mapping[str, Any]) -> Area:
    days = {name: dt.date.fromisoformat(cells[name]) for name in _DAYS}
    names = {name: None if cells[name] is None else tuple(cells[name]) for name in ("classes", "subjects")}
    return Area(**{**cells, **days, **names})
