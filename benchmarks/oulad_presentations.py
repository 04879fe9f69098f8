"""Are lists by module ahead of counting absences on OULAD, as if retrained before each presentation?

`oulad.py` judges on the one presentation 2014J. This judges, as counties are judged over past dates, on each that has
one ended before it: 2013J and 2014B (fitted on 2013B), and 2014J (fitted on 2013B, 2013J and 2014B). The protocol, as
it was written down before the first run:

- judged are the students of that presentation still registered 28, 56 or 84 days after its first day, in lists of 5 %
  of each module; students of an earlier presentation still under way on that day are not judged;
- the plan is one of `prezent train --until 09-30`, so that an outcome counts to the end of a presentation, whatever the
  day. With `--horizon` in days, an earlier day of a term would be judged before its final marks. What trains is what
  the plan says is ready, with labels by what was known before the test date; that only presentations that had ended by
  then train is checked for every row;
- "six days" trains with days 28, 42, 56, 70, 84 and 98 of each ended presentation, "one day" with the judged day alone;
  logistic regression and rules have the six. Trees as in `prezent train` (three ensembles), seeds 7 and 11. Calibration
  does not change the order of a list, and is left out;
- intervals are the house's: seven modules are too few to be drawn, so students are, each person with all modules and
  presentations; 2,000 samples, the same for all lists. "Most ahead" is a list with nothing but cases as long as there
  are any.

That six days train was chosen after looking at results on these same presentations; an interval does not know that.

    python benchmarks/oulad_presentations.py [DATA] [--days 28 56 84]
"""

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from measured import machine_line
from oulad import CAPACITY, GOALS, TARGETS, _index

from features.arrays import Booleans, Floats, Positions
from features.point_in_time.record_index import RecordIndex
from features.table.feature_table import FeatureTable, build_features
from models.risk.baselines import absences_scores, logistic_scores, rules_scores
from models.risk.model import fit_margins
from training.dataset.cohorts import LabelledRows, label_cohorts
from training.dataset.splits import plan_backtest
from training.evaluation.backtest import EvaluatedRows, pooled_rows
from training.metrics.bootstrap import Estimate
from training.plan.plan import TrainingPlan

STARTS = {
    "2013B": dt.date(2013, 2, 1),
    "2013J": dt.date(2013, 10, 1),
    "2014B": dt.date(2014, 2, 1),
    "2014J": dt.date(2014, 10, 1),
}
JUDGED = ("2013J", "2014B", "2014J")
DAYS = (28, 42, 56, 70, 84, 98)
SEEDS = (7, 11)
BASELINES = {"absences only": absences_scores, "rules": rules_scores, "logistic": logistic_scores}
PREZENT = f"six days, seed {SEEDS[0]}"


@dataclass(frozen=True)
class Dates:
    """When each presentation ended, by its name, and the features at a date."""

    ended: Mapping[str, dt.date]
    table: Callable[[dt.date], FeatureTable]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--days", nargs="+", type=int, choices=list(GOALS), default=list(GOALS))
    asked = parser.parse_args()
    index = _index(asked.data / "oulad")
    terms = index.records["terms"]
    ended = {name: day.date() for name, day in zip(terms["school_year"].astype(str), terms["ends_on"], strict=True)}
    dates = Dates(ended, cache(lambda day: build_features(index, day)))
    print(f"{machine_line()}; lists of {CAPACITY:.0%} of each module; recall in %, leads in points; * beyond noise")
    for day in asked.days:
        for title, outcomes in TARGETS:
            print(f"\nday {day}, {title}")
            plans = [_plan(name, day, outcomes=outcomes) for name in JUDGED]
            parts = [_judged(index, plan, dates, name=name) for name, plan in zip(JUDGED, plans, strict=True)]
            _print_pooled(pooled_rows(parts), plans[0])
            for name, part, plan in zip(JUDGED, parts, plans, strict=True):
                _print_part(name, part, plan)


def _plan(test: str, day: int, *, outcomes: tuple[str, ...]) -> TrainingPlan:
    """Return the plan whose last date is the judged one, with every day of the presentations begun before it."""
    begun = [start for start in STARTS.values() if start < STARTS[test]]
    earlier = (start + dt.timedelta(days=each) for start in begun for each in DAYS)
    return TrainingPlan(
        outcomes=outcomes,
        as_of=(*earlier, STARTS[test] + dt.timedelta(days=day)),
        until="09-30",
        capacity=CAPACITY,
        split="time",
        bootstrap_samples=2000,
    )


