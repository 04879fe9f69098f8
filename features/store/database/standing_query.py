"""Questions for what stands: of imports that are not undone, not folded before, and in no image.

An order of texts is that of their letters' numbers, whatever the language of the database: one of Romanian puts small
letters before capitals and looks past hyphens, and rows would come in another order than out of a file.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, or_, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from features.store.database.tables import BATCHES, COMPACTED, IMAGE_PARTS

_THROUGH = BATCHES.alias("through")  # the last import of what was folded before


class in_bytes(FunctionElement[str]):  # noqa: N801  (used like a function)
    """A column of texts as it is ordered on every database alike."""

    type = Text()
    inherit_cache = True


@compiles(in_bytes)
def _as_it_is(element: Any, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(in_bytes, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f'{compiler.process(element.clauses, **options)} COLLATE "C"'


def standing(
    query: Any, *, stored: SqlTable, school: ColumnElement[str], table: str, where: Sequence[ColumnElement[bool]],
    images: bool,
) -> Any:  # fmt: skip
    """Ask for what is of batches that stand, was not folded before and is in no image, in the order of their days."""
    where = [*where, *([school.not_in(in_images(table))] if images else [])]
    folded = and_(COMPACTED.c.table_name == table, COMPACTED.c.school_id == school)
    later = or_(BATCHES.c.day > _THROUGH.c.day, and_(BATCHES.c.day == _THROUGH.c.day, BATCHES.c.id > _THROUGH.c.id))
    return (
        query.select_from(stored)
        .join(BATCHES, BATCHES.c.id == stored.c.batch_id)
        .outerjoin(COMPACTED, folded)
        .outerjoin(_THROUGH, _THROUGH.c.id == COMPACTED.c.through_batch)
        .where(BATCHES.c.undone_at.is_(None), or_(COMPACTED.c.through_batch.is_(None), later), *where)
        .order_by(in_bytes(school), BATCHES.c.day, BATCHES.c.id, *([stored.c.place] if "place" in stored.c else []))
    )


def in_images(table: str) -> Any:
    """Ask for the schools that are part of an image of a table."""
    return select(IMAGE_PARTS.c.school_id).where(IMAGE_PARTS.c.table_name == table)
