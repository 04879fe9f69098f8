"""Rows that contradict other rows, of their own table or of another."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from features.i18n.text import Bilingual
from features.schema.problems import Problem
from features.validation.checked_table import CheckedTable, cell_text, problems_at, problems_of_texts


def check_together(tables: Sequence[CheckedTable]) -> list[Problem]:
    """Check what one table says of another: every pupil needs an enrolment, every school its row."""
    enrolments = [typed for typed in tables if typed.table.name == "enrolments"]
    nobody = bool(enrolments) and all(typed.raw.whole and typed.frame.empty for typed in enrolments)
    problems = [Problem("no_rows", enrolments[0].file)] if nobody else []
    pupils = None if nobody else _known_ids(tables, "enrolments", "pupil_id")
    schools = _known_ids(tables, "schools", "school_id")
    problems += _repeated_across(tables)
    for typed in tables:
        problems += _stray_ids(typed, "pupil_id", pupils, "unknown_pupil")
        problems += _stray_ids(typed, "school_id", schools, "unknown_school")
        problems += _stray_ids(typed, "parent_school_id", schools, "unknown_school")
    return problems


def key_problems(typed: CheckedTable) -> list[Problem]:
    """Check that the key of the table is in no two of its rows."""
    if _all_differ(typed):
        return []
    keys = _keys(typed)
    return _repeated(typed, keys[keys.duplicated(keep=False)], "duplicate_key")


def _all_differ(typed: CheckedTable) -> bool:
    """Tell, by the numbers of its cells, if the table has no two rows alike in what every key must have; as a rule so.

    False where that cannot be told by numbers: two cells may be written differently and mean the same.
    """
    required = [name for name in typed.table.key if typed.table.column(name).required]
    if not required or not typed.has(*required):
        return not required
    alike = np.zeros(len(typed.frame), dtype=np.int64)
    for name in required:
        values = typed.distinct[name].tolist()
        if len(set(values)) < len(values) or len(alike) * len(values) >= 2**62:
            return False
        numbers = alike * len(values) + typed.key_codes[name]
        alike = pd.factorize(numbers)[0]
    return len(alike) == 0 or int(alike.max()) + 1 == len(alike)


def _repeated_across(tables: Sequence[CheckedTable]) -> list[Problem]:
    """Check that no key is in the files of two counties; the same terms may well be."""
    problems = []
    for name in dict.fromkeys(typed.table.name for typed in tables):
        parts = [typed for typed in tables if typed.table.name == name]
        if len(parts) > 1 and name != "terms":
            keys = [_keys(typed) for typed in parts]
            distinct = pd.concat([key.drop_duplicates() for key in keys])
            shared = distinct[distinct.duplicated()].drop_duplicates()
            if shared.empty:  # so it is where a table has no key, such as attendance
                continue
            for typed, key in zip(parts, keys, strict=True):
                problems += _repeated(typed, key.reset_index().merge(shared).set_index("index"), "duplicate_across")
    return problems


def _keys(typed: CheckedTable) -> pd.DataFrame:
    """Return the key of each row where it can be told; the index is the position of the row."""
    table = typed.table
    required = [name for name in table.key if table.column(name).required]
    if not table.key or not typed.has(*required):
        return pd.DataFrame()
    keys = typed.frame[[name for name in table.key if typed.has(name)]].reset_index(drop=True)
    told = keys[required].notna().all(axis="columns")
    for name in map(str, keys):
        told = told & ~typed.wrong[name]
    if "known_on" in table.key:  # what is known before it holds, or nobody knows when, is known when it holds
        known = keys["known_on"] if "known_on" in keys else keys["valid_from"]
        keys["known_on"] = known.where(known > keys["valid_from"], keys["valid_from"])
    return keys[told]


def _repeated(typed: CheckedTable, keys: pd.DataFrame, code: str) -> list[Problem]:
    if keys.empty:
        return []
    names = ", ".join(keys.columns)
    each = Bilingual(f"combination of {names}", f"combinație de {names}") if len(keys.columns) > 1 else names
    texts = keys.map(cell_text).agg(", ".join, axis="columns")
    return problems_of_texts(typed, code, keys.columns[0], texts, {"key": each})


def _known_ids(tables: Iterable[CheckedTable], name: str, column: str) -> set[str] | None:
    """Return the ids a table names; None where they cannot all be told."""
    parts = [typed for typed in tables if typed.table.name == name]
    if not parts or not all(typed.raw.whole and typed.has(column) for typed in parts):
        return None
    return set().union(*(_texts(typed, column) for typed in parts))


def _stray_ids(typed: CheckedTable, column: str, known: set[str] | None, code: str) -> list[Problem]:
    if known is None or not typed.has(column) or known.issuperset(_texts(typed, column)):
        return []
    strays = set(_texts(typed, column)) - known
    return problems_at(typed, code, column, np.asarray(typed.frame[column].isin(strays)), {})


def _texts(typed: CheckedTable, column: str) -> list[str]:
    return [text for text in typed.distinct[column].tolist() if text is not None]
