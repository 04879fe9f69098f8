"""The places of a country given to its schools, from the scores of all partitions.

Every partition is scored before any list is made, and its scores are kept beside the lists, so that a run that was
killed goes on. Only when the last partition is scored is it known who has a place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from features.partitions.partition import Partition
from models.ranking.placing import Allotment, Placing, ScoredChildren, Way, allot
from models.ranking.scored_cohort import ScoredCohort
from serving.batch.checkpoints import SCORES, CountryFiles


@dataclass(frozen=True)
class PartitionScored:
    """A partition whose children are scored: its schools in order, their names, and all their children, scored or not.

    ``data`` is the watermark of its records before they were read; ``seconds`` is how long reading and scoring took.
    """

    partition: str
    schools: tuple[str, ...]
    names: tuple[str, ...]
    children: tuple[int, ...]
    data: str
    seconds: float

    @classmethod
    def read(cls, figures: Mapping[str, Any]) -> "PartitionScored":
        """Read what ``asdict`` made of the figures."""
        return cls(**{**figures, **{name: tuple(figures[name]) for name in ("schools", "names", "children")}})


@dataclass(frozen=True)
class PartitionPlaces:
    """The places of a partition's schools, and the records they were given from."""

    data: str
    places: Mapping[str, int]

    def digest(self) -> str:
        """Return what tells these places from others."""
        return sha256(repr((self.data, sorted(self.places.items()))).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class CountryPlaces:
    """The places of all schools, partition by partition and school by school, in the order of the allotment.

    ``expected`` are the expected cases among as many places by each way of giving them; where no bounds were asked
    for, by the ways without.
    """

    partitions: tuple[PartitionScored, ...]
    allotment: Allotment
    expected: Mapping[Way, float]

    def of_partitions(self) -> dict[str, PartitionPlaces]:
        """Return the places of each partition by its name."""
        ends = np.cumsum([len(partition.schools) for partition in self.partitions])[:-1]
        counts = np.split(self.allotment.counts, ends)
        return {
            partition.partition: PartitionPlaces(
                partition.data, dict(zip(partition.schools, map(int, own), strict=True))
            )
            for partition, own in zip(self.partitions, counts, strict=True)
        }


def scores_of(cohort: ScoredCohort) -> pd.DataFrame:
    """Return the scored children of a cohort: ``school_id``, ``pupil_id``, ``score`` and ``margin``."""
    pupils = cohort.features.table.pupils[["school_id", "pupil_id"]]
    return pupils.assign(score=cohort.scores, margin=cohort.margins)[~np.isnan(cohort.margins)].reset_index(drop=True)


def children_of(cohort: ScoredCohort) -> dict[str, int]:
    """Return how many children each school of a cohort has, scored or not."""
    return {school: len(places) + len(cohort.not_listed(school)) for school, places in cohort.features.schools.items()}


def give_places(asked: Placing, scored: Mapping[Partition, PartitionScored], files: CountryFiles) -> CountryPlaces:
    """Give the places to the schools of all partitions, by the scores written; refuses what ``allot`` does."""
    schools = sum(len(partition.schools) for partition in scored.values())
    children = _children(scored, files)
    allotment = allot(children, asked, schools=schools)
    expected = {way: _expected(children, Placing(asked.places, way, asked.bounds), schools) for way in _ways(asked)}
    return CountryPlaces(tuple(scored.values()), allotment, expected)


def _ways(asked: Placing) -> Sequence[Way]:
    return ("share", "school", "one-list") if asked.way == "school" else ("share", "one-list")


def _expected(children: ScoredChildren, asked: Placing, schools: int) -> float:
    return float(allot(children, asked, schools=schools).expected.sum())


def _children(scored: Mapping[Partition, PartitionScored], files: CountryFiles) -> ScoredChildren:
    """Put the scores of all partitions together; a school_id that is in two partitions is a school in each."""
    tables, schools, first = [], [], 0
    for partition, figures in scored.items():
        table = pd.read_parquet(files.path(partition, SCORES))
        schools.append(first + pd.Index(figures.schools).get_indexer(pd.Index(table["school_id"])))
        tables.append(table)
        first += len(figures.schools)
    everybody = pd.concat(tables, ignore_index=True)
    return ScoredChildren(
        scores=everybody["score"].to_numpy(np.float64),
        margins=everybody["margin"].to_numpy(np.float64),
        pupil_ids=everybody["pupil_id"].to_numpy(object),
        schools=np.concatenate(schools).astype(np.intp),
    )
