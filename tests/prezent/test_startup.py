"""Help answers at once: nothing heavy is imported for it, and every command says what it takes."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from prezent.cli import cli
from tests.support.command_tree import command_at, commands

ROOT = Path(__file__).parents[2]
HEAVY = {
    "bentoml", "jinja2", "lightgbm", "matplotlib", "mlflow", "numba", "numpy", "openpyxl", "pandas", "pyarrow",
    "optuna", "pydantic", "rich", "scipy", "shap", "sklearn", "sqlalchemy", "starlette", "uvicorn",
}  # fmt: skip
KNOWN = {
    "check", "synth", "import", "train", "models", "compare", "features", "promote", "rollback", "search", "rank",
    "explain", "serve", "demo",
}  # fmt: skip


@pytest.mark.parametrize("arguments", [("--help",), ("check", "--help"), ("rank", "--help")], ids=" ".join)
def test_help_imports_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...]):
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "prezent", *arguments],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert {"click", "features"} <= imported
    assert imported & HEAVY == set()
    assert done.stdout.startswith("Usage: ")


def test_the_commands_people_know_keep_their_names():
    assert set(cli.commands) >= KNOWN


@pytest.mark.parametrize("path", list(commands()), ids=lambda path: " ".join(path) or "prezent")
def test_every_command_explains_itself_and_its_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...]
):
    monkeypatch.setenv("PREZENT_VAR", str(tmp_path / "var"))
    result = CliRunner().invoke(cli, [*path, "--help"])
    assert (result.exit_code, result.stderr) == (0, "")
    command = command_at(path)
    assert command.help
    assert command.help.split("\n")[0] in " ".join(result.stdout.split())
    for parameter in command.params:
        words = parameter.opts if isinstance(parameter, click.Option) else [parameter.make_metavar(context_of(command))]
        for word in words:
            assert word in result.stdout


@pytest.mark.parametrize("path", list(commands()), ids=lambda path: " ".join(path) or "prezent")
def test_every_option_says_what_it_is_for_or_shows_its_choices(path: tuple[str, ...]):
    for parameter in command_at(path).params:
        if isinstance(parameter, click.Option):
            speaks_for_itself = isinstance(parameter.type, click.Choice) or parameter.name in ("host", "port")
            assert parameter.help or speaks_for_itself, parameter.name


@pytest.mark.parametrize("path", list(commands()), ids=lambda path: " ".join(path) or "prezent")
def test_a_wrong_option_is_a_wrong_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...]):
    monkeypatch.setenv("PREZENT_VAR", str(tmp_path / "var"))
    result = CliRunner().invoke(cli, [*path, "--no-such-option"])
    assert result.exit_code == 2
    assert "No such option" in result.stderr


def context_of(command: click.Command) -> click.Context:
    return click.Context(command)
