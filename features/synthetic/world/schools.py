"""The schools of the invented county."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.synthetic.world.levels import FIRST_CLASS, LAST_CLASS
from features.synthetic.world.places import DEFAULT, STRATA, Place, apportioned, place_of

LEGAL_UNIT, STRUCTURE = "61", "62"  # digits three and four of a SIIIR code (domain.md 1.6)
MOST_STRUCTURES = 3  # of one legal unit
HARDEST = 3.0  # standard deviations of adversity
STRUCTURE_SIZE = 0.5  # of a school that stands alone
SIZE_SPREAD = 0.8  # lognormal (domain.md 5.3)
PRACTICE_SPREAD = 0.35  # log of the share of absences that gets written down (domain.md 5.3)
LATE_SCHOOLS = 0.15  # upload late or partly (domain.md 5.3)
OFTEN_LATE, RARELY_LATE = 0.3, 0.06
EMPTY_SHAPE = (0.25, 4.75)  # Beta: 5 % of classes have an empty catalogue (domain.md 5.3), most schools none or few
MOST_CAPACITY = 0.08  # of its pupils a school can support in a year
CLASS_SIZE = 23  # domain.md 1.1
CODES = 900_000  # six digits, the first of them not 0 ...
CODES_OF_AREA = 4_000  # ... of which each area of a large county has its own

_PLACES = ("Valea", "Poiana", "Dealul", "Lunca", "Fântâna", "Gura", "Izvorul", "Piatra", "Podul", "Crângul")
_OF = ("Mare", "Rece", "Lung", "Plopilor", "Cireșului", "Stânii", "Morii", "Nucului", "Caprei", "Fagilor", "Lupului")
_CALLED = {"lower": "Școala Gimnazială", "upper": "Liceul", "vocational": "Școala Profesională"}


def invent_schools(rng: np.random.Generator, count: int, *, pupils: int, place: Place | None = None) -> pd.DataFrame:
    """Return one row per school of a place (VL if none is given): the columns of ``schools``, and what is hidden.

    Kinds and localities follow the pupils of the place; a handful of schools are all of the commonest kinds.
    ``siiir_prefix`` begins the codes, ``kind`` is ``lower``, ``upper`` or ``vocational``. Hidden columns: ``adversity``
    (mean 0, standard deviation 1 over the pupils), ``county_effect`` (log-odds, the same for all), ``practice``
    (factor on recorded unexcused hours), ``late`` (share of rows entered late), ``empty`` (share of the school's
    classes whose catalogue stays empty), ``capacity`` (share of its pupils it can support in a year), ``strictness``
    (points taken off a mark), ``weight`` (share of the place's pupils), ``classes`` (parallel classes in a year).
    """
    place = place or place_of(DEFAULT)
    stratum = np.repeat(np.arange(len(STRATA)), apportioned(count, place.expected_schools()))
    kind = np.array([each.kind for each in STRATA], dtype=object)[stratum]
    parent = _parents(rng, stratum)
    ids = _school_ids(rng, parent, place)
    weight = _weights(rng, stratum, parent, place)
    in_one_class_each = np.array([LAST_CLASS[each] - FIRST_CLASS[each] + 1 for each in kind]) * CLASS_SIZE
    return pd.DataFrame(
        {
            "school_id": ids,
            "name": _names(rng, kind),
            "county": place.code,
            "siiir_prefix": place.siiir_prefix,
            "locality": np.array([each.locality for each in STRATA], dtype=object)[stratum],
            "kind": kind,
            "parent_school_id": pd.Series(ids[parent]).where(parent >= 0),
            "adversity": _adversity(rng, parent, weight),
            "county_effect": place.county_effect,
            "practice": np.exp(PRACTICE_SPREAD * rng.standard_normal(count)),
            "late": np.where(rng.random(count) < LATE_SCHOOLS, OFTEN_LATE, RARELY_LATE),
            "empty": rng.beta(*EMPTY_SHAPE, count),
            "capacity": MOST_CAPACITY * rng.random(count),
            "strictness": 0.3 * rng.standard_normal(count),
            "weight": weight,
            "classes": np.maximum(1, np.rint(weight * pupils / in_one_class_each)).astype(np.int64),
        }
    )


def schools_table(units: pd.DataFrame) -> pd.DataFrame:
    """Return the ``schools`` table: what everybody knows."""
    return units[["school_id", "name", "county", "locality", "parent_school_id"]]


def _parents(rng: np.random.Generator, stratum: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each structure the position of a legal unit of its stratum, -1 for the legal units themselves."""
    parent = np.full(len(stratum), -1)
    for number, each in enumerate(STRATA):
        mine = np.flatnonzero(stratum == number)
        structures = min(round(each.structures * len(mine)), max(len(mine) - 1, 0))
        legal = mine[: len(mine) - structures]
        parent[mine[len(legal) :]] = rng.permutation(np.repeat(legal, MOST_STRUCTURES))[:structures]
    return parent


def _school_ids(rng: np.random.Generator, parent: NDArray[np.int64], place: Place) -> NDArray[np.object_]:
    first, many = (CODES_OF_AREA * (place.area - 1), CODES_OF_AREA) if place.area else (0, CODES)
    numbers = 100_000 + first + rng.choice(many, size=len(parent), replace=False)
    kinds = np.where(parent < 0, LEGAL_UNIT, STRUCTURE)
    return np.array(
        [f"{place.siiir_prefix}{kind}{number}" for kind, number in zip(kinds, numbers, strict=True)], object
    )


def _weights(
    rng: np.random.Generator, stratum: NDArray[np.int64], parent: NDArray[np.int64], place: Place
) -> NDArray[np.float64]:
    """Shares of the pupils: lognormal within a stratum, which has the share the place's pupils give it."""
    size = np.exp(SIZE_SPREAD * rng.standard_normal(len(stratum))) * np.where(parent < 0, 1, STRUCTURE_SIZE)
    within = size / np.bincount(stratum, weights=size)[stratum]
    pupils = within * np.array(place.pupils)[stratum]
    weight: NDArray[np.float64] = pupils / pupils.sum()
    return weight


def _adversity(rng: np.random.Generator, parent: NDArray[np.int64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """A structure is half its parent's neighbourhood. Standardised, so that a small county is not a matter of luck."""
    own = rng.standard_normal(len(parent))
    mixed = np.where(parent < 0, own, 0.7 * own[parent] + 0.7 * own)
    centred = mixed - weight @ mixed
    spread = np.sqrt(weight @ centred**2)
    return np.clip(centred / spread, -HARDEST, HARDEST) if len(parent) > 1 else np.zeros(1)


def _names(rng: np.random.Generator, kind: NDArray[np.object_]) -> list[str]:
    """Places that sound right; from the 111th school on they come back with a number."""
    places = [f"{place} {of}" for place in _PLACES for of in _OF]
    order = rng.permutation(len(places))
    return [
        f"{_CALLED[each]} {places[order[i % len(places)]]}"
        + (f" Nr. {i // len(places) + 1}" if i >= len(places) else "")
        for i, each in enumerate(kind)
    ]
