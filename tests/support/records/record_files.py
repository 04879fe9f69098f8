"""How does a test write down record files, good and bad ones, and what should be said of them?"""

import datetime as dt
from pathlib import Path

import pytest

TODAY = dt.datetime.now().astimezone().date()
CNP = "1960101123456"

Files = dict[str, str | bytes | None]

GOOD: Files = {
    "schools.csv": "school_id,name,county,locality\nS1,Școala Unu,CJ,rural\nS2,Școala Doi,CJ,urban\n",
    "enrolments.csv": "pupil_id,school_id,school_year,enrolled_on\np1,S1,2024-2025,2024-09-09\n"
    "p2,S2,2024-2025,2024-09-09\n",
}
EVERY_TABLE: Files = GOOD | {
    "attendance.csv": "pupil_id,date,hours\np1,2024-10-01,2\n",
    "grades.csv": "pupil_id,date,mark,scale\np1,2024-10-02,7,1-10\n",
    "family.csv": "pupil_id,valid_from,home_internet\np1,2024-09-09,da\n",
    "incidents.csv": "pupil_id,date,kind,severity\np1,2024-10-03,fight,2\n",
    "outcomes.csv": "pupil_id,date,outcome\np1,2025-06-20,promoted\n",
    "terms.csv": "school_year,term,starts_on,ends_on\n2024-2025,M1,2024-09-09,2024-10-25\n",
}

TABLES = "schools, enrolments, attendance, grades, family, incidents, outcomes, terms"
SCHOOLS = "school_id, name, county, locality, parent_school_id"
ATTENDANCE = (
    "pupil_id, date, hours, from_date, kind, lessons, excused_on, excused, subject, known_on, retracted_on"  # columns
    ", status, rate, month, school_year, excused_hours, unexcused_hours"  # what may stand instead of hours
)
ENROLMENT_KEY = "combination of pupil_id, school_id, school_year, enrolled_on"
NO_NAMES = "expected no names, identity numbers or ethnicity in records; delete the column."
NO_NUMBER = (
    "found a number of 13 digits; expected no identity number; replace it by a pseudonym before you hand the file on."
)
NOT_UTF8 = "expected text in UTF-8; save it again as UTF-8; in a spreadsheet program: as 'CSV UTF-8'."
WRITE_DATE = "expected a date such as 2025-02-03; write year-month-day"
SAVE_AS_CSV = "expected a .csv or .parquet file; save the table as grades.csv, in the format 'CSV UTF-8'."
BAD_YEAR = (
    "expected a school year such as 2025-2026 (2025 for a calendar year), a label of the table terms, or a date in "
    "left_on; correct the label, add its terms or fill in left_on."
)


def attendance(*rows: str, more: str = "") -> Files:
    return {"attendance.csv": "\n".join([f"pupil_id,date,hours{more}", *rows, ""])}


def grades(*rows: str) -> Files:
    return {"grades.csv": "\n".join(["pupil_id,date,mark,scale", *rows, ""])}


def family(*rows: str, more: str = "") -> Files:
    return {"family.csv": "\n".join([f"pupil_id,valid_from{more}", *rows, ""])}


def schools(*rows: str, header: str = "school_id,name") -> Files:
    return {"schools.csv": "\n".join([header, "S1,Unu", "S2,Doi", *rows, ""])}


def enrolments(*rows: str, more: str = "") -> Files:
    return {"enrolments.csv": "\n".join([f"pupil_id,school_id,school_year,enrolled_on{more}", *rows, ""])}


P1, P2 = "p1,S1,2024-2025,2024-09-09", "p2,S2,2024-2025,2024-09-09"


def bad(name: str, files: Files, *english: str, ro: str) -> object:
    """Return a case: the files that differ from the good ones, all that is said of them, and a part in Romanian."""
    return pytest.param(files, english, ro, id=name)


def write_folder(folder: Path, files: Files) -> Path:
    """Write the good files, changed as given; None takes a file away."""
    for name, content in {**GOOD, **files}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
