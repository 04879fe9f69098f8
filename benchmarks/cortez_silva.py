"""Does Prezent's model, with the settings of ``prezent train``, hold its own on Cortez & Silva's Table 3?

P. Cortez and A. Silva, "Using data mining to predict secondary school student performance", EUROSIS 2008: pass or fail
of real pupils from three sets of inputs. 10-fold cross-validation, repeated; accuracy at a probability of 0.5. Prezent
never uses sex; everything else is what `prezent import uci-student` writes.

    python benchmarks/cortez_silva.py [DATA] [--repeats 5]
"""

import argparse
import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from measured import machine_line

from features.importers import import_source
from features.point_in_time.record_index import RecordIndex, index_records
from features.progress import silent
from features.records.records import load_records
from models.ranking.ordering import list_length
from training.dataset.cohorts import prepare
from training.dataset.splits import plan_backtest
from training.evaluation.backtest import EvaluatedRows, evaluate_models
from training.metrics.ranking import auc, hits_at, rank_rows
from training.plan.plan import TrainingPlan

SUBJECTS = {"Mathematics": "student-mat.csv", "Portuguese": "student-por.csv"}
SETUPS = {"A": dt.date(2006, 4, 15), "B": dt.date(2006, 1, 15), "C": dt.date(2005, 12, 1)}
METHODS = ("NV", "NN", "SVM", "DT", "RF")
LISTED = 0.10
TODAY = dt.date(2026, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    published = pd.read_csv(arguments.data / "published" / "cortez_silva_2008_tables3-5.csv")
    published = (
        published[published["table"] == "Table3"].set_index(["subject", "setup", "method"])["value"].sort_index()
    )
    print(f"{machine_line()}; 10 folds, seeds 0 to {arguments.repeats - 1}, settings of prezent train, no sex")
    print("accuracy in %, paper's methods as printed; NV here is the naive rule recomputed")
    print(f"{'':<13}" + "".join(f"{name:>7}" for name in METHODS) + f"{'NV here':>9}{'Prezent':>9}{'range':>13}"
          f"{'vs best':>9}{'AUC':>7}{'recall':>8}{'precision':>10}{'by school':>11}")  # fmt: skip
    for subject, file in SUBJECTS.items():
        index = _index(arguments.data / "uci_student_performance" / file)
        for setup, as_of in SETUPS.items():
            print(_line(index, published[subject, setup], subject, setup, as_of, arguments.repeats), flush=True)


def _line(index: RecordIndex, published: pd.Series, subject: str, setup: str, as_of: dt.date, repeats: int) -> str:
    plan = TrainingPlan(outcomes=("failed",), as_of=(as_of,), until="06-30", split="pupil", folds=10)
    runs = [_judge(index, replace(plan, seed=seed)) for seed in range(repeats)]
    accuracy = [100 * float(np.mean((run.scores["lightgbm"] >= 0.5) == run.labels)) for run in runs]
    best = max(published[name] for name in METHODS)
    ranked = [rank_rows(run.scores["lightgbm"], run.labels) for run in runs]
    ones = np.ones(len(runs[0]), dtype=np.int64)
    children = list_length(LISTED, len(ones))
    hits = [hits_at(rows, ones, children) for rows in ranked]
    return (
        f"{subject:<11} {setup}" + "".join(f"{published[name]:>7.1f}" for name in METHODS)
        + f"{_naive(index, setup, runs[0]):>9.1f}{np.mean(accuracy):>9.2f}"
        + f"{f'{min(accuracy):.1f}-{max(accuracy):.1f}':>13}{np.mean(accuracy) - best:>+9.2f}"
        + f"{np.mean([auc(rows, ones) for rows in ranked]):>7.3f}{np.mean(hits) / runs[0].labels.sum():>8.3f}"
        + f"{np.mean(hits) / children:>10.3f}{np.mean([_by_school(run, plan) for run in runs]):>11.3f}"
    )  # fmt: skip


def _by_school(run: EvaluatedRows, plan: TrainingPlan) -> float:
    """Return the recall of lists of a tenth of each of the two schools."""
    totals = run.on_school_lists(replace(plan, capacity=LISTED)).totals(run.scores["lightgbm"])
    return float(totals.found[0] / totals.cases[0])


def _judge(index: RecordIndex, plan: TrainingPlan) -> EvaluatedRows:
    rows = prepare(index, plan, silent).evaluation_rows()
    return evaluate_models(rows, plan_backtest(rows, plan), plan, silent)


def _naive(index: RecordIndex, setup: str, run: EvaluatedRows) -> float:
    """Recompute the paper's naive rule: the latest known mark decides; without marks, everybody passes."""
    marks = index.records["grades"].pivot(index="pupil_id", columns="date", values="mark")
    pupils = run.pupils["pupil_id"]
    if setup == "C":
        fails = np.zeros(len(pupils), dtype=bool)
    else:
        fails = (marks.iloc[:, 1 if setup == "A" else 0].reindex(pupils) < 10).to_numpy()
    return 100 * float(np.mean(fails == run.labels))


def _index(source: Path) -> RecordIndex:
    with tempfile.TemporaryDirectory() as folder:
        import_source("uci-student", source, Path(folder) / "records")
        return index_records(load_records(Path(folder) / "records", today=TODAY))


if __name__ == "__main__":
    main()
