"""What schools were like in a training: what is usual of each feature, of each school, and of each kind of school.

Means of what is counted are compared as ratios, so that half of the absences is half in every school; other means in
standard deviations of the children.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Floats, Integers, Positions, Texts
from features.catalogue.feature import FeatureSpec
from models.drift.school_statistics import (
    FEWEST_CHILDREN,
    SchoolStatistics,
    compared_values,
    is_compared,
    kinds_of,
    school_statistics,
)

MOVED_RATIO = float(np.log(1.5))  # half as much again, or two thirds
MOVED_SPREADS = 0.4  # standard deviations of the children
ANY_KIND = "any"

_AS_RATIO = frozenset({"hours", "times", "incidents", "percent"})  # units of what is counted
_FEWEST_OF_KIND = 10  # school-dates; of fewer the schools of all kinds are compared with
_WITHIN = 0.15  # assumed where there is only one date to tell how a school moves by itself
_FLOOR = 0.1  # of the mean: as much is added to both sides of a ratio
_LOW, _HIGH = 2.5, 97.5  # percentiles of the schools of a kind
_TINY = 1e-9


@dataclass(frozen=True)
class MonthUsual:
    """What a feature was like at the training's dates of one month: mean, if any, and share without a value."""

    month: int
    missing: float
    mean: float | None


@dataclass(frozen=True)
class KindUsual:
    """How far the schools of a kind were from the mean of all: ``low`` to ``high``, and up to which share ``missing``.

    Few of them were beyond.
    """

    kind: str
    low: float
    high: float
    missing: float


@dataclass(frozen=True)
class Reference:
    """What a feature was like in the training.

    ``spread`` is the standard deviation over children, ``mean`` and ``missing`` are of all rows, ``within`` is how far
    a school moves by itself from date to date, ``from_week`` the earliest week of the school year that was seen.
    """

    feature: str
    as_ratio: bool
    spread: float
    mean: float
    missing: float
    within: float
    from_week: float
    usual: tuple[MonthUsual, ...]
    kinds: tuple[KindUsual, ...]

    @property
    def limit(self) -> float:
        """How far a mean may move, in the units of ``change``, before it means anything."""
        return MOVED_RATIO if self.as_ratio else MOVED_SPREADS

    def change(self, now: Floats | float, then: Floats | float) -> Floats:
        """Return how far means are from others: the logarithm of their ratio, or their difference in spreads."""
        if self.as_ratio:
            return np.asarray(np.log((np.maximum(now, 0) + self._floor) / (np.maximum(then, 0) + self._floor)))
        return np.asarray((np.asarray(now) - then) / max(self.spread, _TINY))

    def error(self, mean: Floats | float, children: Floats | float) -> Floats:
        """Return the standard error of ``change`` of such a mean of so many children."""
        one = self.spread / (np.maximum(mean, 0) + self._floor) if self.as_ratio else 1.0
        return np.asarray(one / np.sqrt(np.maximum(children, 1)))

    def of_month(self, month: int) -> MonthUsual:
        """Return what was usual in a month; of another month what was usual in all."""
        return next((each for each in self.usual if each.month == month), MonthUsual(month, self.missing, self.mean))

    def of_kind(self, kind: str) -> KindUsual:
        """Return what was usual of a kind of schools; of an unknown kind what was usual of all."""
        by_kind = {each.kind: each for each in self.kinds}
        return by_kind.get(kind) or by_kind[ANY_KIND]

    @property
    def _floor(self) -> float:
        return max(_FLOOR * abs(self.mean), _TINY)


@dataclass(frozen=True)
class SchoolUsual:
    """What a school was like in the training, in the order of the references; its name is a digest of its code.

    A mean is None where never as many as ``FEWEST_CHILDREN`` had a value at one date; of a school with fewer children
    both are empty, so that no value of a single child can be read from a model.
    """

    school: str
    means: tuple[float | None, ...]
    missing: tuple[float, ...]


@dataclass(frozen=True)
class TrainingStatistics:
    """What is usual of every feature that is compared, and of every school of the training.

    The names of schools are ``salt``-ed, so that those of two models cannot be set side by side.
    """

    references: tuple[Reference, ...] = ()
    schools: tuple[SchoolUsual, ...] = ()
    salt: str = ""

    def name_of(self, school_id: str) -> str:
        """Return the name by which this model knows a school."""
        return digest_of_school(school_id, self.salt)


def digest_of_school(school_id: str, salt: str) -> str:
    """Return the name by which a model of this salt knows a school, so that its code is not in the model's files.

    >>> len({digest_of_school("S1", "a"), digest_of_school("S2", "a"), digest_of_school("S1", "b")})
    3
    """
    return hashlib.sha256(f"{salt}school {school_id}".encode()).hexdigest()[:12]


def salt_of(trees: str) -> str:
    """Return the salt of a model, by its trees' text: unlike any other model's, the same for the same rows."""
    return hashlib.sha256(f"salt {trees}".encode()).hexdigest()[:16]


