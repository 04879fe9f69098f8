"""Prezent from Python: read records, compute features, train, load a version, rank and explain.

These six functions do what the commands of the same names do, with the same models and the same configuration;
``docs/how-to/python.md`` shows each. Dates may be written as text, ``"2026-02-15"``. What is wrong is raised as
``features.errors.PrezentError``, whose text is the English sentence.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.viewer import Viewer
from prezent.settings import for_owner_only, quieten_libraries, read_settings

if TYPE_CHECKING:
    import pandas as pd

    from features.records.records import Records
    from models.ranking.ranked_list import RankedList, RankedPupil
    from models.ranking.scorer import Scorer
    from training.reporting.report import Report

__all__ = ["explain", "feature_table", "load_model", "rank", "read_records", "train"]

PROGRAM = Viewer("program")  # whoever writes one has read the records already


def read_records(folder: str | Path, *, today: dt.date | str | None = None) -> "Records":
    """Read and check a record folder, or the records of a database: ``records.sqlite``, ``postgresql://...``.

    Parameters
    ----------
    today
        No event may be dated later; by default the day it is.

    Raises
    ------
    UsageError
        If there is no such folder.
    RecordsError
        If anything in it is wrong; it carries every problem.
    """
    from features.records.records import load_records
    from features.store.source import records_at

    return load_records(records_at(folder), today=read_settings().today if today is None else _day(today))


def feature_table(records: "Records", as_of: dt.date | str) -> "pd.DataFrame":
    """Return one row per child in school at a date: pupil_id, school_id, class_label and every feature as float64.

    Only what was known strictly before ``as_of`` is used; NaN is a missing value.
    """
    import pandas as pd

    from features.point_in_time.record_index import index_records
    from features.table.feature_table import build_features

    table = build_features(index_records(records), _day(as_of))
    return pd.concat([table.pupils, table.values], axis=1)


def train(
    records: "Records", *, as_of: Sequence[dt.date | str] = (), after_terms: Sequence[str] = (),
    outcomes: Sequence[str] = (), tracking_uri: str | None = None, **options: Any,
) -> "Report":  # fmt: skip
    """Backtest, fit and calibrate a model, and register it in MLflow as challenger, like ``prezent train``.

    Parameters
    ----------
    as_of, after_terms
        Past dates, or instead names of terms after whose last day is learnt; the last date judges.
    outcomes
        What to predict; by default leaving school early.
    tracking_uri
        Another MLflow than the configured one.
    options
        Further fields of ``training.plan.plan.TrainingPlan``, such as ``horizon_days=365``.

    Raises
    ------
    Refused
        If a horizon is not over yet, or there are too few outcomes to learn from or to judge by.
    """
    quieten_libraries()
    from features.progress import silent
    from training.pipeline import train as run_training
    from training.plan.plan import make_plan

    settings = read_settings()
    dates = tuple(map(_day, as_of))
    options.setdefault("workers", settings.workers)
    options.setdefault("own_outcomes", records.declared.words.own_outcomes)
    options.setdefault("own_words", records.declared.words.outcome_words)
    plan = make_plan(records, dates, terms=tuple(after_terms), outcomes=tuple(outcomes), **options)
    settings.make_folder()
    with for_owner_only():
        return run_training(
            lambda: records, plan,
            tracking_uri=tracking_uri or settings.tracking_uri, artifacts=settings.artifacts, tell=silent,
        )  # fmt: skip


def load_model(model: str = "champion", *, tracking_uri: str | None = None) -> "Scorer":
    """Load a version of the model by its number or alias; Refused if there is none."""
    quieten_libraries()
    from models.ranking.scorer import Scorer
    from models.registry.registry import Registry

    settings = read_settings()
    settings.make_folder()
    with for_owner_only():
        return Scorer(*Registry(tracking_uri or settings.tracking_uri).load(model))


def rank(
    model: "Scorer", records: "Records", as_of: dt.date | str, *, capacity: float, school_id: str | None = None
) -> "RankedList":
    """Rank the children in school at a date, or those of one school; see ``Scorer.rank``."""
    from features.point_in_time.record_index import index_records

    return model.rank(index_records(records), _day(as_of), viewer=PROGRAM, capacity=capacity, school_id=school_id)


def explain(model: "Scorer", records: "Records", as_of: dt.date | str, *, pupil_id: str) -> "RankedPupil":
    """Explain the score of one child at a date; see ``Scorer.explain``."""
    from features.point_in_time.record_index import index_records

    return model.explain(index_records(records), _day(as_of), viewer=PROGRAM, pupil_id=pupil_id)


def _day(day: dt.date | str) -> dt.date:
    return day if isinstance(day, dt.date) else dt.date.fromisoformat(day)
