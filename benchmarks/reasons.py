"""How fast are scores and reasons, beside LightGBM and shap on the same rows?

An invented county's children at several dates, a model fitted on them as ``prezent train`` fits it, and one of 400
trees. Each way scores or explains the same rows in turn, round by round; times are medians over the rounds.

    python benchmarks/reasons.py [--rows 200000] [--rounds 5] [--threads 2] [--seed 7]
"""

import argparse
import datetime as dt
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import lightgbm
import numpy as np
import shap
from measured import machine_line

from features.point_in_time.record_index import index_records
from features.progress import silent
from features.records.records import load_records
from features.synthetic.country import write_country
from models.explain.lightgbm_text import read_ensemble
from models.explain.lookup_numpy import add_contributions, add_margins
from models.explain.tree_tables import TreeTables, load_compiled, tabulate_ensemble
from models.risk.lightgbm_fit import Hyperparameters, fit_trees
from training.dataset.cohorts import LabelledRows, prepare
from training.plan.plan import make_plan

TODAY = dt.date(2026, 11, 22)
FEW = 400
Ways = Mapping[str, Callable[[np.ndarray], object]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    load_compiled()
    rows = _labelled(asked.rows, asked.seed)
    values = rows.rows.values.to_numpy(np.float64)[: asked.rows]
    print(
        f"{machine_line()}; {len(values)} rows, {values.shape[1]} features, seed {asked.seed}, {asked.threads} threads"
    )
    for trees, most in ((Hyperparameters().trees, len(values)), (400, len(values) // 10)):
        hyperparameters = replace(Hyperparameters(), trees=trees, threads=asked.threads)
        text = fit_trees(rows.rows.values, rows.labels, rows.features, hyperparameters).model_to_string()
        started = time.perf_counter()
        tables = tabulate_ensemble(read_ensemble(text))
        print(f"\n{trees} trees, read and tabulated in {time.perf_counter() - started:.2f} s")
        booster = lightgbm.Booster(model_str=text)
        _compare_values(booster, tables, values[:: max(1, len(values) // 5000)])
        for some in (most, FEW):
            _report(_ways(booster, tables, asked.threads), values[:some], asked.rounds)


def _labelled(rows: int, seed: int) -> LabelledRows:
    with tempfile.TemporaryDirectory() as folder:
        county = Path(folder) / "county"
        write_country(county, pupils=max(2000, rows // 8 + rows // 80), years=5, seed=seed, county="VS", tell=silent)
        index = index_records(load_records(county, today=TODAY))
    plan = make_plan(index.records, (), terms=["M1", "M3"], outcomes=())
    return prepare(index, plan, silent).final()


def _ways(booster: lightgbm.Booster, tables: TreeTables, threads: int) -> Ways:
    explainer = shap.TreeExplainer(booster)
    return {
        "LightGBM, margins": lambda rows: booster.predict(rows, raw_score=True, num_threads=threads),
        "Prezent, margins": lambda rows: tables.margins_of(rows, threads=threads),
        "Prezent, margins and reasons": lambda rows: (
            tables.margins_of(rows, threads=threads), tables.contributions_of(rows, threads=threads),
        ),
        "the same, in numpy": lambda rows: _in_numpy(tables, rows),
        "LightGBM, pred_contrib": lambda rows: booster.predict(rows, pred_contrib=True, num_threads=threads),
        "shap.TreeExplainer": lambda rows: explainer.shap_values(rows),
    }  # fmt: skip


def _in_numpy(tables: TreeTables, rows: np.ndarray) -> None:
    """Score and explain as a process does that has few rows: without the compiled loops."""
    trees = (tables.inputs, tables.tests, tables.thresholds)
    add_margins(rows, *trees, margins=tables.margins, found=np.zeros(len(rows)))
    found = np.zeros(rows.shape)
    add_contributions(rows, *trees, players=tables.players, contributions=tables.contributions, found=found)


def _compare_values(booster: lightgbm.Booster, tables: TreeTables, rows: np.ndarray) -> None:
    same = bool(np.array_equal(tables.margins_of(rows), booster.predict(rows, raw_score=True)))
    explained = booster.predict(rows, pred_contrib=True)
    apart = np.abs(tables.contributions_of(rows) - explained[:, :-1]).max()
    print(
        f"on {len(rows)} rows: margins {'equal to the last bit' if same else 'DIFFER'}, reasons differ by {apart:.1e}"
    )
    assert same


def _report(ways: Ways, rows: np.ndarray, rounds: int) -> None:
    seconds = {name: [] for name in ways}
    for number in range(rounds + 1):  # the first round warms up
        for name, way in ways.items():
            started = time.perf_counter()
            way(rows)
            if number:
                seconds[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(taken) for name, taken in seconds.items()}
    ours, predict = medians["Prezent, margins and reasons"], medians["LightGBM, margins"]
    print(f"\n{len(rows)} rows{'':<20}{'seconds':>10}{'us a row':>10}{'x predict':>11}{'x Prezent':>11}")
    for name, taken in medians.items():
        per_row = 1e6 * taken / len(rows)
        print(f"{name:<30}{taken:>10.4f}{per_row:>10.2f}{taken / predict:>11.2f}{taken / ours:>11.1f}")


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message="LightGBM binary classifier with TreeExplainer")
    main()
