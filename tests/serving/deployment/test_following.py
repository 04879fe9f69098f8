"""'prezent serve', really served: the command line's lists, and a champion that changes while many ask.

One server for all tests here, in this order; the registry is MLflow with a database file, and promotions are signed.
"""

import datetime as dt
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from features.point_in_time.record_index import RecordIndex
from models.ranking.scorer import Scorer
from models.registry.registry import CHALLENGER, MODEL_NAME, Registry
from models.risk.artifact import write_model
from models.risk.model import RiskModel
from serving.api.startup import SOURCES
from serving.output.export import list_json
from tests.support.command_line import CommandLine
from tests.support.serving.served import CARD, Served, free_port, running
from tests.support.small_models import fitted_model

AS_OF = dt.date(2025, 2, 3)
CHANGE_SECONDS = 120
SIGNED = {"by": "Ana Pop", "reason": "spring", "at": dt.datetime(2025, 2, 3, tzinfo=dt.UTC)}
OVERRULED = {"overruled_by": "Ion Rus", "overrule_reason": "a trial"}  # nothing was checked of these versions


def register(registry: Registry, model: RiskModel, folder: Path) -> str:
    """Register a model with a card of its own, as training does, without a training."""
    files = folder / "artifacts" / "risk_model"
    files.mkdir(parents=True)
    write_model(model, files)
    client = registry.client
    run = client.create_run(client.create_experiment(folder.name, artifact_location=(folder / "run").as_uri())).info
    for name, text in CARD.items():
        client.log_text(run.run_id, f"{text}, of {folder.name}", f"card/{name}")
    return str(client.create_model_version(MODEL_NAME, folder.as_uri(), run_id=run.run_id).version)


