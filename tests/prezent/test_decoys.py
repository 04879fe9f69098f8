"""Folders that hold packages of our names do not mislead the program, nor the processes that it starts."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.command_line import Trained
from tests.support.serving.served import free_port, running

ROOT = Path(__file__).parents[2]
NAMES = ("features", "models", "training", "serving", "click", "pandas")
# What is installed as the command prezent: a script in a folder of its own.
SCRIPT = "from prezent.cli import main\n\nif __name__ == '__main__':\n    main()\n"


@pytest.fixture
def decoys(tmp_path: Path) -> Path:
    """A folder with packages of our names; whoever imports one fails, and leaves a trace."""
    for name in NAMES:
        package = tmp_path / name
        package.mkdir()
        trace = (
            f"import pathlib\npathlib.Path({str(tmp_path / 'taken')!r}).touch()\nraise SystemExit('{name}: a decoy')\n"
        )
        (package / "__init__.py").write_text(trace)
    return tmp_path


def environment_of(champion: Trained) -> dict[str, str]:
    unset = ("MLFLOW_TRACKING_URI", "PYTHONSAFEPATH")
    inherited = {name: value for name, value in os.environ.items() if name not in unset}
    return inherited | {"PREZENT_VAR": str(champion.program.var), "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("called", [("-m", "prezent"), ("script.py",)], ids=["module", "console script"])
def test_a_list_and_the_lists_of_each_school_are_made_beside_decoys(
    champion: Trained, decoys: Path, called: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = tmp_path_factory.mktemp("scripts") / "script.py"
    script.write_text(SCRIPT)
    called = (str(script),) if called == ("script.py",) else called
    country = decoys / "country"
    for county in ("OT", "VL"):
        country.mkdir(exist_ok=True)
        (country / f"county={county}").symlink_to(champion.records)

    def run(*arguments: object) -> str:
        command = [sys.executable, *called, *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=decoys,
            env=environment_of(champion),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    asked = ("--as-of", "2026-04-20", "--capacity", 5)
    assert len(json.loads(run("rank", champion.records, *asked, "--format", "json"))["pupils"]) == 5
    run("rank", country, *asked, "--each-school", "--processes", 2, "--out", "lists")
    assert not (decoys / "taken").exists()


def test_the_service_and_what_follows_the_champion_run_beside_decoys(champion: Trained, decoys: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "prezent", "serve", "--port", str(port)]
    with running(command, port, folder=decoys, environment=environment_of(champion), ready=" answers at ") as served:
        time.sleep(1)  # what follows the champion would have ended by then
        assert served.process.poll() is None
    assert "decoy" not in served.said.read_text(encoding="utf-8")
    assert not (decoys / "taken").exists()
