"""The children of Ed-Fi files: pseudonyms, schools, enrolments, how they left, and what the roster keeps of them."""

import datetime as dt
from collections.abc import Callable

import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.importers.edfi.codes import EXITS, GRADES, SEX, TRANSFER
from features.importers.edfi.files import EdFiTables
from features.importers.edfi.resources import (
    AGENCY,
    BEHAVIOUR,
    CONTACT_OF,
    DAY_EVENT,
    ENROLMENT,
    LESSON_EVENT,
    MARK,
    SCHOOL,
    SESSION,
    STUDENT,
    TASK,
)
from features.importers.options import ImportOptions, exact_number
from features.importers.outside_tables import OutsideProblems, add_problems, first_said, refuse_strays, words_of

KEEPER = "ed-fi"  # whoever gives the numbers: a child keeps its own in another school of the same data store
_OF_STUDENTS = (ENROLMENT, CONTACT_OF, DAY_EVENT, LESSON_EVENT, MARK, BEHAVIOUR)


def pseudonyms(
    tables: EdFiTables, options: ImportOptions, problems: OutsideProblems
) -> Callable[[pd.Series], pd.Series]:
    """Return what makes pseudonyms of a column of student numbers; numbers that nobody has are problems.

    Where students could not all be read, that alone is one.
    """
    refuse_days_backwards(tables, problems)
    students = tables.of(STUDENT)
    twice = students[students["studentUniqueId"].duplicated()]
    add_problems(problems, "duplicate_key", twice, "studentUniqueId", {"key": "studentUniqueId"})
    for resource in () if STUDENT.element in tables.partial else _OF_STUDENTS:
        refuse_strays(
            problems, tables.of(resource), "studentUniqueId", known=students["studentUniqueId"], known_in="Student"
        )
    numbers = students["studentUniqueId"].dropna().unique()
    ids = {number: options.pseudonyms.of_register(KEEPER, exact_number(number)) for number in numbers}
    return lambda column: column.map(ids)


def refuse_days_backwards(tables: EdFiTables, problems: OutsideProblems) -> None:
    """Add a problem for each enrolment and session that ends before it begins."""
    for resource, first, last in ((ENROLMENT, "entryDate", "exitWithdrawDate"), (SESSION, "beginDate", "endDate")):
        rows = tables.of(resource)
        add_problems(problems, "date_order", rows[rows[last] < rows[first]], last, {"other": first})


def schools(tables: EdFiTables, used: pd.Series) -> pd.DataFrame:
    """Return the agencies and schools, and those that are only named, which have no more than their number."""
    agencies, own = tables.of(AGENCY), tables.of(SCHOOL)
    by_reference = agencies.set_index("id")["localEducationAgencyId"].to_dict()
    above = first_said(own["localEducationAgencyReference"].map(by_reference), own["localEducationAgencyId"])
    columns = {"nameOfInstitution": "name", "nameOfCounty": "county"}
    listed = pd.concat(
        [
            agencies.rename(columns={"localEducationAgencyId": "school_id", **columns}),
            own.assign(parent_school_id=above).rename(columns={"schoolId": "school_id", **columns}),
        ]
    )
    named = pd.DataFrame({"school_id": used[~used.isin(listed["school_id"])].unique()})
    every = pd.concat([listed, named], ignore_index=True).drop_duplicates("school_id")
    return every.reindex(columns=["school_id", "name", "county", "parent_school_id"])


def enrolments(tables: EdFiTables, of: Callable[[pd.Series], pd.Series]) -> tuple[pd.DataFrame, tuple[Bilingual, ...]]:
    """Return a row for each child, school and year, and what is taken for it where the files do not say it.

    Who has no ``StudentSchoolAssociation`` is enrolled where attendance, marks or incidents name a school, from the
    first day of its school year; who is named by none of them, in the agency itself.
    """
    students = tables.of(STUDENT)
    said = _said_enrolments(tables)
    missing = students.loc[~students["studentUniqueId"].isin(said["studentUniqueId"]), "studentUniqueId"]
    named = _named_enrolments(tables)
    named = named[named["studentUniqueId"].isin(missing)]
    alone = missing[~missing.isin(named["studentUniqueId"])]
    of_agency = _agency_enrolments(tables, alone)
    rows = pd.concat([said, named, of_agency], ignore_index=True).merge(students, on="studentUniqueId")
    left_out = len(alone) - len(of_agency)
    result = pd.DataFrame(
        {
            "pupil_id": of(rows["studentUniqueId"]),
            "school_id": rows["schoolId"],
            "school_year": rows["schoolYear"],
            "enrolled_on": pd.to_datetime(rows["entryDate"]),
            "left_on": pd.to_datetime(rows["exitWithdrawDate"]),
            "grade_level": rows["entryGradeLevel"].map(GRADES),
            "birth_year": rows["birthDate"].dt.year.astype("Int64"),
            "sex": rows["birthSex"].map(SEX),
        }
    )
    notes = _enrolment_notes(named["studentUniqueId"].nunique(), len(of_agency), left_out)
    return result.drop_duplicates(["pupil_id", "school_id", "school_year", "enrolled_on"]), notes


