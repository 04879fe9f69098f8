"""What is to be trained, and how is it to be judged?"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from features.errors import UsageError
from features.schema import OUTCOMES
from models.estimator import TreeSettings
from models.ranking import children_for

Split = Literal["auto", "time", "school", "pupil"]

POSITIVES_TO_FIT = 20
POSITIVES_TO_JUDGE = 10
SCHOOLS_TO_SPLIT = 20  # from so many schools on, folds and bootstrap samples are whole schools


@dataclass(frozen=True)
class TrainingPlan:
    """One training: the outcomes wanted, the dates, the horizon and the way of judging.

    Either ``horizon_days`` is given, or ``until`` as month and day, such as 09-30: the horizon then ends on the next
    such day after the as-of date. ``known_until`` replaces the last day the records cover.
    """

    outcomes: tuple[str, ...]
    as_of: tuple[dt.date, ...]
    horizon_days: int | None = None
    until: str | None = None
    known_until: dt.date | None = None
    capacity: float = 0.05
    split: Split = "auto"
    folds: int = 5
    seed: int = 7
    bootstrap_samples: int = 200
    settings: TreeSettings = field(default_factory=TreeSettings)

    def __post_init__(self) -> None:
        if not self.as_of or not self.outcomes:
            raise UsageError("Name at least one outcome (--outcome) and one as-of date (--as-of).")
        unknown = [outcome for outcome in self.outcomes if outcome not in OUTCOMES]
        if unknown:
            raise UsageError(f"There is no outcome {', '.join(unknown)}; choose among {', '.join(OUTCOMES)}.")
        if (self.horizon_days is None) == (self.until is None):
            raise UsageError("Give either --horizon in days or --until as month-day, such as 09-30.")
        if self.until is not None:
            month_and_day(self.until)
        if self.horizon_days is not None and self.horizon_days < 1:
            raise UsageError(f"A horizon of {self.horizon_days} days is none; give at least 1.")
        if self.folds < 2:
            raise UsageError(f"{self.folds} folds are none; give at least 2.")
        children_for(self.capacity, 1)

    def horizon(self, as_of: dt.date) -> int:
        """Return the horizon in days from an as-of date."""
        if self.until is None:
            return self.horizon_days or 0
        month, day = month_and_day(self.until)
        end = dt.date(as_of.year, month, day)
        if end <= as_of:
            end = dt.date(as_of.year + 1, month, day)
        return (end - as_of).days

    def latest_as_of(self, last_day: dt.date) -> dt.date:
        """Return the latest as-of date whose horizon is over on a day."""
        if self.until is None:
            return last_day - dt.timedelta(days=self.horizon_days or 0)
        month, day = month_and_day(self.until)
        end = dt.date(last_day.year, month, day)
        if end > last_day:
            end = dt.date(last_day.year - 1, month, day)
        return end - dt.timedelta(days=1)


def month_and_day(text: str) -> tuple[int, int]:
    """Read a month and day such as 09-30; UsageError otherwise.

    >>> month_and_day("09-30")
    (9, 30)
    """
    try:
        day = dt.date.fromisoformat(f"2024-{text}")
    except ValueError:
        raise UsageError(f"--until {text} is no month and day; write it as 09-30.") from None
    return day.month, min(day.day, 28) if day.month == 2 else day.day
