"""The order of a list, and its length."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.arrays import Floats, Positions
from features.errors import UsageError
from features.i18n.text import Bilingual


def list_length(capacity: float, cohort_size: int) -> int:
    """Return how many children a capacity means.

    Parameters
    ----------
    capacity
        Below 1 a share of the cohort, rounded down but at least one child; from 1 on a whole number of children.

    Raises
    ------
    UsageError
        If it is neither.

    >>> list_length(0.05, 410), list_length(0.05, 7), list_length(20, 15)
    (20, 1, 15)
    """
    if not math.isfinite(capacity) or capacity <= 0 or (capacity >= 1 and capacity != int(capacity)):
        raise UsageError(
            Bilingual(
                f"The capacity {capacity:g} is no number of children; give a whole number like 20 or a share like "
                "0.05.",
                f"Capacitatea {capacity:g} nu este un număr de copii; dați un număr întreg, ca 20, sau o parte, ca "
                "0.05.",
            )
        )
    wanted = max(1, math.floor(capacity * cohort_size)) if capacity < 1 else int(capacity)
    return min(wanted, cohort_size)


def order(scores: Floats, margins: Floats, pupil_ids: npt.ArrayLike) -> Positions:
    """Return the places of the children in the list: highest score first, ties by margin, then by pupil_id."""
    return np.lexsort((np.asarray(pupil_ids, dtype=str), -margins, -scores))


@dataclass(frozen=True)
class Ties:
    """The children with the score of the last one on a list: ``tied`` in all, ``listed`` of them on it."""

    listed: int
    tied: int

    @property
    def are_cut(self) -> bool:
        """Whether the list holds some of them and not the others, so that chance or a code decides."""
        return 0 < self.listed < self.tied


def ties_at(scores: Floats, length: int) -> Ties:
    """Count the children with the score at the end of a list of this length.

    >>> ties_at(np.array([0.9, 0.5, 0.5, 0.5, 0.1]), 2)
    Ties(listed=1, tied=3)
    """
    if not 0 < length <= len(scores):
        return Ties(0, 0)
    last = np.partition(scores, len(scores) - length)[len(scores) - length]
    return Ties(listed=length - int((scores > last).sum()), tied=int((scores == last).sum()))
