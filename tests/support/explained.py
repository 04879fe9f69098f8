"""How does a test get explained children without a model? Values, contributions and what is usual, written by hand."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from features.catalogue.feature import FeatureSpec
from features.schema.scales import SCALES, Scale
from models.explain.explained import Explained
from models.explain.told_reasons import ToldReason, ToldReasons
from models.explain.usual import Usual
from models.ranking.ranked_list import NamedSchool, RankedPupil
from serving.output.explanation import ExplainedPupil
from tests.support.small_models import CATALOGUE, TARGET

TEN, LETTERS = SCALES[0], SCALES[1]


def named(*names: str) -> tuple[FeatureSpec, ...]:
    return tuple(next(feature for feature in CATALOGUE if feature.name == name) for name in names)


def explained_of(
    features: Sequence[FeatureSpec], values: Sequence[Sequence[float]], contributions: Sequence[Sequence[float]],
    *, usual: Sequence[Sequence[float]] | None = None, in_class: bool = True, scale: Scale | None = TEN,
    of_nobody: Sequence[Sequence[bool]] | None = None,
) -> Explained:  # fmt: skip
    """Return children, a row each, of one scale; without ``usual`` nothing is usual."""
    given = np.array(values, dtype=float)
    beside = np.full(given.shape, np.nan) if usual is None else np.array(usual, dtype=float)
    lacking = np.zeros(given.shape, np.bool_) if of_nobody is None else np.array(of_nobody)
    return Explained(
        features=tuple(features),
        values=given,
        contributions=np.array(contributions, dtype=float),
        usual=Usual(beside, np.full(given.shape, in_class), lacking),
        marks=[scale] * len(given),
        conduct=[scale] * len(given),
    )


def sentence_of(
    name: str, value: float, *, usual: float = np.nan, in_class: bool = True, scale: Scale | None = TEN,
    compared: tuple[str, float] | None = None,
) -> tuple[str, str]:  # fmt: skip
    """Return what is said of one feature, in Romanian and in English; ``compared`` is another of the same child."""
    features = named(name, *([compared[0]] if compared else []))
    values = [value, *([compared[1]] if compared else [])]
    row = [usual] * len(values)
    found = explained_of(features, [values], [values], usual=[row], in_class=in_class, scale=scale).child(0).sentence(0)
    return found.ro, found.en


def told(*reasons: ToldReason) -> ToldReasons:
    """Return reasons on their sides."""
    raising = tuple(reason for reason in reasons if reason.contribution > 0)
    return ToldReasons(raising, tuple(reason for reason in reasons if reason.contribution < 0))


def explained_pupil(pupil: RankedPupil, *, rank: int = 1, scored: int = 410) -> ExplainedPupil:
    """Return a child with its place in its school, as of a day in February."""
    as_of, school = dt.date(2026, 2, 15), NamedSchool(pupil.school_id, "Școala Gimnazială Nr. 1")
    return ExplainedPupil(pupil, school, rank, scored, TARGET.predicted(as_of), as_of, "7")
