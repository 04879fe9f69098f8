"""Before a server starts: a version fetched once, a port on this computer only, and nothing heavy imported."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

import models.registry.registry as registry_module
from features.errors import Refused, UsageError
from models.ranking.scorer import Scorer
from serving.api.startup import MODEL_IN_BENTO, SOURCES, ServerStart, read_server_start
from serving.deployment.server import model_place, require_free, serve
from serving.model_store.model_cache import version_folder
from serving.model_store.model_folder import holds
from tests.support.serving.one_version import OneVersion


class Registries:
    """Registries by their address, and which of them were asked."""

    def __init__(self, registry: OneVersion) -> None:
        self.registry, self.asked = registry, 0

    def __call__(self, tracking_uri: str) -> OneVersion:
        self.asked += 1
        self.registry.tracking_uri = tracking_uri
        return self.registry


@pytest.fixture
def registries(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> Registries:
    registries = Registries(OneVersion(scorer, "run-a"))
    monkeypatch.setattr(registry_module, "Registry", registries)
    return registries


def test_an_alias_is_followed_and_asked_for_only_the_first_time(registries: Registries, tmp_path: Path) -> None:
    places = [model_place(tmp_path, tracking_uri="sqlite://", model="champion") for _ in range(3)]
    assert len(set(places)) == registries.asked == 1
    assert ServerStart(places[0], None).follows
    assert version_folder(places[0]) == tmp_path / "serving" / "run-a" / "3"


def test_a_version_number_stays_and_is_looked_up_each_time(registries: Registries, tmp_path: Path) -> None:
    places = [model_place(tmp_path, tracking_uri="sqlite://", model="3") for _ in range(2)]
    assert registries.asked == 2
    assert set(places) == {tmp_path / "serving" / "run-a" / "3"}
    assert not ServerStart(places[0], None).follows


def test_each_alias_of_each_registry_has_a_pointer_of_its_own(registries: Registries, tmp_path: Path) -> None:
    asked = [("sqlite://", "champion"), ("sqlite://", "challenger"), ("http://127.0.0.1:5000", "champion")]
    places = {model_place(tmp_path, tracking_uri=uri, model=alias) for uri, alias in asked}
    assert len(places) == registries.asked == 3


def test_a_version_that_was_damaged_since_is_asked_for_again(registries: Registries, tmp_path: Path) -> None:
    place = model_place(tmp_path, tracking_uri="sqlite://", model="champion")
    (version_folder(place) / "tables.npz").write_text("half of it")
    assert model_place(tmp_path, tracking_uri="sqlite://", model="champion") == place
    assert registries.asked == 2
    assert holds(version_folder(place), run_id="run-a")


def test_a_password_in_the_address_of_a_registry_is_in_no_file_name(registries: Registries, tmp_path: Path) -> None:
    place = model_place(tmp_path, tracking_uri="http://ana:secret@127.0.0.1:5000", model="champion")
    assert "secret" not in str(place)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "school.example", ""])
def test_only_this_computer_is_served(host: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="only where people sign in"):
        serve(tmp_path, tracking_uri="", model="champion", records=None, host=host, port=3000)


def test_a_port_that_cannot_be_used_is_said_before_anything_is_started() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        for port in (other.getsockname()[1], 0, -1, 70000):
            with pytest.raises(UsageError, match=f"Port {port} .* --port"):
                require_free("127.0.0.1", port)


def test_what_a_service_starts_with_comes_through_the_environment(tmp_path: Path) -> None:
    start = ServerStart(tmp_path / "3", tmp_path / "records", ("lists.example", "lists.example:8080"), "ro")
    assert read_server_start(start.as_environment()) == start
    assert read_server_start({}) == ServerStart(SOURCES / MODEL_IN_BENTO, None)


def test_only_a_pointer_is_followed(tmp_path: Path) -> None:
    (tmp_path / "pointer").write_text(str(tmp_path))
    assert ServerStart(tmp_path / "pointer", None).follows
    assert not ServerStart(tmp_path, None).follows
    assert not read_server_start({}).follows


def test_nothing_heavy_is_imported_before_the_server_starts() -> None:
    code = (
        "import sys, serving.deployment.server, serving.deployment.bento, serving.api.service;"
        "sys.exit(' '.join({'pandas', 'numpy', 'numba', 'lightgbm', 'mlflow'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=SOURCES, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
