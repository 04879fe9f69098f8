"""The page that says how a source is added: its code runs, and gives what it says."""

import re
from pathlib import Path
from typing import Any

import pytest

from features.schema.problems import RecordsError
from tests.support.records.keyed import import_options

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-source.md"
BLOCK = re.compile(r"^```(python|text)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_code_of_the_page_does_what_the_page_says(tmp_path: Path) -> None:
    names: dict[str, Any] = {
        "folder": tmp_path, "import_options": import_options, "pytest": pytest, "RecordsError": RecordsError,
    }  # fmt: skip
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert [kind for kind, *_ in blocks] == ["python", "text", "text", "python"]
    for kind, name, text in blocks:
        if kind == "text":
            (tmp_path / name).write_text(text, encoding="utf-8")
        else:
            exec(compile(text, str(PAGE), "exec"), names)
