"""What several tests share: where the real data is, and a small record folder."""

import gc
import os
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from features.progress import silent
from features.synthetic import write_country
from prezent.settings import quieten_libraries
from tests.support.command_line import TRAINED_AT, CommandLine, Trained, outcome_options, strict_json
from tests.support.counties import write_counties
from tests.support.dask_cluster import two_processes, wait_until_whole
from tests.support.left_out import is_failure, left_out
from tests.support.once import made_once
from tests.support.outside_programs import outside_program
from tests.support.postgresql import PostgresServer, programs, running_server
from tests.support.quick_folders import keep_in_memory
from training.cluster.dask_workers import Cluster

ROOT = Path(__file__).parent.parent
COLLECT_AFTER = (10_000, 20, 10)  # so many new objects, where Python itself would look for garbage after 700
SLOW_FIXTURES = {"trained", "stocked", "started_cluster"}  # a training, a registry of MLflow, a cluster


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real data sets; a missing one is said aloud, and is a failure in CI."""
    path = Path(os.environ.get("PREZENT_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        message = f"no real data at {path}; set PREZENT_DATA to the folder with uci_student_performance/ and oulad/"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A running PostgreSQL server of this session; where there is none that is said aloud, and is a failure in CI."""
    with running_server(outside_program(programs, "postgresql", tmp_path_factory)) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    server: PostgresServer = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before pytest looks where the tests' folders are to be."""
    keep_in_memory(config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what needs a training or a cluster; begin with such modules, or one process ends alone with them."""
    for item in items:
        if "postgresql" in getattr(getattr(item, "callspec", None), "id", "") or "postgresql" in item.fixturenames:
            item.add_marker("postgresql")
        if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """Have the collector of garbage leave alone what stays to the end: modules and tests, which it reads in vain."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, object, object]:
    """End with what was left out and why; where all tests must run, that is a failure."""
    result = yield
    if is_failure(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if "PYTEST_XDIST_WORKER" not in os.environ and (said := left_out(session.config)):
        session.config.get_terminal_writer().line(said)
    return result


# Before anything imports LightGBM: other processes share the cores, and threads that wait must not keep one busy.
quieten_libraries()
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def county_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record folder of an invented county at high risk: 1,000 pupils, three school years, until July 2026."""

    def write(folder: Path) -> None:
        write_country(folder / "county", pupils=1000, years=3, seed=7, county="OT", tell=silent)

    return made_once("records", tmp_path_factory, write) / "county"


@pytest.fixture(scope="session")
def counties_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record folder of three small counties, each in its own: 450 pupils, two school years, until July 2026."""

    def write(folder: Path) -> None:
        write_counties(folder / "counties", pupils=150, years=2)

    return made_once("three_counties", tmp_path_factory, write) / "counties"


@pytest.fixture(scope="session")
def no_models(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The program on its first day: MLflow's database is made, and nothing is in it."""

    def make(folder: Path) -> None:
        from models.registry.registry import Registry  # MLflow takes seconds

        assert list(Registry(CommandLine(folder).tracking_uri).versions()) == []

    return CommandLine(made_once("no_models", tmp_path_factory, make))


@pytest.fixture(scope="session")
def trained(county_folder: Path, no_models: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """One model of the county, trained by the command line and registered as challenger."""

    def train(folder: Path) -> None:
        dates = [part for date in TRAINED_AT for part in ("--as-of", date)]
        asked = ("train", county_folder, *outcome_options(), *dates, "--horizon", 365)
        (folder / "var").mkdir()
        said = no_models.copy(folder / "var").run(*asked, "--report", folder / "var" / "report.json").stdout
        (folder / "said.txt").write_text(said, encoding="utf-8")

    folder = made_once("trained", tmp_path_factory, train)
    said, report = (folder / "said.txt").read_text(encoding="utf-8"), (folder / "var" / "report.json").read_text()
    return Trained(CommandLine(folder / "var"), county_folder, said, strict_json(report))


@pytest.fixture(scope="session")
def champion(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The same model, promoted; what is done to it here does not touch ``trained``."""

    def promote(folder: Path) -> None:
        signed = ("--by", "Ana Pop", "--reason", "better than the rules")
        trained.program.copy(folder).run("promote", "challenger", *signed)

    return replace(trained, program=CommandLine(made_once("champion", tmp_path_factory, promote)))


@pytest.fixture(scope="module")
def started_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two processes of this machine; a test takes ``cluster``, which is the same when both are there."""
    with two_processes(tmp_path_factory.mktemp("scratch")) as cluster:
        yield cluster


@pytest.fixture
def cluster(started_cluster: Cluster) -> Cluster:
    """A cluster of two processes, also after a test that killed one."""
    wait_until_whole(started_cluster)
    return started_cluster


@pytest.fixture
def address(cluster: Cluster) -> str:
    """Where the cluster's scheduler answers."""
    return str(cluster.client.scheduler.address)