def training_statistics(
    features: Sequence[FeatureSpec], values: pd.DataFrame, pupils: pd.DataFrame, *, salt: str
) -> TrainingStatistics:
    """Describe a training's rows; ``pupils`` holds their ``school_id`` and ``as_of``."""
    compared = [feature for feature in features if is_compared(feature)]
    matrix = compared_values(values, [feature.name for feature in compared])
    visits = _visits(values, pupils)
    at_visit, of_school = (school_statistics(matrix, codes) for codes in (visits.of_row, visits.school[visits.of_row]))
    references = tuple(
        _reference(feature, matrix[:, place], visits, means=at_visit.means[:, place], of_visit=at_visit, place=place)
        for place, feature in enumerate(compared)
    )
    most_known, most = (_most_at_a_visit(each, visits.school) for each in (at_visit.known, at_visit.children[:, None]))
    schools = tuple(
        SchoolUsual(digest_of_school(name, salt), (), ())
        if most[place, 0] < FEWEST_CHILDREN
        else _school(digest_of_school(name, salt), of_school, place, known=most_known[place])
        for place, name in enumerate(visits.names)
    )
    return TrainingStatistics(references, schools, salt)


@dataclass(frozen=True)
class _Visits:
    """A school at a date is a visit: the visit and month of each row, and school and kind of each visit."""

    of_row: Positions
    months: Integers
    weeks: Floats
    school: Positions
    month: Integers
    kind: Texts
    names: tuple[str, ...]


def _visits(values: pd.DataFrame, pupils: pd.DataFrame) -> _Visits:
    of_row, keys = pd.factorize(pd.MultiIndex.from_frame(pupils[["school_id", "as_of"]]))
    school, names = pd.factorize(keys.get_level_values(0))
    month = np.array([date.month for date in keys.get_level_values(1)])
    weeks = values["school_year_week"].to_numpy(float)
    return _Visits(of_row, month[of_row], weeks, school, month, kinds_of(values, of_row), tuple(map(str, names)))


def _reference(
    feature: FeatureSpec, column: Floats, visits: _Visits, *, means: Floats, of_visit: SchoolStatistics, place: int
) -> Reference:
    known = ~np.isnan(column)
    plain = Reference(
        feature=feature.name,
        as_ratio=feature.unit in _AS_RATIO,
        spread=float(column[known].std()) if known.any() else 0.0,
        mean=float(column[known].mean()) if known.any() else 0.0,
        missing=float(1 - known.mean()),
        within=0.0,
        from_week=float(np.nan_to_num(visits.weeks[known].min())) if known.any() else 0.0,
        usual=tuple(_usual(column[visits.months == month], int(month)) for month in np.unique(visits.months)),
        kinds=(),
    )
    expected = np.array([_mean_or(plain.of_month(int(month)).mean, plain.mean) for month in visits.month])
    moves = plain.change(means, expected)
    missing, known_children = of_visit.missing[:, place], of_visit.known[:, place]
    kinds = [ANY_KIND, *np.unique(visits.kind)]
    members = [visits.kind == kind if kind != ANY_KIND else np.ones(len(moves), dtype=bool) for kind in kinds]
    return Reference(
        **{
            **vars(plain),
            "within": _within(moves, plain.error(means, known_children), visits.school),
            "kinds": tuple(
                _kind(str(kind), moves[mine], missing[mine])
                for kind, mine in zip(kinds, members, strict=True)
                if kind == ANY_KIND or mine.sum() >= _FEWEST_OF_KIND
            ),
        }
    )


def _mean_or(mean: float | None, otherwise: float) -> float:
    return otherwise if mean is None else mean


def _usual(column: Floats, month: int) -> MonthUsual:
    known = column[~np.isnan(column)]
    return MonthUsual(month, 1 - len(known) / len(column), float(known.mean()) if len(known) else None)


def _kind(kind: str, moves: Floats, missing: Floats) -> KindUsual:
    moves = moves[~np.isnan(moves)]
    low, high = np.percentile(moves, (_LOW, _HIGH)) if len(moves) else (0.0, 0.0)
    return KindUsual(kind, float(low), float(high), float(np.percentile(missing, _HIGH)))


def _within(moves: Floats, errors: Floats, schools: Positions) -> float:
    """Return the standard deviation of a school's moves from date to date, beyond what its few children explain."""
    frame = pd.DataFrame({"move": moves, "error": errors**2, "school": schools}).dropna()
    by_school = frame.groupby("school")
    dates = by_school["move"].transform("size")
    several = dates > 1
    if several.sum() < _FEWEST_OF_KIND:
        return _WITHIN
    variance = by_school["move"].transform("var")[several] - frame["error"][several]
    return float(np.sqrt(max(variance.mean(), (_WITHIN / 3) ** 2)))


def _most_at_a_visit(counts: Floats, schools: Positions) -> Floats:
    """Return the most children of each school at one date, shape (schools, k); of several dates a child counts once."""
    return pd.DataFrame(counts).groupby(schools).max().to_numpy(float)


def _school(name: str, found: SchoolStatistics, place: int, *, known: Floats) -> SchoolUsual:
    means = (
        float(mean) if children >= FEWEST_CHILDREN else None
        for mean, children in zip(found.means[place], known, strict=True)
    )
    return SchoolUsual(name, tuple(means), tuple(map(float, found.missing[place])))
