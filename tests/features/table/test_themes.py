"""Each feature is of one theme, and every theme has words."""

import typing
from collections import Counter

from features.catalogue.feature import THEME_NAMES, Theme
from features.reading.declarations import Declarations
from features.table.feature_table import feature_catalogue

NONE_OF_OURS = {"health_and_support", "declared"}  # what records may declare


def test_every_theme_has_a_name_in_both_languages() -> None:
    assert set(THEME_NAMES) == set(typing.get_args(Theme))
    assert all(name.en and name.ro for name in THEME_NAMES.values())
    assert len({name.ro for name in THEME_NAMES.values()}) == len(THEME_NAMES)


def test_every_theme_has_a_feature() -> None:
    of_themes = Counter(feature.spec.theme for feature in feature_catalogue(Declarations()))
    assert set(of_themes) == set(typing.get_args(Theme)) - NONE_OF_OURS
