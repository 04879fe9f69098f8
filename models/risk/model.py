"""The risk of each child, by one fitted and calibrated model."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from features.arrays import Floats, Labels, Positions
from features.catalogue.feature import CatalogueEntry, FeatureSpec
from features.days import next_month_day
from features.errors import Refused
from features.i18n.code_names import code_name, one_of
from features.i18n.dates import date_words
from features.i18n.text import Bilingual, Language
from features.point_in_time.register_recency import RecordingRate
from features.table.feature_table import FeatureTable
from models.drift.reference import TrainingStatistics
from models.explain.lightgbm_text import read_ensemble
from models.explain.tree_tables import TreeTables, tabulate_ensemble
from models.risk.calibration import Calibration
from models.risk.lightgbm_fit import Hyperparameters, fit_trees
from models.risk.school_effect import SharedEffect

_NAMED = 5


@dataclass(frozen=True)
class Predicted:
    """What a list predicts: one of these outcomes until the end of a day; ``words`` name them."""

    outcomes: tuple[str, ...]
    until: dt.date
    words: Bilingual

    def as_json(self) -> dict[str, Any]:
        """Return it with the fixed keys of the JSON answers."""
        return {
            "outcomes": list(self.outcomes),
            "until": self.until.isoformat(),
            "predicts_ro": self.sentence("ro"),
            "predicts_en": self.sentence("en"),
        }

    def sentence(self, language: Language) -> str:
        """Say what is predicted and until when."""
        until, words = date_words(self.until, language), self.words.said(language)
        return f"Până la {until}: {words}." if language == "ro" else f"By {until}: {words}."


@dataclass(frozen=True)
class Target:
    """What the model predicts: one of these outcomes within the horizon.

    Where the horizon ends on the same day each year, ``until`` is its month and day, such as (9, 30). ``own_words``
    are what outcomes are called that the records of the training declared themselves.
    """

    outcomes: tuple[str, ...]
    horizon_days: int
    until: tuple[int, int] | None = None
    own_words: Mapping[str, Bilingual] = field(default_factory=dict)

    def predicted(self, as_of: dt.date) -> Predicted:
        """Return what is predicted at a date.

        >>> Target(("failed",), 200, until=(9, 30)).predicted(dt.date(2026, 2, 15)).until.isoformat()
        '2026-09-30'
        """
        end = next_month_day(as_of, *self.until) if self.until else as_of + dt.timedelta(days=self.horizon_days)
        named = (self.own_words.get(outcome) or code_name("outcome", outcome) for outcome in self.outcomes)
        return Predicted(self.outcomes, end, one_of(named))


INVENTED_CHILDREN = Bilingual(
    "The model was trained on invented children: for trying out only.",
    "Model antrenat cu copii inventați: numai pentru încercare.",
)


@dataclass(frozen=True)
class TrainedOn:
    """What the model saw: its as-of dates, the record tables that were there, and what is usual in them.

    By ``recording_rates`` a class's silence is judged, by ``usual`` whether what schools write down has changed;
    without any of them nothing is said. ``counties`` are those of its schools, as far as they are known, and
    ``invented`` says that the children never were.
    """

    as_of: tuple[dt.date, ...]
    tables: tuple[str, ...]
    rows: int
    positives: int
    recording_rates: tuple[RecordingRate, ...] = ()
    usual: TrainingStatistics = field(default_factory=TrainingStatistics)
    counties: tuple[str, ...] = ()
    invented: bool = False


@dataclass(frozen=True)
class Risk:
    """Scores and explanations of children, row by row.

    ``margins`` are log-odds before calibration, ``scores`` calibrated probabilities, ``contributions`` one Shapley
    value per feature, shape (n, k): their sum over a row plus ``base_margin`` is the row's margin.
    """

    scores: Floats
    margins: Floats
    contributions: Floats
    base_margin: float


@dataclass(frozen=True)
class RiskModel:
    """A fitted ensemble with its calibration, and what one must know to use it rightly.

    ``trees`` are the ensemble tabulated, which scores and explains; ``lightgbm_text`` is the same ensemble as LightGBM
    wrote it, for whoever wants to read it with LightGBM. ``catalogue`` are its features, in the order of its columns.
    ``school_sd`` and ``shared`` say how much schools differ, each by itself and those of a county together.
    """

    trees: TreeTables
    lightgbm_text: str
    calibration: Calibration
    catalogue: tuple[CatalogueEntry, ...]
    school_sd: float
    target: Target
    trained_on: TrainedOn
    shared: SharedEffect = field(default_factory=SharedEffect)
    hyperparameters: Hyperparameters = field(default_factory=Hyperparameters)

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The names of the model's features, in the order of its columns."""
        return tuple(entry.name for entry in self.catalogue)

    def margins(self, values: pd.DataFrame) -> Floats:
        """Return log-odds before calibration, shape (n,), of rows with this model's features as columns."""
        return self.trees.margins_of(self._matrix(values))

    def risk(self, values: pd.DataFrame, *, threads: int = 1) -> Risk:
        """Score and explain rows with this model's features as columns."""
        matrix = self._matrix(values)
        margins = self.trees.margins_of(matrix, threads=threads)
        explained = self.trees.contributions_of(matrix, threads=threads)
        return Risk(self.calibration.probability(margins), margins, explained, self.trees.base_margin)

    def _matrix(self, values: pd.DataFrame) -> Floats:
        return np.asarray(values[list(self.feature_names)], dtype=np.float64)


def tabulated_trees(lightgbm_text: str) -> TreeTables:
    """Tabulate an ensemble that LightGBM wrote as text; Refused if it has what cannot be tabulated."""
    return tabulate_ensemble(read_ensemble(lightgbm_text))


def fit_margins(
    values: pd.DataFrame,
    labels: Labels,
    features: Sequence[FeatureSpec],
    hyperparameters: Hyperparameters,
    *,
    train: Positions | None = None,
    test: pd.DataFrame,
) -> Floats:
    """Fit the ensemble on the rows at ``train``, all by default, and return the margins of other rows."""
    booster = fit_trees(values, labels, features, hyperparameters, train=train)
    return np.asarray(booster.predict(test.to_numpy(np.float64), raw_score=True), dtype=np.float64)


def require_features(model: RiskModel, table: FeatureTable) -> None:
    """Refuse a feature table that has not the model's features, or has them in another unit, naming what differs."""
    by_name = {feature.name: feature for feature in table.features}
    missing = [name for name in model.feature_names if name not in by_name]
    if missing:
        shown, more = ", ".join(missing[:_NAMED]), len(missing) - _NAMED
        raise Refused(
            Bilingual(
                f"The records do not declare {shown}{f' and {more} more' if more > 0 else ''}, which the model was "
                "trained with; declare the columns in prezent.toml as in training, or train a model on these records.",
                f"Datele nu declară {shown}{f' și încă {more}' if more > 0 else ''}, cu care a fost antrenat "
                "modelul; declarați coloanele în prezent.toml ca la antrenare sau antrenați un model pe aceste date.",
            )
        )
    for entry in model.catalogue:
        if entry.unit != by_name[entry.name].unit:
            here = by_name[entry.name].unit
            raise Refused(
                Bilingual(
                    f"{entry.name} is in {here} here, the model was trained with it in {entry.unit}; declare the "
                    "column as in training, or train a model on these records.",
                    f"{entry.name} este aici în {here}, modelul a fost antrenat cu {entry.unit}; declarați coloana "
                    "ca la antrenare sau antrenați un model pe aceste date.",
                )
            )
