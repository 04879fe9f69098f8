"""Features computed partition by partition, so that together they are those of the whole record set."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from features.i18n.text import Bilingual
from features.partitions.independence import require_independent
from features.partitions.partition import Partition, Workers
from features.point_in_time.record_index import RecordIndex, index_records
from features.progress import Tell
from features.records.records import Records, load_records
from features.records.writer import new_folder
from features.schema.problems import Problem, RecordsError
from features.table.feature_table import FeatureTable, build_features, write_feature_table

T = TypeVar("T")

FEATURES = Bilingual("features, partition by partition", "indicatorii, parte cu parte")  # a step
EVENTS = (
    "attendance",
    "family",
    "grades",
    "incidents",
)  # the large tables, of which only features are needed elsewhere


@dataclass(frozen=True)
class _Faulty:
    """A partition with problems: they are told when those of all partitions are known."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Written:
    """What comes back of a partition whose features are in a file: its children, and its records without EVENTS."""

    children: int
    records: Records


@dataclass(frozen=True)
class PartitionFeatures:
    """What comes back of a partition: its features at each date, and its records without EVENTS.

    It may come from another process, so the tables carry no snapshot, behind which are all records.
    """

    tables: tuple[FeatureTable, ...]
    records: Records


def each_partition(
    partitions: Sequence[Partition],
    work: Callable[[Partition], T],
    *,
    step: Bilingual,
    workers: Workers,
    tell: Tell,
) -> Iterator[tuple[Partition, T]]:
    """Have all partitions worked on and yield each with what came of it; ``step`` is told with a count.

    Raises
    ------
    RecordsError
        After the last one, with the problems of all partitions.
    """
    tell(_counted(step, 1, len(partitions)))
    faulty: dict[Partition, _Faulty] = {}
    for number, (partition, result) in enumerate(workers.each(partial(_attempted, work=work), partitions), start=1):
        if isinstance(result, _Faulty):
            faulty[partition] = result
        else:
            yield partition, result
        if number < len(partitions):
            tell(_counted(step, number + 1, len(partitions)))
    if faulty:
        raise RecordsError(
            [problem for partition in partitions if partition in faulty for problem in faulty[partition].problems]
        )


def _counted(step: Bilingual, number: int, of: int) -> Bilingual:
    return Bilingual(f"{step.en} ({number} of {of})", f"{step.ro} ({number} din {of})")


def load_partition(partition: Partition, *, today: dt.date) -> RecordIndex:
    """Read, check and sort a partition."""
    return index_records(load_records(partition.source, today=today))


def features_of_partition(partition: Partition, *, dates: Sequence[dt.date], today: dt.date) -> PartitionFeatures:
    """Read a partition and compute its features at these dates."""
    return partition_features(load_partition(partition, today=today), dates)


def partition_features(index: RecordIndex, dates: Sequence[dt.date]) -> PartitionFeatures:
    """Compute the features of a partition's sorted records."""
    tables = (build_features(index, date) for date in dates)
    return PartitionFeatures(tuple(replace(table, snapshot=None) for table in tables), index.records.without(*EVENTS))


def gather_features(
    partitions: Sequence[Partition], as_of: dt.date, *, workers: Workers, today: dt.date, tell: Tell
) -> FeatureTable:
    """Compute the features of all partitions at a date and put them together."""
    work = partial(features_of_partition, dates=(as_of,), today=today)
    found = dict(each_partition(partitions, work, step=FEATURES, workers=workers, tell=tell))
    require_independent({partition.name: found[partition].records for partition in partitions})
    return concatenate_tables([found[partition].tables[0] for partition in partitions])


def write_features_by_partition(
    partitions: Sequence[Partition], as_of: dt.date, out: Path, *, workers: Workers, today: dt.date,
    tell: Tell,
) -> int:  # fmt: skip
    """Write the features of each partition at a date to ``NAME.parquet`` in a new folder; return how many children.

    Who works on a partition also writes its file. Either all files are there afterwards, or none.
    """
    with new_folder(out) as folder:
        work = partial(_write_partition, as_of=as_of, folder=folder.absolute(), today=today)
        written = dict(each_partition(partitions, work, step=FEATURES, workers=workers, tell=tell))
        require_independent({partition.name: written[partition].records for partition in partitions})
    return sum(each.children for each in written.values())


def _write_partition(partition: Partition, *, as_of: dt.date, folder: Path, today: dt.date) -> _Written:
    index = load_partition(partition, today=today)
    table = build_features(index, as_of)
    write_feature_table(table, folder / f"{partition.name}.parquet")
    return _Written(len(table), index.records.without(*EVENTS))


def concatenate_tables(tables: Sequence[FeatureTable]) -> FeatureTable:
    """Put the tables of partitions at one date together, in the order of pupil_id.

    >>> alone = [pd.DataFrame({"pupil_id": ids}) for ids in (["P1", "P3"], ["P2"])]
    >>> tables = [FeatureTable(dt.date(2025, 2, 3), pupils, pupils[[]], pupils[[]], (), ()) for pupils in alone]
    >>> list(concatenate_tables(tables).pupils["pupil_id"])
    ['P1', 'P2', 'P3']
    """
    pupils, values, rules = (
        pd.concat([getattr(table, name) for table in tables], ignore_index=True)
        for name in ("pupils", "values", "rules")
    )
    order = np.argsort(pupils["pupil_id"].to_numpy(object), kind="stable")
    pupils, values, rules = (frame.iloc[order].reset_index(drop=True) for frame in (pupils, values, rules))
    return replace(tables[0], pupils=pupils, values=values, rules=rules, snapshot=None)


def _attempted(partition: Partition, *, work: Callable[[Partition], T]) -> T | _Faulty:
    try:
        return work(partition)
    except RecordsError as error:
        return _Faulty(error.problems)
