"""What does a cluster of processes save, is what it gives the same, and is a model fitted on it as good?

Invented counties, each in its folder. This process alone works on one after the other; then clusters of some processes
on this machine do the same: the features at one date, the lists of all schools, and what a training needs at all dates.
Last, the model is fitted on the dates before the last one and judged on the last. In brackets: processor seconds of
this process and of the others, which other programs on the machine disturb less.

    python benchmarks/cluster.py [--pupils 8000] [--years 4] [--seed 7] [--processes 2 4]
"""

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
from measured import machine_line

from features.partitions.feature_tables import gather_features
from features.partitions.partition import Partition, SerialExecutor, Workers, record_partitions
from features.progress import silent
from features.synthetic.country import write_country
from features.table.feature_table import FeatureTable
from models.ranking.scorer import Scorer
from models.risk.calibration import fit_calibration
from models.risk.lightgbm_fit import FitTrees, fit_trees
from models.risk.model import RiskModel, Target, TrainedOn, tabulated_trees
from models.viewer import Viewer
from prezent.settings import quieten_libraries
from serving.batch.checkpoints import TABLES, CountryFiles
from serving.batch.country_run import CountryRun
from serving.batch.run import rank_country
from training.cluster.dask_workers import cluster_workers
from training.dataset.cohorts import Cohorts
from training.dataset.partitioned import gather
from training.metrics.ranking import auc, rank_rows
from training.plan.plan import TrainingPlan

TODAY, AS_OF = dt.date(2026, 11, 22), dt.date(2026, 2, 16)
DATES = (dt.date(2024, 2, 15), dt.date(2024, 11, 15), dt.date(2025, 11, 17))
HORIZON = 230  # days
COUNTIES = ("AB", "BC", "CJ", "IS", "OT", "VS")


@dataclass(frozen=True)
class Done:
    """What somebody made of the partitions, and the seconds each took."""

    table: FeatureTable
    lists: dict[str, bytes]
    cohorts: Cohorts
    text: str
    scorer: Scorer
    seconds: dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=8000, help="of each of the six counties")
    parser.add_argument("--years", type=int, default=4)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, nargs="+", default=[2, 4])
    asked = parser.parse_args()
    quieten_libraries()
    with tempfile.TemporaryDirectory() as folder:
        scratch, records = Path(folder), Path(folder) / "records"
        for number, county in enumerate(COUNTIES):
            place = records / f"county={county}"
            write_country(
                place, pupils=asked.pupils, years=asked.years, seed=asked.seed + number, county=county, tell=silent
            )
        partitions = record_partitions(records)
        print(
            f"{machine_line()}; {len(partitions)} counties of {asked.pupils} pupils, {asked.years} years, "
            f"seed {asked.seed}"
        )
        with _started(None, scratch) as (workers, fit, start):
            alone = _done(partitions, workers, fit, out=scratch / "alone", start=start, scorer=None)
        _report("alone", alone, alone)
        for processes in asked.processes:
            with _started(processes, scratch) as (workers, fit, start):
                done = _done(partitions, workers, fit, out=scratch / str(processes), start=start, scorer=alone.scorer)
            _report(f"{processes} processes", done, alone)


@contextmanager
def _started(processes: int | None, scratch: Path) -> Iterator[tuple[Workers, FitTrees, float]]:
    begun = time.perf_counter()
    if processes is None:
        yield SerialExecutor(), fit_trees, 0.0
    else:
        with cluster_workers(f"local:{processes}", scratch=scratch) as cluster:
            yield cluster, cluster.fit, time.perf_counter() - begun


