"""From records to the ranked list, by one model version."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from features.catalogue.feature import FeatureSpec
from features.days import day_of
from features.errors import UsageError
from features.point_in_time.record_index import RecordIndex
from features.point_in_time.snapshot import Snapshot
from features.table.feature_table import PUPIL_COLUMNS, FeatureTable
from models.explain.reasons import Reason, reasons
from models.ranking.abstention import CannotSay, NotScored, not_scored
from models.ranking.list_warnings import Caution
from models.ranking.ordering import ExpectedHits, expected_hits, list_length
from models.ranking.scored_cohort import FeatureCohort, ScoredCohort, feature_cohort, score_cohort
from models.risk.model import RiskModel, require_features


@dataclass(frozen=True)
class RankedPupil:
    """One child of a list; ``reasons`` are strongest first and with ``base_margin`` add up to ``margin``."""

    rank: int
    pupil_id: str
    school_id: str
    class_label: str | None
    score: float
    margin: float
    base_margin: float
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the child with the fixed keys of the JSON answers."""
        return {**vars(self), "reasons": [reason._asdict() for reason in self.reasons]}


@dataclass(frozen=True)
class RankedList:
    """Children to look after first, sized by capacity; ``cohort_size`` counts all that were scored."""

    as_of: dt.date
    model_version: str
    data_fingerprint: str
    capacity: int
    cohort_size: int
    expected: ExpectedHits
    pupils: tuple[RankedPupil, ...]
    not_scored: tuple[NotScored, ...]
    cautions: tuple[Caution, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the list with the fixed keys of the JSON answers."""
        return {
            "as_of": self.as_of.isoformat(),
            "model_version": self.model_version,
            "data_fingerprint": self.data_fingerprint,
            "capacity": self.capacity,
            "cohort_size": self.cohort_size,
            "expected_hits": self.expected.mean,
            "expected_hits_low": self.expected.low,
            "expected_hits_high": self.expected.high,
            "pupils": [pupil.as_json() for pupil in self.pupils],
            "not_scored": [asdict(pupil) for pupil in self.not_scored],
            "cautions": [asdict(caution) for caution in self.cautions],
        }


@dataclass(frozen=True)
class Scorer:
    """A model version ready to rank records."""

    model: RiskModel
    version: str

    def rank(self, index: RecordIndex, as_of: dt.date, *, capacity: float, school_id: str | None = None) -> RankedList:
        """Rank the cohort at a date, or the part of it in one school, without those of whom nothing can be said yet.

        Raises
        ------
        UsageError
            If the school is not among the records, or the capacity is none.
        Refused
            If nobody is in school at that date, or the records lack features of the model.
        """
        return self.list_of(self.score(feature_cohort(index, as_of)), capacity=capacity, school_id=school_id)

    def explain(self, index: RecordIndex, as_of: dt.date, *, pupil_id: str) -> RankedPupil:
        """Explain one child of the cohort at a date, with the rank among all who are scored.

        Raises
        ------
        UsageError
            If the child is not in school at that date.
        CannotSay
            If nothing can be said of the child's class yet.
        """
        return self.child_of(self.score(feature_cohort(index, as_of)), pupil_id=pupil_id)

    def score(self, seen: FeatureCohort) -> ScoredCohort:
        """Score a cohort, to be asked for several lists; Refused if the records lack features of the model."""
        return score_cohort(self.model, seen, self.not_scored(seen.index, seen.as_of))

    def table(self, index: RecordIndex, as_of: dt.date) -> FeatureTable:
        """Return the features of the cohort at a date; Refused if it has no children, or not the model's features."""
        table = feature_cohort(index, as_of).table
        require_features(self.model, table)
        return table

    def not_scored(self, index: RecordIndex, as_of: dt.date) -> Mapping[str, NotScored]:
        """Return the children of whom nothing can be said at a date, by their pupil_id."""
        return not_scored(Snapshot(index, day_of(as_of)), self.model.trained_on.rhythms)

    def list_of(self, cohort: ScoredCohort, *, capacity: float, school_id: str | None = None) -> RankedList:
        """Return the ranked list of a scored cohort, like ``rank``."""
        table, part = cohort.seen.table, cohort.part(school_id)
        listed = part.ordered[: list_length(capacity, len(part.ordered))]
        pupils = self._explained(cohort, listed)
        scores = np.array([pupil.score for pupil in pupils])
        return RankedList(
            as_of=table.as_of,
            model_version=self.version,
            data_fingerprint=cohort.seen.fingerprint,
            capacity=len(listed),
            cohort_size=len(part.ordered),
            expected=expected_hits(scores, table.pupils["school_id"].to_numpy(object)[listed], self.model.school_sd),
            pupils=pupils,
            not_scored=part.not_scored,
            cautions=part.cautions,
        )

    def child_of(self, cohort: ScoredCohort, *, pupil_id: str) -> RankedPupil:
        """Explain one child of a scored cohort, like ``explain``."""
        table = cohort.seen.table
        places = np.flatnonzero(table.pupils["pupil_id"].to_numpy(object) == pupil_id)
        if not len(places):
            raise UsageError(f"No pupil {pupil_id!r} is in school at {table.as_of}; check the pupil_id and the date.")
        if pupil_id in cohort.silent:
            raise CannotSay(cohort.silent[pupil_id])
        return self._explained(cohort, places, 1 + np.flatnonzero(cohort.part(None).ordered == places))[0]

    def _explained(
        self, cohort: ScoredCohort, places: npt.NDArray[np.intp], ranks: npt.NDArray[np.intp] | None = None
    ) -> tuple[RankedPupil, ...]:
        model, table = self.model, cohort.seen.table
        values, margins = cohort.inputs[places], cohort.margins[places]
        scores, contributions = model.calibration.probability(margins), model.trees.contributions_of(values)
        features = model_features(model, table)
        pupils = zip(*(table.pupils[name].to_numpy(object)[places] for name in PUPIL_COLUMNS), strict=True)
        return tuple(
            RankedPupil(
                rank=row + 1 if ranks is None else int(ranks[row]),
                pupil_id=str(pupil_id),
                school_id=str(school_id),
                class_label=class_label if isinstance(class_label, str) else None,
                score=float(scores[row]),
                margin=float(margins[row]),
                base_margin=model.trees.base_margin,
                reasons=reasons(values[row], contributions[row], features),
            )
            for row, (pupil_id, school_id, class_label) in enumerate(pupils)
        )


def model_features(model: RiskModel, table: FeatureTable) -> tuple[FeatureSpec, ...]:
    """Return the catalogue's entries of the model's features, in the model's order."""
    by_name = {feature.name: feature for feature in table.features}
    return tuple(by_name[name] for name in model.feature_names)
