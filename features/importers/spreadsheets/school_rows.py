"""Rows of a sheet that are of another school than the one that is imported: told, never taken in as its own."""

from collections import Counter
from collections.abc import Iterable, Sequence

from features.importers.spreadsheets.layouts.reading import TableReading
from features.schema.synonyms import plain


def refuse_other_schools(readings: Sequence[TableReading], school_id: str) -> None:
    """Keep a problem for each row with another code, or, where only names of schools stand, for those of several."""
    coded = [reading for reading in readings if _has_code(reading)]
    for reading in coded:
        _refuse_codes(reading, school_id)
    named = [reading for reading in readings if reading not in coded]
    names = Counter(plain(name) for reading in named for _, _, name in _cells(reading, "school.name"))
    if len(names) > 1:
        usual = names.most_common(1)[0][0]
        for reading in named:
            for row, column, name in _cells(reading, "school.name"):
                if plain(name) != usual:
                    reading.findings.wrong_cell("sheet_several_schools", row, column, name, school=school_id)


def _has_code(reading: TableReading) -> bool:
    return any(True for _ in _cells(reading, "school.code"))


def _refuse_codes(reading: TableReading, school_id: str) -> None:
    for row, column, code in _cells(reading, "school.code"):
        if _bare(code) != _bare(school_id):
            reading.findings.wrong_cell("sheet_other_school", row, column, code, school=school_id)


def _cells(reading: TableReading, target: str) -> Iterable[tuple[int, int, str]]:
    heading = reading.table.column(target)
    for row in reading.pupils if heading else ():
        if heading and (text := reading.table.sheet.text(row, heading.column)):
            yield row, heading.column, text


def _bare(code: str) -> str:
    """Return a code without what a spreadsheet takes away or adds: zeros in front, ``.0`` behind."""
    return plain(code.removesuffix(".0")).lstrip("0")
