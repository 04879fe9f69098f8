"""How far ahead of counting absences could any list be, with the same places?

A perfect list holds nothing but cases until it has all. Its recall minus that of a list by absences, made school by
school with the same places, is the most that a model could be ahead. Nothing is fitted, so that it takes little time:
Open University by module, Cortez & Silva by school, and invented counties over their past test dates.

    python benchmarks/room.py [DATA] [--kinds yearly hazard] [--seeds 7 8 9] [--pupils 4000] [--county OT]
"""

import argparse
import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path

import cortez_silva
import numpy as np
import oulad
from best_list import TODAY
from measured import machine_line

from features.point_in_time.record_index import RecordIndex, index_records
from features.progress import silent
from features.records.records import load_records
from features.synthetic.country import write_country
from models.risk.baselines import absences_scores
from training.dataset.cohorts import LabelledRows, prepare
from training.metrics.within_schools import school_list_rows
from training.plan.plan import TrainingPlan, make_plan

CAPACITY = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--kinds", nargs="*", default=["yearly", "hazard"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[7, 8, 9])
    parser.add_argument("--pupils", type=int, default=4000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--county", default="OT")
    asked = parser.parse_args()
    print(f"{machine_line()}; lists of {CAPACITY:.0%} in each school or module, recall")
    print(f"{'':<36}{'cases':>7}{'places':>8}{'absences':>10}{'perfect':>9}{'most ahead':>12}")
    _oulad(oulad._index(asked.data / "oulad"))
    for subject, file in cortez_silva.SUBJECTS.items():
        index = cortez_silva._index(asked.data / "uci_student_performance" / file)
        plan = TrainingPlan(
            outcomes=("failed",), as_of=(cortez_silva.SETUPS["A"],), until="06-30", split="pupil", capacity=CAPACITY
        )
        _print(f"UCI, {subject}", prepare(index, plan, silent).evaluation_rows(), plan.dates, plan)
    for kind in asked.kinds:
        for seed in asked.seeds:
            _county(kind, seed, asked)


def _oulad(index: RecordIndex) -> None:
    for day in oulad.GOALS:
        for title, outcomes in oulad.TARGETS:
            date = oulad.STARTS[-1] + dt.timedelta(days=day)
            plan = TrainingPlan(
                outcomes=outcomes, as_of=(date,), horizon_days=oulad.LAST_DAY - day, capacity=CAPACITY, split="pupil"
            )
            _print(f"OULAD, day {day}, {title}", prepare(index, plan, silent).evaluation_rows(), plan.dates, plan)


def _county(kind: str, seed: int, asked: argparse.Namespace) -> None:
    """Print the line of the dates on which ``best_list.py`` judges: the last six for which one could be fitted."""
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "county"
        write_country(
            records, pupils=asked.pupils, years=asked.years, seed=seed, county=asked.county, kind=kind, tell=silent
        )
        index = index_records(load_records(records, today=TODAY))
    plan = make_plan(index.records, (), terms=["M1", "M3"], outcomes=(), test_terms=6)
    plan = replace(plan, capacity=CAPACITY)
    days = [day for day in plan.dates if plan.ready_for(day)][-plan.test_terms :]
    title = f"{asked.county} {asked.pupils}, {kind}, seed {seed}"
    _print(title, prepare(index, plan, silent).final(), tuple(days), plan)


def _print(title: str, rows: LabelledRows, days: tuple[dt.date, ...], plan: TrainingPlan) -> None:
    here = np.flatnonzero(np.isin(rows.pupils["as_of"].to_numpy(), days))
    labels, tested = rows.labels[here], rows.rows.take(here)
    schools, pupils, dates = (rows.pupils[name].to_numpy(object)[here] for name in ("school_id", "pupil_id", "as_of"))
    lists = school_list_rows(labels, schools=schools, pupils=pupils, dates=dates, plan=plan)
    by_absences = lists.totals(absences_scores(tested, labels, tested, rows.features)).recall().value or 0.0
    perfect = lists.totals(labels.astype(float)).recall().value or 0.0
    print(
        f"{title:<36}{lists.cases:>7}{int(lists.lists.places.sum()):>8}{by_absences:>10.3f}{perfect:>9.3f}"
        f"{perfect - by_absences:>+12.3f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
