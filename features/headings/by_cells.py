"""Headings that can mean two columns: the cells below tell which is meant."""

import re
from collections.abc import Set

import pandas as pd

from features.schema.synonyms import columns_by_word, plain, values_by_word
from features.schema.tables import Table

_CLASSES = ("clasa", "clase", "class")  # a class level or the name of a class
_KINDS = ("fel", "felul", "tip", "tipul", "felulabsentei", "tipabsenta", "tipulabsentei", "type")
_EXCUSED = ("motivat", "motivata", "motivate", "excused")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def column_by_cells(name: str, frame: pd.DataFrame, table: Table) -> str:
    """Return the column that a heading of two meanings names in this table; empty where it is no such heading.

    ``Clasa`` is a level (VII, 7) or the name of a class (VII B); ``Tip`` of absences says of what kind they are, or
    whether they are excused (motivată); ``Motivate`` says whether they are, or how many hours of them.
    """
    columns, word = {column.name for column in table.readable}, plain(name)
    if word in _CLASSES and {"grade_level", "class_label"} <= columns:
        return _level_or_label(name, frame, table)
    if table.name == "attendance" and word in _KINDS:
        words = values_by_word(table.column("excused"))
        kinds = values_by_word(table.column("kind"))
        cells = set(map(plain, _cells(name, frame)))
        free = not {"excused", "excused_on"} & _others(frame, table, besides=name)
        return "excused" if free and cells and cells <= set(words) and not cells <= set(kinds) else "kind"
    if table.name == "attendance" and word in _EXCUSED:
        return "excused_hours" if _are_hours(name, frame, table) else "excused"
    return ""


def _level_or_label(name: str, frame: pd.DataFrame, table: Table) -> str:
    others = _others(frame, table, besides=name)
    if len(left := [column for column in ("grade_level", "class_label") if column not in others]) == 1:
        return left[0]
    levels = values_by_word(table.column("grade_level"))
    cells = _cells(name, frame)
    return "grade_level" if cells and all(plain(cell.removesuffix(".0")) in levels for cell in cells) else "class_label"


def _are_hours(name: str, frame: pd.DataFrame, table: Table) -> bool:
    """Tell whether a column says how many hours are excused: beside those that are not, or by numbers above 1."""
    cells = _cells(name, frame)
    if not all(map(_NUMBER.fullmatch, cells)):
        return False
    return "unexcused_hours" in _others(frame, table, besides=name) or any(
        cell not in ("0", "1", "0.0", "1.0") for cell in cells
    )


def _others(frame: pd.DataFrame, table: Table, besides: str) -> Set[str]:
    """Return the columns that the other headings name by themselves."""
    words = columns_by_word(table)
    return {words.get(plain(str(other)), "") for other in frame.columns if other != besides}


def _cells(name: str, frame: pd.DataFrame) -> set[str]:
    place = list(frame.columns).index(name)
    return {str(cell).strip() for cell in frame.iloc[:, place].dropna().unique()} - {""}
