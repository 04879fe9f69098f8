"""The lists of all schools of some records at once.

Each school's list is the one that ``Scorer.rank`` gives for it alone, to the last bit: a child's features, score and
reasons do not depend on which list is asked for. Only the work is shared, so that features, scores and reasons are
computed once and not once for every school.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Floats, Positions
from features.catalogue.feature import FeatureSpec
from features.point_in_time.record_index import RecordIndex
from features.records.fingerprint import data_fingerprint
from features.table.feature_table import FeatureTable
from models.ranking.abstention import NotScored
from models.ranking.list_warnings import Caution, of_children, of_records
from models.ranking.ordering import (
    ExpectedHits,
    expected_of,
    hits_in_school,
    hits_together,
    hits_variance,
    list_length,
    order,
)
from models.ranking.scorer import Scorer, model_features
from models.risk.model import Risk


@dataclass(frozen=True)
class SchoolList:
    """One school's list in numbers: children who were scored, listed and not scored, and what to know before it."""

    school_id: str
    scored: int
    listed: int
    not_scored: int
    expected: ExpectedHits
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class EverySchool:
    """The lists of all schools of some records at a date.

    ``children`` has a row per scored child, school by school in the order of its list: ``school_id``, ``class_label``,
    ``pupil_id``, ``rank`` in the school, ``listed``, ``score``, ``margin`` and ``base_margin``. ``values`` and
    ``contributions`` belong to the same rows, shape (n, k), in the order of ``features``. ``not_scored`` has
    ``school_id``, ``class_label``, ``pupil_id``, ``reason``, ``text_ro`` and ``text_en``. ``expected`` and
    ``cautions`` are those of all listed, and all scored, children together.
    """

    as_of: dt.date
    model_version: str
    data_fingerprint: str
    children: pd.DataFrame
    features: tuple[FeatureSpec, ...]
    values: Floats
    contributions: Floats
    not_scored: pd.DataFrame
    schools: tuple[SchoolList, ...]
    expected: ExpectedHits
    hits_variance: float
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class _Scored:
    """The children of a cohort who are scored, by their places in the feature table, with the risk of each."""

    scorer: Scorer
    table: FeatureTable
    places: Positions
    risk: Risk


@dataclass(frozen=True)
class _School:
    """One school's scored children in the order of its list, as rows of all scored, and how many of its own are not.

    The first ``listed`` are on the list; ``hits`` is the distribution of the number of hits among them.
    """

    school_id: str
    rows: Positions
    listed: int
    not_scored: int
    hits: Floats


def rank_every_school(scorer: Scorer, index: RecordIndex, as_of: dt.date, *, capacity: float) -> EverySchool:
    """Rank each school's children among themselves; the capacity is that of one school.

    Raises
    ------
    UsageError
        If the capacity is none.
    Refused
        If nobody is in school at that date, or the records lack features of the model.
    """
    table = scorer.table(index, as_of)
    silent = scorer.not_scored(index, as_of)
    is_silent = table.pupils["pupil_id"].isin(silent.keys()).to_numpy()
    places = np.flatnonzero(~is_silent)
    scored = _Scored(scorer, table, places, scorer.model.risk(table.values.iloc[places]))
    schools = tuple(_schools(scored, capacity))
    rows = np.concatenate([school.rows for school in schools])
    features = model_features(scorer.model, table)
    hits = hits_together(school.hits for school in schools)
    same = of_records(scorer.model.trained_on, as_of, index.records)
    return EverySchool(
        as_of=as_of,
        model_version=scorer.version,
        data_fingerprint=data_fingerprint(index.records, as_of),
        children=_children(scored, schools, rows),
        features=features,
        values=table.values[[feature.name for feature in features]].to_numpy(np.float64)[places[rows]],
        contributions=scored.risk.contributions[rows],
        not_scored=_not_scored(table.pupils[is_silent], silent),
        schools=tuple(_list_of(scored, school, same) for school in schools),
        expected=expected_of(scored.risk.scores[_listed_rows(schools)], hits),
        hits_variance=hits_variance(hits),
        cautions=(*same, *of_children(scorer.model.trained_on, table, places)),
    )


def _schools(scored: _Scored, capacity: float) -> Iterator[_School]:
    """Put the children of each school in the order of its list, school by school in the order of their ids."""
    pupils, risk, model = scored.table.pupils, scored.risk, scored.scorer.model
    row_at = np.full(len(pupils), -1, dtype=np.intp)  # where a place of the table is among the scored
    row_at[scored.places] = np.arange(len(scored.places))
    ids = pupils["pupil_id"].to_numpy(str)[scored.places]
    for school_id, places in pupils.groupby("school_id").indices.items():
        rows = row_at[np.sort(places)]
        rows = rows[rows >= 0]
        rows = rows[order(risk.scores[rows], risk.margins[rows], ids[rows])]
        listed = list_length(capacity, len(rows))
        hits = hits_in_school(risk.scores[rows[:listed]], model.school_sd)
        yield _School(str(school_id), rows, listed, len(places) - len(rows), hits)


def _listed_rows(schools: Iterable[_School]) -> Positions:
    return np.concatenate([school.rows[: school.listed] for school in schools])


def _list_of(scored: _Scored, school: _School, same: tuple[Caution, ...]) -> SchoolList:
    """Say a school's list in numbers; ``same`` are the cautions of every school."""
    in_order_of_table = scored.places[np.sort(school.rows)]
    trained_on = scored.scorer.model.trained_on
    return SchoolList(
        school_id=school.school_id,
        scored=len(school.rows),
        listed=school.listed,
        not_scored=school.not_scored,
        expected=expected_of(scored.risk.scores[school.rows[: school.listed]], school.hits),
        cautions=(*same, *of_children(trained_on, scored.table, in_order_of_table)),
    )


def _children(scored: _Scored, schools: Sequence[_School], rows: Positions) -> pd.DataFrame:
    pupils = scored.table.pupils.iloc[scored.places[rows]]
    ranks = np.concatenate([np.arange(1, len(school.rows) + 1) for school in schools])
    capacities = np.repeat([school.listed for school in schools], [len(school.rows) for school in schools])
    return pd.DataFrame(
        {
            **_identity(pupils),
            "rank": ranks,
            "listed": ranks <= capacities,
            "score": scored.risk.scores[rows],
            "margin": scored.risk.margins[rows],
            "base_margin": scored.risk.base_margin,
        }
    )


def _not_scored(pupils: pd.DataFrame, silent: Mapping[str, NotScored]) -> pd.DataFrame:
    pupils = pupils.sort_values(["school_id", "pupil_id"])
    found = [silent[pupil_id] for pupil_id in pupils["pupil_id"]]
    why = {name: [getattr(child, name) for child in found] for name in ("reason", "text_ro", "text_en")}
    return pd.DataFrame({**_identity(pupils), **why})


def _identity(pupils: pd.DataFrame) -> dict[str, list[str | None]]:
    """Return school, class and pseudonym of each child; a class without a label is None."""
    labels = [label if isinstance(label, str) else None for label in pupils["class_label"]]
    return {"school_id": list(pupils["school_id"]), "class_label": labels, "pupil_id": list(pupils["pupil_id"])}
