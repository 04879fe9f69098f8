"""Imports of one table and school that lie upon each other, folded once and kept beside them.

The bodies and rows of the imports stay: when one of them is undone, what was folded is folded anew without it.
"""

from collections.abc import Iterable, Sequence

import pandas as pd
from sqlalchemy import Connection, delete, select

from features.schema.tables import EVENT_TABLES
from features.store.bodies import arrow_table, encoded, frame_of
from features.store.coverage import DAY_OF
from features.store.database.tables import BODIES, COMPACTED, row_table
from features.store.images import FEW, Place, counties_of, keep_image, leave_images, parts_of
from features.store.standing_rows import StandingRows

UPON_EACH_OTHER = 2  # imports; folding them once is cheaper than at every reading
_TENTH = 10  # of the schools of an image may be read beside it


def forget_folded(connection: Connection, places: Iterable[Place]) -> None:
    """Forget what was folded of some tables of schools; the imports themselves are all there."""
    for table, school in places:
        columns = COMPACTED.c
        connection.execute(delete(COMPACTED).where(columns.table_name == table, columns.school_id == school))


def make_images(standing: StandingRows) -> None:
    """Make the images of counties anew in which many schools are missing."""
    described = standing.frame("schools") if standing.columns("schools") else pd.DataFrame()
    known = described.dropna(subset="county") if "county" in described else described.iloc[:0]
    county = dict(zip(known["school_id"], known["county"], strict=True)) if len(known) else {}
    for table in DAY_OF:
        there = parts_of(standing.connection, table)
        for name, schools in counties_of(standing.schools(table), county).items():
            missing = len(set(schools) - set(there.get(name, ())))
            if missing >= max(FEW, len(there.get(name, ())) // _TENTH):
                _make_image(standing, table, name, schools)


def not_folded(standing: StandingRows) -> set[Place]:
    """Return the tables of schools in which imports lie upon each other that are not folded: that was forgotten.

    Those of which no import has a row are not among them.
    """
    columns, bodies = COMPACTED.c, BODIES.c
    connection = standing.connection
    there = {
        (table, school) for table, school in connection.execute(select(bodies.table_name, bodies.school_id).distinct())
    }
    for table in (table for table in DAY_OF if table not in EVENT_TABLES):
        there |= {
            (table, school) for school in connection.execute(select(row_table(table).c.of_school).distinct()).scalars()
        }
    folded = {(table, school) for table, school in connection.execute(select(columns.table_name, columns.school_id))}
    return {place for place in there - folded if len(standing.speaking(*place)) >= UPON_EACH_OTHER}


def _make_image(standing: StandingRows, table: str, county: str, schools: Sequence[str]) -> None:
    parts = dict(standing.by_school(table, schools))
    nothing = frame_of([], standing.tables[table], standing.columns(table))
    empty = arrow_table(nothing, standing.tables[table])
    leave_images(standing.connection, [(table, school) for school in schools])
    keep_image(standing.connection, table, county, [(school, parts.get(school, empty)) for school in schools])


def compact(standing: StandingRows, places: Iterable[Place]) -> None:
    """Keep what imports say together of some tables of schools, where several speak of them."""
    order = [batch.number for batch in standing.batches]
    for table, school in places:
        if len(standing.speaking(table, school)) < UPON_EACH_OTHER:
            continue
        rows = standing.folded(table, school)
        forget_folded(standing.connection, [(table, school)])
        if rows.empty:  # nothing was brought, or nothing is left of it
            continue
        last = max(standing.speaking(table, school), key=order.index)
        body = encoded(rows, standing.tables[table])
        standing.connection.execute(
            COMPACTED.insert().values(table_name=table, school_id=school, through_batch=last, rows=len(rows), body=body)
        )
