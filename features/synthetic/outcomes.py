"""What do the records say about how each pupil's year ended, and when did they know?"""

import numpy as np
import pandas as pd

from features.synthetic.teaching_days import LAST_CLASS, SchoolYear

ENDED = {
    "dropped_out": "dropped_out",
    "left_county": "transferred",
    "changed_school": "transferred",
    "emigrated": "emigrated",
}
CLOSED_AFTER = 5  # days from the last lesson to the end of the school's conferences (domain.md 1.3)


def year_outcomes(chance: np.random.Generator, story: pd.DataFrame, *, year: SchoolYear) -> pd.DataFrame:
    """Return the outcomes of a year: ``pupil``, ``date``, ``outcome``, ``known_on``.

    Who dropped out, emigrated or went away in the middle of the year has nothing at the year's end. Who does not come
    back in September may have been promoted in June: the later-known outcome corrects the earlier one.
    """
    return pd.concat([_closings(chance, story, year), _exits(story), _missing(chance, story, year)], ignore_index=True)


def _closings(chance: np.random.Generator, story: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    closed = story[story["closing"] != ""]
    date = (year.ends[-1] + np.timedelta64(CLOSED_AFTER, "D")).astype("datetime64[s]")
    july = np.datetime64(f"{year.first + 1}-07-01", "s")
    known = july + chance.integers(0, 5, len(closed)).astype("timedelta64[D]")
    return _table(closed, date, closed["closing"], known)


def _exits(story: pd.DataFrame) -> pd.DataFrame:
    gone = story[story["left_on"].notna()]
    return _table(gone, gone["left_on"], gone["fate"].map(ENDED), gone["told_on"])


def _missing(chance: np.random.Generator, story: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    """Pupils on no list in the middle of September, known by the end of October."""
    unseen = story["fate"].isin(["not_reenrolled", "year_not_closed"]) & ~story["returns"]
    absent = story[unseen & (story["grade"] < LAST_CLASS)]
    date = np.datetime64(f"{year.first + 1}-09-15", "s") + chance.integers(0, 4, len(absent)).astype("timedelta64[D]")
    known = date + chance.integers(5, 43, len(absent)).astype("timedelta64[D]")
    return _table(absent, date, "not_reenrolled", known)


def _table(story: pd.DataFrame, date: object, outcome: object, known: object) -> pd.DataFrame:
    return pd.DataFrame({"pupil": story["pupil"], "date": date, "outcome": outcome, "known_on": known}).reset_index(
        drop=True
    )
