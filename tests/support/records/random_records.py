"""Which records does the slow reference get to see? Invented by a seed, with everything the format allows.

Two school years in three schools: absences by day and by period, late marks and excuses, several marking scales,
changes of school, leavings told late, corrected outcomes, labels that are no year, and cells left empty.
"""

import datetime as dt
from random import Random
from typing import Literal

from tests.support.small_records import Row

Terms = Literal["none", "all", "county"]
RandomTables = dict[str, list[Row]]

DECLARED = {
    "situation": {
        "siblings": {"type": "whole", "direction": "up", "en": "siblings", "ro": "frați"},
        "own_desk": {"type": "yes_no", "direction": "down", "en": "own desk", "ro": "birou propriu"},
        "reading": {
            "type": "choice", "choices": ["never", "weekly", "daily"], "ordered": True, "direction": "down",
            "en": "reading", "ro": "citit",
        },
        "transport": {"type": "choice", "choices": ["foot", "bus"], "en": "transport", "ro": "transport"},
    }
}  # fmt: skip
SCHOOLS = (
    {"school_id": "S1", "county": "AB", "locality": "rural"},
    {"school_id": "S2", "county": "CJ", "locality": "urban"},
    {"school_id": "S3", "county": "", "locality": ""},
)
MARKS = {
    "1-10": ("1", "3.25", "4", "4.75", "5", "6", "7.50", "8", "9", "10"),
    "FB-I": ("I", "S", "B", "FB"),
    "0-20": ("0", "7", "10", "13", "20"),
    "1-6": ("1", "2", "3.5", "4", "5", "6"),
}
SUBJECTS = ("matematică", "Matematică", "limba română", "istorie", "")
SITUATION = {
    "guardianship": ("both_parents", "one_parent", "relatives"),
    "parents_abroad": ("none", "one", "both"),
    "mother_education": (0, 3, 8),
    "father_education": (2, 3),
    "household_size": (2, 5),
    "social_benefit": ("da", "nu"),
    "commute_minutes": (5, 40),
    "home_internet": ("yes", "no"),
    "siblings": ("0", 3),
    "own_desk": ("true", "false"),
    "reading": ("never", "weekly", "daily"),
    "transport": ("foot", "bus"),
}
OUTCOMES = (
    "dropped_out",
    "transferred",
    "emigrated",
    "graduated",
    "promoted",
    "failed",
    "not_reenrolled",
    "exam_no_show",
)
TERMS = (
    ("2023-2024", "1", "2023-09-11", "2023-12-22"), ("2023-2024", "2", "2024-01-08", "2024-06-21"),
    ("2024-2025", "1", "2024-09-09", "2024-12-20"), ("2024-2025", "2", "2025-01-08", "2025-06-20"),
)  # fmt: skip
COUNTY_TERMS = (
    ("2023-2024", "1", "2023-09-04", "2024-06-14"), ("2024-2025", "1", "2024-09-02", "2024-10-25"),
    ("2024-2025", "2", "2024-11-04", "2025-02-14"), ("2024-2025", "3", "2025-02-24", "2025-06-20"),
)  # fmt: skip


def random_tables(seed: int, *, terms: Terms = "none", pupils: int = 24) -> RandomTables:
    """Invent the rows of every table."""
    chance = Random(seed)
    tables: RandomTables = {"schools": list(SCHOOLS), "enrolments": [], "attendance": [], "grades": []}
    tables |= {"family": [], "outcomes": [], "terms": _terms(terms)}
    for number in range(pupils):
        pupil = f"P{number:02}"
        enrolments = _enrolments(chance, pupil)
        tables["enrolments"] += enrolments
        tables["attendance"] += _absences(chance, pupil)
        tables["grades"] += [_mark(chance, pupil) for _ in range(chance.randrange(16))]
        tables["family"] += _situation(chance, pupil)
        tables["outcomes"] += _outcomes(chance, pupil, enrolments)
    return tables


def _terms(terms: Terms) -> list[Row]:
    names = ("school_year", "term", "starts_on", "ends_on")
    rows = [dict(zip(names, row, strict=True)) for row in TERMS if terms != "none"]
    own = [dict(zip(names, row, strict=True)) | {"county": "AB"} for row in COUNTY_TERMS if terms == "county"]
    return [*rows, *own]


