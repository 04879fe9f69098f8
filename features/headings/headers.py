"""Headings of a file held against the columns of its table."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

from features.headings.by_cells import column_by_cells
from features.headings.reading_notes import meant_as
from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number
from features.schema.problems import Problem
from features.schema.synonyms import columns_by_word, plain, said_column
from features.schema.tables import Column, Table

_PERSONAL = re.compile(
    r"((first|last|full|sur|middle|pupil|student|mother|father|parent)_?)?name|(.*_)?(pre)?nume(le)?(_.*)?"
    r"|(.*_)?cnp(_.*)?|cod_numeric.*|national_id.*|(.*_)?ethnic.*|(.*_)?etni.*|nationalit.*|r?rom[ai]?"
    r"|dirigint.*|(.*_)?profesor(ul|i)?(_.*)?|(.*_)?invatato(r|are)(ul|a)?(_.*)?|cadru_didactic|(.*_)?teacher(_.*)?|form_tutor"
)


@dataclass(frozen=True)
class Headings:
    """What the headings of a file mean.

    ``columns`` gives the column of each heading that is read; ``problems`` says what is wrong with the others, and
    ``note`` which were understood though they are no column names.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    note: tuple[Bilingual, ...] = ()


_ALIKE = 0.75  # as difflib counts: hour is hours, ID is not kind
_MOST_SLIPS = 40  # headings of a file that are held against all words for columns
_LONGEST_SLIP, _SHORTEST_SLIP = 40, 4
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def read_headings(frame: pd.DataFrame, file: str, table: Table) -> Headings:
    """Return what the headings of a file's cells mean; columns without a name are not looked at.

    A heading that is a slip of writing is a mistake, told with what it was probably meant as, and its cells are read
    as such, so that their mistakes are told too.
    """
    names = list(map(str, frame.columns))
    named = [name for name in dict.fromkeys(names) if name]
    meant = {name: column for name in named if (column := _column_of(name, frame, table))}
    unknown = [name for name in named if name not in meant]
    free = [column.name for column in table.readable if column.name not in meant.values()]
    close = {name: column for name in unknown[:_MOST_SLIPS] if (column := _close_column(name, free, table))}
    if not meant and not close and not any(map(is_personal, unknown)):
        return Headings({}, (*_identity_numbers(unknown, file), _no_header(named, file, table)))
    every = {**meant, **close}
    problems = [*_identity_numbers(unknown, file), *_repeated(names, every, file)]
    problems += _unknown_columns([name for name in unknown if not has_identity_number(name)], close, file, table)
    problems += _missing(set(every.values()), file, table)
    times = Counter(every[name] for name in names if name in every)
    once = {name: column for name, column in every.items() if times[column] == 1}
    other = [(name, column) for name, column in once.items() if name != column and name in meant]
    return Headings(once, tuple(problems), (meant_as(other),) if other else ())


def is_personal(name: str) -> bool:
    """Tell whether a column seems to hold names of people, identity numbers or ethnicity.

    >>> is_personal("Nume elev"), is_personal("etnia"), is_personal("subject")
    (True, True, False)
    """
    return _PERSONAL.fullmatch(_words(name)) is not None


def close_name(name: str, allowed: Iterable[str]) -> str:
    """Return the allowed name of which this is a slip of writing; empty if there is none.

    >>> close_name("hour", ["date", "hours"]), close_name("x", ["hours"])
    ('hours', '')
    """
    return next(iter(get_close_matches(_words(name), list(allowed), n=1, cutoff=_ALIKE)), "")


def _column_of(name: str, frame: pd.DataFrame, table: Table) -> str:
    """Return the column that a heading names; empty if it names none."""
    columns = {column.name for column in table.readable}
    if name in columns:
        return name
    words = columns_by_word(table)
    named = column_by_cells(name, frame, table) or words.get(plain(name), "")
    return named or words.get(plain(_IN_BRACKETS.sub("", name)), "")


