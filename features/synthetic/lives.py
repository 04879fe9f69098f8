"""How does the invented county live through its school years?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.synthetic.family import changed_situations, first_situation
from features.synthetic.pupils import invent_pupils
from features.synthetic.risk import circumstances, constant_for
from features.synthetic.rolls import first_roll, next_roll
from features.synthetic.schools import invent_schools
from features.synthetic.stories import tell_year
from features.synthetic.teaching_days import SchoolYear

BAD_SHARE = 0.025  # composite bad outcome in a year (domain.md 5.2: 2-4 %)
ENTRY_AGE = 6  # in the preparatory class
REPEATED_OF_OVER_AGE = 0.6  # the others entered school late


@dataclass(frozen=True)
class County:
    """What really happened: schools, pupils, what was told of their homes, and each year's calendar and stories.

    ``units`` has a row per school, ``people`` a row per pupil, each of ``stories`` a row per pupil on the roll of
    that year; ``situations`` are the rows of the ``family`` table. Pupils and schools are numbered by position.
    """

    units: pd.DataFrame
    people: pd.DataFrame
    situations: pd.DataFrame
    years: tuple[SchoolYear, ...]
    stories: tuple[pd.DataFrame, ...]


def live(chance: np.random.Generator, *, pupils: int, schools: int, years: tuple[SchoolYear, ...]) -> County:
    """Let a county of so many pupils and schools live through these years."""
    units = invent_schools(chance, schools, pupils=pupils)
    roll = first_roll(chance, pupils=pupils, units=units)
    people = pd.DataFrame()
    situations: list[pd.DataFrame] = []
    stories: list[pd.DataFrame] = []
    constant: float | None = None
    for year in years:
        if stories:
            roll = next_roll(chance, stories[-1], pupils=pupils, known=len(people), units=units, year=year)
        roll, newcomers = _with_newcomers(chance, roll, known=len(people), units=units, year=year)
        people = pd.concat([people, newcomers], ignore_index=True)
        felt = circumstances(chance, roll, people=people, units=units)
        # Set once: later years are as good or as bad as their pupils.
        constant = constant_for(felt["pull"].to_numpy(), BAD_SHARE) if constant is None else constant
        stories.append(tell_year(chance, felt, year=year, units=units, constant=constant))
        changes = changed_situations(chance, stories[-1], people=people, year=year)
        situations += [_asked_at_entry(chance, roll, newcomers, year), changes[changes["recorded"]]]
        people.loc[changes.loc[changes["leaving"], "pupil"], "parents_away"] = 1
    told = pd.concat(situations, ignore_index=True).drop(columns=["leaving", "recorded"])
    return County(units, people, told, years, tuple(stories))


def _with_newcomers(
    chance: np.random.Generator, roll: pd.DataFrame, *, known: int, units: pd.DataFrame, year: SchoolYear
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The roll with the repeated years of its new pupils filled in, and a row of ``people`` for each of these."""
    new = roll[roll["pupil"] >= known]
    people = invent_pupils(chance, new["school"].to_numpy(), units=units)
    over_age = people["over_age"].to_numpy()
    people["birth_year"] = year.first - ENTRY_AGE - new["grade"].to_numpy() - over_age
    repeated = over_age & (new["grade"] > 0).to_numpy() & (chance.random(len(new)) < REPEATED_OF_OVER_AGE)
    filled = roll["repeated"].to_numpy().copy()
    filled[new.index] = repeated
    return roll.assign(repeated=filled), people


def _asked_at_entry(
    chance: np.random.Generator, roll: pd.DataFrame, newcomers: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    new = roll.iloc[len(roll) - len(newcomers) :]
    since = year.date_at(new["from_day"].to_numpy()).astype("datetime64[s]")
    return first_situation(chance, newcomers, pupil=new["pupil"].to_numpy(), since=since)
