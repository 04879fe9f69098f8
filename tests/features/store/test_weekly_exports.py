"""Is a list of each export's day the same, computed then and from the store a year later?

The property that the store is for. A register grows and is corrected at random, and is exported every week; each export
is imported on its day.
"""

import datetime as dt
from random import Random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.table.feature_table import FeatureTable
from tests.support.small_records import Row
from tests.support.stores import bring, features_at, stored

START = dt.date(2025, 9, 8)
PUPILS = ("P1", "P2", "P3", "P4")
TERMS = [
    {"school_year": "2025-2026", "term": "M1", "starts_on": "2025-09-08", "ends_on": "2025-10-24"},
    {"school_year": "2025-2026", "term": "M2", "starts_on": "2025-11-03", "ends_on": "2026-06-19"},
]
Register = dict[str, list[Row]]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_features_of_an_exports_day_are_the_same_then_and_later(tmp_path_factory, seed):
    address = f"sqlite:///{tmp_path_factory.mktemp('weekly') / 'store.sqlite'}"
    require_same_then_and_later(address, seed, weeks=5)


@pytest.mark.parametrize("seed", range(3))
def test_they_are_on_either_database(database, seed):
    require_same_then_and_later(database, seed, weeks=4)


def test_one_import_of_it_all_differs_only_by_what_was_corrected(tmp_path):
    rng = Random(4)
    weekly, at_once = (f"sqlite:///{tmp_path / name}.sqlite" for name in ("weekly", "once"))
    register = new_register(rng)
    for week in range(4):
        day = START + dt.timedelta(7 * (week + 1))
        register = grown(register, day, rng)
        bring(weekly, day.isoformat(), **register)
    bring(at_once, day.isoformat(), **register)
    for week in range(4):
        as_of = START + dt.timedelta(7 * (week + 1))
        require_equal(features_at(stored(weekly), as_of), features_at(stored(at_once), as_of))


def require_same_then_and_later(address: str, seed: int, *, weeks: int) -> None:
    rng = Random(seed)
    register = new_register(rng)
    then: dict[dt.date, FeatureTable] = {}
    for week in range(weeks):
        day = START + dt.timedelta(7 * (week + 1))
        register = corrected(grown(register, day, rng), day, rng)
        bring(address, day.isoformat(), **register)
        then[day] = features_at(stored(address), day)
    later = stored(address)
    for day, table in then.items():
        require_equal(features_at(later, day), table)


def require_equal(found: FeatureTable, expected: FeatureTable) -> None:
    pd.testing.assert_frame_equal(found.pupils, expected.pupils, check_exact=True)
    pd.testing.assert_frame_equal(found.values, expected.values, check_exact=True)


def new_register(rng: Random) -> Register:
    enrolled = [
        {
            "pupil_id": pupil, "school_id": rng.choice(["S1", "S1", "S2"]), "school_year": "2025-2026",
            "enrolled_on": START.isoformat(), "class_label": rng.choice(["5A", "5B"]), "left_on": "",
        }
        for pupil in PUPILS
    ]  # fmt: skip
    situation = [{"pupil_id": pupil, "valid_from": START.isoformat(), "parents_abroad": "none"} for pupil in PUPILS]
    return {"enrolments": enrolled, "family": situation, "attendance": [], "grades": [], "terms": TERMS}


def grown(register: Register, day: dt.date, rng: Random) -> Register:
    """Return the register with what happened in the week before a day, and the leaving of a child now and then."""
    days = [(day - dt.timedelta(rng.randrange(7))).isoformat() for _ in range(8)]
    absences = [
        {"pupil_id": rng.choice(PUPILS), "date": each, "hours": str(rng.randrange(1, 7)), "excused_on": ""}
        for each in days[:4]
    ]
    marks = [
        {"pupil_id": rng.choice(PUPILS), "date": each, "mark": str(rng.randrange(2, 11)), "scale": "1-10",
         "subject": rng.choice(["istorie", "chimie"])}
        for each in days[4:]
    ]  # fmt: skip
    return register | {
        "attendance": register["attendance"] + absences,
        "grades": register["grades"] + marks,
    }


def corrected(register: Register, day: dt.date, rng: Random) -> Register:
    """Return the register with rows late, changed, excused and struck out, some of them of weeks ago."""
    long_ago = (START + dt.timedelta(rng.randrange((day - START).days))).isoformat()
    late = {"pupil_id": rng.choice(PUPILS), "date": long_ago, "hours": "2", "excused_on": ""}
    attendance = [
        dict(row) | {"excused_on": day.isoformat() if rng.random() < 0.5 else row["date"]}
        if not row["excused_on"] and rng.random() < 0.2
        else row
        for row in register["attendance"]
        if rng.random() < 0.9
    ]
    grades = [
        dict(row) | {"mark": str(rng.randrange(2, 11))} if rng.random() < 0.1 else row
        for row in register["grades"]
        if rng.random() < 0.9
    ]
    enrolments = [
        dict(row) | {"left_on": long_ago} if not row["left_on"] and rng.random() < 0.05 else row
        for row in register["enrolments"]
    ]
    return register | {"attendance": [*attendance, late], "grades": grades, "enrolments": enrolments}
