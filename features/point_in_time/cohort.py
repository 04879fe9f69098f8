"""Who is in school at a date, and whose story has ended, as far as it was known."""

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Positions
from features.as_of import known_before, told_before
from features.point_in_time.record_index import RecordIndex

COHORT_COLUMNS = (
    "pupil_id", "pupil", "school_id", "school_year", "class_label", "grade_level", "birth_year", "repeated_years",
    "enrolled_on", "year_starts_on", "county", "locality", "school", "year", "class",
)  # fmt: skip


def cohort_at(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the pupils to be looked after at ``as_of``, one row each, in order of their pupil_id.

    It is the latest enrolment begun before ``as_of`` that has not ended, without pupils whose known story has ended and
    who have not enrolled again since.

    Returns
    -------
    pandas.DataFrame
        ``COHORT_COLUMNS``; dates as days; index 0 .. n-1.
    """
    enrolments = index.enrolments
    begun = np.flatnonzero(known_before(enrolments["enrolled_on"].to_numpy(), as_of))
    ended = known_before(_ends_on(enrolments, as_of)[begun], as_of)
    latest = _last_rows(enrolments, begun[~ended], pupils=len(index.pupils))
    latest = latest[latest >= 0]
    latest = latest[~_story_ended(index, latest, begun, as_of)]
    return enrolments[list(COHORT_COLUMNS)].take(latest).reset_index(drop=True)


def begun_enrolments(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the enrolments begun before ``as_of``, oldest first, with ``ends_on`` and ``ended`` as known then.

    A leaving that was not known yet is not seen: the enrolment then ends with its school year.
    """
    enrolments = index.enrolments
    begun = enrolments[known_before(enrolments["enrolled_on"].to_numpy(), as_of)]
    ends_on = _ends_on(begun, as_of)
    return begun.assign(ends_on=ends_on, ended=known_before(ends_on, as_of))


def known_family(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the rows of ``family`` known before ``as_of``, in order of knowledge."""
    family = index.family
    return family[known_before(family["known_on"].to_numpy(), as_of)]


def known_outcomes(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the outcomes known before ``as_of``, in the order in which ``RecordIndex`` keeps them."""
    outcomes = index.outcomes
    return outcomes[known_before(outcomes["known_on"].to_numpy(), as_of)]


def standing_outcomes(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return each pupil's outcome that stands: the one known last corrects the earlier ones.

    Outcomes known on the same day are ordered by the day they happened, then by name, so that the order of the rows of
    the records does not matter; ``RecordIndex`` keeps them in that order. Index: the pupil's number.
    """
    return outcomes.drop_duplicates("pupil", keep="last").set_index("pupil")


def _ends_on(enrolments: pd.DataFrame, as_of: int) -> Days:
    left, told, year_end = (enrolments[name].to_numpy() for name in ("left_on", "left_known_on", "year_ends_on"))
    return told_before(left, told, as_of, otherwise=year_end)


def _story_ended(index: RecordIndex, latest: Positions, begun: Positions, as_of: int) -> Booleans:
    """Tell whose known story has ended without a later enrolment; ``latest`` are the pupils' latest enrolments.

    An enrolment on the very day of the outcome is a new one if it is not the pupil's first: children change schools
    from one day to the next.
    """
    outcomes, enrolments, pupils = index.outcomes, index.enrolments, len(index.pupils)
    if outcomes.empty:
        return np.zeros(len(latest), dtype=np.bool_)
    pupil = enrolments["pupil"].to_numpy()[latest]
    known = np.flatnonzero(known_before(outcomes["known_on"].to_numpy(), as_of))
    standing = _last_rows(outcomes, known, pupils=pupils)[pupil]
    ended = (standing >= 0) & outcomes["ends"].to_numpy()[standing]
    ended_on = outcomes["date"].to_numpy()[standing]
    enrolled_on = enrolments["enrolled_on"].to_numpy()
    enrolled, first = enrolled_on[latest], enrolled_on[_last_rows(enrolments, begun[::-1], pupils=pupils)[pupil]]
    again = (enrolled > ended_on) | ((enrolled == ended_on) & (enrolled > first))
    return np.asarray(ended & ~again)


def _last_rows(frame: pd.DataFrame, rows: Positions, *, pupils: int) -> Positions:
    """Return, for each pupil, the last of these rows of a frame that is the pupil's; -1 without any."""
    last = np.full(pupils, -1, dtype=np.intp)
    last[frame["pupil"].to_numpy()[rows]] = rows  # of rows of one pupil, the last one stays
    return last
