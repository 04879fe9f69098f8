"""The answers of the service: a request comes in, JSON goes out; no web and no clock here."""

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from features.days import day_of
from features.errors import UsageError
from features.i18n.text import Bilingual
from features.point_in_time.cohort import ChildPlace, places_at
from features.point_in_time.record_index import RecordIndex, index_records
from features.reading.declarations import parse_declarations
from features.records.known_before import records_before
from features.records.records import records_from_rows
from features.schema.problems import in_quotes
from features.warnings.all_warnings import records_warnings
from features.warnings.record_warning import RecordWarning
from models.ranking.abstention import NotScored
from models.ranking.ordering import list_length
from models.ranking.ranked_list import RankedList
from models.ranking.scored_cohort import FeatureCohort, ScoredCohort, covered_days, feature_cohort
from models.ranking.scorer import Scorer
from models.viewer import Viewer
from serving.api.date_cache import DateCache
from serving.api.model_card import CARD_ADDRESS
from serving.api.request_models import EXPECTED, Body, ExplainRequest, RankRequest, wrong
from serving.http.responses import RequestError
from serving.output.json import list_json, pupil_json, warnings_json

_WITH_RECORDS = Bilingual("declarations only together with records", "declarations doar împreună cu records")
_SERVICE_HAS_NONE = Bilingual(
    f"{EXPECTED['records'].en}, since this service has no records of its own",
    f"{EXPECTED['records'].ro}, fiindcă acest serviciu nu are date proprii",
)
_ONE_SCHOOL = Bilingual(
    f"{EXPECTED['school_id'].en}, since a service answers for one school at a time",
    f"{EXPECTED['school_id'].ro}, fiindcă un serviciu răspunde pentru câte o singură școală",
)
_ALONE = Bilingual("declarations alone", "declarații singure")
_UNKNOWN = Bilingual("a value that is not there", "o valoare care nu există")
_A_SCHOOL = Bilingual("a school of these records", "o școală din aceste date")
_A_PUPIL = Bilingual("a pupil who is in school at that date", "un elev care este la școală la acea dată")

UNKNOWN_SCHOOL = wrong("school_id", _UNKNOWN, _A_SCHOOL)
UNKNOWN_PUPIL = wrong("pupil_id", _UNKNOWN, _A_PUPIL)


@dataclass(frozen=True)
class RecordState:
    """The sorted records that a service answers from; another ``watermark``, other records."""

    watermark: Hashable
    index: RecordIndex

    @cached_property
    def schools(self) -> frozenset[str]:
        """The schools that are among them."""
        return frozenset(self.index.enrolments["school_id"])

    @cached_property
    def school_names(self) -> Mapping[str, str]:
        """The name of each school that has one."""
        return self._of_schools("name")

    @cached_property
    def counties(self) -> Mapping[str, str]:
        """The county of each school that has one."""
        return self._of_schools("county")

    @cached_property
    def legal_units(self) -> Mapping[str, str]:
        """The legal unit of each school that belongs to one."""
        return self._of_schools("parent_school_id")

    @cached_property
    def structures(self) -> Mapping[str, tuple[str, ...]]:
        """The schools that belong to each legal unit."""
        found: dict[str, tuple[str, ...]] = {}
        for school_id, unit in self.legal_units.items():
            found[unit] = (*found.get(unit, ()), school_id)
        return found

    def _of_schools(self, column: str) -> dict[str, str]:
        said = self.index.records["schools"][["school_id", column]].dropna()
        return {str(school): str(value) for school, value in zip(said["school_id"], said[column], strict=True)}

    @cached_property
    def _covered(self) -> tuple[dt.date, dt.date]:
        return covered_days(self.index)

    def covers(self, day: dt.date, *, today: dt.date) -> bool:
        """Tell whether there can be a list of a day: from the first one in school on, and none of a day to come."""
        return self._covered[0] <= day <= self.latest_day(today)

    def latest_day(self, today: dt.date) -> dt.date:
        """Return today, or the last day on which they have a child in school where that is over."""
        first, last = self._covered
        return min(max(today, first), last)

    def places(self, today: dt.date) -> Mapping[str, ChildPlace]:
        """Return where each child is today: whoever sees a child, sees it there, whichever day is asked about."""
        day = self.latest_day(today)
        return self._placed.at(self.watermark, day, make=lambda: places_at(self.index, day_of(day)))

    @cached_property
    def _placed(self) -> "DateCache[Mapping[str, ChildPlace]]":
        return DateCache()

    @cached_property
    def _warned(self) -> "DateCache[tuple[RecordWarning, ...]]":
        return DateCache()

    def warnings(self, as_of: dt.date) -> tuple[RecordWarning, ...]:
        """Return what is odd in what was known of them before a day."""
        return self._warned.at(
            self.watermark, as_of, make=lambda: records_warnings(records_before(self.index.records, as_of))
        )


