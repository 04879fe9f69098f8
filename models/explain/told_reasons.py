"""Reasons as people are told them: summed by theme, the strongest few, and what is the same for nearly all once.

Features of one theme say the same thing; so do the recent absences and those of the whole year, which hold them. What
more than three fifths of a list have alike is told above the list and counts for no child of it.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from features.arrays import Booleans, Floats, Positions
from features.catalogue.feature import FeatureSpec, Theme
from features.i18n.text import Bilingual
from models.explain.comparisons import COMPARISONS
from models.explain.explained import Explained, ExplainedChild
from models.explain.reasons import strongest

MOST_RAISING, MOST_LOWERING = 3, 1
LEAST = 0.05  # log-odds; what weighs less is not told
NEARLY_ALL = 0.6  # of the children of a list
MOST_SHARED = 3

# From so many log-odds on: a factor of 1.35 and of 2 in the odds.
WEIGHTS: Sequence[tuple[float, Bilingual]] = (
    (0.7, Bilingual("weighs much", "cântărește mult")),
    (0.3, Bilingual("weighs moderately", "cântărește potrivit")),
    (0.0, Bilingual("weighs a little", "cântărește puțin")),
)

_TOLD_WITH: Mapping[Theme, Theme] = {"earlier_absences": "recent_absences"}


class ToldReason(NamedTuple):
    """What the features of one theme add to a child's margin, told by the strongest of them.

    ``theme`` and ``feature`` are that feature's; ``contribution`` is the sum over the theme.
    """

    theme: Theme
    feature: str
    contribution: float
    can_change: bool
    text: Bilingual

    @property
    def weight(self) -> Bilingual:
        """How much it weighs, in words."""
        return weight_words(self.contribution)


class ToldReasons(NamedTuple):
    """What a person is told of a child: at most three themes that raise the risk and one that lowers it."""

    raising: tuple[ToldReason, ...] = ()
    lowering: tuple[ToldReason, ...] = ()


class SharedReason(NamedTuple):
    """A reason that ``children`` of the ``of`` children of a list have alike, and that is told once."""

    theme: Theme
    feature: str
    contribution: float
    children: int
    of: int
    text: Bilingual


class TellingThemes(NamedTuple):
    """What the themes of each child add, and by which feature each is told.

    ``sums`` and ``tellers``, shape (n, themes told apart): a teller is the place of the feature that adds most in the
    direction of the sum.
    """

    sums: Floats
    tellers: Positions


def weight_words(contribution: float) -> Bilingual:
    """Say in words how much log-odds weigh.

    >>> [weight_words(each).en for each in (0.9, -0.4, 0.1)]
    ['weighs much', 'weighs moderately', 'weighs a little']
    """
    return next(words for least, words in WEIGHTS if abs(contribution) >= least)


def theme_sums(contributions: Floats, features: Sequence[FeatureSpec]) -> dict[Theme, Floats]:
    """Return what each theme adds, shape (n,): over all themes they add up to what all features add."""
    themes = [feature.theme for feature in features]
    places = {theme: [place for place, each in enumerate(themes) if each == theme] for theme in themes}
    return {theme: _sum_of(contributions, columns) for theme, columns in places.items()}


def telling_themes(contributions: Floats, features: Sequence[FeatureSpec], is_shared: Booleans) -> TellingThemes:
    """Sum what is not shared by theme, and find by which feature each is told; what weighs too little is 0."""
    left = np.where(is_shared, 0.0, contributions)
    told = [_TOLD_WITH.get(feature.theme, feature.theme) for feature in features]
    columns = [np.flatnonzero([each == theme for each in told]) for theme in dict.fromkeys(told)]
    sums = np.column_stack([_sum_of(left, places.tolist()) for places in columns])
    sums[np.abs(sums) < LEAST] = 0.0
    signs = np.where(sums < 0, -1.0, 1.0)
    tellers = [places[np.argmax(left[:, places] * signs[:, [number]], axis=1)] for number, places in enumerate(columns)]
    return TellingThemes(sums, np.column_stack(tellers))


def told_reasons(explained: Explained, is_shared: Booleans) -> tuple[ToldReasons, ...]:
    """Return what a person is told of each child, without what is shared with nearly all of the list."""
    themes = telling_themes(explained.contributions, explained.features, is_shared)
    raising = strongest(themes.sums, MOST_RAISING)
    lowering = strongest(-themes.sums, MOST_LOWERING)
    found = []
    for row in range(len(explained)):
        child, sums, tellers = explained.child(row), themes.sums[row].tolist(), themes.tellers[row].tolist()
        both = (
            tuple(told_reason(child, tellers[place], sums[place]) for place in places)
            for places in (_given(raising[row]), _given(lowering[row]))
        )
        found.append(ToldReasons(*both))
    return tuple(found)


def shared_reasons(explained: Explained, is_shared: Booleans, rows: Positions) -> tuple[SharedReason, ...]:
    """Return what raises the risk of nearly all children of a list alike, strongest first, a theme once.

    ``rows`` are those of the list.
    """
    found: dict[Theme, SharedReason] = {}
    here = is_shared[rows]
    sums = np.where(here, explained.contributions[rows], 0.0).sum(axis=0) / max(1, len(rows))
    for place in np.argsort(-sums, kind="stable").tolist():
        feature, alike = explained.features[place], rows[here[:, place]]
        if sums[place] >= LEAST and feature.theme not in found and len(found) < MOST_SHARED:
            text = explained.child(int(alike[0])).plain(_compared(explained, place))
            found[feature.theme] = SharedReason(
                feature.theme, feature.name, float(sums[place]), len(alike), len(rows), text
            )
    return tuple(found.values())


def shared_by_nearly_all(explained: Explained, lists: Positions) -> Booleans:
    """Tell which values more than three fifths of the children of a list have alike, as they are read.

    Parameters
    ----------
    lists
        The number of each row's list, shape (rows,); a list of one child shares nothing.

    Returns
    -------
    array
        Shape (rows, features).
    """
    is_shared = np.zeros(explained.values.shape, np.bool_)
    sizes = np.bincount(lists, minlength=1)[lists]
    for place in range(len(explained.features)):
        values = _as_read(explained.values[:, _compared(explained, place)])
        is_shared[:, place] = (_alike(values, lists) > NEARLY_ALL * sizes) & (sizes > 1)
    return is_shared


def told_reason(child: ExplainedChild, place: int, contribution: float) -> ToldReason:
    """Tell of a theme of a child by the feature at a place; nobody can change what is missing."""
    feature, is_known = child.features[place], child.values[place] == child.values[place]
    can_change = feature.can_change and is_known
    return ToldReason(feature.theme, feature.name, contribution, can_change, child.sentence(place))


def _sum_of(contributions: Floats, columns: Sequence[int]) -> Floats:
    """Add columns one after the other, so that a child's sum has the same bits whoever stands beside it."""
    return reduce(np.add, (contributions[:, column] for column in columns))


def _given(places: Positions) -> list[int]:
    return [place for place in places.tolist() if place >= 0]


def _compared(explained: Explained, place: int) -> int:
    """Return the column by which a comparison with others is told, and of every other feature its own."""
    comparison = COMPARISONS.get(explained.features[place].name)
    return place if comparison is None or comparison.past else explained.places.get(comparison.of, place)


def _as_read(values: Floats) -> Floats:
    """Round many values to what a person reads, as ``features.i18n.numbers.as_read`` does."""
    return np.where(np.abs(values) < 10, np.round(values, 1), np.round(values))


def _alike(values: Floats, lists: Positions) -> Positions:
    """Count, for each row, the rows of its list that have the same value; missing ones are alike.

    >>> _alike(np.array([2.0, 2.0, np.nan, 2.0, np.nan]), np.array([0, 0, 0, 1, 0])).tolist()
    [2, 2, 2, 1, 2]
    """
    codes = np.unique(values, return_inverse=True, equal_nan=True)[1].reshape(-1)
    cells = codes * (int(lists.max(initial=0)) + 1) + lists
    _, numbers, counts = np.unique(cells, return_inverse=True, return_counts=True)
    return np.asarray(counts[numbers.reshape(-1)])
