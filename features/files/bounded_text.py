"""Small files of text and settings, read up to a size and a depth: what is larger is no such file."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST_BYTES = 2**20  # of a file that people write; the largest in use has some kilobytes


class TooMuch(ValueError):  # noqa: N818  (it is one of what is wrong with a file, read where the others are)
    """A file is larger, or nested deeper, than any that is meant."""


def read_bounded(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """Return what a file holds; no more of it is read than it may hold.

    Raises
    ------
    TooMuch
        If it holds more.
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TooMuch(f"more than {most:,} bytes")
    return content


def parse_toml(text: str) -> dict[str, Any]:
    """Read TOML; ValueError where it is none, has numbers of thousands of digits, or is nested too deeply."""
    content: dict[str, Any] = _parsed(tomllib.loads, text)
    return content


def read_json(path: Path, *, most: int = MOST_BYTES) -> Any:
    """Read a JSON file; ValueError where it is none, larger than ``most`` bytes or nested too deeply."""
    return _parsed(json.loads, read_bounded(path, most=most).decode("utf-8"))


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except RecursionError:
        raise TooMuch("values inside values, too deep to read") from None
