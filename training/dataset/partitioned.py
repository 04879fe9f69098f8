"""The children of all partitions gathered for a training, by whoever works on the partitions.

Where a part is, its records are read and its features computed and measured. What comes back are features, enrolments
and outcomes; absences, marks and situations stay there. What is gathered is the same, to the last bit, as what
``training.dataset.cohorts.prepare`` makes of all records at once.
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
    PartFeatures,
    concatenate_tables,
    each_part,
    load_part,
    part_features,
)
from features.partitions.independence import require_apart
from features.partitions.partition import Partition, Workers
from features.point_in_time.record_index import index_records
from features.progress import Tell
from features.records.records import concatenate_records, load_records
from features.table.feature_table import FeatureTable
from training.dataset.cohorts import Cohorts, label_cohorts, require_horizons_over
from training.dataset.record_statistics import PartStatistics, RecordStatistics, part_statistics
from training.plan.plan import TrainingPlan


@dataclass(frozen=True)
class PartCohorts:
    """What comes back of a part: features and small tables, what was measured, and what was found of absences."""

    features: PartFeatures
    statistics: PartStatistics
    chronic: ChronicByDay


@dataclass(frozen=True)
class PartReach:
    """The terms of some records, and the last day they cover: what a plan asks of them."""

    terms: pd.DataFrame
    last: dt.date | None

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return ``terms``, which is all there is."""
        return {"terms": self.terms}[table]

    def last_day(self) -> dt.date | None:
        """Return the last day that the records cover."""
        return self.last


NOT_READ = PartReach(pd.DataFrame(), None)  # for a plan that asks for no terms


def gather(parts: Sequence[Partition], plan: TrainingPlan, *, workers: Workers, today: dt.date, tell: Tell) -> Cohorts:
    """Gather the children of all parts at the plan's dates.

    Raises
    ------
    RecordsError
        With the problems of all parts, if there are any.
    Refused
        If a horizon is not over, or the parts say something of each other (``features.partitions.independence``).
    """
    work = partial(cohorts_of_part, plan=plan, today=today)
    found = dict(each_part(parts, work, step=FEATURES, workers=workers, tell=tell))
    done = [found[part] for part in parts]
    tell(Bilingual("putting the parts together", "alăturarea părților"))
    records = [part.features.records for part in done]
    require_apart({part.name: each for part, each in zip(parts, records, strict=True)})
    statistics = RecordStatistics([part.statistics for part in done])
    require_horizons_over(plan, statistics.last_day())
    tables = _by_date(part.features for part in done)
    chronic = concatenate_chronic([part.chronic for part in done])
    return label_cohorts(
        index_records(concatenate_records(records)), plan, tables, measured=statistics, chronic=chronic
    )


def reach(parts: Sequence[Partition], *, workers: Workers, today: dt.date, tell: Tell) -> PartReach:
    """Return the terms of all parts and the last day they cover, for a plan that asks for them; reads all records."""
    work = partial(reach_of_part, today=today)
    step = Bilingual("how far the records reach, part by part", "până când ajung datele, parte cu parte")
    found = dict(each_part(parts, work, step=step, workers=workers, tell=tell)).values()
    last = max((each.last for each in found if each.last), default=None)
    return PartReach(pd.concat([each.terms for each in found], ignore_index=True), last)


def cohorts_of_part(part: Partition, *, plan: TrainingPlan, today: dt.date) -> PartCohorts:
    """Read a part, compute its features at the plan's dates, and measure it."""
    index = load_part(part, today=today)
    chronic = chronic_by_day(index, plan.outcomes, plan.dates)
    return PartCohorts(part_features(index, plan.dates), part_statistics(index, plan), chronic)


def reach_of_part(part: Partition, *, today: dt.date) -> PartReach:
    """Read a part for how far it reaches."""
    records = load_records(part.source, today=today)
    return PartReach(records["terms"], records.last_day())


def _by_date(parts: Iterable[PartFeatures]) -> list[FeatureTable]:
    return [concatenate_tables(tables) for tables in zip(*(part.tables for part in parts), strict=True)]
