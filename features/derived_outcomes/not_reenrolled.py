"""Children who were in school in one year and are in no school in the next, where no outcome tells why.

Most registers know a leaver only by the child's not being there next September. A child of a school year is not
re-enrolled if

- the school's next year is in the records: it began about a year later, and at least half of those who could come back
  are in some school (a roll that is only begun says nothing yet);
- the child has an enrolment of the school's year that had not ended before the year did, and none anywhere in the next;
- the child was not in the school's last class: one with no higher class in the school's next year or, where the class
  level is not recorded, a class of which nobody is in the school any more;
- no outcome of the child is dated from the first day of the year to the end of the next: a given outcome always wins.

It happened on the first day of the school's next year, and is known ``LAG_DAYS`` later, when the rolls have settled.
"""

import datetime as dt

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Integers
from features.as_of import known_before, told_before
from features.days import NEVER, day_of
from features.point_in_time.cohort import known_outcomes, seen_enrolments
from features.point_in_time.record_index import RecordIndex

NOT_REENROLLED = "not_reenrolled"
LAG_DAYS = 14
BACK_AT_LEAST = 0.5  # of the children who could come back
REGULAR_END_AT_LEAST = 0.5  # of the children of a school year have a last day: it is the year's end, no leaving
NEXT_YEAR_AFTER = (300, 430)  # days from the first day of a school year to that of the next

_YEAR = ["school", "year"]
_DAYS_APART = 2**22  # more than twice the days of any calendar, so that a pupil and a day are one number


def not_reenrolled(index: RecordIndex, *, known_by: dt.date | None = None) -> pd.DataFrame:
    """Return the children who did not come back, as outcomes.

    Parameters
    ----------
    index
        The sorted records; only enrolments and outcomes count.
    known_by
        Use only what was known strictly before this day; all by default.

    Returns
    -------
    pandas.DataFrame
        A row per pupil and school year: ``pupil_id``, ``date``, ``known_on``, ``outcome``, ``school_year`` and
        ``next_year``; dates as days.
    """
    by = NEVER if known_by is None else day_of(known_by)
    rows = seen_enrolments(index, by)
    rows = rows[known_before(rows["enrolled_on"].to_numpy(), by)]
    rows = _with_years(rows.assign(left=told_before(*_leaving(rows), by, otherwise=np.full(len(rows), NEVER))))
    stayed = rows[~_left_early(rows) & known_before(rows["next_starts_on"].to_numpy(), by)]
    is_back = _any_between(_begun(rows), stayed, after=_middle(stayed), until=_middle(stayed, years=1))
    could_return = ~_in_last_class(stayed, is_back)
    back = pd.Series(is_back[could_return]).groupby([stayed.loc[could_return, name].to_numpy() for name in _YEAR])
    roll_is_in = pd.Series(back.mean() >= BACK_AT_LEAST, dtype=bool)
    gone = stayed[could_return & ~is_back & ~_explained(index, stayed, by)]
    gone = gone[roll_is_in.reindex(pd.MultiIndex.from_frame(gone[_YEAR]), fill_value=False).to_numpy()]
    known_on = gone["next_starts_on"] + LAG_DAYS
    found = gone.assign(date=gone["next_starts_on"], known_on=known_on, outcome=NOT_REENROLLED)
    found = found[known_before(known_on.to_numpy(), by)].drop_duplicates(["pupil", "school_year"], keep="last")
    return found[["pupil_id", "date", "known_on", "outcome", "school_year", "next_year"]].reset_index(drop=True)


def _leaving(rows: pd.DataFrame) -> tuple[Days, Days]:
    return rows["left_on"].to_numpy(), rows["left_known_on"].to_numpy()


def _with_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the first days of the enrolment's school year and of the school's next one, and the highest class of that."""
    years = rows.groupby(_YEAR, as_index=False).agg(
        label=("school_year", "first"), starts_on=("year_starts_on", "min"), highest=("grade_level", "max")
    )
    years = years.sort_values(["school", "starts_on"], kind="stable", ignore_index=True)
    following = years.groupby("school")[["label", "starts_on", "highest"]].shift(-1)
    apart = following["starts_on"] - years["starts_on"]
    follows = apart.between(*NEXT_YEAR_AFTER)
    years["next_year"] = following["label"].where(follows)
    years["next_starts_on"] = following["starts_on"].where(follows, NEVER).astype(np.int64)
    years["next_highest"] = following["highest"].where(follows)
    return rows.merge(years[[*_YEAR, "starts_on", "next_year", "next_starts_on", "next_highest"]], on=_YEAR)


def _left_early(rows: pd.DataFrame) -> Booleans:
    """Tell whose enrolment ended before the year did.

    A last day that most of the school's children of the year have is the end of the year, written for everybody.
    """
    told = rows["left"].where(rows["left"] < NEVER)
    years = told.groupby([rows[name] for name in _YEAR])
    regular = (years.transform("count") >= REGULAR_END_AT_LEAST * years.transform("size")) & (
        told >= years.transform("median")
    )
    return np.asarray(told.notna() & ~regular)


def _in_last_class(rows: pd.DataFrame, is_back: Booleans) -> Booleans:
    """Tell who was in a class after which the school has none."""
    level = rows["grade_level"]
    somebody_back = pd.Series(is_back, rows.index).groupby([rows[name] for name in (*_YEAR, "class")]).transform("any")
    unknown = level.isna() | rows["next_highest"].isna()
    return np.where(unknown, ~somebody_back.to_numpy(bool), (level >= rows["next_highest"]).to_numpy())


def _begun(rows: pd.DataFrame) -> Integers:
    """Return the sorted pupils and first days of the school years of all enrolments, as one number each."""
    return np.sort(_pupil_day(rows["pupil"].to_numpy(), rows["starts_on"].to_numpy()))


def _middle(rows: pd.DataFrame, *, years: int = 0) -> Days:
    """Return the middle of each row's school year, or of one so many years later."""
    first, length = rows["starts_on"].to_numpy(), (rows["next_starts_on"] - rows["starts_on"]).to_numpy()
    return np.asarray(first + length // 2 + years * length)


def _explained(index: RecordIndex, rows: pd.DataFrame, by: int) -> Booleans:
    """Tell whose way is told by an outcome from the first day of the year to the last of the next."""
    outcomes = known_outcomes(index, by)
    told = np.sort(_pupil_day(outcomes["pupil"].to_numpy(), outcomes["date"].to_numpy()))
    first, following = rows["starts_on"].to_numpy(), rows["next_starts_on"].to_numpy()
    return _any_between(told, rows, after=first - 1, until=2 * following - first - 1)


def _any_between(sorted_days: Integers, rows: pd.DataFrame, *, after: Days, until: Days) -> Booleans:
    """Tell for each row whether its pupil has one of these days after one day and until another."""
    pupil = rows["pupil"].to_numpy()
    low, high = (
        np.searchsorted(sorted_days, _pupil_day(pupil, np.minimum(days, _DAYS_APART // 4)), "right")
        for days in (after, until)
    )
    return np.asarray(high > low)


def _pupil_day(pupil: Integers, day: Days) -> Integers:
    return np.asarray(pupil * _DAYS_APART + day + _DAYS_APART // 2)
