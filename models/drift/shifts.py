"""What has moved since the training, in all schools of some records together and in one of them.

Of a school of the training its own earlier statistics are usual, of another one those of the schools of its kind
(level and size). Beyond a limit that means something, a difference must be beyond what so few children bear and what a
school moves by itself from date to date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from features.arrays import Floats, Positions, Texts
from features.catalogue.feature import FeatureSpec
from models.drift.reference import Reference, SchoolUsual, TrainingStatistics
from models.drift.school_statistics import (
    FEWEST_CHILDREN,
    SchoolStatistics,
    compared_values,
    kinds_of,
    school_statistics,
)

MORE_MISSING = 0.2  # of the children
BEYOND = 4.0  # standard errors of one school's statistic: there are some twenty of them, and many schools
BEYOND_TOGETHER = 2.5  # of all schools together

_SCHOOLS = 2  # to speak of all of them together
_FROM_A_WEEK_ON = "mark_mean_year"


@dataclass(frozen=True)
class Shift:
    """One feature that moved: its mean, or where ``of_missing`` the share of children without a value.

    ``usual`` is that of the training, ``current`` that of now; at a ``strength`` of 1 it moved just as far as it may.
    """

    feature: FeatureSpec
    of_missing: bool
    usual: float
    current: float
    strength: float


@dataclass(frozen=True)
class _Moves:
    """One feature in all schools of now, beside what is usual in each; all arrays have a value per school.

    ``change`` is how far the mean moved, ``error`` its standard error; ``low`` and ``high`` is how far schools of which
    nothing is known are from each other, 0 for the others.
    """

    feature: FeatureSpec
    limit: float
    means: Floats
    known: Floats
    missing: Floats
    usual: Floats
    usual_missing: Floats
    change: Floats
    error: Floats
    low: Floats
    high: Floats

    def of_all(self) -> Shift | None:
        """Return how far the mean of all schools moved together."""
        told = ~np.isnan(self.change) & (self.known > 0)
        if not told.any():
            return None
        children = self.known[told] / self.known[told].sum()
        unlike = (self.high[told] - self.low[told]) / 4  # standard deviation of schools of which nothing is known
        error = float(np.sqrt(children**2 @ (self.error[told] ** 2 + unlike**2)))
        strength = abs(float(children @ self.change[told])) / (self.limit + BEYOND_TOGETHER * error)
        return Shift(
            self.feature, False, float(children @ self.usual[told]), float(children @ self.means[told]), strength
        )

    def of_one(self, school: int) -> Shift | None:
        """Return how far the mean of one school moved."""
        change = float(self.change[school])
        if np.isnan(change) or self.known[school] < FEWEST_CHILDREN:
            return None
        beyond = max(change - float(self.high[school]), float(self.low[school]) - change, 0.0)
        strength = beyond / (self.limit + BEYOND * float(self.error[school]))
        return Shift(self.feature, False, float(self.usual[school]), float(self.means[school]), strength)

    def missing_in_all(self, children: Floats) -> Shift:
        """Return how much more is missing in all schools together."""
        now, then = (float(children @ each / children.sum()) for each in (self.missing, self.usual_missing))
        return Shift(self.feature, True, then, now, (now - then) / MORE_MISSING)

    def missing_in_one(self, school: int, children: float) -> Shift:
        """Return how much more is missing in one school."""
        now, then = float(self.missing[school]), float(self.usual_missing[school])
        noise = BEYOND * float(np.sqrt(then * (1 - then) / children))
        return Shift(self.feature, True, then, now, (now - then) / (MORE_MISSING + noise))


@dataclass(frozen=True)
class Drift:
    """Children of now beside what is usual, by their features, their schools and the month to compare with."""

    trained: TrainingStatistics
    features: Sequence[FeatureSpec]
    values: pd.DataFrame
    schools: Texts
    month: int

    @cached_property
    def of_all(self) -> tuple[Shift, ...]:
        """What moved in all schools together, the strongest first; of one school alone nothing is said here."""
        if len(self._places) < _SCHOOLS:
            return ()
        children = self._now.children
        return _moved(shift for moves in self._moves for shift in (moves.missing_in_all(children), moves.of_all()))

    def of_school(self, school_id: str) -> tuple[Shift, ...]:
        """Return what moved in one school beyond what moved in all of them, the strongest first."""
        school = self._places.get(school_id)
        if school is None or self._now.children[school] < FEWEST_CHILDREN:
            return ()
        children = float(self._now.children[school])
        everywhere = {shift.feature.name for shift in self.of_all}
        return _moved(
            shift
            for moves in self._moves
            if moves.feature.name not in everywhere
            for shift in (moves.missing_in_one(school, children), moves.of_one(school))
        )

    @cached_property
    def _codes(self) -> Positions:
        return np.asarray(pd.factorize(self.schools)[0], dtype=np.intp)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {str(name): place for place, name in enumerate(pd.unique(self.schools))}

    @cached_property
    def _compared(self) -> tuple[int, ...]:
        """The places of the references of features that the children of now have."""
        given, week = {feature.name for feature in self.features}, float(self.values["school_year_week"].max())
        return tuple(
            place
            for place, each in enumerate(self.trained.references)
            if each.feature in given and (each.feature != _FROM_A_WEEK_ON or week >= each.from_week)
        )

    @cached_property
    def _now(self) -> SchoolStatistics:
        names = [self.trained.references[place].feature for place in self._compared]
        return school_statistics(compared_values(self.values, names), self._codes)

    @cached_property
    def _moves(self) -> tuple[_Moves, ...]:
        by_name = {feature.name: feature for feature in self.features}
        known = {each.school: each for each in self.trained.schools if each.missing}
        own = [known.get(self.trained.name_of(school)) for school in self._places]
        kinds = kinds_of(self.values, self._codes)
        return tuple(
            _moves(
                by_name[self.trained.references[place].feature], self.trained.references[place],
                month=self.month, own=_of_own(own, place), kinds=kinds, now=self._now, column=column,
            )
            for column, place in enumerate(self._compared)
        )  # fmt: skip


def _moves(
    feature: FeatureSpec, reference: Reference, *, month: int, own: Floats, kinds: Texts, now: SchoolStatistics,
    column: int,
) -> _Moves:  # fmt: skip
    """Set the schools of now beside their own past, shifted by what the month does, or beside their kind."""
    usual = reference.of_month(month)
    of_month = reference.mean if usual.mean is None else usual.mean
    own_means, own_missing = own
    is_known = ~np.isnan(own_missing)
    of_kind = [reference.of_kind(kind) for kind in kinds]
    past = (
        own_means * of_month / reference.mean
        if reference.as_ratio and reference.mean
        else (own_means + of_month - reference.mean)
    )
    expected = np.where(is_known, past, of_month)
    means, known = now.means[:, column], now.known[:, column]
    return _Moves(
        feature=feature,
        limit=reference.limit,
        means=means,
        known=known,
        missing=now.missing[:, column],
        usual=expected,
        usual_missing=np.clip(
            np.where(is_known, own_missing + usual.missing - reference.missing, [each.missing for each in of_kind]),
            0.0, 1.0,
        ),
        change=reference.change(means, expected),
        error=np.sqrt(reference.error(expected, known) ** 2 + is_known * reference.within**2),
        low=np.where(is_known, 0.0, [each.low for each in of_kind]),
        high=np.where(is_known, 0.0, [each.high for each in of_kind]),
    )  # fmt: skip


def _of_own(schools: Sequence[SchoolUsual | None], place: int) -> Floats:
    """Return the mean and the missing share of each school in the training, shape (2, schools); NaN of the others."""
    nothing = (np.nan, np.nan)
    pairs = [nothing if each is None else (_or_nan(each.means[place]), each.missing[place]) for each in schools]
    return np.array(pairs, dtype=float).T


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value


def _moved(shifts: Iterable[Shift | None]) -> tuple[Shift, ...]:
    """Return the shifts that are further than they may be, the strongest first."""
    return tuple(sorted((each for each in shifts if each and each.strength > 1), key=lambda each: -each.strength))
