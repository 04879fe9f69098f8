"""Declared columns and scales, written as ``prezent.toml``."""

import json
from collections.abc import Iterable, Mapping

from features.reading.declarations import SituationColumn
from features.schema.scales import Scale

_DIRECTIONS: Mapping[int, str] = {1: "up", -1: "down", 0: "none"}


def prezent_toml(situation: Iterable[SituationColumn], scales: Iterable[Scale] = ()) -> str:
    """Return the text of ``prezent.toml``; ``features.reading.declarations`` reads it back.

    >>> print(prezent_toml([], [Scale("0-100", 0, 40, 100)]))
    [scales."0-100"]
    lowest = 0
    pass = 40
    highest = 100
    <BLANKLINE>
    """
    sections = [_section(f"situation.{column.column.name}", _situation(column)) for column in situation]
    sections += [
        _section(f'scales."{scale.name}"', {"lowest": scale.lowest, "pass": scale.pass_mark, "highest": scale.highest})
        for scale in scales
    ]
    return "\n".join(sections)


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
    # Every text, number, list and truth value that occurs here is written the same in JSON and in TOML.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])
