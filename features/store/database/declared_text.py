"""What the imports of a store declare together: the text of one ``prezent.toml``."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from features.errors import Refused
from features.files.bounded_text import parse_toml
from features.i18n.text import Bilingual
from features.reading.declarations import INVENTED, Declarations, parse_declarations
from features.schema.problems import Problem
from features.store.database.tables import DECLARATIONS


def stored_text(connection: Connection) -> str:
    """Return what is declared so far; empty where nothing is."""
    return connection.execute(select(DECLARATIONS.c.toml)).scalar() or ""


def keep_text(connection: Connection, text: str) -> None:
    """Replace what is declared."""
    connection.execute(DECLARATIONS.delete())
    connection.execute(DECLARATIONS.insert().values(id=1, toml=text))


def declared(text: str) -> tuple[Declarations, list[Problem]]:
    """Return what a text declares, which was read before, and what is wrong with it."""
    return parse_declarations(parse_toml(text))


def together(stored: str, new: str, *, any_records: bool) -> str:
    """Return what two texts declare together, as the text of one.

    Raises
    ------
    Refused
        If they say different things of one name, or children that never were would come to real ones.
    """
    if new == stored or not new.strip():
        return stored
    old, own = parse_toml(stored), parse_toml(new)
    if any_records and own.get(INVENTED) and not old.get(INVENTED):
        raise Refused(
            Bilingual(
                "These children are invented, those of the database are not; take another database for them.",
                "Acești copii sunt inventați, cei din baza de date nu; folosiți altă bază de date pentru ei.",
            )
        )
    merged = _merged(old, own, "")
    return stored if merged == old else new if merged == own else _written(merged)


def _merged(old: Mapping[str, Any], own: Mapping[str, Any], where: str) -> dict[str, Any]:
    merged = dict(old)
    for key, value in own.items():
        name = f"{where}{key}"
        if key in merged and isinstance(value, dict) and isinstance(merged[key], dict) and name.count(".") < 1:
            merged[key] = _merged(merged[key], value, f"{name}.")
        elif key in merged and merged[key] != value:
            raise Refused(
                Bilingual(
                    f"prezent.toml says something else of {name} than an earlier import; say the same, or take another "
                    "database.",
                    f"prezent.toml spune altceva despre {name} decât un import anterior; spuneți la fel sau folosiți "
                    "altă bază de date.",
                )
            )
        else:
            merged[key] = value
    return merged


def _written(content: Mapping[str, Any]) -> str:
    """Return content as TOML: what is at the top first, then a section each, with what is deeper inside braces."""
    top = [f"{_key(key)} = {_value(value)}" for key, value in content.items() if not isinstance(value, dict)]
    lines = [*top]
    for key, value in content.items():
        if isinstance(value, dict):
            lines += ["", f"[{_key(key)}]", *(f"{_key(name)} = {_value(each)}" for name, each in value.items())]
    return "\n".join(lines).lstrip("\n") + "\n"


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)} = {_value(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
