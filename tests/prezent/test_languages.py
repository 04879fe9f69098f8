"""Whatever the command line says, help and usage errors included, it says in both languages."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from prezent.bilingual_commands import Command, Option
from prezent.cli import cli
from tests.support.commands import command_at, commands
from tests.support.message_catalogue import CATALOGUE, compiled, entries

PATHS = pytest.mark.parametrize("path", list(commands()), ids=lambda path: " ".join(path) or "prezent")
# Words that only English sentences have; none of them is an option, a format or a name.
ENGLISH = re.compile(
    r"(?<![-\w])(the|and|of|with|this|Usage|Options|Commands|Show|required|default|Error|Missing|such)(?![-\w])"
)


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), env={"LANG": "C", "LC_ALL": None, **environment})


@PATHS
def test_help_is_in_romanian_where_romanian_is_spoken(path: tuple[str, ...]) -> None:
    helped = run("--lang", "ro", *path, "--help")
    assert helped.exit_code == 0
    assert "Utilizare:" in helped.stdout
    assert "Arată acest text." in helped.stdout
    assert ENGLISH.findall(helped.stdout) == []
    assert helped.stdout == run(*path, "--help", LANG="Romanian_Romania.1250").stdout
    assert "Show this message" in run(*path, "--help").stdout


@PATHS
def test_every_command_and_option_has_help_in_both_languages(path: tuple[str, ...]) -> None:
    command = command_at(path)
    assert isinstance(command, Command)
    texts = [command.help_texts]
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert isinstance(parameter, Option), parameter.name
            texts.append(parameter.help_texts)
    assert [text for text in texts if not text.en or not text.ro or text.en == text.ro] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rank"], "Lipsește argumentul 'RECORDS'"),
        (["explain", "records"], "Lipsește opțiunea '--pupil'"),
        (["rank", "records"], "Spuneți cât de lungă este lista, cu --capacity"),
        (["ranck"], "Nu există comanda „ranck”"),
        (["models", "--no-such-option"], "Nu există opțiunea „--no-such-option”"),
        (["--no-such-option"], "Nu există opțiunea „--no-such-option”"),
        (["rank", "records", "--as-of", "soon"], "soon nu este o dată"),
        (["rank", "records", "--as-of", "2026-01-01", "--capacity", "many"], "many nu este o capacitate"),
        (["rank", "records", "--as-of", "2026-01-01", "--capacity", "1", "--processes", "0"], "nu este în intervalul"),
        (["synth", "out", "--format", "xls"], "„xls” nu este printre 'csv', 'parquet'"),
        (["synth", "out", "more"], "Un argument este în plus (more)"),
        (["synth", "out", "--seed"], "Opțiunea „--seed” cere o valoare"),
        (["rank", "records", "--each-school=yes"], "nu primește o valoare"),
        (["train", "records", "--report", "absent/report.json"], "nu există dosarul"),
    ],
)
def test_wrong_usage_is_answered_in_romanian(tmp_path: Path, arguments: list[str], said: str) -> None:
    result = run("--lang", "ro", "--var", str(tmp_path), *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert ENGLISH.findall(result.stderr) == []
    assert said not in run("--var", str(tmp_path), *arguments).stderr


def test_no_command_at_all_is_answered_in_the_language() -> None:
    assert "Lipsește comanda." in run("--lang", "ro").output


def test_the_compiled_sentences_are_those_that_can_be_read() -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(text), "run 'make translations'"


def test_every_translated_sentence_is_one_of_click() -> None:
    modules = [path.read_text(encoding="utf-8") for path in Path(click.__file__).parent.glob("*.py")]
    sources = re.sub(r'"\n\s*"', "", "\n".join(modules))
    originals = [part for sentence in entries(CATALOGUE.read_text(encoding="utf-8")) for part in sentence.split("\0")]
    assert [one for one in originals if one.replace("\n", "\\n").replace("\t", "\\t") not in sources] == []