def _judged(index: RecordIndex, plan: TrainingPlan, dates: Dates, *, name: str) -> EvaluatedRows:
    """Return the presentation's students with the scores of all, fitted on what had ended; exit if one had not."""
    rows = label_cohorts(index, plan, [dates.table(date) for date in plan.dates]).evaluation_rows()
    train, test = plan_backtest(rows, plan).folds[0]
    of = _presentations(rows.ids)
    for trained in np.unique(of[train]):
        if dates.ended[trained] >= plan.dates[-1]:
            raise SystemExit(f"{trained} had not ended on {plan.dates[-1]}")
    test = test[of[test] == name]
    one_day = train[_on_day(rows, train, (plan.dates[-1] - STARTS[name]).days)]
    print(f"  {name} on {plan.dates[-1]}: {_trained(of, rows, train)}")
    scores = _scores(rows, plan, train=train, test=test, one_day=one_day)
    people = rows.pupils.iloc[test].reset_index(drop=True)
    people["pupil_id"] = [each.split("-")[0] for each in people["pupil_id"]]  # one person, whatever it attends
    return EvaluatedRows(rows.labels[test], people, scores)


def _scores(
    rows: LabelledRows, plan: TrainingPlan, *, train: Positions, test: Positions, one_day: Positions
) -> dict[str, Floats]:
    fitted, judged, labels = rows.rows.take(train), rows.rows.take(test), rows.labels[train]
    scores = {name: score(fitted, labels, judged, rows.features) for name, score in BASELINES.items()}
    for days, places in {"one day": one_day, "six days": train}.items():
        for seed in SEEDS:
            scores[f"{days}, seed {seed}"] = fit_margins(
                rows.rows.values, rows.labels, rows.features, replace(plan.hyperparameters, seed=seed),
                train=places, test=judged.values,
            )  # fmt: skip
    return scores


def _presentations(ids: npt.NDArray[np.object_]) -> npt.NDArray[np.str_]:
    """Return the presentation of each pupil, the last part of its id."""
    return np.array([each.rsplit("-", 1)[1] for each in ids])


def _on_day(rows: LabelledRows, places: Positions, day: int) -> Booleans:
    """Tell which rows are of that day after the first day of a presentation."""
    dates = [start + dt.timedelta(days=day) for start in STARTS.values()]
    return np.isin(rows.pupils["as_of"].to_numpy(object)[places], dates)


def _trained(of: npt.NDArray[np.str_], rows: LabelledRows, train: Positions) -> str:
    days = len(set(rows.pupils["as_of"].to_numpy(object)[train]))
    return f"{len(train)} rows of {', '.join(np.unique(of[train]))} at {days} dates, {rows.labels[train].sum()} cases"


def _print_pooled(rows: EvaluatedRows, plan: TrainingPlan) -> None:
    lists = rows.on_school_lists(plan)
    totals = {name: lists.totals(scores) for name, scores in rows.scores.items()}
    absences, perfect = totals["absences only"], lists.totals(rows.labels.astype(float))
    print(
        f"  pooled: {len(rows)} students, {lists.cases} cases, {lists.lists.places.sum()} places, "
        f"most ahead {_points(perfect.recall_ahead_of(absences).value)}; drawn: {lists.drawn}"
    )
    print(f"  {'':<18}{'recall':>7}  {'ahead of absences':<25}{PREZENT}, ahead of it")
    for name, each in totals.items():
        print(
            f"  {name:<18}{100 * (each.recall().value or 0):>7.1f}  {_lead(each.recall_ahead_of(absences)):<25}"
            f"{_lead(totals[PREZENT].recall_ahead_of(each))}",
            flush=True,
        )


def _print_part(name: str, rows: EvaluatedRows, plan: TrainingPlan) -> None:
    lists = rows.on_school_lists(plan)
    absences, perfect = lists.totals(rows.scores["absences only"]), lists.totals(rows.labels.astype(float))
    print(
        f"  {name}: {len(rows)} students, {lists.cases} cases, {lists.lists.places.sum()} places, absences "
        f"{100 * (absences.recall().value or 0):.1f}, most ahead {_points(perfect.recall_ahead_of(absences).value)}"
    )
    for scoring in ("logistic", *(each for each in rows.scores if "seed" in each)):
        lead = _lead(lists.totals(rows.scores[scoring]).recall_ahead_of(absences))
        print(f"    {scoring:<18}{lead}", flush=True)


def _lead(lead: Estimate) -> str:
    if lead.low is None or lead.high is None:
        return _points(lead.value)
    if lead.low == lead.high == 0:
        return "the same list"
    mark = "*" if lead.low > 0 or lead.high < 0 else ""
    return f"{_points(lead.value)} ({_points(lead.low)} to {_points(lead.high)}){mark}"


def _points(share: float | None) -> str:
    return "" if share is None else f"{round(100 * share, 1) + 0.0:+.1f}"


if __name__ == "__main__":
    main()
