"""Rows that contradict other rows, of their own table or of another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from features.arrays import Booleans, Integers, Positions
from features.days import NEVER, to_days
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.reading.csv_parquet import FIRST_ROW
from features.schema.problems import Problem
from features.schema.school_time import is_school_year
from features.validation.checked_table import CheckedTable, cell_text, problems_at, problems_of_texts

_SHOWN_IDS = 3


def check_together(tables: Sequence[CheckedTable]) -> list[Problem]:
    """Check what one table says of another: every pupil needs an enrolment, every school its row."""
    enrolments = [checked for checked in tables if checked.table.name == "enrolments"]
    nobody = bool(enrolments) and all(checked.raw.whole and checked.frame.empty for checked in enrolments)
    problems = [Problem("no_rows", enrolments[0].file)] if nobody else []
    pupils = None if nobody else _known_ids(tables, "enrolments", "pupil_id")
    schools = _known_ids(tables, "schools", "school_id")
    problems += _repeated_across(tables)
    problems += _strange_years(tables)
    for checked in tables:
        problems += _stray_ids(checked, "pupil_id", pupils, "unknown_pupil")
        problems += _stray_ids(checked, "school_id", schools, "unknown_school")
        problems += _stray_ids(checked, "parent_school_id", schools, "unknown_school")
    return problems


def _strange_years(tables: Sequence[CheckedTable]) -> list[Problem]:
    """Check that a label that is no year is one of the terms, or that its enrolment says when it ended."""
    known = _known_ids(tables, "terms", "school_year") or set()
    problems = []
    for checked in tables:
        if checked.table.name == "enrolments" and checked.has("school_year"):
            strange = [label for label in _texts(checked, "school_year") if not is_school_year(label)]
            rows = np.asarray(checked.frame["school_year"].isin(set(strange) - known)) & ~checked.given("left_on")
            problems += problems_at(checked, "not_a_school_year", "school_year", rows, {})
    return problems


def with_keys_checked(checked: CheckedTable) -> tuple[CheckedTable, list[Problem]]:
    """Check that no two rows of the table have its key, unless they say exactly the same: those are twins.

    Rows of which one was taken back before the other was known are versions of one row: both may be there.
    """
    if _all_differ(checked):
        return checked, []
    keys = _keys(checked)
    repeated = keys.index[keys.duplicated(keep=False)].to_numpy(np.intp)
    twins = repeated[checked.frame.iloc[repeated].duplicated().to_numpy(bool)]
    once = keys.drop(index=twins)
    repeated_keys = once[once.duplicated(keep=False)]
    at_once = _valid_at_once(repeated_keys, _spans(checked, repeated_keys.index.to_numpy(np.intp)))
    return replace(checked, twins=twins), _repeated(checked, repeated_keys[at_once], "duplicate_key")


def _all_differ(checked: CheckedTable) -> bool:
    """Tell, by the numbers of its cells, if the table has no two rows alike in what every key must have; as a rule so.

    False where that cannot be decided by numbers: two cells may be written differently and mean the same.
    """
    required = [name for name in checked.table.key if checked.table.column(name).required]
    if not required or not checked.has(*required):
        return not required
    alike = np.zeros(len(checked.frame), dtype=np.int64)
    for name in required:
        values = checked.distinct[name].tolist()
        if len(set(values)) < len(values) or len(alike) * len(values) >= 2**62:
            return False
        numbers = alike * len(values) + checked.key_codes[name]
        alike = pd.factorize(numbers)[0]
    return len(alike) == 0 or int(alike.max()) + 1 == len(alike)


def _repeated_across(tables: Sequence[CheckedTable]) -> list[Problem]:
    """Check that no key is in the files of two counties; the same terms may well be."""
    problems = []
    for name in dict.fromkeys(checked.table.name for checked in tables):
        files = [checked for checked in tables if checked.table.name == name]
        if len(files) > 1 and name != "terms":
            keys = [_keys(checked) for checked in files]
            distinct = pd.concat([key.drop_duplicates() for key in keys])
            shared = distinct[distinct.duplicated()].drop_duplicates()
            if shared.empty:  # so it is where a table has no key, such as attendance
                continue
            rows = [key.reset_index().merge(shared).set_index("index") for key in keys]
            spans = [_spans(checked, row.index.to_numpy(np.intp)) for checked, row in zip(files, rows, strict=True)]
            at_once = _valid_at_once(pd.concat(rows), np.concatenate(spans, axis=1))
            ends = np.cumsum([len(row) for row in rows])[:-1]
            for checked, row, mine in zip(files, rows, np.split(at_once, ends), strict=True):
                problems += _repeated(checked, row[mine], "duplicate_across")
    return problems


def _spans(checked: CheckedTable, rows: Positions) -> Integers:
    """Return, of some rows, the days on which each was known and taken back, shape (2, n); for ever where unsaid."""
    days = [np.full(len(rows), -NEVER, np.int64), np.full(len(rows), NEVER, np.int64)]
    versions = [column for column in checked.table.columns if column.name in ("known_on", "retracted_on")]
    for column in versions:
        for name in filter(checked.has, filter(None, (column.not_before, column.name))):
            given = to_days(checked.frame[name].iloc[rows])
            if column.name == "known_on":
                days[0] = np.where(given < NEVER, np.maximum(days[0], given), days[0])
            else:
                days[1] = given
    return np.stack(days)


def _valid_at_once(keys: pd.DataFrame, spans: Integers) -> Booleans:
    """Tell which of some rows can be seen at a date at which another row with the same key can be seen."""
    found = np.zeros(len(keys), dtype=np.bool_)
    if keys.empty:
        return found
    known, retracted = spans
    rows = np.flatnonzero(known < retracted)  # the others were never to be seen
    group = keys.groupby(list(map(str, keys)), dropna=False, sort=False).ngroup().to_numpy()
    rows = rows[np.lexsort((known[rows], group[rows]))]
    known, retracted, group = known[rows], retracted[rows], group[rows]
    before = pd.Series(retracted).groupby(group).cummax().groupby(group).shift(fill_value=-NEVER - 1).to_numpy()
    following = pd.Series(known).groupby(group).shift(-1, fill_value=NEVER).to_numpy()
    found[rows] = (known < before) | (following < retracted)
    return found


def _keys(checked: CheckedTable) -> pd.DataFrame:
    """Return the key of each row where it is complete; the index is the position of the row."""
    table = checked.table
    required = [name for name in table.key if table.column(name).required]
    if not table.key or not checked.has(*required):
        return pd.DataFrame()
    keys = checked.frame[[name for name in table.key if checked.has(name)]].reset_index(drop=True)
    complete = keys[required].notna().all(axis="columns")
    for name in filter(checked.has, (*table.key, "known_on", "retracted_on")):
        complete = complete & ~checked.wrong[name]
    if "known_on" in table.key:  # what is known before it holds, or nobody knows when, is known when it holds
        known = keys["known_on"] if "known_on" in keys else keys["valid_from"]
        keys["known_on"] = known.where(known > keys["valid_from"], keys["valid_from"])
    return keys[complete]


def _repeated(checked: CheckedTable, keys: pd.DataFrame, code: str) -> list[Problem]:
    if keys.empty:
        return []
    said = [checked.said(str(name)) for name in keys.columns]
    names = Bilingual(", ".join(each.en for each in said), ", ".join(each.ro for each in said))
    several = Bilingual(f"combination of {names.en}", f"combinație de {names.ro}")
    each = several if len(said) > 1 else names
    texts = keys.map(cell_text).agg(", ".join, axis="columns")
    return problems_of_texts(checked, code, keys.columns[0], texts, {"key": each})


def _known_ids(tables: Iterable[CheckedTable], name: str, column: str) -> set[str] | None:
    """Return the ids a table names; None where some cannot be read."""
    files = [checked for checked in tables if checked.table.name == name]
    if not files or not all(checked.raw.whole and checked.has(column) for checked in files):
        return None
    return set().union(*(_texts(checked, column) for checked in files))


def _stray_ids(checked: CheckedTable, column: str, known: set[str] | None, code: str) -> list[Problem]:
    """Report ids that no other table knows; those that it has, written otherwise, in one sentence with examples."""
    if known is None or not checked.has(column) or known.issuperset(_texts(checked, column)):
        return []
    strays = set(_texts(checked, column)) - known
    by_core = {_core(each): each for each in sorted(known)}
    alike = {each: by_core[_core(each)] for each in sorted(strays) if _core(each) in by_core}
    strange = np.asarray(checked.frame[column].isin(strays - set(alike)))
    problems = problems_at(checked, code, column, strange, {})
    return problems + (_written_otherwise(checked, column, alike) if alike else [])


def _written_otherwise(checked: CheckedTable, column: str, alike: Mapping[str, str]) -> list[Problem]:
    rows = np.flatnonzero(checked.frame[column].isin(set(alike)))
    shown = ", ".join(f"{each} = {known}" for each, known in list(alike.items())[:_SHOWN_IDS])
    count = len(alike)
    found = Bilingual(counted(count, "code", "codes", "en"), counted(count, "cod", "coduri", "ro"))
    table = "enrolments" if column == "pupil_id" else "schools"
    heading = checked.raw.headings.get(column, column)
    numbers = tuple((rows + FIRST_ROW if checked.raw.rows is None else checked.raw.rows[rows]).tolist())
    return [
        Problem(
            "id_written_otherwise",
            checked.file,
            numbers,
            heading,
            found,
            {"table": table, "examples": shown},
            ours=column,
        )
    ]


def _core(code: str) -> str:
    """Return a code without what spreadsheets and tired people change: zeros in front, capitals, spaces.

    >>> _core("007"), _core("7.0"), _core(" ab 12")
    ('7', '7', 'AB12')
    """
    return "".join(code.split()).upper().removesuffix(".0").lstrip("0") or "0"


def _texts(checked: CheckedTable, column: str) -> list[str]:
    return [text for text in checked.distinct[column].tolist() if text is not None]
