"""What the school writes down about a pupil's situation at home."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.world.pupils import COMMUTERS_UPPER, commute
from features.synthetic.world.school_year import SchoolYear

ABROAD_RECORDED = 0.35  # of the cases (domain.md 5.3)
BENEFIT_RECORDED = 0.60  # of the poor
BENEFIT_NOT_POOR = 0.03
PARENT_LEAVES, PARENT_RETURNS = 0.015, 0.10  # a year; as many leave as return (domain.md 5.1: 13.8 % are away)
BENEFIT_REVIEWED = 0.05  # of the families in a year; the answer may be another one, the shares stay
# Share of cells nobody filled in.
MISSING = {
    "guardianship": 0.05,
    "parents_abroad": 0.15,
    "mother_education": 0.15,
    "father_education": 0.25,
    "household_size": 0.12,
    "social_benefit": 0.20,
    "commute_minutes": 0.10,
    "home_internet": 0.20,
}
GUARDIANS = np.array(["both_parents", "one_parent", "relatives", "foster_care", "institution"], dtype=object)
GUARDIAN_SHARES = {
    0: (0.83, 0.13, 0.02, 0.015, 0.005),
    1: (0.55, 0.38, 0.07, 0.0, 0.0),
    2: (0.0, 0.03, 0.95, 0.02, 0.0),
}
AWAY = np.array(["none", "one", "both"], dtype=object)


def recorded_at_entry(rng: np.random.Generator, people: pd.DataFrame) -> pd.DataFrame:
    """Return the pupils with what their school is told: a recorded "no" hides many cases.

    New columns: ``away_recorded`` (parents abroad on record: 0, 1 or 2), ``benefit_recorded`` (a benefit on record).
    """
    count = len(people)
    away = np.where(rng.random(count) < ABROAD_RECORDED, people["parents_away"], 0)
    return people.assign(away_recorded=away, benefit_recorded=_benefit(rng, people["poor"].to_numpy()))


def first_situation(
    rng: np.random.Generator, people: pd.DataFrame, *, pupil: NDArray[np.int64], since: NDArray[np.datetime64]
) -> pd.DataFrame:
    """Return what is asked at a pupil's first enrolment, one row per pupil.

    ``people`` has a row for each of ``pupil``; ``since`` is the day of enrolment.
    """
    count = len(people)
    told = people["away_recorded"].to_numpy()
    benefit = people["benefit_recorded"].to_numpy()
    table = pd.DataFrame(
        {
            "pupil": pupil,
            "valid_from": since,
            "guardianship": _guardians(rng, people["parents_away"].to_numpy()),
            "parents_abroad": AWAY[told],
            "mother_education": people["mother_education"].astype("Int64").to_numpy(),
            "father_education": people["father_education"].astype("Int64").to_numpy(),
            "household_size": people["household"].to_numpy(),
            "social_benefit": benefit,
            "commute_minutes": people["commute"].to_numpy(),
            "home_internet": rng.random(count) < np.where(people["poor"], 0.72, 0.96),
        }
    )
    late = rng.random(count) < 0.1
    table["known_on"] = (table["valid_from"] + _some_days(rng, 30, count)).where(late)
    return _with_gaps(rng, table, (told > 0) | benefit)  # a case that is written down is no empty cell


def changed_situations(
    rng: np.random.Generator, roll: pd.DataFrame, *, people: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    """Return what changes in a year: a parent leaves or returns, a benefit is reviewed, the way to school is another.

    Only what changed is filled in; each column's last known value holds. ``change`` names it, ``recorded`` tells
    whether the school heard of it.
    """
    mine = people.iloc[roll["pupil"]].reset_index(drop=True)
    change = _changes(rng, roll, mine)
    row = np.flatnonzero(change != "")
    mine, what = mine.iloc[row].reset_index(drop=True), pd.Series(change[row], dtype=object)
    day = np.maximum(rng.integers(3, len(year.days), len(row)), roll["from_day"].to_numpy()[row] + 1)
    leaves, returns = what == "leaves", what == "returns"
    benefit = pd.Series(~mine["benefit_recorded"].to_numpy(bool), dtype="boolean")
    way = commute(rng, np.full(len(row), COMMUTERS_UPPER))
    since = year.date_at(np.where(what == "commute", 0, day)).astype("datetime64[s]")
    return pd.DataFrame(
        {
            "pupil": roll["pupil"].to_numpy()[row],
            "change": what,
            "recorded": np.where(
                leaves, rng.random(len(row)) < ABROAD_RECORDED, ~returns | (mine["away_recorded"] > 0)
            ),
            "valid_from": since,
            "guardianship": what.map({"leaves": "one_parent", "returns": "both_parents"}),
            "parents_abroad": what.map({"leaves": "one", "returns": "none"}),
            "social_benefit": benefit.where(what == "benefit"),
            "commute_minutes": pd.Series(way, dtype="Int64").where(what == "commute"),
            "known_on": since + _some_days(rng, 40, len(row)),
        }
    )


def with_changes(people: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the pupils after the changes of a year, what is on record of them included."""
    people = people.copy()
    names = ("leaves", "returns", "benefit", "commute")
    leaves, returns, reviewed, moved = (changes[changes["change"] == name] for name in names)
    people.loc[leaves["pupil"], "parents_away"] = 1
    people.loc[leaves.loc[leaves["recorded"], "pupil"], "away_recorded"] = 1
    people.loc[returns["pupil"], ["parents_away", "away_recorded"]] = 0
    people.loc[reviewed["pupil"], "benefit_recorded"] = reviewed["social_benefit"].to_numpy(bool)
    people.loc[moved["pupil"], "commute"] = moved["commute_minutes"].to_numpy(np.int64)
    return people


