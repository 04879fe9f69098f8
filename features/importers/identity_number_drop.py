"""Identity numbers dropped from what an importer read, before anything is written, and the drop told."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number, masked
from features.records.imported_records import ImportedRecords
from features.schema.tables import TABLES

_WORD = re.compile(r"\bC\.?N\.?P\b\.?\s*:?", re.IGNORECASE)
_BRACKETS = re.compile(r"\(\s*\)")
_REQUIRED = {(table.name, column.name) for table in TABLES for column in table.columns if column.required}


def without_identity_numbers(imported: ImportedRecords) -> ImportedRecords:
    """Return the same records without the cells that hold an identity number, and a note of how many they were.

    A cell that a row cannot be without stays, so that the checks refuse it in a sentence.
    """
    notes: list[Bilingual] = []
    tables = {name: _without(frame, name, notes) for name, frame in imported.tables.items()}
    people = None if imported.people is None else _without(_masked_names(imported.people, notes), "people", notes)
    return replace(imported, tables=tables, people=people, notes=(*imported.notes, *notes))


def _masked_names(people: pd.DataFrame, notes: list[Bilingual]) -> pd.DataFrame:
    """Return people whose names have no thirteen digits, valid or not: the words around them stay."""
    for column in ("name", "contacts"):
        texts = people[column].dropna().astype(str) if column in people else pd.Series(dtype=object)
        changed = {text: bare_text(text) for text in texts.unique() if masked(text, "") != text}
        if changed:
            notes.append(_note("people", column, int(texts.isin(list(changed)).sum())))
            people = people.assign(**{column: people[column].astype(object).replace(changed)})
    return people


def bare_text(text: str) -> str:
    """Return the words around runs of thirteen digits, without the word for them.

    >>> bare_text("Ana Inventată, CNP: 1960101123456"), bare_text("Inventat Dan (1960101123456)")
    ('Ana Inventată', 'Inventat Dan')
    """
    return " ".join(_BRACKETS.sub("", _WORD.sub("", masked(text, ""))).split()).strip(" ,;-")


def _without(frame: pd.DataFrame, table: str, notes: list[Bilingual]) -> pd.DataFrame:
    dropped = {
        name: found
        for name in map(str, frame.columns)
        if (table, name) not in _REQUIRED and (found := list(_texts_with_numbers(frame[name])))
    }
    for name, found in dropped.items():
        is_one = frame[name].isin(found)
        frame = frame.assign(**{name: frame[name].astype(object).mask(is_one, None)})
        notes.append(_note(table, name, int(is_one.sum())))
    return frame


def _texts_with_numbers(column: "pd.Series[Any]") -> Iterator[object]:
    """Yield the distinct cells that hold an identity number; a number may have been read as one."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype) or pd.api.types.is_bool_dtype(column.dtype):
        return
    for value in column.dropna().unique():
        if has_identity_number(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)):
            yield value


def _note(table: str, column: str, cells: int) -> Bilingual:
    return Bilingual(
        f"{table}, {column}: {counted(cells, 'cell', 'cells', 'en')} with a national identity number (CNP) dropped.",
        f"{table}, {column}: am renunțat la {counted(cells, 'celulă', 'celule', 'ro')} cu CNP.",
    )
