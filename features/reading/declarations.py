"""Situation columns and marking scales that records declare in ``prezent.toml``."""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from features.i18n.text import Bilingual
from features.reading.folder import is_county
from features.reading.headers import is_personal
from features.schema.problems import Problem, in_quotes
from features.schema.tables import FAMILY, SCALES, Column, Kind, Scale

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
    """All that ``prezent.toml`` says of the tables beside it; ``readable`` is False where the file is no TOML."""

    situation: tuple[SituationColumn, ...] = ()
    scales: tuple[Scale, ...] = SCALES
    readable: bool = True

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
    except tomllib.TOMLDecodeError as error:
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
    problems = _unknown_keys(content, frozenset({"situation", "scales"}), "")
    situation = [_situation(name, entry, problems) for name, entry in _entries(content, "situation", problems)]
    scales = [_scale(name, entry, problems) for name, entry in _entries(content, "scales", problems)]
    kept = tuple(scale for scale in SCALES if scale.name not in {declared.name for declared in scales})
    return Declarations(tuple(column for column in situation if column), (*scales, *kept)), problems


def _entries(content: Mapping[str, Any], key: str, problems: list[Problem]) -> list[tuple[str, Mapping[str, Any]]]:
    section = content.get(key, {})
    if not isinstance(section, dict):
        problems.append(_value_problem(key, section, _a_section(f"{key}.NAME")))
        return []
    good = {name: entry for name, entry in section.items() if isinstance(entry, dict)}
    for name in [name for name in section if name not in good]:
        problems.append(_value_problem(f"{key}.{name}", section[name], _a_section(f"{key}.{name}")))
    return list(good.items())


def _a_section(name: str) -> Bilingual:
    return Bilingual(f"a section [{name}]", f"o secțiune [{name}]")


def _situation(name: str, entry: Mapping[str, Any], problems: list[Problem]) -> SituationColumn | None:
    """Return a declared column; as plain text where the declaration is wrong, None where it cannot be one."""
    where = f"situation.{name}"
    if is_personal(name):
        found = Bilingual("a column about the person", "o coloană despre persoană")
        problems.append(Problem("personal_column", CONFIG_FILE, column=name, found=found))
        return None
    if not _NAME.fullmatch(name) or name in {column.name for column in FAMILY.columns}:
        problems.append(_value_problem(where, name, _NEW_NAME))
        return None
    wrong = _unknown_keys(entry, _SITUATION_KEYS, where) + _situation_problems(where, entry)
    if wrong:
        problems += wrong
        return SituationColumn(Column(name, "text", Bilingual(name, name)))
    column = Column(
        name,
        _TYPES[entry["type"]],
        Bilingual(entry["en"], entry["ro"]),
        unit=entry.get("unit", ""),
        low=entry.get("low"),
        high=entry.get("high"),
        choices=tuple(entry.get("choices", ())),
    )
    return SituationColumn(
        column,
        direction=_DIRECTIONS[entry.get("direction", "none")],
        can_change=entry.get("can_change", False),
        ordered=entry.get("ordered", False),
    )


def _situation_problems(where: str, entry: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the values of one declaration."""
    types, directions = ", ".join(_TYPES), ", ".join(_DIRECTIONS)
    rules = [
        (_among(entry.get("type"), _TYPES), "type", Bilingual(f"one of {types}", f"unul dintre {types}")),
        (
            _among(entry.get("direction", "none"), _DIRECTIONS),
            "direction",
            Bilingual(f"one of {directions}", f"unul dintre {directions}"),
        ),
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


def _among(value: object, allowed: Mapping[str, object]) -> bool:
    return isinstance(value, str) and value in allowed


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_choices(entry: Mapping[str, Any]) -> bool:
    choices = entry.get("choices")
    if entry.get("type") != "choice":
        return choices is None
    return isinstance(choices, list) and bool(choices) and all(map(_is_word, choices)) and _distinct(choices)


def _distinct(values: list[str]) -> bool:
    return len(set(values)) == len(values)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _scale(name: str, entry: Mapping[str, Any], problems: list[Problem]) -> Scale:
    where = f"scales.{name}"
    problems += _unknown_keys(entry, _SCALE_KEYS, where)
    lowest, pass_mark, highest = (entry.get(key) for key in ("lowest", "pass", "highest"))
    if _is_number(lowest) and _is_number(pass_mark) and _is_number(highest) and lowest < pass_mark < highest:
        return Scale(name, float(lowest), float(pass_mark), float(highest))
    found = ", ".join(f"{key} {entry[key]}" for key in ("lowest", "pass", "highest") if key in entry)
    problems.append(_value_problem(where, found, _POINTS))
    return Scale(name, -math.inf, 0.0, math.inf)  # its marks are not judged until it is right


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
