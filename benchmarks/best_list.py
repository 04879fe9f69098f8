"""How close do Prezent's lists come to the best possible ones, school by school and over the county?

An invented county knows what no record says: of each child the true risk of the year (``yearly``), or the hidden hazard
and state month by month (``hazard``, the harder county). As if retrained each term, this compares lists of 5 %, made in
every school (at least one child each) and one over the county, by: absences only, the schools' own rules, the school's
past alone, logistic regression, Prezent (``lightgbm``), the truth as it stands at the as-of date, and the ceiling, a
model that is given the features and that truth. Intervals are of schools drawn again, those of all seeds together and
few as they may be (Prezent's own intervals are of children where there are fewer than 20 schools).

    python benchmarks/best_list.py [--kinds yearly hazard] [--seeds 7 8 9] [--pupils 4000] [--county OT]
"""

import argparse
import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from hidden_truth import ceiling, with_truth
from measured import machine_line
from school_lists import OVER_ALL, WITHIN, draws, found, interval, mean_auc

from features.point_in_time.record_index import index_records
from features.progress import silent
from features.records.records import load_records
from features.synthetic.country import write_country
from training.dataset.cohorts import prepare
from training.evaluation.walk_forward import walk_forward
from training.plan.plan import make_plan

TODAY = dt.date(2026, 11, 22)
LISTS = ("absences_only", "rules", "school_only", "logistic", "lightgbm", "truth", "ceiling")
PAIRS = (("lightgbm", "absences_only"), ("lightgbm", "rules"), ("lightgbm", "logistic"), ("ceiling", "lightgbm"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", default=["yearly", "hazard"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[7, 8, 9])
    parser.add_argument("--pupils", type=int, default=4000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--county", default="OT")
    parser.add_argument("--after-term", nargs="+", default=["M1", "M3"])
    asked = parser.parse_args()
    print(f"{machine_line()}; {asked.pupils} pupils of {asked.county}, {asked.years} years; lists of 5 %", flush=True)
    for kind in asked.kinds:
        judged = []
        for seed in asked.seeds:
            judged.append(pd.concat(_judge(kind, seed, asked)).assign(seed=seed))
            _print(f"{kind}, seed {seed}", judged[-1])
        if len(judged) > 1:
            _print(f"{kind}, all seeds", pd.concat(judged))


def _judge(kind: str, seed: int, asked: argparse.Namespace) -> Iterator[pd.DataFrame]:
    """Give the evaluated children of each past retraining, with all scores."""
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "county"
        write_country(
            records, pupils=asked.pupils, years=asked.years, seed=seed, county=asked.county, kind=kind, tell=silent
        )
        truth = pd.concat(map(pd.read_parquet, sorted((records / "truth").glob("*.parquet"))))
        index = index_records(load_records(records, today=TODAY))
    workers = os.cpu_count() or 1
    plan = make_plan(index.records, (), terms=asked.after_term, outcomes=(), test_terms=6, workers=workers)
    cohorts = prepare(index, plan, silent)
    for term in walk_forward(cohorts, plan, silent):
        rows = with_truth(cohorts.as_on(term.as_of), truth)
        tested = rows.pupils["as_of"].to_numpy() == term.as_of
        train = np.isin(rows.pupils["as_of"].to_numpy(), term.trained_on)
        judged = pd.DataFrame({**term.evaluated.scores, "label": term.evaluated.labels})
        judged[["school_id", "as_of", "pupil_id"]] = term.evaluated.pupils[["school_id", "as_of", "pupil_id"]]
        assert (judged["pupil_id"].to_numpy() == rows.pupils["pupil_id"].to_numpy()[tested]).all()
        yield judged.assign(truth=rows.risk[tested], ceiling=ceiling(rows, train, tested, plan))[
            [*LISTS, "label", "school_id", "as_of"]
        ]


def _print(title: str, rows: pd.DataFrame) -> None:
    cases, schools = int(rows["label"].sum()), rows.groupby(["seed", "school_id"]).ngroups
    print(f"\n{title}: {len(rows)} children at {rows['as_of'].nunique()} dates, {cases} cases, {schools} schools")
    within, county = (found(rows, LISTS, by=by) for by in (WITHIN, OVER_ALL))
    drawn = draws(len(within))
    table = {
        name: {
            "in each school": interval(drawn, within[name], within["cases"]),
            "over the county": interval(drawn, county[name], county["cases"]),
            "AUC": f"{mean_auc(rows, name):.3f}",
        }
        for name in LISTS
    }
    for one, other in PAIRS:
        table[f"{one} - {other}"] = {
            "in each school": interval(drawn, within[one] - within[other], within["cases"]),
            "over the county": interval(drawn, county[one] - county[other], county["cases"]),
            "AUC": f"{mean_auc(rows, one) - mean_auc(rows, other):.3f}",
        }
    print(pd.DataFrame(table).T.to_string(), flush=True)


if __name__ == "__main__":
    main()
