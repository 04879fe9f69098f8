"""Formulas that were never calculated, as no spreadsheet program has opened the file since, and cells with an error.

Readers of cells give nothing for them, or the zero that the program wrote for want of a value.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

_CELL = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*[^<>/])>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>([^<]*)</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\b[^<>]*(?:/>|>([^<]*)</(?:\w+:)?v>))?\s*</(?:\w+:)?c>"""
)
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*[^<>/])>\s*(?:<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*)?"""
    rb"""<(?:\w+:)?v\b[^<>]*>\s*(#[^<]*)</(?:\w+:)?v>"""
)
_IS_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
ERRORS = frozenset({"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!"})
_NAME = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_IS_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")  # of which an empty one is a value
_TO_CALCULATE = re.compile(rb"""\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")  # which Excel takes out as it saves
_ZERO = re.compile(rb"-?0+(?:\.0+)?")
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

Formulas = Mapping[tuple[int, int], str]  # by row and column


def uncalculated(members: Mapping[str, bytes]) -> dict[str, Formulas]:
    """Return, by sheet, the formulas without a value and the errors, of the members of an XLSX file."""
    parts = {name: each for name, each in members.items() if name.startswith("xl/worksheets/")}
    to_calculate = bool(_TO_CALCULATE.search(members.get(_BOOK, b"")))
    found = {
        name: dict(_formulas(each, to_calculate=to_calculate) if b"f" in each else ()) | dict(_errors(each))
        for name, each in parts.items()
    }
    if not any(found.values()):
        return {}
    return {sheet: found[part] for sheet, part in _parts_of_sheets(members).items() if found.get(part)}


def _formulas(sheet: bytes, *, to_calculate: bool) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in _CELL.finditer(sheet):
        attributes, formula, value = cell[1], cell[2] or b"", (cell[3] or b"").strip()
        has_value = bool(value) or bool(_IS_TEXT.search(attributes))
        if has_value and not (to_calculate and _ZERO.fullmatch(value)):
            continue
        for place in _place(attributes):
            yield place, formula.decode(errors="replace").strip()


def _errors(sheet: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in _ERROR.finditer(sheet) if _IS_ERROR.search(sheet) else ():
        text = cell[2].decode(errors="replace").strip()
        if _IS_ERROR.search(cell[1]) and text in ERRORS:
            for place in _place(cell[1]):
                yield place, text


def _place(attributes: bytes) -> Iterator[tuple[int, int]]:
    """Yield the row and column of a cell, where its attributes say them."""
    if name := _NAME.search(attributes):
        column = 0
        for letter in name[1].upper():
            column = 26 * column + letter - 64
        yield int(name[2]) - 1, column - 1


def _parts_of_sheets(members: Mapping[str, bytes]) -> dict[str, str]:
    """Return which member each sheet is, by the sheet's name; none where the workbook does not say it."""
    try:
        book, relations = (ElementTree.fromstring(members[name]) for name in (_BOOK, _RELATIONS))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    sheets = [each for each in book.iter() if each.tag.endswith("}sheet")]
    own = [next((value for key, value in each.items() if key.endswith("}id")), "") for each in sheets]
    names = [each.get("name", "") for each in sheets]
    return {name: _member(targets.get(each, "")) for name, each in zip(names, own, strict=True)}


def _member(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
