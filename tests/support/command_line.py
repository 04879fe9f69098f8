"""How does a test call the program as a person would, without touching anybody's models?"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from features.schema.tables import LEFT_EARLY
from prezent.cli import cli

TRAINED_AT = ("2023-11-15", "2024-02-15", "2024-05-15", "2025-05-15")  # the dates of the one model that is shared


@dataclass(frozen=True)
class CommandLine:
    """The program with a folder of its own for everything local, and no MLflow but the one in it."""

    var: Path

    @property
    def tracking_uri(self) -> str:
        return f"sqlite:///{self.var / 'mlflow.db'}"

    def run(self, *arguments: object, exit_code: int = 0, tracking_uri: str | None = None) -> Result:
        """Run a command in this process; it must end with the exit code."""
        environment = {"PREZENT_VAR": str(self.var), "PREZENT_LANG": "en", "MLFLOW_TRACKING_URI": tracking_uri}
        result = CliRunner().invoke(cli, [str(argument) for argument in arguments], env=environment)
        log = self.var / "error.log"
        assert result.exit_code == exit_code, result.output + (log.read_text() if log.exists() else "")
        return result

    def json(self, *arguments: object) -> dict[str, Any]:
        """Run a command and read what it answers."""
        return strict_json(self.run(*arguments).stdout)

    def copy(self, folder: Path) -> "CommandLine":
        """Return a program with the same models, so that what is done to them there stays there."""
        shutil.copy(self.var / "mlflow.db", folder)
        return CommandLine(folder)

    def start(self, *python: object, folder: Path, **environment: str) -> subprocess.Popen:
        """Start a Python process in some other folder, as this program's own process would be."""
        inherited = {name: value for name, value in os.environ.items() if name != "MLFLOW_TRACKING_URI"}
        return subprocess.Popen(
            [sys.executable, *map(str, python)],
            cwd=folder,
            env={**inherited, "PREZENT_VAR": str(self.var), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@dataclass(frozen=True)
class Trained:
    """One training that went the real way: the program it was trained with, its records, and what came out of it."""

    program: CommandLine
    records: Path
    said: str
    report: dict[str, Any]


def finished(process: subprocess.Popen) -> str:
    """Wait for a process and return what it wrote; it must have gone well. Asked again, it returns the same."""
    out, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return out


def outcome_options(outcomes: tuple[str, ...] = LEFT_EARLY) -> list[str]:
    return [part for outcome in outcomes for part in ("--outcome", outcome)]


def strict_json(text: str) -> Any:
    """Read JSON as every other program would, which knows no NaN."""
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
