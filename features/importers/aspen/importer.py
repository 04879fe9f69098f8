"""Nightly exports of Aspen X2 as records, in the layout that Student Insights documents and reads.

https://github.com/studentinsights/studentinsights (app/importers/rows): ``students_export.txt`` and, where they are
there, ``attendance_export.txt`` and ``behavior_export.txt``, CSV with headings. Addresses, race, language, disability
and lunch are not read. The export says of no row when it was entered; a day is missed whole.
"""

from pathlib import Path

import pandas as pd

from features.errors import UsageError
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.importers.options import ImportOptions, exact_number
from features.importers.outside_tables import (
    OutsideProblems,
    checked_rows,
    csv_table,
    grade_level,
    refuse_strays,
    texts_table,
)
from features.records.imported_records import ImportedRecords
from features.schema.columns import Column, Table

KEEPER = "aspen"  # numbers are one for the district
_NUMBER = Column("local_id", "text", Bilingual("number of the student", "numărul elevului"), required=True)
_DAY = Bilingual("day of the event", "ziua")
_FLAG = Bilingual("1 or 0", "1 sau 0")
_STUDENTS = Table(
    "students_export",
    Bilingual("the students", "elevii"),
    (
        _NUMBER,
        Column("full_name", "text", Bilingual("name", "numele")),
        Column("school_local_id", "text", Bilingual("code of the school", "codul școlii"), required=True),
        Column("grade", "text", Bilingual("grade", "clasa")),
        Column("homeroom", "text", Bilingual("homeroom", "numele clasei")),
        Column("enrollment_status", "text", Bilingual("Active, or gone", "Active sau plecat")),
        Column("registration_date", "date", Bilingual("day of registration", "ziua înscrierii")),
        Column("date_of_birth", "date", Bilingual("day of birth", "ziua nașterii")),
        Column("gender", "text", Bilingual("F or M", "F sau M")),
    ),
    key=("local_id",),
)
_ATTENDANCE = Table(
    "attendance_export",
    Bilingual("days absent or late", "zile de absență sau întârziere"),
    (
        _NUMBER,
        Column("event_date", "date", _DAY, required=True),
        Column("absence", "yes_no", _FLAG, required=True),
        Column("tardy", "yes_no", _FLAG, required=True),
        Column("excused", "yes_no", _FLAG),
    ),
)
_BEHAVIOUR = Table(
    "behavior_export",
    Bilingual("events of conduct", "abateri"),
    (
        _NUMBER,
        Column("event_date", "date", _DAY, required=True),
        Column("incident_code", "text", Bilingual("kind of event", "felul abaterii"), required=True),
    ),
)


def import_aspen(source: Path, options: ImportOptions) -> ImportedRecords:
    """Return the records of the export files in a folder.

    Raises
    ------
    UsageError
        If there is no students' file, or no school year is named.
    RecordsError
        If cells are wrong or events are of nobody; it carries all problems.
    """
    _refuse(source, options)
    problems = OutsideProblems()
    students, absences, behaviour = (
        _read(source, table, problems, options) for table in (_STUDENTS, _ATTENDANCE, _BEHAVIOUR)
    )
    for rows in (absences, behaviour):
        refuse_strays(problems, rows, "local_id", known=students["local_id"], known_in="students_export.txt")
    problems.tell()
    gone = students["enrollment_status"].fillna("Active") != "Active"
    students = students[~gone].reset_index(drop=True)
    ids = {number: options.pseudonyms.of_register(KEEPER, exact_number(number)) for number in students["local_id"]}
    first = absences["event_date"].min() if len(absences) else pd.Timestamp(options.today)
    enrolments = _enrolments(students.assign(pupil_id=students["local_id"].map(ids)), first, options)
    undated = ~(students["registration_date"] > first).to_numpy()
    events = {"attendance": _attendance(absences, options), "incidents": _incidents(behaviour)}
    cut = {
        name: frame.assign(pupil_id=frame["pupil_id"].map(ids)).dropna(subset="pupil_id")
        for name, frame in events.items()
    }
    records = {"enrolments": enrolments, **cut}
    return ImportedRecords(
        {name: frame for name, frame in records.items() if len(frame)},
        people=pd.DataFrame(
            {
                "pupil_id": enrolments["pupil_id"],
                "school_id": enrolments["school_id"],
                "name": students["full_name"],
                "register_number": students["local_id"],
                "contacts": "",
            }
        ),
        notes=(*_gone_note(int(gone.sum())), *problems.dropped),
        enrolled_by=frozenset(enrolments.loc[undated, "pupil_id"]),
    )


def _refuse(source: Path, options: ImportOptions) -> None:
    if not (source / f"{_STUDENTS.name}.txt").is_file():
        raise UsageError(
            Bilingual(
                f"{source} has no students_export.txt; name the folder with Aspen's exports.",
                f"{source} nu are students_export.txt; indicați dosarul cu exporturile Aspen.",
            )
        )
    if not options.school_year:
        raise UsageError(
            Bilingual(
                "Aspen's exports name no school year; name it with --year.",
                "exporturile Aspen nu spun anul școlar; indicați-l cu --year.",
            )
        )


def _read(source: Path, table: Table, problems: OutsideProblems, options: ImportOptions) -> pd.DataFrame:
    """Return the rows of a file; a file that is not there has none."""
    path = source / f"{table.name}.txt"
    raw, found, _ = csv_table(path, table, path.name) if path.is_file() else (None, [], ())
    problems.add(found)
    return checked_rows([raw or texts_table(table, path.name, [], [])], problems, today=options.today)


def _enrolments(students: pd.DataFrame, first: pd.Timestamp, options: ImportOptions) -> pd.DataFrame:
    """Return a row for each student, from the first day of events or, if later, the registration."""
    days = students["registration_date"].fillna(first)
    return pd.DataFrame(
        {
            "pupil_id": students["pupil_id"],
            "school_id": students["school_local_id"],
            "school_year": options.school_year,
            "enrolled_on": days.where(days > first, first),
            "grade_level": students["grade"].map(grade_level).astype("Int64"),
            "class_label": students["homeroom"],
            "birth_year": students["date_of_birth"].dt.year.astype("Int64"),
            "sex": students["gender"].where(students["gender"].isin(["F", "M"])),
        }
    )


def _attendance(rows: pd.DataFrame, options: ImportOptions) -> pd.DataFrame:
    """Return the days absent, whole, and the days late, of which no hours are known."""
    absent, late = rows["absence"] == 1, rows["tardy"] == 1
    frame = pd.DataFrame(
        {
            "pupil_id": rows["local_id"],
            "date": rows["event_date"],
            "hours": absent * options.day_hours,
            "kind": absent.map({True: "absent", False: "late"}),
            "excused": rows["excused"].map({1.0: "yes", 0.0: "no"}).fillna("unknown"),
        }
    )
    return frame[absent | late]


def _incidents(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"pupil_id": rows["local_id"], "date": rows["event_date"], "kind": rows["incident_code"]})


def _gone_note(gone: int) -> tuple[Bilingual, ...]:
    if not gone:
        return ()
    return (
        Bilingual(
            f"left out, since they are not active and the day they left is not said: "
            f"{counted(gone, 'student', 'students', 'en')}",
            f"lăsați deoparte, fiindcă nu mai sunt activi și ziua plecării nu este spusă: "
            f"{counted(gone, 'elev', 'elevi', 'ro')}",
        ),
    )
