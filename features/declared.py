"""Which further situation columns and marking scales do these records declare in ``prezent.toml``?"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.problems import Problem, quoted
from features.schema import FAMILY, SCALES, Column, Kind, Scale

CONFIG_FILE = "prezent.toml"

_DIRECTIONS = {"up": 1, "down": -1, "none": 0}
_TYPES: Mapping[str, Kind] = {"yes_no": "yes_no", "whole": "whole", "number": "number", "choice": "choice"}
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SITUATION_KEYS = frozenset(
    {"type", "choices", "ordered", "unit", "direction", "can_change", "en", "ro", "low", "high"}
)  # fmt: skip
_SCALE_KEYS = frozenset({"lowest", "pass", "highest"})


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
    """All that ``prezent.toml`` says of the tables beside it."""

    situation: tuple[SituationColumn, ...] = ()
    scales: tuple[Scale, ...] = SCALES

    def scale(self, name: str) -> Scale | None:
        """Return the scale of that name, declared ones first; None if there is none."""
        return next((scale for scale in self.scales if scale.name == name), None)


def read_declarations(folder: Path) -> tuple[Declarations, list[Problem]]:
    """Read ``prezent.toml`` of a record folder; without one there are no further columns."""
    path = folder / CONFIG_FILE
    if not path.is_file():
        return Declarations(), []
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Declarations(), [Problem("bad_toml", CONFIG_FILE, found=quoted(str(error)))]
    return parse_declarations(content)


def parse_declarations(content: Mapping[str, Any]) -> tuple[Declarations, list[Problem]]:
    """Turn the content of ``prezent.toml`` into declarations, with every problem found on the way."""
    problems = _unknown_keys(content, {"situation", "scales"}, "")
    situation = [_situation(name, entry, problems) for name, entry in _entries(content, "situation", problems)]
    scales = [_scale(name, entry, problems) for name, entry in _entries(content, "scales", problems)]
    kept = tuple(scale for scale in SCALES if scale.name not in {declared.name for declared in scales})
    return Declarations(tuple(situation), (*scales, *kept)), problems


def _entries(content: Mapping[str, Any], key: str, problems: list[Problem]) -> list[tuple[str, Mapping[str, Any]]]:
    section = content.get(key, {})
    if not isinstance(section, dict):
        problems.append(_value_problem(key, section, f"a section [{key}.NAME]"))
        return []
    good = {name: entry for name, entry in section.items() if isinstance(entry, dict)}
    for name in section.keys() - good.keys():
        problems.append(_value_problem(f"{key}.{name}", section[name], f"a section [{key}.{name}]"))
    return list(good.items())


def _situation(name: str, entry: Mapping[str, Any], problems: list[Problem]) -> SituationColumn:
    where = f"situation.{name}"
    problems += _unknown_keys(entry, _SITUATION_KEYS, where)
    problems += _situation_problems(where, name, entry)
    column = Column(
        name,
        _TYPES.get(str(entry.get("type")), "number"),
        en=str(entry.get("en", name)),
        ro=str(entry.get("ro", name)),
        unit=str(entry.get("unit", "")),
        low=entry.get("low"),
        high=entry.get("high"),
        choices=tuple(map(str, entry.get("choices", ()))),
    )
    return SituationColumn(
        column,
        direction=_DIRECTIONS.get(str(entry.get("direction", "none")), 0),
        can_change=bool(entry.get("can_change", False)),
        ordered=bool(entry.get("ordered", False)),
    )


def _situation_problems(where: str, name: str, entry: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the values of one declaration."""
    is_choice = entry.get("type") == "choice"
    bounds = [entry.get(key, 0) for key in ("low", "high")]
    rules = [
        (
            _NAME.fullmatch(name) is not None and name not in {column.name for column in FAMILY.columns},
            where, name, "a new column name of lower-case letters, digits and _",
        ),
        (entry.get("type") in _TYPES, f"{where}.type", entry.get("type", ""), f"one of {', '.join(_TYPES)}"),
        (
            entry.get("direction", "none") in _DIRECTIONS,
            f"{where}.direction", entry.get("direction"), "up, down or none",
        ),
        (bool(entry.get("en")) and bool(entry.get("ro")), where, "", "words in both languages, en and ro"),
        (
            bool(entry.get("choices")) == is_choice and isinstance(entry.get("choices", []), list),
            f"{where}.choices", entry.get("choices", ""), "a list of words, for type choice only",
        ),
        (all(isinstance(b, int | float) for b in bounds), where, bounds, "numbers in low and high"),
        *(
            (isinstance(entry.get(key, False), bool), f"{where}.{key}", entry.get(key), "true or false")
            for key in ("can_change", "ordered")
        ),
    ]  # fmt: skip
    return [_value_problem(key, found, expected) for good, key, found, expected in rules if not good]


def _scale(name: str, entry: Mapping[str, Any], problems: list[Problem]) -> Scale:
    where = f"scales.{name}"
    problems += _unknown_keys(entry, _SCALE_KEYS, where)
    points = [entry.get(key) for key in ("lowest", "pass", "highest")]
    lowest, pass_mark, highest = (float(p) if isinstance(p, int | float) else float("nan") for p in points)
    if not lowest < pass_mark < highest:
        problems.append(_value_problem(where, points, "numbers with lowest < pass < highest"))
    return Scale(name, lowest, pass_mark, highest)


def _unknown_keys(entry: Mapping[str, Any], known: set[str] | frozenset[str], where: str) -> list[Problem]:
    keys = ", ".join(sorted(known))
    return [
        Problem("config_key", CONFIG_FILE, column=where, found=quoted(str(key)), values={"keys": keys})
        for key in entry
        if key not in known
    ]


def _value_problem(where: str, found: object, expected: str) -> Problem:
    return Problem(
        "config_value", CONFIG_FILE, column=where, found=quoted(str(found)) if found != "" else "",
        values={"expected": expected},
    )  # fmt: skip
