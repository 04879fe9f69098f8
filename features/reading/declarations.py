"""Situation columns and marking scales that records declare in ``prezent.toml``."""

import math
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from features.i18n.text import Bilingual
from features.reading.folder import is_county
from features.reading.headers import is_personal
from features.schema.problems import Problem, in_quotes
from features.schema.scales import SCALES, Scale
from features.schema.tables import FAMILY, Column, Kind

CONFIG_FILE = "prezent.toml"

_DIRECTIONS = {"up": 1, "down": -1, "none": 0}
_TYPES: Mapping[str, Kind] = {"yes_no": "yes_no", "whole": "whole", "number": "number", "choice": "choice"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SITUATION_KEYS = frozenset(
    {"type", "choices", "ordered", "unit", "direction", "can_change", "en", "ro", "low", "high"}
)  # fmt: skip
_SCALE_KEYS = frozenset({"lowest", "pass", "highest"})

_NEW_NAME = Bilingual(
    "a new column name of lower-case letters, digits and _", "un nume nou de coloană, din litere mici, cifre și _"
)
_WORDS = Bilingual("words in quotes", "cuvinte între ghilimele")
_CHOICES = Bilingual(
    "a list of different words if the type is choice, and no list otherwise",
    "o listă de cuvinte diferite dacă tipul este choice, altfel nicio listă",
)
_NUMBER = Bilingual("a number", "un număr")
_TRUTH = Bilingual("true or false", "true sau false")
_LOW_TO_HIGH = Bilingual("a low that is not above high", "o valoare low nu mai mare decât high")
_POINTS = Bilingual("numbers with lowest < pass < highest", "numere cu lowest < pass < highest")


@dataclass(frozen=True)
class SituationColumn:
    """A declared column of the ``family`` table.

    ``direction`` is +1 where a higher value may only raise the risk, -1 where it may only lower it, else 0.
    """

    column: Column
    direction: int = 0
    can_change: bool = False
    ordered: bool = False


@dataclass(frozen=True)
class Declarations:
    """All that ``prezent.toml`` says of the tables beside it; ``readable`` is False where the file is no TOML.

    ``cumulative`` says that totals of absences are meant to hold each other."""

    situation: tuple[SituationColumn, ...] = ()
    scales: tuple[Scale, ...] = SCALES
    readable: bool = True
    cumulative: bool = False

    def scale(self, name: str) -> Scale | None:
        """Return the scale of that name, declared ones first; None if there is none."""
        return next((scale for scale in self.scales if scale.name == name), None)


def read_declarations(folder: Path) -> tuple[Declarations, list[Problem]]:
    """Read the ``prezent.toml`` that holds for a record folder; without one there are no further columns."""
    path = declarations_file(folder)
    if not path.is_file():
        return Declarations(), []
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = Bilingual("letters in another encoding", "litere în altă codare")
        return Declarations(readable=False), [Problem("not_utf8", CONFIG_FILE, (line,), found=found)]
    except ValueError as error:  # of tomllib, or of Python where a number has thousands of digits
        what, _, where = str(error).partition(" (at ")
        rows = tuple(map(int, re.findall(r"^line (\d+)", where)))
        found = Bilingual(f"a slip of writing ({what})", "o greșeală de scriere")
        return Declarations(readable=False), [Problem("bad_toml", CONFIG_FILE, rows, found=found)]
    return parse_declarations(content)


def declarations_file(folder: Path) -> Path:
    """Return where the declarations of a record folder are: those beside all counties hold for each of them."""
    beside_all = folder.absolute().parent / CONFIG_FILE
    return beside_all if is_county(folder) and beside_all.is_file() else folder / CONFIG_FILE


def parse_declarations(content: Mapping[str, Any]) -> tuple[Declarations, list[Problem]]:
    """Turn the content of ``prezent.toml`` into declarations, with every problem found on the way."""
    situation, of_situation = _entries(content, "situation")
    scales, of_scales = _entries(content, "scales")
    columns = [_situation(name, entry) for name, entry in situation.items()]
    declared = {name: _scale(name, entry) for name, entry in scales.items()}
    problems = [
        *_unknown_keys(content, frozenset({"situation", "scales", "attendance"}), ""),
        *of_situation,
        *(problem for _, found in columns for problem in found),
        *of_scales,
        *(problem for _, found in declared.values() for problem in found),
    ]
    built_in = (scale for scale in SCALES if scale.name not in declared)
    every_scale = (*(scale for scale, _ in declared.values()), *built_in)
    attendance = content.get("attendance", {})
    cumulative = attendance.get("cumulative", False) if isinstance(attendance, dict) else attendance
    if isinstance(attendance, dict):
        problems += _unknown_keys(attendance, frozenset({"cumulative"}), "attendance")
    if not isinstance(cumulative, bool):
        problems.append(_value_problem("attendance.cumulative", cumulative, _TRUTH))
    situations = tuple(column for column, _ in columns if column)
    return Declarations(situations, every_scale, cumulative=cumulative is True), problems


def _entries(content: Mapping[str, Any], key: str) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """Return the sections under a key by name, and what stands there instead of one."""
    section = content.get(key, {})
    if not isinstance(section, dict):
        return {}, [_not_a_section(f"{key}.NAME", key, section)]
    entries: dict[str, Mapping[str, Any]] = {name: entry for name, entry in section.items() if isinstance(entry, dict)}
    strays = [
        _not_a_section(f"{key}.{name}", f"{key}.{name}", section[name]) for name in section if name not in entries
    ]
    return entries, strays


def _not_a_section(name: str, where: str, found: object) -> Problem:
    return _value_problem(where, found, Bilingual(f"a section [{name}]", f"o secțiune [{name}]"))


def _situation(name: str, entry: Mapping[str, Any]) -> tuple[SituationColumn | None, list[Problem]]:
    """Return a declared column; as plain text where the declaration is wrong, None where it cannot be one."""
    where = f"situation.{name}"
    if is_personal(name):
        found = Bilingual("a column about the person", "o coloană despre persoană")
        return None, [Problem("personal_column", CONFIG_FILE, column=name, found=found)]
    if not _NAME.fullmatch(name) or name in {column.name for column in FAMILY.columns}:
        return None, [_value_problem(where, name, _NEW_NAME)]
    if problems := _unknown_keys(entry, _SITUATION_KEYS, where) + _situation_problems(where, entry):
        return SituationColumn(Column(name, "text", Bilingual(name, name))), problems
    column = Column(
        name,
        _TYPES[entry["type"]],
        Bilingual(entry["en"], entry["ro"]),
        unit=entry.get("unit", ""),
        low=entry.get("low"),
        high=entry.get("high"),
        choices=tuple(entry.get("choices", ())),
    )
    direction = _DIRECTIONS[entry.get("direction", "none")]
    return SituationColumn(column, direction, entry.get("can_change", False), entry.get("ordered", False)), []


def _situation_problems(where: str, entry: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the values of one declaration."""
    rules = [
        (entry.get("type") in tuple(_TYPES), "type", _one_of(_TYPES)),
        (entry.get("direction", "none") in tuple(_DIRECTIONS), "direction", _one_of(_DIRECTIONS)),
        *((_is_word(entry.get(key)), key, _WORDS) for key in ("en", "ro")),
        (isinstance(entry.get("unit", ""), str), "unit", _WORDS),
        (_are_choices(entry), "choices", _CHOICES),
        *((_is_number(entry.get(key, 0)), key, _NUMBER) for key in ("low", "high")),
        *((isinstance(entry.get(key, False), bool), key, _TRUTH) for key in ("can_change", "ordered")),
    ]
    problems = [_value_problem(f"{where}.{key}", entry.get(key), expected) for good, key, expected in rules if not good]
    low, high = entry.get("low"), entry.get("high")
    if _is_number(low) and _is_number(high) and low > high:
        problems.append(_value_problem(where, f"low {low}, high {high}", _LOW_TO_HIGH))
    return problems


def _one_of(allowed: Iterable[str]) -> Bilingual:
    names = ", ".join(allowed)
    return Bilingual(f"one of {names}", f"unul dintre {names}")


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_choices(entry: Mapping[str, Any]) -> bool:
    choices = entry.get("choices")
    if entry.get("type") != "choice":
        return choices is None
    if not isinstance(choices, list) or not choices or not all(map(_is_word, choices)):
        return False
    return len(set(choices)) == len(choices)


def _is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether a value is a number that a float can hold; whole numbers of TOML and JSON may be longer."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _scale(name: str, entry: Mapping[str, Any]) -> tuple[Scale, list[Problem]]:
    """Return a declared scale; one whose marks are not judged where its declaration is wrong."""
    where = f"scales.{name}"
    problems = _unknown_keys(entry, _SCALE_KEYS, where)
    lowest, pass_mark, highest = (entry.get(key) for key in ("lowest", "pass", "highest"))
    if _is_number(lowest) and _is_number(pass_mark) and _is_number(highest) and lowest < pass_mark < highest:
        return Scale(name, float(lowest), float(pass_mark), float(highest)), problems
    found = ", ".join(f"{key} {entry[key]}" for key in ("lowest", "pass", "highest") if key in entry)
    return Scale(name, -math.inf, 0.0, math.inf), [*problems, _value_problem(where, found, _POINTS)]


def _unknown_keys(entry: Mapping[str, Any], known: frozenset[str], where: str) -> list[Problem]:
    keys = ", ".join(sorted(known))
    return [
        Problem("config_key", CONFIG_FILE, column=where, found=in_quotes(key), values={"keys": keys})
        for key in entry
        if key not in known
    ]


def _value_problem(where: str, found: object, expected: Bilingual) -> Problem:
    said = "" if found is None or found == "" else in_quotes(str(found))
    return Problem("config_value", CONFIG_FILE, column=where, found=said, values={"expected": expected})
