"""How well does Prezent find Open University students who will fail or withdraw, beside a plain LightGBM?

Fitted on both 2013 presentations and tested on 2014J, 28, 56 and 84 days after the start, only students who are still
registered; the horizon ends with the presentation. The plain LightGBM has its own defaults and the same features.

    python benchmarks/oulad.py [DATA]
"""

import argparse
import datetime as dt
import tempfile
from pathlib import Path

import numpy as np
from measured import machine_line

from features.importers import import_source
from features.point_in_time.record_index import RecordIndex, index_records
from features.progress import silent
from features.records.records import load_records
from models.risk.baselines import MODEL_NAMES
from training.dataset.cohorts import LabelledRows, prepare
from training.dataset.splits import Backtest, plan_backtest
from training.evaluation.backtest import EvaluatedRows, evaluate_models
from training.metrics.ranking import auc, precision_at_capacity, rank_rows, recall_at_capacity
from training.metrics.within_schools import compare_lists
from training.plan.plan import TrainingPlan
from training.promotion.verdicts import points

STARTS = (dt.date(2013, 2, 1), dt.date(2013, 10, 1), dt.date(2014, 10, 1))
LAST_DAY = 269
GOALS = {28: (0.71, 0.655), 56: (0.765, 0.655), 84: (0.80, 0.67)}
TARGETS = (("fail or withdraw", ("failed", "dropped_out")), ("withdraw", ("dropped_out",)))
CAPACITY = 0.05
TODAY = dt.date(2026, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    index = _index(parser.parse_args().data / "oulad")
    print(f"{machine_line()}; seed 7, settings of prezent train; recall and precision at {CAPACITY:.0%}")
    for day, goals in GOALS.items():
        for (title, outcomes), goal in zip(TARGETS, goals, strict=True):
            _report(index, day, title=title, outcomes=outcomes, goal=goal)


def _report(index: RecordIndex, day: int, *, title: str, outcomes: tuple[str, ...], goal: float) -> None:
    plan = TrainingPlan(
        outcomes=outcomes,
        as_of=tuple(start + dt.timedelta(days=day) for start in STARTS),
        horizon_days=LAST_DAY - day,
        capacity=CAPACITY,
    )
    rows = prepare(index, plan, silent).evaluation_rows()
    backtest = plan_backtest(rows, plan)
    evaluated = evaluate_models(rows, backtest, plan, silent)
    print(
        f"\nday {day}, {title}: {len(evaluated)} students, {evaluated.labels.mean():.1%} with the outcome, goal {goal}"
    )
    print(f"  withdrawn before that day among them: {_withdrawn(index, evaluated)}")
    print(f"  {'':<16}{'AUC':>8}{'recall':>8}{'precision':>11}{'by module':>11}{'Prezent ahead by module':>43}")
    by_module = compare_lists(evaluated.on_school_lists(plan), evaluated.scores, of="lightgbm")
    scores = {**{name: evaluated.scores[name] for name in MODEL_NAMES}, "plain LightGBM": _plain(rows, backtest)}
    ones = np.ones(len(evaluated), dtype=np.int64)
    for name, values in scores.items():
        ranked = rank_rows(values, evaluated.labels)
        recall, precision = (figure(ranked, ones, CAPACITY) for figure in (recall_at_capacity, precision_at_capacity))
        within = by_module.recall.get(name)
        print(
            f"  {name:<16}{auc(ranked, ones):>8.4f}{recall:>8.3f}{precision:>11.3f}"
            + (f"{within.value:>11.3f}" if within and within.value is not None else "")
            + (f"{points(by_module.ahead_of[name], 'en'):>43}" if name in by_module.ahead_of else ""),
            flush=True,
        )


def _plain(rows: LabelledRows, backtest: Backtest) -> np.ndarray:
    import lightgbm

    train, test = backtest.folds[0]
    values = rows.rows.values.to_numpy()
    model = lightgbm.LGBMClassifier(random_state=7, n_jobs=2, verbosity=-1).fit(values[train], rows.labels[train])
    return np.asarray(model.booster_.predict(values[test]))


def _withdrawn(index: RecordIndex, evaluated: EvaluatedRows) -> int:
    """Count the students of the list whose unregistration lies before the test date: there must be none."""
    enrolments = index.records["enrolments"].set_index("pupil_id")["left_on"]
    left = enrolments.reindex(evaluated.pupils["pupil_id"]).to_numpy()
    return int((left < np.datetime64(evaluated.pupils["as_of"].iloc[0], "s")).sum())


def _index(source: Path) -> RecordIndex:
    with tempfile.TemporaryDirectory() as folder:
        import_source("oulad", source, Path(folder) / "records")
        return index_records(load_records(Path(folder) / "records", today=TODAY))


if __name__ == "__main__":
    main()
