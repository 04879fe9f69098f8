"""The children of all partitions gathered for a training, by whoever works on the partitions.

Where a partition is, its records are read and its features computed and measured. What comes back are features,
enrolments and outcomes; absences, marks and situations stay there. What is gathered is the same, to the last bit, as
what ``training.dataset.cohorts.prepare`` makes of all records at once.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from features.derived_outcomes.derived import ChronicByDay, chronic_by_day, concatenate_chronic
from features.i18n.text import Bilingual
from features.partitions.feature_tables import (
    FEATURES,
    PartitionFeatures,
    concatenate_tables,
    each_partition,
    load_partition,
    partition_features,
)
from features.partitions.independence import require_independent
from features.partitions.partition import Partition, Workers
from features.point_in_time.record_index import index_records
from features.progress import Tell
from features.records.records import concatenate_records, load_records
from features.table.feature_table import FeatureTable
from training.dataset.cohorts import Cohorts, label_cohorts, require_horizons_over
from training.dataset.record_statistics import PartitionStatistics, RecordStatistics, partition_statistics
from training.plan.plan import TrainingPlan


@dataclass(frozen=True)
class PartitionCohorts:
    """What comes back of a partition: features and small tables, what was measured, and what was found of absences."""

    features: PartitionFeatures
    statistics: PartitionStatistics
    chronic: ChronicByDay


@dataclass(frozen=True)
class PartitionReach:
    """The terms of some records, and the last day they cover: what a plan asks of them."""

    terms: pd.DataFrame
    last: dt.date | None

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return ``terms``, which is all there is."""
        return {"terms": self.terms}[table]

    def last_day(self) -> dt.date | None:
        """Return the last day that the records cover."""
        return self.last


NOT_READ = PartitionReach(pd.DataFrame(), None)  # for a plan that asks for no terms


def gather(
    partitions: Sequence[Partition], plan: TrainingPlan, *, workers: Workers, today: dt.date, tell: Tell
) -> Cohorts:
    """Gather the children of all partitions at the plan's dates.

    Raises
    ------
    RecordsError
        With the problems of all partitions, if there are any.
    Refused
        If a horizon is not over, or the partitions say something of each other (``features.partitions.independence``).
    """
    work = partial(cohorts_of_partition, plan=plan, today=today)
    found = dict(each_partition(partitions, work, step=FEATURES, workers=workers, tell=tell))
    done = [found[partition] for partition in partitions]
    tell(Bilingual("putting the partitions together", "alăturarea părților"))
    records = [partition.features.records for partition in done]
    require_independent({partition.name: each for partition, each in zip(partitions, records, strict=True)})
    statistics = RecordStatistics([partition.statistics for partition in done])
    require_horizons_over(plan, statistics.last_day())
    tables = _by_date(partition.features for partition in done)
    chronic = concatenate_chronic([partition.chronic for partition in done])
    return label_cohorts(
        index_records(concatenate_records(records)), plan, tables, measured=statistics, chronic=chronic
    )


def reach(partitions: Sequence[Partition], *, workers: Workers, today: dt.date, tell: Tell) -> PartitionReach:
    """Return the terms of all partitions and the last day they cover, for a plan by terms; reads all records."""
    work = partial(reach_of_partition, today=today)
    step = Bilingual("how far the records reach, partition by partition", "până când ajung datele, parte cu parte")
    found = dict(each_partition(partitions, work, step=step, workers=workers, tell=tell)).values()
    last = max((each.last for each in found if each.last), default=None)
    return PartitionReach(pd.concat([each.terms for each in found], ignore_index=True), last)


def cohorts_of_partition(partition: Partition, *, plan: TrainingPlan, today: dt.date) -> PartitionCohorts:
    """Read a partition, compute its features at the plan's dates, and measure it."""
    index = load_partition(partition, today=today)
    chronic = chronic_by_day(index, plan.outcomes, plan.dates)
    return PartitionCohorts(partition_features(index, plan.dates), partition_statistics(index, plan), chronic)


def reach_of_partition(partition: Partition, *, today: dt.date) -> PartitionReach:
    """Read a partition for how far it reaches."""
    records = load_records(partition.source, today=today)
    return PartitionReach(records["terms"], records.last_day())


def _by_date(partitions: Iterable[PartitionFeatures]) -> list[FeatureTable]:
    return [concatenate_tables(tables) for tables in zip(*(partition.tables for partition in partitions), strict=True)]