def _done(
    partitions: Sequence[Partition], workers: Workers, fit: FitTrees, *, out: Path, start: float, scorer: Scorer | None
) -> Done:
    seconds = {"start": f"{start:.1f} s"}
    plan = TrainingPlan(DATES, horizon_days=HORIZON)
    with _timed(seconds, "features"):
        table = gather_features(partitions, AS_OF, workers=workers, today=TODAY, tell=silent)
    with _timed(seconds, "gather"):
        cohorts = gather(partitions, plan, workers=workers, today=TODAY, tell=silent)
    earlier, _ = _split(cohorts)
    fit(*earlier, cohorts.features, replace(plan.hyperparameters, trees=1))  # after which LightGBM is loaded everywhere
    with _timed(seconds, "fit"):
        text = fit(*earlier, cohorts.features, plan.hyperparameters).model_to_string()
    scorer = scorer or Scorer(_model(cohorts, text), "1")
    with _timed(seconds, "lists"):
        run = CountryRun(scorer, AS_OF, 0.05, CountryFiles(out, "csv"), Viewer("benchmark"), TODAY, time.monotonic)
        rank_country(partitions[0].source.path.parent, run, workers=workers, tell=silent)
    files = {str(path.relative_to(out)): path.read_bytes() for name in TABLES for path in out.glob(f"{name}/*")}
    return Done(table, files, cohorts, text, scorer, seconds)


@contextmanager
def _timed(seconds: dict[str, str], name: str) -> Iterator[None]:
    begun, here, there = time.perf_counter(), time.process_time(), _of_workers()
    yield
    used = f"{time.process_time() - here:.1f} + {_of_workers() - there:.1f}"
    seconds[name] = f"{time.perf_counter() - begun:.1f} s ({used})"


def _of_workers() -> float:
    """Return the processor seconds that the processes started by this one have used."""
    times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return sum(each.user + each.system for each in times)


def _split(cohorts: Cohorts) -> tuple[tuple[pd.DataFrame, np.ndarray], tuple[pd.DataFrame, np.ndarray]]:
    """Return values and labels of the dates before the last one, and of the last one."""
    rows = cohorts.evaluation_rows()
    later = (rows.pupils["as_of"] == DATES[-1]).to_numpy()
    return tuple((rows.rows.values[mine], rows.labels[mine]) for mine in (~later, later))


def _model(cohorts: Cohorts, text: str) -> RiskModel:
    """Return a model of these trees whose lists may be compared, if not used: it is calibrated on its own rows."""
    trees, (values, labels) = tabulated_trees(text), _split(cohorts)[0]
    return RiskModel(
        trees=trees, lightgbm_text=text,
        calibration=fit_calibration(trees.margins_of(values.to_numpy(np.float64)), labels),
        catalogue=tuple(feature.entry() for feature in cohorts.features), school_sd=0.5,
        target=Target(cohorts.plan.outcomes, HORIZON),
        trained_on=TrainedOn(DATES[:-1], tuple(cohorts.index.records.given), len(labels), int(labels.sum())),
    )  # fmt: skip


def _report(name: str, done: Done, alone: Done) -> None:
    values, labels = _split(done.cohorts)[1]
    margins = tabulated_trees(done.text).margins_of(values.to_numpy(np.float64))
    area = auc(rank_rows(margins, labels), np.ones(len(labels)))
    same = {
        "features": all(
            getattr(done.table, frame).equals(getattr(alone.table, frame)) for frame in ("pupils", "values", "rules")
        ),
        "lists": done.lists == alone.lists,
        "training rows": done.cohorts.rows.values.equals(alone.cohorts.rows.values)
        and np.array_equal(done.cohorts.labels, alone.cohorts.labels, equal_nan=True)
        and done.cohorts.statistics().fingerprint() == alone.cohorts.statistics().fingerprint(),
        "trees": done.text == alone.text,
    }
    took = ", ".join(f"{what} {seconds}" for what, seconds in done.seconds.items())
    bits = ", ".join(f"{what} {'yes' if equal else 'NO'}" for what, equal in same.items())
    print(f"{name}: {took}")
    print(f"  same to the last bit: {bits}; {len(done.table)} children, {len(done.lists)} files of lists")
    print(f"  AUC {area:.4f} of {int(labels.sum())} outcomes among {len(labels)} on {DATES[-1]}", flush=True)


if __name__ == "__main__":
    main()
