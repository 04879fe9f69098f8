"""Children with what the model saw of them and what each feature added, and the sentence of each feature."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from features.arrays import Floats
from features.catalogue.feature import FeatureSpec
from features.i18n.numbers import KEPT_TEXTS, say, says_none
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.schema.scales import Scale
from models.explain.comparisons import COMPARISONS, IN_CLASS, IN_SCHOOL, MISSING_SINCE, USUAL
from models.explain.usual import Usual


@dataclass(frozen=True)
class Explained:
    """Children, a row each, with a column for each feature.

    ``values``, ``contributions`` and ``usual`` have shape (rows, k) in the order of ``features``; ``marks`` and
    ``conduct`` are the scales in which a row's marks are said, None where none is known.
    """

    features: tuple[FeatureSpec, ...]
    values: Floats
    contributions: Floats
    usual: Usual
    marks: Sequence[Scale | None]
    conduct: Sequence[Scale | None]

    def __len__(self) -> int:
        return len(self.values)

    def child(self, row: int) -> "ExplainedChild":
        """Return one child, in numbers of Python, which are said four times faster than numpy's."""
        return ExplainedChild(
            features=self.features,
            places=self.places,
            values=self.values[row].tolist(),
            contributions=self.contributions[row].tolist(),
            usual=self.usual.values[row].tolist(),
            in_class=self.usual.in_class[row].tolist(),
            marks=self.marks[row],
            conduct=self.conduct[row],
        )

    def children(self) -> "Iterator[ExplainedChild]":
        """Yield every child."""
        return map(self.child, range(len(self)))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The column of each feature."""
        return {feature.name: place for place, feature in enumerate(self.features)}


@dataclass(frozen=True)
class ExplainedChild:
    """One row of ``Explained``."""

    features: tuple[FeatureSpec, ...]
    places: Mapping[str, int]
    values: Sequence[float]
    contributions: Sequence[float]
    usual: Sequence[float]
    in_class: Sequence[bool]
    marks: Scale | None
    conduct: Scale | None

    def sentence(self, place: int) -> Bilingual:
        """Say the value of a feature in the school's own units, beside what is usual or was so before.

        A difference is told by the value that was compared, where it is known with what; else by the difference.
        """
        feature, value = self.features[place], self.values[place]
        if math.isnan(value):
            return self._missing(feature)
        beside, words = self.usual[place], IN_CLASS if self.in_class[place] else IN_SCHOOL
        if comparison := COMPARISONS.get(feature.name):
            compared = self.places.get(comparison.of)
            if compared is None or math.isnan(self.values[compared]):
                return self._said(feature, value, math.nan, IN_CLASS)
            if comparison.past is not None:
                beside, words = self.values[compared] - value, comparison.past
            else:
                beside, words = self.usual[compared], IN_CLASS if self.in_class[compared] else IN_SCHOOL
            if not math.isnan(beside):
                feature, value = self.features[compared], self.values[compared]
        return self._said(feature, value, beside, words)

    def _missing(self, feature: FeatureSpec) -> Bilingual:
        """Say that a value is missing, and since when nothing came where that is known."""
        since = MISSING_SINCE.get(feature.name)
        days = self.values[self.places[since.of]] if since and since.of in self.places else math.nan
        if since is None or math.isnan(days):
            return feature.missing
        return Bilingual(*(say(since.words.said(language), days, language) for language in LANGUAGES))

    def alone(self, place: int) -> Bilingual:
        """Say the value that ``sentence`` says, without what stands beside it."""
        comparison = COMPARISONS.get(self.features[place].name)
        compared = self.places.get(comparison.of) if comparison and comparison.past is None else None
        is_told = compared is not None and not math.isnan(self.values[compared] + self.usual[compared])
        return self.plain(compared if compared is not None and is_told else place)

    def own_sentence(self, place: int) -> Bilingual:
        """Say a feature by its own value, where each feature has a line: a comparison with others as a difference."""
        comparison = COMPARISONS.get(self.features[place].name)
        return self.plain(place) if comparison and comparison.past is None else self.sentence(place)

    def plain(self, place: int) -> Bilingual:
        """Say the value of a feature with nothing beside it."""
        return self._said(self.features[place], self.values[place], math.nan, IN_CLASS)

    def _said(self, feature: FeatureSpec, value: float, beside: float, words: Bilingual) -> Bilingual:
        scale = self.conduct if feature.theme == "conduct" else self.marks
        known = None if math.isnan(beside) else beside  # NaN is never found in a cache
        if isinstance(feature.en, str) and isinstance(feature.ro, str):
            return _kept_sentence(feature, value, known, words, scale if feature.is_mark else None)
        return _sentence(feature, value, known, words, None)


def _sentence(
    feature: FeatureSpec, value: float, beside: float | None, words: Bilingual, scale: Scale | None
) -> Bilingual:
    """Say a value, and behind it what stands beside it, unless both read the same or words of its own say all."""
    texts = []
    for language in LANGUAGES:
        text = feature.text(value, language, scale)
        if beside is not None and not _reads_alone(feature, value, beside, language, scale):
            text = f"{text}; {words.said(language).replace(USUAL, feature.beside(beside, language, scale))}"
        texts.append(text)
    return Bilingual(*texts)


def _reads_alone(feature: FeatureSpec, value: float, beside: float, language: Language, scale: Scale | None) -> bool:
    if isinstance(feature.en, str) and says_none(feature.en, value):
        return True
    return feature.number(beside, language, scale) == feature.number(value, language, scale)


_kept_sentence = lru_cache(KEPT_TEXTS)(_sentence)  # a feature with a text for each value cannot be a key
