"""What values are told beside, and whether they read as raising the risk or as lowering it.

A difference is told by the value itself, beside that with which it was compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from features.arrays import Booleans, Floats, Integers
from features.catalogue.feature import FeatureSpec
from features.i18n.text import Bilingual
from models.explain.usual import has_usual

USUAL = "{usual}"  # in the words below: where the other value stands
IN_CLASS = Bilingual(f"usually {USUAL} in the class", f"în clasă de obicei {USUAL}")
IN_SCHOOL = Bilingual(f"usually {USUAL} in the school", f"în școală de obicei {USUAL}")


@dataclass(frozen=True)
class Comparison:
    """The feature that is compared, and how the child's own past is named; None where it is compared with others."""

    of: str
    past: Bilingual | None = None


COMPARISONS: Mapping[str, Comparison] = {
    "unexcused_hours_vs_class": Comparison("unexcused_hours_year"),
    "absent_hours_vs_class": Comparison("absent_hours_year"),
    "absent_hours_vs_school_20d": Comparison("absent_hours_20d"),
    "absent_hours_change_20d": Comparison(
        "absent_hours_20d", Bilingual(f"{USUAL} in the 20 before", f"în cele 20 dinainte {USUAL}")
    ),
    "mark_mean_vs_class": Comparison("mark_mean_year"),
    "mark_mean_vs_last_year": Comparison("mark_mean_year", Bilingual(f"{USUAL} last year", f"anul trecut {USUAL}")),
    "mark_change": Comparison(
        "mark_latest",
        Bilingual(f"mean of the earlier ones of this year {USUAL}", f"media celor dinainte din acest an {USUAL}"),
    ),
    "days_since_mark_vs_class": Comparison("days_since_mark"),
    "marks_not_taken_vs_class": Comparison("marks_not_taken_year"),
    "incidents_vs_class": Comparison("incidents_year"),
    "mother_education_vs_school": Comparison("mother_education"),
}


@dataclass(frozen=True)
class Since:
    """The feature that counts the days since something came last, and how it is said that nothing came since."""

    of: str
    words: Bilingual


# What is told where a value is missing because nothing came of late, and it is known when the last came.
MISSING_SINCE: Mapping[str, Since] = {
    "mark_mean_60d": Since("days_since_mark", Bilingual("no mark for {n|day|days}", "nicio notă de {n|zi|zile}")),
}

# Of features that a model may use either way: what people take a higher value for.
_READ_AS: Mapping[str, int] = {
    "excused_share_year": -1, "no_absence_year": -1, "days_since_mark": 1, "days_since_mark_vs_class": 1,
    "marks_count_vs_class": -1, "social_benefit": 1,
}  # fmt: skip


# So far from what is usual, or as a difference from others, a value must be to tell anything.
_LEAST_APART: Mapping[str, float] = {"household_size": 2.0, "days_since_mark": 14.0, "marks_count_vs_class": 2.0}
_ONLY_BESIDE = ("mother_education", "father_education")  # alone it says nothing, unless it is the lowest there is


class Readings(NamedTuple):
    """What values read as, shape (rows, features): 1 as raising the risk, -1 as lowering it, 0 as neither.

    ``alone`` is what a value says by itself, ``beside`` what it says with what stands beside it.
    """

    alone: Integers
    beside: Integers


def readings(features: Sequence[FeatureSpec], values: Floats, usual: Floats) -> Readings:
    """Return what values read as, alone and beside what is usual."""
    places = {feature.name: place for place, feature in enumerate(features)}
    found = Readings(np.zeros(values.shape, np.int64), np.zeros(values.shape, np.int64))
    for place, feature in enumerate(features):
        direction, comparison = read_direction(feature), COMPARISONS.get(feature.name)
        compared = place if comparison is None or comparison.past else places.get(comparison.of, place)
        found.alone[:, place] = direction * _extreme(feature, values[:, place])
        gap = as_read(values[:, compared]) - as_read(usual[:, compared])
        found.beside[:, place] = direction * np.sign(np.nan_to_num(gap)).astype(np.int64)
        if compared != place:  # told by the value that was compared, where it is known with what
            own = direction * _extreme(features[compared], values[:, compared])
            found.alone[:, place] = np.where(np.isnan(gap), found.alone[:, place], own)
    return found


def far_enough(features: Sequence[FeatureSpec], values: Floats, usual: Floats, *, reads: Readings) -> Booleans:
    """Tell which values are as far from what is usual as they must be to tell anything; a missing one is.

    Not so a missing track: up to class VIII there is none.
    """
    is_far = np.ones(values.shape, np.bool_)
    for place, feature in enumerate(features):
        mine, others = values[:, place], usual[:, place]
        if feature.name in _LEAST_APART:
            distance = np.abs(mine - others if has_usual(feature) else mine)
            is_far[:, place] = np.isnan(mine) | (distance >= _LEAST_APART[feature.name])
        elif feature.name in _ONLY_BESIDE:
            lowest = np.isnan(others) & (reads.alone[:, place] > 0)
            is_far[:, place] = np.isnan(mine) | (reads.beside[:, place] > 0) | lowest
        elif feature.theme == "track":
            is_far[:, place] = ~np.isnan(mine)
    return is_far


def read_direction(feature: FeatureSpec) -> int:
    """Return 1 where people take a higher value for a risk, -1 for its contrary, 0 for neither."""
    return _READ_AS.get(feature.name, feature.direction)


def as_read(values: Floats) -> Floats:
    """Round many values to what a person reads, as ``features.i18n.numbers.as_read`` does."""
    return np.where(np.abs(values) < 10, np.round(values, 1), np.round(values))


def _extreme(feature: FeatureSpec, values: Floats) -> Integers:
    """Tell which values are the lowest (-1) or the highest (1) that there are; of a difference, its sign.

    None of something is its lowest, all of something its highest, whatever is usual.
    """
    known, texts = as_read(values), feature.en
    if isinstance(texts, str) and "{sign" in texts:
        return np.sign(np.nan_to_num(known)).astype(np.int64)
    low, high = (0.0, np.inf) if isinstance(texts, str) else (min(texts), max(texts))
    if feature.is_mark or feature.unit == "percent":
        high = 100.0
    return (known >= high).astype(np.int64) - (known <= low).astype(np.int64)
