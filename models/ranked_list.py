"""Whom should this school look after first, and why? From records to the ranked list."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from features.build import FeatureTable, build_features
from features.catalogue import Feature
from features.days import day_of
from features.errors import Refused, UsageError
from features.fingerprint import data_fingerprint
from features.histories import Histories
from features.known import Known
from models.cautions import Caution, cautions
from models.explanation import Reason, reasons
from models.not_scored import CannotSay, NotScored, not_scored
from models.ranking import ExpectedHits, children_for, expected_hits, order
from models.risk_model import RiskModel, require_features


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
            "pupils": [asdict(pupil) for pupil in self.pupils],
            "not_scored": [asdict(pupil) for pupil in self.not_scored],
            "cautions": [asdict(caution) for caution in self.cautions],
        }


@dataclass(frozen=True)
class Scorer:
    """A model version ready to rank records."""

    model: RiskModel
    version: str

    def rank(
        self, histories: Histories, as_of: dt.date, *, capacity: float, school_id: str | None = None
    ) -> RankedList:
        """Rank the cohort at a date, or the part of it in one school, without those of whom nothing can be said yet.

        Raises
        ------
        UsageError
            If the school is not among the records, or the capacity is none.
        Refused
            If nobody is in school at that date, or the records lack features of the model.
        """
        table = self.table(histories, as_of)
        silent = self.not_scored(histories, as_of)
        mine = _of_school(histories, table, school_id)
        is_silent = table.pupils["pupil_id"].isin(silent.keys()).to_numpy()[mine]
        scored = mine[~is_silent]
        listed = self._ordered(table, scored)[: children_for(capacity, len(scored))]
        pupils = self._explained(table, listed)
        schools = table.pupils["school_id"].to_numpy(object)[listed]
        scores = np.array([pupil.score for pupil in pupils])
        return RankedList(
            as_of=as_of,
            model_version=self.version,
            data_fingerprint=data_fingerprint(histories.records, as_of),
            capacity=len(listed),
            cohort_size=len(scored),
            expected=expected_hits(scores, schools, self.model.school_sd),
            pupils=pupils,
            not_scored=tuple(silent[pupil_id] for pupil_id in table.pupils["pupil_id"].iloc[mine[is_silent]]),
            cautions=cautions(self.model.trained_on, table, histories.records, scored=scored),
        )

    def explain(self, histories: Histories, as_of: dt.date, *, pupil_id: str) -> RankedPupil:
        """Explain one child of the cohort at a date, with the rank among all who are scored.

        Raises
        ------
        UsageError
            If the child is not in school at that date.
        CannotSay
            If nothing can be said of the child's class yet.
        """
        table = self.table(histories, as_of)
        pupil_ids = table.pupils["pupil_id"]
        places = np.flatnonzero(pupil_ids.to_numpy(object) == pupil_id)
        if not len(places):
            raise UsageError(f"No pupil {pupil_id!r} is in school at {as_of}; check the pupil_id and the date.")
        silent = self.not_scored(histories, as_of)
        if pupil_id in silent:
            raise CannotSay(silent[pupil_id])
        ordered = self._ordered(table, np.flatnonzero(~pupil_ids.isin(silent.keys())))
        return self._explained(table, places, 1 + np.flatnonzero(ordered == places))[0]

    def table(self, histories: Histories, as_of: dt.date) -> FeatureTable:
        """Return the features of the cohort at a date; Refused if it has no children, or not the model's features."""
        table = build_features(histories, as_of)
        if not len(table):
            raise Refused(f"Nobody is in school at {as_of}: no enrolment began before and goes on. Check the date.")
        require_features(self.model, table)
        return table

    def not_scored(self, histories: Histories, as_of: dt.date) -> Mapping[str, NotScored]:
        """Return the children of whom nothing can be said at a date, by their pupil_id."""
        return not_scored(Known(histories, day_of(as_of)), self.model.trained_on.rhythms)

    def _ordered(self, table: FeatureTable, places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        margins = self.model.margins(table.values.iloc[places])
        scores = self.model.calibration.probability(margins)
        return np.asarray(places[order(scores, margins, table.pupils["pupil_id"].to_numpy(str)[places])])

    def _explained(
        self, table: FeatureTable, places: npt.NDArray[np.intp], ranks: npt.NDArray[np.intp] | None = None
    ) -> tuple[RankedPupil, ...]:
        risk = self.model.risk(table.values.iloc[places])
        values = table.values[list(self.model.feature_names)].to_numpy(np.float64)[places]
        features = model_features(self.model, table)
        pupils = table.pupils.iloc[places].to_dict("records")
        return tuple(
            RankedPupil(
                rank=row + 1 if ranks is None else int(ranks[row]),
                pupil_id=str(pupil["pupil_id"]),
                school_id=str(pupil["school_id"]),
                class_label=pupil["class_label"] if isinstance(pupil["class_label"], str) else None,
                score=float(risk.scores[row]),
                margin=float(risk.margins[row]),
                base_margin=risk.base_margin,
                reasons=reasons(values[row], risk.contributions[row], features),
            )
            for row, pupil in enumerate(pupils)
        )


def _of_school(histories: Histories, table: FeatureTable, school_id: str | None) -> npt.NDArray[np.intp]:
    if school_id is None:
        return np.arange(len(table))
    if school_id not in set(histories.enrolments["school_id"]):
        known = sorted(set(histories.enrolments["school_id"]))
        shown = ", ".join(known[:10]) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
        raise UsageError(f"There is no school {school_id} in these records; they have {shown}.")
    places = np.flatnonzero(table.pupils["school_id"].to_numpy(object) == school_id)
    if not len(places):
        raise Refused(f"Nobody is in school {school_id} at {table.as_of}. Check the date.")
    return places


def model_features(model: RiskModel, table: FeatureTable) -> tuple[Feature, ...]:
    """Return the catalogue's entries of the model's features, in the model's order."""
    by_name = {feature.name: feature for feature in table.features}
    return tuple(by_name[name] for name in model.feature_names)
