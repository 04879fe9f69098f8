"""The challenger beside the champion, on the same children.

The champion was fitted on all that was known at its time. Children whose outcome it was fitted on, from a date whose
label window reaches beyond the test date, would flatter it; its recall is compared on the others only. Who is on the
list needs no outcome and is compared for all.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Booleans, Floats, Positions
from features.catalogue.feature import FeatureSpec
from features.days import day_of
from features.point_in_time.cohort import cohort_at
from models.ranking.ordering import order
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.model import RiskModel
from training.dataset.cohorts import Cohorts
from training.evaluation.backtest import EvaluatedRows
from training.metrics.within_schools import SchoolLists
from training.plan.plan import TrainingPlan

REASONS_FOR_CHANGE = 3


@dataclass(frozen=True)
class Champion:
    """The version that is in use: its number, its model, and its tags."""

    version: str
    model: RiskModel
    tags: Mapping[str, str]

    def plan(self) -> TrainingPlan:
        """Return what it was trained for, as far as it is known."""
        target, until = self.model.target, self.tags.get("until") or None
        days = None if until else target.horizon_days
        return TrainingPlan(
            self.model.trained_on.as_of, target.outcomes,
            horizon_days=days, until=until, own_outcomes=target.outcomes,
        )  # fmt: skip

    def configuration(self) -> "ModelConfiguration":
        """Return what it can be fitted again by."""
        return ModelConfiguration(self.model.feature_names, self.model.hyperparameters)


@dataclass(frozen=True)
class ModelConfiguration:
    """What a model is fitted by, whatever the records: its features and its hyperparameters."""

    features: tuple[str, ...]
    hyperparameters: Hyperparameters

    def is_of(self, features: Sequence[FeatureSpec], hyperparameters: Hyperparameters) -> bool:
        """Tell whether a model of these features and hyperparameters, fitted on the same rows, would be the same."""
        return self.hyperparameters == hyperparameters and set(self.features) == {feature.name for feature in features}


@dataclass(frozen=True)
class Change:
    """How much of the lists made school by school stays: the share of the challenger's that is on the champion's too.

    ``because_of`` names the features whose contributions moved the children who come and go most, strongest first.
    """

    stays: float
    because_of: tuple[str, ...]


@dataclass(frozen=True)
class ChampionComparison:
    """The champion's score of each evaluated child, the places of those it was not fitted on, and the list's change."""

    scores: Floats
    unseen: Positions
    change: Change


def compare(
    champion: Champion, challenger: RiskModel, *, cohorts: Cohorts, evaluated: EvaluatedRows, values: pd.DataFrame
) -> ChampionComparison | None:
    """Score the evaluated children with the champion too; None if the records lack a feature that it needs.

    Parameters
    ----------
    champion, challenger
        The model in use, and the one that is to be registered.
    cohorts, evaluated
        The children of all dates, and those evaluated with the challenger's out-of-sample scores.
    values
        The features of the evaluated children, row by row.
    """
    if not set(champion.model.feature_names) <= set(values.columns):
        return None
    scores = champion.model.calibration.probability(champion.model.margins(values))
    lists, pupils = evaluated.on_school_lists(cohorts.plan).lists, evaluated.pupils["pupil_id"]
    ours, theirs = (_listed(each, pupils, lists) for each in (evaluated.scores["lightgbm"], scores))
    return ChampionComparison(
        scores=scores,
        unseen=np.flatnonzero(~_seen_by(champion, cohorts, evaluated)),
        change=_change(champion.model, challenger, values, listed=(ours, theirs)),
    )


def _seen_by(champion: Champion, cohorts: Cohorts, evaluated: EvaluatedRows) -> npt.NDArray[np.bool_]:
    """Tell which evaluated children the champion may have been fitted on with an outcome after their as-of date."""
    plan = champion.plan()
    seen = np.zeros(len(evaluated), dtype=np.bool_)
    for as_of, places in evaluated.by_date():
        for date in champion.model.trained_on.as_of:
            if date + dt.timedelta(days=plan.horizon(date)) > as_of:
                children = cohort_at(cohorts.index, day_of(date))["pupil_id"]
                seen[places] |= evaluated.pupils["pupil_id"].iloc[places].isin(children).to_numpy()
    return seen


def _listed(scores: Floats, pupils: "pd.Series", lists: SchoolLists) -> Booleans:
    """Tell who is on the list of their school, of equals those whose pupil_id comes first."""
    ranked = order(scores, scores, list(pupils))
    by_list = ranked[np.argsort(lists.of_row[ranked], kind="stable")]
    of_row = lists.of_row[by_list]
    listed = np.zeros(len(scores), dtype=np.bool_)
    listed[by_list] = np.arange(len(scores)) - np.searchsorted(of_row, of_row) < lists.places[of_row]
    return listed


def _change(
    champion: RiskModel, challenger: RiskModel, values: pd.DataFrame, *, listed: tuple[Booleans, Booleans]
) -> Change:
    """Compare the two lists; the reasons are of the models as they are registered."""
    ours, theirs = listed
    moved = np.flatnonzero(ours != theirs)
    because_of: tuple[str, ...] = ()
    if len(moved):
        before, after = (_contributions(model, values.iloc[moved]) for model in (champion, challenger))
        towards = np.where(ours[moved], 1.0, -1.0)
        pushed = after.sub(before, fill_value=0.0).mul(towards, axis=0).mean()
        because_of = tuple(pushed[pushed > 0].sort_values(ascending=False).index[:REASONS_FOR_CHANGE])
    return Change(float((ours & theirs).sum() / ours.sum()), because_of)


def _contributions(model: RiskModel, values: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(model.risk(values).contributions, columns=list(model.feature_names))
