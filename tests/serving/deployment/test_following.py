"""'prezent serve', really served: the command line's lists, and a champion that changes while many ask.

One server for all tests here, which a termination ends; the registry is MLflow with a database file, and promotions are
signed.
"""

import datetime as dt
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from features.point_in_time.record_index import RecordIndex
from models.ranking.scorer import Scorer
from models.registry.registry import Registry
from serving.output.json import list_json
from tests.support.command_line import CommandLine
from tests.support.serving.deployed import OVERRULED, SIGNED, ForeignFolder
from tests.support.serving.served import Served, free_port, running
from tests.support.small_models import fitted_model
from tests.support.viewers import ALL

pytestmark = pytest.mark.slow

AS_OF = dt.date(2025, 2, 3)
CHANGE_SECONDS = 120


@pytest.fixture(scope="module")
def served(
    program: CommandLine, environment: Mapping[str, str], county: Path, foreign: ForeignFolder
) -> Iterator[Served]:
    """The champion, served from the county's records as somebody would at a prompt, in a folder like any other."""
    port = free_port()
    options = ["--records", str(county), "--port", str(port)]
    command = [sys.executable, "-m", "prezent", "serve", *options]
    with running(command, port, folder=foreign.path, environment=environment, ready=" answers at ") as served:
        yield served
        served.process.terminate()
        assert served.process.wait(60) == 0
        assert {"1"} <= set(kept_versions(program)) <= {"1", "2"}
        assert served.said.read_text().count("Traceback") == 0


def kept_versions(program: CommandLine) -> list[str]:
    """Return the versions that were fetched to be served."""
    return sorted(path.name for path in (program.var / "serving").rglob("*") if (path / "pin.json").exists())


@pytest.fixture(scope="module")
def lists(index: RecordIndex, school: str) -> dict[str, str]:
    """The list of each version, made in this process."""
    scorers = (Scorer(fitted_model(seed=int(version)), version) for version in ("1", "2"))
    return {
        scorer.version: list_json(scorer.rank(index, AS_OF, viewer=ALL, capacity=9, school_id=school))
        for scorer in scorers
    }


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
    served: Served, program: CommandLine, registry: Registry, lists: dict[str, str], school: str
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
    assert kept_versions(program) == ["1", "2"]


def test_a_page_that_gave_its_own_name_this_address_reads_nothing(served: Served, school: str) -> None:
    body = {"as_of": AS_OF.isoformat(), "capacity": 9, "school_id": school}
    answer = served.client.post("/rank", json=body, headers={"Host": f"rebound.example:{served.client.base_url.port}"})
    assert answer.status_code == 421
    assert "pupil_id" not in answer.text


def test_what_was_asked_is_counted(served: Served) -> None:
    answer = served.client.get("/metrics")
    assert answer.status_code == 200
    assert 'endpoint="/rank"' in answer.text


def test_no_package_of_the_folder_was_imported(served: Served, foreign: ForeignFolder) -> None:
    """The champion has been followed by then, by the process beside."""
    assert foreign.imported() == []


def test_the_card_belongs_to_the_version(served: Served) -> None:
    assert served.client.get("/model/card?lang=en&format=md").text.startswith("Model card, md, of seed-1-")
