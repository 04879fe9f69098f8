"""Does the past rate of a child's county, or of its villages or towns, make the lists better? (docs/decisions/0055)

Two invented counties together, as if retrained at six past dates, with and without the rate as a further feature:
percent of the finished enrolments of all schools of the place that left early, as ``school_past_left_share`` has it of
one school, with twenty of the usual 2 percent counted along. What a rate finds more is said of lists of 5 % made in
every school, with an interval of schools drawn again, and of one list over both counties.

    python benchmarks/past_rates.py [--kinds yearly hazard] [--seeds 7 8] [--pupils 4000] [--counties OT VS]
"""

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from best_list import TODAY
from measured import machine_line
from school_lists import OVER_ALL, WITHIN, draws, found, interval, mean_auc

from features.catalogue.school_context import PAST_CHILDREN, USUAL_PAST_SHARE, _finished, school_past_left_share
from features.point_in_time.record_index import RecordIndex, index_records
from features.progress import silent
from features.records.records import load_records
from features.schema.tables import LEFT_EARLY
from features.synthetic.country import area_plans, write_areas
from features.table.feature_table import FeatureTable
from training.dataset.cohorts import features_by_date, label_cohorts
from training.evaluation.walk_forward import walk_forward
from training.plan.plan import TrainingPlan, make_plan

WITHOUT = "without"
PLACES = ("county", "locality")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", default=["yearly", "hazard"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[7, 8])
    parser.add_argument("--pupils", type=int, default=4000, help="in each county")
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--counties", nargs="+", default=["OT", "VS"])
    asked = parser.parse_args()
    print(f"{machine_line()}; {asked.pupils} pupils of each of {', '.join(asked.counties)}; lists of 5 %", flush=True)
    for kind in asked.kinds:
        judged = []
        for seed in asked.seeds:
            judged.append(_judged(kind, seed, asked))
            _print(f"{kind}, seed {seed}", judged[-1])
        if len(judged) > 1:
            _print(f"{kind}, all seeds", pd.concat(judged))


def _judged(kind: str, seed: int, asked: argparse.Namespace) -> pd.DataFrame:
    """Give the evaluated children of all past retrainings, with the scores of the model without and with each rate."""
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "counties"
        areas = [
            replace(area, kind=kind)
            for county in asked.counties
            for area in area_plans(pupils=asked.pupils, years=asked.years, seed=seed, county=county)
        ]
        write_areas(records, areas, file_format="parquet", tell=silent)
        index = index_records(load_records(records, today=TODAY))
    plan = make_plan(index.records, (), terms=["M1", "M3"], outcomes=(), test_terms=6, workers=os.cpu_count() or 1)
    tables = list(features_by_date(index, plan, silent))
    scores = {WITHOUT: _scores(index, plan, tables)}
    for place in PLACES:
        scores[place] = _scores(index, plan, [_with_rate(table, place) for table in tables])
    keys = ["as_of", "pupil_id"]
    assert all((each[keys] == scores[WITHOUT][keys]).all(axis=None) for each in scores.values())
    return scores[WITHOUT].assign(**{name: each["score"] for name, each in scores.items()}, seed=seed)


def _scores(index: RecordIndex, plan: TrainingPlan, tables: Sequence[FeatureTable]) -> pd.DataFrame:
    """Score the children of each past retraining by models that were not fitted on them."""
    return pd.concat(_by_term(index, plan, tables), ignore_index=True)


def _by_term(index: RecordIndex, plan: TrainingPlan, tables: Sequence[FeatureTable]) -> Iterator[pd.DataFrame]:
    for term in walk_forward(label_cohorts(index, plan, tables), plan, silent):
        pupils = term.evaluated.pupils[["school_id", "as_of", "pupil_id"]]
        yield pupils.assign(score=term.evaluated.scores["lightgbm"], label=term.evaluated.labels)


def _with_rate(table: FeatureTable, place: str) -> FeatureTable:
    """Add the past rate of a place to a table of features, a feature like that of the school itself."""
    assert table.snapshot is not None
    cohort, finished = table.snapshot.cohort, _finished(table.snapshot)
    place_of = cohort.drop_duplicates("school").set_index("school")[place]
    left = (100.0 * finished["ending"].isin(LEFT_EARLY)).groupby(finished["school"].map(place_of))
    rate = (left.sum() + PAST_CHILDREN * USUAL_PAST_SHARE) / (left.size() + PAST_CHILDREN)
    name = f"{place}_past_left_share"
    values = table.values.assign(**{name: cohort[place].map(rate).to_numpy(np.float64)})
    spec = replace(school_past_left_share.spec, name=name)
    return replace(table, values=values, features=(*table.features, spec))


def _print(title: str, rows: pd.DataFrame) -> None:
    cases, schools = int(rows["label"].sum()), rows.groupby(["seed", "school_id"]).ngroups
    print(f"\n{title}: {len(rows)} children at {rows['as_of'].nunique()} dates, {cases} cases, {schools} schools")
    within, together = (found(rows, (WITHOUT, *PLACES), by=by) for by in (WITHIN, OVER_ALL))
    drawn, area = draws(len(within)), mean_auc(rows, WITHOUT)
    table = {WITHOUT: _row(drawn, within[WITHOUT], together[WITHOUT], within["cases"], auc=f"{area:.4f}")}
    for place in PLACES:
        more = [each[place] - each[WITHOUT] for each in (within, together)]
        auc = f"{mean_auc(rows, place) - area:+.4f}"
        table[f"rate of the {place}"] = _row(drawn, *more, within["cases"], auc=auc)
    print(pd.DataFrame(table).T.to_string(), flush=True)


def _row(drawn: np.ndarray, within: pd.Series, together: pd.Series, cases: pd.Series, *, auc: str) -> dict[str, str]:
    return {
        "in each school": interval(drawn, within, cases),
        "over both": interval(drawn, together, cases),
        "AUC": auc,
    }


if __name__ == "__main__":
    main()
