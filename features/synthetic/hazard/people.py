"""Children, the homes they share with brothers and sisters, and the class each sits in."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, Integers
from features.synthetic.world.levels import EXAM_CLASS, FIRST_UPPER, LETTERS, first_class, last_class
from features.synthetic.world.pupils import commute, sigmoid

SIBLING = 0.35  # of the new children have a brother or sister at the school they enter
NEWCOMERS = 0.1  # of the new children come into a later class
COMMUTERS = {"rural": 0.2, "urban": 0.08}
MALE, SPECIAL_NEEDS = 0.51, 0.03
OVER_AGE = 0.06
LATE_START = 0.03  # of the children come some weeks after the year has begun


@dataclass(frozen=True)
class People:
    """All children so far and their homes, a row each; ``children["home"]`` is a place in ``homes``."""

    children: pd.DataFrame
    homes: pd.DataFrame


def invent_people(
    rng: np.random.Generator, school: Integers, *, units: pd.DataFrame, earlier: People | None = None
) -> People:
    """Return the earlier people with new children, who enter these schools (positions in ``units``)."""
    before = pd.DataFrame({"school": [], "home": []}, dtype=np.int64) if earlier is None else earlier.children
    first_home = 0 if earlier is None else len(earlier.homes)
    chosen = _sibling_of(rng, school, before["school"].to_numpy(), joins=rng.random(len(school)) < SIBLING)
    founds = chosen < 0
    own = first_home + founds.cumsum() - 1
    home_of = np.concatenate([before["home"].to_numpy(), own])
    home = np.where(founds, own, home_of[chosen])
    founded = _homes(rng, units.iloc[school[founds]])
    homes = founded if earlier is None else pd.concat([earlier.homes, founded], ignore_index=True)
    fresh = _children(rng, school, homes.iloc[home]).assign(home=home)
    return People(fresh if earlier is None else pd.concat([before, fresh], ignore_index=True), homes)


def first_roll(rng: np.random.Generator, *, pupils: int, units: pd.DataFrame) -> pd.DataFrame:
    """Return the roll of the first year: ``pupil``, ``school``, ``grade``, ``letter``, ``from_day``, ``repeated``."""
    school = rng.choice(len(units), p=units["weight"].to_numpy(), size=pupils)
    low, high = first_class(units)[school], last_class(units)[school]
    return _with_letters(rng, _rows(np.arange(pupils), school, low + np.arange(pupils) % (high - low + 1)), units)


def next_roll(
    rng: np.random.Generator, roll: pd.DataFrame, *, closing: pd.Series, pupils: int, known: int, units: pd.DataFrame
) -> pd.DataFrame:
    """Return the next year's roll: who stays, who goes on to an upper school, and new children from ``known`` on.

    ``closing`` says of each row how the year ended: ``promoted``, ``repeated_year``, ``graduated``, or nothing for
    those who are gone. Children keep their class letter within a school.
    """
    stays = closing.isin(["promoted", "repeated_year"]).to_numpy()
    up = (closing == "promoted").to_numpy()
    back = roll[stays].assign(grade=(roll["grade"] + up)[stays], repeated=(roll["repeated"] + ~up)[stays], from_day=0)
    leaving = roll[(closing == "graduated").to_numpy() & (roll["grade"] == EXAM_CLASS).to_numpy()]
    nine = _upper_places(rng, leaving, units)
    missing = max(pupils - len(back) - len(nine), 0)
    new = _new_rows(rng, missing, known=known, units=units)
    fresh = _with_letters(rng, pd.concat([nine, new], ignore_index=True), units)
    return pd.concat([back, fresh], ignore_index=True)


def _sibling_of(rng: np.random.Generator, school: Integers, before: Integers, *, joins: Booleans) -> Integers:
    """For each new child the position, among all, of one in the same school whose home it shares; -1 for none."""
    everybody = np.concatenate([before, school])
    possible = np.flatnonzero(np.concatenate([np.ones(len(before), dtype=np.bool_), ~joins]))
    ordered = possible[np.argsort(everybody[possible], kind="stable")]
    start = np.searchsorted(everybody[ordered], school)
    count = np.searchsorted(everybody[ordered], school, side="right") - start
    place = np.minimum(start + (rng.random(len(school)) * count).astype(np.int64), max(len(ordered) - 1, 0))
    return np.where(joins & (count > 0), ordered[place] if len(ordered) else -1, -1)


def _homes(rng: np.random.Generator, schools: pd.DataFrame) -> pd.DataFrame:
    count, adversity = len(schools), schools["adversity"].to_numpy()
    rural = (schools["locality"] == "rural").to_numpy()
    poor = rng.random(count) < sigmoid(-1.2 + 0.5 * rural + 0.6 * adversity)
    low = rng.random(count) < sigmoid(-2.2 + 1.6 * poor + 0.3 * adversity + 0.4 * rural)
    return pd.DataFrame(
        {
            "poor": poor,
            "low_education": low,
            "burden": rng.standard_normal(count) + 0.4 * poor,
            "away": rng.binomial(2, 0.07, count),
            "size": 3 + rng.poisson(1.0 + 0.7 * poor),
            "commute": commute(rng, np.where(rural, COMMUTERS["rural"], COMMUTERS["urban"])),
        }
    )


def _children(rng: np.random.Generator, school: Integers, homes: pd.DataFrame) -> pd.DataFrame:
    count, poor, burden = len(school), homes["poor"].to_numpy(), homes["burden"].to_numpy()
    ability = rng.standard_normal(count) - 0.35 * poor - 0.4 * homes["low_education"].to_numpy()
    return pd.DataFrame(
        {
            "school": school,
            "male": rng.random(count) < MALE,
            "special_needs": rng.random(count) < SPECIAL_NEEDS,
            "years_late": (rng.random(count) < OVER_AGE * (1 + poor)).astype(np.int64),
            "ability": ability,
            "steadiness": 0.7 * rng.standard_normal(count) - 0.35 * burden + 0.3 * ability,
            "habit": 0.6 * rng.standard_normal(count),
        }
    )


def _rows(pupil: Integers, school: Integers, grade: Integers) -> pd.DataFrame:
    return pd.DataFrame({"pupil": pupil, "school": school, "grade": grade, "repeated": 0, "from_day": 0})


def _with_letters(rng: np.random.Generator, rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    classes = np.minimum(units["classes"].to_numpy(), len(LETTERS))[rows["school"]]
    return rows.assign(letter=(rng.random(len(rows)) * classes).astype(np.int64))


def _new_rows(rng: np.random.Generator, count: int, *, known: int, units: pd.DataFrame) -> pd.DataFrame:
    """New children: most in the preparatory class, some in any class of any school."""
    lower = _weights(units, (units["kind"] == "lower").to_numpy())
    anywhere = (rng.random(count) < NEWCOMERS) | (lower.sum() == 0)
    every = units["weight"].to_numpy()
    first = rng.choice(len(units), p=lower if lower.sum() else every, size=count)
    school = np.where(anywhere, rng.choice(len(units), p=every, size=count), first)
    low, high = first_class(units)[school], last_class(units)[school]
    grade = np.where(anywhere, low + (rng.random(count) * (high - low + 1)).astype(np.int64), low)
    late = rng.random(count) < LATE_START
    return _rows(known + np.arange(count), school, grade).assign(from_day=np.where(late, rng.integers(5, 90, count), 0))


def _upper_places(rng: np.random.Generator, leaving: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Class IX of those who finished class VIII, by the places that upper schools have; nobody where there are none."""
    upper = _weights(units, (units["kind"] != "lower").to_numpy())
    if not upper.sum():
        leaving = leaving.iloc[:0]
    school = rng.choice(len(units), p=upper if upper.sum() else None, size=len(leaving))
    return leaving.assign(school=school, grade=FIRST_UPPER, from_day=0)


def _weights(units: pd.DataFrame, which: Booleans) -> Floats:
    weight = units["weight"].to_numpy() * which
    return weight / weight.sum() if weight.sum() else weight
