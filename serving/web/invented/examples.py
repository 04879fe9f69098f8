"""The programmes that come as examples: what each is for, whom it wants to reach, and with what."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from features.i18n.text import Bilingual

CODES = ("noroc", "iasi", "inocenti")
Whom = Literal["child", "parents", "teachers"]


@dataclass(frozen=True)
class Target:
    """So many of whom a programme wants to reach."""

    number: int
    whom: Bilingual


@dataclass(frozen=True)
class Service:
    """A kind of help: its code in support plans, to whom it is given, and what the programme calls it."""

    code: str
    whom: Whom
    words: Bilingual


@dataclass(frozen=True)
class Example:
    """A programme; ``transitions`` are the classes before a change of school.

    ``schools`` with together so many ``pupils`` are invented, spread evenly over the ``counties``; all of one
    ``locality`` where it is given.
    """

    code: str
    organisation: str
    name: Bilingual
    about: Bilingual
    transitions: tuple[int, ...]
    targets: tuple[Target, ...]
    services: tuple[Service, ...]
    counties: tuple[str, ...]
    schools: int
    pupils: int
    locality: Literal["rural", "urban"] | None = None


@cache
def examples() -> Mapping[str, Example]:
    """Return the examples by their codes."""
    told = tomllib.loads(Path(__file__).with_name("examples.toml").read_text(encoding="utf-8"))
    return {code: _example(code, each) for code, each in told.items()}


def _example(code: str, told: Mapping[str, Any]) -> Example:
    return Example(
        code=code,
        organisation=told["organisation"],
        name=_words(told["name"]),
        about=_words(told["about"]),
        transitions=tuple(told["transitions"]),
        targets=tuple(Target(each["number"], _words(each)) for each in told["targets"]),
        services=tuple(Service(each["code"], each["whom"], _words(each)) for each in told["services"]),
        counties=tuple(told["counties"]),
        schools=told["schools"],
        pupils=told["pupils"],
        locality=told.get("locality"),
    )


def _words(told: Mapping[str, str]) -> Bilingual:
    return Bilingual(told["en"], told["ro"])
