"""The Open University Learning Analytics Dataset as records.

The data: J. Kuzilek, M. Hlosta and Z. Zdrahal 2017, Scientific Data 4:170171, CC BY 4.0,
https://analyse.kmi.open.ac.uk/open_dataset. A module stands for a school, a presentation for a school year, a student
in a presentation for a pupil; day N is the presentation's first day plus N.

- A score is dated on the day of submission: the data do not say when it was marked, so it is known a little early.
- A deadline that passed without a submission is an absence of one hour, of the deadline's day; handing in late excuses
  it, on the day of the submission. Exams are left out: not sitting the final one is the outcome itself, and most
  presentations have no exam result of anybody. So are deadlines from the day on which the student left.
- A presentation is a term, from its first day to the last one of its longest module.
- Who withdrew on an unknown day is taken to have done so at the presentation's end.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from features.i18n.text import Bilingual
from features.importers.declarations_toml import prezent_toml
from features.importers.options import ImportOptions
from features.importers.oulad.clicks import weekly_absence
from features.importers.oulad.files import (
    CLICK_LOG,
    DEPRIVATION_BANDS,
    EDUCATION,
    PRESENTATION,
    STUDENT,
    date_of,
    read_oulad,
)
from features.reading.declarations import SituationColumn
from features.records.imported_records import ImportedRecords
from features.schema.scales import Scale
from features.schema.tables import Column

# The Open University calls a score below 40 a fail.
_SCALE = Scale("0-100", worst=0, pass_mark=40, best=100)
_START_MONTHS = {"B": "02", "J": "10"}
_OUTCOMES = {"Withdrawn": "dropped_out", "Fail": "failed", "Pass": "promoted", "Distinction": "promoted"}

_SITUATION = (
    SituationColumn(
        Column("deprivation_band", "choice",
               Bilingual("neighbourhood, from the most deprived (0-10%) to the least (90-100%)",
                         "zona în care locuiește, de la cea mai săracă (0-10%) la cea mai înstărită (90-100%)"),
               choices=DEPRIVATION_BANDS),
        ordered=True,
    ),
    SituationColumn(
        Column("prior_education", "choice", Bilingual("education before the course", "studiile dinaintea cursului"),
               choices=EDUCATION),
        ordered=True,
    ),
    SituationColumn(
        Column("previous_attempts", "whole",
               Bilingual("earlier attempts at this course", "încercări anterioare la acest curs"), low=0),
        direction=1,
    ),
    SituationColumn(
        Column("studied_credits", "whole",
               Bilingual("credits studied at the same time", "credite studiate în același timp"),
               unit="credits", low=0),
    ),
)  # fmt: skip


def import_oulad(folder: Path, _options: ImportOptions | None = None) -> ImportedRecords:
    """Return the records of the OULAD files in ``folder``; the click log ``studentVle.csv`` may be missing.

    Raises
    ------
    UsageError
        If a file is missing, another one, or of another download than the rest.
    RecordsError
        With every wrong cell of all files.
    """
    source = read_oulad(folder)
    students = _students(source)
    submissions = source["studentAssessment"].merge(students, on=STUDENT)
    absences = [_missed_deadlines(students, source["assessments"], submissions)]
    if CLICK_LOG in source:
        absences.append(weekly_absence(students, source[CLICK_LOG]))
    tables = {
        "schools": pd.DataFrame({"school_id": sorted(students["code_module"].unique())}),
        "enrolments": _enrolments(students),
        "attendance": pd.concat(absences, ignore_index=True),
        "grades": _grades(submissions),
        "family": _family(students),
        "outcomes": _outcomes(students),
        "terms": _terms(students),
    }
    return ImportedRecords(tables, prezent_toml(_SITUATION, [_SCALE]))


def _students(source: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row per student in a presentation, with its first day and the days of enrolling, leaving and the end."""
    students = source["studentInfo"].merge(source["studentRegistration"], on=STUDENT)
    students = students.merge(source["courses"], on=PRESENTATION)
    module, presentation = students["code_module"], students["code_presentation"]
    students["pupil_id"] = students["id_student"].astype(str) + "-" + module + "-" + presentation
    months = presentation.str[-1].map(_START_MONTHS)
    students["start"] = pd.to_datetime(presentation.str[:4] + "-" + months + "-01")
    students["end_day"] = students["module_presentation_length"]
    students["enrolled_day"] = students["date_registration"].fillna(0).astype(int)
    left = students["date_unregistration"].fillna(students["end_day"]).astype(int)
    students["left_day"] = left.clip(lower=students["enrolled_day"])
    return students


