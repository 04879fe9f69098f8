"""That a fit shared by real processes is as good as one alone, and is begun anew when a process is killed."""

import datetime as dt
import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from features.partitions.partition import SerialExecutor, record_partitions
from features.progress import silent
from models.risk.lightgbm_fit import MAX_LEAVES, Hyperparameters, fit_trees
from models.risk.model import tabulated_trees
from tests.support.dask_cluster import wait_until_whole
from tests.support.small_models import CATALOGUE, invented_labels, invented_values
from training.cluster.dask_workers import Cluster
from training.dataset.cohorts import Cohorts
from training.dataset.partitioned import gather
from training.metrics.ranking import auc, rank_rows
from training.plan.plan import TrainingPlan

TODAY = dt.date(2026, 8, 1)


@pytest.fixture(scope="module")
def county(county_folder: Path) -> Cohorts:
    dates = (dt.date(2023, 11, 15), dt.date(2024, 2, 15), dt.date(2024, 5, 15), dt.date(2025, 5, 15))
    plan = TrainingPlan(dates, horizon_days=365)
    return gather(record_partitions(county_folder), plan, workers=SerialExecutor(), today=TODAY, tell=silent)


def test_a_model_fitted_on_a_cluster_is_as_good_on_a_later_date(cluster: Cluster, county: Cohorts):
    rows = county.evaluation_rows()
    later = (rows.pupils["as_of"] == county.plan.dates[-1]).to_numpy()
    values, labels = rows.rows.values, rows.labels
    alone, together = (
        auc(rank_rows(booster.predict(values[later].to_numpy(), raw_score=True), labels[later]), np.ones(sum(later)))
        for booster in (
            fit(values[~later], labels[~later], rows.features, county.plan.hyperparameters)
            for fit in (fit_trees, cluster.fit)
        )
    )
    assert together > max(alone - 0.01, 0.8)


@pytest.fixture(scope="module")
def fitted(started_cluster: Cluster) -> str:
    """The text of an ensemble that was fitted on a cluster, on rows of which most are non-cases."""
    wait_until_whole(started_cluster)
    values = invented_values(3000)
    return started_cluster.fit(
        values, invented_labels(values), CATALOGUE, Hyperparameters(trees=30, seeds=1)
    ).model_to_string()


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
    labels, hyperparameters = invented_labels(values), Hyperparameters(trees=20)
    alone, together = (
        fit(values, labels, CATALOGUE, hyperparameters).model_to_string() for fit in (fit_trees, cluster.fit)
    )
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
    booster = cluster.fit(rows.rows.values, rows.labels, rows.features, Hyperparameters(trees=3000, seeds=1))
    killer.join()
    assert killed
    assert booster.num_trees() == 3000


def where_a_process_prints_to() -> int:
    return os.fstat(1).st_rdev


def test_what_libraries_print_is_no_answer_of_the_program(cluster: Cluster, capfd: pytest.CaptureFixture, fitted: str):
    values = invented_values(300)
    cluster.fit(values, invented_labels(values), CATALOGUE, Hyperparameters(trees=2, seeds=1))
    assert capfd.readouterr().out == ""
    places = cluster.client.run(where_a_process_prints_to)  # also in the process that took the place of a killed one
    assert set(places.values()) == {os.stat(os.devnull).st_rdev}
