"""Where the places of a county go: how many children each school may list, and which.

Places are ordered by what they are worth, and the first so many are given: those of a school's floor before all
others, those above its ceiling never. A place is worth the score of the child who would have it (the list then holds
as many expected cases as the bounds allow), or, where each school gets the same share, its size over the places it has
by then (Webster's rule, which gives exactly the places there are and takes none away when there are more of them).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from features.arrays import Booleans, Floats, Integers, Positions, Texts
from features.errors import Refused, UsageError
from features.i18n.numbers import capacity_words, counted
from features.i18n.text import LANGUAGES, Bilingual
from models.ranking.ordering import list_length, order

Way = Literal["school", "share", "one-list"]
Why = Literal["at_least", "at_most", "cases", "share", "one_list", "nobody"]

WAYS: tuple[Way, ...] = ("school", "share", "one-list")


@dataclass(frozen=True)
class Bounds:
    """The fewest and the most children of one school: a number of children, or below 1 a share of the school's.

    Where a small school's most is below its fewest, the fewest holds. ``at_least`` may be 0.
    """

    at_least: float = 1
    at_most: float = 0.15

    def __post_init__(self) -> None:
        if self.at_least:
            list_length(self.at_least, 1)  # which refuses what is no number of children
        list_length(self.at_most, 1)
        if (self.at_least < 1) == (self.at_most < 1) and self.at_least > self.at_most:
            raise UsageError(
                Bilingual(
                    f"At least {self.at_least:g} and at most {self.at_most:g} of a school cannot both hold; give "
                    "--at-most no less than --at-least.",
                    f"Cel puțin {self.at_least:g} și cel mult {self.at_most:g} dintr-o școală nu se pot împlini "
                    "împreună; dați la --at-most cel puțin cât la --at-least.",
                )
            )

    def floors(self, sizes: Integers) -> Integers:
        """Return how many places each school is sure of; a school with fewer children has one for each of them."""
        return lengths(self.at_least, sizes) if self.at_least else np.zeros(len(sizes), dtype=np.int64)

    def ceilings(self, sizes: Integers) -> Integers:
        """Return how many places each school may have."""
        return np.maximum(lengths(self.at_most, sizes), self.floors(sizes))

    def contradict(self, sizes: Integers) -> Booleans:
        """Tell in which schools the most is below the fewest, so that the fewest holds.

        >>> Bounds(5, 0.01).contradict(np.array([600, 100, 3, 0])).tolist()
        [False, True, True, False]
        """
        return np.asarray(lengths(self.at_most, sizes) < self.floors(sizes))


@dataclass(frozen=True)
class Placing:
    """What is asked: a number of places, or a share of all children, and how they are given to schools.

    ``school``: by expected cases within the bounds; ``share``: the same share of every school, at least one child each
    where there are places enough; ``one-list``: by expected cases alone.
    """

    places: float
    way: Way = "school"
    bounds: Bounds = Bounds()


@dataclass(frozen=True)
class ScoredChildren:
    """The children who can have a place, in any order: scores, margins, pseudonyms, and the place of their school.

    ``schools`` counts from 0; a school of whose children none is scored is nobody's.
    """

    scores: Floats
    margins: Floats
    pupil_ids: Texts
    schools: Positions


@dataclass(frozen=True)
class Allotment:
    """The places of each school, and why; its first so many children, in the order of its list, have them.

    ``sizes`` are the scored children of each school, ``expected`` the expected cases among those with a place.
    ``cut`` is the score of the last child who got a place by expected cases; None where none did.
    """

    asked: Placing
    sizes: Integers
    counts: Integers
    expected: Floats
    why: tuple[Why, ...]
    cut: float | None

    @property
    def above_most(self) -> Positions:
        """The schools that have more places than their most allows, because their fewest asks for them."""
        if self.asked.way != "school":
            return np.array([], dtype=np.intp)
        return np.flatnonzero(self.asked.bounds.contradict(self.sizes))


def lengths(capacity: float, sizes: Integers) -> Integers:
    """Return how many children a capacity means in each school.

    >>> lengths(0.15, np.array([80, 5, 0])).tolist()
    [12, 1, 0]
    """
    distinct, places = np.unique(sizes, return_inverse=True)
    return np.array([list_length(capacity, int(size)) for size in distinct], dtype=np.int64)[places]


def allot(children: ScoredChildren, asked: Placing, *, schools: int) -> Allotment:
    """Give the places to schools; a school's first so many children, in the order of its list, have them.

    Raises
    ------
    UsageError
        If the places are no number of children.
    Refused
        If the bounds need more places than there are, or leave room for fewer.
    """
    sizes = np.bincount(children.schools, minlength=schools).astype(np.int64)
    places = list_length(asked.places, int(sizes.sum()))
    ordered = order(children.scores, children.margins, children.pupil_ids)
    queue, scores = children.schools[ordered], children.scores[ordered]
    if asked.way == "share":
        counts = same_share(sizes, places)
        why: tuple[Why, ...] = tuple("share" if size else "nobody" for size in sizes)
        return Allotment(asked, sizes, counts, _expected(queue, scores, counts), why, cut=None)
    floors, ceilings = np.zeros_like(sizes), sizes
    if asked.way == "school":
        floors, ceilings = asked.bounds.floors(sizes), asked.bounds.ceilings(sizes)
        _require_possible(asked.bounds, places, floors=floors, ceilings=ceilings)
    given, last = by_cases(queue, places, floors=floors, ceilings=ceilings)
    counts = np.bincount(queue[given], minlength=schools).astype(np.int64)
    why = tuple(_whys(queue, last, counts=counts, sizes=sizes, way=asked.way))
    return Allotment(
        asked, sizes, counts, _expected(queue, scores, counts), why, cut=float(scores[last]) if last >= 0 else None
    )


def by_cases(queue: Positions, places: int, *, floors: Integers, ceilings: Integers) -> tuple[Booleans, int]:
    """Give places to the first of a queue: each school's floor, then whoever comes next in a school with room.

    Parameters
    ----------
    queue
        The school of each child, highest score first, shape (n,).
    places
        At least the sum of the floors, at most that of the ceilings.
    floors, ceilings
        The fewest and the most places of each school; no floor above the school's children or its ceiling.

    Returns
    -------
    tuple[Booleans, int]
        Who of the queue has a place, and the last who has one beyond the floors; -1 where nobody has.

    >>> given, last = by_cases(np.array([0, 0, 0, 1, 1]), 3, floors=np.array([1, 1]), ceilings=np.array([2, 2]))
    >>> given.tolist(), last
    ([True, True, False, True, False], 1)
    """
    number = _number_in_school(queue)
    given = number <= floors[queue]
    beyond = np.flatnonzero(~given & (number <= ceilings[queue]))[: places - int(given.sum())]
    given[beyond] = True
    return given, int(beyond[-1]) if len(beyond) else -1


def in_proportion(weights: Floats, places: int, *, floors: Integers, ceilings: Integers) -> Integers:
    """Give places to schools in proportion to weights, by Webster's rule, within bounds.

    The place that is a school's k-th is worth its weight over k - 1/2; of equal worth, the earlier school's comes
    first. ``places`` lies between the sums of floors and ceilings.

    >>> in_proportion(np.array([53.0, 30.0, 17.0]), 10, floors=np.array([0, 0, 0]), ceilings=np.array([9, 9, 9]))
    array([5, 3, 2])
    """
    schools = np.repeat(np.arange(len(weights)), ceilings)
    worth = weights[schools] / (2 * _number_in_school(schools) - 1)
    queue = schools[np.argsort(-worth, kind="stable")]
    given, _ = by_cases(queue, places, floors=floors, ceilings=ceilings)
    return np.bincount(queue[given], minlength=len(weights)).astype(np.int64)


def same_share(sizes: Integers, places: int) -> Integers:
    """Give each school the same share of its children, at least one each where there are places enough."""
    filled = np.minimum(sizes, 1)
    floors = filled if filled.sum() <= places else np.zeros_like(sizes)
    return in_proportion(sizes.astype(float), places, floors=floors, ceilings=sizes)


def _number_in_school(queue: Positions) -> Integers:
    """Return the how-many-eth of its school each one of a queue is, from 1 on."""
    by_school = np.argsort(queue, kind="stable")
    sizes = np.bincount(queue)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    number = np.empty(len(queue), dtype=np.int64)
    number[by_school] = np.arange(1, len(queue) + 1) - starts
    return number


def _expected(queue: Positions, scores: Floats, counts: Integers) -> Floats:
    """Return the expected cases among each school's first so many children."""
    given = _number_in_school(queue) <= counts[queue]
    by_school = scores[given][np.argsort(queue[given], kind="stable")]
    return np.array([part.sum() for part in np.split(by_school, np.cumsum(counts)[:-1])])


