"""The answers of the service: a request comes in, JSON goes out; no web and no clock here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.point_in_time.record_index import RecordIndex, index_records
from features.reading.declarations import parse_declarations
from features.records.records import records_from_rows
from features.schema.problems import in_quotes
from models.ranking.ordering import list_length
from models.ranking.scored_cohort import FeatureCohort, ScoredCohort, feature_cohort
from models.ranking.scorer import Scorer
from serving.api.date_cache import DateCache
from serving.api.model_card import CARD_ADDRESS
from serving.api.request_models import EXPECTED, Body, ExplainRequest, RankRequest, RequestError, wrong
from serving.output.export import list_json, pupil_json

_WITH_RECORDS = Bilingual("declarations only together with records", "declarations doar împreună cu records")
_SERVICE_HAS_NONE = Bilingual(
    f"{EXPECTED['records'].en}, since this service has no records of its own",
    f"{EXPECTED['records'].ro}, fiindcă acest serviciu nu are înregistrări proprii",
)
_ONE_SCHOOL = Bilingual(
    f"{EXPECTED['school_id'].en}, since a service answers for one school at a time",
    f"{EXPECTED['school_id'].ro}, fiindcă un serviciu răspunde pentru câte o singură școală",
)
_ALONE = Bilingual("declarations alone", "declarații singure")
_UNKNOWN = Bilingual("a value that is not there", "o valoare care nu există")
_A_SCHOOL = Bilingual("a school of these records", "o școală din aceste înregistrări")
_A_PUPIL = Bilingual("a pupil who is in school at that date", "un elev care este la școală la acea dată")


@dataclass(frozen=True)
class RankingService:
    """One model version with the files of its card, and the sorted records it answers from where it has any.

    Of its own records it keeps what the lists of the last few dates have in common. What does not depend on the model
    is handed on to the desk of the next version (``seen``).
    """

    scorer: Scorer
    index: RecordIndex | None
    card: Mapping[str, str] = field(default_factory=dict)
    seen: DateCache[FeatureCohort] = field(default_factory=DateCache, repr=False, compare=False)
    _scored: DateCache[ScoredCohort] = field(default_factory=DateCache, init=False, repr=False, compare=False)

    def rank(self, request: RankRequest, *, today: dt.date) -> str:
        """Return the JSON of ``prezent rank --format json``.

        Raises
        ------
        RequestError
            If the request is wrong, or its school unknown.
        RecordsError
            If the records of the request have problems.
        Refused
            If there is nothing to rank.
        """
        if request.records is None and request.school_id is None:
            raise RequestError([wrong("school_id", expected=_ONE_SCHOOL)])
        _require_capacity(request.capacity)
        school = request.school_id
        index = self._index(request, today)
        if school is not None and school not in self._schools(index):
            raise RequestError([wrong("school_id", _UNKNOWN, _A_SCHOOL)], status=404)
        cohort = self._cohort(index, request.as_of)
        return list_json(self.scorer.list_of(cohort, capacity=request.capacity, school_id=school))

    def explain(self, request: ExplainRequest, *, today: dt.date) -> str:
        """Return the JSON of ``prezent explain --format json``; refuses what ``rank`` refuses."""
        index = self._index(request, today)
        try:
            cohort = self._cohort(index, request.as_of)
            return pupil_json(self.scorer.child_of(cohort, pupil_id=request.pupil_id))
        except UsageError:
            raise RequestError([wrong("pupil_id", _UNKNOWN, _A_PUPIL)], status=404) from None

    def about_model(self) -> dict[str, Any]:
        """Return what one should know of the model: version, target, what it was trained on, its features."""
        model = self.scorer.model
        return {
            "model_version": self.scorer.version,
            "outcomes": list(model.target.outcomes),
            "horizon_days": model.target.horizon_days,
            "as_of": [date.isoformat() for date in model.trained_on.as_of],
            "tables": list(model.trained_on.tables),
            "rows": model.trained_on.rows,
            "positives": model.trained_on.positives,
            "card": CARD_ADDRESS if self.card else None,
            "features": [asdict(entry) for entry in model.catalogue],
        }

    def _cohort(self, index: RecordIndex, as_of: dt.date) -> ScoredCohort:
        """Score the cohort at a date; of the desk's own records only if it was not asked for lately."""
        if index is not self.index:
            return self.scorer.score(feature_cohort(index, as_of))
        return self._scored.at(
            as_of, lambda: self.scorer.score(self.seen.at(as_of, lambda: feature_cohort(index, as_of)))
        )

    def _schools(self, index: RecordIndex) -> frozenset[str]:
        return self._own_schools if index is self.index else frozenset(index.enrolments["school_id"])

    @cached_property
    def _own_schools(self) -> frozenset[str]:
        return frozenset(self.index.enrolments["school_id"]) if self.index else frozenset()

    def _index(self, request: Body, today: dt.date) -> RecordIndex:
        if request.records is not None:
            declared, problems = parse_declarations(request.declarations or {})
            return index_records(records_from_rows(request.records, declared, problems, today=today))
        if request.declarations is not None:
            raise RequestError([wrong("declarations", _ALONE, _WITH_RECORDS)])
        if self.index is None:
            raise RequestError([wrong("records", expected=_SERVICE_HAS_NONE)])
        return self.index


def _require_capacity(capacity: float) -> None:
    try:
        list_length(capacity, 1)
    except UsageError:
        raise RequestError([wrong("capacity", in_quotes(f"{capacity:g}"))]) from None
