"""Before a server starts: a version fetched once, a port on this computer only, and nothing heavy imported."""

import datetime as dt
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import models.registry as registry_module
from features.errors import Refused, UsageError
from models.ranked_list import Scorer
from models.registry import ModelVersion
from models.risk_model import RiskModel
from serving import launch
from serving.launch import loopback_address, pin_version, require_free, serve_bento
from serving.pinned import holds
from serving.pointer import version_folder
from serving.start import MODEL_IN_BENTO, SOURCES, Start, read_start


class OneVersion:
    """A registry with one version and no card, which counts how often it is loaded."""

    tracking_uri = "sqlite://"

    def __init__(self, scorer: Scorer, run_id: str) -> None:
        self.scorer, self.run_id, self.loaded = scorer, run_id, 0
        self.client = self

    def find(self, model: str) -> ModelVersion:
        return ModelVersion("3", self.run_id, dt.datetime.now(dt.UTC), ("champion",), {})

    def load(self, model: str) -> tuple[RiskModel, str]:
        self.loaded += 1
        return self.scorer.model, self.scorer.version

    def list_artifacts(self, run_id: str, folder: str) -> list[str]:
        assert (run_id, folder) == (self.run_id, "card")
        return []


def test_a_version_is_fetched_once_and_again_only_if_it_is_of_another_run(scorer: Scorer, tmp_path: Path) -> None:
    first, other = OneVersion(scorer, "run-a"), OneVersion(scorer, "run-b")
    folders = [pin_version(registry, "champion", tmp_path) for registry in (first, first, other)]  # type: ignore[arg-type]
    assert set(folders) == {tmp_path / "serving" / "3"}
    assert (first.loaded, other.loaded) == (1, 1)
    assert holds(folders[0], run_id="run-b")
    assert [path.name for path in folders[0].parent.iterdir()] == ["3"]


def test_a_damaged_version_is_fetched_again(scorer: Scorer, tmp_path: Path) -> None:
    registry = OneVersion(scorer, "run-a")
    folder = pin_version(registry, "3", tmp_path)  # type: ignore[arg-type]
    (folder / "trees.txt").write_text("half of it")
    assert pin_version(registry, "3", tmp_path) == folder  # type: ignore[arg-type]
    assert registry.loaded == 2
    assert holds(folder, run_id="run-a")


class StartedError(Exception):
    """The server would be started now."""


@pytest.mark.parametrize(("model", "follows"), [("7", False), ("champion", True), ("challenger", True)])
def test_a_version_number_stays_and_an_alias_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, follows: bool
) -> None:
    folder = tmp_path / "serving" / "7"
    folder.mkdir(parents=True)

    def start(start: Start, *_: object) -> None:
        assert start.follows == follows
        assert version_folder(start.model) == folder
        raise StartedError

    monkeypatch.setattr(registry_module, "Registry", str)
    monkeypatch.setattr(launch, "require_free", lambda *_: None)
    monkeypatch.setattr(launch, "pin_version", lambda *_: folder)
    monkeypatch.setattr(launch, "_start", start)
    with pytest.raises(StartedError):
        serve_bento(tmp_path, tracking_uri="", model=model, records=None, host="127.0.0.1", port=3000)
    assert [path.name for path in folder.parent.iterdir()] == ["7"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "school.example", ""])
def test_only_this_computer_is_served(host: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no access control yet"):
        serve_bento(tmp_path, tracking_uri="", model="champion", records=None, host=host, port=3000)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_every_address_of_this_computer_will_do(host: str) -> None:
    assert loopback_address(host) == ("127.0.0.1" if host == "localhost" else host)


def test_a_port_that_cannot_be_used_is_said_before_anything_is_started() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        for port in (other.getsockname()[1], 0, -1, 70000):
            with pytest.raises(UsageError, match=f"Port {port} .* --port"):
                require_free("127.0.0.1", port)


def test_what_a_service_starts_with_comes_through_the_environment(tmp_path: Path) -> None:
    start = Start(tmp_path / "3", tmp_path / "records")
    assert read_start(start.as_environment()) == start
    assert read_start({}) == Start(SOURCES / MODEL_IN_BENTO, None)


def test_only_a_pointer_is_followed(tmp_path: Path) -> None:
    (tmp_path / "pointer").write_text(str(tmp_path))
    assert Start(tmp_path / "pointer", None).follows
    assert not Start(tmp_path, None).follows
    assert not read_start({}).follows


def test_nothing_heavy_is_imported_before_the_server_starts() -> None:
    code = (
        "import sys, serving.launch, serving.bento, serving.service;"
        "sys.exit(' '.join({'pandas', 'numpy', 'lightgbm', 'mlflow'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=SOURCES, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
