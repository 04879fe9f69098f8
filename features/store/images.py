"""Images: what stands of a table in many schools at once, kept as one file, so that a county is read like a folder.

An image is made of bodies and rows, and can be forgotten and made again. A school that another import speaks of is no
longer part of it, until it is made anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select

from features.store.bodies import decoded, encoded_table
from features.store.database.tables import IMAGE_PARTS, IMAGES

Place = tuple[str, str]  # a table of a school
Rows = tuple[int, int]  # the first of some rows of an image, and how many
MANY = 500  # that are asked for by name in one question
FEW = 8  # schools, whose own bodies are quicker than an image


@dataclass(frozen=True)
class Selection:
    """Which rows are asked for: those of some schools, of some pupils; None for all. ``images`` may give them."""

    schools: Collection[str] | None = None
    pupils: Collection[str] | None = None
    images: bool = True

    @property
    def of_many(self) -> bool:
        """Whether so much is asked for that images are quicker than the bodies of each school."""
        return self.images and self.pupils is None and (self.schools is None or len(self.schools) > FEW)

    @property
    def of_none(self) -> bool:
        """Whether nothing is asked for."""
        return self.schools is not None and not self.schools

    def named(self, column: ColumnElement[str], names: Collection[str] | None) -> list[ColumnElement[bool]]:
        """Return the condition that a column is one of some names, where they are few enough to ask for."""
        return [] if names is None or len(names) > MANY else [column.in_(sorted(names))]

    def of_school(self, school: str) -> bool:
        """Tell whether rows of a school are asked for."""
        return self.schools is None or school in self.schools


def parts_of(connection: Connection, table: str) -> dict[str, dict[str, Rows]]:
    """Return, by the county of the image, the schools in it with their first row and how many follow."""
    columns = IMAGE_PARTS.c
    found: dict[str, dict[str, Rows]] = defaultdict(dict)
    fields = (columns.county, columns.school_id, columns.first_row, columns.rows)
    for county, school, first, rows in connection.execute(select(*fields).where(columns.table_name == table)):
        found[county][school] = (first, rows)
    return found


def imaged(
    connection: Connection, table: str, schools: Collection[str] | None, *, parts: Mapping[str, Mapping[str, Rows]]
) -> Iterator[Any]:
    """Yield Arrow tables of the rows that images hold of some schools, of all where none are named."""
    columns = IMAGES.c
    for county, places in sorted(parts.items()):
        wanted = sorted(place for school, place in places.items() if schools is None or school in schools)
        if sum(rows for _, rows in wanted):
            query = select(columns.body).where(columns.table_name == table, columns.county == county)
            whole = decoded(connection.execute(query).scalar_one())
            yield from (whole.slice(first, rows) for first, rows in _joined(wanted))


def keep_image(connection: Connection, table: str, county: str, parts: Sequence[tuple[str, Any]]) -> None:
    """Keep the Arrow tables of the schools of a county as one image; schools without rows are part of it too."""
    import pyarrow as pa

    forget_image(connection, table, county)
    first, places = 0, []
    for school, part in parts:
        places.append(
            {"table_name": table, "school_id": school, "county": county, "first_row": first, "rows": part.num_rows}
        )
        first += part.num_rows
    whole = pa.concat_tables([part for _, part in parts], promote_options="default")
    body = encoded_table(whole.unify_dictionaries())
    connection.execute(IMAGES.insert().values(table_name=table, county=county, body=body))
    connection.execute(IMAGE_PARTS.insert(), places)


def forget_image(connection: Connection, table: str, county: str) -> None:
    """Forget an image; what it was made of is all there."""
    for kept in (IMAGES, IMAGE_PARTS):
        connection.execute(delete(kept).where(kept.c.table_name == table, kept.c.county == county))


def leave_images(connection: Connection, places: Iterable[Place]) -> None:
    """Take tables of schools out of their images, since they are about to change."""
    columns = IMAGE_PARTS.c
    for table, school in places:
        connection.execute(delete(IMAGE_PARTS).where(columns.table_name == table, columns.school_id == school))


def counties_of(schools: Iterable[str], county: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the schools by county, in order; those without one together."""
    found: dict[str, list[str]] = defaultdict(list)
    for school in sorted(schools):
        found[county.get(school, "")].append(school)
    return found


def _joined(places: Sequence[Rows]) -> list[Rows]:
    """Return places in their order, those that lie end to end as one."""
    joined: list[Rows] = []
    for first, rows in places:
        if joined and sum(joined[-1]) == first:
            joined[-1] = (joined[-1][0], joined[-1][1] + rows)
        else:
            joined.append((first, rows))
    return [place for place in joined if place[1]]