@dataclass(frozen=True)
class RankingService:
    """One model version with the files of its card, and the records it answers from where it has any.

    Of its own records it keeps what the lists of the last few dates have in common. What does not depend on the model
    is handed on to the service of the next version (``seen``). Of the children ``apart`` of its own records it tells
    neither place nor score nor reason; they stand among those of whom nothing can be said.
    """

    scorer: Scorer
    own: RecordState | None
    card: Mapping[str, str] = field(default_factory=dict)
    seen: DateCache[FeatureCohort] = field(default_factory=DateCache, repr=False, compare=False)
    apart: Mapping[str, NotScored] = field(default_factory=dict)
    _scored: DateCache[ScoredCohort] = field(default_factory=DateCache, init=False, repr=False, compare=False)
    _without: DateCache[ScoredCohort] = field(default_factory=DateCache, init=False, repr=False, compare=False)

    def without(self, apart: Mapping[str, NotScored]) -> "RankingService":
        """Return the service that tells nothing of some children, by pupil_id; what is scored is scored once."""
        if not apart:
            return self
        other = replace(self, apart=apart)
        for kept in ("_scored", "_without"):  # which are not made anew, though the service is frozen
            object.__setattr__(other, kept, getattr(self, kept))
        return other

    def rank(self, request: RankRequest, *, viewer: Viewer, today: dt.date) -> str:
        """Return the JSON of ``prezent rank --format json``.

        Raises
        ------
        RecordsError
            If the records of the request have problems.
        NotPermitted
            If the viewer may not see all children whom the list is made of.
        Refused
            If there is nothing to rank.
        """
        return list_json(self._reached(request, self._records(request, today), viewer, today))

    def list_of(self, *, viewer: Viewer, school_id: str, as_of: dt.date, capacity: float) -> RankedList:
        """Return the list of a school of the service's own records; refuses what ``rank`` refuses."""
        if self.own is None or school_id not in self.own.schools:
            raise RequestError([UNKNOWN_SCHOOL], status=404)
        return self._listed(RankRequest(as_of=as_of, capacity=capacity, school_id=school_id), self.own, viewer)

    def cohort_at(self, as_of: dt.date) -> ScoredCohort:
        """Return the scored children of the service's own records at a date; refuses what ``rank`` refuses.

        It holds the children of all schools: whoever asks shows only those whom the viewer may see.
        """
        if self.own is None:
            raise RequestError([wrong("records", expected=_SERVICE_HAS_NONE)])
        return self._cohort(self.own, as_of)

    def warnings(self, request: RankRequest, *, viewer: Viewer, today: dt.date) -> str:
        """Return as JSON what is odd in the records of the children whom ``rank`` lists; refuses what it refuses."""
        records = self._records(request, today)
        ranked = self._reached(request, records, viewer, today)
        return warnings_json(ranked.with_record_warnings(records.warnings(request.as_of)))

    def _reached(self, request: RankRequest, records: RecordState, viewer: Viewer, today: dt.date) -> RankedList:
        """Return a list without the children whom the viewer may not see where they are today."""
        ranked = self._listed(request, records, viewer)
        if viewer.schools is None or records is not self.own:
            return ranked
        places = records.places(today)

        def is_reached(pupil_id: str) -> bool:
            return pupil_id not in places or viewer.sees(places[pupil_id].school_id)

        return replace(
            ranked, pupils=tuple(each for each in ranked.pupils if is_reached(each.pupil_id)),
            not_scored=tuple(each for each in ranked.not_scored if is_reached(each.pupil_id)),
        )  # fmt: skip

    def _listed(self, request: RankRequest, records: RecordState, viewer: Viewer) -> RankedList:
        school = request.school_id
        if request.records is None and school is None:
            raise RequestError([wrong("school_id", expected=_ONE_SCHOOL)])
        _require_capacity(request.capacity)
        viewer.require(records.schools if school is None else [school])
        if school is not None and school not in records.schools:
            raise RequestError([UNKNOWN_SCHOOL], status=404)
        cohort = self._cohort(records, request.as_of)
        return self.scorer.list_of(cohort, viewer=viewer, capacity=request.capacity, school_id=school)

    def explain(self, request: ExplainRequest, *, viewer: Viewer, today: dt.date) -> str:
        """Return the JSON of ``prezent explain --format json``; refuses what ``rank`` refuses."""
        records = self._records(request, today)
        cohort = self._cohort(records, request.as_of)
        pupils = cohort.features.table.pupils
        schools = pupils.loc[pupils["pupil_id"] == request.pupil_id, "school_id"].tolist()
        if not schools:
            viewer.require_all()  # whether there is such a child elsewhere is not for others to know
            raise RequestError([UNKNOWN_PUPIL], status=404)
        place = records.places(today).get(request.pupil_id) if records is self.own else None
        viewer.require([place.school_id] if place else schools)
        then = Viewer(viewer.name, frozenset(schools))  # who sees the child today sees it as it was then
        return pupil_json(self.scorer.child_of(cohort, viewer=then, pupil_id=request.pupil_id))

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

    def _cohort(self, records: RecordState, as_of: dt.date) -> ScoredCohort:
        """Score the cohort at a date; of the service's own records only if it was not asked for lately."""
        if records is not self.own:
            return self.scorer.score(feature_cohort(records.index, as_of))
        mark = records.watermark
        scored = self._scored.at(mark, as_of, make=lambda: self.scorer.score(self._features(records, as_of)))
        if not self.apart:
            return scored
        left = (mark, frozenset(self.apart))
        return self._without.at(left, as_of, make=lambda: self.scorer.without(scored, self.apart))

    def _features(self, records: RecordState, as_of: dt.date) -> FeatureCohort:
        return self.seen.at(records.watermark, as_of, make=lambda: feature_cohort(records.index, as_of))

    def _records(self, request: Body, today: dt.date) -> RecordState:
        if request.records is not None:
            declared, problems = parse_declarations(request.declarations or {})
            if problems:
                raise RequestError(problems)
            return RecordState(None, index_records(records_from_rows(request.records, declared, [], today=today)))
        if request.declarations is not None:
            raise RequestError([wrong("declarations", _ALONE, _WITH_RECORDS)])
        if self.own is None:
            raise RequestError([wrong("records", expected=_SERVICE_HAS_NONE)])
        return self.own


def _require_capacity(capacity: float) -> None:
    try:
        list_length(capacity, 1)
    except UsageError:
        raise RequestError([wrong("capacity", in_quotes(f"{capacity:g}"))]) from None
