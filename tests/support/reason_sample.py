"""What is said of each feature: a sample of sentences in both languages, written to docs/reasons_in_words.md.

python -m tests.support.reason_sample docs/reasons_in_words.md
"""

import math
import sys
from collections.abc import Iterator
from pathlib import Path

from features.catalogue.feature import SCHOOLING, THEME_NAMES, FeatureSpec
from features.i18n.text import Bilingual
from features.schema.scales import Scale
from models.explain.comparisons import COMPARISONS
from models.explain.explained import Explained
from models.explain.told_reasons import HOW_MUCH, weight_words
from models.explain.usual import has_usual
from tests.support.explained import LETTERS, TEN, explained_of, named
from tests.support.small_models import CATALOGUE

COUNTS, DIFFERENCES, PERCENTS, LEVELS = (0, 1, 4, 20, 58), (-1, 0, 1, 2.5, 23), (0, 8.4, 35), (35, 76, 100)
VALUES = {
    "years": (-1, 0, 1, 2), "ISCED levels": (-1.5, 0, 1), "children": (1, 23, 640), "weeks": (1, 25), "people": (2, 9),
    "points of 100": (-23, 0, 23),
}  # fmt: skip
FEW = ("years", "schools", "changes", "incidents", "times", "subjects", "level")  # nobody has twenty
USUAL = {"percent": 12.0, "years": 0.0, "schools": 0.0, "changes": 0.0, "incidents": 0.0, "points of 100": 88.0}


def sample() -> str:
    """Return the sample as Markdown: a table for each theme."""
    lines = [
        "# Reasons in words",
        "",
        "Written by `make docs` from the feature catalogue; do not edit. Usual values and pasts are invented. How much "
        "a theme weighs is said in words: "
        + ", ".join(
            f"*{words.en}* ({words.ro}) from {least:g}"
            for least, words in ((each, weight_words(each)) for each, _ in HOW_MUCH)
            if least
        )
        + f" log-odds on, else *{weight_words(0).en}* ({weight_words(0).ro}).",
    ]
    for theme, name in THEME_NAMES.items():
        rows = [row for feature in CATALOGUE if feature.theme == theme for row in _rows(feature)]
        if rows:
            lines += ["", f"## {name.en.capitalize()} (`{theme}`, {name.ro})", ""]
            lines += ["| feature | în română | in English |", "| --- | --- | --- |", *rows]
    return "\n".join(lines) + "\n"


def _rows(feature: FeatureSpec) -> Iterator[str]:
    said = dict.fromkeys(_sentences(feature))
    for number, sentence in enumerate(said):
        yield f"| {'' if number else f'`{feature.name}`'} | {sentence.ro} | {sentence.en} |"


def _sentences(feature: FeatureSpec) -> Iterator[Bilingual]:
    comparison = COMPARISONS.get(feature.name)
    if isinstance(feature.en, str):
        for value in _values(feature):
            yield _said(feature, value, usual=USUAL.get(feature.unit, 4.0) if has_usual(feature) else math.nan)
    else:
        yield from (_said(feature, value) for value in feature.en)
    if feature.is_mark:
        yield _said(feature, 75, usual=95 if has_usual(feature) else math.nan, scale=LETTERS)
    if comparison:
        compared = named(comparison.of)[0]
        base, gap = (59.0, -15.0) if compared.is_mark else (2.0, -1.0) if compared.unit == SCHOOLING else (24.0, 20.0)
        yield _said(feature, gap, usual=base - gap, compared=(compared, base))
    if has_usual(feature) and not feature.is_mark:
        yield _said(feature, 3.0, usual=1.0, in_class=False)
    yield feature.missing


def _values(feature: FeatureSpec) -> tuple[float, ...]:
    if feature.is_mark:
        return LEVELS
    if feature.unit == "percent":
        return PERCENTS
    if feature.unit in FEW and "{sign" not in str(feature.en):
        return (0, 1, 2)
    return VALUES.get(feature.unit, DIFFERENCES if "{sign" in str(feature.en) else COUNTS)


def _said(
    feature: FeatureSpec, value: float, *, usual: float = math.nan, in_class: bool = True, scale: Scale = TEN,
    compared: tuple[FeatureSpec, float] | None = None,
) -> Bilingual:  # fmt: skip
    features = (feature, compared[0]) if compared else (feature,)
    values = [value, compared[1]] if compared else [value]
    usual_row = [usual] * len(values)
    explained: Explained = explained_of(features, [values], [values], usual=[usual_row], in_class=in_class, scale=scale)
    return explained.child(0).sentence(0)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sample(), encoding="utf-8", newline="\n")
