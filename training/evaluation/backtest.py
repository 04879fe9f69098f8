"""Scores of the seven models for children they were not fitted on."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Floats, Labels, Positions
from features.catalogue.feature import FeatureSpec
from features.i18n.code_names import code_name
from features.i18n.text import Bilingual
from features.progress import Tell
from models.risk.baselines import BASELINES, MODEL_NAMES, FeatureRows
from models.risk.calibration import fit_calibration
from models.risk.fitting_pool import fitting_pool
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.model import fit_margins
from training.dataset.cohorts import LabelledRows
from training.dataset.splits import Backtest, group_folds
from training.metrics.within_schools import SchoolListRows, school_list_rows
from training.plan.plan import TrainingPlan

CALIBRATION_FOLDS = 5


@dataclass(frozen=True)
class EvaluatedRows:
    """The evaluated rows with every model's scores; each row was scored by models that were not fitted on it."""

    labels: Labels
    pupils: pd.DataFrame
    scores: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.labels)

    def by_date(self) -> Iterator[tuple[dt.date, Positions]]:
        """Yield each as-of date with the places of its rows."""
        dates = self.pupils["as_of"].to_numpy(object)
        for date in sorted(set(dates)):
            yield date, np.flatnonzero(dates == date)

    def on_school_lists(self, plan: TrainingPlan) -> SchoolListRows:
        """Return the rows on the lists of their schools and dates."""
        schools, pupils, dates = (self.pupils[name].to_numpy(object) for name in ("school_id", "pupil_id", "as_of"))
        return school_list_rows(self.labels, schools=schools, pupils=pupils, dates=dates, plan=plan)

    def take(self, places: Positions) -> "EvaluatedRows":
        """Return the rows at these places."""
        return EvaluatedRows(
            labels=self.labels[places],
            pupils=self.pupils.iloc[places].reset_index(drop=True),
            scores={name: each[places] for name, each in self.scores.items()},
        )


def pooled_rows(parts: Sequence[EvaluatedRows]) -> EvaluatedRows:
    """Put the evaluated rows of several dates together, with the scores that all of them have."""
    names = [name for name in parts[0].scores if all(name in part.scores for part in parts)]
    return EvaluatedRows(
        labels=np.concatenate([part.labels for part in parts]),
        pupils=pd.concat([part.pupils for part in parts], ignore_index=True),
        scores={name: np.concatenate([part.scores[name] for part in parts]) for name in names},
    )


def evaluate_models(rows: LabelledRows, backtest: Backtest, plan: TrainingPlan, tell: Tell) -> EvaluatedRows:
    """Fit all models on the training rows of each fold and score its test rows; folds are pooled."""
    scores: dict[str, list[Floats]] = {name: [] for name in MODEL_NAMES}
    split = code_name("split", backtest.split)
    for number, (train, test) in enumerate(backtest.folds, start=1):
        tell(
            Bilingual(
                f"backtest {split.en} ({number} of {len(backtest.folds)})",
                f"proba pe trecut, {split.ro} ({number} din {len(backtest.folds)})",
            )
        )
        fold_scores = _score_fold(rows, train, test, plan)
        for name in MODEL_NAMES:
            scores[name].append(fold_scores[name])
    places = np.concatenate([test for _, test in backtest.folds])
    return EvaluatedRows(
        labels=rows.labels[places],
        pupils=rows.pupils.iloc[places].reset_index(drop=True),
        scores={name: np.concatenate(parts) for name, parts in scores.items()},
    )


def out_of_fold_margins(
    rows: FeatureRows, labels: Labels, ids: npt.NDArray[np.object_], features: Sequence[FeatureSpec],
    hyperparameters: Hyperparameters, *, seed: int, pool: Executor,
) -> Floats:  # fmt: skip
    """Return for every row the margin of an ensemble fitted on other pupils, as soon as the pool has fitted them."""
    margins = np.empty(len(rows))

    def fill(fold: tuple[Positions, Positions]) -> None:
        train, test = fold
        margins[test] = fit_margins(
            rows.values, labels, features, hyperparameters, train=train, test=rows.values.iloc[test]
        )

    list(pool.map(fill, group_folds(ids, folds=CALIBRATION_FOLDS, seed=seed)))
    return margins


def _score_fold(rows: LabelledRows, train: Positions, test: Positions, plan: TrainingPlan) -> dict[str, Floats]:
    train_rows, test_rows, labels = rows.rows.take(train), rows.rows.take(test), rows.labels[train]

    def baselines() -> dict[str, Floats]:
        return {name: score(train_rows, labels, test_rows, rows.features) for name, score in BASELINES.items()}

    with fitting_pool(plan.workers) as pool:  # the longest first
        margins = pool.submit(
            fit_margins, train_rows.values, labels, rows.features, plan.hyperparameters, test=test_rows.values
        )
        scores = pool.submit(baselines)
        out_of_fold = out_of_fold_margins(
            train_rows, labels, rows.ids[train], rows.features, plan.hyperparameters, seed=plan.seed, pool=pool
        )
    calibration = fit_calibration(out_of_fold, labels)
    return {**scores.result(), "lightgbm": calibration.probability(margins.result())}
