"""How a school year goes for each pupil, and how it ends."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Integers
from features.synthetic.world.levels import FIRST_LOWER, FIRST_UPPER, PRIMARY
from features.synthetic.world.pupils import sigmoid
from features.synthetic.world.school_year import SchoolYear

LEFT_EARLY = ("dropped_out", "not_reenrolled", "year_not_closed")
LEFT_SHARES = np.array([0.70, 0.17, 0.13])  # dropping out alone about 1.2 % a year (domain.md 5.1)
BAD = (*LEFT_EARLY, "exam_no_show")
EXIT_MODULES = np.array([0.25, 0.15, 0.20, 0.15, 0.25])  # domain.md 5.3
LEFT_COUNTY = 0.012  # transferred out of the county, half of them in summer
EMIGRATED = 0.004  # half of them in summer (domain.md 5.2)
CHANGED_SCHOOL = 0.013  # within the county, in summer
DROPOUTS_BACK = 0.20  # re-entry within a year (domain.md 5.3)
UNCLOSED_BACK = 0.65
RAMPED = 0.70  # absences mount in the eight weeks before the exit (domain.md 5.3)
# Spells of absence before the end, and over how many days: who has emigrated is simply not there any more.
RAMP_SPELLS = {"dropped_out": 6.0, "not_reenrolled": 3.5, "year_not_closed": 14.0, "emigrated": 5.0}
RAMP_DAYS = {"dropped_out": 40, "not_reenrolled": 40, "year_not_closed": 85, "emigrated": 15}
FIRST_EXIT = 10  # teaching days nobody is given up before


def simulate_year(
    rng: np.random.Generator, rates: pd.DataFrame, *, year: SchoolYear, units: pd.DataFrame
) -> pd.DataFrame:
    """Return how the year goes for each row of ``rates`` (see ``true_risk.with_risk``).

    New columns: ``fate``, ``summer`` (a leaving would be in summer), ``until_day`` (number of the first teaching day
    without the pupil), ``closing`` (the outcome at the year's end, empty if there is none), ``left_on``,
    ``left_known_on``, ``reason_known_on`` (when a fate that is not the closing was known), ``returns``,
    ``next_school``, ``ramp`` and ``ramp_days`` (spells of absence to add before the end, and over how many days).
    """
    story = rates.assign(fate=_fates(rng, rates, units), summer=rng.random(len(rates)) < 0.5)
    story["until_day"] = _until(rng, story, year)
    story["closing"] = _closing(rng, story)
    story["left_on"] = _left_on(rng, story, year)
    story["left_known_on"] = story["left_on"] + _days(rng.integers(5, 41, len(story)))
    story["reason_known_on"] = story["left_known_on"] + _days(_slowness(rng, story["fate"]))
    story["returns"] = _returns(rng, story)
    story["next_school"] = _next_school(rng, story, units)
    ramped = (rng.random(len(story)) < RAMPED) | (story["fate"] == "year_not_closed")
    ramped &= (story["fate"] != "emigrated") | ~story["summer"]
    story["ramp"] = np.where(ramped, story["fate"].map(RAMP_SPELLS).fillna(0.0), 0.0)
    story["ramp_days"] = story["fate"].map(RAMP_DAYS).fillna(1).astype(np.int64)
    return story


def _fates(rng: np.random.Generator, rates: pd.DataFrame, units: pd.DataFrame) -> NDArray[np.object_]:
    """A bad fate takes the place of a move, so that the risk is exactly its probability."""
    count = len(rates)
    fate = np.full(count, "stays", dtype=object)
    moves = rng.random(count)
    fate[moves < CHANGED_SCHOOL + LEFT_COUNTY + EMIGRATED] = "emigrated"
    fate[moves < CHANGED_SCHOOL + LEFT_COUNTY] = "left_county"
    fate[moves < CHANGED_SCHOOL] = "changed_school"
    # After a school's last class the pupils leave anyway: nobody changes or is missed in September.
    alone = (units["kind"].map(units["kind"].value_counts()) == 1).to_numpy()[rates["school"]]
    fate[(fate == "changed_school") & (alone | rates["last"].to_numpy())] = "stays"
    fate[rng.random(count) < rates["exam"].to_numpy()] = "exam_no_show"
    early = rng.random(count) < rates["hazard"].to_numpy()
    fate[early] = _early_fates(rng, rates[early])
    return fate


def _early_fates(rng: np.random.Generator, early: pd.DataFrame) -> NDArray[np.object_]:
    """Which of the three; a year that is not closed goes with many absences."""
    weights = np.tile(LEFT_SHARES, (len(early), 1))
    weights[:, 1] *= ~early["last"].to_numpy()
    weights[:, 2] *= np.sqrt((early["rate"] / max(early["rate"].mean(), 1e-9)).to_numpy())
    steps = (weights / weights.sum(axis=1, keepdims=True)).cumsum(axis=1)
    choice = (rng.random(len(early))[:, None] > steps[:, :2]).sum(axis=1)
    fates: NDArray[np.object_] = np.array(LEFT_EARLY, dtype=object)[choice]
    return fates


def _until(rng: np.random.Generator, story: pd.DataFrame, year: SchoolYear) -> Integers:
    end = year.until_day(story["grade"].to_numpy())
    gone = _leaves_midyear(story)
    module = rng.choice(len(EXIT_MODULES), p=EXIT_MODULES, size=len(story))
    begin, stop = np.searchsorted(year.module, module), np.searchsorted(year.module, module, side="right")
    day = begin + (rng.random(len(story)) * (stop - begin)).astype(np.int64)
    earliest = np.maximum(story["from_day"].to_numpy() + 5, FIRST_EXIT)
    return np.where(gone, np.clip(day, earliest, end - 3), end)


def _leaves_midyear(story: pd.DataFrame) -> NDArray[np.bool_]:
    fate = story["fate"]
    moved = fate.isin(["left_county", "emigrated"]) & ~story["summer"]
    gone: NDArray[np.bool_] = ((fate == "dropped_out") | moved).to_numpy()
    return gone


def _closing(rng: np.random.Generator, story: pd.DataFrame) -> NDArray[np.object_]:
    """What the school writes at the year's end.

    Repeating is rare: rarer in primary, never in the preparatory class, more common in the first class of a new school.
    """
    grade = story["grade"].to_numpy()
    entry = (grade == FIRST_LOWER) | (grade == FIRST_UPPER)
    logit = -2.55 + 1.3 * (7 - story["average"].to_numpy()) - 0.7 * (story["level"] == PRIMARY).to_numpy() + 0.5 * entry
    repeats = (rng.random(len(story)) < sigmoid(logit)) & (grade > 0)
    closing = np.where(story["last"], "graduated", "promoted").astype(object)
    closing[repeats & (story["fate"] != "exam_no_show").to_numpy()] = "repeated_year"
    closing[(story["fate"] == "year_not_closed").to_numpy()] = "year_not_closed"
    closing[_leaves_midyear(story)] = ""
    return closing


def _left_on(rng: np.random.Generator, story: pd.DataFrame, year: SchoolYear) -> pd.Series:
    """Day the pupil left: the first day away, or in the second half of August."""
    summer = np.datetime64(f"{year.first + 1}-08-18", "D") + _days(rng.integers(0, 12, len(story)))
    date = np.where(_leaves_midyear(story), year.date_at(story["until_day"].to_numpy()), summer)
    left = _leaves_midyear(story) | story["fate"].isin(["left_county", "changed_school"]).to_numpy()
    # Who finished the last class has nothing to be transferred from.
    left &= (story["closing"] != "graduated").to_numpy()
    return pd.Series(date.astype("datetime64[s]"), index=story.index).where(left)


def _slowness(rng: np.random.Generator, fate: pd.Series) -> Integers:
    """Days from knowing that a pupil is away to writing down why; emigration takes months (domain.md 5.2)."""
    why = {"dropped_out": (5, 51), "emigrated": (30, 121)}
    days: Integers = np.zeros(len(fate), dtype=np.int64)
    for name, (low, high) in why.items():
        mine = np.flatnonzero(fate == name)
        days[mine] = rng.integers(low, high, len(mine))
    return days


def _returns(rng: np.random.Generator, story: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether the pupil is back in a school of the county in September."""
    share = story["fate"].map(
        {"stays": 1.0, "changed_school": 1.0, "dropped_out": DROPOUTS_BACK, "year_not_closed": UNCLOSED_BACK}
    )
    back = rng.random(len(story)) < share.fillna(0.0).to_numpy()
    finished: NDArray[np.bool_] = back & (story["closing"] != "graduated").to_numpy()
    return finished


def _next_school(rng: np.random.Generator, story: pd.DataFrame, units: pd.DataFrame) -> Integers:
    """Who changes school goes to another one of the same kind."""
    school: Integers = story["school"].to_numpy().copy()
    movers = np.flatnonzero(story["fate"] == "changed_school")
    kind = units["kind"].to_numpy()
    for name in sorted(set(kind[school[movers]])):
        mine = movers[kind[school[movers]] == name]
        same = np.flatnonzero(kind == name)
        place = np.searchsorted(same, school[mine])
        school[mine] = same[(place + rng.integers(1, len(same), len(mine))) % len(same)]
    return school


def _days(count: Integers) -> NDArray[np.timedelta64]:
    days: NDArray[np.timedelta64] = count.astype("timedelta64[D]")
    return days
