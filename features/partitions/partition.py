"""The partitions of a record folder, and those who work on them.

A partition is a county, or an area of one: its records are read, used and forgotten before the next partition's, so
that a country needs no more memory than its largest partition. ``load_records(partition.source, ...)`` reads a
partition like any records: what is declared beside all counties holds for it, and problems name its folder.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from features.records.source import RecordFolder, RecordSource

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Partition:
    """Records that are read by themselves, under a name: a county, or all of them where there are no counties."""

    name: str
    source: RecordSource


class Workers(Protocol):
    """Who works on the partitions of a large record set: this process one after the other, or a cluster."""

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


def record_partitions(source: RecordSource | Path) -> tuple[Partition, ...]:
    """Return the partitions of records, or of a record folder, in the order of their names; they are not looked into.

    Raises
    ------
    UsageError
        If there is no such folder.
    RecordsError
        If tables lie beside the county folders, or there are no enrolments anywhere.
    """
    whole = RecordFolder(source) if isinstance(source, Path) else source
    return tuple(Partition(partition.name, partition) for partition in whole.partitions())
