"""What is to be trained, and how it is to be evaluated."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

import pandas as pd

from features.days import next_month_day
from features.errors import Refused, UsageError
from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.schema.tables import DERIVED_OUTCOMES, LEFT_EARLY, OUTCOMES
from models.ranking.ordering import list_length
from models.risk.lightgbm_fit import Hyperparameters
from training.plan.term_dates import ends_of_terms

Split = Literal["auto", "time", "school", "pupil"]

# Leaving school early, as one composite outcome: stopped coming, not enrolled again, a year not closed, and after class
# VIII neither the national exam nor an admission.
COMPOSITE = (*LEFT_EARLY, "exam_no_show")
COMPOSITE_UNTIL = "09-30"  # by then it is known who enrolled again

POSITIVES_TO_FIT = 20
POSITIVES_TO_JUDGE = 10
SCHOOLS_TO_SPLIT = 20  # from so many schools on, folds and bootstrap samples are whole schools


@dataclass(frozen=True)
class TrainingPlan:
    """One training: the outcomes wanted, the dates, the horizon and the way of judging.

    Either ``horizon_days`` is given, or ``until`` as month and day, such as 09-30: the horizon then ends on the next
    such day after the as-of date. ``own_outcomes`` are those that the records declare beside the schema's,
    ``own_words`` what these are called.
    ``known_until`` replaces the last day the records cover. The last ``test_terms``
    dates that have a date a whole horizon before them are each evaluated as if the model had been retrained that day.
    ``workers`` fits are made at the same time; their number changes no result.
    """

    as_of: tuple[dt.date, ...]
    outcomes: tuple[str, ...] = COMPOSITE
    horizon_days: int | None = None
    until: str | None = None
    known_until: dt.date | None = None
    capacity: float = 0.05
    split: Split = "auto"
    folds: int = 5
    test_terms: int = 4
    workers: int = 1
    seed: int = 7
    own_outcomes: tuple[str, ...] = ()
    own_words: Mapping[str, Bilingual] = field(default_factory=dict)
    bootstrap_samples: int = 200
    hyperparameters: Hyperparameters = field(default_factory=Hyperparameters)

    def __post_init__(self) -> None:
        if not self.as_of or not self.outcomes:
            raise UsageError(
                Bilingual(
                    "Name at least one outcome (--outcome) and one as-of date (--as-of).",
                    "Numiți cel puțin o situație urmărită (--outcome) și o dată de referință (--as-of).",
                )
            )
        choices = tuple(dict.fromkeys((*OUTCOMES, *DERIVED_OUTCOMES, *self.own_outcomes)))
        unknown = ", ".join(outcome for outcome in self.outcomes if outcome not in choices)
        if unknown:
            known = ", ".join(choices)
            raise UsageError(
                Bilingual(
                    f"There is no outcome {unknown}; choose among {known}.",
                    f"Nu există situația {unknown}; alegeți dintre {known}.",
                )
            )
        self._check_horizon()
        self._check_numbers()

    def _check_horizon(self) -> None:
        if (self.horizon_days is None) == (self.until is None):
            raise UsageError(
                Bilingual(
                    "Give either --horizon in days or --until as month-day, such as 09-30.",
                    "Dați fie --horizon în zile, fie --until ca lună-zi, de exemplu 09-30.",
                )
            )
        if self.until is not None:
            month_and_day(self.until)
        if self.horizon_days is not None and self.horizon_days < 1:
            raise UsageError(
                Bilingual(
                    f"A horizon of {self.horizon_days} days is none; give at least 1.",
                    f"Un orizont de {counted(self.horizon_days, 'zi', 'zile', 'ro')} nu are sens; dați cel puțin 1.",
                )
            )

    def _check_numbers(self) -> None:
        if self.test_terms < 0 or self.workers < 1:
            raise UsageError(
                Bilingual(
                    "Terms to test on and workers are whole numbers, from 0 and from 1 on.",
                    "Modulele de test și procesele de lucru sunt numere întregi, de la 0, respectiv de la 1 în sus.",
                )
            )
        if self.folds < 2:
            raise UsageError(
                Bilingual(
                    f"{self.folds} folds are none; give at least 2.",
                    f"Nu se poate cu {counted(self.folds, 'grupă', 'grupe', 'ro')} de validare; dați cel puțin 2.",
                )
            )
        list_length(self.capacity, 1)

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """The as-of dates, oldest first, each once."""
        return tuple(sorted(set(self.as_of)))

    def is_time_split(self) -> bool:
        """Tell whether the last date is the test and earlier ones train; refuse it where there is only one."""
        if self.split == "time" and len(self.dates) < 2:
            raise Refused(
                Bilingual(
                    "A split in time needs at least two as-of dates: the earlier ones train, the last one judges.",
                    "O împărțire în timp are nevoie de cel puțin două date de referință: cele dinainte antrenează, "
                    "ultima evaluează.",
                )
            )
        return self.split == "time" or (self.split == "auto" and len(self.dates) > 1)

    def horizon(self, as_of: dt.date) -> int:
        """Return the horizon in days from an as-of date."""
        if self.until is None:
            return self.horizon_days or 0
        return (next_month_day(as_of, *month_and_day(self.until)) - as_of).days

    def ready_for(self, trained_at: dt.date) -> tuple[dt.date, ...]:
        """Return the dates whose horizon is over on the day of a training, so that their outcomes may train for it."""
        return tuple(date for date in self.dates if date + dt.timedelta(days=self.horizon(date)) <= trained_at)

    def latest_as_of(self, last_day: dt.date) -> dt.date:
        """Return the latest as-of date whose horizon is over on a day."""
        if self.until is None:
            return last_day - dt.timedelta(days=self.horizon_days or 0)
        month, day = month_and_day(self.until)
        end = dt.date(last_day.year, month, day)
        if end > last_day:
            end = dt.date(last_day.year - 1, month, day)
        return end - dt.timedelta(days=1)


class Reach(Protocol):
    """What a plan asks of records: their terms, and the last day they cover."""

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return the table of that name."""

    def last_day(self) -> dt.date | None:
        """Return the last day that the records cover."""


