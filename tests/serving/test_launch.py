"""From the command line to a server: one version, fetched once, answering on this computer only, ended by a signal."""

import datetime as dt
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pandas as pd
import pytest

from features.errors import Refused, UsageError
from features.histories import Histories
from models.ranked_list import Scorer
from models.registry import ModelVersion
from models.risk_model import RiskModel
from serving.launch import loopback_address, pin_version, require_free, serve_bento
from serving.pinned import read_pin, read_pinned
from serving.start import MODEL_IN_BENTO, SOURCES, Start, read_start

AS_OF = dt.date(2025, 2, 3)


def test_a_pinned_version_reads_back_the_same(pinned: Path, scorer: Scorer, histories: Histories) -> None:
    again = read_pinned(pinned)
    assert again.version == "3"
    assert again.rank(histories, AS_OF, capacity=9) == scorer.rank(histories, AS_OF, capacity=9)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no pinned model"):
        read_pinned(tmp_path)


class OneVersion:
    """A registry with one version, which counts how often it is loaded."""

    def __init__(self, scorer: Scorer, run_id: str) -> None:
        self.scorer, self.run_id, self.loaded = scorer, run_id, 0

    def find(self, model: str) -> ModelVersion:
        return ModelVersion("3", self.run_id, dt.datetime.now(dt.UTC), ("champion",), {})

    def load(self, model: str) -> tuple[RiskModel, str]:
        self.loaded += 1
        return self.scorer.model, self.scorer.version


def test_a_version_is_fetched_once_and_again_only_if_it_is_of_another_run(scorer: Scorer, tmp_path: Path) -> None:
    first, other = OneVersion(scorer, "run-a"), OneVersion(scorer, "run-b")
    folders = [pin_version(registry, "champion", tmp_path) for registry in (first, first, other)]  # type: ignore[arg-type]
    assert set(folders) == {tmp_path / "serving" / "3"}
    assert (first.loaded, other.loaded) == (1, 1)
    assert read_pin(folders[0]) == {"version": "3", "run_id": "run-b"}
    assert [path.name for path in folders[0].parent.iterdir()] == ["3"]


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


def test_nothing_heavy_is_imported_before_the_server_starts() -> None:
    code = (
        "import sys, serving.launch, serving.bento, serving.service;"
        "sys.exit(' '.join({'pandas', 'numpy', 'lightgbm', 'mlflow'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=SOURCES, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_line_serves_what_it_ranks_until_it_is_ended(champion: Any, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = champion.program.start(
        "-m", "prezent", "serve", "--records", champion.records, "--port", port,
        folder=tmp_path, PYTHONPATH=str(SOURCES),
    )  # fmt: skip
    try:
        said = next((line for line in server.stderr if " answers at " in line), "it never answered")
        assert f"http://127.0.0.1:{port}," in said
        body = {"as_of": "2025-12-01", "capacity": 7, "school_id": _a_school(champion.records)}
        answer = httpx.post(f"http://127.0.0.1:{port}/rank", json=body, timeout=60, trust_env=False)
    finally:
        server.terminate()
        server.communicate(timeout=60)
    options = ("--as-of", body["as_of"], "--capacity", body["capacity"], "--school", body["school_id"])
    ranked = champion.program.run("rank", champion.records, *options, "--format", "json")
    assert answer.text + "\n" == ranked.stdout
    assert server.returncode == 0


def _a_school(records: Path) -> str:
    return str(pd.read_parquet(records / "schools.parquet")["school_id"].iloc[0])
