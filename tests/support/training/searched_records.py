"""How does a test get records of several school years to search on? One mark a year, and who failed, by a rule."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache

from features.point_in_time.record_index import RecordIndex
from models.risk.lightgbm_fit import Hyperparameters
from tests.support.small_records import index_of
from tests.support.training.labelled_rows import plan
from training.plan.plan import TrainingPlan

FIRST, SECOND, THIRD, HELD_OUT = (dt.date(year, 2, 1) for year in (2022, 2023, 2024, 2025))
PUPILS, SCHOOLS = 120, 6

Row = dict[str, object]


def failed(pupil: int, year: int) -> bool:
    """Tell who fails in June of a year: of the quarter with low marks most, and a few others."""
    return (pupil + year) % 13 == 0 or (low(pupil, year) and (pupil * 7 + year) % 5 > 0)


def low(pupil: int, year: int) -> bool:
    """Tell whose mark in January is low."""
    return (pupil + 3 * year) % 4 == 0


def rows_of_years() -> Mapping[str, list[Row]]:
    """Return the rows of four school years, those of the outcomes known on their day."""
    tables: dict[str, list[Row]] = {"enrolments": [], "grades": [], "outcomes": []}
    for year in (2022, 2023, 2024, 2025):
        for number in range(PUPILS):
            pupil = {"pupil_id": f"P{number:03}"}
            tables["enrolments"].append(
                pupil
                | {"school_id": f"S{number % SCHOOLS}", "school_year": f"{year - 1}-{year}", "class_label": "5A"}
                | {"enrolled_on": f"{year - 1}-09-08"}
            )
            mark = 4 if low(number, year) else 6 + number % 4
            tables["grades"].append(pupil | {"date": f"{year}-01-15", "mark": str(mark), "scale": "1-10"})
            outcome, day = ("failed" if failed(number, year) else "promoted"), f"{year}-06-20"
            tables["outcomes"].append(pupil | {"date": day, "outcome": outcome, "known_on": day})
    return tables


def index_where(change: Callable[[Row], Row]) -> RecordIndex:
    """Return the sorted records with every outcome changed by a function."""
    tables = rows_of_years()
    return index_of(**{**tables, "outcomes": [change(dict(row)) for row in tables["outcomes"]]})


@cache
def index() -> RecordIndex:
    """Return the sorted records; the same object each time."""
    return index_where(lambda row: row)


def search_of_years(**changes: object) -> TrainingPlan:
    """Return a plan with the four dates: the first only trains, the next two judge trials, the last is held out."""
    asked = {"outcomes": ("failed",), "as_of": (FIRST, SECOND, THIRD, HELD_OUT), "horizon_days": 200}
    asked |= {"known_until": dt.date(2025, 12, 31)}
    return plan(**(asked | {"hyperparameters": Hyperparameters(trees=50, threads=1)} | changes))
