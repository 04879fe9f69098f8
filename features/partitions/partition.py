"""The partitions of a record folder, and those who work on them.

A part is a county, or an area of one: its records are read, used and forgotten before the next part's, so that a
country needs no more memory than its largest part. ``load_records(part.folder, ...)`` reads a part like any record
folder: what is declared beside all counties holds for it, and problems name its folder.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from features.errors import UsageError
from features.reading.declarations import declarations_file
from features.reading.folder import COUNTY, FORMATS, beside_counties, county_folders, without_enrolments
from features.schema.problems import RecordsError

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Partition:
    """A folder of record files that is read by itself.

    ``name`` is ``CJ-1`` for the folder ``county=CJ-1``; where there are no such folders, the one part is the whole
    record folder, under its own name.
    """

    name: str
    folder: Path


class Workers(Protocol):
    """Who works on the parts of a large record set: this process one after the other, or a cluster."""

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        """Yield each item with what ``work`` made of it, as they are done; what ``work`` raises is raised here.

        A cluster may begin an item again, elsewhere, when a worker is lost: ``work`` must bear being done twice. What
        it returns should be small.
        """


class SerialExecutor:
    """This process, one item after the other in their order; nothing of a finished one is kept."""

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[tuple[Item, Result]]:
        """Yield each item with what ``work`` made of it, before the next is begun."""
        for item in items:
            yield item, work(item)


def record_parts(folder: Path) -> tuple[Partition, ...]:
    """Return the parts of a record folder, in the order of their names; their files are not looked into.

    Raises
    ------
    UsageError
        If there is no such folder.
    RecordsError
        If tables lie beside the county folders, or there are no enrolments anywhere.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder; name the folder that holds the record files.")
    if problems := beside_counties(folder) + without_enrolments(folder):
        raise RecordsError(problems)
    counties = county_folders(folder)
    if not counties:
        return (Partition(folder.absolute().name.removeprefix(COUNTY), folder),)
    return tuple(Partition(county.name.removeprefix(COUNTY), county) for county in counties)


def files_of(part: Partition) -> dict[str, list[int]]:
    """Return size and time of change, in nanoseconds, of each file a part is read from.

    While they are the same, so are its records.
    """
    tables = {path for path in part.folder.iterdir() if path.suffix.lower() in FORMATS}
    files = sorted(path for path in {declarations_file(part.folder), *tables} if path.is_file())
    return {path.name: [path.stat().st_size, path.stat().st_mtime_ns] for path in files}
