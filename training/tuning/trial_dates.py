"""The past dates on which a trial of hyperparameters is evaluated, and the children it is evaluated on.

The last as-of date, which judges in a training, is held out altogether: what is used here was known before it. Each of
the last dates whose horizon was over by then is taken as the day of a retraining, as in ``walk_forward``: earlier
dates whose horizon was over that day train, labelled by what was known that day. Children are kept in groups: whoever
is evaluated is evaluated by an ensemble that was fitted on other children.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from features.arrays import Labels, Positions
from features.errors import Refused
from features.i18n.text import Bilingual
from features.progress import Tell
from models.risk.fitting_pool import fitting_pool
from models.risk.lightgbm_fit import Hyperparameters
from models.risk.model import fit_margins
from training.dataset.cohorts import Cohorts, LabelledRows
from training.dataset.splits import group_folds
from training.metrics.ranking import average_precision, rank_rows
from training.plan.plan import POSITIVES_TO_FIT, POSITIVES_TO_JUDGE, TrainingPlan, left_out

TRIAL_DATES = 3  # the last ones; each costs a trial FOLDS fits
FOLDS = 3  # by child
MOST_CHILDREN = 20_000  # beyond, whole schools are drawn: to tell hyperparameters apart, more cost time and help little


@dataclass(frozen=True)
class TrialDate:
    """A past date as the day of a retraining.

    ``folds`` are pairs of places: of rows in ``train`` to fit on, of rows in ``test`` of other children to score.
    """

    as_of: dt.date
    train: LabelledRows
    test: LabelledRows
    folds: tuple[tuple[Positions, Positions], ...]

    def average_precision(self, hyperparameters: Hyperparameters, *, workers: int) -> float:
        """Return how well the ensemble by these hyperparameters would have ranked the children of that day."""
        margins = np.empty(len(self.test))

        def fill(fold: tuple[Positions, Positions]) -> None:
            fit, evaluated = fold
            margins[evaluated] = fit_margins(
                self.train.rows.values, self.train.labels, self.train.features, hyperparameters,
                train=fit, test=self.test.rows.values.iloc[evaluated],
            )  # fmt: skip

        with fitting_pool(workers) as pool:
            list(pool.map(fill, self.folds))
        return average_precision(rank_rows(margins, self.test.labels), np.ones(len(margins), dtype=np.int64))


def search_plan(plan: TrainingPlan) -> TrainingPlan:
    """Return the plan with the dates a search needs: the last one, and those whose horizon was over by then.

    Raises
    ------
    Refused
        If no date but the last has another a whole horizon before it.
    """
    *_, held_out = plan.dates
    ready = plan.ready_for(held_out)
    if not any(map(plan.ready_for, ready)):
        given = ", ".join(map(str, plan.dates))
        raise Refused(
            Bilingual(
                "A search needs three as-of dates, each a whole horizon after the one before: one to train on, one to "
                f"judge the trials, and the last, which is held out. There are no such three in {given}; add earlier "
                "dates.",
                "O căutare are nevoie de trei date de referință, fiecare cu un orizont întreg după cea dinainte: una "
                "pentru antrenare, una pentru evaluarea încercărilor și ultima, ținută deoparte. Nu există trei astfel "
                f"de date între {given}; adăugați date mai vechi.",
            )
        )
    return replace(plan, as_of=(*ready, held_out))


def before_held_out(cohorts: Cohorts) -> Cohorts:
    """Return the cohorts without the last date, which no trial may see."""
    return _at(cohorts, (cohorts.pupils["as_of"] != cohorts.plan.dates[-1]).to_numpy())


def some_schools(cohorts: Cohorts, *, most: int) -> Cohorts:
    """Return the cohorts of whole schools, drawn by the plan's seed until they have so many children."""
    if count_children(cohorts) <= most:
        return cohorts
    pairs = cohorts.pupils[["school_id", "pupil_id"]].drop_duplicates()
    sizes = pairs.groupby("school_id", sort=True).size()
    drawn = sizes.iloc[np.random.default_rng(cohorts.plan.seed).permutation(len(sizes))]
    kept = drawn.index[(drawn.cumsum() - drawn < most).to_numpy()]
    return _at(cohorts, cohorts.pupils["school_id"].isin(kept).to_numpy())


def count_children(cohorts: Cohorts) -> int:
    """Return how many children there are, each counted once."""
    return int(cohorts.pupils["pupil_id"].nunique())


def trial_dates(earlier: Cohorts, tell: Tell) -> tuple[TrialDate, ...]:
    """Return the dates that judge a trial, the latest first: it is most like the next term.

    Parameters
    ----------
    earlier
        The cohorts before the held-out date, which is still the last of their plan.

    Raises
    ------
    Refused
        If on every date there are too few outcomes to fit or to judge.
    """
    plan = earlier.plan
    *_, held_out = plan.dates
    known = earlier.as_on(held_out)
    days = [date for date in plan.ready_for(held_out) if plan.ready_for(date)][-TRIAL_DATES:]
    found = []
    for day in reversed(days):
        train, test = _rows_at(earlier.as_on(day), plan.ready_for(day)), _rows_at(known, (day,))
        if _enough(train.labels, POSITIVES_TO_FIT) and _enough(test.labels, POSITIVES_TO_JUDGE):
            found.append(TrialDate(day, train, test, tuple(_folds(train, test, seed=plan.seed))))
        else:
            tell(left_out(day))
    if not found:
        tried = ", ".join(map(str, days))
        raise Refused(
            Bilingual(
                f"Too few outcomes to search on {tried}: at least {POSITIVES_TO_FIT} are needed before such a date and "
                f"{POSITIVES_TO_JUDGE} after it, and as many without. Add outcomes or as-of dates.",
                f"Prea puține cazuri pentru o căutare la {tried}: trebuie cel puțin {POSITIVES_TO_FIT} înainte de o "
                f"asemenea dată și {POSITIVES_TO_JUDGE} după ea, și tot atâția copii fără situația urmărită. Adăugați "
                "parcursuri sau date de referință.",
            )
        )
    return tuple(found)


def _folds(train: LabelledRows, test: LabelledRows, *, seed: int) -> Iterator[tuple[Positions, Positions]]:
    count = len(train)
    for others, mine in group_folds(np.concatenate([train.ids, test.ids]), folds=FOLDS, seed=seed):
        yield others[others < count], mine[mine >= count] - count


def _rows_at(rows: LabelledRows, dates: tuple[dt.date, ...]) -> LabelledRows:
    places = np.flatnonzero(rows.pupils["as_of"].isin(dates).to_numpy())
    return replace(
        rows,
        rows=rows.rows.take(places),
        labels=rows.labels[places],
        pupils=rows.pupils.iloc[places].reset_index(drop=True),
    )


def _at(cohorts: Cohorts, wanted: npt.NDArray[np.bool_]) -> Cohorts:
    places = np.flatnonzero(wanted)
    return replace(
        cohorts,
        rows=cohorts.rows.take(places),
        labels=cohorts.labels[places],
        pupils=cohorts.pupils.iloc[places].reset_index(drop=True),
    )


def _enough(labels: Labels, least: int) -> bool:
    return bool(least <= labels.sum() <= len(labels) - least)
