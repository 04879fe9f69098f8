"""Ed-Fi as records: bulk XML interchange files, or the JSON of its API, in one folder.

https://docs.ed-fi.org; tried with the sample "Grand Bend ISD" of Data Standard 5.2. A number of a student is one for
the whole data store, so that a child keeps its pseudonym from school to school. Names and numbers are for the roster
alone; race, ethnicity, languages, health and programmes are not read.
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from features.importers.declarations_toml import prezent_toml
from features.importers.edfi import events, pupils, situation
from features.importers.edfi.codes import attendance_codes
from features.importers.edfi.files import EdFiTables, read_edfi
from features.importers.edfi.resources import BEHAVIOUR, INCIDENT, SESSION
from features.importers.options import ImportOptions
from features.importers.outside_tables import OutsideProblems, first_said
from features.records.imported_records import ImportedRecords
from features.schema.problems import Problem, RecordsError
from features.schema.scales import Scale

_MOST_PER_CENT = 200  # with extra credit


def import_edfi(source: Path, options: ImportOptions) -> ImportedRecords:
    """Return the records of the Ed-Fi files in a folder.

    Raises
    ------
    UsageError
        If there is no such folder, or a code of attendance is declared to mean what none can.
    RecordsError
        If there are no students, files are damaged, or cells of them are wrong; it carries all problems.
    """
    attendance_codes(options.codes)  # before a large folder is read
    problems = OutsideProblems()
    tables = _with_schools_of_incidents(read_edfi(source, options, problems))
    of = pupils.pseudonyms(tables, options, problems)
    attendance, of_attendance = events.attendance(tables, of, options, problems)
    grades = events.grades(tables, of, problems, today=options.today)
    incidents = events.incidents(tables, of, problems)
    problems.tell()
    enrolments, of_enrolments = pupils.enrolments(tables, of)
    if enrolments.empty:
        raise RecordsError([Problem("no_school_named", source.name)])
    first = enrolments.sort_values("enrolled_on").groupby("pupil_id")
    records = {
        "schools": pupils.schools(tables, enrolments["school_id"]),
        "enrolments": enrolments,
        "attendance": attendance,
        "grades": grades,
        "family": situation.family(tables, of, first["enrolled_on"].first()),
        "incidents": incidents,
        "outcomes": pupils.outcomes(tables, of, today=options.today),
        "terms": _terms(tables),
    }
    enrolled = set(enrolments["pupil_id"])
    kept = {name: _of(frame, enrolled) for name, frame in records.items()}
    people = pupils.people(tables, of, first["school_id"].last())
    contacts = situation.phone_numbers(tables, of)
    people["contacts"] = [contacts.get(pupil, "") for pupil in people["pupil_id"]]
    return ImportedRecords(
        {name: frame for name, frame in kept.items() if len(frame)},
        config=prezent_toml([], [_scale(options)]) if len(grades) else "",
        people=people[people["pupil_id"].isin(enrolled)].reset_index(drop=True),
        notes=(*tables.notes, *of_enrolments, *of_attendance, *problems.dropped),
    )


def _of(frame: pd.DataFrame, enrolled: set[str]) -> pd.DataFrame:
    """Return the rows of enrolled children, and those of nobody."""
    rows = frame[frame["pupil_id"].isin(enrolled)] if "pupil_id" in frame else frame
    return rows.reset_index(drop=True)


def _with_schools_of_incidents(tables: EdFiTables) -> EdFiTables:
    """Give the children's parts in incidents the school that an XML file says of the incident only."""
    incidents = tables.of(INCIDENT)
    by_reference = incidents.dropna(subset="id").set_index("id")["schoolId"].to_dict()
    rows = tables.of(BEHAVIOUR)
    told = first_said(rows["schoolId"], rows["disciplineIncidentReference"].map(by_reference))
    return replace(tables, frames={**tables.frames, BEHAVIOUR.element: rows.assign(schoolId=told)})


def _terms(tables: EdFiTables) -> pd.DataFrame:
    """Return the sessions as terms: one of several schools lasts from the first one's begin to the last one's end."""
    sessions = tables.of(SESSION).groupby(["schoolYear", "sessionName"], as_index=False)
    spans = sessions.agg(starts_on=("beginDate", "min"), ends_on=("endDate", "max"))
    return spans.rename(columns={"schoolYear": "school_year", "sessionName": "term"}).sort_values("starts_on")


def _scale(options: ImportOptions) -> Scale:
    return Scale(events.SCALE, 0, options.pass_mark, 100, beyond=_MOST_PER_CENT)
