"""Do the commands of people, log and decisions say what each option is, with an example that can be given so?"""

import re
import shlex

import click
import pytest
from click.testing import CliRunner

from prezent.cli import cli
from tests.support.commands import command_at, commands

PAGES = [path for path in commands() if path[:1] in (("people",), ("audit",), ("reviews",)) and len(path) == 2]
EXAMPLES = [example for path in commands() for example in command_at(path).examples]
SHORTEST = 20  # letters of a sentence that says more than the option's name


def helped(path: tuple[str, ...], language: str) -> str:
    return str(CliRunner().invoke(cli, ["--lang", language, *path, "--help"]).stdout)


@pytest.mark.parametrize("path", PAGES, ids=" ".join)
@pytest.mark.parametrize(("language", "heading"), [("en", "Examples:"), ("ro", "Exemple:")])
def test_an_example_stands_whole_below_the_options(path, language, heading):
    lines = helped(path, language).splitlines()
    place = lines.index(heading)
    below = [line.strip() for line in lines[place + 1 :]]
    assert below == [f"prezent {example}" for example in command_at(path).examples]
    assert below
    assert any("--help" in line for line in lines[:place])


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_command_with_options_that_there_are(example):
    words = shlex.split(example)
    context, command = click.Context(cli), cli
    while isinstance(command, click.Group):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found is not None, name
        command = found
    given = {word for word in words if word.startswith("--")}
    known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    assert given <= known
    needed = {each.opts[0] for each in command.params if isinstance(each, click.Option) and each.required}
    assert needed <= given


@pytest.mark.parametrize("path", PAGES, ids=" ".join)
def test_each_option_says_more_than_its_name(path):
    for each in command_at(path).params:
        if isinstance(each, click.Option):
            for words in each.help_texts:
                assert len(words) >= SHORTEST, (each.name, words)


@pytest.mark.parametrize("language", ["en", "ro"])
def test_every_role_is_explained_where_one_is_given(language):
    text = re.sub(r"\s+", " ", helped(("people", "add"), language))
    for role in ("form_teacher", "director", "counsellor", "secretary", "coordinator", "ngo_worker", "analyst",
                 "auditor", "administrator"):  # fmt: skip
        assert len(re.findall(rf"\b{role}\b", text)) >= 2, role
