"""Folders that hold packages of our names do not mislead the program, nor the processes that it starts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import Trained

ROOT = Path(__file__).parents[2]
NAMES = ("features", "models", "training", "serving", "click", "pandas")
# As an installed program is called, whichever is installed here: from this checkout, without the current folder.
CONSOLE = "import sys; sys.argv[0] = 'prezent'; from prezent.cli import main; main()"


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


@pytest.mark.parametrize("called", [("-m", "prezent"), ("-P", "-c", CONSOLE)], ids=["module", "console script"])
def test_a_list_and_the_lists_of_each_school_are_made_beside_decoys(
    champion: Trained, decoys: Path, called: tuple[str, ...]
) -> None:
    country = decoys / "country"
    for county in ("OT", "VL"):
        country.mkdir(exist_ok=True)
        (country / f"county={county}").symlink_to(champion.records)
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MLFLOW_TRACKING_URI", "PYTHONSAFEPATH")
    } | {"PREZENT_VAR": str(champion.program.var), "PYTHONPATH": str(ROOT)}

    def run(*arguments: object) -> str:
        command = [sys.executable, *called, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=decoys, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    asked = ("--as-of", "2026-04-20", "--capacity", 5)
    assert len(json.loads(run("rank", champion.records, *asked, "--format", "json"))["pupils"]) == 5
    run("rank", country, *asked, "--each-school", "--processes", 2, "--out", "lists")
    assert not (decoys / "taken").exists()
