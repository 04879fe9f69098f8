"""Marking scales: where a mark stands between the worst, the pass mark and the best."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from features.i18n.numbers import in_language
from features.i18n.text import Bilingual

PASS_POINTS, BEST_POINTS = 50.0, 100.0
NOT_TAKEN = ("NP", "abs", "absent", "absentă", "neprezentat", "neprezentată", "not taken", "no show")
_SHORT = 30  # marks from worst to best: on a longer scale a mark is read without a decimal
_DASHES = str.maketrans("–—−", "---")


@dataclass(frozen=True)
class Scale:
    """A marking scale: the marks for worst, pass and best; 1 may be the best.

    ``words`` are marks that are no numbers, with the numbers they stand for; beside words, numbers are marks only where
    ``numbers`` says so. ``not_taken`` are words that stand for no mark: due, but not sat. Marks up to ``beyond`` are
    given past the best one (extra credit). ``used_in`` names countries or exams. Marks of a scale that is not
    ``usable`` are let pass: its declaration is wrong and told already.
    """

    name: str
    worst: float
    pass_mark: float
    best: float
    words: tuple[tuple[str, float], ...] = ()
    numbers: bool = False
    not_taken: tuple[str, ...] = ()
    beyond: float | None = None
    used_in: str = ""
    usable: bool = True

    @property
    def takes_numbers(self) -> bool:
        """Tell whether numbers are marks on this scale."""
        return self.numbers or not self.words

    @property
    def low(self) -> float:
        """The lowest number that is a mark, be it the worst or the best."""
        return min(self.worst, self.best if self.beyond is None else self.beyond)

    @property
    def high(self) -> float:
        """The highest number that is a mark, be it the worst or the best."""
        return max(self.worst, self.best if self.beyond is None else self.beyond)

    def number_of(self, word: str) -> float | None:
        """Return the number that a word stands for, however it is capitalised and spaced; None if it is no word here.

        >>> SCALES[1].number_of(" fb")
        4.0
        """
        return _looked_up(word, self._exact_words, self._folded_words)

    def is_not_taken(self, word: str) -> bool:
        """Tell whether a word says that the mark was due but not sat; the scale's own words come first.

        >>> SCALES[0].is_not_taken("Absent"), SCALES[0].is_not_taken("7")
        (True, False)
        """
        return folded(word) in self._not_taken and self.number_of(word) is None

    def points(self, mark: float) -> float:
        """Place a mark: 0 points at the worst, 50 at the pass mark, 100 at the best and past it.

        >>> [Scale("DE 1-6", 6, 4, 1).points(mark) for mark in (6, 5, 4, 2.5, 1, 0.7)]
        [0.0, 25.0, 50.0, 75.0, 100.0, 100.0]
        """
        way = 1 if self.best > self.worst else -1
        above = (mark - self.pass_mark) * way
        if above < 0:
            points = PASS_POINTS * (1 + above / abs(self.pass_mark - self.worst))
        elif self.best == self.pass_mark:  # passed or not
            points = BEST_POINTS
        else:
            points = PASS_POINTS * (1 + above / abs(self.best - self.pass_mark))
        return min(max(points, 0.0), BEST_POINTS)

    def mark_at(self, points: float) -> float:
        """Return the mark that stands at so many points: the way back from ``points``.

        >>> [Scale("DE 1-6", 6, 4, 1).mark_at(points) for points in (0, 25, 50, 75, 100)]
        [6.0, 5.0, 4.0, 2.5, 1.0]
        """
        above = points / PASS_POINTS - 1
        return self.pass_mark + above * (self.best - self.pass_mark if above > 0 else self.pass_mark - self.worst)

    def said_at(self, points: float) -> Bilingual:
        """Say what stands at so many points: a mark with a decimal, or the words of the scale that are nearest.

        >>> [SCALES[0].said_at(76).ro, SCALES[0].said_at(100).ro, SCALES[1].said_at(98).ro, SCALES[1].said_at(88).ro]
        ['7,6', '10', 'FB', 'între B și FB']
        """
        mark = self.mark_at(points)
        if self.takes_numbers:
            text = f"{mark:.1f}".removesuffix(".0") if abs(self.best - self.worst) <= _SHORT else f"{mark:.0f}"
            return Bilingual(text, in_language(text, "ro"))
        words = {number: word for word, number in reversed(self.words)}  # of several for a number the first
        below = max((number for number in words if number <= mark), default=min(words))
        above = min((number for number in words if number >= mark), default=max(words))
        if above > below and 1 / 3 <= (mark - below) / (above - below) <= 2 / 3:
            return Bilingual(f"between {words[below]} and {words[above]}", f"între {words[below]} și {words[above]}")
        word = words[below if mark - below <= above - mark else above]
        return Bilingual(word, word)

    def direction(self) -> Bilingual:
        """Say which mark is the best, the pass mark and the worst.

        >>> Scale("DE 1-6", 6, 4, 1).direction().en
        'on DE 1-6 the lowest mark is the best (1 the best, 4 the pass mark, 6 the worst)'
        """
        best, passes, worst = (self._said(mark) for mark in (self.best, self.pass_mark, self.worst))
        if not self.takes_numbers:
            return Bilingual(
                f"on {self.name} {best} is the best mark, {passes} the pass mark, {worst} the worst",
                f"pe scara {self.name} {best} este cea mai bună notă, {passes} nota de trecere, {worst} cea mai slabă",
            )
        end = ("highest", "mare") if self.best > self.worst else ("lowest", "mică")
        return Bilingual(
            f"on {self.name} the {end[0]} mark is the best "
            f"({best} the best, {passes} the pass mark, {worst} the worst)",
            f"pe scara {self.name} nota cea mai {end[1]} este cea mai bună "
            f"({best} cea mai bună, {passes} nota de trecere, {worst} cea mai slabă)",
        )

    def _said(self, mark: float) -> str:
        """Return a mark as it is written: the first word that stands for it, else the number."""
        if not self.takes_numbers:
            return next((word for word, number in self.words if number == mark), f"{mark:g}")
        return f"{mark:g}"

    @cached_property
    def _exact_words(self) -> Mapping[str, float]:
        return {word.strip(): float(number) for word, number in self.words}

    @cached_property
    def _folded_words(self) -> Mapping[str, float]:
        return _unambiguous(self.words)

    @cached_property
    def _not_taken(self) -> frozenset[str]:
        return frozenset(map(folded, (*NOT_TAKEN, *self.not_taken)))


@lru_cache(1024)
def folded(text: str) -> str:
    """Return a word or a scale's name without capitals and spaces, dashes of every kind as one.

    >>> folded("DE 1–6")
    'de1-6'
    """
    return "".join(text.translate(_DASHES).casefold().split())


def scale_of(scales: Iterable[Scale], name: str) -> Scale | None:
    """Return the scale of a name, the first where several have it; capitals and spaces do not matter where it is clear.

    >>> scale_of(SCALES, "fb-i").name, scale_of(SCALES, "1-5")
    ('FB-I', None)
    """
    alike = [scale for scale in scales if folded(scale.name) == folded(name)]
    exact = [scale for scale in alike if scale.name == name]
    if exact:
        return exact[0]
    return alike[0] if len({scale.name for scale in alike}) == 1 else None


def _unambiguous(words: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """Return the words that mean one number only, however they are capitalised and spaced."""
    numbers: dict[str, set[float]] = {}
    for word, number in words:
        numbers.setdefault(folded(word), set()).add(float(number))
    return {word: found.pop() for word, found in numbers.items() if len(found) == 1}


def _looked_up(word: str, exact: Mapping[str, float], otherwise: Mapping[str, float]) -> float | None:
    found = exact.get(word.strip(), otherwise.get(folded(word), math.nan))
    return None if math.isnan(found) else found


_A_TO_F = (
    ("A+", 4.0), ("A", 4.0), ("A-", 3.7), ("B+", 3.3), ("B", 3.0), ("B-", 2.7), ("C+", 2.3), ("C", 2.0), ("C-", 1.7),
    ("D+", 1.3), ("D", 1.0), ("D-", 0.7), ("F", 0.0),
)  # fmt: skip
_GERMAN = (
    ("1+", 1.0), ("1-", 1.3), ("2+", 1.7), ("2-", 2.3), ("3+", 2.7), ("3-", 3.3), ("4+", 3.7), ("4-", 4.3), ("5+", 4.7),
    ("5-", 5.3), ("sehr gut", 1), ("gut", 2), ("befriedigend", 3), ("ausreichend", 4), ("mangelhaft", 5),
    ("ungenügend", 6),
)  # fmt: skip
_POLISH = (
    ("2-", 1.75),
    ("2+", 2.5),
    ("3-", 2.75),
    ("3+", 3.5),
    ("4-", 3.75),
    ("4+", 4.5),
    ("5-", 4.75),
    ("5+", 5.5),
    ("6-", 5.75),
    ("niedostateczny", 1),
    ("dopuszczający", 2),
    ("dostateczny", 3),
    ("dobry", 4),
    ("bardzo dobry", 5),
    ("celujący", 6),
)
_AUSTRIAN = (
    ("sehr gut", 1),
    ("gut", 2),
    ("befriedigend", 3),
    ("genügend", 4),
    ("nicht genügend", 5),
)
_CZECH = (
    ("výborný", 1),
    ("chvalitebný", 2),
    ("dobrý", 3),
    ("dostatečný", 4),
    ("nedostatečný", 5),
)
_SLOVAK = (
    ("výborný", 1),
    ("chválitebný", 2),
    ("dobrý", 3),
    ("dostatočný", 4),
    ("nedostatočný", 5),
)
_HALVES = (("1-", 1.5), ("2-", 2.5), ("3-", 3.5), ("4-", 4.5))  # fmt: skip

# The name is the lowest and the highest mark. Where a country passes at another mark than the first scale of that name,
# or holds the lowest mark the best, its code (or the exam's name) stands before them.
SCALES = (
    Scale("1-10", 1, 5, 10, used_in="Romania, Moldova"),
    Scale(
        "FB-I", 1, 2, 4,
        (("I", 1), ("S", 2), ("B", 3), ("FB", 4), ("insuficient", 1), ("suficient", 2), ("bine", 3),
         ("foarte bine", 4)),
        used_in="Romania",
    ),
    Scale("0-20", 0, 10, 20, used_in="Belgium, France, Greece, Portugal"),
    Scale("0-100", 0, 50, 100, used_in="Turkey; percent"),
    Scale("0-10", 0, 5, 10, used_in="Spain"),
    Scale("1-6", 1, 4, 6, used_in="Switzerland"),
    Scale("2-5", 2, 3, 5, used_in="Central Asia"),
    Scale("2-6", 2, 3, 6, used_in="Bulgaria"),
    Scale("1-12", 1, 4, 12, used_in="Ukraine"),
    Scale("percent", 0, 50, 100, used_in="anywhere"),
    Scale("AL 4-10", 4, 5, 10, used_in="Albania"),
    Scale("AT 1-5", 5, 4, 1, _AUSTRIAN, numbers=True, used_in="Austria"),
    Scale("BA 1-5", 1, 2, 5, used_in="Bosnia and Herzegovina"),
    Scale("CZ 1-5", 5, 4, 1, (*_HALVES, *_CZECH), numbers=True, used_in="Czechia"),
    Scale("DE 1-6", 6, 4, 1, _GERMAN, numbers=True, used_in="Germany"),
    Scale("DE 0-15", 0, 5, 15, used_in="Germany, last two years"),
    Scale("DK -3-12", -3, 2, 12, used_in="Denmark"),
    Scale("EE 1-5", 1, 3, 5, used_in="Estonia"),
    Scale("FI 4-10", 4, 5, 10, used_in="Finland"),
    Scale("HR 1-5", 1, 2, 5, used_in="Croatia"),
    Scale("HU 1-5", 1, 2, 5, used_in="Hungary"),
    Scale("IT 0-10", 0, 6, 10, used_in="Italy"),
    Scale("LT 1-10", 1, 4, 10, used_in="Lithuania"),
    Scale("LV 1-10", 1, 4, 10, used_in="Latvia"),
    Scale("LU 0-60", 0, 30, 60, used_in="Luxembourg"),
    Scale("ME 1-5", 1, 2, 5, used_in="Montenegro"),
    Scale("MK 1-5", 1, 2, 5, used_in="North Macedonia"),
    Scale("NL 1-10", 1, 5.5, 10, used_in="Netherlands"),
    Scale("NO 1-6", 1, 2, 6, used_in="Norway"),
    Scale("PH 1-5", 5, 3, 1, used_in="Philippines"),
    Scale("PL 1-6", 1, 2, 6, _POLISH, numbers=True, used_in="Poland"),
    Scale("RS 1-5", 1, 2, 5, used_in="Serbia"),
    Scale("SI 1-5", 1, 2, 5, used_in="Slovenia"),
    Scale("SK 1-5", 5, 4, 1, (*_HALVES, *_SLOVAK), numbers=True, used_in="Slovakia"),
    Scale(
        "SE A-F", 0, 10, 20, (("A", 20), ("B", 17.5), ("C", 15), ("D", 12.5), ("E", 10), ("F", 0)), used_in="Sweden"
    ),
    Scale("US A-F", 0, 0.7, 4, _A_TO_F, used_in="United States"),
    Scale("US 0-4", 0, 1, 4, used_in="United States, grade points"),
    Scale(
        "ECTS A-F", 0, 2, 6, (("A", 6), ("B", 5), ("C", 4), ("D", 3), ("E", 2), ("FX", 1), ("F", 0)),
        used_in="universities",
    ),
    Scale("GCSE 9-1", 0, 4, 9, (("U", 0),), numbers=True, used_in="England"),
    Scale(
        "GCSE A*-G", 0, 5, 8,
        (("A*", 8), ("A", 7), ("B", 6), ("C", 5), ("D", 4), ("E", 3), ("F", 2), ("G", 1), ("U", 0)),
        used_in="United Kingdom",
    ),
    Scale(
        "A-level A*-E", 0, 1, 6, (("A*", 6), ("A", 5), ("B", 4), ("C", 3), ("D", 2), ("E", 1), ("U", 0)),
        used_in="United Kingdom",
    ),
    Scale("IB 1-7", 1, 4, 7, used_in="International Baccalaureate"),
)  # fmt: skip
