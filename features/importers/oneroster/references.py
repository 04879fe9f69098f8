"""What rows of one OneRoster file say of another one, and of their own days, that cannot be."""

import pandas as pd

from features.importers.oneroster.files import (
    CLASSES,
    DELETED_WORD,
    ENROLMENTS,
    LINE_ITEMS,
    ORGS,
    RESULTS,
    SESSIONS,
    USERS,
)
from features.importers.oneroster.reader import DELETED, OneRosterTables
from features.importers.outside_tables import FILE, ROW, OutsideProblems, add_problems, refuse_strays
from features.schema.problems import Problem, in_quotes
from features.schema.tables import Table

_REFERENCES: tuple[tuple[Table, str, Table], ...] = (
    (CLASSES, "schoolSourcedId", ORGS),
    (ENROLMENTS, "classSourcedId", CLASSES),
    (ENROLMENTS, "schoolSourcedId", ORGS),
    (ENROLMENTS, "userSourcedId", USERS),
    (LINE_ITEMS, "classSourcedId", CLASSES),
    (RESULTS, "lineItemSourcedId", LINE_ITEMS),
    (RESULTS, "studentSourcedId", USERS),
)
_DAYS = ((ENROLMENTS, "beginDate", "endDate"), (SESSIONS, "startDate", "endDate"))


def refuse_contradictions(tables: OneRosterTables, problems: OutsideProblems) -> None:
    """Add problems of rows that refer to nothing, or to a school to be deleted, and of days that run backwards."""
    for table, column, other in _REFERENCES:
        known = tables.all_of(other)["sourcedId"]
        refuse_strays(problems, tables.all_of(table), column, known=known, known_in=f"{other.name}.csv")
    _refuse_unknown_terms(tables, problems)
    _refuse_deleted_schools(tables, problems)
    if not problems.found and students_enrolled(tables).empty:
        problems.add([Problem("no_students", f"{ENROLMENTS.name}.csv", column="role")])
    for table, first, last in _DAYS:
        rows = tables.of(table)
        add_problems(problems, "date_order", rows[rows[last] < rows[first]], last, {"other": first})


def first_of_list(texts: pd.Series) -> pd.Series:
    """Return the first of the words that each cell lists with commas."""
    return texts.map(lambda text: text.split(",")[0].strip(), na_action="ignore")


def of_deleted_users(tables: OneRosterTables) -> pd.Series:
    """Tell of each enrolment that counts still whether its user is to be deleted."""
    users = tables.all_of(USERS)
    return tables.of(ENROLMENTS)["userSourcedId"].isin(users.loc[users[DELETED], "sourcedId"])


def is_student(rows: pd.DataFrame) -> pd.Series:
    """Tell of each row whether its role is that of a student."""
    return rows["role"].str.lower().eq("student").fillna(value=False).astype(bool)


def students_enrolled(tables: OneRosterTables) -> pd.DataFrame:
    """Return the enrolments of students who are not to be deleted."""
    rows = tables.of(ENROLMENTS)[~of_deleted_users(tables)]
    return rows[is_student(rows)]


def _refuse_unknown_terms(tables: OneRosterTables, problems: OutsideProblems) -> None:
    """A class in a term that no file has would be in no year, and its pupils in none."""
    classes = tables.of(CLASSES)
    first = classes.assign(termSourcedIds=first_of_list(classes["termSourcedIds"]))
    known = tables.all_of(SESSIONS)["sourcedId"]
    refuse_strays(problems, first, "termSourcedIds", known=known, known_in=f"{SESSIONS.name}.csv")


def _refuse_deleted_schools(tables: OneRosterTables, problems: OutsideProblems) -> None:
    """A school to be deleted with children who are not may be a mistake that would lose them all."""
    orgs, enrolled = tables.all_of(ORGS), tables.of(ENROLMENTS)
    enrolled = enrolled[~of_deleted_users(tables)]
    gone = orgs[orgs[DELETED] & orgs["sourcedId"].isin(enrolled["schoolSourcedId"])]
    for file, row, school in zip(gone[FILE], gone[ROW], gone["sourcedId"], strict=True):
        first = enrolled.loc[enrolled["schoolSourcedId"] == school].iloc[0]
        place, found = (file, (int(row),), "status"), in_quotes(DELETED_WORD)
        problems.add(
            [Problem("deleted_school", *place, found, {"file": str(first[FILE]), "row": str(int(first[ROW]))})]
        )
