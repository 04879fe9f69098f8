"""Reasons as people are told them: summed by theme, the strongest few, and what is the same for nearly all once.

Features of one theme say the same thing; so do the recent absences and those of the whole year, which hold them. A
theme is told by a feature that points its way and reads so. What more than three fifths of a list have alike is told
above the list and, where it is, counts for no child of it.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from features.arrays import Booleans, Floats, Integers, Positions
from features.catalogue.feature import FeatureSpec, Theme
from features.i18n.text import Bilingual
from models.explain.comparisons import COMPARISONS, MISSING_SINCE, as_read, far_enough, readings
from models.explain.explained import Explained, ExplainedChild
from models.explain.reasons import strongest

MOST_RAISING, MOST_LOWERING = 3, 1
LEAST = 0.05  # log-odds; what weighs less is not told
NEARLY_ALL = 0.6  # of the children of a list
MOST_SHARED = 3

# From so many log-odds on: a factor of 1.35 and of 2 in the odds.
HOW_MUCH: Sequence[tuple[float, Bilingual]] = (
    (0.7, Bilingual("much", "mult")),
    (0.3, Bilingual("moderately", "moderat")),
    (0.0, Bilingual("a little", "puțin")),
)

_TOLD_WITH: Mapping[Theme, Theme] = {"earlier_absences": "recent_absences"}
# What tells of no child: all of a class or of a village have it.
_OF_A_CLASS = ("class_unexcused_vs_school", "class_size", "grade_level", "school_rural")
_NEVER_LOWERS: frozenset[Theme] = frozenset({"parents", "poverty", "track"})  # what a home has or has not is no merit
_ONE_MARK = ("mark_latest", "mark_change")  # one good mark is no reason against
_SINCE_THE_LAST_MARK = ("days_since_mark", "days_since_mark_vs_class")


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


class SharedOfLists(NamedTuple):
    """What is told of each list once, and ``is_left_out``, shape (rows, features): what counts for no child of it."""

    reasons: tuple[tuple[SharedReason, ...], ...]
    is_left_out: Booleans


class TellingThemes(NamedTuple):
    """What the themes of each child add, and by which feature each is told.

    ``sums``, ``tellers`` and ``is_beside`` have shape (n, themes told apart): a teller is the place of the feature that
    adds most in the direction of the sum and reads so, with what stands beside it where ``is_beside``.
    """

    sums: Floats
    tellers: Positions
    is_beside: Booleans


def how_much(contribution: float) -> Bilingual:
    """Say in words how much log-odds weigh.

    >>> [how_much(each).en for each in (0.9, -0.4, 0.1)]
    ['much', 'moderately', 'a little']
    """
    return next(words for least, words in HOW_MUCH if abs(contribution) >= least)


def weight_words(contribution: float) -> Bilingual:
    """Say how much log-odds weigh, with its verb."""
    words = how_much(contribution)
    return Bilingual(f"weighs {words.en}", f"cântărește {words.ro}")


def told_theme(theme: Theme) -> Theme:
    """Return the theme with which another is told as one, else itself."""
    return _TOLD_WITH.get(theme, theme)


def theme_sums(contributions: Floats, features: Sequence[FeatureSpec]) -> dict[Theme, Floats]:
    """Return what each theme told apart adds, shape (n,): all together they add up to what all features add."""
    return {theme: _sum_of(contributions, columns.tolist()) for theme, columns in _columns(features).items()}


def telling_themes(explained: Explained, is_left_out: Booleans) -> TellingThemes:
    """Sum what is not left out by theme, and find by which feature each is told.

    What weighs too little is 0, and what no feature tells: a missing value never tells what lowers the risk, nor
    anything where the whole class has none; nor a value of none what raises it by there being more.
    """
    left = np.where(is_left_out, 0.0, explained.contributions)
    is_known = ~np.isnan(explained.values)
    of_child = np.array([feature.name not in _OF_A_CLASS for feature in explained.features])
    lowers = np.array([each.theme not in _NEVER_LOWERS and each.name not in _ONE_MARK for each in explained.features])
    reads = readings(explained.features, explained.values, explained.usual.values)
    is_apart = far_enough(explained.features, explained.values, explained.usual.values, reads=reads)
    found = []
    for places in _columns(explained.features).values():
        total = _sum_of(left, places.tolist())
        sign = np.where(total < 0, -1, 1)[:, None]
        adds = left[:, places] * sign
        can_tell = (adds > 0) & of_child[places] & (is_known[:, places] & lowers[places] | (sign > 0))
        can_tell &= is_apart[:, places] & ~explained.usual.of_nobody[:, places]
        can_tell &= reads.alone[:, places] * sign >= 0
        agrees = can_tell & (reads.beside[:, places] * sign >= 0)
        is_beside = agrees.any(axis=1)
        usable = np.where(is_beside[:, None], agrees, can_tell)
        total[(np.abs(total) < LEAST) | ~can_tell.any(axis=1)] = 0.0
        found.append((total, places[np.argmax(np.where(usable, adds, -np.inf), axis=1)], is_beside))
    sums, tellers, is_beside_of = (np.column_stack(each) for each in zip(*found, strict=True))
    return TellingThemes(_marks_missing_once(explained, sums, tellers), tellers, is_beside_of)


def told_reasons(explained: Explained, is_left_out: Booleans) -> tuple[ToldReasons, ...]:
    """Return what a person is told of each child, without what is left out because all of the list have it."""
    themes = telling_themes(explained, is_left_out)
    raising = strongest(themes.sums, MOST_RAISING)
    lowering = strongest(-themes.sums, MOST_LOWERING)
    found = []
    for row in range(len(explained)):
        child = explained.child(row)
        sums, tellers, is_beside = (each[row].tolist() for each in themes)
        both = (
            tuple(told_reason(child, tellers[each], sums[each], beside=is_beside[each]) for each in _given(places))
            for places in (raising[row], lowering[row])
        )
        found.append(ToldReasons(*both))
    return tuple(found)


def shared_of_lists(explained: Explained, lengths: Sequence[int], *, of_one_school: bool) -> SharedOfLists:
    """Return what raises the risk of nearly all children of each list alike, strongest first, a theme once.

    Only what is told so is left out of the children's own reasons; and the context of the school on lists
    ``of_one_school``, where it says nothing of one child rather than of another.

    Parameters
    ----------
    lengths
        How many children each list has, one list after the other in the order of the rows.
    """
    is_alike = shared_by_nearly_all(explained, np.repeat(np.arange(len(lengths)), lengths))
    is_left_out = np.zeros_like(is_alike)
    if of_one_school:
        is_alike &= ~of_the_school(explained.features)
        is_left_out |= of_the_school(explained.features)
    reads = readings(explained.features, explained.values, np.full_like(explained.values, np.nan)).alone
    ends = np.cumsum(lengths)
    found = [
        _shared_of_list(explained, is_alike, is_left_out, reads, rows=np.arange(end - length, end))
        for length, end in zip(lengths, ends.tolist(), strict=True)
    ]
    return SharedOfLists(tuple(found), is_left_out)


def of_the_school(features: Sequence[FeatureSpec]) -> Booleans:
    """Tell which features are the context of the school, shape (features,)."""
    return np.array([feature.theme == "school" for feature in features])


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
        values = as_read(explained.values[:, _compared(explained, place)])
        is_shared[:, place] = (_alike(values, lists) > NEARLY_ALL * sizes) & (sizes > 1)
    return is_shared


def told_reason(child: ExplainedChild, place: int, contribution: float, *, beside: bool) -> ToldReason:
    """Tell of a theme of a child by the feature at a place; nobody can change what is missing."""
    feature, is_known = child.features[place], child.values[place] == child.values[place]
    can_change = feature.can_change and is_known
    text = child.sentence(place) if beside else child.alone(place)
    return ToldReason(feature.theme, feature.name, contribution, can_change, text)


def _shared_of_list(
    explained: Explained, is_alike: Booleans, is_left_out: Booleans, reads: Integers, *, rows: Positions
) -> tuple[SharedReason, ...]:
    """Return what is told once of the list in these rows, and mark in ``is_left_out`` what is told so."""
    here = is_alike[rows] & ~explained.usual.of_nobody[rows]
    adds = np.where(here, explained.contributions[rows], 0.0).sum(axis=0) / max(1, len(rows))
    can_tell = (adds > 0) & ~(here & (reads[rows] < 0)).any(axis=0)
    found = []
    for columns in _columns(explained.features).values():
        place = int(columns[np.argmax(np.where(can_tell[columns], adds[columns], -np.inf))])
        if can_tell[place] and adds[columns].sum() >= LEAST:
            found.append((float(adds[columns].sum()), place, columns))
    told = []
    for total, place, columns in sorted(found, key=lambda each: -each[0])[:MOST_SHARED]:
        alike, feature = rows[here[:, place]], explained.features[place]
        is_left_out[np.ix_(alike, columns)] |= is_alike[np.ix_(alike, columns)]
        text = explained.child(int(alike[0])).plain(_compared(explained, place))
        told.append(SharedReason(feature.theme, feature.name, total, len(alike), len(rows), text))
    return tuple(told)


def _marks_missing_once(explained: Explained, sums: Floats, tellers: Positions) -> Floats:
    """Leave of the themes that tell of a child that marks are missing only the one that adds most.

    Where marks of late are missing, the days since the last one say the same.
    """
    names = np.array([feature.name for feature in explained.features])
    of_grades = np.array([feature.group == "grades" for feature in explained.features])
    rows = np.arange(len(sums))[:, None]
    is_missing = of_grades[tellers] & np.isnan(explained.values[rows, tellers]) & (sums > 0)
    of_late = (is_missing & np.isin(names[tellers], list(MISSING_SINCE))).any(axis=1, keepdims=True)
    is_missing |= of_late & np.isin(names[tellers], _SINCE_THE_LAST_MARK) & (sums > 0)
    most = np.where(is_missing, sums, 0.0).max(axis=1, keepdims=True, initial=0.0)
    return np.where(is_missing & (sums < most), 0.0, sums)


def _columns(features: Sequence[FeatureSpec]) -> dict[Theme, Positions]:
    """Return the columns of each theme told apart."""
    told = [told_theme(feature.theme) for feature in features]
    return {theme: np.flatnonzero([each == theme for each in told]) for theme in dict.fromkeys(told)}


def _sum_of(contributions: Floats, columns: Sequence[int]) -> Floats:
    """Add columns one after the other, so that a child's sum has the same bits whoever stands beside it."""
    return reduce(np.add, (contributions[:, column] for column in columns))


def _given(places: Positions) -> list[int]:
    return [place for place in places.tolist() if place >= 0]


def _compared(explained: Explained, place: int) -> int:
    """Return the column by which a comparison with others is told, and of every other feature its own."""
    comparison = COMPARISONS.get(explained.features[place].name)
    return place if comparison is None or comparison.past else explained.places.get(comparison.of, place)


def _alike(values: Floats, lists: Positions) -> Positions:
    """Count, for each row, the rows of its list that have the same value; missing ones are alike.

    >>> _alike(np.array([2.0, 2.0, np.nan, 2.0, np.nan]), np.array([0, 0, 0, 1, 0])).tolist()
    [2, 2, 2, 1, 2]
    """
    codes = np.unique(values, return_inverse=True, equal_nan=True)[1].reshape(-1)
    cells = codes * (int(lists.max(initial=0)) + 1) + lists
    _, numbers, counts = np.unique(cells, return_inverse=True, return_counts=True)
    return np.asarray(counts[numbers.reshape(-1)])
