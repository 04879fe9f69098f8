"""Imports of one table and school that lie upon each other, folded once and kept beside them.

The bodies and rows of the imports stay: when one of them is undone, what was folded is folded anew without it.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete

from features.store.bodies import encoded
from features.store.database.tables import COMPACTED
from features.store.standing_rows import StandingRows

UPON_EACH_OTHER = 2  # imports; folding them once is cheaper than at every reading

Place = tuple[str, str]  # a table of a school


def forget_folded(connection: Connection, places: Iterable[Place]) -> None:
    """Forget what was folded of some tables of schools; the imports themselves are all there."""
    for table, school in places:
        columns = COMPACTED.c
        connection.execute(delete(COMPACTED).where(columns.table_name == table, columns.school_id == school))


def compact(standing: StandingRows, places: Iterable[Place]) -> None:
    """Keep what imports say together of some tables of schools, where several speak of them."""
    order = [batch.number for batch in standing.batches]
    for table, school in places:
        if len(standing.speaking(table, school)) < UPON_EACH_OTHER:
            continue
        rows = standing.folded(table, school)
        forget_folded(standing.connection, [(table, school)])
        last = max(standing.speaking(table, school), key=order.index)
        body = encoded(rows, standing.tables[table])
        standing.connection.execute(
            COMPACTED.insert().values(table_name=table, school_id=school, through_batch=last, rows=len(rows), body=body)
        )
