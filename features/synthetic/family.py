"""What does the school write down about a pupil's situation at home?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.teaching_days import SchoolYear

ABROAD_RECORDED = 0.35  # of the cases (domain.md 5.3)
BENEFIT_RECORDED = 0.60  # of the poor
BENEFIT_NOT_POOR = 0.03
PARENT_LEAVES = 0.015  # share of pupils in a year; of them as many are recorded as of the others
BENEFIT_ENDS_OR_BEGINS = 0.02
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


def first_situation(
    chance: np.random.Generator, people: pd.DataFrame, *, pupil: NDArray[np.int64], since: NDArray[np.datetime64]
) -> pd.DataFrame:
    """Return what is asked at a pupil's first enrolment, one row per pupil.

    ``people`` has a row for each of ``pupil``; ``since`` is the day of enrolment. A recorded "no" hides many cases:
    parents abroad are known to the school in 35 % of cases, a benefit in 60 % of poor families.
    """
    count = len(people)
    seen = np.where(chance.random(count) < ABROAD_RECORDED, people["parents_away"], 0)
    poor = people["poor"].to_numpy()
    benefit = chance.random(count) < np.where(poor, BENEFIT_RECORDED, BENEFIT_NOT_POOR)
    table = pd.DataFrame(
        {
            "pupil": pupil,
            "valid_from": since,
            "guardianship": _guardians(chance, people["parents_away"].to_numpy()),
            "parents_abroad": AWAY[seen],
            "mother_education": people["mother_education"].astype("Int64").to_numpy(),
            "father_education": people["father_education"].astype("Int64").to_numpy(),
            "household_size": people["household"].to_numpy(),
            "social_benefit": benefit,
            "commute_minutes": people["commute"].to_numpy(),
            "home_internet": chance.random(count) < np.where(poor, 0.72, 0.96),
        }
    )
    told = np.asarray(seen > 0) | benefit  # a case that is written down is no empty cell
    late = chance.random(count) < 0.1
    table["known_on"] = (table["valid_from"] + _some_days(chance, 30, count)).where(late)
    return _with_gaps(chance, table, told)


def changed_situations(
    chance: np.random.Generator, roll: pd.DataFrame, *, people: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    """Return the changes of a year that the school heard of: a parent goes abroad, a benefit begins or ends.

    Only what changed is filled in; each column's last known value holds. ``leaving`` tells which rows are a parent
    going abroad, recorded or not (``recorded``).
    """
    mine = people.iloc[roll["pupil"]].reset_index(drop=True)
    leaving = (chance.random(len(roll)) < PARENT_LEAVES) & (mine["parents_away"] == 0).to_numpy()
    benefit = (chance.random(len(roll)) < BENEFIT_ENDS_OR_BEGINS) & ~leaving
    row = np.flatnonzero(leaving | benefit)
    day = np.maximum(chance.integers(3, len(year.days), len(row)), roll["from_day"].to_numpy()[row] + 1)
    goes = leaving[row]
    table = pd.DataFrame({"pupil": roll["pupil"].to_numpy()[row], "leaving": goes})
    table["recorded"] = ~goes | (chance.random(len(row)) < ABROAD_RECORDED)
    table["valid_from"] = year.date_at(day).astype("datetime64[s]")
    table["guardianship"] = pd.Series("one_parent", index=table.index).where(goes)
    table["parents_abroad"] = pd.Series("one", index=table.index).where(goes)
    begins = pd.Series(mine["poor"].to_numpy()[row], dtype="boolean")
    table["social_benefit"] = begins.where(~goes)
    table["known_on"] = table["valid_from"] + _some_days(chance, 40, len(row))
    return table


def _guardians(chance: np.random.Generator, away: NDArray[np.int64]) -> NDArray[np.object_]:
    steps = np.array([GUARDIAN_SHARES[number] for number in (0, 1, 2)]).cumsum(axis=1)[away]
    choice = (chance.random(len(away))[:, None] > steps[:, :-1]).sum(axis=1)
    guardians: NDArray[np.object_] = GUARDIANS[choice]
    return guardians


def _with_gaps(chance: np.random.Generator, table: pd.DataFrame, told: NDArray[np.bool_]) -> pd.DataFrame:
    for name, share in MISSING.items():
        gap = chance.random(len(table)) < share
        if name in ("parents_abroad", "social_benefit"):
            gap &= ~told
        column = table[name]
        kinds = {"b": "boolean", "i": "Int64"}
        table[name] = column.astype(kinds.get(column.dtype.kind, column.dtype)).mask(gap)
    return table


def _some_days(chance: np.random.Generator, most: int, count: int) -> NDArray[np.timedelta64]:
    days: NDArray[np.timedelta64] = chance.integers(1, most + 1, count).astype("timedelta64[D]")
    return days
