"""Rows of pupils below headings: not those of totals, signatures and further titles."""

import re
from collections.abc import Sequence
from functools import lru_cache

from features.importers.spreadsheets.files.grid import Sheet, shown
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.words import subject_of
from features.schema.synonyms import plain

NAMES = ("pupil.name", "pupil.surname", "pupil.register_number")
_OF_NOBODY = ("ignore", "pupil.cnp", "school.code", "school.name")  # a row with nothing else is of no pupil
_DISTINCT_TEXTS = 65_536
_TOTAL = re.compile(
    r"(sub)?total\b.*|tot\.|medi[ae]\b.*|medii\b.*|întocmit.*|intocmit.*|dirigintel?e?\b.*|director\b.*|verificat\b.*|"
    r"semn[ăa]tur[ăa]\b.*|legend[ăa]\b.*|not[ăa]\s*:.*|observa[țt]ii\b.*|secretar\b.*|profesor\b.*|"
    r"[îi]nv[ăa][țt][ăa]to(?:r|are)\b.*|nr\.?\s*(total\s*)?elevi\b.*|num[ăa]r\s+(de\s+)?elevi\b.*|procent\b.*|"
    r"promovabilitate\b.*|efectiv\b.*|aprobat\b.*|avizat\b.*|data\s*:.*|\*+.*|clasa\s+(a\s+)?[IVX\d].*|clasa\s*:.*|"
    r"average\b.*|sum\b.*|prepared by.*|signature\b.*|bifa[țt]i\b.*|pagina\b.*|din care\b.*|b[ăa]ie[țt]i\b.*|fete\b.*",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\s*(?:director(?:ul|ea|e)?|secretar(?:ul|a|ă)?|diriginte(?:le)?|dirigint[ăa]|profesor(?:ul)?|prof\.?|[îi]nv[ăa][țt][ăa]to(?:r|are)a?|"
    r"consilier|contabil|administrator|[îi]ntocmit|verificat|avizat|aprobat)"
    r"(?:\s+(?:adjunct|[șs]ef|[șs]colar|diriginte|educativ|de))*\s*[,.:;]?\s*",
    re.IGNORECASE,
)
_ROW_NUMBERS = ("nr", "nrcrt", "crt", "nrcurent", "numarcurent", "nrord", "no")


def is_total_row(text: str) -> bool:
    """Tell whether a text begins a row of totals or signatures.

    >>> is_total_row("Total absențe"), is_total_row("Matematică")
    (True, False)
    """
    return _TOTAL.fullmatch(text) is not None


def pupil_rows(sheet: Sheet, headings: Sequence[Heading], rows: range) -> tuple[tuple[int, ...], int]:
    """Return the rows that are of pupils, and how many others have something in them."""
    names = [each.column for each in headings if each.target in NAMES]
    others = [each.column for each in headings if each.target not in (*NAMES, *_OF_NOBODY)]
    ignored = [each.column for each in headings if each.target == "ignore"]
    found, left_out = [], 0
    signed = _signed_from(sheet, headings, rows)
    is_total = lru_cache(_DISTINCT_TEXTS)(_TOTAL.fullmatch)
    for row in (row for row in rows if sheet.rows[row]):
        texts = [text for column in names if (text := sheet.text(row, column))]
        if not texts and not any(sheet.text(row, column) for column in others):
            continue
        beside = [] if texts else [text for column in ignored if (text := sheet.text(row, column))]
        is_numbers = not texts or texts[0].isdecimal()
        if (
            row >= signed
            or any(map(is_total, texts[:2] or beside))
            or (is_numbers and _is_number_row(sheet, row, headings))
        ):
            left_out += 1
            continue
        if texts and len(set(texts)) == 1 and _fills(sheet, row, texts[0]):
            left_out += 1  # a title within the table, merged over it
            continue
        found.append(row)
    subjects = [each.column for each in headings if each.target == "subject"]
    while found and not any(sheet.text(found[-1], column) for column in names):
        if any(subject_of(sheet.text(found[-1], column)) for column in subjects):
            break  # a further subject of the pupil above
        found.pop()
        left_out += 1
    return tuple(found), left_out


def _signed_from(sheet: Sheet, headings: Sequence[Heading], rows: range) -> int:
    """Return the row from which only signatures stand: one of titles of office, below which no row is numbered."""
    names = [each.column for each in headings if each.target in NAMES]
    numbers = [each.column for each in headings if plain(each.text) in _ROW_NUMBERS]
    for row in reversed(rows):
        texts = [shown(cell) for cell in sheet.rows[row] if isinstance(cell, str)]
        if any(sheet.text(row, column).rstrip(".").isdecimal() for column in numbers):
            break
        named = [text for column in names if (text := sheet.text(row, column))]
        if any(map(_OFFICE.fullmatch, texts)) and all(map(_OFFICE.fullmatch, named)):
            return row
    return rows.stop


def _is_number_row(sheet: Sheet, row: int, headings: Sequence[Heading]) -> bool:
    """Tell whether a row only numbers the columns: 0, 1, 2, 3 …"""
    numbers: list[int] = []
    for text in filter(None, (sheet.text(row, each.column) for each in headings)):
        if not text.isdecimal() or len(text) > 3 or (numbers and int(text) != numbers[-1] + 1):
            return False
        numbers.append(int(text))
    return len(numbers) >= 3


def _fills(sheet: Sheet, row: int, text: str) -> bool:
    cells = [cell for cell in sheet.rows[row] if cell is not None]
    return len(cells) > 2 and all(shown(cell) == text for cell in cells)
