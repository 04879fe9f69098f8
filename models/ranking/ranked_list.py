"""A ranked list with the reasons of each child, as it is shown, written to a file, or answered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from features.warnings.all_warnings import warnings_of
from features.warnings.record_warning import RecordWarning
from models.explain.reasons import Reason
from models.explain.told_reasons import SharedReason, ToldReasons
from models.ranking.abstention import NotScored
from models.ranking.expected_hits import ExpectedHits
from models.ranking.list_warnings import Caution, most_important
from models.risk.model import Predicted

RECORD_WARNINGS_SHOWN = 3  # beside a list; all are told by ``check``


@dataclass(frozen=True)
class RankedPupil:
    """One child of a list; ``reasons`` are strongest first and with ``base_margin`` add up to ``margin``.

    ``told`` is what people are told of them; on a list without what is told of all its children above it.
    """

    rank: int
    pupil_id: str
    school_id: str
    class_label: str | None
    score: float
    margin: float
    base_margin: float
    reasons: tuple[Reason, ...]
    told: ToldReasons = field(default=ToldReasons(), compare=False)

    def as_json(self) -> dict[str, Any]:
        """Return the child with the fixed keys of the JSON answers."""
        numbers = {name: value for name, value in vars(self).items() if name != "told"}
        return {**numbers, "reasons": [reason._asdict() for reason in self.reasons]}


@dataclass(frozen=True)
class NamedSchool:
    """The school whose list it is, with its name where the records tell it."""

    school_id: str
    name: str | None = None


@dataclass(frozen=True)
class RankedList:
    """Children to look after first, sized by capacity; ``cohort_size`` counts all that were scored.

    ``record_warnings`` say what is odd in the records of the listed children, where that was looked at. ``shared``
    are reasons that nearly all of them have alike, and that are told once. ``predicted`` is what ``expected`` of them
    will have. ``school`` is the one whose list it is, None where it is one list over several.
    """

    as_of: dt.date
    model_version: str
    data_fingerprint: str
    capacity: int
    cohort_size: int
    expected: ExpectedHits
    pupils: tuple[RankedPupil, ...]
    not_scored: tuple[NotScored, ...]
    cautions: tuple[Caution, ...]
    predicted: Predicted
    school: NamedSchool | None = None
    record_warnings: tuple[Caution, ...] = ()
    shared: tuple[SharedReason, ...] = ()

    def with_record_warnings(self, warnings: Sequence[RecordWarning]) -> "RankedList":
        """Return the same list with those warnings of the records that touch a child on it."""
        listed = {pupil.pupil_id for pupil in self.pupils}
        found = (Caution(each.code, each.sentence("ro"), each.sentence("en")) for each in warnings_of(warnings, listed))
        return replace(self, record_warnings=tuple(found))

    @property
    def shown_cautions(self) -> tuple[Caution, ...]:
        """The weightiest cautions, which fit beside the list; all of them are in ``cautions``."""
        return most_important(self.cautions)

    def warnings_json(self) -> dict[str, Any]:
        """Return what is odd in the records of the listed children: apart, since a list is the same from any file."""
        return {"record_warnings": [asdict(warning) for warning in self.record_warnings[:RECORD_WARNINGS_SHOWN]]}

    def as_json(self) -> dict[str, Any]:
        """Return the list with the fixed keys of the JSON answers."""
        return {
            **self.predicted.as_json(),
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
