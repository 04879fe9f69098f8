"""Which schools does the invented county have?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

COUNTY = "VL"
COUNTY_CODE = "38"  # first two digits of a SIIIR code in this county (domain.md 1.6)
LEGAL_UNIT, STRUCTURE = "61", "62"  # digits three and four (domain.md 1.6)
URBAN_SHARE = 0.15  # the schools such projects work with are mostly rural (domain.md 4.4)
STRUCTURE_SHARE = 0.2
SIZE_SPREAD = 0.8  # lognormal (domain.md 5.3)
PRACTICE_SPREAD = 0.35  # log of the share of absences that gets written down (domain.md 5.3)
LATE_SCHOOLS = 0.15  # upload late or partly (domain.md 5.3)
OFTEN_LATE, RARELY_LATE = 0.3, 0.06
CLASS_SIZE = 23  # domain.md 1.1
CLASSES = 9  # CP to VIII

_PLACES = ("Valea", "Poiana", "Dealul", "Lunca", "Fântâna", "Gura", "Izvorul", "Piatra", "Podul", "Crângul")
_OF = ("Mare", "Rece", "Lung", "Plopilor", "Cireșului", "Stânii", "Morii", "Nucului", "Caprei", "Fagilor", "Lupului")


def invent_schools(chance: np.random.Generator, count: int, *, pupils: int) -> pd.DataFrame:
    """Return one row per school, in the columns of ``schools`` and with what nobody writes down.

    Hidden columns: ``adversity`` (mean 0, standard deviation 1 over the county), ``practice`` (factor on recorded
    unexcused hours), ``late`` (share of rows entered late), ``strictness`` (points taken off a mark), ``weight``
    (share of the county's pupils), ``classes`` (parallel classes in a year).
    """
    ids = _school_ids(chance, count)
    parent = _parents(chance, ids)
    weight = np.exp(SIZE_SPREAD * chance.standard_normal(count)) * np.where(parent < 0, 1, 0.5)
    weight /= weight.sum()
    return pd.DataFrame(
        {
            "school_id": ids,
            "name": _names(chance, count),
            "county": COUNTY,
            "locality": np.where(chance.random(count) < URBAN_SHARE, "urban", "rural"),
            "parent_school_id": pd.Series(ids[parent]).where(parent >= 0),
            "adversity": _adversity(chance, parent),
            "practice": np.exp(PRACTICE_SPREAD * chance.standard_normal(count)),
            "late": np.where(chance.random(count) < LATE_SCHOOLS, OFTEN_LATE, RARELY_LATE),
            "strictness": 0.3 * chance.standard_normal(count),
            "weight": weight,
            "classes": np.maximum(1, np.rint(weight * pupils / CLASSES / CLASS_SIZE)).astype(np.int64),
        }
    )


def schools_table(units: pd.DataFrame) -> pd.DataFrame:
    """Return the ``schools`` table: what everybody knows."""
    return units[["school_id", "name", "county", "locality", "parent_school_id"]]


def _school_ids(chance: np.random.Generator, count: int) -> NDArray[np.object_]:
    numbers = np.sort(chance.choice(900_000, size=count, replace=False)) + 100_000
    kinds = np.where(chance.random(count) < STRUCTURE_SHARE, STRUCTURE, LEGAL_UNIT)
    kinds[0] = LEGAL_UNIT
    return np.array([f"{COUNTY_CODE}{kind}{number}" for kind, number in zip(kinds, numbers, strict=True)], dtype=object)


def _parents(chance: np.random.Generator, ids: NDArray[np.object_]) -> NDArray[np.int64]:
    """For each structure the position of a legal unit, -1 for the legal units themselves."""
    is_unit = np.array([text[2:4] == LEGAL_UNIT for text in ids])
    return np.where(is_unit, -1, chance.choice(np.flatnonzero(is_unit), size=len(ids)))


def _adversity(chance: np.random.Generator, parent: NDArray[np.int64]) -> NDArray[np.float64]:
    """A structure is half its parent's neighbourhood. Standardised, so that a small county is not a matter of luck."""
    own = chance.standard_normal(len(parent))
    mixed = np.where(parent < 0, own, 0.7 * own[parent] + 0.7 * own)
    return (mixed - mixed.mean()) / max(float(mixed.std()), 1e-9) if len(parent) > 1 else np.zeros(1)


def _names(chance: np.random.Generator, count: int) -> list[str]:
    """Places that sound right; from the 111th school on they come back with a number."""
    places = [f"{place} {of}" for place in _PLACES for of in _OF]
    order = chance.permutation(len(places))
    return [
        f"Școala Gimnazială {places[order[i % len(places)]]}"
        + (f" Nr. {i // len(places) + 1}" if i >= len(places) else "")
        for i in range(count)
    ]
