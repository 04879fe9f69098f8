"""That work on a cluster of real processes gives the same bits, and loses nothing with a process that is killed."""

import datetime as dt
import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import psutil
import pytest
from pandas.testing import assert_frame_equal

from features.errors import OutsideServiceError
from features.partitions.feature_tables import gather_features
from features.partitions.partition import Partition, SerialExecutor, record_parts
from features.progress import silent
from features.schema.problems import Problem, RecordsError
from models.ranking.scorer import Scorer
from models.ranking.viewer import Viewer
from models.registry.registry import Registry
from models.risk.lightgbm_fit import MAX_LEAVES, TreeSettings, fit_trees
from models.risk.model import tabulated_trees
from serving.batch.checkpoints import TABLES, CountryFiles
from serving.batch.run import CountryRun, rank_country
from serving.batch.tables import LISTS
from tests.support.command_line import CommandLine, Trained
from tests.support.counties import COUNTIES, write_counties
from tests.support.small_models import CATALOGUE, invented_labels, invented_values
from training.cluster import dask_workers
from training.cluster.dask_workers import Cluster, WorkFailed, cluster_workers
from training.dataset.cohorts import Cohorts
from training.dataset.partitioned import gather
from training.metrics.ranking import auc, rank_rows
from training.plan.plan import TrainingPlan

