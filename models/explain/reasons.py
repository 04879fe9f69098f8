"""Reasons of a score: data that sum to the margin, with the words of the catalogue."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from features.arrays import Floats
from features.catalogue.feature import Group, Theme
from features.i18n.text import Bilingual
from models.explain.explained import Explained


class Reason(NamedTuple):  # a fact like others, but a list has a thousand: made three times as fast as a dataclass
    """What one feature adds to a child's margin.

    ``contribution`` is an exact Shapley value in log-odds: above zero it raises the risk, below it lowers it. ``value``
    is the feature's value in its unit, None where it is missing; ``usual`` that of the class, or of the school where
    the class is small, None where the feature has none.
    """

    feature: str
    group: Group
    theme: Theme
    value: float | None
    usual: float | None
    contribution: float
    can_change: bool
    text_ro: str
    text_en: str


def reasons(explained: Explained, row: int) -> tuple[Reason, ...]:
    """Return the reasons of the child in a row, strongest first, by size and then by the order of the features.

    A feature that adds nothing is no reason; one of which the same is said as of a stronger one is named.
    """
    child = explained.child(row)
    order = np.argsort(-np.abs(explained.contributions[row]), kind="stable").tolist()
    found: list[Reason] = []
    said: set[str] = set()
    for place in order:
        if contribution := child.contributions[place]:
            feature, value, usual = explained.features[place], child.values[place], child.usual[place]
            text = child.own_sentence(place)
            if text.en in said:  # two features of one sentence are told apart
                title = feature.title
                text = Bilingual(f"{text.en} ({title.en})", f"{text.ro} ({title.ro})")
            said.add(text.en)
            found.append(
                Reason(
                    feature.name, feature.group, feature.theme, None if math.isnan(value) else value,
                    None if math.isnan(usual) else usual, contribution, feature.can_change, text.ro, text.en,
                )
            )  # fmt: skip
    return tuple(found)


def strongest(contributions: Floats, most: int) -> npt.NDArray[np.intp]:
    """Return the places of the columns that raise each child's margin most, in the order of ``reasons``.

    Given the contributions with their signs turned, those that lower it most.

    Parameters
    ----------
    contributions
        Shape (n, k).

    Returns
    -------
    array
        Shape (n, most); -1 where fewer raise it.

    >>> strongest(np.array([[0.1, -0.5, 0.3, 0.3], [0.0, -0.1, 0.0, 0.0]]), 2)
    array([[ 2,  3],
           [-1, -1]])
    """
    order = np.argsort(-contributions, axis=1, kind="stable")[:, :most]
    return np.where(np.take_along_axis(contributions, order, axis=1) > 0, order, -1)
