"""What a feature is: a function of a snapshot, and what is said of it.

A feature is one function, one column of the feature table and one entry of the catalogue, all under one name.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from features.arrays import Floats
from features.i18n.numbers import as_read, none_of, number, say
from features.i18n.text import Bilingual, Language
from features.schema.scales import Scale

if TYPE_CHECKING:
    from features.point_in_time.snapshot import Snapshot

Group = Literal["attendance", "grades", "family", "school_context"]
Theme = Literal[
    "recent_absences", "earlier_absences", "lateness", "marks", "marks_trend", "work_not_handed_in", "conduct",
    "incidents", "school_change", "repeated_years", "parents", "parents_abroad", "poverty", "distance",
    "health_and_support", "school", "track", "declared",
]  # fmt: skip

GROUP_NAMES: Mapping[Group, Bilingual] = {
    "attendance": Bilingual("attendance", "frecvență"),
    "grades": Bilingual("school results", "rezultate școlare"),
    "family": Bilingual("family situation", "situația familiei"),
    "school_context": Bilingual("school context", "contextul școlii"),
}

THEME_NAMES: Mapping[Theme, Bilingual] = {
    "recent_absences": Bilingual("recent absences", "absențe recente"),
    "earlier_absences": Bilingual("absences over the year", "absențe pe tot anul"),
    "lateness": Bilingual("coming late", "întârzieri"),
    "marks": Bilingual("marks", "note"),
    "marks_trend": Bilingual("change in marks", "evoluția notelor"),
    "work_not_handed_in": Bilingual("work not handed in or not sat", "lucrări nepredate sau nesusținute"),
    "conduct": Bilingual("conduct", "purtare"),
    "incidents": Bilingual("incidents", "abateri"),
    "school_change": Bilingual("change of school", "schimbarea școlii"),
    "repeated_years": Bilingual("age and repeated years", "vârstă și ani repetați"),
    "parents": Bilingual("parents", "părinți"),
    "parents_abroad": Bilingual("parents abroad", "părinți plecați"),
    "poverty": Bilingual("means of the household", "posibilitățile gospodăriei"),
    "distance": Bilingual("way to school", "drumul până la școală"),
    "health_and_support": Bilingual("health and support", "sănătate și sprijin"),
    "school": Bilingual("school", "școală"),
    "track": Bilingual("class and track", "clasă și filieră"),
    "declared": Bilingual("declared by the school", "declarate de școală"),
}

MARK = "{mark}"  # in a text: the value, which is points of 100, as a mark of the child's scale
_NEARLY = 0.05
SEVERAL = "//"  # before what is said of a value that is no single mark, but a mean of several

SCHOOLING = "ISCED level"  # the unit of a coded value that a median can be taken of

Texts = tuple[str | Mapping[float, str], str | Mapping[float, str]]  # English, Romanian


@dataclass(frozen=True)
class CatalogueEntry:
    """What a model keeps of a feature, so that it can be named and told apart where it cannot be computed."""

    name: str
    group: Group
    unit: str
    direction: int
    can_change: bool
    title_ro: str
    title_en: str


@dataclass(frozen=True)
class FeatureSpec:
    """What is said of a feature: all of it but how it is computed, so that it travels between processes.

    Features of one ``theme`` say the same thing to a person, who is told it once (``explain.told_reasons``).
    ``direction`` is +1 where a higher value may only raise the risk, -1 where it may only lower it, 0 where both are
    possible. ``tables`` are the record tables without which it is missing for everyone. ``en`` and ``ro`` are texts of
    ``i18n.numbers``, or one text per value for a coded feature. ``missing`` says what a missing value means.
    """

    name: str
    group: Group
    theme: Theme
    unit: str
    title: Bilingual
    en: str | Mapping[float, str]
    ro: str | Mapping[float, str]
    missing: Bilingual
    direction: int
    can_change: bool
    tables: tuple[str, ...]
    definition: str

    def entry(self) -> CatalogueEntry:
        """Return what a model keeps of the feature."""
        return CatalogueEntry(
            self.name, self.group, self.unit, self.direction, self.can_change, self.title.ro, self.title.en
        )

    @property
    def is_mark(self) -> bool:
        """Tell whether a value is a mark, as points of its scale."""
        return isinstance(self.en, str) and MARK in self.en

    def text(self, value: float, language: Language, scale: Scale | None = None) -> str:
        """Say the value to a person; a missing value is said as what it means, a mark as one of the scale."""
        if math.isnan(value):
            return self.missing.said(language)
        text = self.ro if language == "ro" else self.en
        if not isinstance(text, str):
            return text.get(value, self.title.said(language))
        if self.is_mark:
            one, _, several = text.partition(SEVERAL)
            text = several if several and scale is not None and not is_one_mark(value, scale) else one
            return text.replace(MARK, mark_words(value, language, scale))
        return say(text, value, language)

    def beside(self, value: float, language: Language, scale: Scale | None = None) -> str:
        """Say the value alone as it stands beside another, none of something in a word."""
        text = self.ro if language == "ro" else self.en
        none = none_of(text, language) if isinstance(text, str) and as_read(value) == 0 else None
        return none or self.number(value, language, scale)

    def number(self, value: float, language: Language, scale: Scale | None = None) -> str:
        """Say the value alone, as it stands behind the words for what is usual; between two codes, the lower one."""
        if self.is_mark:
            return mark_words(value, language, scale)
        if not isinstance(self.en, str):
            return self.text(float(int(value)), language).rpartition(": ")[2]
        return f"{number(value, language)} %" if self.unit == "percent" else number(value, language)


def is_one_mark(points: float, scale: Scale) -> bool:
    """Tell whether so many points are one mark of a scale, and no mean of several.

    >>> from features.schema.scales import SCALES
    >>> [is_one_mark(each, SCALES[0]) for each in (76, 70, 100)], [is_one_mark(each, SCALES[1]) for each in (100, 88)]
    ([False, True, True], [True, False])
    """
    mark = scale.mark_at(points)
    marks = [round(mark)] if scale.takes_numbers else [number for _, number in scale.words]
    return any(abs(mark - each) < _NEARLY for each in marks)


def mark_words(points: float, language: Language, scale: Scale | None) -> str:
    """Say points of 100 as a mark of a scale, or as points where the scale is not known.

    >>> mark_words(76, "ro", None)
    '76 din 100 de puncte'
    """
    if scale is None:
        return f"{number(points, language)} {Bilingual('of 100 points', 'din 100 de puncte').said(language)}"
    return scale.said_at(points).said(language)


@dataclass(frozen=True)
class Feature:
    """One feature of the catalogue: its specification, and the function of a snapshot that computes it.

    The function gives a value for each child of the cohort, shape (n,); NaN where it is missing.
    """

    spec: FeatureSpec
    compute: "Callable[[Snapshot], Floats]"


@dataclass(frozen=True)
class FeatureGroup:
    """What the features of one module have in common."""

    group: Group
    tables: tuple[str, ...]
    missing: tuple[str, str]


def feature(
    of: FeatureGroup,
    *,
    theme: Theme,
    unit: str,
    title: tuple[str, str],
    text: Texts,
    direction: int = 0,
    can_change: bool = False,
    missing: tuple[str, str] | None = None,
) -> "Callable[[Callable[[Snapshot], Floats]], Feature]":
    """Turn a function of a snapshot into a feature of its name; its docstring is the definition.

    Pairs are English, then Romanian.
    """

    def make(compute: "Callable[[Snapshot], Floats]") -> Feature:
        spec = FeatureSpec(
            name=compute.__name__,
            group=of.group,
            theme=theme,
            unit=unit,
            title=Bilingual(*title),
            en=text[0],
            ro=text[1],
            missing=Bilingual(*(missing or of.missing)),
            direction=direction,
            can_change=can_change,
            tables=of.tables,
            definition=" ".join((compute.__doc__ or "").split()),
        )
        return Feature(spec, compute)

    return make
