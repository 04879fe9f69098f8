"""The examples of the how-to pages run: files are written, commands called, and what the pages show is there.

A page is read from its top: a block named after a file in ``records`` is written; one named after any other file shows
some of its columns. Of a command the page shows the lines that matter.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from prezent.cli import cli

PAGES = sorted(path for path in (Path(__file__).parent.parent / "docs" / "how-to").glob("*.md"))
BLOCK = re.compile(r"^```(csv|toml|console)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WITH_FILES = [page for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))]


def commands(console: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield each command of a block with the lines that are shown of its output."""
    for part in re.split(r"^\$ prezent ", console, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield command.split(), shown


def shown_of(path: Path, text: str) -> tuple[list[str], list[str]]:
    """Return the lines of a block, and those of the file with the columns of the block."""
    header = text.splitlines()[0].split(",")
    found = pd.read_csv(path, dtype=str)[header]
    return text.splitlines(), found.to_csv(index=False).splitlines()


@pytest.mark.parametrize("page", WITH_FILES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_are_what_the_program_does(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for kind, name, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        path = tmp_path / name
        if kind == "console":
            for arguments, shown in commands(text):
                output = CliRunner().invoke(cli, ["--lang", "en", *arguments]).output.splitlines()
                missing = [line for line in shown if not any(each.startswith(line) for each in output)]
                assert missing == [], output
        elif name.startswith("records/"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        else:
            expected, found = shown_of(path, text)
            assert found == expected


def test_every_page_is_tried() -> None:
    without_files = {page.stem for page in PAGES} - {page.stem for page in WITH_FILES}
    # tests/features/store/test_backup.py, tests/prezent, tests/serving/web/imports
    tried_elsewhere = {"backup", "backup.ro", "store", "pages", "pages.ro", "import-wizard", "import-wizard.ro",
                       "first-list.ro"}  # fmt: skip
    assert without_files == {"add-a-source", "python"} | tried_elsewhere
