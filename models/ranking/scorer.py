"""From records to the ranked list, by one model version."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from features.arrays import Booleans, Positions
from features.errors import UsageError
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.point_in_time.record_index import RecordIndex
from features.table.feature_table import PUPIL_COLUMNS
from models.explain.explained import Explained
from models.explain.reasons import reasons
from models.explain.told_reasons import of_the_school, shared_of_lists, told_reasons
from models.ranking.abstention import CannotSay, NotScored, not_scored
from models.ranking.beside import Beside, themes_beside
from models.ranking.ranked_list import RankedList, RankedPupil
from models.ranking.scored_cohort import FeatureCohort, ScoredCohort, feature_cohort, score_cohort
from models.risk.model import RiskModel
from models.viewer import Viewer


@dataclass(frozen=True)
class Scorer:
    """A model version ready to rank records."""

    model: RiskModel
    version: str

    def rank(
        self, index: RecordIndex, as_of: dt.date, *, viewer: Viewer, capacity: float, school_id: str | None = None
    ) -> RankedList:
        """Rank the cohort at a date, or those of it in one school, without those of whom nothing can be said yet.

        Raises
        ------
        UsageError
            If the school is not among the records, or the capacity is none.
        NotPermitted
            If the viewer may not see all children whom the list is made of.
        Refused
            If nobody is in school at that date, or the records lack features of the model.
        """
        cohort = self.score(feature_cohort(index, as_of))
        return self.list_of(cohort, viewer=viewer, capacity=capacity, school_id=school_id)

    def explain(self, index: RecordIndex, as_of: dt.date, *, viewer: Viewer, pupil_id: str) -> RankedPupil:
        """Explain one child of the cohort at a date, with the rank among all who are scored.

        Raises
        ------
        UsageError
            If the child is not in school at that date.
        NotPermitted
            If the viewer may not see the child, or there may be such a child elsewhere.
        CannotSay
            If nothing can be said of the child's class yet.
        """
        return self.child_of(self.score(feature_cohort(index, as_of)), viewer=viewer, pupil_id=pupil_id)

    def score(self, features: FeatureCohort) -> ScoredCohort:
        """Score a cohort, to be asked for several lists; Refused if the records lack features of the model."""
        return score_cohort(self.model, features, not_scored(features.snapshot, self.model.trained_on.recording_rates))

    def without(self, cohort: ScoredCohort, apart: Mapping[str, NotScored]) -> ScoredCohort:
        """Return a scored cohort in which some children, by pupil_id, have no score, and the next ones their places."""
        here = {pupil_id: why for pupil_id, why in apart.items() if pupil_id in cohort.place_of}
        margins, scores = cohort.margins.copy(), cohort.scores.copy()
        places = [cohort.place_of[pupil_id] for pupil_id in here]
        margins[places], scores[places] = np.nan, np.nan
        return replace(cohort, silent={**cohort.silent, **here}, margins=margins, scores=scores)

    def list_of(
        self, cohort: ScoredCohort, *, viewer: Viewer, capacity: float, school_id: str | None = None
    ) -> RankedList:
        """Return the ranked list of a scored cohort, like ``rank``."""
        viewer.require(cohort.features.schools if school_id is None else [school_id])
        found = cohort.school_list(school_id, capacity=capacity)
        listed = found.ordered[: found.listed]
        explained = cohort.explained(listed)
        is_of_one = school_id is not None or len(cohort.features.schools) == 1
        shared = shared_of_lists(explained, [len(listed)], of_one_school=is_of_one)
        return RankedList(
            as_of=cohort.features.as_of,
            model_version=self.version,
            data_fingerprint=cohort.features.fingerprint,
            capacity=found.listed,
            cohort_size=found.scored,
            expected=found.expected,
            pupils=_pupils(cohort, listed, explained, shared.is_left_out, ranks=1 + np.arange(found.listed)),
            shared=shared.reasons[0],
            not_scored=found.not_scored,
            cautions=found.cautions,
            predicted=self.model.target.predicted(cohort.features.as_of),
            school=None if school_id is None else cohort.features.named(school_id),
        )

    def child_of(self, cohort: ScoredCohort, *, viewer: Viewer, pupil_id: str) -> RankedPupil:
        """Explain one child of a scored cohort, like ``explain``."""
        places = _places_of(cohort, viewer, pupil_id)
        explained, ranks = cohort.explained(places), 1 + np.flatnonzero(cohort.school(None).ordered == places)
        return _pupils(cohort, places, explained, of_the_school(explained.features)[None], ranks=ranks)[0]

    def beside(self, cohort: ScoredCohort, *, viewer: Viewer, pupil_ids: tuple[str, str]) -> Beside:
        """Put two children of a scored cohort side by side; refuses of each what ``explain`` refuses."""
        places = np.concatenate([_places_of(cohort, viewer, pupil_id) for pupil_id in pupil_ids])
        schools = cohort.features.table.pupils["school_id"].to_numpy(object)[places]
        is_one_school = bool(schools[0] == schools[1])
        ordered = cohort.school(str(schools[0]) if is_one_school else None).ordered
        first, second = (1 + int(np.flatnonzero(ordered == place)[0]) for place in places)
        margins = cohort.margins[places].tolist()
        themes = themes_beside(cohort.explained(places))
        return Beside(pupil_ids, (first, second), len(ordered), is_one_school, (margins[0], margins[1]), themes)


def _places_of(cohort: ScoredCohort, viewer: Viewer, pupil_id: str) -> Positions:
    """Return the place of one child in the table, whom the viewer may see and of whom something can be said."""
    table = cohort.features.table
    place = cohort.place_of.get(pupil_id)
    places: Positions = np.array([] if place is None else [place], np.intp)
    viewer.require(table.pupils["school_id"].iloc[places].tolist())
    if not len(places):
        viewer.require_all()  # whether there is such a child elsewhere is not for others to know
        raise UsageError(
            Bilingual(
                f"No pupil {pupil_id!r} is in school at {date_words(table.as_of, 'en')}; check the pupil_id and the "
                "date.",
                f"Niciun elev {pupil_id!r} nu este la școală la {date_words(table.as_of, 'ro')}; verificați pupil_id "
                "și data.",
            )
        )
    if pupil_id in cohort.silent:
        raise CannotSay(cohort.silent[pupil_id])
    return places


def _pupils(
    cohort: ScoredCohort, places: Positions, explained: Explained, is_left_out: Booleans, *, ranks: Positions
) -> tuple[RankedPupil, ...]:
    """Return the children at these places of the table, in their order."""
    pupils = cohort.features.table.pupils.iloc[places]
    identities = zip(*(pupils[name].to_numpy(object) for name in PUPIL_COLUMNS), strict=True)
    told = told_reasons(explained, is_left_out)
    return tuple(
        RankedPupil(
            rank=int(ranks[row]),
            pupil_id=str(pupil_id),
            school_id=str(school_id),
            class_label=class_label if isinstance(class_label, str) else None,
            score=float(cohort.scores[places[row]]),
            margin=float(cohort.margins[places[row]]),
            base_margin=cohort.model.trees.base_margin,
            reasons=reasons(explained, row),
            told=told[row],
        )
        for row, (pupil_id, school_id, class_label) in enumerate(identities)
    )
