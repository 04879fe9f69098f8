"""What may stand in ``prezent.toml``, value by value, and how a wrong one is told."""

import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from features.i18n.text import Bilingual
from features.schema.problems import Problem, in_quotes

CONFIG_FILE = "prezent.toml"
NAME = re.compile(r"[a-z][a-z0-9_]*")
WORDS = Bilingual("words in quotes", "cuvinte între ghilimele")
NUMBER = Bilingual("a number", "un număr")
TRUTH = Bilingual("true or false", "true sau false")


def entries(content: Mapping[str, Any], key: str) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """Return the sections under a key by name, and what stands there instead of one."""
    section = content.get(key, {})
    if not isinstance(section, dict):
        return {}, [not_a_section(f"{key}.NAME", key, section)]
    found: dict[str, Mapping[str, Any]] = {name: entry for name, entry in section.items() if isinstance(entry, dict)}
    strays = [not_a_section(f"{key}.{name}", f"{key}.{name}", section[name]) for name in section if name not in found]
    return found, strays


def not_a_section(name: str, where: str, found: object) -> Problem:
    """Say that a section is expected where something else stands."""
    return value_problem(where, found, Bilingual(f"a section [{name}]", f"o secțiune [{name}]"))


def unknown_keys(entry: Mapping[str, Any], known: frozenset[str], where: str) -> list[Problem]:
    """Say which keys of a section nobody knows."""
    keys = ", ".join(sorted(known))
    return [
        Problem("config_key", CONFIG_FILE, column=where, found=in_quotes(key), values={"keys": keys})
        for key in entry
        if key not in known
    ]


def written(value: object) -> str:
    """Return a value as it may be shown: of one that holds others, or has digits without end, only the kind.

    >>> written({"a": [1]}), written(["up", 1]), written(10**400)
    ('{...}', "['up', 1]", '...')
    """
    if isinstance(value, dict):
        return str(value) if all(map(_is_short, value.values())) else "{...}"
    if isinstance(value, list):
        return str(value) if all(map(_is_short, value)) else "[...]"
    return str(value) if _is_short(value) else "..."


def _is_short(value: object) -> bool:
    """Tell whether a value can be written down whatever else it holds: no other values, no digits without end."""
    return not isinstance(value, dict | list | int) or not value or isinstance(value, bool) or is_number(value)


def value_problem(where: str, found: object, expected: Bilingual) -> Problem:
    """Say what stands at a key and what was expected there."""
    said = "" if found is None or found == "" else in_quotes(written(found))
    return Problem("config_value", CONFIG_FILE, column=where, found=said, values={"expected": expected})


def one_of(allowed: Iterable[str]) -> Bilingual:
    """Say which names are allowed."""
    names = ", ".join(allowed)
    return Bilingual(f"one of {names}", f"unul dintre {names}")


def is_word(value: object) -> bool:
    """Tell whether a value is a text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether a value is a number that a float can hold; whole numbers of TOML and JSON may be longer."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max
