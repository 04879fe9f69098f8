"""Trials of tree hyperparameters on past dates, beside the defaults.

A trial is a set of hyperparameters; its score is the mean of its average precision on past dates, each ranked by
itself, as a list is made at one date. Average precision looks at the whole ranking and so tells hyperparameters apart
sooner than recall at the cut, which hangs on a few children. The defaults are the first trial; the last as-of date is
held out.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.progress import Tell
from models.risk.lightgbm_fit import Hyperparameters
from training.tuning.trial_dates import TrialDate

if TYPE_CHECKING:
    import optuna


class Span(NamedTuple):
    """From where to where a setting is searched; on a logarithmic scale where what matters is how many times more."""

    low: float
    high: float
    log: bool = False


SPACE: Mapping[str, Span] = {
    "trees": Span(50, 500, log=True),
    "learning_rate": Span(0.01, 0.1, log=True),
    "leaves": Span(2, 8),
    "min_children_per_leaf": Span(5, 100, log=True),
    "feature_fraction": Span(0.2, 1.0),
    "row_fraction": Span(0.5, 1.0),
    "l2": Span(0.1, 100.0, log=True),
}
NOT_GIVEN_UP = 5  # trials that are made in full before one may be given up


@dataclass(frozen=True)
class Trial:
    """Hyperparameters that were tried, and their mean average precision; if given up, over the dates until then."""

    hyperparameters: Hyperparameters
    score: float
    given_up: bool


def require_optuna() -> None:
    """Say how to install what a search needs, before any work is done."""
    try:
        import optuna  # noqa: F401
    except ImportError:
        raise UsageError(
            Bilingual(
                "A search needs Optuna; install it with: pip install optuna",
                "O căutare are nevoie de Optuna; instalați cu: pip install optuna",
            )
        ) from None


def try_hyperparameters(
    dates: Sequence[TrialDate], defaults: Hyperparameters, *, trials: int, seed: int, tell: Tell, workers: int = 1,
    minutes: float | None = None,
) -> tuple[Trial, ...]:  # fmt: skip
    """Try the defaults and then further hyperparameters, one after the other; the same seed tries the same.

    Parameters
    ----------
    dates
        The past dates that judge a trial, in the order in which they do. One that after some of them is below the
        median of the trials before is given up.
    defaults
        What is tried first; it also says what is not searched, such as the seed of the trees.
    workers
        Fits at the same time within a trial; their number changes no result.
    minutes
        No trial is begun after so many.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=seed),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=NOT_GIVEN_UP),
    )
    study.enqueue_trial({name: getattr(defaults, name) for name in SPACE})
    made: list[Trial] = []

    def objective(trial: "optuna.Trial") -> float:
        tell(Bilingual(f"trial ({trial.number + 1} of {trials})", f"încercarea ({trial.number + 1} din {trials})"))
        made.append(_judged(trial, _suggested(trial, defaults), dates, workers=workers))
        if made[-1].given_up:
            raise optuna.TrialPruned
        return made[-1].score

    study.optimize(objective, n_trials=trials, timeout=minutes and dt.timedelta(minutes=minutes).total_seconds())
    return tuple(made)


def best_trial(trials: Sequence[Trial]) -> Trial:
    """Return the trial with the highest score among those made in full; of equal ones the first."""
    return max((trial for trial in trials if not trial.given_up), key=lambda trial: trial.score)


def _judged(
    trial: "optuna.Trial", hyperparameters: Hyperparameters, dates: Sequence[TrialDate], *, workers: int
) -> Trial:
    total = 0.0
    for number, date in enumerate(dates, start=1):
        total += date.average_precision(hyperparameters, workers=workers)
        trial.report(total / number, number)
        if number < len(dates) and trial.should_prune():
            return Trial(hyperparameters, total / number, given_up=True)
    return Trial(hyperparameters, total / len(dates), given_up=False)


def _suggested(trial: "optuna.Trial", defaults: Hyperparameters) -> Hyperparameters:
    """Take what the sampler suggests, to three digits, so that what is shown is what was tried."""
    suggested: dict[str, Any] = {}
    for name, span in SPACE.items():
        if isinstance(getattr(defaults, name), int):
            suggested[name] = trial.suggest_int(name, int(span.low), int(span.high), log=span.log)
        else:
            suggested[name] = float(f"{trial.suggest_float(name, span.low, span.high, log=span.log):.3g}")
    return replace(defaults, **suggested)
