"""The invented county, living through its school years."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.synthetic.behaviour.family import changed_situations, first_situation, recorded_at_entry, with_changes
from features.synthetic.behaviour.interventions import give_support
from features.synthetic.behaviour.latent_rates import draw_rates
from features.synthetic.behaviour.missingness import empty_classes
from features.synthetic.behaviour.true_risk import with_risk
from features.synthetic.behaviour.year_outcomes import simulate_year
from features.synthetic.world.places import Place
from features.synthetic.world.pupils import invent_pupils
from features.synthetic.world.rolls import first_roll, next_roll
from features.synthetic.world.school_year import SchoolYear
from features.synthetic.world.schools import invent_schools

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


def simulate(
    rng: np.random.Generator, *, pupils: int, schools: int, years: tuple[SchoolYear, ...], place: Place | None = None
) -> County:
    """Let a county of so many pupils and schools live through these years; ``place`` says which county."""
    units = invent_schools(rng, schools, pupils=pupils, place=place)
    people = pd.DataFrame()
    situations: list[pd.DataFrame] = []
    stories: list[pd.DataFrame] = []
    for year in years:
        if stories:
            roll = next_roll(rng, stories[-1], pupils=pupils, known=len(people), units=units, year=year)
        else:
            roll = first_roll(rng, pupils=pupils, units=units, year=year)
        roll, newcomers = _with_newcomers(rng, roll, known=len(people), units=units, year=year)
        people = pd.concat([people, newcomers], ignore_index=True)
        stories.append(_story(rng, roll, people=people, units=units, year=year))
        changes = changed_situations(rng, stories[-1], people=people, year=year)
        situations += [_asked_at_entry(rng, roll, newcomers, year), changes[changes["recorded"]]]
        people = with_changes(people, changes)
    told = pd.concat(situations, ignore_index=True).drop(columns=["change", "recorded"])
    return County(units, people, told, years, tuple(stories))


def _story(
    rng: np.random.Generator, roll: pd.DataFrame, *, people: pd.DataFrame, units: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    rates = draw_rates(rng, roll, people=people, units=units)
    rates["empty"] = empty_classes(rng, rates, units)
    rates = give_support(rng, rates, people=people, units=units)
    return simulate_year(rng, with_risk(rates, people=people, units=units), year=year, units=units)


def _with_newcomers(
    rng: np.random.Generator, roll: pd.DataFrame, *, known: int, units: pd.DataFrame, year: SchoolYear
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The roll with the repeated years of its new pupils filled in, and a row of ``people`` for each of these."""
    new = roll[roll["pupil"] >= known]
    people = recorded_at_entry(rng, invent_pupils(rng, new["school"].to_numpy(), units=units))
    late = people["years_late"].to_numpy()
    people["birth_year"] = year.first - ENTRY_AGE - new["grade"].to_numpy() - late
    repeated = (rng.random(len(new)) < REPEATED_OF_OVER_AGE) * np.minimum(late, new["grade"].to_numpy())
    filled = roll["repeated"].to_numpy().copy()
    filled[new.index] = repeated
    return roll.assign(repeated=filled), people


def _asked_at_entry(
    rng: np.random.Generator, roll: pd.DataFrame, newcomers: pd.DataFrame, year: SchoolYear
) -> pd.DataFrame:
    new = roll.iloc[len(roll) - len(newcomers) :]
    since = year.date_at(new["from_day"].to_numpy()).astype("datetime64[s]")
    return first_situation(rng, newcomers, pupil=new["pupil"].to_numpy(), since=since)