def make_plan(
    records: Reach, as_of: Sequence[dt.date], *, terms: Sequence[str], outcomes: Sequence[str], **options: Any
) -> TrainingPlan:
    """Make a plan for records: the days after terms become dates, and what is not said is the composite outcome.

    Of the days after terms, those whose horizon is not over are left out; dates that were given are not.
    """
    if not options.get("horizon_days") and not options.get("until"):
        options["until"] = COMPOSITE_UNTIL
    dates = tuple(as_of) or ends_of_terms(records["terms"], terms)
    plan = TrainingPlan(dates, tuple(outcomes) or COMPOSITE, **options)
    last_day = plan.known_until or records.last_day()
    if terms and last_day:
        over = tuple(date for date in dates if date <= plan.latest_as_of(last_day))
        if not over:
            names, latest = ", ".join(terms), plan.latest_as_of(last_day)
            raise Refused(
                Bilingual(
                    f"No label yet: the earliest day after {names} is {min(dates)}, but the records reach only to "
                    f"{last_day}. Take an as-of date not after {latest}.",
                    f"Încă nu există etichete: prima zi după {names} este {min(dates)}, dar datele ajung doar până la "
                    f"{last_day}. Luați o dată de referință cel târziu {latest}.",
                )
            )
        plan = replace(plan, as_of=over)
    return plan


def month_and_day(text: str) -> tuple[int, int]:
    """Read a month and day such as 09-30; UsageError otherwise.

    >>> month_and_day("09-30")
    (9, 30)
    """
    try:
        day = dt.date.fromisoformat(f"2024-{text}")
    except ValueError:
        raise UsageError(
            Bilingual(
                f"--until {text} is no month and day; write it as 09-30.",
                f"--until {text} nu este o lună și o zi; scrieți, de exemplu, 09-30.",
            )
        ) from None
    return day.month, min(day.day, 28) if day.month == 2 else day.day


def horizon_words(plan: TrainingPlan) -> Bilingual:
    """Say how many days the horizon has; where that differs by date, the shortest and the longest.

    >>> horizon_words(TrainingPlan((dt.date(2025, 2, 8), dt.date(2025, 4, 18)), until="09-30")).en
    '165 to 234 days'
    """
    days = sorted({plan.horizon(date) for date in plan.dates})
    if len(days) == 1:
        return Bilingual(counted(days[0], "day", "days", "en"), counted(days[0], "zi", "zile", "ro"))
    return Bilingual(f"{days[0]} to {days[-1]} days", f"{days[0]} până la {counted(days[-1], 'zi', 'zile', 'ro')}")


def left_out(day: dt.date) -> Bilingual:
    """Say that a past date can neither train nor judge."""
    return Bilingual(
        f"{date_words(day, 'en')} is left out: too few outcomes to fit or to judge",
        f"{date_words(day, 'ro')} este lăsată deoparte: prea puține cazuri pentru a antrena sau a evalua un model",
    )
