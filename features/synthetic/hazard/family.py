"""What a school is told of homes, and the quarrels that some classes write down."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.arrays import Booleans
from features.synthetic.hazard.leaving import SUMMER, months_of_days
from features.synthetic.hazard.outcomes import LivedYear
from features.synthetic.hazard.practice import Practice

AWAY_TOLD, LEAVING_TOLD, BENEFIT_TOLD, BENEFIT_OTHERWISE = 0.35, 0.3, 0.6, 0.04
BENEFIT_AFTER_HARDSHIP = 0.25
GAPS = {
    "guardianship": 0.1, "parents_abroad": 0.15, "mother_education": 0.2, "father_education": 0.3,
    "household_size": 0.15, "social_benefit": 0.2, "commute_minutes": 0.1, "home_internet": 0.25,
}  # fmt: skip
AWAY = np.array(["none", "one", "both"], dtype=object)
GUARDIAN = np.array(["both_parents", "one_parent", "relatives"], dtype=object)
INCIDENT_WRITTEN, SERIOUS = 0.4, 0.3
INCIDENT_KINDS = np.array(["quarrel", "disrespect", "damage"], dtype=object)


def first_situations(rng: np.random.Generator, lived: LivedYear, new: Booleans) -> pd.DataFrame:
    """Return what is asked when a child first comes (``row`` of those who are ``new``), with gaps and weeks late."""
    row = np.flatnonzero(new)
    count = len(row)
    poor, low, home_away = (lived.of_homes(name)[row] for name in ("poor", "low_education", "away"))
    away = np.where(rng.random(count) < AWAY_TOLD, home_away, 0)
    since = lived.year.date_at(lived.roll["from_day"].to_numpy()[row]).astype("datetime64[s]")
    mother, father = (np.where(low, rng.integers(1, most, count), rng.integers(3, 7, count)) for most in (3, 4))
    answers = {
        "guardianship": pd.Series(np.where(rng.random(count) < 0.1, "one_parent", GUARDIAN[away])),
        "parents_abroad": pd.Series(AWAY[away]),
        "mother_education": pd.Series(mother, dtype="Int64"),
        "father_education": pd.Series(father, dtype="Int64"),
        "household_size": pd.Series(lived.of_homes("size")[row], dtype="Int64"),
        "social_benefit": pd.Series(
            rng.random(count) < np.where(poor, BENEFIT_TOLD, BENEFIT_OTHERWISE), dtype="boolean"
        ),
        "commute_minutes": pd.Series(lived.of_homes("commute")[row], dtype="Int64"),
        "home_internet": pd.Series(rng.random(count) < np.where(poor, 0.75, 0.97), dtype="boolean"),
    }
    told = {name: answer.mask(rng.random(count) < GAPS[name]) for name, answer in answers.items()}
    return pd.DataFrame({"row": row, "valid_from": since, **told, "known_on": _days_after(rng, since, 40)})


def changed_situations(rng: np.random.Generator, lived: LivedYear) -> pd.DataFrame:
    """Return the changes at home that the school heard of: some of them, weeks or months later."""
    parting, hardship = (_met(rng, lived, name) for name in ("parting", "hardship"))
    parting = parting[rng.random(len(parting)) < LEAVING_TOLD]
    hardship = hardship[rng.random(len(hardship)) < BENEFIT_AFTER_HARDSHIP]
    told = pd.concat([parting, hardship], keys=["parting", "hardship"], names=["what", None]).reset_index("what")
    told = told.drop_duplicates(["row", "day"]).reset_index(drop=True)
    left = told["what"] == "parting"
    since = lived.year.date_at(told["day"].to_numpy()).astype("datetime64[s]")
    return pd.DataFrame(
        {
            "row": told["row"],
            "valid_from": since,
            "guardianship": left.map({True: "one_parent"}),
            "parents_abroad": left.map({True: "one"}),
            "social_benefit": (~left).astype("boolean").mask(left),
            "known_on": _days_after(rng, since, 120),
        }
    )


def invent_incidents(rng: np.random.Generator, lived: LivedYear, practice: Practice) -> pd.DataFrame:
    """Return the quarrels of classes that write any: ``row``, ``date``, ``kind``, ``severity``, ``known_on``."""
    met = _met(rng, lived, "conflict")
    met = met[practice.incidents[met["row"]] & (rng.random(len(met)) < INCIDENT_WRITTEN)]
    date = lived.year.date_at(met["day"].to_numpy()).astype("datetime64[s]")
    return pd.DataFrame(
        {
            "row": met["row"].to_numpy(),
            "date": date,
            "kind": INCIDENT_KINDS[rng.integers(0, 3, len(met))],
            "severity": 1 + rng.binomial(2, SERIOUS, len(met)),
            "known_on": _days_after(rng, date, 20),
        }
    )


def _met(rng: np.random.Generator, lived: LivedYear, name: str) -> pd.DataFrame:
    """The row and a teaching day for each shock of a kind that began while the child came to school."""
    month, row = np.nonzero(lived.course.begins(name)[:SUMMER])
    start = np.searchsorted(months_of_days(lived.year), month)
    day = np.minimum(start + rng.integers(0, 18, len(row)), len(lived.year.days) - 1)
    there = lived.expects(row, day) & (day < lived.course.gone[row])
    return pd.DataFrame({"row": row[there], "day": day[there]})


def _days_after(rng: np.random.Generator, since: NDArray[np.datetime64], most: int) -> NDArray[np.datetime64]:
    later: NDArray[np.datetime64] = since + rng.integers(1, most + 1, len(since)).astype("timedelta64[D]")
    return later
