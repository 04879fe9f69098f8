"""A register that grows and is corrected at random, week by week."""

import datetime as dt
from random import Random

import pandas as pd

from features.table.feature_table import FeatureTable
from tests.support.small_records import Row

START = dt.date(2025, 9, 8)
PUPILS = ("P1", "P2", "P3", "P4")
TERMS = [
    {"school_year": "2025-2026", "term": "M1", "starts_on": "2025-09-08", "ends_on": "2025-10-24"},
    {"school_year": "2025-2026", "term": "M2", "starts_on": "2025-11-03", "ends_on": "2026-06-19"},
]
Register = dict[str, list[Row]]


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


def with_conduct(register: Register, day: dt.date, rng: Random) -> Register:
    """Return the register with a mark of conduct of each child, which has no day but that of the export."""
    last = {row["pupil_id"]: row["mark"] for row in register["grades"] if row.get("kind") == "conduct"}
    marks = [
        {"pupil_id": pupil, "date": day.isoformat(), "scale": "1-10", "subject": "", "kind": "conduct",
         "mark": last.get(pupil, "10") if rng.random() < 0.7 else str(rng.randrange(7, 11))}
        for pupil in PUPILS
    ]  # fmt: skip
    others = [row | {"kind": "mark"} for row in register["grades"] if row.get("kind") != "conduct"]
    return register | {"grades": others + marks}