@pytest.fixture(scope="module")
def program(no_models: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return no_models.copy(tmp_path_factory.mktemp("changing"))


@pytest.fixture(scope="module")
def registry(program: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Version 1, the champion, and 2, the challenger; what MLflow writes into the environment is put back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
        registry = Registry(program.tracking_uri)
        registry.client.create_registered_model(MODEL_NAME)
        for seed in (1, 2):
            register(registry, fitted_model(seed=seed), tmp_path_factory.mktemp(f"seed-{seed}-"))
        registry.promote("1", **SIGNED, **OVERRULED)
        registry.client.set_registered_model_alias(MODEL_NAME, CHALLENGER, "2")
        yield registry


@pytest.fixture(scope="module")
def served(program: CommandLine, registry: Registry, county: Path) -> Iterator[Served]:
    """The champion, served from the county's records as somebody would at a prompt."""
    port = free_port()
    options = ["--records", str(county), "--port", str(port)]
    command = [sys.executable, "-m", "prezent", "serve", *options]
    environment = {**os.environ, "PREZENT_VAR": str(program.var), "PYTHONPATH": str(SOURCES), "OMP_NUM_THREADS": "1"}
    with running(command, port, folder=program.var, environment=environment, ready=" answers at ") as served:
        yield served


@pytest.fixture(scope="module")
def lists(index: RecordIndex, school: str) -> dict[str, str]:
    """The list of each version, made in this process."""
    scorers = (Scorer(fitted_model(seed=int(version)), version) for version in ("1", "2"))
    return {scorer.version: list_json(scorer.rank(index, AS_OF, capacity=9, school_id=school)) for scorer in scorers}


@dataclass
class Asked:
    """One request: when it began and ended, and what came back."""

    began: float
    ended: float
    status: int
    version: str
    text: str


@dataclass
class Crowd:
    """Several who ask for the same list, again and again, until they are sent home."""

    url: str
    body: dict[str, object]
    asked: list[Asked] = field(default_factory=list)
    home: threading.Event = field(default_factory=threading.Event)

    def ask_on(self) -> None:
        with httpx.Client(base_url=self.url, timeout=60, trust_env=False) as client:
            while not self.home.is_set():
                began = time.monotonic()
                answer = client.post("/rank", json=self.body)
                version = answer.headers["Prezent-Model-Version"]
                self.asked.append(Asked(began, time.monotonic(), answer.status_code, version, answer.text))

    def wait_for(self, version: str) -> None:
        """Wait until somebody has got a list of the version that was asked for after now."""
        now = time.monotonic()
        deadline = now + CHANGE_SECONDS
        while not any(each.version == version and each.began > now for each in list(self.asked)):
            assert time.monotonic() < deadline, f"no list of version {version} came"
            time.sleep(0.1)


def while_a_crowd_asks(served: Served, school: str, act: Callable[[Crowd], None]) -> list[Asked]:
    """Let four ask at once for as long as something is done; return everything that was answered."""
    body: dict[str, object] = {"as_of": AS_OF.isoformat(), "capacity": 9, "school_id": school}
    crowd = Crowd(str(served.client.base_url), body)
    people = [threading.Thread(target=crowd.ask_on) for _ in range(4)]
    for person in people:
        person.start()
    try:
        act(crowd)
    finally:
        crowd.home.set()
        for person in people:
            person.join()
    return crowd.asked


def test_the_command_line_serves_the_champion_and_says_so(served: Served) -> None:
    line = next(line for line in served.said.read_text().splitlines() if " answers at " in line)
    assert line.startswith(f"Model version 1, now the champion, answers at {str(served.client.base_url).rstrip('/')},")
    assert line.endswith("/docs.json. Ctrl-C ends it.")


def test_it_serves_what_it_ranks(
    served: Served, program: CommandLine, county: Path, lists: dict[str, str], school: str
) -> None:
    body = {"as_of": AS_OF.isoformat(), "capacity": 9, "school_id": school}
    answer = served.client.post("/rank", json=body)
    options = ("--as-of", AS_OF, "--capacity", 9, "--school", school, "--format", "json")
    assert answer.text + "\n" == program.run("rank", county, *options).stdout
    assert answer.text == lists["1"]


def test_lists_change_with_the_champion_there_and_back_and_each_is_of_one_version(
    served: Served, registry: Registry, lists: dict[str, str], school: str
) -> None:
    decided: list[float] = []

    def promote_and_roll_back(crowd: Crowd) -> None:
        crowd.wait_for("1")
        decided.append(time.monotonic())
        registry.promote("2", **SIGNED, **OVERRULED)
        crowd.wait_for("2")
        crowd.wait_for("2")  # asked for when the change had been seen
        decided.append(time.monotonic())
        registry.rollback(**SIGNED)
        crowd.wait_for("1")

    assert lists["1"] != lists["2"]
    asked = while_a_crowd_asks(served, school, promote_and_roll_back)
    assert {each.status for each in asked} == {200}
    for each in asked:
        assert each.text == lists[each.version]
    promoted, rolled_back = decided
    changed = min(each.ended for each in asked if each.version == "2")
    assert {each.version for each in asked if each.ended < promoted} == {"1"}
    assert {each.version for each in asked if each.began > changed and each.ended < rolled_back} == {"2"}
    said = served.said.read_text()
    assert "[ERROR]" not in said
    changes = [line.partition("Model version ")[2] for line in said.splitlines() if " answers now" in line]
    assert changes == ["2 answers now, after 1.", "1 answers now, after 2."]


def test_the_card_belongs_to_the_version(served: Served) -> None:
    assert served.client.get("/model/card?lang=en&format=md").text.startswith("Model card, md, of seed-1-")


def test_a_termination_ends_the_server_and_leaves_only_the_versions(served: Served, program: CommandLine) -> None:
    served.process.terminate()
    assert served.process.wait(60) == 0
    kept = sorted(path.name for path in (program.var / "serving").rglob("*") if (path / "pin.json").exists())
    assert kept == ["1", "2"]
    assert served.said.read_text().count("Traceback") == 0