def _enrolments(students: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pupil_id": students["pupil_id"],
            "school_id": students["code_module"],
            "school_year": students["code_presentation"],
            "enrolled_on": date_of(students, "enrolled_day"),
            "left_on": date_of(students, "left_day"),
            "sex": students["gender"],
            "special_needs": students["disability"] == "Y",
        }
    )


def _missed_deadlines(students: pd.DataFrame, assessments: pd.DataFrame, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return an absence for each deadline while enrolled with nothing handed in by then, excused by a late one."""
    due = assessments[assessments["assessment_type"] != "Exam"].dropna(subset="date")
    due = due.rename(columns={"date": "deadline"})
    due = students.merge(due, on=PRESENTATION)
    due = due[(due["enrolled_day"] <= due["deadline"]) & (due["deadline"] < due["left_day"])]
    due = due.merge(submissions[["pupil_id", "id_assessment", "date_submitted"]], how="left")
    missed = due[~(due["date_submitted"] <= due["deadline"])]  # also where nothing was ever submitted
    return pd.DataFrame(
        {
            "pupil_id": missed["pupil_id"],
            "date": date_of(missed, "deadline"),
            "hours": 1,
            "excused_on": date_of(missed, "date_submitted"),
            "subject": missed["assessment_type"] + " " + missed["id_assessment"].astype(str),  # several on one day
        }
    )


def _grades(submissions: pd.DataFrame) -> pd.DataFrame:
    scored = submissions.dropna(subset="score")
    return pd.DataFrame(
        {
            "pupil_id": scored["pupil_id"],
            "date": date_of(scored, "date_submitted"),
            "mark": scored["score"].astype(int),
            "scale": _SCALE.name,
            "subject": scored["assessment_type"],
            "kind": scored["assessment_type"].map(lambda kind: "exam" if kind == "Exam" else "mark"),
        }
    )


def _family(students: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "pupil_id": students["pupil_id"],
            "valid_from": date_of(students, "enrolled_day"),
            "deprivation_band": students["imd_band"].replace("10-20", "10-20%"),
            "prior_education": students["highest_education"],
            "previous_attempts": students["num_of_prev_attempts"],
            "studied_credits": students["studied_credits"],
        }
    )


def _outcomes(students: pd.DataFrame) -> pd.DataFrame:
    """Return how each story went on: a withdrawal on the day of unregistration, all else at the presentation's end."""
    withdrawn = students["final_result"] == "Withdrawn"
    day = students["date_unregistration"].where(withdrawn).fillna(students["end_day"])
    return pd.DataFrame(
        {
            "pupil_id": students["pupil_id"],
            "date": date_of(students.assign(outcome_day=day), "outcome_day"),
            "outcome": students["final_result"].map(_OUTCOMES),
        }
    )


def _terms(students: pd.DataFrame) -> pd.DataFrame:
    """Return a term per presentation: who registered is in the course from its first day on, not before."""
    ends = students.assign(ends_on=date_of(students, "end_day")).groupby("code_presentation", as_index=False)
    spans = ends.agg(starts_on=("start", "min"), ends_on=("ends_on", "max"))
    return spans.rename(columns={"code_presentation": "school_year"}).assign(term="course")
