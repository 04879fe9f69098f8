"""A cohort with its features and one model's scores, and the list of each of its schools.

Lists of one date have much in common, whichever school and capacity they are for. It is computed once, when it is first
needed, and kept with the cohort; who answers many requests keeps the cohort.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from features.arrays import Floats, Positions
from features.catalogue.feature import FeatureSpec
from features.days import NEVER, date_of
from features.errors import NoPupils, Refused, UsageError
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.point_in_time.cohort import seen_enrolments
from features.point_in_time.record_index import RecordIndex
from features.point_in_time.snapshot import Snapshot
from features.records.fingerprint import data_fingerprint
from features.table.feature_table import FeatureTable, build_features
from features.table.mark_scales import MarkScales, mark_scales
from models.explain.explained import Explained
from models.explain.usual import usual_values
from models.ranking.abstention import NotScored, not_listed
from models.ranking.expected_hits import ExpectedHits, expected_of, hits_distribution
from models.ranking.list_warnings import Caution, ListWarnings, of_ties
from models.ranking.ordering import list_length, order, ties_at
from models.ranking.ranked_list import NamedSchool
from models.risk.model import RiskModel, require_features

_SCHOOLS_NAMED = 10


@dataclass(frozen=True)
class FeatureCohort:
    """The cohort at a date with its features, which is the same for every model."""

    index: RecordIndex
    table: FeatureTable

    @property
    def as_of(self) -> dt.date:
        """The date from whose point of view everything is seen."""
        return self.table.as_of

    @property
    def snapshot(self) -> Snapshot:
        """What was known at the date."""
        if self.table.snapshot is None:
            raise ValueError("a table put together of partitions has no snapshot")
        return self.table.snapshot

    @cached_property
    def fingerprint(self) -> str:
        """Which data that is; a child can be explained without it."""
        return data_fingerprint(self.index.records, self.as_of)

    @cached_property
    def scales(self) -> MarkScales:
        """In which scale each child's marks are said."""
        return mark_scales(self.index, self.snapshot)

    @cached_property
    def schools(self) -> Mapping[str, Positions]:
        """The places in the table of each school's children, in the order of the schools' ids."""
        found = self.table.pupils.groupby("school_id").indices
        return {str(school): np.sort(np.asarray(places, np.intp)) for school, places in found.items()}

    def named(self, school_id: str) -> NamedSchool:
        """Return a school with its name, where the records tell it."""
        return NamedSchool(school_id, self._school_names.get(school_id))

    @cached_property
    def _school_names(self) -> Mapping[str, str]:
        schools = self.index.records["schools"]
        named = schools.loc[schools["name"].notna(), ["school_id", "name"]]
        return {str(school_id): str(name) for school_id, name in named.itertuples(index=False)}

    def places(self, school_id: str | None) -> Positions:
        """Return the places of a school's children in the table, or with None of all.

        Raises
        ------
        UsageError
            If the school is not among the records.
        NoPupils
            If nobody is in that school at the date.
        """
        if school_id is None:
            return np.arange(len(self.table))
        if school_id not in self.schools:
            raise self._no_children(school_id)
        return self.schools[school_id]

    def _no_children(self, school_id: str) -> UsageError | NoPupils:
        known = sorted(set(self.index.enrolments["school_id"]))
        if school_id in known:
            return NoPupils(
                Bilingual(
                    f"Nobody is in school {school_id} at {date_words(self.as_of, 'en')}. Check the date.",
                    f"Nimeni nu este la școala {school_id} la {date_words(self.as_of, 'ro')}. Verificați data.",
                )
            )
        shown, more = ", ".join(known[:_SCHOOLS_NAMED]), len(known) - _SCHOOLS_NAMED
        return UsageError(
            Bilingual(
                f"There is no school {school_id} in these records; they have {shown}"
                + (f" and {more} more." if more > 0 else "."),
                f"Nu există școala {school_id} în aceste date; ele au {shown}"
                + (f" și încă {more}." if more > 0 else "."),
            )
        )


