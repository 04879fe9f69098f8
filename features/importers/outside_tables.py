"""Tables of another system: read with all that is wrong with them, and put together."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number
from features.reading.csv_parquet import read_cells
from features.reading.declarations import Declarations
from features.reading.folder import RawTable
from features.schema.problems import Problem, RecordsError, in_quotes
from features.schema.school_time import is_school_year
from features.schema.tables import Table
from features.validation.row_rules import check_table

FILE, ROW = "file", "row"  # where each row of an outside table stands
_BEFORE_SCHOOL = frozenset({"PK", "TK", "KG", "KF", "K"})  # classes before the first
_LAST_GRADE = 13


@dataclass
class OutsideProblems:
    """Problems of all files of one source, gathered so that they are told at once, and what was dropped on the way."""

    found: list[Problem] = field(default_factory=list)
    dropped: list[Bilingual] = field(default_factory=list)

    def add(self, problems: Iterable[Problem]) -> None:
        """Take further problems; the same one is told once."""
        self.found += [problem for problem in problems if problem not in self.found]

    def tell(self) -> None:
        """Raise RecordsError where there is any problem."""
        if self.found:
            raise RecordsError(self.found)


def add_problems(
    problems: OutsideProblems, code: str, frame: pd.DataFrame, column: str, values: Mapping[str, str | Bilingual]
) -> None:
    """Add a problem of the cells of a column in these rows, one for each file and text found there."""
    for (file, text), rows in frame.groupby([FILE, frame[column].fillna("").astype(str)], sort=False):
        place = tuple(int(row) for row in rows[ROW])
        problems.add([Problem(code, str(file), place, column, in_quotes(str(text)) if text else "", values)])


def texts_table(table: Table, file: str, rows: Sequence[Mapping[str, str]], numbers: Sequence[int]) -> RawTable:
    """Return texts by column as a raw table; what a row does not say is empty."""
    names = [column.name for column in table.columns]
    frame = pd.DataFrame([[row.get(name, "") for name in names] for row in rows], columns=names, dtype=object)
    return RawTable(table, file, frame, np.array(numbers, dtype=np.int64))


def csv_table(path: Path, table: Table, file: str) -> tuple[RawTable | None, list[Problem], tuple[str, ...]]:
    """Read the columns of a table from a CSV file.

    A heading is known whatever its capitals and marks: ``Absenţe`` with a cedilla is ``Absențe`` with a comma.

    Returns
    -------
    tuple
        The table, None where the file has no header of its kind; what is wrong with the file, its header and rows; and
        the names of further columns, which are not read.
    """
    cells, problems = read_cells(path, file)
    names = [column.name for column in table.columns]
    own = {_folded(name): name for name in names}
    headings = [own.get(_folded(str(name)), str(name)) for name in cells.frame.columns]
    missing = [column for column in table.columns if column.required and column.name not in headings]
    if not any(problem.code in ("unreadable", "empty_file", "other_format") for problem in problems):
        problems += [
            Problem("missing_column", file, (1,), values={"column": column.name, "meaning": column.meaning})
            for column in missing
        ]
    twice = [name for name in dict.fromkeys(headings) if name in names and headings.count(name) > 1]
    for name in twice:
        found = Bilingual("it more than once", "numele de mai multe ori")
        problems.append(Problem("duplicate_column", file, (1,), name, found))
    if missing or twice:
        return None, problems, ()
    further = tuple(name for name in headings if name not in names)
    named = cells.frame.set_axis(headings, axis="columns")
    once = named.loc[:, ~named.columns.duplicated()]
    frame = once.reindex(columns=names, fill_value="")
    return RawTable(table, file, frame, cells.rows, cells.whole), problems, further


def _folded(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading.casefold())
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())


def checked_rows(
    raws: Sequence[RawTable], problems: OutsideProblems, *, today: dt.date, with_repeated: bool = False
) -> pd.DataFrame:
    """Return the typed rows of tables of one kind, each with its ``file`` and ``row``; repeated ones once, or all."""
    frames = []
    for raw in raws:
        checked, found = check_table(_without_identity_numbers(raw, problems), Declarations(), today=today)
        problems.add(found)
        numbers = np.arange(len(raw.frame)) + 2 if raw.rows is None else raw.rows
        frame = checked.frame.assign(file=raw.file, row=numbers)
        frames.append(frame if with_repeated else frame.drop(index=frame.index[checked.twins]))
    together = pd.concat(frames, ignore_index=True)
    return together if with_repeated else without_repeated(together)


def without_repeated(rows: pd.DataFrame) -> pd.DataFrame:
    """Return each row once, in whatever files and lines it stands."""
    return rows[~rows.drop(columns=[FILE, ROW]).duplicated()].reset_index(drop=True)


def _without_identity_numbers(raw: RawTable, problems: OutsideProblems) -> RawTable:
    """Empty the cells with a national identity number that a row can be without; others stay, and are refused."""
    frame = raw.frame
    for column in raw.table.columns:
        if column.required:
            continue
        numbers = [text for text in frame[column.name].unique() if has_identity_number(str(text))]
        if not numbers:
            continue
        cells = frame[column.name].isin(numbers)
        frame = frame.assign(**{column.name: frame[column.name].mask(cells, "")})
        problems.dropped.append(told_drop(raw.file, column.name, int(cells.sum())))
    return replace(raw, frame=frame)


def told_drop(file: str, column: str, cells: int) -> Bilingual:
    """Return the note of cells that lost a national identity number."""
    english, romanian = counted(cells, "cell", "cells", "en"), counted(cells, "celulă", "celule", "ro")
    return Bilingual(
        f"{file}, {column}: dropped with a national identity number (CNP) in it: {english}",
        f"{file}, {column}: lăsate deoparte, fiindcă aveau un CNP: {romanian}",
    )


def refuse_strays(
    problems: OutsideProblems, rows: pd.DataFrame, column: str, *, known: Iterable[str], known_in: str
) -> None:
    """Add a problem for each text of a column that the rows of another table do not know."""
    strays = rows[rows[column].notna() & ~rows[column].isin(set(known))]
    add_problems(problems, "unmatched_reference", strays, column, {"known_in": known_in})


def year_label(text: str) -> str:
    """Return a school year by both its years, where another system names it by the second.

    >>> year_label("2022"), year_label("2021-2022"), year_label("next")
    ('2021-2022', '2021-2022', 'next')
    """
    return f"{int(text) - 1}-{text}" if len(text) == 4 and text.isdecimal() else text


def with_year_labels(rows: pd.DataFrame, column: str, problems: OutsideProblems) -> pd.DataFrame:
    """Return rows with school years by both their years; what is none is a problem."""
    labels = rows[column].map(year_label, na_action="ignore")
    wrong = labels.notna() & ~labels.map(lambda label: is_school_year(str(label))).astype(bool)
    add_problems(problems, "not_a_year", rows[wrong], column, {})
    return rows.assign(**{column: labels})


def first_said(column: pd.Series, other: pd.Series) -> pd.Series:
    """Return texts, and where one is missing that of the other column."""
    return column.astype(object).where(column.notna(), other)


def known_today(rows: pd.DataFrame, which: pd.Series, *, today: dt.date) -> pd.DataFrame:
    """Return rows, some of which are known on the day of the import at the earliest, whatever day they are of."""
    if not which.any():
        return rows
    known = pd.to_datetime(rows["known_on"]) if "known_on" in rows else pd.Series(pd.NaT, rows.index)
    return rows.assign(known_on=known.mask(which & known.isna(), pd.Timestamp(today)))


def words_of(texts: pd.DataFrame) -> pd.Series:
    """Return the texts of each row one after the other, with one space between words.

    >>> words_of(pd.DataFrame({"last": ["Invented ", None], "first": ["Ana", "Dan"]})).tolist()
    ['Invented Ana', 'Dan']
    """
    rows = texts.astype(object).fillna("").itertuples(index=False)
    return pd.Series([" ".join(" ".join(row).split()) for row in rows], texts.index, dtype=object)


def grade_level(words: object) -> int | None:
    """Return the first grade that is named, 1 to 13, or 0 for a class before; None where it is no such thing.

    >>> grade_level("08,09"), grade_level("kg"), grade_level("UG"), grade_level(None)
    (8, 0, None, None)
    """
    word = words.split(",")[0].strip().upper() if isinstance(words, str) else ""
    level = int(word) if word.isdecimal() else 0 if word in _BEFORE_SCHOOL else None
    return level if level is not None and level <= _LAST_GRADE else None
