"""Reasons of a score: data that sum to the margin; wording comes from the catalogue."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from features.arrays import Floats
from features.catalogue.feature import FeatureSpec, Group
from features.i18n.numbers import KEPT_TEXTS, say


class Reason(NamedTuple):  # a fact like others, but a list has a thousand: made three times as fast as a dataclass
    """What one feature adds to a child's margin.

    ``contribution`` is an exact Shapley value in log-odds: above zero it raises the risk, below it lowers it. ``value``
    is the feature's value in its unit, None where it is missing.
    """

    feature: str
    group: Group
    value: float | None
    contribution: float
    can_change: bool
    text_ro: str
    text_en: str


def reasons(values: Floats, contributions: Floats, features: Sequence[FeatureSpec]) -> tuple[Reason, ...]:
    """Return one child's reasons, strongest first, by size and then by the order of the features.

    Parameters
    ----------
    values, contributions
        The child's feature values and their contributions, both of shape (k,) in the order of ``features``.

    Returns
    -------
    tuple of Reason
        Those that add anything; a feature that adds nothing is no reason.
    """
    order = np.argsort(-np.abs(contributions), kind="stable").tolist()
    value, contribution = values.tolist(), contributions.tolist()  # numbers of Python are said four times faster
    return tuple(_reason(features[place], value[place], contribution[place]) for place in order if contribution[place])


def _reason(feature: FeatureSpec, value: float, contribution: float) -> Reason:
    if math.isnan(value):
        texts, shown = (feature.missing.ro, feature.missing.en), None
    else:
        texts, shown = _said(feature, value), value
    return Reason(feature.name, feature.group, shown, contribution, feature.can_change, *texts)


def _said(feature: FeatureSpec, value: float) -> tuple[str, str]:
    """Say a value in Romanian and English; where the words depend on it alone, both are looked up at once."""
    if isinstance(feature.ro, str) and isinstance(feature.en, str):
        return _filled(feature.ro, feature.en, value)
    return feature.text(value, "ro"), feature.text(value, "en")


@lru_cache(KEPT_TEXTS)
def _filled(ro: str, en: str, value: float) -> tuple[str, str]:
    return say(ro, value, "ro"), say(en, value, "en")


def strongest(contributions: Floats, most: int) -> npt.NDArray[np.intp]:
    """Return the places of the features that raise each child's margin most, in the order of ``reasons``.

    Given the contributions with their signs turned, those that lower it most.

    Parameters
    ----------
    contributions
        Shape (n, k).

    Returns
    -------
    array
        Shape (n, most); -1 where fewer features raise it.

    >>> strongest(np.array([[0.1, -0.5, 0.3, 0.3], [0.0, -0.1, 0.0, 0.0]]), 2)
    array([[ 2,  3],
           [-1, -1]])
    """
    order = np.argsort(-contributions, axis=1, kind="stable")[:, :most]
    return np.where(np.take_along_axis(contributions, order, axis=1) > 0, order, -1)
