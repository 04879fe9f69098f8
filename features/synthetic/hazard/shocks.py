"""What happens to a child or a home in a month, and how the hold that school has on the child follows."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, Integers
from features.synthetic.hazard.people import People

SHOCKS = ("illness", "conflict", "work", "parting", "hardship")
OF_HOME = ("parting", "hardship")  # a parent leaves, or the income goes: it meets all children of the home
CHANCE = {"illness": 0.012, "conflict": 0.009, "work": 0.008, "parting": 0.004, "hardship": 0.009}  # a month
CLASS_QUARREL, TAKEN_IN = 0.012, 0.15  # a month and class; the share of the class that it meets
FIELD_WORK = {0: 2.5, 1: 2.5, 7: 2.0, 8: 2.0}  # months of harvest and of planting, September being 0
OLD_ENOUGH = 5  # class from which children work or quarrel in earnest
FADES = 0.78  # what is left of a shock a month later
PULL = {"illness": 0.10, "conflict": 0.22, "work": 0.22, "parting": 0.20, "hardship": 0.14}
KEEPS = 0.93  # of the hold, a month later; the rest comes back to the child's own and to the class's
CLASSMATES = 0.03
WANDERS = 0.16
MENDS = 0.026  # a month: about what shocks take from all children on average, so that a county does not sink


@dataclass(frozen=True)
class LatentState:
    """The hidden state of all children in a month: the hold that school has on each, and what is left of shocks."""

    hold: Floats
    illness: Floats
    conflict: Floats
    work: Floats
    parting: Floats
    hardship: Floats

    def of(self, pupils: Integers) -> "LatentState":
        """Return the state of these children, in their order."""
        return LatentState(**{field.name: getattr(self, field.name)[pupils] for field in fields(self)})


def with_new_children(state: LatentState | None, people: People) -> LatentState:
    """Return the state with those who are new: held as their own steadiness says, without shocks."""
    steady = people.children["steadiness"].to_numpy()
    if state is None:
        return LatentState(steady, *(np.zeros(len(steady)) for _ in SHOCKS))
    new = steady[len(state.hold) :]
    shocks = (np.append(getattr(state, name), np.zeros(len(new))) for name in SHOCKS)
    return LatentState(np.append(state.hold, new), *shocks)


def next_month(
    rng: np.random.Generator, state: LatentState, *, roll: pd.DataFrame, people: People, classes: Integers, month: int,
) -> LatentState:  # fmt: skip
    """Return the state of the children of a roll one month on; ``state`` has a row for each row of the roll.

    ``classes`` numbers each row's class. Month 0 is September, month 10 the summer.
    """
    children = people.children.iloc[roll["pupil"]]
    shocks = {
        name: FADES * getattr(state, name) + begun * np.exp(0.5 * rng.standard_normal(len(roll)))
        for name, begun in _begun(rng, roll, people=people, classes=classes, month=month).items()
    }
    pull = sum((PULL[name] * size for name, size in shocks.items()), np.zeros(len(roll)))
    mates = np.bincount(classes, weights=state.hold)[classes] / np.bincount(classes)[classes]
    back = (1 - KEEPS - CLASSMATES) * children["steadiness"].to_numpy() + CLASSMATES * mates
    hold = KEEPS * state.hold + back + MENDS - pull + WANDERS * rng.standard_normal(len(roll))
    return LatentState(hold, **shocks)


def _begun(
    rng: np.random.Generator, roll: pd.DataFrame, *, people: People, classes: Integers, month: int
) -> dict[str, Booleans]:
    """Say for each kind of shock whom it meets in this month."""
    home = people.children["home"].to_numpy()[roll["pupil"]]
    poor = people.homes["poor"].to_numpy()
    old = (roll["grade"] >= OLD_ENOUGH).to_numpy()
    begun = {name: rng.random(len(roll)) < chance for name, chance in CHANCE.items()}
    quarrel = rng.random(int(classes.max(initial=-1)) + 1) < CLASS_QUARREL
    begun["conflict"] = (begun["conflict"] | (quarrel[classes] & (rng.random(len(roll)) < TAKEN_IN))) & old
    busy = CHANCE["work"] * FIELD_WORK.get(month, 1.0) * np.where(poor[home], 2.0, 0.5)
    begun["work"] = (rng.random(len(roll)) < busy) & old
    for name in OF_HOME:
        begun[name] = (rng.random(len(poor)) < CHANCE[name] * np.where(poor, 1.6, 0.8))[home]
    return begun
