"""How often the outcome came before, in the localities and counties of the schools: context beside group figures.

A group of children is served well or badly by a list in a place where the outcome is frequent or rare, and a reader
should see which. The rates are no feature: as one they find no further child (docs/decisions/0055).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from features.arrays import Labels, Texts
from features.table.audit_groups import CROSSING
from training.metrics.bootstrap import TOO_FEW

CHILDREN_ALONG = 20.0  # with the rate of all children: as many of a place tell half of what there is to be told

Place = Literal["locality", "county"]


@dataclass(frozen=True)
class PastRate:
    """How many children of a place, at earlier dates, had the outcome.

    ``rate`` is drawn towards that of all children where they are few; None of fewer than ``TOO_FEW``, of whom the cases
    are not told either.
    """

    by: Place
    place: str
    children: int
    cases: int | None
    rate: float | None


def past_rates(labels: Labels, schools: Texts, known_schools: pd.DataFrame) -> tuple[PastRate, ...]:
    """Return the past rate of each locality and county of which it is known, in the order of their codes.

    Parameters
    ----------
    labels, schools
        Outcome, as it was known before the as-of date, and school of each child at an earlier date, shape (n,).
    known_schools
        The table of schools, with ``school_id``, ``locality`` and ``county``.
    """
    places = known_schools.set_index("school_id")
    return tuple(rate for by in ("locality", "county") for rate in _rates(labels, schools, places[by], by=by))


def past_rate_of(rates: tuple[PastRate, ...], *, by: str, group: str) -> float | None:
    """Return the past rate of the locality of a group of children; None where it is of several, or not known."""
    locality = group.rsplit(" ", maxsplit=1)[-1] if by in ("locality", CROSSING) else ""
    return next((each.rate for each in rates if each.by == "locality" and each.place == locality), None)


def _rates(labels: Labels, schools: Texts, place_of: "pd.Series", *, by: Place) -> Iterator[PastRate]:
    known = place_of.dropna().astype(str).to_dict()
    places = np.array([known.get(school, "") for school in schools], dtype=object)
    overall = float(labels.mean()) if len(labels) else 0.0
    for place in sorted(set(places) - {""}):
        here = labels[places == place]
        children, cases = len(here), int(here.sum())
        shrunk = (cases + CHILDREN_ALONG * overall) / (children + CHILDREN_ALONG)
        told = children >= TOO_FEW
        yield PastRate(by, place, children, cases if told else None, shrunk if told else None)
