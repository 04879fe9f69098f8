"""The fit of the model that is registered."""

import datetime as dt

from features.point_in_time.register_recency import RecordingRate
from models.risk.calibration import fit_calibration
from models.risk.drift import references
from models.risk.lightgbm_fit import FitTrees, fit_trees
from models.risk.model import RiskModel, Target, TrainedOn, tabulated_trees
from models.risk.school_effect import school_sd
from training.dataset.cohorts import LabelledRows
from training.evaluation.backtest import EvaluatedRows, out_of_fold_margins
from training.plan.plan import TrainingPlan, month_and_day


def fit_final_model(
    rows: LabelledRows, plan: TrainingPlan, *, evaluated: EvaluatedRows, tables: frozenset[str],
    recording_rates: tuple[RecordingRate, ...], fit: FitTrees = fit_trees,
) -> RiskModel:  # fmt: skip
    """Fit on all labelled rows, the calibration on their out-of-fold margins.

    How much schools differ is estimated on the evaluated rows, which no model was fitted on. By ``recording_rates`` the
    model will know which silence of a class is too long. The trees are fitted by ``fit``, the margins in this process.
    """
    labels = rows.labels
    margins = out_of_fold_margins(
        rows.rows, labels, rows.ids, rows.features, plan.hyperparameters, seed=plan.seed, workers=plan.workers
    )
    text = fit(rows.rows.values, labels, rows.features, plan.hyperparameters).model_to_string()
    dates: tuple[dt.date, ...] = tuple(sorted(set(plan.as_of)))
    return RiskModel(
        trees=tabulated_trees(text),
        lightgbm_text=text,
        calibration=fit_calibration(margins, labels),
        catalogue=tuple(feature.entry() for feature in rows.features),
        school_sd=school_sd(
            evaluated.scores["lightgbm"], evaluated.labels, evaluated.pupils["school_id"].to_numpy(object)
        ),
        target=Target(
            plan.outcomes,
            plan.horizon(dates[-1]),
            until=month_and_day(plan.until) if plan.until else None,
            own_words={name: words for name, words in plan.own_words.items() if name in plan.outcomes},
        ),
        trained_on=TrainedOn(
            as_of=dates,
            tables=tuple(sorted(tables)),
            rows=len(rows),
            positives=int(labels.sum()),
            recording_rates=recording_rates,
            references=references(rows.features, rows.rows.values, rows.pupils),
        ),
        hyperparameters=plan.hyperparameters,
    )