def _changes(rng: np.random.Generator, roll: pd.DataFrame, mine: pd.DataFrame) -> NDArray[np.object_]:
    """At most one change a year for each pupil, or an empty text."""
    luck = rng.random(len(roll))
    away = (mine["parents_away"] > 0).to_numpy()
    other = _benefit(rng, mine["poor"].to_numpy()) != mine["benefit_recorded"].to_numpy()
    reviewed = rng.random(len(roll)) < BENEFIT_REVIEWED
    change = np.full(len(roll), "", dtype=object)
    change[other & reviewed] = "benefit"
    change[luck < np.where(away, PARENT_RETURNS, PARENT_LEAVES)] = "leaves"
    change[(change == "leaves") & away] = "returns"
    change[roll["admitted"].to_numpy(bool) & mine["rural"].to_numpy()] = "commute"
    return change


def _benefit(rng: np.random.Generator, poor: NDArray[np.bool_]) -> NDArray[np.bool_]:
    told: NDArray[np.bool_] = rng.random(len(poor)) < np.where(poor, BENEFIT_RECORDED, BENEFIT_NOT_POOR)
    return told


def _guardians(rng: np.random.Generator, away: NDArray[np.int64]) -> NDArray[np.object_]:
    steps = np.array([GUARDIAN_SHARES[number] for number in (0, 1, 2)]).cumsum(axis=1)[away]
    choice = (rng.random(len(away))[:, None] > steps[:, :-1]).sum(axis=1)
    guardians: NDArray[np.object_] = GUARDIANS[choice]
    return guardians


def _with_gaps(rng: np.random.Generator, table: pd.DataFrame, told: NDArray[np.bool_]) -> pd.DataFrame:
    for name, share in MISSING.items():
        gap = rng.random(len(table)) < share
        if name in ("parents_abroad", "social_benefit"):
            gap &= ~told
        column = table[name]
        nullable = {"b": pd.BooleanDtype(), "i": pd.Int64Dtype()}.get(column.dtype.kind, column.dtype)
        table[name] = column.astype(nullable).mask(gap)
    return table


def _some_days(rng: np.random.Generator, most: int, count: int) -> NDArray[np.timedelta64]:
    days: NDArray[np.timedelta64] = rng.integers(1, most + 1, count).astype("timedelta64[D]")
    return days
