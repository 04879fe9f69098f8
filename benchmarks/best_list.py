"""How close does Prezent's list come to the best possible one, and does the help that children get mislead it?

An invented county knows every child's true risk before chance decides. As if retrained each term, this compares the
recall of the lists by Prezent, by the true risk, and by the part of the true risk that the records show; and, for
children who were helped and who were not, how many cases there were for each one expected.

    python benchmarks/best_list.py [--pupils 60000] [--years 5] [--seed 7] [--figure docs/best_list.png]
"""

import argparse
import datetime as dt
import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from measured import machine_line

from features.point_in_time.record_index import index_records
from features.progress import silent
from features.records.records import load_records
from features.synthetic.country import write_country
from training.dataset.cohorts import prepare
from training.evaluation.walk_forward import walk_forward
from training.metrics.bootstrap import Samples
from training.metrics.calibration import calibration_slope
from training.metrics.ranking import auc, listed_share, rank_rows
from training.plan.plan import TrainingPlan, make_plan

TODAY = dt.date(2026, 11, 22)
LISTS = ("lightgbm", "true_risk", "visible_risk", "rules", "school_only")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=60_000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--county", default="VS")
    parser.add_argument("--after-term", nargs="+", default=["M1", "M3"])
    parser.add_argument("--figure", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "county"
        write_country(
            records, pupils=asked.pupils, years=asked.years, seed=asked.seed, county=asked.county, tell=silent
        )
        truth = pd.concat(map(pd.read_parquet, sorted((records / "truth").glob("*.parquet"))))
        index = index_records(load_records(records, today=TODAY))
    plan = make_plan(
        index.records, (), terms=asked.after_term, outcomes=(), test_terms=6, workers=os.cpu_count() or 1,
    )  # fmt: skip
    print(f"{machine_line()}; {asked.pupils} pupils, {asked.years} years, seed {asked.seed}")
    print(f"as-of dates {', '.join(map(str, plan.dates))}; recall at {plan.capacity:.0%}")
    years = truth.groupby("school_year")["true_risk"].mean()
    print("mean true risk by school year: " + ", ".join(f"{year} {risk:.2%}" for year, risk in years.items()))
    evaluated = [_with_truth(term, truth) for term in walk_forward(prepare(index, plan, silent), plan, silent)]
    rows = [*(_row(str(term["as_of"].iloc[0]), term, plan) for term in evaluated), _pooled(evaluated, plan)]
    table = pd.DataFrame(rows).set_index("term")
    print(table.to_string(float_format=lambda value: f"{value:.3f}"))
    if asked.figure:
        _draw(table.iloc[:-1], asked.figure)


def _with_truth(term: object, truth: pd.DataFrame) -> pd.DataFrame:
    evaluated = term.evaluated
    year = evaluated.pupils["as_of"].map(lambda day: f"{day.year - (day.month < 9)}-{day.year + (day.month >= 9)}")
    rows = evaluated.pupils[["pupil_id", "as_of"]].assign(school_year=year, label=evaluated.labels, **evaluated.scores)
    known = truth.drop(columns="school_id").drop_duplicates(["pupil_id", "school_year"])
    joined = rows.merge(known, on=["pupil_id", "school_year"], how="left", validate="many_to_one")
    assert joined["true_risk"].notna().all(), "a evaluated child without a true risk"
    return joined


def _row(name: str, term: pd.DataFrame, plan: TrainingPlan) -> dict[str, object]:
    return {"term": name, "children": len(term), "cases": int(term["label"].sum()), **_figures([term], plan)}


def _pooled(terms: list[pd.DataFrame], plan: TrainingPlan) -> dict[str, object]:
    return {
        "term": "pooled", "children": sum(map(len, terms)), "cases": int(sum(term["label"].sum() for term in terms)),
        **_figures(terms, plan),
    }  # fmt: skip


def _figures(terms: list[pd.DataFrame], plan: TrainingPlan) -> dict[str, float]:
    rows = pd.concat(terms)
    recall = {}
    for name in LISTS:
        listed = np.concatenate([listed_share(term[name].to_numpy(), plan.capacity) for term in terms])
        recall[name] = float(listed @ rows["label"] / rows["label"].sum())
    helped, others = rows[rows["supported"]], rows[~rows["supported"]]
    return {
        **recall,
        "of true": recall["lightgbm"] / recall["true_risk"],
        "hidden": 1 - recall["visible_risk"] / recall["true_risk"],
        "AUC": _auc(rows, "lightgbm"),
        "AUC true": _auc(rows, "true_risk"),
        "helped o/e": float(helped["label"].sum() / helped["lightgbm"].sum()),
        "others o/e": float(others["label"].sum() / others["lightgbm"].sum()),
        "others slope": _slope(others),
    }


def _auc(rows: pd.DataFrame, name: str) -> float:
    labels = rows["label"].to_numpy()
    return auc(rank_rows(rows[name].to_numpy(), labels), np.ones(len(rows), dtype=np.int64))


def _slope(rows: pd.DataFrame) -> float:
    as_they_are = Samples(np.arange(len(rows)), np.ones((1, len(rows)), dtype=np.int64), whole_schools=False)
    found = calibration_slope(rows["label"].to_numpy(), rows["lightgbm"].to_numpy(), samples=as_they_are)
    return float("nan") if found.slope.value is None else found.slope.value


def _draw(table: pd.DataFrame, out: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.5, 3.6), layout="constrained")
    recall, calibration = figure.subplots(1, 2)
    for name, line in zip(LISTS, ("o-", "s--", "^:", "v-.", "x:"), strict=True):
        recall.plot(table.index, table[name], line, label=name)
    recall.set(ylabel="recall at 5 %", ylim=(0, None))
    for name, line in (("others o/e", "o-"), ("helped o/e", "s--")):
        calibration.plot(table.index, table[name], line, label=name.replace(" o/e", ""))
    calibration.axhline(1.0, color="grey", linewidth=0.8)
    calibration.set(ylabel="cases for each one expected", ylim=(0, None))
    for panel in (recall, calibration):
        panel.tick_params(axis="x", rotation=25)
        panel.grid(alpha=0.3)
        panel.legend(fontsize=8)
    figure.savefig(out, dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
