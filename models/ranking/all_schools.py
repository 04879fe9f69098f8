"""The lists of all schools of some records at once, as tables.

Each school's list is the one that ``ScoredCohort.school_list`` gives for it alone; features, scores and reasons are
computed once for all of them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, Positions
from features.catalogue.feature import FeatureSpec
from features.point_in_time.record_index import RecordIndex
from models.explain.explained import Explained
from models.explain.told_reasons import SharedReason, shared_of_lists
from models.explain.usual import known_of_nobody
from models.ranking.expected_hits import ExpectedHits, expected_of, hits_variance
from models.ranking.list_warnings import Caution
from models.ranking.ranked_list import NamedSchool
from models.ranking.scored_cohort import SchoolList, ScoredCohort, feature_cohort
from models.ranking.scorer import Scorer
from models.risk.model import Predicted
from models.viewer import Viewer


@dataclass(frozen=True)
class EverySchool:
    """The lists of all schools of some records at a date.

    ``children`` has a row per scored child, school by school in the order of its list: ``school_id``, ``class_label``,
    ``pupil_id``, ``rank`` in the school, ``listed``, ``score``, ``margin`` and ``base_margin``. ``values`` and
    ``contributions`` belong to the same rows, shape (n, k), in the order of ``features``; so do ``of_nobody``, the
    values that the whole class lacks (``explain.usual``). ``not_scored`` has
    ``school_id``, ``class_label``, ``pupil_id``, ``reason``, ``text_ro`` and ``text_en``. ``expected`` and
    ``cautions`` are those of all listed, and all scored, children together. ``listed`` are the listed children, in the
    same order, ``is_left_out`` what is no reason of one of them rather than of another, and ``shared`` what is told of
    each school's list once.
    """

    as_of: dt.date
    model_version: str
    data_fingerprint: str
    children: pd.DataFrame
    features: tuple[FeatureSpec, ...]
    values: Floats
    contributions: Floats
    of_nobody: Booleans
    listed: Explained
    is_left_out: Booleans
    shared: tuple[tuple[SharedReason, ...], ...]
    not_scored: pd.DataFrame
    schools: tuple[SchoolList, ...]
    expected: ExpectedHits
    hits_variance: float
    cautions: tuple[Caution, ...]
    predicted: Predicted
    named: tuple[NamedSchool, ...]


def rank_every_school(
    scorer: Scorer, index: RecordIndex, as_of: dt.date, *, viewer: Viewer, capacity: float | Mapping[str, int]
) -> EverySchool:
    """Rank each school's children among themselves; the capacity is that of one school, or the places of each.

    Raises
    ------
    UsageError
        If the capacity is none.
    NotPermitted
        If the viewer may not see the pupils of all these schools.
    Refused
        If nobody is in school at that date, or the records lack features of the model.
    """
    cohort = scorer.score(feature_cohort(index, as_of))
    viewer.require(cohort.features.schools)
    lists = tuple(_list_of(cohort, school_id, capacity) for school_id in cohort.features.schools)
    rows = np.concatenate([each.ordered for each in lists])
    listed = np.concatenate([each.ordered[: each.listed] for each in lists])
    hits = cohort.hits(listed)
    values = cohort.inputs[rows]
    explained, lengths = cohort.explained(listed), [each.listed for each in lists]
    shared = shared_of_lists(explained, lengths, of_one_school=True)
    return EverySchool(
        as_of=as_of,
        model_version=scorer.version,
        data_fingerprint=cohort.features.fingerprint,
        children=_children(cohort, lists, rows),
        features=cohort.model_features,
        values=values,
        contributions=scorer.model.trees.contributions_of(values),
        of_nobody=known_of_nobody(cohort.inputs, cohort.model_features, rows, class_=cohort.features.snapshot.class_),
        listed=explained,
        is_left_out=shared.is_left_out,
        shared=shared.reasons,
        not_scored=_not_scored(cohort, lists),
        schools=lists,
        expected=expected_of(cohort.scores[listed], hits),
        hits_variance=hits_variance(hits),
        cautions=cohort.cautions(None),
        predicted=scorer.model.target.predicted(as_of),
        named=tuple(map(cohort.features.named, cohort.features.schools)),
    )


def _list_of(cohort: ScoredCohort, school_id: str, capacity: float | Mapping[str, int]) -> SchoolList:
    if isinstance(capacity, Mapping):
        return cohort.first_of(school_id, capacity[school_id])
    return cohort.school_list(school_id, capacity=capacity)


def _children(cohort: ScoredCohort, lists: Sequence[SchoolList], rows: Positions) -> pd.DataFrame:
    ranks = np.concatenate([np.arange(1, each.scored + 1) for each in lists])
    capacities = np.repeat([each.listed for each in lists], [each.scored for each in lists])
    return pd.DataFrame(
        {
            **_identity(cohort.features.table.pupils.iloc[rows]),
            "rank": ranks,
            "listed": ranks <= capacities,
            "score": cohort.scores[rows],
            "margin": cohort.margins[rows],
            "base_margin": cohort.model.trees.base_margin,
        }
    )


def _not_scored(cohort: ScoredCohort, lists: Sequence[SchoolList]) -> pd.DataFrame:
    """Return a row for each child of these schools who is on no list of it, with the reason."""
    columns = ["school_id", "class_label", "pupil_id"]
    known = pd.concat([cohort.features.table.pupils[columns], cohort.features.snapshot.unlisted()[columns]])
    children = {(each.school_id, child.pupil_id): child for each in lists for child in each.not_scored}
    keys = pd.MultiIndex.from_frame(known[["school_id", "pupil_id"]])
    pupils = known[keys.isin(list(children))].sort_values(["school_id", "pupil_id"])
    found = [children[school, pupil] for school, pupil in zip(pupils["school_id"], pupils["pupil_id"], strict=True)]
    why = {name: [getattr(child, name) for child in found] for name in ("reason", "text_ro", "text_en")}
    return pd.DataFrame({**_identity(pupils), **why})


def _identity(pupils: pd.DataFrame) -> dict[str, list[str | None]]:
    """Return school, class and pseudonym of each child; a class without a label is None."""
    labels = [label if isinstance(label, str) else None for label in pupils["class_label"]]
    return {"school_id": list(pupils["school_id"]), "class_label": labels, "pupil_id": list(pupils["pupil_id"])}