def _whys(queue: Positions, last: int, *, counts: Integers, sizes: Integers, way: Way) -> Iterator[Why]:
    """Say of each school why it has so many places: by a bound, where without it there would be more or fewer."""
    ahead = np.bincount(queue[: last + 1], minlength=len(sizes))  # as many as are no worse than the last
    for count, size, unbound in zip(counts, sizes, ahead, strict=True):
        if not size:
            yield "nobody"
        elif way == "one-list":
            yield "one_list"
        elif count == unbound:
            yield "cases"
        else:
            yield "at_least" if count > unbound else "at_most"


def _require_possible(bounds: Bounds, places: int, *, floors: Integers, ceilings: Integers) -> None:
    """Refuse bounds that cannot be met, saying which number of places would do."""
    least, most, schools = int(floors.sum()), int(ceilings.sum()), int((ceilings > 0).sum())
    if places < least:
        bound = _both(bounds.at_least)
        raise Refused(
            Bilingual(
                f"At least {bound.en} in every school ({counted(schools, 'school', 'schools', 'en')}) needs "
                f"{counted(least, 'place', 'places', 'en')}, and there are {places}; give --places {least} or more, or "
                "a lower --at-least.",
                f"Cel puțin {bound.ro} în fiecare școală ({counted(schools, 'școală', 'școli', 'ro')}) cere "
                f"{counted(least, 'loc', 'locuri', 'ro')}, iar locuri sunt {places}; dați --places {least} sau mai "
                "mult ori un --at-least mai mic.",
            )
        )
    if places > most:
        bound = _both(bounds.at_most)
        raise Refused(
            Bilingual(
                f"At most {bound.en} in every school ({counted(schools, 'school', 'schools', 'en')}) leaves room for "
                f"{counted(most, 'place', 'places', 'en')}, and there are {places} to give; give --places {most} or "
                "fewer, or a higher --at-most.",
                f"Cel mult {bound.ro} în fiecare școală ({counted(schools, 'școală', 'școli', 'ro')}) lasă loc "
                f"pentru {counted(most, 'loc', 'locuri', 'ro')}, iar de dat sunt {places}; dați --places {most} sau "
                "mai puțin ori un --at-most mai mare.",
            )
        )


def _both(bound: float) -> Bilingual:
    return Bilingual(*(capacity_words(bound, language) for language in LANGUAGES))
