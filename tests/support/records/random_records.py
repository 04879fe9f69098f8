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
    },
    "incidents": {"fight": {"en": "fights", "ro": "bătăi"}, "chiul": {"en": "skipping", "ro": "chiul"}},
    "tracks": {"intensive": {"words": ["intensiv", "bilingv"], "en": "intensive", "ro": "intensiv"}},
    "scales": {"passed": {"worst": "no", "pass": "yes", "best": "yes"}},
}  # fmt: skip
TRACKS = (
    "Teoretică, real, matematică-informatică", "vocational/ARTS", "tehnologică - Servicii - seral",
    "Filologie (intensiv)", "profesională; tehnic; zi", "Social Sciences", "A2", "",
)  # fmt: skip
SCHOOLS = (
    {"school_id": "S1", "county": "XA", "locality": "rural"},
    {"school_id": "S2", "county": "XC", "locality": "urban"},
    {"school_id": "S3", "county": "", "locality": ""},
)
MARKS = {
    "1-10": ("1", "3.25", "4", "4.75", "5", "6", "7.50", "8", "9", "10"),
    "FB-I": ("I", "S", "B", "FB"),
    "0-20": ("0", "7", "10", "13", "20"),
    "1-6": ("1", "2", "3.5", "4", "5", "6"),
    "DE 1-6": ("1", "2-", "3.5", "4", "5", "6"),
    "passed": ("no", "yes"),
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
    rng = Random(seed)
    tables: RandomTables = {"schools": list(SCHOOLS), "enrolments": [], "attendance": [], "grades": []}
    tables |= {"family": [], "outcomes": [], "terms": _terms(terms)}
    for number in range(pupils):
        pupil = f"P{number:02}"
        enrolments = _enrolments(rng, pupil)
        tables["enrolments"] += enrolments
        tables["attendance"] += _absences(rng, pupil)
        tables["grades"] += [_mark(rng, pupil) for _ in range(rng.randrange(16))]
        tables["family"] += _situation(rng, pupil)
        tables["outcomes"] += _outcomes(rng, pupil, enrolments)
    tables = _with_tracks_and_incidents(tables, Random(f"tracks and incidents {seed}"))
    return _with_rows_taken_back(tables, Random(f"taken back {seed}"))


def _with_rows_taken_back(tables: RandomTables, rng: Random) -> RandomTables:
    """Take some situations, incidents and outcomes back, and let some enrolments be known later, or corrected."""
    enrolments = [version for row in tables["enrolments"] for version in _versions(rng, row)]
    mistaken = [_mistaken(rng, row) for row in tables["enrolments"] if rng.random() < 0.1]
    keys = {_enrolment_key(row) for row in enrolments}
    taken_back = {
        name: [
            row | {"retracted_on": _later(rng, row[since], 90) if rng.random() < 0.2 else ""} for row in tables[name]
        ]
        for name, since in (("family", "valid_from"), ("incidents", "date"), ("outcomes", "date"))
    }
    further = [row for row in mistaken if _enrolment_key(row) not in keys]
    return tables | taken_back | {"enrolments": [*enrolments, *further]}


def _enrolment_key(row: Row) -> tuple[object, ...]:
    return row["pupil_id"], row["school_id"], row["school_year"], row["enrolled_on"]


def _versions(rng: Random, row: Row) -> list[Row]:
    """Return an enrolment as it was entered, maybe late, and as it was corrected, where it was."""
    late = {"known_on": _later(rng, row["enrolled_on"], 150) if rng.random() < 0.1 else "", "retracted_on": ""}
    if rng.random() >= 0.15:
        return [row | late]
    corrected_on = _later(rng, late["known_on"] or row["enrolled_on"], 150)
    corrected = {"class_label": rng.choice("AB"), "grade_level": rng.choice([4, 5]), "left_on": row["left_on"]}
    return [row | late | {"retracted_on": corrected_on}, row | late | corrected | {"known_on": corrected_on}]


def _mistaken(rng: Random, row: Row) -> Row:
    """Return an enrolment in another school, or for another year, that was taken back."""
    enrolled_on = _later(rng, row["enrolled_on"], 30) if rng.random() < 0.5 else row["enrolled_on"]
    other = rng.choice([{"school_id": "S3"}, {"school_id": "S2"}, {"school_year": "2023-2024"}])
    return row | other | {"enrolled_on": enrolled_on, "known_on": "", "retracted_on": _later(rng, enrolled_on, 200)}


def _later(rng: Random, day: object, most: int) -> dt.date:
    return dt.date.fromisoformat(str(day)) + dt.timedelta(rng.randrange(1, most))


def _with_tracks_and_incidents(tables: RandomTables, rng: Random) -> RandomTables:
    enrolments = [row | {"track": rng.choice(TRACKS)} for row in tables["enrolments"]]
    pupils = sorted({str(row["pupil_id"]) for row in enrolments})
    return tables | {
        "enrolments": enrolments,
        "incidents": [
            {
                "pupil_id": pupil, "date": (date := _some_day(rng)), "kind": rng.choice(["fight", "chiul"]),
                "severity": rng.choice(["", 1, 2, 3]), "known_on": _known(rng, date),
            }
            for pupil in pupils
            for _ in range(rng.choice([0, 0, 1, 4]))
        ],
    }  # fmt: skip


def _terms(terms: Terms) -> list[Row]:
    names = ("school_year", "term", "starts_on", "ends_on")
    rows = [dict(zip(names, row, strict=True)) for row in TERMS if terms != "none"]
    own = [dict(zip(names, row, strict=True)) | {"county": "XA"} for row in COUNTY_TERMS if terms == "county"]
    return [*rows, *own]


def _enrolments(rng: Random, pupil: str) -> list[Row]:
    known = {
        "birth_year": rng.choice(["", 2009, 2010, 2012]),
        "repeated_years": rng.choice(["", 0, 1]),
        "sex": rng.choice("FM"),
        "special_needs": rng.choice(["", "da", "nu"]),
    }
    grade = rng.choice(["", 4, 5, 8, 9])
    school = rng.choice(("S1", "S1", "S2", "S3"))
    rows: list[Row] = []
    for year in (2022, 2023, 2024):
        if rng.random() < 0.25:
            continue
        row = {"pupil_id": pupil, "school_year": f"{year}-{year + 1}", "grade_level": grade, **known}
        row["class_label"] = rng.choice(["", "A", "B"])
        row |= _leaving(rng, began := _near(rng, dt.date(year, 9, 1), -15, 30), often=0.15)
        rows.append(row | {"school_id": school, "enrolled_on": began})
        if row.get("left_on") and rng.random() < 0.7:
            school = rng.choice(("S1", "S2"))
            again = dt.date.fromisoformat(str(row["left_on"])) + dt.timedelta(rng.choice([0, 1, 40]))
            rows.append(row | _leaving(rng, again, often=0.1) | {"school_id": school, "enrolled_on": again})
    if not rows or rng.random() < 0.1:
        began = _near(rng, dt.date(2024, 10, 1), -20, 20)
        labelled = {"pupil_id": pupil, "school_id": "S3", "school_year": "2024J", "enrolled_on": began, **known}
        rows.append(labelled | _leaving(rng, began, often=1))
    keys = [(row["school_id"], row["school_year"], row["enrolled_on"]) for row in rows]
    return [row for place, row in enumerate(rows) if keys[place] not in keys[:place]]


def _leaving(rng: Random, began: dt.date, *, often: float) -> Row:
    if rng.random() >= often:
        return {"left_on": "", "left_known_on": ""}
    left = began + dt.timedelta(rng.randrange(20, 300))
    return {"left_on": left, "left_known_on": rng.choice(["", left + dt.timedelta(rng.randrange(-5, 40))])}


def _absences(rng: Random, pupil: str) -> list[Row]:
    """Invent absences of which none says what another one says, too; ``counting`` has tests of its own for those."""
    rows: list[Row] = []
    said: set[dt.date] = set()
    by_period = rng.random() < 0.15
    for _ in range(rng.randrange(9)):
        first = _some_day(rng)
        length = rng.choice([7, 31, 100]) if by_period and rng.random() < 0.7 else 0
        for day in range(1 if length else rng.choice([1, 1, 3, 6])):
            date = first + dt.timedelta(day)
            days = {date - dt.timedelta(before) for before in range(length + 1)}
            if days & said:
                continue
            said |= days
            rows.append(
                {
                    "pupil_id": pupil,
                    "date": date,
                    "hours": rng.choice([0, 0.5, 1, 1.25, 2, 7]),
                    "from_date": date - dt.timedelta(length) if length else "",
                    "excused_on": date + dt.timedelta(rng.randrange(-2, 25)) if rng.random() < 0.4 else "",
                    "known_on": _known(rng, date),
                }
                | _roll_call(rng, date)
            )
    return rows


def _roll_call(rng: Random, date: dt.date) -> Row:
    return {
        "kind": rng.choice(["", "absent", "absent", "late", "present"]),
        "lessons": rng.choice(["", "", 7, 8]),
        "excused": rng.choice(["", "", "", "yes", "no", "unknown"]),
        "retracted_on": date + dt.timedelta(rng.randrange(1, 60)) if rng.random() < 0.15 else "",
    }


def _mark(rng: Random, pupil: str) -> Row:
    scale = rng.choice(["1-10", "1-10", "1-10", *MARKS])
    date = rng.choice([_some_day(rng), dt.date(2024, 10, 14), dt.date(2025, 1, 20)])
    kind = rng.choice(["mark", "mark", "average", "exam", "conduct", "", "not_taken"])
    return {
        "pupil_id": pupil,
        "date": date,
        "mark": "" if kind == "not_taken" else rng.choice(MARKS[scale]),
        "scale": scale,
        "subject": rng.choice(SUBJECTS),
        "kind": kind,
        "weight": rng.choice(["", "", 1, 2, 0.5, 1.25]),
        "known_on": _known(rng, date),
        "retracted_on": date + dt.timedelta(rng.randrange(1, 60)) if rng.random() < 0.15 else "",
    }


def _situation(rng: Random, pupil: str) -> list[Row]:
    days = sorted({_some_day(rng) for _ in range(rng.randrange(4))})
    return [
        {"pupil_id": pupil, "valid_from": day, "known_on": _known(rng, day)}
        | {name: rng.choice(choices) if rng.random() < 0.6 else "" for name, choices in SITUATION.items()}
        for day in days
    ]


def _outcomes(rng: Random, pupil: str, enrolments: list[Row]) -> list[Row]:
    left = [dt.date.fromisoformat(str(row["left_on"])) for row in enrolments if row["left_on"]]
    days = {rng.choice([_some_day(rng), *left]) for _ in range(rng.choice([0, 0, 0, 1, 1, 2]))}
    return [
        {"pupil_id": pupil, "date": day, "outcome": rng.choice(OUTCOMES), "known_on": _known(rng, day)}
        for day in sorted(days)
    ]


def _known(rng: Random, date: dt.date) -> dt.date | str:
    return date + dt.timedelta(rng.choice([-3, 0, 2, 9, 30])) if rng.random() < 0.4 else ""


def _some_day(rng: Random) -> dt.date:
    return dt.date(2023, 9, 1) + dt.timedelta(rng.choice([rng.randrange(730), rng.randrange(380, 560)]))


def _near(rng: Random, date: dt.date, low: int, high: int) -> dt.date:
    return date + dt.timedelta(rng.randrange(low, high))