def _close_column(name: str, free: Sequence[str], table: Table) -> str:
    """Return the column, of those that no other heading names, of which a heading is a slip of writing."""
    if (is_personal(name) and "name" not in free) or has_identity_number(name):
        return ""
    if own := close_name(name, free):
        return own
    words = {word: column for word, column in columns_by_word(table).items() if column in free}
    long = [word for word in words if len(word) >= _SHORTEST_SLIP]
    return words.get(next(iter(get_close_matches(plain(name[:_LONGEST_SLIP]), long, n=1, cutoff=_ALIKE)), ""), "")


def _words(name: str) -> str:
    """Return a name in lower-case letters without accents, with ``_`` between words."""
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    return re.sub(r"\W+", "_", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def _identity_numbers(names: Iterable[str], file: str) -> list[Problem]:
    number = Bilingual("a number of 13 digits", "un număr de 13 cifre")
    return [Problem("identity_number", file, (1,), name, number) for name in names if has_identity_number(name)]


def _no_header(named: Sequence[str], file: str, table: Table) -> Problem:
    found = Bilingual("no known column name", "doar nume de coloane necunoscute") if named else ""
    return Problem("no_header", file, (1,), "", found, {"columns": _names(table)})


def _repeated(names: Sequence[str], meant: Mapping[str, str], file: str) -> list[Problem]:
    """Say which columns are there twice, under one heading or under several."""
    problems = []
    headings: dict[str, list[str]] = {}
    for name in filter(None, names):
        headings.setdefault(meant.get(name, name), []).append(name)
    for column, same in headings.items():
        found = Bilingual(f"it {len(same)} times", f"numele de {len(same)} ori")
        if len(different := list(dict.fromkeys(same))) > 1:
            english, romanian = '", "'.join(different), "”, „".join(different)
            found = Bilingual(f'"{english}" for it', f"„{romanian}” pentru ea")
        if len(same) > 1:
            problems.append(Problem("duplicate_column", file, (1,), column, found))
    return problems


def _unknown_columns(names: Iterable[str], close: Mapping[str, str], file: str, table: Table) -> list[Problem]:
    """Say which columns are not of the table; the list of those that are is said once."""
    problems: list[Problem] = []
    found = Bilingual("an unknown column", "o coloană necunoscută")
    for name in names:
        if name in close:
            problems.append(Problem("close_column", file, (1,), name, found, {"meant": said_column(close[name])}))
        elif is_personal(name):
            person = Bilingual("a column about the person", "o coloană despre persoană")
            problems.append(Problem("personal_column", file, (1,), name, person))
        elif table.name == "family":
            undeclared = Bilingual("a column nobody declared", "o coloană nedeclarată")
            problems.append(Problem("undeclared_column", file, (1,), name, undeclared, {"name": name}))
        elif any(problem.code == "unknown_column" for problem in problems):
            problems.append(Problem("another_column", file, (1,), name, found))
        else:
            problems.append(Problem("unknown_column", file, (1,), name, found, {"columns": _names(table)}))
    return problems


def _missing(written: set[str], file: str, table: Table) -> list[Problem]:
    """Say which required columns are not there, and nothing that gives them."""
    given = written.union(*(column.gives for column in table.readable if column.name in written))
    if table.name == "grades" and "mark" in written:
        given = given | {"scale"}  # it can be declared once for all marks, or be plain by them
    return [
        Problem(
            "missing_column",
            file,
            (1,),
            values={"column": said_column(column.name), "meaning": _meaning(column, table)},
        )
        for column in table.columns
        if column.required and column.name not in given
    ]


def _meaning(column: Column, table: Table) -> Bilingual:
    """Return what a column means, and what may stand instead of it."""
    instead = [other.name for other in table.instead if column.name in other.gives]
    if not instead:
        return column.meaning
    english, romanian = " or ".join(instead), " sau ".join(said_column(name).ro for name in instead)
    return Bilingual(f"{column.meaning.en}, or a column {english}", f"{column.meaning.ro}, sau o coloană {romanian}")


def _names(table: Table) -> Bilingual:
    names = [said_column(column.name) for column in table.readable]
    return Bilingual(", ".join(name.en for name in names), ", ".join(name.ro for name in names))
