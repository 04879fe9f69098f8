"""What one model says of a whole cohort, before anybody asks for a list of it.

Lists of one date have much in common, whichever school and capacity they are for. It is computed once, when it is first
needed, and kept with the cohort; who answers many requests keeps the cohort.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from features.arrays import Floats, Positions
from features.errors import Refused, UsageError
from features.point_in_time.record_index import RecordIndex
from features.records.fingerprint import data_fingerprint
from features.table.feature_table import FeatureTable, build_features
from models.ranking.abstention import NotScored
from models.ranking.list_warnings import Caution, cautions
from models.ranking.ordering import order
from models.risk.model import RiskModel, require_features


@dataclass(frozen=True)
class FeatureCohort:
    """The cohort at a date with its features, as every model sees it."""

    index: RecordIndex
    table: FeatureTable

    @property
    def as_of(self) -> dt.date:
        """The date from whose point of view everything is seen."""
        return self.table.as_of

    @cached_property
    def fingerprint(self) -> str:
        """Which data that is; a child can be explained without it."""
        return data_fingerprint(self.index.records, self.as_of)


@dataclass(frozen=True)
class Part:
    """One school's part of a scored cohort, or all of it.

    ``ordered`` are the places in the feature table of the children who are scored, first of the list first.
    """

    ordered: Positions
    not_scored: tuple[NotScored, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class ScoredCohort:
    """A cohort with one model's margins and scores, shape (n,) for the table's n children; NaN for ``silent`` ones.

    ``inputs`` are what the model looks at, shape (n, features).
    """

    model: RiskModel
    seen: FeatureCohort
    silent: Mapping[str, NotScored]
    inputs: Floats
    margins: Floats
    scores: Floats
    _parts: dict[str | None, Part] = field(default_factory=dict, init=False, repr=False, compare=False)

    def part(self, school_id: str | None) -> Part:
        """Return a school's part, or with None all of it.

        Raises
        ------
        UsageError
            If the school is not among the records.
        Refused
            If nobody is in that school at the date.
        """
        if school_id not in self._parts:
            self._parts[school_id] = self._make_part(_of_school(self.seen, school_id))
        return self._parts[school_id]

    def _make_part(self, mine: Positions) -> Part:
        table = self.seen.table
        is_scored = ~np.isnan(self.margins[mine])
        scored, silent = mine[is_scored], mine[~is_scored]
        pupil_ids = table.pupils["pupil_id"].to_numpy(object)
        return Part(
            ordered=scored[order(self.scores[scored], self.margins[scored], pupil_ids[scored].astype(str))],
            not_scored=tuple(self.silent[pupil_id] for pupil_id in pupil_ids[silent]),
            cautions=cautions(self.model.trained_on, table, self.seen.index.records, scored=scored),
        )


def feature_cohort(index: RecordIndex, as_of: dt.date) -> FeatureCohort:
    """See the cohort at a date; Refused if nobody is in school then."""
    table = build_features(index, as_of)
    if not len(table):
        raise Refused(f"Nobody is in school at {as_of}: no enrolment began before and goes on. Check the date.")
    return FeatureCohort(index, table)


def score_cohort(model: RiskModel, seen: FeatureCohort, silent: Mapping[str, NotScored]) -> ScoredCohort:
    """Score all but the silent children; Refused if the records lack features of the model."""
    require_features(model, seen.table)
    scored = ~seen.table.pupils["pupil_id"].isin(silent.keys()).to_numpy()
    inputs = seen.table.values[list(model.feature_names)].to_numpy(np.float64)
    margins = np.full(len(scored), np.nan)
    margins[scored] = model.trees.margins_of(inputs[scored])
    return ScoredCohort(model, seen, silent, inputs, margins, model.calibration.probability(margins))


def _of_school(seen: FeatureCohort, school_id: str | None) -> Positions:
    """Return the places of a school's children in the table, or of all."""
    if school_id is None:
        return np.arange(len(seen.table))
    schools = set(seen.index.enrolments["school_id"])
    if school_id not in schools:
        known = sorted(schools)
        shown = ", ".join(known[:10]) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
        raise UsageError(f"There is no school {school_id} in these records; they have {shown}.")
    places = np.flatnonzero(seen.table.pupils["school_id"].to_numpy(object) == school_id)
    if not len(places):
        raise Refused(f"Nobody is in school {school_id} at {seen.as_of}. Check the date.")
    return places