@dataclass(frozen=True)
class SchoolOrder:
    """The children of one school in the order of its list, however long that is; or those of all schools.

    ``ordered`` are the places in the feature table of the children who are scored, first of the list first.
    """

    ordered: Positions
    not_scored: tuple[NotScored, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class SchoolList(SchoolOrder):
    """One school's list in numbers, or with ``school_id`` None that of all schools.

    The first ``listed`` of ``ordered`` are on the list; ``hits`` is the distribution of the number of hits among them.
    """

    school_id: str | None
    listed: int
    hits: Floats
    expected: ExpectedHits

    @property
    def scored(self) -> int:
        """How many children are scored, listed or not."""
        return len(self.ordered)


@dataclass(frozen=True)
class ScoredCohort:
    """A cohort with one model's margins and scores, shape (n,) for the table's n children; NaN for ``silent`` ones.

    ``inputs`` are what the model looks at, shape (n, features).
    """

    model: RiskModel
    features: FeatureCohort
    silent: Mapping[str, NotScored]
    inputs: Floats
    margins: Floats
    scores: Floats
    _orders: dict[str | None, SchoolOrder] = field(default_factory=dict, init=False, repr=False, compare=False)

    def school_list(self, school_id: str | None, *, capacity: float) -> SchoolList:
        """Return a school's list, or with None that of all; refuses what ``FeatureCohort.places`` does.

        Raises
        ------
        UsageError
            If the capacity is none.
        """
        return self.first_of(school_id, list_length(capacity, len(self.school(school_id).ordered)))

    def first_of(self, school_id: str | None, length: int) -> SchoolList:
        """Return a school's list of so many children, which may be none; otherwise like ``school_list``."""
        school = self.school(school_id)
        listed = school.ordered[:length]
        hits = self.hits(listed)
        ties = ties_at(self.margins[school.ordered], len(listed))  # a higher margin comes first, of one score too
        return SchoolList(
            **{**vars(school), "cautions": (*school.cautions, *of_ties(ties))},
            school_id=school_id,
            listed=len(listed),
            hits=hits,
            expected=expected_of(self.scores[listed], hits),
        )

    def hits(self, listed: Positions) -> Floats:
        """Return the distribution of the number of hits among the children at these places."""
        schools = self.features.table.pupils["school_id"].iloc[listed].to_numpy(object)
        sd, shared_sd = self.model.school_sd, self._warnings.shared_sd
        return hits_distribution(self.scores[listed], schools, sd, shared_sd=shared_sd)

    def school(self, school_id: str | None) -> SchoolOrder:
        """Return a school's children in their order, or with None all; refuses what ``FeatureCohort.places`` does."""
        if school_id not in self._orders:
            self._orders[school_id] = self._ordered(school_id)
        return self._orders[school_id]

    def explained(self, places: Positions) -> Explained:
        """Return what the model saw of the children at these places of the table, and what each feature added."""
        snapshot, scales, features = self.features.snapshot, self.features.scales, self.model_features
        usual = usual_values(self.inputs, features, places, class_=snapshot.class_, school=snapshot.school)
        return Explained(
            features=features,
            values=self.inputs[places],
            contributions=self.model.trees.contributions_of(self.inputs[places]),
            usual=usual,
            marks=[scales.of(child) for child in places.tolist()],
            conduct=[scales.of(child, conduct=True) for child in places.tolist()],
        )

    @cached_property
    def model_features(self) -> tuple[FeatureSpec, ...]:
        """The catalogue's entries of the model's features, in the model's order."""
        by_name = {feature.name: feature for feature in self.features.table.features}
        return tuple(by_name[name] for name in self.model.feature_names)

    @cached_property
    def pupil_ids(self) -> tuple[str, ...]:
        """The pupil_id of each child of the table."""
        return tuple(self.features.table.pupils["pupil_id"])

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """The place of each child in the table, by pupil_id."""
        return {pupil_id: place for place, pupil_id in enumerate(self.pupil_ids)}

    def cautions(self, school_id: str | None) -> tuple[Caution, ...]:
        """Return what is to be known before a school's list, or with None that of all, is believed."""
        return self._warnings.of_all() if school_id is None else self._warnings.of_school(school_id)

    @cached_property
    def _warnings(self) -> ListWarnings:
        scored = np.flatnonzero(~np.isnan(self.margins))
        return ListWarnings(self.model, self.features.table, self.features.index.records, scored)

    def not_listed(self, school_id: str | None) -> tuple[NotScored, ...]:
        """Return who is enrolled in a school and on no list of it; with None, who is on no list at all."""
        if school_id is not None:
            return self._not_listed.get(school_id, ())
        every = (child for children in self._not_listed.values() for child in children)
        return tuple(child for child in every if child.pupil_id not in self._pupil_ids)

    @cached_property
    def _not_listed(self) -> Mapping[str, tuple[NotScored, ...]]:
        return not_listed(self.features.snapshot)

    @cached_property
    def _pupil_ids(self) -> frozenset[str]:
        return frozenset(self.pupil_ids)

    def _ordered(self, school_id: str | None) -> SchoolOrder:
        places = self.features.places(school_id)
        is_scored = ~np.isnan(self.margins[places])
        scored, silent = places[is_scored], places[~is_scored]
        ids = [self.pupil_ids[place] for place in scored]
        return SchoolOrder(
            ordered=scored[order(self.scores[scored], self.margins[scored], ids)],
            not_scored=(*(self.silent[self.pupil_ids[place]] for place in silent), *self.not_listed(school_id)),
            cautions=self.cautions(school_id),
        )


def feature_cohort(index: RecordIndex, as_of: dt.date) -> FeatureCohort:
    """Compute the features of the cohort at a date; Refused if nobody is in school then."""
    table = build_features(index, as_of)
    if not len(table):
        first, last = covered_days(index)
        raise Refused(
            Bilingual(
                f"Nobody is in school at {date_words(as_of, 'en')}: no enrolment began before and goes on. "
                f"The enrolments cover {date_words(first, 'en')} to {date_words(last, 'en')}; ask for a day of these.",
                f"Nimeni nu este la școală la {date_words(as_of, 'ro')}: nicio înscriere nu a început înainte și mai "
                f"continuă. Înscrierile acoperă perioada {date_words(first, 'ro')} – {date_words(last, 'ro')}; "
                "cereți o zi din ea.",
            )
        )
    return FeatureCohort(index, table)


def covered_days(index: RecordIndex) -> tuple[dt.date, dt.date]:
    """Return the first and last day with a child in school, as years end, or until all enrolments were taken back."""
    standing = seen_enrolments(index, NEVER)
    enrolments = standing if len(standing) else index.enrolments
    left, year_end, retracted = (enrolments[name].to_numpy() for name in ("left_on", "year_ends_on", "retracted_on"))
    ends = np.minimum(np.where(left == NEVER, year_end, left), retracted)
    known = ends[ends != NEVER]
    first = int(enrolments["enrolled_on"].min()) + 1
    return date_of(first), date_of(max(first, int(known.max()) if len(known) else first))


def score_cohort(model: RiskModel, features: FeatureCohort, silent: Mapping[str, NotScored]) -> ScoredCohort:
    """Score all but the silent children; Refused if the records lack features of the model."""
    require_features(model, features.table)
    scored = ~features.table.pupils["pupil_id"].isin(silent.keys()).to_numpy()
    inputs = features.table.values[list(model.feature_names)].to_numpy(np.float64)
    margins = np.full(len(scored), np.nan)
    margins[scored] = model.trees.margins_of(inputs[scored])
    return ScoredCohort(model, features, silent, inputs, margins, model.calibration.probability(margins))
