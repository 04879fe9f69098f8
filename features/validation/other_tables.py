"""What the other tables of the records say that one table leaves open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from features.cells.dates import Order
from features.headings.romanian import is_romanian
from features.schema.romania import is_county
from features.validation.checked_table import CheckedTable

_COUNTY_FOLDER = "county="


@dataclass(frozen=True)
class OtherTables:
    """What tables say together.

    ``dots`` is the order of day and month in dates with dots: what some of them prove or, where none does, that of a
    Romanian register. ``romanian`` says that all counties they name are Romania's, ``school_year`` is the only one that
    pupils are enrolled in, "" where there are several.
    """

    dots: Order = ""
    romanian: bool = False
    school_year: str = ""


NOTHING_SAID = OtherTables()


def said_together(tables: Sequence[CheckedTable]) -> OtherTables:
    """Return what these tables say together."""
    proved = frozenset[Order]().union(*(checked.proved for checked in tables))
    counties = set(_texts(tables, "schools", "county")) or set(_county_folders(tables))
    years = set(_texts(tables, "enrolments", "school_year"))
    romanian = bool(counties) and all(map(is_county, counties))
    by_custom: Order = "day" if romanian or _has_romanian_headings(tables) else ""
    return OtherTables(
        "either" if len(proved) > 1 else next(iter(proved), by_custom),
        romanian,
        years.pop() if len(years) == 1 else "",
    )


def _has_romanian_headings(tables: Sequence[CheckedTable]) -> bool:
    return any(is_romanian(heading) for checked in tables for heading in checked.raw.headings.values())


def _texts(tables: Sequence[CheckedTable], name: str, column: str) -> Iterator[str]:
    for checked in tables:
        if checked.table.name == name and checked.has(column):
            yield from (text for text in checked.distinct[column].tolist() if text is not None)


def _county_folders(tables: Sequence[CheckedTable]) -> Iterator[str]:
    """Yield the counties after which folders are named: CJ of ``county=CJ-1``."""
    for checked in tables:
        if checked.file.startswith(_COUNTY_FOLDER):
            yield checked.file.removeprefix(_COUNTY_FOLDER).partition("/")[0].rstrip("-_0123456789")
