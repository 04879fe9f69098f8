"""How does a test get records for a whole training that are soon read? 240 pupils of eight schools, for three years.

Every winter each pupil has some unexcused hours, and who has many often fails in June. Further things can be planted:
a situation that the school fills in after the fact.
"""

import datetime as dt
from functools import cache

import numpy as np

from features.point_in_time.record_index import index_records
from features.progress import silent
from features.records.records import Records
from tests.support.small_records import Rows, declarations, records_of
from tests.support.training.labelled_rows import FEW_TREES
from training.dataset.cohorts import Cohorts, prepare
from training.plan.plan import TrainingPlan

PUPILS, SCHOOLS, YEARS = 240, 8, (2023, 2024, 2025)
AS_OF = (dt.date(2024, 2, 1), dt.date(2025, 2, 3))
INTERVIEW = "exit_interview"
_DECLARED = {"situation": {INTERVIEW: {"type": "yes_no", "en": "exit interview", "ro": "discuție la plecare"}}}


def plan(**changes: object) -> TrainingPlan:
    quick = {
        "horizon_days": 200,
        "capacity": 0.1,
        "hyperparameters": FEW_TREES,
        "bootstrap_samples": 30,
        "test_terms": 1,
    }
    return TrainingPlan(AS_OF, ("failed",), **(quick | changes))


@cache
def records(*, interviews: bool = False) -> Records:
    """Return the records; with interviews, a column dated before the test says who will fail."""
    chance = np.random.default_rng(11)
    hours = chance.integers(1, 25, (len(YEARS), PUPILS))
    fails = chance.random(hours.shape) < np.where(hours > 16, 0.6, 0.1)
    tables: dict[str, list[dict[str, object]]] = {
        name: [] for name in ("enrolments", "attendance", "outcomes", *(["family"] if interviews else []))
    }
    for place, year in enumerate(YEARS):
        for number in range(PUPILS):
            pupil = {"pupil_id": f"P{number:03}"}
            tables["enrolments"].append({
                **pupil, "school_id": f"S{number % SCHOOLS}", "school_year": f"{year}-{year + 1}",
                "enrolled_on": dt.date(year, 9, 9), "class_label": "A", "sex": "FM"[number // SCHOOLS % 2],
                "grade_level": 5 + place,
            })  # fmt: skip
            winter = dt.date(year + 1, 1, 8 + number % 15)
            tables["attendance"].append({**pupil, "date": winter, "hours": int(hours[place, number])})
            outcome, said = ("failed", "da") if fails[place, number] else ("promoted", "nu")
            tables["outcomes"].append({**pupil, "date": dt.date(year + 1, 6, 20), "outcome": outcome})
            if interviews:
                tables["family"].append({**pupil, "valid_from": winter, INTERVIEW: said})
    return records_of(tables | {"schools": _schools()}, declarations(_DECLARED if interviews else {}))


def cohorts(asked: TrainingPlan, *, interviews: bool = False) -> Cohorts:
    return prepare(index_records(records(interviews=interviews)), asked, silent)


def _schools() -> Rows:
    return [{"school_id": f"S{n}", "locality": ("rural", "urban")[n % 2]} for n in range(SCHOOLS)]
