"""The files of the Open University Learning Analytics Dataset.

Days count from the start of the presentation, which is day 0.
"""

from pathlib import Path

import pandas as pd

from features.i18n.text import Bilingual
from features.importers.source_files import SourceFile, read_source_files, refuse_unmatched
from features.schema.tables import Column, Table

PRESENTATION = ["code_module", "code_presentation"]
STUDENT = [*PRESENTATION, "id_student"]
CLICK_LOG = "studentVle"

DEPRIVATION_BANDS = (
    "0-10%", "10-20%", "20-30%", "30-40%", "40-50%", "50-60%", "60-70%", "70-80%", "80-90%", "90-100%",
)  # fmt: skip
EDUCATION = (
    "No Formal quals", "Lower Than A Level", "A Level or Equivalent", "HE Qualification", "Post Graduate Qualification",
)  # fmt: skip
RESULTS = ("Withdrawn", "Fail", "Pass", "Distinction")
ASSESSMENT_TYPES = ("TMA", "CMA", "Exam")

_HOME = "https://analyse.kmi.open.ac.uk/open_dataset"
_ORIGIN = Bilingual(f"a file of {_HOME}", f"un fișier de la {_HOME}")


def _id(name: str, en: str, ro: str) -> Column:
    return Column(name, "whole", Bilingual(en, ro), required=True, low=0)


def _day(name: str, en: str, ro: str, *, required: bool = False) -> Column:
    return Column(name, "whole", Bilingual(en, ro), required=required, unit="days", low=-1000, high=2000)


def _choice(name: str, en: str, ro: str, *choices: str, required: bool = True) -> Column:
    return Column(name, "choice", Bilingual(en, ro), required=required, choices=choices)


_MODULE_PRESENTATION = (
    Column("code_module", "id", Bilingual("module", "modulul"), required=True),
    _choice("code_presentation", "presentation", "prezentarea", "2013B", "2013J", "2014B", "2014J"),
)
_STUDENT = _id("id_student", "student", "studentul")
_ASSESSMENT = _id("id_assessment", "assessment", "evaluarea")

_COURSES = Table(
    "courses", Bilingual("the presentations of the modules", "prezentările modulelor"),
    (
        *_MODULE_PRESENTATION,
        Column("module_presentation_length", "whole", Bilingual("length in days", "durata în zile"),
               required=True, low=1, high=1000),
    ),
    key=tuple(PRESENTATION),
)  # fmt: skip
_ASSESSMENTS = Table(
    "assessments", Bilingual("the assessments", "evaluările"),
    (
        *_MODULE_PRESENTATION,
        _ASSESSMENT,
        _choice("assessment_type", "kind of assessment", "felul evaluării", *ASSESSMENT_TYPES),
        _day("date", "deadline", "termenul"),
    ),
    key=("id_assessment",),
)  # fmt: skip
_INFO = Table(
    "studentInfo", Bilingual("the students", "studenții"),
    (
        *_MODULE_PRESENTATION,
        _STUDENT,
        _choice("gender", "gender", "sexul", "F", "M"),
        _choice("highest_education", "education", "studiile", *EDUCATION, required=False),
        # The published file lacks the per cent sign in this one band.
        _choice("imd_band", "deprivation band", "nivelul de sărăcie", *DEPRIVATION_BANDS, "10-20", required=False),
        Column("num_of_prev_attempts", "whole", Bilingual("earlier attempts", "încercări anterioare"),
               required=True, low=0),
        Column("studied_credits", "whole", Bilingual("credits studied", "credite studiate"), required=True, low=0),
        _choice("disability", "disability", "dizabilitate", "Y", "N"),
        _choice("final_result", "final result", "rezultatul final", *RESULTS),
    ),
    key=tuple(STUDENT),
)  # fmt: skip
_REGISTRATION = Table(
    "studentRegistration", Bilingual("the registrations", "înscrierile"),
    (
        *_MODULE_PRESENTATION,
        _STUDENT,
        _day("date_registration", "day of registration", "ziua înscrierii"),
        _day("date_unregistration", "day of unregistration", "ziua retragerii"),
    ),
    key=tuple(STUDENT),
)  # fmt: skip
_SUBMISSIONS = Table(
    "studentAssessment", Bilingual("the submissions", "lucrările predate"),
    (
        _ASSESSMENT,
        _STUDENT,
        _day("date_submitted", "day of submission", "ziua predării", required=True),
        Column("score", "whole", Bilingual("score", "punctajul"), low=0, high=100),
    ),
    key=("id_assessment", "id_student"),
)  # fmt: skip
_CLICKS = Table(
    CLICK_LOG, Bilingual("the click log", "jurnalul accesărilor"),
    (*_MODULE_PRESENTATION, _STUDENT, _day("date", "day of the click", "ziua accesării", required=True)),
)  # fmt: skip


def read_oulad(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the five files that records need, and the click log where there is one, by name.

    The submissions have the columns of their assessment, too.

    Raises
    ------
    UsageError
        If a file is missing, is another one, or speaks of what the others do not know.
    RecordsError
        With every wrong cell of all files.
    """
    tables = [_COURSES, _ASSESSMENTS, _INFO, _REGISTRATION, _SUBMISSIONS]
    if (folder / f"{CLICK_LOG}.csv").is_file():
        tables.append(_CLICKS)
    paths = {table.name: folder / f"{table.name}.csv" for table in tables}
    read = read_source_files(
        {paths[table.name]: SourceFile(table, _ORIGIN, distinct=table is _CLICKS) for table in tables}
    )
    frames = {path.stem: frame for path, frame in read.items()}

    def refuse_strays(name: str, known: str, on: list[str]) -> None:
        refuse_unmatched(frames[name], frames[known], on=on, file=paths[name], known_file=paths[known])

    refuse_strays("studentInfo", "courses", PRESENTATION)
    refuse_strays("studentInfo", "studentRegistration", STUDENT)
    refuse_strays("studentRegistration", "studentInfo", STUDENT)
    refuse_strays("studentAssessment", "assessments", ["id_assessment"])
    assessments = frames["assessments"].set_index("id_assessment")
    frames["studentAssessment"] = frames["studentAssessment"].join(assessments, on="id_assessment")
    refuse_strays("studentAssessment", "studentInfo", STUDENT)
    return frames


def date_of(rows: pd.DataFrame, day: str) -> "pd.Series[pd.Timestamp]":
    """Return the dates of a column of days, counted from each row's ``start``; a missing day is a missing date."""
    return rows["start"] + pd.to_timedelta(rows[day], unit="D")
