"""How each pupil's year ended by the records, and when they knew."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.world.school_year import SchoolYear

ENDED = {
    "dropped_out": "dropped_out",
    "left_county": "transferred",
    "changed_school": "transferred",
    "emigrated": "emigrated",
}
CLOSED_AFTER = 5  # days from the last lesson to the end of the school's conferences (domain.md 1.3)
EXAM_AFTER = 3  # days from the last lesson to the first day of the exam after class VIII


def year_outcomes(rng: np.random.Generator, story: pd.DataFrame, *, year: SchoolYear) -> pd.DataFrame:
    """Return the outcomes of a year: ``pupil``, ``date``, ``outcome``, ``known_on``.

    Who dropped out, emigrated or went away in the middle of the year has nothing at the year's end. Who does not come
    back in September or to the exam may have been promoted in June, and who was missed in September may turn out to
    have emigrated: the later-known outcome corrects the earlier one.
    """
    parts = [_closings(rng, story, year), _exits(story), _no_shows(rng, story, year)]
    return pd.concat([*parts, _missed(rng, story, year)], ignore_index=True)


def _closings(rng: np.random.Generator, story: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    closed = story[story["closing"] != ""]
    date = (year.ends[-1] + np.timedelta64(CLOSED_AFTER, "D")).astype("datetime64[s]")
    july = np.datetime64(f"{year.first + 1}-07-01", "s")
    return _table(closed, date, closed["closing"], july + _days(rng, 0, 5, len(closed)))


def _exits(story: pd.DataFrame) -> pd.DataFrame:
    gone = story[story["left_on"].notna()]
    return _table(gone, gone["left_on"], gone["fate"].map(ENDED), gone["reason_known_on"])


def _no_shows(rng: np.random.Generator, story: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    """Pupils who came neither to the exam in June nor to the admission, which is over in late July."""
    absent = story[story["fate"] == "exam_no_show"]
    date = (year.ends[-1] + np.timedelta64(EXAM_AFTER, "D")).astype("datetime64[s]")
    july = np.datetime64(f"{year.first + 1}-07-20", "s")
    return _table(absent, date, "exam_no_show", july + _days(rng, 0, 12, len(absent)))


def _missed(rng: np.random.Generator, story: pd.DataFrame, year: SchoolYear) -> pd.DataFrame:
    """Pupils on no list in the middle of September, known by the end of October; some, it turns out, have emigrated."""
    abroad = (story["fate"] == "emigrated") & story["summer"]
    unseen = story["fate"].isin(["not_reenrolled", "year_not_closed"]) & ~story["returns"]
    absent = story[(unseen | abroad) & ~story["last"]]
    date = np.datetime64(f"{year.first + 1}-09-15", "s") + _days(rng, 0, 4, len(absent))
    known = date + _days(rng, 5, 43, len(absent))
    missed = _table(absent, date, "not_reenrolled", known)
    late = _table(absent, date, "emigrated", known + _days(rng, 30, 151, len(absent)))
    return pd.concat([missed, late[(absent["fate"] == "emigrated").to_numpy()]], ignore_index=True)


def _table(story: pd.DataFrame, date: object, outcome: object, known: object) -> pd.DataFrame:
    return pd.DataFrame({"pupil": story["pupil"], "date": date, "outcome": outcome, "known_on": known}).reset_index(
        drop=True
    )


def _days(rng: np.random.Generator, least: int, below: int, count: int) -> NDArray[np.timedelta64]:
    days: NDArray[np.timedelta64] = rng.integers(least, below, count).astype("timedelta64[D]")
    return days
