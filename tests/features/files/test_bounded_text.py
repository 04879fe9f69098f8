"""What is larger or deeper than any file that is meant is wrong, and is told so at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from features.files.bounded_text import TooMuch, parse_toml, read_bounded, read_json


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert read_bounded(tmp_path / "a", most=100) == b"x" * 100
    with pytest.raises(TooMuch, match="more than 99 bytes"):
        read_bounded(tmp_path / "a", most=99)


def test_of_a_huge_file_hardly_anything_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(2**40)  # a terabyte of nothing, which takes no room
    with pytest.raises(TooMuch):
        read_bounded(tmp_path / "huge")


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "a = " + "{a = " * 50_000, "a = " + "9" * 5000, "a = [", "x", "a = " + "[[" * 3000]
)
def test_a_bomb_of_toml_is_a_wrong_value(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (whichever it is, it is explained as a slip of writing)
        parse_toml(text)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 50_000, "9" * 5000, "{", ""])
def test_a_bomb_of_json_is_a_wrong_value(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ValueError):  # noqa: PT011
        read_json(tmp_path / "a.json")


@pytest.mark.parametrize("read", [lambda path: read_json(path), lambda path: parse_toml(path.read_text())])
def test_what_is_well_is_read(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    path = tmp_path / "a"
    path.write_text("{}" if "json" in read.__code__.co_names[0] else "")
    assert read(path) == {}