def _enrolments(chance: Random, pupil: str) -> list[Row]:
    known = {
        "birth_year": chance.choice(["", 2009, 2010, 2012]),
        "repeated_years": chance.choice(["", 0, 1]),
        "sex": chance.choice("FM"),
        "special_needs": chance.choice(["", "da", "nu"]),
    }
    grade = chance.choice(["", 4, 5, 8, 9])
    school = chance.choice(("S1", "S1", "S2", "S3"))
    rows: list[Row] = []
    for year in (2022, 2023, 2024):
        if chance.random() < 0.25:
            continue
        row = {"pupil_id": pupil, "school_year": f"{year}-{year + 1}", "grade_level": grade, **known}
        row["class_label"] = chance.choice(["", "A", "B"])
        row |= _leaving(chance, began := _near(chance, dt.date(year, 9, 1), -15, 30), often=0.15)
        rows.append(row | {"school_id": school, "enrolled_on": began})
        if row.get("left_on") and chance.random() < 0.7:
            school = chance.choice(("S1", "S2"))
            again = dt.date.fromisoformat(str(row["left_on"])) + dt.timedelta(chance.choice([0, 1, 40]))
            rows.append(row | _leaving(chance, again, often=0.1) | {"school_id": school, "enrolled_on": again})
    if not rows or chance.random() < 0.1:
        began = _near(chance, dt.date(2024, 10, 1), -20, 20)
        labelled = {"pupil_id": pupil, "school_id": "S3", "school_year": "2024J", "enrolled_on": began, **known}
        rows.append(labelled | _leaving(chance, began, often=1))
    keys = [(row["school_id"], row["school_year"], row["enrolled_on"]) for row in rows]
    return [row for place, row in enumerate(rows) if keys[place] not in keys[:place]]


def _leaving(chance: Random, began: dt.date, *, often: float) -> Row:
    if chance.random() >= often:
        return {"left_on": "", "left_known_on": ""}
    left = began + dt.timedelta(chance.randrange(20, 300))
    return {"left_on": left, "left_known_on": chance.choice(["", left + dt.timedelta(chance.randrange(-5, 40))])}


def _absences(chance: Random, pupil: str) -> list[Row]:
    rows: list[Row] = []
    by_period = chance.random() < 0.15
    for _ in range(chance.randrange(9)):
        first = _some_day(chance)
        length = chance.choice([7, 31, 100]) if by_period and chance.random() < 0.7 else 0
        for day in range(1 if length else chance.choice([1, 1, 3, 6])):
            date = first + dt.timedelta(day)
            rows.append(
                {
                    "pupil_id": pupil,
                    "date": date,
                    "hours": chance.choice([0, 0.5, 1, 1.25, 2, 7]),
                    "from_date": date - dt.timedelta(length) if length else "",
                    "excused_on": date + dt.timedelta(chance.randrange(-2, 25)) if chance.random() < 0.4 else "",
                    "known_on": _known(chance, date),
                }
            )
    return rows


def _mark(chance: Random, pupil: str) -> Row:
    scale = chance.choice(["1-10", "1-10", "1-10", *MARKS])
    date = chance.choice([_some_day(chance), dt.date(2024, 10, 14), dt.date(2025, 1, 20)])
    return {
        "pupil_id": pupil,
        "date": date,
        "mark": chance.choice(MARKS[scale]),
        "scale": scale,
        "subject": chance.choice(SUBJECTS),
        "kind": chance.choice(["mark", "mark", "average", "exam", "conduct", ""]),
        "known_on": _known(chance, date),
    }


def _situation(chance: Random, pupil: str) -> list[Row]:
    days = sorted({_some_day(chance) for _ in range(chance.randrange(4))})
    return [
        {"pupil_id": pupil, "valid_from": day, "known_on": _known(chance, day)}
        | {name: chance.choice(choices) if chance.random() < 0.6 else "" for name, choices in SITUATION.items()}
        for day in days
    ]


def _outcomes(chance: Random, pupil: str, enrolments: list[Row]) -> list[Row]:
    left = [dt.date.fromisoformat(str(row["left_on"])) for row in enrolments if row["left_on"]]
    days = {chance.choice([_some_day(chance), *left]) for _ in range(chance.choice([0, 0, 0, 1, 1, 2]))}
    return [
        {"pupil_id": pupil, "date": day, "outcome": chance.choice(OUTCOMES), "known_on": _known(chance, day)}
        for day in sorted(days)
    ]


def _known(chance: Random, date: dt.date) -> dt.date | str:
    return date + dt.timedelta(chance.choice([-3, 0, 2, 9, 30])) if chance.random() < 0.4 else ""


def _some_day(chance: Random) -> dt.date:
    return dt.date(2023, 9, 1) + dt.timedelta(chance.choice([chance.randrange(730), chance.randrange(380, 560)]))


def _near(chance: Random, date: dt.date, low: int, high: int) -> dt.date:
    return date + dt.timedelta(chance.randrange(low, high))
