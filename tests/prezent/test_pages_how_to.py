"""Does what docs/how-to/pages.md says of people, log and backup work, from the first account to a copy put back?"""

import os
import re
import shlex
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import click
import pytest

from prezent.cli import cli
from tests.support.long_process import LongProcess, long_process

PAGES = sorted((Path(__file__).parents[2] / "docs" / "how-to").glob("pages*.md"))
BLOCK = re.compile(r"^```(text|properties|sh)(?: \S+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BY_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def commands(console: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield each command of a block with the lines that are shown of its output."""
    for part in re.split(r"^\$ prezent ", console, flags=re.MULTILINE)[1:]:
        command, *shown = part.splitlines()
        yield shlex.split(command), shown


@BY_PAGE
def test_the_commands_of_the_page_work_in_their_order(page: Path, tmp_path: Path) -> None:
    """Each configuration has a process of its own, and so has what is done after a copy was put back."""
    var = tmp_path / "var"
    var.mkdir()
    tried = []
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    for is_console, group in groupby(blocks, lambda block: block[0] == "text"):
        if is_console:
            with long_process(tmp_path, {**os.environ, "PREZENT_VAR": str(var)}) as process:
                tried += [first for _, text in group for first in done_as_shown(text, process)]
            continue
        for kind, text in group:
            if kind == "properties":
                (var / "config.toml").write_text(text, encoding="utf-8")
            else:
                back_up_and_put_back(text, var, tmp_path / "copy")
    assert [each for each in tried if each in (["people", "reset"], ["audit", "verify"], ["keyring", "sheet"])][:3] == [
        ["people", "reset"],
        ["audit", "verify"],
        ["keyring", "sheet"],
    ]
    assert tried[-1] == ["audit", "verify"]


def done_as_shown(console: str, process: LongProcess) -> Iterator[list[str]]:
    """Run the commands of a block, which write what it shows; yield the first words of each."""
    for arguments, shown in commands(console):
        if arguments[0] == "serve":  # it needs a model; that the options are there is enough here
            name, *options = arguments
            cli.commands[name].make_context(name, [*options], resilient_parsing=True)
            assert {each for each in options if each.startswith("--")} <= known_options(cli.commands[name])
            continue
        output = process.run(*arguments)[0].splitlines()
        assert [line for line in shown if not any(each.startswith(line) for each in output)] == [], output
        yield arguments[:2]


def known_options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


def back_up_and_put_back(text: str, var: Path, copy: Path) -> None:
    """Copy as the page says, in its order; lose everything that was copied; put it back."""
    copy.mkdir()
    (statement,) = re.findall(r'"(VACUUM INTO .+)"', text)
    lines = text.splitlines()
    assert ["pages.log-digests" in lines[0], "VACUUM" in lines[1]] == [True, True]
    copied = [name for line in lines for name in re.findall(r'\$PREZENT_VAR/([\w.-]+)"', line)]
    assert copied == ["pages.log-digests", "pages.sqlite", "pages.key", "config.toml"]
    for name in copied:
        if name == "pages.sqlite":
            with closing(sqlite3.connect(var / name)) as connection:
                connection.execute(re.sub(r"\$\w+", str(copy), statement))
        else:
            shutil.copy(var / name, copy)
    for path in var.glob("pages.*"):
        path.unlink()
    for name in copied:
        shutil.copy(copy / name, var)


@BY_PAGE
def test_the_page_names_every_role(page: Path) -> None:
    from prezent.commands.pages.people import ROLES

    text = page.read_text(encoding="utf-8")
    assert [role for role in ROLES if f"`{role}`" not in text] == []
