"""OneRoster 1.2 CSV as records: a bulk export in a folder or a zip.

https://www.imsglobal.org/spec/oneroster/v1p2. It has no attendance. What is marked ``tobedeleted`` was there until the
day it was last touched: a result is kept as taken back on that day, anything else is left out. A result is known on the
day it was last touched, unless all rows have the same one, which is that of the export.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.importers.declarations_toml import prezent_toml
from features.importers.oneroster.archive import opened_export
from features.importers.oneroster.files import (
    CLASSES,
    DEMOGRAPHICS,
    ENROLMENTS,
    LINE_ITEMS,
    ORGS,
    RESULTS,
    ROLES,
    SESSIONS,
    USERS,
)
from features.importers.oneroster.reader import DELETED, MODIFIED, OneRosterTables, read_oneroster
from features.importers.oneroster.references import (
    first_of_list,
    is_student,
    of_deleted_users,
    refuse_contradictions,
    students_enrolled,
)
from features.importers.options import ImportOptions, exact_number
from features.importers.outside_tables import (
    OutsideProblems,
    first_said,
    grade_level,
    known_today,
    words_of,
    year_label,
)
from features.records.imported_records import ImportedRecords
from features.schema.scales import Scale

KEEPER = "oneroster"  # whoever gives the identifiers, which are one for all schools of an export
SCALE = "oneroster 0-100"
_SEX = {"male": "M", "female": "F"}
_MARKED = ("fully graded", "partially graded")


def import_oneroster(source: Path, options: ImportOptions) -> ImportedRecords:
    """Return the records of a OneRoster export.

    Raises
    ------
    UsageError
        If there is no such folder or file.
    RecordsError
        If it is no bulk export, or rows of it are wrong or refer to nothing; it carries all problems.
    """
    problems = OutsideProblems()
    with opened_export(source) as folder:
        tables = read_oneroster(folder, options, problems)
    refuse_contradictions(tables, problems)
    problems.tell()
    pupils = _pupils(tables)
    ids = {number: options.pseudonyms.of_register(KEEPER, exact_number(number)) for number in pupils["sourcedId"]}
    enrolments = _enrolments(tables, pupils, ids)
    grades = _grades(tables, ids, today=options.today)
    grades = grades[grades["pupil_id"].isin(enrolments["pupil_id"])].reset_index(drop=True)
    records = {"schools": _schools(tables), "enrolments": enrolments, "grades": grades, "terms": _terms(tables)}
    return ImportedRecords(
        {name: frame for name, frame in records.items() if len(frame)},
        config=prezent_toml([], [Scale(SCALE, 0, options.pass_mark, 100, beyond=200)]) if len(grades) else "",
        people=_people(pupils, ids, enrolments),
        notes=(*tables.notes, *_deleted_notes(tables), *problems.dropped),
    )


def _pupils(tables: OneRosterTables) -> pd.DataFrame:
    """Return the users who are students, by their role (1.2 has it in ``roles.csv``) or as a class says."""
    users, roles, enrolled = tables.of(USERS), tables.of(ROLES), tables.of(ENROLMENTS)
    students = set(users.loc[is_student(users), "sourcedId"])
    students |= set(roles.loc[is_student(roles), "userSourcedId"])
    students |= set(enrolled.loc[is_student(enrolled), "userSourcedId"])
    born = tables.of(DEMOGRAPHICS)[["sourcedId", "birthDate", "sex"]]
    return users[users["sourcedId"].isin(students)].merge(born, on="sourcedId", how="left")


def _years(tables: OneRosterTables) -> pd.DataFrame:
    """Return each session, those to be deleted too, with its school year: ``2025-2026`` for one that ends in 2026."""
    sessions = tables.all_of(SESSIONS)
    return sessions.assign(school_year=sessions["schoolYear"].map(year_label, na_action="ignore"))


def _classes(tables: OneRosterTables) -> pd.DataFrame:
    """Return the classes with the school year and first day of their first term."""
    sessions = _years(tables).set_index("sourcedId")
    rows = tables.all_of(CLASSES)
    first = first_of_list(rows["termSourcedIds"])
    return rows.assign(
        school_year=first.map(sessions["school_year"]),
        starts=first.map(sessions["startDate"]),
        subject=first_said(first_of_list(rows["subjects"]), rows["title"]),
    )


def _enrolments(tables: OneRosterTables, pupils: pd.DataFrame, ids: Mapping[str, str]) -> pd.DataFrame:
    """Return a row for each student, school and year: from the first class's begin until the last one has ended."""
    classes = _classes(tables)[["sourcedId", "school_year", "starts", "classType", "title"]]
    rows = students_enrolled(tables).merge(classes.rename(columns={"sourcedId": "classSourcedId"}), on="classSourcedId")
    rows = rows.assign(begins=rows["beginDate"].fillna(rows["starts"]), label=rows["title"].where(_is_homeroom(rows)))
    groups = rows.dropna(subset=["begins", "school_year"]).groupby(["userSourcedId", "schoolSourcedId", "school_year"])
    spans = groups.agg(
        enrolled_on=("begins", "min"), left_on=("endDate", "max"), open=("endDate", lambda days: days.isna().any()),
        class_label=("label", "first"),
    ).reset_index()  # fmt: skip
    spans["left_on"] = spans["left_on"].mask(spans["open"].astype(bool))
    about = pupils.set_index("sourcedId")
    users = spans["userSourcedId"]
    return pd.DataFrame(
        {
            "pupil_id": users.map(ids),
            "school_id": spans["schoolSourcedId"],
            "school_year": spans["school_year"],
            "enrolled_on": spans["enrolled_on"],
            "left_on": spans["left_on"],
            "grade_level": users.map(about["grades"]).map(grade_level).astype("Int64"),
            "class_label": spans["class_label"],
            "birth_year": pd.to_datetime(users.map(about["birthDate"])).dt.year.astype("Int64"),
            "sex": users.map(about["sex"]).map(_sex),
        }
    )


