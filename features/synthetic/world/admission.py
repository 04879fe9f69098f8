"""Which upper school takes whom after class VIII."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.world.levels import EXAM_CLASS, FIRST_UPPER, first_class, last_class

LUCK = 0.6  # what besides marks decides who goes where, in points of the average
CROWDED = 1.15  # times the places are still taken in; the others go to another county
AWAY = ("exam_no_show", "left_county", "emigrated")


def places_in_class_nine(units: pd.DataFrame, pupils: int) -> NDArray[np.float64]:
    """How many pupils begin in each school of class IX, of so many pupils in the whole county."""
    classes = last_class(units) - first_class(units) + 1
    places: NDArray[np.float64] = np.where(units["kind"] == "lower", 0.0, units["weight"] / classes * pupils)
    return places


def admitted(rng: np.random.Generator, story: pd.DataFrame, *, units: pd.DataFrame, pupils: int) -> pd.DataFrame:
    """Return the pupils of next September's class IX, in the columns of a roll.

    The best marks go to the schools with the least adversity, and what is left to the vocational ones. In a county
    without upper schools nobody is admitted.
    """
    places = places_in_class_nine(units, pupils)
    done = (story["grade"] == EXAM_CLASS) & (story["closing"] == "graduated") & ~story["fate"].isin(AWAY)
    ready = np.flatnonzero(done)
    taken = np.sort(rng.permutation(ready)[: int(CROWDED * places.sum())])
    going = story.iloc[taken]
    merit = going["average"].to_numpy() + LUCK * rng.standard_normal(len(going))
    return pd.DataFrame(
        {
            "pupil": going["pupil"].to_numpy(),
            "school": _by_merit(merit, places, units),
            "grade": np.full(len(going), FIRST_UPPER),
            "repeated": going["repeated"].to_numpy(),
            "from_day": np.zeros(len(going), dtype=np.int64),
            "admitted": True,
        }
    )


def _by_merit(merit: NDArray[np.float64], places: NDArray[np.float64], units: pd.DataFrame) -> NDArray[np.int64]:
    """Schools in the order in which they are wanted, filled from the best pupil down."""
    wanted = np.lexsort((units["adversity"], units["kind"] == "vocational"))
    filled = places[wanted].cumsum() / max(places.sum(), 1e-9)
    rank = np.empty(len(merit))
    rank[np.argsort(-merit, kind="stable")] = (np.arange(len(merit)) + 0.5) / max(len(merit), 1)
    school: NDArray[np.int64] = wanted[np.minimum(np.searchsorted(filled, rank), len(wanted) - 1)]
    return school
