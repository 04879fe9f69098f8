"""The level that the name of a class says, such as 7 of VII B."""

import re

import numpy as np
import pandas as pd

from features.arrays import Floats

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_ROMAN = {word: number for number, word in enumerate(_NUMERALS, start=1)}
_LABEL = re.compile(r"(?:CL(?:ASA|\.)\s*)?(?:A\s+)?([IVX]+|\d{1,2})(?:-?A)?(?:[\s.\-_]*[A-ZȘȚĂÂÎ]?\d?)$")


def levels_said(labels: "pd.Series") -> Floats:
    """Return the level that each class's name says; NaN where it says none.

    >>> levels_said(pd.Series(["VII B", "5A", "cl. a VIII-a", "B", None])).tolist()
    [7.0, 5.0, 8.0, nan, nan]
    """
    codes, distinct = pd.factorize(labels)
    return np.array([*map(_level_said, map(str, distinct)), np.nan], float)[codes]


def _level_said(label: str) -> float:
    found = _LABEL.match(label.strip().upper())
    if found is None:
        return np.nan
    word = found.group(1)
    return float(_ROMAN.get(word, int(word) if word.isdecimal() and int(word) <= 13 else np.nan))
