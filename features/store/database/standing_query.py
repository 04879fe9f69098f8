"""Questions for what stands: of imports that are not undone, not folded before, and in no image."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy import Table as SqlTable

from features.store.database.tables import BATCHES, COMPACTED, IMAGE_PARTS


def standing(
    query: Any, *, stored: SqlTable, school: ColumnElement[str], table: str, where: Sequence[ColumnElement[bool]],
    images: bool,
) -> Any:  # fmt: skip
    """Ask for what is of batches that stand, was not folded before and is in no image, in the order of their days."""
    where = [*where, *([school.not_in(in_images(table))] if images else [])]
    through = BATCHES.alias("through")
    folded = and_(COMPACTED.c.table_name == table, COMPACTED.c.school_id == school)
    later = or_(BATCHES.c.day > through.c.day, and_(BATCHES.c.day == through.c.day, BATCHES.c.id > through.c.id))
    return (
        query.select_from(stored)
        .join(BATCHES, BATCHES.c.id == stored.c.batch_id)
        .outerjoin(COMPACTED, folded)
        .outerjoin(through, through.c.id == COMPACTED.c.through_batch)
        .where(BATCHES.c.undone_at.is_(None), or_(COMPACTED.c.through_batch.is_(None), later), *where)
        .order_by(school, BATCHES.c.day, BATCHES.c.id, *([stored.c.place] if "place" in stored.c else []))
    )


def in_images(table: str) -> Any:
    """Ask for the schools that are part of an image of a table."""
    return select(IMAGE_PARTS.c.school_id).where(IMAGE_PARTS.c.table_name == table)
