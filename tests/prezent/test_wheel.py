"""The wheel, installed as people install it, works outside any checkout: help, demo, list, service."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.serving.served import free_port, running

ROOT = Path(__file__).parents[2]
SOURCES = ("features", "models", "training", "serving", "prezent")
UV = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
SCRIPTS = "Scripts" if os.name == "nt" else "bin"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(UV is None, reason="the wheel is built and installed with uv; make setup brings it"),
]

Program = Callable[..., "subprocess.CompletedProcess[str]"]


def uv(*arguments: object, folder: Path) -> None:
    done = subprocess.run(
        [str(UV), *map(str, arguments)], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources, so that nothing is left among them."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    uv("build", "--wheel", "--no-build-isolation", "--offline", "--python", sys.executable, folder=copy)
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, and what it needs taken from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    uv("venv", "--offline", "--python", sys.executable, "venv", folder=folder)
    python = folder / "venv" / SCRIPTS / "python"
    uv("pip", "install", "--offline", "--no-deps", "--python", python, wheel, folder=folder)
    own = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True, encoding="utf-8", check=True,
        ).stdout.strip()
    )  # fmt: skip
    # Only a path: what is installed there as a link to a checkout, as ours is, is not followed.
    (own / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "venv" / SCRIPTS / "prezent"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def environment(home: Path) -> dict[str, str]:
    """The environment of somebody who has only just installed the program."""
    ours = ("PREZENT_", "PYTHON", "MLFLOW_", "XDG_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | {"HOME": str(home), "LANG": "C.UTF-8", "USERPROFILE": str(home), "LOCALAPPDATA": str(home)}


@pytest.fixture(scope="module")
def program(installed: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("anywhere")

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [installed, *map(str, arguments)],
            cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert list(folder.iterdir()) == [], "nothing is left in the folder one happens to stand in"
        return done

    return run


@pytest.fixture(scope="module")
def demonstrated(program: Program) -> "subprocess.CompletedProcess[str]":
    return program("demo")


@pytest.fixture(scope="module")
def demo_folder(demonstrated: "subprocess.CompletedProcess[str]", home: Path) -> Path:
    return next(home.rglob("demo"))


def test_help_is_there_in_both_languages(program: Program) -> None:
    assert program("--help").stdout.startswith("Usage: prezent")
    assert program("--lang", "ro", "--help").stdout.startswith("Utilizare: prezent")
    assert program("--version").stdout.startswith("prezent ")


def test_the_demo_goes_the_whole_way_and_says_where_things_are(
    demonstrated: "subprocess.CompletedProcess[str]", demo_folder: Path
) -> None:
    assert "Whom to look after first" in demonstrated.stdout
    assert f"Models, database and log are kept in {demo_folder.parent}" in demonstrated.stderr


def test_lists_are_made_as_json_and_as_a_page(program: Program, demo_folder: Path, tmp_path: Path) -> None:
    asked = ("--var", demo_folder, "rank", demo_folder / "records", "--as-of", "2026-04-20", "--capacity", 5)
    assert len(json.loads(program(*asked, "--format", "json").stdout)["pupils"]) == 5
    program(*asked, "--format", "html", "--out", tmp_path / "list.html")
    assert "</html>" in (tmp_path / "list.html").read_text(encoding="utf-8")


def test_the_service_gets_ready_and_answers(
    installed: Path, environment: dict[str, str], demonstrated: "subprocess.CompletedProcess[str]", demo_folder: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    port = free_port()
    command = [str(installed), "--var", str(demo_folder), "serve", "--records", str(demo_folder / "records")]
    school = demonstrated.stdout.partition("--school ")[2].split()[0]
    with running([*command, "--port", str(port)], port, folder=tmp_path, environment=environment) as served:
        assert served.client.get("/readyz").status_code == 200
        answer = served.client.post("/rank", json={"as_of": "2026-04-20", "capacity": 3, "school_id": school})
        assert answer.status_code == 401  # the demo has people, and programs need a key of theirs
        assert "prezent.css" in served.client.get("/account/login/").text
