"""What do the lists of an invented county tell, and how long does telling take?

A model fitted on the county's terms as ``prezent train`` fits it; a list of 5 % of each school at later dates.
Redundant are two reasons of one theme for a child, and a reason that more than three fifths of a list's children have
word for word.

    python benchmarks/reasons_told.py [--pupils 4000] [--seed 7] [--seed 11] [--many 100000]
"""

import argparse
import datetime as dt
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from measured import machine_line

from features.point_in_time.record_index import RecordIndex, index_records
from features.progress import silent
from features.records.records import load_records
from features.synthetic.country import write_country
from models.explain.told_reasons import shared_of_lists, told_reasons
from models.ranking.ranked_list import RankedList
from models.ranking.scored_cohort import ScoredCohort, feature_cohort
from models.ranking.scorer import Scorer
from models.risk.calibration import fit_calibration
from models.risk.lightgbm_fit import Hyperparameters, fit_trees
from models.risk.model import RiskModel, Target, TrainedOn, tabulated_trees
from models.viewer import Viewer
from training.dataset.cohorts import prepare
from training.plan.plan import make_plan

TODAY = dt.date(2026, 11, 22)
DATES = (dt.date(2025, 12, 8), dt.date(2026, 2, 17), dt.date(2026, 4, 20))
CAPACITY, NEARLY_ALL = 0.05, 0.6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=4000)
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--many", type=int, default=0)
    asked = parser.parse_args()
    print(machine_line())
    for seed in asked.seed or [7, 11]:
        scorer, index = _county(asked.pupils, seed)
        lists = [found for day in DATES for found in _lists(scorer, index, day)]
        print(f"{asked.pupils} pupils, seed {seed}: {_redundancy(lists)}")
        if asked.many:
            _time(scorer.score(feature_cohort(index, DATES[1])), asked.many)


def _county(pupils: int, seed: int) -> tuple[Scorer, RecordIndex]:
    with tempfile.TemporaryDirectory() as folder:
        county = Path(folder) / "county"
        write_country(county, pupils=pupils, years=4, seed=seed, county="OT", tell=silent)
        index = index_records(load_records(county, today=TODAY))
    plan = make_plan(index.records, (), terms=["M1", "M3"], outcomes=())
    rows = prepare(index, plan, silent).final()
    values, tried = rows.rows.values, Hyperparameters(threads=2)
    booster = fit_trees(values, rows.labels, rows.features, tried)
    text = booster.model_to_string()
    model = RiskModel(
        trees=tabulated_trees(text),
        lightgbm_text=text,
        calibration=fit_calibration(booster.predict(values.to_numpy(np.float64), raw_score=True), rows.labels),
        catalogue=tuple(feature.entry() for feature in rows.features),
        school_sd=0.3,
        target=Target(("dropped_out",), 365),
        trained_on=TrainedOn((), ("attendance",), len(values), int(rows.labels.sum())),
        hyperparameters=tried,
    )
    return Scorer(model, "1"), index


def _lists(scorer: Scorer, index: RecordIndex, day: dt.date) -> list[RankedList]:
    cohort, viewer = scorer.score(feature_cohort(index, day)), Viewer("benchmark")
    return [
        scorer.list_of(cohort, viewer=viewer, capacity=CAPACITY, school_id=school) for school in cohort.features.schools
    ]


def _redundancy(lists: list[RankedList]) -> str:
    children = [pupil for found in lists for pupil in found.pupils]
    told = [[*pupil.told.raising, *pupil.told.lowering] for pupil in children]
    twice = np.mean([len({reason.theme for reason in mine}) < len(mine) for mine in told])
    plain = [[each for each in pupil.reasons if each.contribution > 0][:3] for pupil in children]
    plain_twice = np.mean([len({reason.theme for reason in mine}) < len(mine) for mine in plain])
    several = [found for found in lists if len(found.pupils) > 1]
    shared = np.mean([_share([[each.text.ro for each in pupil.told.raising] for pupil in f.pupils]) for f in several])
    plain_shared = np.mean(
        [_share([[e.text_ro for e in pupil.reasons if e.contribution > 0][:3] for pupil in f.pupils]) for f in several]
    )
    silent_children = np.mean([not pupil.told.raising for pupil in children])
    return (
        f"{len(lists)} lists, {len(children)} children; two reasons of one theme {twice:.1%} (the three strongest "
        f"features: {plain_twice:.1%}); lists with a reason shared {shared:.1%} (features: {plain_shared:.1%}); "
        f"lists with something said above {np.mean([bool(f.shared) for f in several]):.1%}; children of whom no reason "
        f"is told {silent_children:.1%}"
    )


def _share(texts: list[list[str]]) -> bool:
    counts = Counter(text for mine in texts for text in set(mine))
    return max(counts.values(), default=0) > NEARLY_ALL * len(texts)


def _time(cohort: ScoredCohort, many: int) -> None:
    places = np.resize(np.flatnonzero(~np.isnan(cohort.margins)), many)
    listed = places[: many // 20]
    started = time.perf_counter()
    cohort.model.trees.contributions_of(cohort.inputs[places])
    looked_up = time.perf_counter()
    explained = cohort.explained(listed)
    beside = time.perf_counter()
    lengths = np.bincount(np.arange(len(listed)) // 20).tolist()
    told_reasons(explained, shared_of_lists(explained, lengths, of_one_school=True).is_left_out)
    ended = time.perf_counter()
    print(
        f"  {many} children: contributions {looked_up - started:.2f} s; of the {len(listed)} listed, usual values "
        f"{beside - looked_up:.2f} s, themes and words {ended - beside:.2f} s"
    )


if __name__ == "__main__":
    main()
