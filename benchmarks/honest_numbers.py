"""How often is a fair county called unfair, and how often does a county's list hold as many cases as it was told to?

Each invented county trains a model of its own, with fewer trees than a real training has so that many can be made; its
group check is asked on the last date, and the county that comes next in line, which it has not seen, is ranked by it.

    python benchmarks/honest_numbers.py [--counties 60] [--pupils 3000] [--years 4] [--kind hazard]
"""

import argparse
import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from measured import machine_line

from features.arrays import Floats
from features.point_in_time.record_index import index_records
from features.progress import silent
from features.records.records import load_records
from features.synthetic.country import write_country
from features.table.audit_groups import GROUPS
from models.ranking.expected_hits import expected_hits
from models.ranking.ordering import list_length
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.model import RiskModel
from models.risk.school_effect import mean_past_share
from training.dataset.cohorts import Cohorts, LabelledRows, prepare
from training.dataset.splits import plan_backtest
from training.evaluation.backtest import EvaluatedRows, evaluate_models
from training.evaluation.final_fit import fit_final_model
from training.metrics.bootstrap import draw_samples
from training.metrics.group_counts import count_groups
from training.metrics.group_fairness import far_below, recall_gaps
from training.plan.plan import make_plan

TODAY = dt.date(2026, 11, 22)
COUNTIES = ("OT", "IS", "VS", "CJ", "BV", "TL", "MM", "GJ", "AB", "CL", "DJ", "SB")
CAPACITY = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counties", type=int, default=60)
    parser.add_argument("--pupils", type=int, default=3000)
    parser.add_argument("--years", type=int, default=4)
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--kind", choices=["yearly", "hazard"], default="yearly")
    asked = parser.parse_args()
    print(f"{machine_line()}; {asked.counties} counties of {asked.pupils} pupils, {asked.years} years, {asked.kind}")
    failed = told = covered = narrow = lists = 0
    model: RiskModel | None = None
    for cohorts in _counties(asked):
        rows = cohorts.evaluation_rows()
        backtest = plan_backtest(rows, cohorts.plan, cohorts=cohorts)
        evaluated = evaluate_models(rows, backtest, cohorts.plan, silent)
        groups = _groups_far_below(evaluated, cohorts)
        failed, told = failed + bool(groups), told + (groups is not None)
        if model is not None:
            for place in (False, True):
                inside = _holds(model, cohorts.final(), shared=place)
                covered, narrow = covered + (inside if place else 0), narrow + (0 if place else inside)
            lists += 1
        model = fit_final_model(
            cohorts.final(), cohorts.plan, evaluated=evaluated, records=cohorts.index.records, recording_rates=()
        )
        print(
            f"unfair {failed} of {told}; held-out county covered {covered} of {lists}, without the shared effect "
            f"{narrow}; school sd {model.school_sd:.1f}, shared {model.shared.sd:.2f}; {groups}",
            flush=True,
        )


def _counties(asked: argparse.Namespace) -> Iterator[Cohorts]:
    for number in range(asked.counties):
        with tempfile.TemporaryDirectory() as folder:
            out, county = Path(folder) / "county", COUNTIES[number % len(COUNTIES)]
            write_country(
                out,
                pupils=asked.pupils,
                years=asked.years,
                seed=100 + number,
                county=county,
                kind=asked.kind,
                tell=silent,
            )
            index = index_records(load_records(out, today=TODAY))
        plan = make_plan(
            index.records, (), terms=["M1", "M3"], outcomes=(), capacity=CAPACITY,
            hyperparameters=Hyperparameters(trees=asked.trees),
        )  # fmt: skip
        yield prepare(index, plan, silent)


def _groups_far_below(evaluated: EvaluatedRows, cohorts: Cohorts) -> list[str] | None:
    """Return the groups that the check would name; None where it cannot say anything."""
    schools, pupils = (evaluated.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id"))
    samples = draw_samples(schools, pupils, plan=cohorts.plan)
    counts, reference = (
        count_groups(
            evaluated.labels, evaluated.scores[name], groups=evaluated.pupils[list(GROUPS)], samples=samples,
            capacity=CAPACITY,
        )
        for name in ("lightgbm", "logistic")
    )  # fmt: skip
    gaps = recall_gaps(counts, reference)
    return [f"{each.by} {each.group}" for each in far_below(gaps)] if gaps else None


def _holds(model: RiskModel, rows: LabelledRows, *, shared: bool) -> bool:
    """Tell whether the list of another county, at its last date, has as many cases as its interval says."""
    last = np.flatnonzero((rows.pupils["as_of"] == rows.pupils["as_of"].max()).to_numpy())
    scores: Floats = model.calibration.probability(model.margins(rows.rows.values.iloc[last]))
    listed = np.argsort(-scores, kind="stable")[: list_length(CAPACITY, len(last))]
    shared_sd = model.shared.elsewhere(mean_past_share(rows.rows.values.iloc[last])) if shared else 0.0
    expected = expected_hits(scores[listed], rows.schools[last][listed], model.school_sd, shared_sd=shared_sd)
    return bool(expected.low <= int(rows.labels[last][listed].sum()) <= expected.high)


if __name__ == "__main__":
    main()
