"""Declared columns and scales, written as ``prezent.toml``."""

import json
import math
from collections.abc import Iterable, Mapping

from features.reading.declarations import SituationColumn
from features.schema.scales import Scale

_DIRECTIONS: Mapping[int, str] = {1: "up", -1: "down", 0: "none"}


def prezent_toml(situation: Iterable[SituationColumn], scales: Iterable[Scale] = ()) -> str:
    """Return the text of ``prezent.toml``; ``features.reading.declarations`` reads it back.

    >>> print(prezent_toml([], [Scale("0-100", 0, 40, 100)]))
    [scales."0-100"]
    worst = 0
    pass = 40
    best = 100
    <BLANKLINE>
    """
    sections = [_section(f"situation.{column.column.name}", _situation(column)) for column in situation]
    sections += [_section(f"scales.{json.dumps(scale.name, ensure_ascii=False)}", _scale(scale)) for scale in scales]
    return "\n".join(sections)


def _scale(scale: Scale) -> dict[str, object]:
    """Return the keys of one scale; what is not said of it is left out."""
    beyond = scale.beyond if scale.beyond is None or math.isfinite(scale.beyond) else True
    said = {
        "worst": scale.worst,
        "pass": scale.pass_mark,
        "best": scale.best,
        "words": dict(scale.words) or None,
        "numbers": scale.numbers or None,
        "not_taken": list(scale.not_taken) or None,
        "beyond": beyond,
    }
    return {key: value for key, value in said.items() if value is not None}


def _situation(declared: SituationColumn) -> dict[str, object]:
    """Return the keys of one declaration; what is not said (no unit, no bounds) is left out."""
    column = declared.column
    is_choice = column.kind == "choice"
    said = {
        "type": column.kind,
        "choices": column.choices if is_choice else None,
        "ordered": declared.ordered if is_choice else None,
        "unit": column.unit or None,
        "direction": _DIRECTIONS[declared.direction],
        "can_change": declared.can_change,
        "en": column.meaning.en,
        "ro": column.meaning.ro,
        "low": column.low,
        "high": column.high,
    }
    return {key: value for key, value in said.items() if value is not None}


def _section(name: str, values: Mapping[str, object]) -> str:
    return "\n".join([f"[{name}]", *(f"{key} = {_written(value)}" for key, value in values.items()), ""])


def _written(value: object) -> str:
    # Every text, number, list and truth value that occurs here is written the same in JSON and in TOML.
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(key)} = {_written(each)}" for key, each in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
