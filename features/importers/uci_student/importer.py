"""A file of the UCI Student Performance data as records.

The data: P. Cortez and A. Silva 2008, two Portuguese secondary schools in 2005-2006, CC BY 4.0,
https://archive.ics.uci.edu/dataset/320/student+performance. The file gives no dates. Ours are chosen so that the
paper's three setups are three as-of dates: C, no marks, 2005-12-01; B, the first mark too, 2006-01-15; A, both marks,
2006-04-15. The paper uses the absences in all three, so their total is dated before C. It is a whole year's total:
at these dates a school would know less than the records do.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.importers.declarations_toml import prezent_toml
from features.importers.options import ImportOptions
from features.importers.source_files import SourceFile, read_source_files
from features.importers.uci_student.survey import SURVEY
from features.records.imported_records import ImportedRecords
from features.schema.tables import Column, Table

_ORIGIN = Bilingual(
    "student-mat.csv or student-por.csv of https://archive.ics.uci.edu/dataset/320",
    "student-mat.csv sau student-por.csv de la https://archive.ics.uci.edu/dataset/320",
)
_SUBJECTS: Mapping[str, str] = {"mat": "mathematics", "por": "portuguese"}
_SCHOOLS: Mapping[str, str] = {"GP": "Gabriel Pereira", "MS": "Mousinho da Silveira"}
_PASS_MARK = 10  # Portuguese marks go from 0 to 20

_YEAR_START = "2005-09-15"
_ABSENCES_COUNTED = "2005-11-30"
_MARK_DAYS: Mapping[str, str] = {"G1": "2005-12-20", "G2": "2006-03-31"}
_YEAR_END = "2006-06-30"

# Codes that say nothing to a reader, and our words for them.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "address": {"U": "urban", "R": "rural"},
    "famsize": {"LE3": "up_to_3", "GT3": "over_3"},
    "Pstatus": {"T": "together", "A": "apart"},
}


def import_uci_student(source: Path, _options: ImportOptions | None = None) -> ImportedRecords:
    """Return the records of ``student-mat.csv`` or ``student-por.csv``.

    Raises
    ------
    UsageError
        If the file is missing or another one.
    RecordsError
        With every wrong cell of the file.
    """
    answers = read_source_files({source: SourceFile(_table(), _ORIGIN, separator=";")})[source]
    subject = source.stem.removeprefix("student-")
    if subject not in _SUBJECTS:
        raise UsageError(
            Bilingual(
                f"{source} does not tell its subject by its name; expected student-mat.csv or student-por.csv; "
                "rename it.",
                f"{source} nu își spune disciplina prin nume; așteptam student-mat.csv sau student-por.csv; "
                "redenumiți-l.",
            )
        )
    answers["pupil_id"] = [f"{subject}-{row:03d}" for row in range(1, len(answers) + 1)]
    tables = {
        "schools": pd.DataFrame({"school_id": list(_SCHOOLS), "name": list(_SCHOOLS.values())}),
        "enrolments": _enrolments(answers),
        "attendance": _attendance(answers),
        "grades": _grades(answers, _SUBJECTS[subject]),
        "family": _family(answers),
        "outcomes": _outcomes(answers),
    }
    return ImportedRecords(tables, prezent_toml(SURVEY.values()))


def _enrolments(answers: pd.DataFrame) -> pd.DataFrame:
    enrolments = answers[["pupil_id", "school", "sex"]].rename(columns={"school": "school_id"})
    return enrolments.assign(school_year="2005-2006", enrolled_on=_YEAR_START, birth_year=2005 - answers["age"])


def _attendance(answers: pd.DataFrame) -> pd.DataFrame:
    hours = answers[["pupil_id", "absences"]].rename(columns={"absences": "hours"})
    return hours.assign(date=_ABSENCES_COUNTED, from_date=_YEAR_START)


def _grades(answers: pd.DataFrame, subject: str) -> pd.DataFrame:
    grades = answers.melt("pupil_id", list(_MARK_DAYS), var_name="date", value_name="mark")
    return grades.assign(date=grades["date"].map(_MARK_DAYS), scale="0-20", subject=subject, kind="mark")


def _family(answers: pd.DataFrame) -> pd.DataFrame:
    family = answers[["pupil_id", *SURVEY]].replace({name: dict(words) for name, words in _WORDS.items()})
    family.columns = family.columns.str.lower()
    # Their levels 0-3 are ISCED 0-3; their 4 is any higher education, for which ISCED 6 (bachelor) stands here.
    education = {"mother_education": answers["Medu"].replace(4, 6), "father_education": answers["Fedu"].replace(4, 6)}
    return family.assign(valid_from=_YEAR_START, home_internet=answers["internet"], **education)


def _outcomes(answers: pd.DataFrame) -> pd.DataFrame:
    outcome = (answers["G3"] < _PASS_MARK).map({True: "failed", False: "promoted"})
    return pd.DataFrame({"pupil_id": answers["pupil_id"], "date": _YEAR_END, "outcome": outcome})


def _table() -> Table:
    """Return what the file should hold; the bounds are those of its description, ``student.txt``."""
    survey = [
        replace(answer.column, name=name, required=True, choices=tuple(_WORDS.get(name, answer.column.choices)))
        for name, answer in SURVEY.items()
    ]
    columns = (
        Column("school", "choice", Bilingual("school", "școala"), required=True, choices=tuple(_SCHOOLS)),
        Column("sex", "choice", Bilingual("sex", "sexul"), required=True, choices=("F", "M")),
        _whole("age", "age", "vârsta", low=15, high=22),
        _whole("Medu", "mother's education", "studiile mamei", high=4),
        _whole("Fedu", "father's education", "studiile tatălui", high=4),
        Column("internet", "yes_no", Bilingual("internet at home", "internet acasă"), required=True),
        *survey,
        _whole("absences", "absences", "absențe", high=93),
        _whole("G1", "first period mark", "nota din prima perioadă", high=20),
        _whole("G2", "second period mark", "nota din a doua perioadă", high=20),
        _whole("G3", "final mark", "nota finală", high=20),
    )
    return Table("student", Bilingual("the UCI Student Performance data", "datele UCI Student Performance"), columns)


def _whole(name: str, en: str, ro: str, *, low: int = 0, high: int) -> Column:
    return Column(name, "whole", Bilingual(en, ro), required=True, low=low, high=high)