def _said_enrolments(tables: EdFiTables) -> pd.DataFrame:
    said = tables.of(ENROLMENT)
    days = _year_days(tables)
    unsaid = said["schoolYear"].isna()
    if unsaid.any():
        years = [_year_of(days, day) for day in said.loc[unsaid, "entryDate"]]
        said = said.assign(schoolYear=said["schoolYear"].where(~unsaid, pd.Series(years, said.index[unsaid])))
    columns = ["studentUniqueId", "schoolId", "schoolYear", "entryDate", "exitWithdrawDate", "entryGradeLevel"]
    return said[columns]


def _year_days(tables: EdFiTables) -> pd.DataFrame:
    """Return the first and last day of each school year, by school."""
    sessions = tables.of(SESSION).groupby(["schoolId", "schoolYear"], as_index=False)
    return sessions.agg(entryDate=("beginDate", "min"), last=("endDate", "max"))


def _year_of(days: pd.DataFrame, day: pd.Timestamp) -> str | None:
    """Return the school year that a day is in; in the summer, the one that begins next."""
    after = days[days["last"] >= day].sort_values("last")
    return str(after["schoolYear"].iloc[0]) if len(after) else None


def _named_enrolments(tables: EdFiTables) -> pd.DataFrame:
    marks = tables.of(MARK)[["studentUniqueId", "gradebookEntryIdentifier"]].merge(
        tables.of(TASK)[["gradebookEntryIdentifier", "schoolId", "schoolYear", "dateAssigned"]]
    )
    days = _year_days(tables)
    incidents = tables.of(BEHAVIOUR)[["studentUniqueId", "schoolId"]].assign(schoolYear=None)
    if len(days):
        incidents["schoolYear"] = days["schoolYear"].max()
    columns = ["studentUniqueId", "schoolId", "schoolYear"]
    sources = [tables.of(DAY_EVENT), tables.of(LESSON_EVENT), marks, incidents]
    named = pd.concat([each[columns].astype(object) for each in sources]).dropna().drop_duplicates()
    first = pd.concat(
        [tables.of(each)[["studentUniqueId", "eventDate"]] for each in (DAY_EVENT, LESSON_EVENT)]
    ).groupby("studentUniqueId")["eventDate"].min()  # fmt: skip
    named = named.merge(days, on=["schoolId", "schoolYear"], how="left")
    events = named["studentUniqueId"].astype(object).map(first.to_dict())
    named["entryDate"] = pd.to_datetime(first_said(named["entryDate"], events))
    return named.dropna(subset="entryDate").drop(columns="last")


def _agency_enrolments(tables: EdFiTables, alone: pd.Series) -> pd.DataFrame:
    agencies, days = tables.of(AGENCY), _year_days(tables)
    if len(agencies) != 1 or days.empty:
        alone = alone.iloc[:0]
    last_year = days[days["schoolYear"] == days["schoolYear"].max()]
    return pd.DataFrame(
        {
            "studentUniqueId": alone,
            "schoolId": agencies["localEducationAgencyId"].iloc[0] if len(alone) else None,
            "schoolYear": last_year["schoolYear"].iloc[0] if len(alone) else None,
            "entryDate": last_year["entryDate"].min(),
        }
    )


def _enrolment_notes(named: int, of_agency: int, left_out: int) -> tuple[Bilingual, ...]:
    def students(count: int) -> tuple[str, str]:
        return counted(count, "student", "students", "en"), counted(count, "elev", "elevi", "ro")

    notes = []
    if named:
        english, romanian = students(named)
        notes.append(
            Bilingual(
                f"enrolments taken from attendance, marks and incidents, from the first day of school: {english}",
                f"înscrieri luate din absențe, note și abateri, din prima zi de școală: {romanian}",
            )
        )
    if of_agency:
        english, romanian = students(of_agency)
        notes.append(
            Bilingual(
                f"enrolled in the agency itself, since no file names their school: {english}",
                f"înscriși la autoritatea locală însăși, fiindcă niciun fișier nu le spune școala: {romanian}",
            )
        )
    if left_out:
        english, romanian = students(left_out)
        notes.append(
            Bilingual(
                f"left out, since no file names their school: {english}",
                f"lăsați deoparte, fiindcă niciun fișier nu le spune școala: {romanian}",
            )
        )
    return tuple(notes)


def outcomes(tables: EdFiTables, of: Callable[[pd.Series], pd.Series], *, today: dt.date) -> pd.DataFrame:
    """Return how children left their schools, where a known word says it; who is to leave later has not left."""
    left = tables.of(ENROLMENT).dropna(subset=["exitWithdrawDate", "exitWithdrawType"])
    left = left[left["exitWithdrawDate"] <= pd.Timestamp(today)]
    words = left["exitWithdrawType"].map(lambda word: "transferred" if word.startswith(TRANSFER) else EXITS.get(word))
    rows = pd.DataFrame({"pupil_id": of(left["studentUniqueId"]), "date": left["exitWithdrawDate"], "outcome": words})
    return rows.dropna().drop_duplicates()


def people(tables: EdFiTables, of: Callable[[pd.Series], pd.Series], school_of: pd.Series) -> pd.DataFrame:
    """Return names and numbers for the roster; ``school_of`` is a school for each pseudonym."""
    students = tables.of(STUDENT)
    names = words_of(students[["lastSurname", "firstName", "middleName"]])
    ids = of(students["studentUniqueId"])
    return pd.DataFrame(
        {
            "pupil_id": ids,
            "school_id": ids.map(school_of),
            "name": names,
            "register_number": students["studentUniqueId"],
            "contacts": "",
        }
    )
