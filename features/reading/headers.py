"""Headings of a file held against the columns of its table."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number
from features.schema.problems import Problem
from features.schema.tables import Column, Table

_PERSONAL = re.compile(
    r"((first|last|full|sur|middle|pupil|student|mother|father|parent)_?)?name|(.*_)?(pre)?nume(le)?(_.*)?"
    r"|(.*_)?cnp(_.*)?|cod_numeric.*|national_id.*|(.*_)?ethnic.*|(.*_)?etni.*|nationalit.*|r?rom[ai]?"
)

# What a Romanian school may call a table or a column.
_ROMANIAN: Mapping[str, str] = {
    "scoli": "schools", "unitati": "schools", "elevi": "enrolments", "inscrieri": "enrolments",
    "inmatriculari": "enrolments", "absente": "attendance", "prezenta": "attendance", "note": "grades",
    "calificative": "grades", "familie": "family", "situatie": "family", "rezultate": "outcomes",
    "parcursuri": "outcomes", "module": "terms", "semestre": "terms",
    "elev": "pupil_id", "id_elev": "pupil_id", "cod_elev": "pupil_id", "scoala": "school_id",
    "cod_scoala": "school_id", "an_scolar": "school_year", "data": "date", "ore": "hours", "nota": "mark",
    "scara": "scale", "materie": "subject", "materia": "subject", "disciplina": "subject", "clasa": "class_label",
    "judet": "county", "mediu": "locality", "modul": "term", "semestru": "term", "nume": "name", "denumire": "name",
}  # fmt: skip


def header_problems(names: Sequence[str], file: str, table: Table) -> list[Problem]:
    """Return what is wrong with the column names of a file; columns without a name are not looked at.

    A column that is missing only because it goes by another name is one mistake, told at the other name.
    """
    allowed = [column.name for column in table.readable]
    named = [name for name in dict.fromkeys(names) if name]
    unknown = [name for name in named if name not in allowed]
    number = Bilingual("a number of 13 digits", "un număr de 13 cifre")
    problems = [Problem("identity_number", file, (1,), name, number) for name in unknown if has_identity_number(name)]
    meant = {name: _meant(name, [other for other in allowed if other not in names]) for name in unknown}
    if len(unknown) == len(named) and not any(meant.values()) and not any(map(is_personal, unknown)):
        found = Bilingual("no known column name", "doar nume de coloane necunoscute") if named else ""
        return [*problems, Problem("no_header", file, (1,), "", found, {"columns": ", ".join(allowed)})]
    for name, count in Counter(names).items():
        if name and count > 1:
            times = Bilingual(f"it {count} times", f"numele de {count} ori")
            problems.append(Problem("duplicate_column", file, (1,), name, times))
    problems += [_unknown_column(file, name, meant[name], table) for name in unknown if not has_identity_number(name)]
    written = {*names, *meant.values()}
    given = written.union(*(column.gives for column in table.readable if column.name in written))
    missing = [column for column in table.columns if column.required and column.name not in given]
    return problems + [
        Problem("missing_column", file, (1,), values={"column": column.name, "meaning": _meaning(column, table)})
        for column in missing
    ]


def _meaning(column: Column, table: Table) -> Bilingual:
    """Return what a column means, and what may stand instead of it."""
    instead = [other.name for other in table.instead if column.name in other.gives]
    if not instead:
        return column.meaning
    english, romanian = " or ".join(instead), " sau ".join(instead)
    return Bilingual(f"{column.meaning.en}, or a column {english}", f"{column.meaning.ro}, sau o coloană {romanian}")


def is_personal(name: str) -> bool:
    """Tell whether a column seems to hold names of people, identity numbers or ethnicity.

    >>> is_personal("Nume elev"), is_personal("etnia"), is_personal("subject")
    (True, True, False)
    """
    return _PERSONAL.fullmatch(_plain(name)) is not None


def close_name(name: str, allowed: Iterable[str]) -> str:
    """Return the allowed name that was probably meant; empty if there is none.

    >>> close_name("hour", ["date", "hours"]), close_name("Absențe", ["attendance"]), close_name("x", ["hours"])
    ('hours', 'attendance', '')
    """
    plain, names = _plain(name), list(allowed)
    romanian = _ROMANIAN.get(plain, "")
    return romanian if romanian in names else next(iter(difflib.get_close_matches(plain, names, n=1)), "")


def _meant(name: str, allowed: Sequence[str]) -> str:
    return "" if is_personal(name) and "name" not in allowed else close_name(name, allowed)


def _plain(name: str) -> str:
    """Return a name in lower-case letters without accents, with ``_`` between words."""
    letters = unicodedata.normalize("NFKD", name.strip().lower())
    return re.sub(r"\W+", "_", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def _unknown_column(file: str, name: str, meant: str, table: Table) -> Problem:
    allowed = [column.name for column in table.readable]
    if is_personal(name) and "name" not in allowed:
        found = Bilingual("a column about the person", "o coloană despre persoană")
        return Problem("personal_column", file, (1,), name, found)
    values: dict[str, str | Bilingual] = {"columns": ", ".join(allowed), "name": name}
    if table.name == "family":
        values["hint"] = Bilingual(f", rename it to {meant}", f", redenumiți-o în {meant}") if meant else ""
        found = Bilingual("a column nobody declared", "o coloană nedeclarată")
        return Problem("undeclared_column", file, (1,), name, found, values)
    values["hint"] = Bilingual(f" to {meant}", f" în {meant}") if meant else ""
    found = Bilingual("an unknown column", "o coloană necunoscută")
    return Problem("unknown_column", file, (1,), name, found, values)