def _is_homeroom(rows: pd.DataFrame) -> pd.Series:
    return rows["classType"].map(lambda kind: isinstance(kind, str) and kind.lower() == "homeroom").astype(bool)


def _sex(word: object) -> str | None:
    return _SEX.get(word.lower()) if isinstance(word, str) else None


def _grades(tables: OneRosterTables, ids: Mapping[str, str], *, today: dt.date) -> pd.DataFrame:
    """Return the marked results as per cent of the way from the least to the most that was to be had.

    One of work that is due after ``today`` is of the day on which it was given out, or of today.
    """
    items = tables.all_of(LINE_ITEMS).merge(
        _classes(tables)[["sourcedId", "subject"]].rename(columns={"sourcedId": "classSourcedId"}), how="left"
    )
    items = items[["sourcedId", "subject", "assignDate", "dueDate", "resultValueMin", "resultValueMax"]]
    rows = tables.all_of(RESULTS).dropna(subset="score")
    rows = rows[rows["scoreStatus"].isin(_MARKED)]
    rows = rows.merge(items.rename(columns={"sourcedId": "lineItemSourcedId"}), on="lineItemSourcedId")
    least, most = rows["resultValueMin"].fillna(0), rows["resultValueMax"].fillna(100)
    now = pd.Timestamp(today)
    to_come = rows["scoreDate"].isna() & (rows["dueDate"] > now)
    given_out = rows["assignDate"].where(rows["assignDate"] <= now, now)
    day = rows["scoreDate"].fillna(rows["dueDate"].mask(to_come, given_out))
    known = rows[MODIFIED].where(~rows[DELETED] & (rows[MODIFIED] > day))
    marks = pd.DataFrame(
        {
            "pupil_id": rows["studentSourcedId"].map(ids),
            "date": day,
            "mark": ((rows["score"] - least) / (most - least) * 100).round(2),
            "scale": SCALE,
            "subject": rows["subject"],
            "kind": "mark",
            "known_on": known,
            "retracted_on": rows[MODIFIED].where(rows[DELETED]),
        }
    )
    unknown_end = rows[DELETED] & rows[MODIFIED].isna()
    marks = known_today(marks, to_come & ~rows[DELETED], today=today)
    return marks[(most > least) & ~unknown_end].dropna(subset=["pupil_id", "date"]).reset_index(drop=True)


def _schools(tables: OneRosterTables) -> pd.DataFrame:
    orgs = tables.of(ORGS)
    columns = {"sourcedId": "school_id", "parentSourcedId": "parent_school_id"}
    return orgs.rename(columns=columns)[["school_id", "name", "parent_school_id"]]


def _terms(tables: OneRosterTables) -> pd.DataFrame:
    """Return the terms and semesters; where a year has none, the year itself."""
    sessions = _years(tables)
    sessions = sessions[~sessions[DELETED]]
    kinds = sessions["type"].map(str.lower)
    parts = sessions[kinds.isin(["term", "semester"])]
    years = sessions[(kinds == "schoolyear") & ~sessions["school_year"].isin(parts["school_year"])]
    rows = pd.concat([parts, years]).sort_values("startDate")
    return pd.DataFrame(
        {
            "school_year": rows["school_year"],
            "term": rows["title"],
            "starts_on": rows["startDate"],
            "ends_on": rows["endDate"],
        }
    ).drop_duplicates(["school_year", "term"])


def _people(pupils: pd.DataFrame, ids: Mapping[str, str], enrolments: pd.DataFrame) -> pd.DataFrame:
    names = words_of(pupils[["familyName", "givenName", "middleName"]])
    schools = enrolments.sort_values("enrolled_on").groupby("pupil_id")["school_id"].last()
    people = pd.DataFrame(
        {
            "pupil_id": pupils["sourcedId"].map(ids),
            "name": names,
            "register_number": pupils["identifier"].fillna(pupils["sourcedId"]),
            "contacts": "",
        }
    )
    people.insert(1, "school_id", people["pupil_id"].map(schools))
    return people.dropna(subset="school_id").reset_index(drop=True)


def _deleted_notes(tables: OneRosterTables) -> tuple[Bilingual, ...]:
    notes = []
    if left_out := int(of_deleted_users(tables).sum()):
        english, romanian = counted(left_out, "row", "rows", "en"), counted(left_out, "rând", "rânduri", "ro")
        notes.append(
            Bilingual(
                f"enrollments.csv: left out, since their people are to be deleted in users.csv: {english}",
                f"enrollments.csv: lăsate deoparte, fiindcă persoanele sunt marcate pentru ștergere în users.csv: "
                f"{romanian}",
            )
        )
    for table in (USERS, ENROLMENTS, RESULTS):
        if count := int(tables.all_of(table)[DELETED].sum()):
            english, romanian = counted(count, "row", "rows", "en"), counted(count, "rând", "rânduri", "ro")
            notes.append(
                Bilingual(
                    f"{table.name}.csv: marked to be deleted: {english}",
                    f"{table.name}.csv: marcate pentru ștergere: {romanian}",
                )
            )
    return tuple(notes)
