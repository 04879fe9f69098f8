"""Who is in school at a date, and whose story has ended, as far as it was known?"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.asof import known_before
from features.days import NEVER, Days
from features.histories import Histories
from features.schema import ENDING_OUTCOMES

COHORT_COLUMNS = (
    "pupil", "school_id", "school_year", "class_label", "grade_level", "birth_year", "repeated_years",
    "enrolled_on", "year_starts_on", "county", "locality", "school", "year",
)  # fmt: skip


def cohort_at(histories: Histories, as_of: int) -> pd.DataFrame:
    """Return the pupils to be looked after at ``as_of``, one row each, in order of their pupil_id.

    It is the latest enrolment begun before ``as_of`` that has not ended, without pupils whose known story has ended and
    who have not enrolled again since.

    Returns
    -------
    pandas.DataFrame
        ``pupil_id`` and ``COHORT_COLUMNS``; dates as days; index 0 .. n-1.
    """
    return cohort_of(histories, begun_enrolments(histories, as_of), as_of)


def cohort_of(histories: Histories, begun: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """Return the cohort like ``cohort_at``, given the enrolments begun before ``as_of``."""
    latest = begun[~begun["ended"]].drop_duplicates("pupil", keep="last")
    latest = latest[~_story_ended(histories, latest, begun, as_of)]
    cohort = latest.sort_values("pupil", kind="stable")[list(COHORT_COLUMNS)].reset_index(drop=True)
    cohort.insert(0, "pupil_id", histories.pupils[cohort["pupil"].to_numpy()])
    return cohort


def begun_enrolments(histories: Histories, as_of: int) -> pd.DataFrame:
    """Return the enrolments begun before ``as_of``, oldest first, with ``ends_on`` and ``ended`` as known then.

    A leaving that was not known yet is not seen: the enrolment then ends with its school year.
    """
    enrolments = histories.enrolments
    begun = enrolments[known_before(enrolments["enrolled_on"].to_numpy(), as_of)]
    told = known_before(begun["left_known_on"].to_numpy(), as_of)
    ends_on = np.where(told, begun["left_on"], begun["year_ends_on"])
    return begun.assign(ends_on=ends_on, ended=known_before(ends_on, as_of))


def known_outcomes(histories: Histories, as_of: int) -> pd.DataFrame:
    """Return the outcomes known before ``as_of``, in the order in which ``Histories`` keeps them."""
    outcomes = histories.outcomes
    return outcomes[known_before(outcomes["known_on"].to_numpy(), as_of)]


def standing_outcomes(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return each pupil's outcome that stands: the one known last corrects the earlier ones.

    Outcomes known on the same day are ordered by the day they happened, then by name, so that the order of the rows of
    the records does not matter; ``Histories`` keeps them in that order. Index: the pupil's number.
    """
    return outcomes.drop_duplicates("pupil", keep="last").set_index("pupil")


def _story_ended(histories: Histories, latest: pd.DataFrame, begun: pd.DataFrame, as_of: int) -> npt.NDArray[np.bool_]:
    """Tell whose known story has ended without a later enrolment.

    An enrolment on the very day of the outcome is a new one if it is not the pupil's first: children change schools
    from one day to the next.
    """
    standing = standing_outcomes(known_outcomes(histories, as_of))
    ending = standing[standing["outcome"].isin(ENDING_OUTCOMES)]
    ended_on = _days_of(ending["date"], latest["pupil"])
    first = _days_of(begun.groupby("pupil")["enrolled_on"].min(), latest["pupil"])
    enrolled = latest["enrolled_on"].to_numpy()
    again = (enrolled > ended_on) | ((enrolled == ended_on) & (enrolled > first))
    return np.asarray((ended_on != NEVER) & ~again)


def _days_of(days: "pd.Series", pupils: "pd.Series") -> Days:
    return np.asarray(days.reindex(pupils).fillna(NEVER).to_numpy(np.int64))
