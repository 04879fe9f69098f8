"""The fit of the model that is registered."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from features.arrays import Texts
from features.point_in_time.register_recency import RecordingRate
from features.records.records import Records
from models.drift.reference import salt_of, training_statistics
from models.ranking.list_warnings import county_of_school
from models.risk.calibration import fit_calibration
from models.risk.fitting_pool import fitting_pool
from models.risk.lightgbm_fit import FitTrees, fit_trees
from models.risk.model import RiskModel, Target, TrainedOn, tabulated_trees
from models.risk.school_effect import CountyDate, mean_past_share, school_sd, shared_effect
from training.dataset.cohorts import LabelledRows
from training.evaluation.backtest import EvaluatedRows, out_of_fold_margins
from training.plan.plan import TrainingPlan, month_and_day


def fit_final_model(
    rows: LabelledRows, plan: TrainingPlan, *, evaluated: EvaluatedRows, records: Records,
    past: Sequence[EvaluatedRows] = (), recording_rates: tuple[RecordingRate, ...], fit: FitTrees = fit_trees,
) -> RiskModel:  # fmt: skip
    """Fit on all labelled rows, the calibration on their out-of-fold margins.

    How much schools differ is estimated on the evaluated rows, which no model was fitted on; how much all of a county
    differ together, on those of the ``past`` retrainings. By ``recording_rates`` the model will know which silence of a
    class is too long. The trees are fitted by ``fit``, the margins in this process.
    """
    labels = rows.labels
    with fitting_pool(plan.workers) as pool:  # the longest first
        fitted = pool.submit(fit, rows.rows.values, labels, rows.features, plan.hyperparameters)
        own = pool.submit(
            school_sd, evaluated.scores["lightgbm"], evaluated.labels, _schools(evaluated),
            dates=evaluated.pupils["as_of"].to_numpy(object),
        )  # fmt: skip
        margins = out_of_fold_margins(
            rows.rows, labels, rows.ids, rows.features, plan.hyperparameters, seed=plan.seed, pool=pool
        )
    text, own_effect = fitted.result().model_to_string(), own.result()
    dates: tuple[dt.date, ...] = tuple(sorted(set(plan.as_of)))
    return RiskModel(
        trees=tabulated_trees(text),
        lightgbm_text=text,
        calibration=fit_calibration(margins, labels),
        catalogue=tuple(feature.entry() for feature in rows.features),
        school_sd=own_effect,
        shared=replace(
            shared_effect(list(_county_dates(past or [evaluated], records)), own_effect),
            past_share=mean_past_share(rows.rows.values),
        ),
        target=Target(
            plan.outcomes,
            plan.horizon(dates[-1]),
            until=month_and_day(plan.until) if plan.until else None,
            own_words={name: words for name, words in plan.own_words.items() if name in plan.outcomes},
        ),
        trained_on=TrainedOn(
            as_of=dates,
            tables=tuple(sorted(records.given)),
            rows=len(rows),
            positives=int(labels.sum()),
            recording_rates=recording_rates,
            usual=training_statistics(rows.features, rows.rows.values, rows.pupils, salt=salt_of(text)),
            counties=tuple(sorted(set(county_of_school(records).values()))),
            invented=records.declared.invented,
        ),
        hyperparameters=plan.hyperparameters,
    )


def _county_dates(evaluated: Sequence[EvaluatedRows], records: Records) -> Iterator[CountyDate]:
    """Yield the evaluated rows of each county at each date; schools without a county are one together."""
    county_of = county_of_school(records)
    for rows in evaluated:
        schools = _schools(rows)
        counties = np.array([county_of.get(str(school), "") for school in schools], dtype=object)
        for _, places in rows.by_date():
            for county in dict.fromkeys(counties[places]):
                mine = places[counties[places] == county]
                yield CountyDate(rows.scores["lightgbm"][mine], rows.labels[mine], schools[mine])


def _schools(evaluated: EvaluatedRows) -> Texts:
    return np.asarray(evaluated.pupils["school_id"].to_numpy(object))
