"""The parts of a feature: how it is computed, and what is said of it.

A feature is one function of what was known, one column of the feature table and one entry of the catalogue, all under
one name.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from features.arrays import Floats
from features.i18n.numbers import say
from features.i18n.text import Language
from features.point_in_time.snapshot import Snapshot

Group = Literal["attendance", "grades", "family", "school_context"]

GROUP_NAMES: Mapping[Group, tuple[str, str]] = {
    "attendance": ("attendance", "frecvență"),
    "grades": ("school results", "rezultate școlare"),
    "family": ("family situation", "situația familiei"),
    "school_context": ("school context", "contextul școlii"),
}


@dataclass(frozen=True)
class FeatureSpec:
    """What a model keeps of a feature, so that it can be named and told apart where it cannot be computed."""

    name: str
    group: Group
    unit: str
    direction: int
    can_change: bool
    title_ro: str
    title_en: str


@dataclass(frozen=True)
class Feature:
    """One feature: how it is computed and what is said of it.

    ``direction`` is +1 where a higher value may only raise the risk, -1 where it may only lower it, 0 where both are
    possible. ``tables`` are the record tables without which it is missing for everyone. ``en`` and ``ro`` are texts of
    ``i18n.numbers``, or one text per value for a coded feature. ``missing_en``, ``missing_ro`` say what a missing
    value means.
    """

    name: str
    group: Group
    unit: str
    title_en: str
    title_ro: str
    en: str | Mapping[float, str]
    ro: str | Mapping[float, str]
    missing_en: str
    missing_ro: str
    direction: int
    can_change: bool
    tables: tuple[str, ...]
    definition: str
    compute: Callable[[Snapshot], Floats]

    def entry(self) -> FeatureSpec:
        """Return what a model keeps of the feature."""
        return FeatureSpec(
            self.name, self.group, self.unit, self.direction, self.can_change, self.title_ro, self.title_en
        )

    def text(self, value: float, language: Language) -> str:
        """Say the value to a person; a missing value is said as what it means."""
        if math.isnan(value):
            return self.missing_ro if language == "ro" else self.missing_en
        words = self.ro if language == "ro" else self.en
        if isinstance(words, str):
            return say(words, value, language)
        return words.get(value, self.title_ro if language == "ro" else self.title_en)


@dataclass(frozen=True)
class FeatureGroup:
    """What the features of one module have in common."""

    group: Group
    tables: tuple[str, ...]
    missing: tuple[str, str]


def feature(
    about: FeatureGroup,
    *,
    unit: str,
    title: tuple[str, str],
    text: tuple[str | Mapping[float, str], str | Mapping[float, str]],
    direction: int = 0,
    can_change: bool = False,
    missing: tuple[str, str] | None = None,
) -> Callable[[Callable[[Snapshot], Floats]], Feature]:
    """Turn a function of what was known into a feature of its name; its docstring is the definition.

    Pairs are English, then Romanian.
    """

    def make(compute: Callable[[Snapshot], Floats]) -> Feature:
        return Feature(
            name=compute.__name__,
            group=about.group,
            unit=unit,
            title_en=title[0],
            title_ro=title[1],
            en=text[0],
            ro=text[1],
            missing_en=(missing or about.missing)[0],
            missing_ro=(missing or about.missing)[1],
            direction=direction,
            can_change=can_change,
            tables=about.tables,
            definition=" ".join((compute.__doc__ or "").split()),
            compute=compute,
        )

    return make