AS_OF, TODAY = dt.date(2026, 2, 16), dt.date(2026, 8, 1)
OTHER_DATES = (dt.date(2024, 11, 15), dt.date(2025, 11, 17))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two processes; when they are no longer wanted, they and their files must be gone."""
    scratch = tmp_path_factory.mktemp("scratch")
    before = set(psutil.Process().children(recursive=True))
    with cluster_workers("local:2", scratch=scratch) as connected:
        yield connected
        started = set(psutil.Process().children(recursive=True)) - before
    _, alive = psutil.wait_procs([each for each in started if "multiprocessing-fork" in _words(each)], timeout=10)
    assert not alive
    assert list(scratch.iterdir()) == []


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_counties(tmp_path_factory.mktemp("records") / "counties", pupils=150, years=2)


@pytest.fixture(scope="module")
def parts(folder: Path) -> tuple[Partition, ...]:
    return record_parts(folder)


@pytest.fixture
def address(cluster: Cluster) -> str:
    return cluster.client.scheduler.address


def killed_once(item: Partition, *, work: Callable, kill: str, marker: Path) -> object:
    """Do the work; of one item, it is cut off by a kill of the process when it is done but not delivered."""
    done = work(item)
    if item.name == kill and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return done


class Dangerous:
    """A cluster of which one process is killed in the middle of a part."""

    def __init__(self, cluster: Cluster, marker: Path) -> None:
        self.cluster, self.marker = cluster, marker

    def each(self, work: Callable, items: list) -> Iterator:
        return self.cluster.each(partial(killed_once, work=work, kill=items[1].name, marker=self.marker), items)


# Parts


def test_features_are_the_same_to_the_last_bit_also_if_a_worker_is_killed_in_the_middle(
    cluster: Cluster, parts: tuple[Partition, ...], tmp_path: Path
):
    marker = tmp_path / "killed"
    alone, together, after_a_kill = (
        gather_features(parts, AS_OF, workers=workers, today=TODAY, tell=silent)
        for workers in (SerialExecutor(), cluster, Dangerous(cluster, marker))
    )
    assert marker.exists()
    for table in (together, after_a_kill):
        for name in ("pupils", "values", "rules"):
            assert_frame_equal(getattr(table, name), getattr(alone, name), check_exact=True)


def test_what_a_training_gathers_is_the_same_also_if_a_worker_is_killed(
    cluster: Cluster, parts: tuple[Partition, ...], tmp_path: Path
):
    plan = TrainingPlan(OTHER_DATES, horizon_days=200)
    alone, together = (
        gather(parts, plan, workers=workers, today=TODAY, tell=silent)
        for workers in (SerialExecutor(), Dangerous(cluster, tmp_path / "killed"))
    )
    assert_frame_equal(together.rows.values, alone.rows.values, check_exact=True)
    assert_frame_equal(together.pupils, alone.pupils)
    assert np.array_equal(together.labels, alone.labels, equal_nan=True)
    assert together.measures().fingerprint() == alone.measures().fingerprint()
    assert together.measures().rhythms() == alone.measures().rhythms()


def test_files_are_the_same_byte_for_byte(folder: Path, address: str, no_models: CommandLine, tmp_path: Path):
    for name, options in (("alone", ()), ("together", ("--cluster", address))):
        (tmp_path / name).mkdir()
        for out in ("table.csv", "by_part"):
            no_models.run("features", folder, "--as-of", AS_OF, "--out", tmp_path / name / out, *options)
    files = [sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) for name in ("alone", "together")]
    assert [path.name for path in files[0]] == ["CJ.parquet", "IS.parquet", "OT.parquet", "table.csv"]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_lists_are_the_same_byte_for_byte_also_if_a_worker_is_killed(
    folder: Path, cluster: Cluster, address: str, champion: Trained, tmp_path: Path
):
    ranking = ("rank", folder, "--as-of", AS_OF, "--capacity", 5, "--each-school", "--format", "csv", "--out")
    champion.program.run(*ranking, tmp_path / "alone", "--processes", 1)
    champion.program.run(*ranking, tmp_path / "together", "--cluster", address)
    scorer = Scorer(*Registry(champion.program.tracking_uri).load("champion"))
    run = CountryRun(scorer, AS_OF, 5, CountryFiles(tmp_path / "killed", "csv"), TODAY, time.monotonic)
    dangerous = Dangerous(cluster, tmp_path / "marker")
    summary = rank_country(folder, run, viewer=Viewer("test"), workers=dangerous, tell=silent)
    assert (tmp_path / "marker").exists()
    assert len(summary.done) == len(COUNTIES)
    alone, together, killed = (_tables(tmp_path / name) for name in ("alone", "together", "killed"))
    assert set(alone) == {Path(kind) / f"{part}.csv" for part in COUNTIES for kind in TABLES}
    assert alone == together == killed
    assert all(alone[Path(LISTS) / f"{part}.csv"].count(b"\n") > 5 for part in COUNTIES)


def _tables(folder: Path) -> dict[Path, bytes]:
    """Return the files of all parts; the summary says how long each took, and is another one each time."""
    paths = [path for part in COUNTIES for path in folder.rglob(f"{part}.csv")]
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def test_one_list_needs_no_cluster(folder: Path, no_models: CommandLine):
    said = no_models.run("rank", folder, "--as-of", AS_OF, "--capacity", 5, "--cluster", "local", exit_code=2)
    assert "add --each-school" in said.stderr


# Failures


def broken(part: Partition) -> str:
    raise RecordsError([Problem("no_enrolments", part.name)])


def failing(part: Partition) -> str:
    raise ValueError(f"of {part.name}: the child P0123")


def deadly(_part: Partition) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "never said"


def test_problems_of_the_records_come_back_as_problems(cluster: Cluster, parts: tuple[Partition, ...]):
    with pytest.raises(RecordsError) as wrong:
        list(cluster.each(broken, parts[:1]))
    assert [problem.file for problem in wrong.value.problems] == ["CJ"]


def speak_up() -> None:
    """Let the cluster of this process log, which is silent if it is our own, like one that others started."""
    for name in ("distributed", "dask_workers.worker", "dask_workers.scheduler"):
        logging.getLogger(name).setLevel(logging.INFO)


def logs_of(cluster: Cluster) -> str:
    return json.dumps([cluster.client.get_worker_logs(), cluster.client.get_scheduler_logs()])


def test_our_own_mistake_comes_back_with_its_traceback_and_stays_out_of_the_logs(
    cluster: Cluster, parts: tuple[Partition, ...]
):
    cluster.client.run(speak_up)
    with pytest.raises(WorkFailed, match=r"in failing[^$]*ValueError: of CJ: the child P0123"):
        list(cluster.each(failing, parts[:1]))
    assert "P0123" not in logs_of(cluster)
    with pytest.raises(ValueError, match="P0123"):
        cluster.client.submit(failing, parts[0]).result()
    assert "P0123" in logs_of(cluster), "as it would be, were it raised"


def test_a_part_that_costs_one_worker_after_the_other_is_said_to(
    cluster: Cluster, parts: tuple[Partition, ...], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(cluster.client.cluster.scheduler, "allowed_failures", 0)
    with pytest.raises(OutsideServiceError, match="Several workers were lost on the same part"):
        list(cluster.each(deadly, parts[:1]))


def test_nobody_else_can_reach_processes_of_this_machine(cluster: Cluster):
    me = psutil.Process()
    listening = [
        connection.laddr.ip
        for process in (me, *me.children(recursive=True))
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) > 3
    assert set(listening) == {"127.0.0.1"}


def test_workers_of_other_versions_are_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dask_workers, "python_version", lambda: "3.10.0")
    with pytest.raises(OutsideServiceError, match=r"has Python 3\.\d+\.\d+, but here it is 3.10.0; install the same"):
        cluster_workers(address, scratch=tmp_path).__enter__()


# Fits


@pytest.fixture(scope="module")
def county(county_folder: Path) -> Cohorts:
    dates = (dt.date(2023, 11, 15), dt.date(2024, 2, 15), dt.date(2024, 5, 15), dt.date(2025, 5, 15))
    plan = TrainingPlan(dates, horizon_days=365)
    return gather(record_parts(county_folder), plan, workers=SerialExecutor(), today=TODAY, tell=silent)


def test_a_model_fitted_on_a_cluster_is_as_good_on_a_later_date(cluster: Cluster, county: Cohorts):
    rows = county.judging()
    later = (rows.pupils["as_of"] == county.plan.dates[-1]).to_numpy()
    values, labels = rows.rows.values, rows.labels
    alone, together = (
        auc(rank_rows(booster.predict(values[later].to_numpy(), raw_score=True), labels[later]), np.ones(sum(later)))
        for booster in (
            fit(values[~later], labels[~later], rows.features, county.plan.settings) for fit in (fit_trees, cluster.fit)
        )
    )
    assert together == pytest.approx(alone, abs=0.01)
    assert together > 0.8


@pytest.fixture(scope="module")
def fitted(cluster: Cluster) -> str:
    """The text of an ensemble that was fitted on a cluster, on rows of which most are non-cases."""
    cluster.client.wait_for_workers(2)  # one that a test before has killed may not be back yet
    values = invented_values(3000)
    return cluster.fit(values, invented_labels(values), CATALOGUE, TreeSettings(trees=30)).model_to_string()


def test_its_trees_are_small_and_its_features_in_their_order(fitted: str):
    leaves = [int(line.partition("=")[2]) for line in fitted.splitlines() if line.startswith("num_leaves=")]
    assert (len(leaves), max(leaves)) == (30, MAX_LEAVES)
    assert f"feature_names={' '.join(feature.name for feature in CATALOGUE)}\n" in fitted
    directions = ",".join(str(feature.direction) for feature in CATALOGUE)
    assert f"[monotone_constraints: {directions}]" in fitted
    assert "[bagging_fraction: 0.7]" in fitted
    assert "[feature_fraction: 0.4]" in fitted
    assert "[min_data_in_leaf: 10]" in fitted
    assert "[lambda_l2: 5]" in fitted


def test_it_is_an_ensemble_like_any_other(fitted: str):
    values = invented_values(50).to_numpy(np.float64)
    import lightgbm

    booster = lightgbm.Booster(model_str=fitted)
    assert np.array_equal(tabulated_trees(fitted).margins_of(values), booster.predict(values, raw_score=True))


def test_rows_too_few_to_share_are_fitted_by_one_worker_to_the_same_bits(cluster: Cluster):
    values = invented_values(900)
    labels, settings = invented_labels(values), TreeSettings(trees=20)
    alone, together = (fit(values, labels, CATALOGUE, settings).model_to_string() for fit in (fit_trees, cluster.fit))
    assert "[tree_learner: serial]" in together
    matrix = values.to_numpy(np.float64)
    assert np.array_equal(*(tabulated_trees(text).margins_of(matrix) for text in (alone, together)))


def test_it_does_not_say_on_which_machines_it_was_fitted(fitted: str):
    assert "127.0.0.1" not in fitted
    assert "[num_machines: 1]" in fitted
    assert "[tree_learner: data]" in fitted


def test_a_fit_that_loses_a_worker_is_begun_anew(cluster: Cluster, county: Cohorts):
    killed: list[int] = []

    def kill() -> None:
        while not killed:
            running = [(worker, key) for worker, keys in cluster.client.processing().items() for key in keys]
            for worker, key in running:
                if "_train_part" in str(key):
                    time.sleep(0.2)
                    (pid,) = cluster.client.run(os.getpid, workers=[worker]).values()
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                    return
            time.sleep(0.02)

    rows = county.final()
    killer = threading.Thread(target=kill)
    killer.start()
    booster = cluster.fit(rows.rows.values, rows.labels, rows.features, TreeSettings(trees=3000))
    killer.join()
    assert killed
    assert booster.num_trees() == 3000


def where_a_process_prints_to() -> int:
    return os.fstat(1).st_rdev


def test_what_libraries_print_is_no_answer_of_the_program(cluster: Cluster, capfd: pytest.CaptureFixture, fitted: str):
    values = invented_values(300)
    cluster.fit(values, invented_labels(values), CATALOGUE, TreeSettings(trees=2))
    assert capfd.readouterr().out == ""
    places = cluster.client.run(where_a_process_prints_to)  # also in the process that took the place of a killed one
    assert set(places.values()) == {os.stat(os.devnull).st_rdev}


def test_a_training_on_a_cluster_registers_a_challenger(
    county_folder: Path, address: str, trained: Trained, tmp_path: Path
):
    program = trained.program.copy(tmp_path)
    report = tmp_path / "report.json"
    dates = [part for date in trained.report["as_of"] for part in ("--as-of", date)]
    outcomes = [part for outcome in trained.report["outcomes"] for part in ("--outcome", outcome)]
    program.run(
        "train", county_folder, *outcomes, *dates, "--horizon", 365, "--report", report, "--cluster", address
    )  # fmt: skip
    made = json.loads(report.read_text())
    assert made["models"] == trained.report["models"]
    assert made["data_fingerprint"] == trained.report["data_fingerprint"]
    assert made["data"] == trained.report["data"]
    assert made["model_version"] == "2"
