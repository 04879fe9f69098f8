"""A search for tree hyperparameters, from sorted records to a verdict on a date that no trial saw."""

import datetime as dt
from dataclasses import dataclass

from features.i18n.text import Bilingual
from features.point_in_time.record_index import RecordIndex
from features.progress import Tell
from models.risk.lightgbm_fit import Hyperparameters
from training.dataset.cohorts import prepare
from training.plan.plan import TrainingPlan
from training.tuning.holdout import Comparison, compare_hyperparameters, hold_out
from training.tuning.trial_dates import (
    MOST_CHILDREN,
    before_held_out,
    count_children,
    search_plan,
    some_schools,
    trial_dates,
)
from training.tuning.trials import Trial, best_trial, try_hyperparameters


@dataclass(frozen=True)
class Search:
    """What was tried, on what, and how the best did on the held-out date.

    The first of the ``trials`` is the plan's own hyperparameters, the defaults. ``children`` were searched on, of
    ``of_children``; there is no ``comparison`` where no trial did better than the defaults.
    """

    plan: TrainingPlan
    tried_on: tuple[dt.date, ...]
    children: int
    of_children: int
    trials: tuple[Trial, ...]
    comparison: Comparison | None

    @property
    def best(self) -> Trial:
        """The trial that did best on the earlier dates."""
        return best_trial(self.trials)

    @property
    def to_use(self) -> Hyperparameters:
        """The hyperparameters to train with: those found if they are better on the held-out date, else the defaults."""
        better = self.comparison is not None and self.comparison.verdict == "better"
        return self.best.hyperparameters if better else self.plan.hyperparameters


def search(index: RecordIndex, plan: TrainingPlan, *, trials: int, tell: Tell, minutes: float | None = None) -> Search:
    """Search on the dates before the last, then compare the best with the defaults on the last.

    Raises
    ------
    Refused
        If there are too few dates, a horizon is not over, or there are too few outcomes to fit or to judge.
    """
    plan = search_plan(plan)
    cohorts = prepare(index, plan, tell)
    held_out, before = hold_out(cohorts), before_held_out(cohorts)
    earlier = some_schools(before, most=MOST_CHILDREN)
    children, of_children = count_children(earlier), count_children(before)
    if children < of_children:
        tell(
            Bilingual(
                f"searching on {children:,} of {of_children:,} children: whole schools, drawn at random",
                f"căutarea pe {children} din {of_children} copii: școli întregi, trase la sorți",
            )
        )
    dates = trial_dates(earlier, tell)
    made = try_hyperparameters(
        dates, plan.hyperparameters, trials=trials, seed=plan.seed, tell=tell, workers=plan.workers, minutes=minutes
    )
    best, comparison = best_trial(made), None
    if best is not made[0]:
        tell(
            Bilingual(
                f"comparing with the defaults on {plan.dates[-1]}",
                f"comparația cu valorile implicite pe {plan.dates[-1]}",
            )
        )
        comparison = compare_hyperparameters(held_out, plan, found=best.hyperparameters)
    return Search(plan, tuple(date.as_of for date in dates), children, of_children, made, comparison)
