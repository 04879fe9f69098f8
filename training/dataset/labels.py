"""Who had the outcome after a date, who had not, and of whom it cannot be said.

Labels look the other way than features: only outcomes that were not known at the as-of date count.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Floats
from features.as_of import known_before, told_before
from features.days import NEVER, day_of
from features.errors import Refused
from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from features.point_in_time.cohort import standing_outcomes
from features.point_in_time.record_index import RecordIndex

LOST = ("transferred", "emigrated")  # of these children nobody here knows how it went on


def labels_at(
    index: RecordIndex,
    pupil_ids: Sequence[str],
    as_of: dt.date,
    *,
    outcomes: Sequence[str],
    horizon_days: int,
    known_by: dt.date | None = None,
) -> Floats:
    """Label the children of a cohort.

    Parameters
    ----------
    index
        The sorted records.
    pupil_ids
        The cohort at ``as_of``.
    outcomes
        The wanted outcomes.
    horizon_days
        An outcome counts until ``as_of`` plus so many days, that day included.
    known_by
        Use only what was known strictly before this day: the date a model is trained for.

    Returns
    -------
    Floats
        1.0 for a wanted outcome, 0.0 for none, NaN where it cannot be said, shape (n,).
    """
    pupils = _numbers(index, pupil_ids)
    end = day_of(as_of) + horizon_days
    standing = _outcomes_after(index, day_of(as_of), end, known_by).reindex(pupils)["outcome"]
    own = _own_after(index, day_of(as_of), end, known_by)
    happened = np.isin(pupils, own["pupil"][own["outcome"].isin(list(outcomes))])
    labels = np.where(standing.isin(list(outcomes)) | happened, 1.0, 0.0)
    gone = standing.isna().to_numpy() & _gone(index, pupils, end, known_by)
    return np.where(standing.isin(LOST).to_numpy() & (labels == 0) | gone, np.nan, labels)


def outcomes_at(
    index: RecordIndex, pupil_ids: Sequence[str], as_of: dt.date, *, horizon_days: int, wanted: Sequence[str] = ()
) -> npt.NDArray[np.object_]:
    """Return the outcome that stands for each child by all that is known, "" for none, shape (n,).

    It is the one behind the child's label of ``labels_at``: a declared one, which happens beside the story, where it is
    ``wanted`` and what stands is not.
    """
    start = day_of(as_of)
    pupils, end = _numbers(index, pupil_ids), start + horizon_days
    standing = _outcomes_after(index, start, end, None)["outcome"].reindex(pupils).fillna("")
    own = _own_after(index, start, end, None)
    own = own[own["outcome"].isin(list(wanted))].drop_duplicates("pupil", keep="last")
    beside = own.set_index("pupil")["outcome"].reindex(pupils)
    return np.where(standing.isin(list(wanted)) | beside.isna(), standing, beside).astype(object)


def require_horizon_over(
    as_of: dt.date, horizon_days: int, last_day: dt.date | None, *, latest: dt.date | None = None
) -> None:
    """Refuse a date whose horizon is not over yet, saying which date or horizon would work.

    ``latest`` is the latest date that would, where a horizon is not the same number of days from every date.
    """
    end = as_of + dt.timedelta(days=horizon_days)
    if last_day is None:
        raise Refused(
            Bilingual(
                "The records hold no attendance, grades or outcomes, so nobody has a label; add the outcomes table.",
                "Datele nu au frecvență, note sau parcursuri, deci nimeni nu are etichetă; adăugați tabelul outcomes.",
            )
        )
    if end > last_day:
        latest = latest or last_day - dt.timedelta(days=horizon_days)
        longest = (last_day - as_of).days
        raise Refused(
            Bilingual(
                f"No label yet: {horizon_days} days from {as_of} end on {end}, but the records reach only to "
                f"{last_day}. Take an as-of date not after {latest}"
                + (f", or a horizon of at most {longest} days." if longest > 0 else "."),
                f"Încă nu există etichete: {counted(horizon_days, 'zi', 'zile', 'ro')} de la {as_of} se încheie la "
                f"{end}, dar datele ajung doar până la {last_day}. Luați o dată de referință cel târziu {latest}"
                + (f" sau un orizont de cel mult {counted(longest, 'zi', 'zile', 'ro')}." if longest > 0 else "."),
            )
        )


def _numbers(index: RecordIndex, pupil_ids: Sequence[str]) -> npt.NDArray[np.intp]:
    return np.searchsorted(index.pupils, np.asarray(pupil_ids, dtype=object))


def _outcomes_after(index: RecordIndex, start: int, end: int, known_by: dt.date | None) -> pd.DataFrame:
    return standing_outcomes(_after(index.outcomes, start, end, known_by))


def _own_after(index: RecordIndex, start: int, end: int, known_by: dt.date | None) -> pd.DataFrame:
    """Return the declared outcomes that happen beside the story; a child may have several, none corrects another."""
    return _after(index.own_outcomes, start, end, known_by)


def _after(outcomes: pd.DataFrame, start: int, end: int, known_by: dt.date | None) -> pd.DataFrame:
    known_on = outcomes["known_on"].to_numpy()
    counts = ~known_before(known_on, start) & (outcomes["date"].to_numpy() <= end)
    if known_by is not None:
        counts &= known_before(known_on, day_of(known_by))
    return outcomes[counts]


def _gone(
    index: RecordIndex, pupils: npt.NDArray[np.intp], end: int, known_by: dt.date | None
) -> npt.NDArray[np.bool_]:
    """Tell who had left by the end of the horizon, every enrolment, also one made since.

    The end of the school year is a leaving too, if the school is known to have enrolled for the next one.
    """
    by = NEVER if known_by is None else day_of(known_by)
    enrolments = index.enrolments
    enrolments = enrolments[known_before(enrolments["enrolled_on"].to_numpy(), by)]
    names = ("left_on", "left_known_on", "year_ends_on", "next_year_on")
    left, told, year_ends, next_year = (enrolments[name].to_numpy() for name in names)
    year_ends = np.minimum(year_ends, told_before(next_year - 1, next_year, by, otherwise=year_ends))
    newest = enrolments.groupby("school_id")["enrolled_on"].transform("max").to_numpy()
    year_over = np.where(newest > year_ends, year_ends, NEVER)
    ends_on = pd.Series(told_before(left, told, by, otherwise=year_over), enrolments.index)
    last = ends_on.groupby(enrolments["pupil"]).max()
    return np.asarray(last.reindex(pupils).to_numpy() <= end)
