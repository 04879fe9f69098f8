"""The national school network list (SIIIR export) as the table ``schools``.

The workbook has a title block above its headings, which begin with ``An``. A unit has a code of ten digits, of which
Excel eats leading zeros; a structure names the legal unit it belongs to. Units of one code twice are told.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from features.errors import UsageError
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.importers.options import ImportOptions
from features.importers.outside_tables import OutsideProblems, add_problems
from features.importers.spreadsheets.files.workbooks import read_workbook
from features.records.imported_records import ImportedRecords
from features.schema.problems import Problem, RecordsError

_CODE_DIGITS = 10
_SPOILT = re.compile(r"(\d{1,10})(?:[.,]0+)?")  # a code that a spreadsheet took for a number
_COUNTIES = (*range(1, 41), 51, 52)  # the first two digits
_LOCALITIES = {"RURAL": "rural", "URBAN": "urban"}
_YEAR, _LEGAL_UNIT, _UNIT = "An", "Cod SIIIR PJ", "Cod SIIIR unitate"
_NAME, _COUNTY, _LOCALITY = "Denumire lunga unitate", "Judet PJ", "Mediu loc. unitate"
_HEADINGS = (_YEAR, _COUNTY, _LEGAL_UNIT, _UNIT, _NAME, _LOCALITY)
_MOST_ROWS_ABOVE = 50


def import_siiir(source: Path, _options: ImportOptions) -> ImportedRecords:
    """Return the units of a network workbook as ``schools``; there are no pupils in it.

    Raises
    ------
    UsageError
        If the file is not there.
    RecordsError
        If it is no workbook, has no such headings, or cells of it are wrong; it carries all of them.
    """
    problems = OutsideProblems()
    units = _units(_rows(source), source.name, problems)
    problems.tell()
    for column in (_UNIT, _LEGAL_UNIT):
        codes = units[column].map(_whole_code)
        wrong = units[codes == ""]
        add_problems(problems, "not_siiir", wrong, column, {})
        units[column] = codes
    localities = units[_LOCALITY].str.upper().map(_LOCALITIES)
    wrong = units[localities.isna() & (units[_LOCALITY] != "")]
    add_problems(problems, "not_a_choice", wrong, _LOCALITY, {"choices": "RURAL, URBAN", "guess": "", "or_empty": ""})
    twice = units[units[_UNIT].duplicated() & (units[_UNIT] != "")]
    add_problems(problems, "duplicate_key", twice, _UNIT, {"key": _UNIT})
    problems.tell()
    schools = pd.DataFrame(
        {
            "school_id": units[_UNIT],
            "name": units[_NAME],
            "county": units[_COUNTY],
            "locality": localities,
            "parent_school_id": units[_LEGAL_UNIT].where(units[_LEGAL_UNIT] != units[_UNIT]),
        }
    )
    return ImportedRecords({"schools": schools}, notes=(_counted(schools, units),))


def _rows(source: Path) -> Sequence[Sequence[object]]:
    """Return all rows of the first sheet."""
    if source.is_file() or source.is_symlink():
        workbook, problems = read_workbook(source)
        if problems:
            raise RecordsError(problems)
        return workbook.sheets[0].rows
    raise UsageError(
        Bilingual(
            f"{source} is not there, or no file; expected the school network list, an .xlsx file of data.gov.ro; name "
            "that file.",
            f"{source} nu există sau nu este un fișier; așteptam lista rețelei școlare, un fișier .xlsx de pe "
            "data.gov.ro; indicați acel fișier.",
        )
    )


def _units(rows: Sequence[Sequence[object]], file: str, problems: OutsideProblems) -> pd.DataFrame:
    """Return the rows below the headings, as texts, with their numbers in the sheet; blank ones are left out."""
    header = next((place for place, row in enumerate(rows[:_MOST_ROWS_ABOVE]) if row and _text(row[0]) == _YEAR), None)
    headings = [] if header is None else [_text(cell) for cell in rows[header]]
    if missing := [name for name in _HEADINGS if name not in headings]:
        place = () if header is None else (header + 1,)
        problems.add([Problem("no_network_header", file, place, values={"columns": ", ".join(missing)})])
        return pd.DataFrame()
    places = [headings.index(name) for name in _HEADINGS]
    full = ([*row, *[None] * (max(places) + 1 - len(row))] for row in rows)  # an empty row has no cells
    numbered = [(number, [_text(row[place]) for place in places]) for number, row in enumerate(full, start=1)]
    kept = [(number, texts) for number, texts in numbered[(header or 0) + 1 :] if any(texts)]
    frame = pd.DataFrame([texts for _, texts in kept], columns=list(_HEADINGS), dtype=object)
    return frame.assign(file=file, row=[number for number, _ in kept])


def _text(cell: object) -> str:
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return " ".join(str(int(cell) if isinstance(cell, float) and whole else cell).split())


def _whole_code(text: str) -> str:
    """Return a code with the zeros that Excel ate; empty if it is none.

    >>> _whole_code("161102892"), _whole_code("9961102892")
    ('0161102892', '')
    """
    found = _SPOILT.fullmatch(text)
    code = found[1].zfill(_CODE_DIGITS) if found else ""
    return code if code and int(code[:2]) in _COUNTIES else ""


def _counted(schools: pd.DataFrame, units: pd.DataFrame) -> Bilingual:
    count, structures = len(schools), int(schools["parent_school_id"].notna().sum())
    years = ", ".join(sorted(units[_YEAR].unique()))
    return Bilingual(
        f"{years}: {count} units, of them {count - structures} with a legal person of their own and {structures} that "
        "belong to another",
        f"{years}: {counted(count, 'unitate', 'unități', 'ro')}, dintre care {count - structures} cu personalitate "
        f"juridică și {structures} arondate",
    )
