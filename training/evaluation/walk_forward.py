"""Past retrainings as they would have done, and the ageing of a model.

Each of the last test dates is taken as the day of a retraining. What trains for it are earlier dates whose label
windows were over by then, labelled by what was known by then; the day itself and up to three later as-of dates judge.
Children are kept in groups: whoever is evaluated is evaluated by a model that was fitted on other children.
"""

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Booleans, Floats, Labels, Positions
from features.catalogue.feature import FeatureSpec
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.partitions.process_memory import give_back_memory
from features.progress import Tell
from models.risk.baselines import BASELINES, MODEL_NAMES
from models.risk.calibration import fit_calibration
from models.risk.fitting_pool import fitting_pool
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.model import fit_margins
from training.dataset.cohorts import Cohorts, LabelledRows
from training.evaluation.backtest import CALIBRATION_FOLDS, EvaluatedRows
from training.evaluation.champion_comparison import ModelConfiguration
from training.plan.plan import POSITIVES_TO_FIT, POSITIVES_TO_JUDGE, TrainingPlan, left_out

CHAMPION = "champion"  # among the scores: the risk model fitted by the champion's features and hyperparameters
TERMS_ON = 3  # as-of dates after its own on which a retrained model is tried again


@dataclass(frozen=True)
class Retraining:
    """One past retraining: its day, the dates, rows and positives it was fitted on, and how it was evaluated.

    ``evaluated`` are all seven models on the children of that day, and as ``CHAMPION`` the risk model fitted by the
    champion's features and hyperparameters where it could be; ``later`` is the risk model alone on the children of the
    next as-of dates, by how many terms on.
    """

    as_of: dt.date
    trained_on: tuple[dt.date, ...]
    rows: int
    positives: int
    evaluated: EvaluatedRows
    later: Mapping[int, EvaluatedRows]


@dataclass(frozen=True)
class _Fit:
    """The features and hyperparameters by which the champion is fitted anew."""

    features: tuple[FeatureSpec, ...]
    hyperparameters: Hyperparameters

    def margins(self, values: pd.DataFrame, labels: Labels, *, test: pd.DataFrame) -> Floats:
        """Return the margins of the test rows by an ensemble fitted on the others."""
        names = [feature.name for feature in self.features]
        return fit_margins(values[names], labels, self.features, self.hyperparameters, test=test[names])


def walk_forward(
    cohorts: Cohorts, plan: TrainingPlan, tell: Tell, *, champion: ModelConfiguration | None = None
) -> tuple[Retraining, ...]:
    """Retrain as on each of the plan's last test dates, oldest first, also by what the champion is fitted by.

    A date with too few outcomes to fit or to judge is told and left out; a plan that is not split in time has none.
    """
    if not plan.is_time_split():
        return ()
    days = [date for date in plan.dates if plan.ready_for(date)]
    days = days[max(len(days) - plan.test_terms, 0) :]
    terms = []
    for number, day in enumerate(days, start=1):
        tell(
            Bilingual(
                f"as if retrained on {date_words(day, 'en')} ({number} of {len(days)})",
                f"ca și cum s-ar fi reantrenat la {date_words(day, 'ro')} ({number} din {len(days)})",
            )
        )
        term = _retrained(cohorts.as_on(day), day, plan, champion)
        give_back_memory()  # each thread of the fits leaves some behind, and it would add up
        if term is None:
            tell(left_out(day))
        else:
            terms.append(term)
    return tuple(terms)


