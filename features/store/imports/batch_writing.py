"""A batch written into a store, and taken out of what stands, in one transaction each."""

import datetime as dt
from collections.abc import Collection, Sequence

import pandas as pd
from sqlalchemy import Connection, select

from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable
from features.records.records import check_all, tables_with
from features.schema.columns import Table
from features.schema.tables import EVENT_TABLES
from features.store.batches import Batch, Origin, add_batch, in_order, mark_undone, read_batches
from features.store.bodies import encoded
from features.store.compaction import compact, forget_folded, make_images, not_folded
from features.store.coverage import DAY_OF, Area
from features.store.database.connection import writing
from features.store.database.declared_text import declared, keep_text, stored_text
from features.store.database.migration import count_change
from features.store.database.rows import add_rows
from features.store.database.tables import BODIES, row_table
from features.store.database.url import StoreUrl
from features.store.enrolment_at import Enrolled, SaidOfChildren, said_by
from features.store.images import Selection, leave_images
from features.store.imports.batch_rows import BatchRows, by_school
from features.store.imports.brought_again import copies_of, made_batches
from features.store.standing_rows import StandingRows


def write_batch(
    connection: Connection, rows: BatchRows, origin: Origin, *, text: str, today: dt.date, name: str
) -> int:
    """Write checked rows with where they come from and what they declare; return the number of the batch.

    Raises
    ------
    RecordsError
        If what the imports say together, then, cannot be.
    """
    again = made_batches(connection, rows.areas, rows.said_of_children)
    earlier = read_batches(connection)
    columns = {table: [str(name) for name in frame] for table, frame in rows.frames.items()}
    number = add_batch(connection, origin, columns=columns, rows=rows.rows, areas=rows.areas, declared=text)
    for table, frame in rows.frames.items():
        if table in EVENT_TABLES:
            _add_bodies(connection, rows, table, number)
        else:
            add_rows(connection, rows.tables[table], number, schools=rows.schools_of[table], frame=frame)
    keep_text(connection)
    count_change(connection)
    latest = all(batch.origin.day <= origin.day for batch in in_order(earlier))
    areas = (*rows.areas, *again)
    settle(connection, areas, anew=bool(again) or not latest, check=bool(earlier), today=today, name=name)
    return number


def undo_batch(url: StoreUrl, number: int, *, by: str, because: str, today: dt.date) -> Batch:
    """Take a batch out of what stands; it stays in the store, with who undid it and why.

    With it go the later days on which its file was brought again, those too that became batches of their own.

    Raises
    ------
    UsageError
        If there is no such batch.
    Refused
        If it is undone already.
    RecordsError
        If what other imports say cannot be without it.
    """
    with writing(url) as connection:
        batch = mark_undone(connection, number, by=by, because=because)
        undone = [batch]
        for copy in copies_of(connection, number):
            undone.append(mark_undone(connection, copy, by=by, because=because))
        schema = {table.name: table for table in tables_with(declared(stored_text(connection))[0])}["enrolments"]
        areas = [area for each in undone for area in each.areas]
        again = made_batches(connection, areas, lambda: _said_by_any(connection, schema, undone))
        keep_text(connection)
        count_change(connection)
        settle(connection, (*areas, *again), anew=True, check=True, today=today, name=url.name)
    return batch


def _said_by_any(connection: Connection, table: Table, batches: Sequence[Batch]) -> SaidOfChildren:
    """Return what any of some batches says of each child; they are of one file, and say the same."""
    found: dict[Enrolled, Collection[tuple[str, ...]]] = {}
    for batch in batches:
        found.update(said_by(connection, table, batch))
    return found


def settle(
    connection: Connection, areas: Sequence[Area], *, anew: bool, check: bool, today: dt.date, name: str
) -> None:
    """Fold what changed, ``anew`` from the first import on, and check what the imports of its schools say together."""
    places = sorted({(area.table, area.school_id) for area in areas})
    if anew:  # the classes of events go by the enrolments
        places = sorted(
            {*places, *((table, school) for name, school in places if name == "enrolments" for table in DAY_OF)}
        )
    leave_images(connection, places)
    if anew:
        forget_folded(connection, places)
    declarations, _ = declared(stored_text(connection))
    standing = StandingRows(connection, {table.name: table for table in tables_with(declarations)})
    compact(standing, sorted({*places, *not_folded(standing)}))
    if check:
        _check(standing, {area.school_id for area in areas}, declarations, today=today, name=name)
    make_images(standing)


def _add_bodies(connection: Connection, rows: BatchRows, table: str, number: int) -> None:
    frame = rows.frames[table]
    for school, part in by_school(frame, rows.schools_of[table]) if len(frame) else []:
        body = encoded(part, rows.tables[table])
        connection.execute(
            BODIES.insert().values(batch_id=number, table_name=table, school_id=school, rows=len(part), body=body)
        )


def _elsewhere(connection: Connection, schools: Collection[str]) -> Selection:
    """Return what is asked for of other schools in which children of some schools were, too: these children's rows."""
    columns = row_table("enrolments").c
    own = Selection().named(columns.of_school, schools)
    theirs = [columns.pupil_id.in_(select(columns.pupil_id).where(*own))] if own else []
    query = select(columns.pupil_id, columns.of_school).where(*theirs).distinct()
    pairs = pd.DataFrame(connection.execute(query).all(), columns=["pupil", "school"])
    inside = pairs["school"].isin(list(schools))
    beside = pairs[~inside & pairs["pupil"].isin(pairs.loc[inside, "pupil"])]
    return Selection(set(beside["school"]), set(beside["pupil"]))


def _check(
    standing: StandingRows, schools: Collection[str], declarations: Declarations, *, today: dt.date, name: str
) -> None:
    """Check what the imports of some schools say together, and of their children those of other schools."""
    if not standing.batches:
        return
    chosen, elsewhere = Selection(schools), _elsewhere(standing.connection, schools)
    frames = {
        each: _one_below_the_other([standing.frame(each, chosen), standing.frame(each, elsewhere)])
        for each in DAY_OF if standing.columns(each)
    }  # fmt: skip
    if not any(map(len, frames.values())):  # nothing is left of these schools
        return
    frames.setdefault("enrolments", pd.DataFrame({"pupil_id": [], "school_id": []}, dtype=object))
    if standing.columns("terms"):
        frames["terms"] = standing.frame("terms")
    read: list[ReadTable] = [
        (RawTable(table, f"{name}/{each}", frames[each]), [])
        for each, table in standing.tables.items()
        if each in frames
    ]
    check_all(read, declarations, [], today=today)


def _one_below_the_other(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    parts = [frame for frame in frames if len(frame)] or [frames[0]]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
