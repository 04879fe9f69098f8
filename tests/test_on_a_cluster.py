"""That work on a cluster of real processes gives the same bits, and loses nothing with a process that is killed."""

import datetime as dt
import json
import logging
import os
import signal
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
from features.partitions.partition import Partition, SerialExecutor, record_partitions
from features.progress import silent
from features.schema.problems import Problem, RecordsError
from models.ranking.scorer import Scorer
from models.registry.registry import Registry
from models.viewer import Viewer
from serving.batch.checkpoints import TABLES, CountryFiles
from serving.batch.country_run import CountryRun
from serving.batch.run import rank_country
from serving.batch.tables import LISTS
from tests.support.command_line import CommandLine, Trained
from tests.support.counties import COUNTIES
from tests.support.dask_cluster import process_ids
from training.cluster import dask_workers
from training.cluster.dask_workers import Cluster, WorkFailed, cluster_workers
from training.dataset.partitioned import gather
from training.plan.plan import TrainingPlan

AS_OF, TODAY = dt.date(2026, 2, 16), dt.date(2026, 8, 1)
OTHER_DATES = (dt.date(2024, 11, 15), dt.date(2025, 11, 17))


@pytest.fixture(scope="module")
def parts(counties_folder: Path) -> tuple[Partition, ...]:
    return record_partitions(counties_folder)


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
    assert together.statistics().fingerprint() == alone.statistics().fingerprint()
    assert together.statistics().recording_rates() == alone.statistics().recording_rates()


def test_files_are_the_same_byte_for_byte(counties_folder: Path, address: str, no_models: CommandLine, tmp_path: Path):
    for name, options in (("alone", ()), ("together", ("--cluster", address))):
        (tmp_path / name).mkdir()
        for out in ("table.csv", "by_part"):
            no_models.run("features", counties_folder, "--as-of", AS_OF, "--out", tmp_path / name / out, *options)
    files = [sorted(path for path in (tmp_path / name).rglob("*") if path.is_file()) for name in ("alone", "together")]
    assert [path.name for path in files[0]] == ["CJ.parquet", "IS.parquet", "OT.parquet", "table.csv"]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_lists_are_the_same_byte_for_byte_also_if_a_worker_is_killed(
    counties_folder: Path, cluster: Cluster, address: str, champion: Trained, tmp_path: Path
):
    ranking = ("rank", counties_folder, "--as-of", AS_OF, "--capacity", 5, "--each-school", "--format", "csv", "--out")
    champion.program.run(*ranking, tmp_path / "alone", "--processes", 1)
    champion.program.run(*ranking, tmp_path / "together", "--cluster", address)
    scorer = Scorer(*Registry(champion.program.tracking_uri).load("champion"))
    run = CountryRun(scorer, AS_OF, 5, CountryFiles(tmp_path / "killed", "csv"), Viewer("test"), TODAY, time.monotonic)
    dangerous = Dangerous(cluster, tmp_path / "marker")
    summary = rank_country(counties_folder, run, workers=dangerous, tell=silent)
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


def test_one_list_needs_no_cluster(counties_folder: Path, no_models: CommandLine):
    said = no_models.run("rank", counties_folder, "--as-of", AS_OF, "--capacity", 5, "--cluster", "local", exit_code=2)
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
    processes = [psutil.Process(pid) for pid in (os.getpid(), *process_ids(cluster))]
    listening = [
        connection.laddr.ip
        for process in processes
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) > 3
    assert set(listening) == {"127.0.0.1"}


def test_workers_of_other_versions_are_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dask_workers, "python_version", lambda: "3.10.0")
    with pytest.raises(OutsideServiceError, match=r"has Python 3\.\d+\.\d+, but here it is 3.10.0; install the same"):
        cluster_workers(address, scratch=tmp_path).__enter__()


def test_a_training_on_a_cluster_registers_a_challenger(
    county_folder: Path, address: str, no_models: CommandLine, trained: Trained, tmp_path: Path
):
    program = no_models.copy(tmp_path)  # not a copy of what was trained, which would keep its files beside those
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
    assert made["model_version"] == "1"
