"""Statistics of the records themselves, besides features and labels.

It is measured partition by partition, where the partitions are, so that nobody needs the absences and marks of all of
them; what is then said is the same as if the records had been read at once.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from features.arrays import Hashes
from features.point_in_time.record_index import RecordIndex
from features.point_in_time.register_recency import RecordingRate, count_weeks, recording_rates_of
from features.records.fingerprint import fingerprint_of, table_hashes
from features.records.records import Records
from training.dataset.leakage import COHORT, features_that_look_ahead
from training.plan.plan import TrainingPlan

_EVENTS = ("attendance", "grades", "outcomes")


@dataclass(frozen=True)
class PartitionStatistics:
    """What is measured of the records of a partition.

    ``weeks`` are those counted for the recording_rates, once the records are sorted; ``ahead`` the features that look
    ahead in some of its schools, ``hashes`` one of each row, by table. ``first_day`` and ``last_day`` are of absences,
    marks and outcomes; None without any.
    """

    weeks: pd.DataFrame
    ahead: tuple[str, ...]
    hashes: Mapping[str, Hashes]
    first_day: dt.date | None
    last_day: dt.date | None


@dataclass(frozen=True)
class RecordStatistics:
    """What is measured of all records of a training, which are one partition or several."""

    partitions: Sequence[PartitionStatistics]

    def recording_rates(self) -> tuple[RecordingRate, ...]:
        """Return how regularly each table was written of the cohorts of the plan's dates."""
        return recording_rates_of([partition.weeks for partition in self.partitions])

    def leaking_features(self) -> tuple[str, ...]:
        """Return the features that look ahead in any partition; only ``COHORT`` where children appear or vanish."""
        ahead = tuple(dict.fromkeys(name for partition in self.partitions for name in partition.ahead))
        return (COHORT,) if COHORT in ahead else ahead

    def rows(self) -> dict[str, int]:
        """Return the number of rows of each table, given or not."""
        return {
            name: sum(len(partition.hashes[name]) for partition in self.partitions)
            for name in self.partitions[0].hashes
        }

    def first_day(self) -> dt.date | None:
        """Return the first day of an absence, mark or outcome; None without any."""
        return min((partition.first_day for partition in self.partitions if partition.first_day), default=None)

    def last_day(self) -> dt.date | None:
        """Return the last day that the records cover; None without any."""
        return max((partition.last_day for partition in self.partitions if partition.last_day), default=None)

    def fingerprint(self) -> str:
        """Return the fingerprint of all records."""
        return fingerprint_of(self._hashes())

    def _hashes(self) -> Iterator[tuple[str, Hashes]]:
        for name in self.partitions[0].hashes:
            yield name, np.concatenate([partition.hashes[name] for partition in self.partitions])


def partition_statistics(index: RecordIndex, plan: TrainingPlan) -> PartitionStatistics:
    """Measure the records of a partition, or of all that there are."""
    return with_weeks(row_statistics(index.records, plan), index, plan)


def row_statistics(records: Records, plan: TrainingPlan) -> PartitionStatistics:
    """Measure of records all but the weeks: what need not wait until they are sorted, which takes the most memory."""
    firsts = pd.Series([records[name]["date"].min() for name in _EVENTS])
    return PartitionStatistics(
        weeks=pd.DataFrame(),
        ahead=features_that_look_ahead(records, plan.dates[-1], seed=plan.seed),
        hashes=dict(table_hashes(records, dt.date.max)),
        first_day=None if firsts.isna().all() else firsts.min().date(),
        last_day=records.last_day(),
    )


def with_weeks(measured: PartitionStatistics, index: RecordIndex, plan: TrainingPlan) -> PartitionStatistics:
    """Return what was measured of records with the weeks of the same records, sorted."""
    return replace(measured, weeks=count_weeks(index, plan.dates))
