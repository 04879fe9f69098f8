"""The very same file brought again: on one day it changes nothing; on a later day it says that nothing else came.

Of a later day only that day is kept. When something else is to come upon the same rows, or to say otherwise of children
whom it enrols, it becomes a batch of its own, so that an export of a day between does not win over it, and what stands
is a matter of what was brought, not of its order. It is undone with the import of the file all the same: nobody brought
it as one of its own.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, insert, literal, select, update

from features.identity_numbers import masked
from features.records.records import tables_with
from features.schema.tables import EVENT_TABLES
from features.store.batches import Batch, Origin, add_batch, in_order, read_batches
from features.store.coverage import Area
from features.store.database.declared_text import declared, stored_text
from features.store.database.tables import BATCHES, BODIES, BROUGHT_AGAIN, ROWS
from features.store.enrolment_at import SaidOfChildren, said_by

Said = Callable[[], SaidOfChildren]
_DAYS = ("first_day", "last_day")


def same_file(connection: Connection, origin: Origin, areas: Sequence[Area], said: Said, *, rows: int) -> Batch | None:
    """Return the batch of the very same file, if on the day of the origin nothing had come upon it.

    An earlier day than that of the batch is news: what the file says was known before. ``said`` gives what it
    says of the children whom it enrols: a list that says otherwise of one of them came upon it. More ``rows`` than the
    batch has are those of a child that was erased and let in again.
    """
    before = [batch for batch in in_order(read_batches(connection)) if batch.origin.day <= origin.day]
    schools = tuple(sorted({area.school_id for area in areas}))
    places = [place for place, batch in enumerate(before)
              if (batch.origin.sha256, batch.schools) == (origin.sha256, schools)]  # fmt: skip
    if not places:
        return None
    same, after = before[places[-1]], before[places[-1] + 1 :]
    return None if rows > same.rows or _meeting(connection, after, areas, said) else same


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


def days_again(connection: Connection, number: int) -> list[dt.date]:
    """Return the later days on which the file of a batch was brought again, and which are undone with it."""
    numbers = [number, *_made_of(connection, number)]
    query = select(BROUGHT_AGAIN.c.day).where(BROUGHT_AGAIN.c.batch_id.in_(numbers)).order_by(BROUGHT_AGAIN.c.day)
    return list(connection.execute(query).scalars())


def days_waiting(connection: Connection) -> Mapping[int, Sequence[dt.date]]:
    """Return, by batch, the later days on which its file was brought again and which are no batches of their own."""
    found: dict[int, list[dt.date]] = defaultdict(list)
    for row in _waiting(connection):
        found[row["batch_id"]].append(row["day"])
    return found


def copies_of(connection: Connection, number: int) -> list[int]:
    """Return the batches that stand and were made of later days on which the file of a batch was brought again."""
    standing = {batch.number for batch in in_order(read_batches(connection))}
    return [each for each in _made_of(connection, number) if each in standing]


def _made_of(connection: Connection, number: int) -> list[int]:
    """Return the batches that were made of later days of a batch, and of theirs; ``areas`` then holds the number."""
    query = select(BROUGHT_AGAIN.c.areas).where(BROUGHT_AGAIN.c.batch_id == number).order_by(BROUGHT_AGAIN.c.day)
    made = [each for text in connection.execute(query).scalars() if isinstance(each := json.loads(text), int)]
    return [each for copy in made for each in (copy, *_made_of(connection, copy))]


def _waiting(connection: Connection) -> list[Mapping[Any, Any]]:
    query = select(BROUGHT_AGAIN).order_by(BROUGHT_AGAIN.c.batch_id, BROUGHT_AGAIN.c.day)
    rows = connection.execute(query).mappings()
    return [row for row in rows if not isinstance(json.loads(row["areas"]), int)]


def made_batches(connection: Connection, areas: Sequence[Area], said: Said) -> list[Area]:
    """Make batches of what was brought again where some areas and children are; return what those are the whole of.

    What was brought again of a batch that is undone no longer counts.
    """
    waiting = _waiting(connection)
    standing = {batch.number: batch for batch in in_order(read_batches(connection))} if waiting else {}
    told = [(standing[row["batch_id"]], row, [_area(cells) for cells in json.loads(row["areas"])])
            for row in waiting if row["batch_id"] in standing]  # fmt: skip
    wide = [replace(batch, areas=(*batch.areas, *again)) for batch, _, again in told]
    meeting = _meeting(connection, wide, areas, said)
    made: list[Area] = []
    for batch, row, again in told:
        if batch.number in meeting:
            _copied(connection, batch, replace(batch.origin, day=row["day"], who=row["who"]), again)
            made += again
    return made


def _meeting(connection: Connection, batches: Sequence[Batch], areas: Sequence[Area], said: Said) -> set[int]:
    """Return the numbers of batches that may have a row in common with an import, or enrol a child there otherwise.

    The list of another class moves a child, whatever it is the whole of.
    """
    found = {batch.number for batch in batches if _meet(batch.areas, areas)}
    schools = {area.school_id for area in areas if area.table == "enrolments"}
    asked = {batch.number: batch for batch in batches if not schools.isdisjoint(batch.schools)}
    if rest := [batch for number, batch in asked.items() if number not in found]:
        now = said()
        table = {each.name: each for each in tables_with(declared(stored_text(connection))[0])}["enrolments"]
        for batch in rest if now else []:
            then = said_by(connection, table, batch)
            if any(then.get(child, rows) != rows for child, rows in now.items()):
                found.add(batch.number)
    return found


def _copied(connection: Connection, batch: Batch, origin: Origin, areas: Sequence[Area]) -> None:
    """Make a batch of another day of what one holds."""
    declared = connection.execute(select(BATCHES.c.declared).where(BATCHES.c.id == batch.number)).scalar_one()
    number = add_batch(connection, origin, columns=batch.columns, rows=batch.rows, areas=areas, declared=declared or "")
    for table in (BODIES, *ROWS.values()):
        _copy_rows(connection, table, batch.number, number)
    own = (BROUGHT_AGAIN.c.batch_id == batch.number) & (BROUGHT_AGAIN.c.day == origin.day)
    connection.execute(update(BROUGHT_AGAIN).where(own).values(areas=json.dumps(number)))


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
    """Tell whether two areas of a table and school may have a row in common, of whatever day.

    Where neither is the whole of anything events are but added, and enrolments are compared child by child.
    """
    if None not in (one.of_totals, other.of_totals) and one.of_totals != other.of_totals:
        return False
    if one.table in (*EVENT_TABLES, "enrolments") and all(each.last_day < each.first_day for each in (one, other)):
        return False
    names = ((one.classes, other.classes), (one.subjects, other.subjects))
    return all(some is None or others is None or not {*some}.isdisjoint(others) for some, others in names)


def _cells(area: Area) -> dict[str, Any]:
    return {**vars(area), **{name: getattr(area, name).isoformat() for name in _DAYS}}


def _area(cells: Mapping[str, Any]) -> Area:
    days = {name: dt.date.fromisoformat(cells[name]) for name in _DAYS}
    names = {name: None if cells[name] is None else tuple(cells[name]) for name in ("classes", "subjects")}
    return Area(**{**cells, **days, **names})