def _retrained(
    rows: LabelledRows, day: dt.date, plan: TrainingPlan, champion: ModelConfiguration | None
) -> Retraining | None:
    as_of = rows.pupils["as_of"]
    train = as_of.isin(plan.ready_for(day)).to_numpy()
    tested = [date for date in plan.dates if date >= day][: TERMS_ON + 1]
    places = [np.flatnonzero((as_of == date).to_numpy()) for date in tested]
    if not _enough(rows.labels[train], POSITIVES_TO_FIT) or not _enough(rows.labels[places[0]], POSITIVES_TO_JUDGE):
        return None
    fits = _champions_fit(rows, plan, champion)
    scores = _out_of_fold(rows, train, tuple(_folds(rows, plan.seed)), places, plan, again=fits)
    calibration = fit_calibration(scores["lightgbm"][train], rows.labels[train])
    scores["lightgbm"] = calibration.probability(scores["lightgbm"])
    if champion and champion.is_of(rows.features, plan.hyperparameters):  # on the same rows the same model
        scores[CHAMPION] = scores["lightgbm"]
    return Retraining(
        as_of=day,
        trained_on=plan.ready_for(day),
        rows=int(train.sum()),
        positives=int(rows.labels[train].sum()),
        evaluated=_judged(rows, scores, places[0]),
        later={
            on: _judged(rows, {"lightgbm": scores["lightgbm"]}, mine)
            for on, mine in enumerate(places[1:], start=1)
            if _enough(rows.labels[mine], POSITIVES_TO_JUDGE)
        },
    )


def _champions_fit(rows: LabelledRows, plan: TrainingPlan, champion: ModelConfiguration | None) -> _Fit | None:
    """Return by what to fit the champion anew; None where it would be the same model, or the rows lack a feature."""
    known = {feature.name: feature for feature in rows.features}
    if not champion or champion.is_of(rows.features, plan.hyperparameters) or set(champion.features) - known.keys():
        return None
    return _Fit(tuple(known[name] for name in champion.features), champion.hyperparameters)


def _folds(rows: LabelledRows, seed: int) -> Iterator[tuple[Positions, Positions]]:
    """Split rows by pupil. The id alone says in which fold a child is, so that no other child's future can move it."""
    codes, pupils = pd.factorize(rows.ids)
    fold_of = np.array([zlib.crc32(f"{seed} {pupil}".encode()) % CALIBRATION_FOLDS for pupil in pupils])[codes]
    for fold in range(CALIBRATION_FOLDS):
        yield np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)


def _out_of_fold(
    rows: LabelledRows, train: Booleans, folds: tuple[tuple[Positions, Positions], ...], places: list[Positions],
    plan: TrainingPlan, *, again: _Fit | None,
) -> dict[str, Floats]:  # fmt: skip
    """Score each fold's children by models fitted on the others; of the risk model, margins also of training rows."""
    names = (*MODEL_NAMES, CHAMPION) if again else MODEL_NAMES
    scores = {name: np.full(len(rows), np.nan) for name in names}
    wanted = train.copy()
    wanted[np.concatenate(places)] = True
    today = np.zeros(len(rows), dtype=np.bool_)
    today[places[0]] = True

    def margins_of(fold: tuple[Positions, Positions]) -> None:
        others, mine = fold
        fit, margins = others[train[others]], mine[wanted[mine]]
        if len(margins):
            scores["lightgbm"][margins] = fit_margins(
                rows.rows.values, rows.labels, rows.features, plan.hyperparameters,
                train=fit, test=rows.rows.values.iloc[margins],
            )  # fmt: skip

    def simple_scores() -> None:
        for others, mine in folds:
            _simple_scores(rows, others[train[others]], mine[today[mine]], again, scores)

    with fitting_pool(plan.workers) as pool:
        simple = pool.submit(simple_scores)
        list(pool.map(margins_of, folds))
        simple.result()
    return scores


def _simple_scores(
    rows: LabelledRows, fit: Positions, judge: Positions, again: _Fit | None, scores: Mapping[str, Floats]
) -> None:
    """Fill in what the simple models score; one fold after the other, since each copies its rows several times."""
    if not len(judge):
        return
    fit_rows, labels, judge_rows = rows.rows.take(fit), rows.labels[fit], rows.rows.take(judge)
    for name, baseline in BASELINES.items():
        scores[name][judge] = baseline(fit_rows, labels, judge_rows, rows.features)
    if again:
        scores[CHAMPION][judge] = again.margins(fit_rows.values, labels, test=judge_rows.values)


def _judged(rows: LabelledRows, scores: Mapping[str, Floats], places: Positions) -> EvaluatedRows:
    return EvaluatedRows(
        labels=rows.labels[places],
        pupils=rows.pupils.iloc[places].reset_index(drop=True),
        scores={name: each[places] for name, each in scores.items()},
    )


def _enough(labels: npt.NDArray[np.int64], least: int) -> bool:
    return bool(least <= labels.sum() <= len(labels) - least)
