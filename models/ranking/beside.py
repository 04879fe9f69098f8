"""Why one child stands before another: what each theme adds to one and to the other."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from features.arrays import Floats, Positions
from features.catalogue.feature import Theme
from features.i18n.text import Bilingual
from models.explain.explained import Explained
from models.explain.told_reasons import theme_sums, told_theme


@dataclass(frozen=True)
class ThemeBeside:
    """What a theme adds to two children, in log-odds, told of both by the feature in which they differ most."""

    theme: Theme
    feature: str
    contributions: tuple[float, float]
    texts: tuple[Bilingual, Bilingual]

    @property
    def difference(self) -> float:
        """How much more the theme adds to the first child."""
        return self.contributions[0] - self.contributions[1]


@dataclass(frozen=True)
class Beside:
    """Two children with their margins; the differences of all ``themes``, largest first, add up to the margins'.

    ``ranks`` are those among ``scored`` children: of their school, or of all schools where they are of two.
    """

    pupil_ids: tuple[str, str]
    ranks: tuple[int, int]
    scored: int
    is_one_school: bool
    margins: tuple[float, float]
    themes: tuple[ThemeBeside, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as JSON: lists of two, the first child's and the second's."""
        return {
            "pupil_ids": list(self.pupil_ids),
            "ranks": list(self.ranks),
            "scored": self.scored,
            "is_one_school": self.is_one_school,
            "margins": list(self.margins),
            "difference": self.margins[0] - self.margins[1],
            "themes": [
                {
                    "theme": each.theme,
                    "feature": each.feature,
                    "contributions": list(each.contributions),
                    "difference": each.difference,
                    "texts_ro": [text.ro for text in each.texts],
                    "texts_en": [text.en for text in each.texts],
                }
                for each in self.themes
            ],
        }


def themes_beside(explained: Explained) -> tuple[ThemeBeside, ...]:
    """Return the themes of the two children of ``explained``, by the size of their differences."""
    first, second = explained.child(0), explained.child(1)
    gaps = explained.contributions[0] - explained.contributions[1]
    themes = np.array([told_theme(feature.theme) for feature in explained.features], dtype=object)
    found = []
    for theme, sums in theme_sums(explained.contributions, explained.features).items():
        place = _widest(gaps, np.flatnonzero(themes == theme), upwards=bool(sums[0] >= sums[1]))
        texts = (first.sentence(place), second.sentence(place))
        found.append(ThemeBeside(theme, explained.features[place].name, (float(sums[0]), float(sums[1])), texts))
    return tuple(sorted(found, key=lambda each: -abs(each.difference)))


def _widest(gaps: Floats, places: Positions, *, upwards: bool) -> int:
    """Return the feature of a theme whose gap is the widest in the theme's own direction."""
    return int(places[np.argmax(gaps[places] if upwards else -gaps[places])])
