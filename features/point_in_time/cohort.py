"""Who is in school at a date, and whose story has ended, as far as it was known."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from features.arrays import Booleans, Days, Positions, Texts
from features.as_of import known_before, seen_before, told_before
from features.point_in_time.events import EventIndex
from features.point_in_time.record_index import RecordIndex, mark_events, with_year_bounds
from features.point_in_time.school_years import terms_in_force

COHORT_COLUMNS = (
    "pupil_id", "pupil", "school_id", "school_year", "class_label", "grade_level", "birth_year", "repeated_years",
    "track", "enrolled_on", "begins_on", "year_starts_on", "last_year_on", "county", "locality", "school", "year",
    "class",
)  # fmt: skip


class ChildPlace(NamedTuple):
    """The school and class of a child; ``class_label`` is empty where the records tell none."""

    school_id: str
    class_label: str


def cohort_at(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the pupils to be looked after at ``as_of``, one row each, in order of their pupil_id.

    It is the latest enrolment begun before ``as_of`` that has not ended; of several at once the latest that is
    ``main``, or else the latest of which nothing is said. Pupils whose known story has ended and who have not enrolled
    again since are left out.

    Returns
    -------
    pandas.DataFrame
        ``COHORT_COLUMNS``; dates as days; index 0 .. n-1.
    """
    enrolments = seen_enrolments(index, as_of)
    begun = np.flatnonzero(known_before(enrolments["begins_on"].to_numpy(), as_of))
    ended = known_before(_ends_on(enrolments, as_of)[begun], as_of)
    latest = _listed_rows(enrolments, begun[~ended], pupils=len(index.pupils))
    latest = latest[latest >= 0]
    latest = latest[~_story_ended(index, enrolments, latest, begun, as_of)]
    return enrolments[list(COHORT_COLUMNS)].take(latest).reset_index(drop=True)


def seen_enrolments(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the enrolments seen at ``as_of``, as ``RecordIndex`` has them, with the school years as they say them.

    Not cut are those whose day is yet to come, where all others are seen: what they say is cut by that day.
    """
    rows = index.enrolments
    enrolled = known_before(rows["enrolled_on"].to_numpy(), as_of)
    seen = _is_seen(rows, as_of)
    if not (enrolled & ~(seen & known_before(rows["year_starts_on"].to_numpy(), as_of))).any():
        return rows
    bounded = index.last_seen.get(as_of)
    if bounded is None:
        terms = terms_in_force(index.records["terms"], index.records["schools"])
        bounded = with_year_bounds(rows[seen].reset_index(drop=True), index.counties, terms)
        index.last_seen.clear()
        index.last_seen[as_of] = bounded
    return bounded


def unlisted_at(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return who is enrolled in a school at ``as_of`` and not listed there, one row per child and school.

    Returns
    -------
    pandas.DataFrame
        ``pupil_id``, ``school_id``, ``class_label`` and ``why``: ``story_ended`` by an outcome, ``other_school`` where
        the child is listed in another one, ``not_begun`` where the school year has yet to begin.
    """
    enrolments = seen_enrolments(index, as_of)
    known = enrolments[known_before(enrolments["enrolled_on"].to_numpy(), as_of)]
    going_on = known[~known_before(_ends_on(known, as_of), as_of)]
    listed = cohort_at(index, as_of).set_index("pupil")["school_id"]
    school = going_on["pupil"].map(listed)
    is_begun = known_before(going_on["begins_on"].to_numpy(), as_of)
    why = np.select([school.notna() & is_begun, is_begun], ["other_school", "story_ended"], "not_begun")
    elsewhere = going_on.assign(why=why)[((school != going_on["school_id"]) & (is_begun | school.isna())).to_numpy()]
    found = elsewhere[["pupil_id", "school_id", "class_label", "why"]].drop_duplicates(["pupil_id", "school_id"])
    return found.sort_values(["school_id", "pupil_id"], ignore_index=True)


def begun_enrolments(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the enrolments begun before ``as_of``, oldest first, with ``ends_on`` and ``ended`` as known then.

    A leaving that was not known yet is not seen: the enrolment then ends with its school year.
    """
    enrolments = seen_enrolments(index, as_of)
    begun = enrolments[known_before(enrolments["begins_on"].to_numpy(), as_of)]
    ends_on = _ends_on(begun, as_of)
    return begun.assign(ends_on=ends_on, ended=known_before(ends_on, as_of))


def places_at(index: RecordIndex, as_of: int) -> Mapping[str, ChildPlace]:
    """Return the place of each child who was in school before ``as_of``, by pseudonym.

    A child of the cohort is where the cohort has it. One whose story has ended, or who is enrolled nowhere, stays where
    it was last: whoever looked after it closes what is open.
    """
    begun = begun_enrolments(index, as_of).drop_duplicates("pupil", keep="last")
    return {**_places(begun), **_places(cohort_at(index, as_of))}


def known_family(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the rows of ``family`` seen at ``as_of``, in order of knowledge."""
    return seen_rows(index.family, as_of)


def known_outcomes(index: RecordIndex, as_of: int) -> pd.DataFrame:
    """Return the outcomes seen at ``as_of``, in the order in which ``RecordIndex`` keeps them."""
    return seen_rows(index.outcomes, as_of)


def seen_rows(frame: pd.DataFrame, as_of: int) -> pd.DataFrame:
    """Return the rows of one of the index's frames that were known before ``as_of`` and not taken back before it."""
    return frame[_is_seen(frame, as_of)]


def known_events(index: RecordIndex, name: str, as_of: int) -> EventIndex:
    """Return the events of a kind, for a date: which marks an average is made of hangs on the enrolments seen then."""
    events: EventIndex = getattr(index, name)
    seen = seen_enrolments(index, as_of)
    if name != "marks" or seen is index.enrolments or not _has_averages(index, _with_other_years(index, seen, as_of)):
        return events
    return mark_events(index.records, pd.Index(index.pupils), seen)[0][name]


def standing_outcomes(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return each pupil's outcome that stands: the one known last corrects the earlier ones.

    Outcomes known on the same day are ordered by the day they happened, then by name, so that the order of the rows of
    the records does not matter; ``RecordIndex`` keeps them in that order. Index: the pupil's number.
    """
    return outcomes.drop_duplicates("pupil", keep="last").set_index("pupil")


def endings(enrolments: pd.DataFrame, outcomes: pd.DataFrame) -> Texts:
    """Return the outcome that each enrolment ended with: of those that came in its time, the one that was known last.

    An outcome is of the latest enrolment that began before it, or on its day if there is none before. None where none
    came: an enrolment that was followed by another one keeps its own ending, a later one's does not touch it.

    Parameters
    ----------
    enrolments
        ``pupil`` and ``begins_on``; n rows.
    outcomes
        ``pupil``, ``date`` and ``outcome``, those known last at the end.
    """
    begun = enrolments[["pupil", "begins_on"]].assign(place=np.arange(len(enrolments)))
    begun = begun.sort_values(["begins_on", "place"], kind="stable")
    dated = outcomes[["pupil", "date", "outcome"]].assign(known=np.arange(len(outcomes)))
    dated = dated.sort_values("date", kind="stable")
    found = [
        pd.merge_asof(dated, begun, left_on="date", right_on="begins_on", by="pupil", allow_exact_matches=same_day)
        for same_day in (False, True)
    ]
    place = found[0]["place"].fillna(found[1]["place"])
    of_place = dated.assign(place=place.to_numpy()).dropna(subset="place").sort_values("known", kind="stable")
    ending = np.full(len(enrolments), None, dtype=object)
    ending[of_place["place"].to_numpy(np.intp)] = of_place["outcome"].to_numpy(object)  # the one known last stays
    return ending


def _places(rows: pd.DataFrame) -> dict[str, ChildPlace]:
    labels = rows["class_label"].astype(object).where(rows["class_label"].notna(), "")
    columns = (rows["pupil_id"].tolist(), rows["school_id"].tolist(), labels.tolist())
    return {pupil: ChildPlace(school, label) for pupil, school, label in zip(*columns, strict=True)}


def _is_seen(frame: pd.DataFrame, as_of: int) -> Booleans:
    return seen_before(frame["known_on"].to_numpy(), frame["retracted_on"].to_numpy(), as_of)


def _with_other_years(index: RecordIndex, seen: pd.DataFrame, as_of: int) -> Positions:
    """Return the pupils of whom the enrolments seen at a date tell other school years than all of them."""
    names = ["pupil", "begins_on", "year_starts_on"]
    both = [frame.loc[known_before(frame["begins_on"].to_numpy(), as_of), names] for frame in (index.enrolments, seen)]
    differing = pd.concat([each.drop_duplicates() for each in both]).drop_duplicates(keep=False)
    return np.unique(differing["pupil"].to_numpy(np.intp))


def _has_averages(index: RecordIndex, pupils: Positions) -> bool:
    grades = index.records["grades"]
    if not len(pupils):
        return False
    of_averages = grades["pupil_id"][(grades["kind"] == "average").to_numpy(bool)].unique()
    return bool(np.isin(index.pupils[pupils], np.asarray(of_averages, dtype=object)).any())


def _ends_on(enrolments: pd.DataFrame, as_of: int) -> Days:
    names = ("left_on", "left_known_on", "year_ends_on", "next_year_on")
    left, told, year_end, next_year = (enrolments[name].to_numpy() for name in names)
    next_begun = told_before(next_year - 1, next_year, as_of, otherwise=year_end)
    return told_before(left, told, as_of, otherwise=np.minimum(year_end, next_begun))


def _listed_rows(enrolments: pd.DataFrame, rows: Positions, *, pupils: int) -> Positions:
    """Return, for each pupil, the row of the enrolment by which the pupil is listed; -1 without any."""
    main = enrolments["main"].to_numpy()[rows]
    listed = _last_rows(enrolments, rows, pupils=pupils)
    for preferred in (rows[~(main == 0)], rows[main == 1]):
        latest = _last_rows(enrolments, preferred, pupils=pupils)
        listed = np.where(latest >= 0, latest, listed)
    return listed


def _story_ended(
    index: RecordIndex, enrolments: pd.DataFrame, latest: Positions, begun: Positions, as_of: int
) -> Booleans:
    """Tell whose known story has ended without a later enrolment; ``latest`` are the pupils' latest enrolments.

    An enrolment on the very day of the outcome is a new one if it is not the pupil's first: children change schools
    from one day to the next.
    """
    outcomes, pupils = index.outcomes, len(index.pupils)
    if outcomes.empty:
        return np.zeros(len(latest), dtype=np.bool_)
    pupil = enrolments["pupil"].to_numpy()[latest]
    known = np.flatnonzero(_is_seen(outcomes, as_of))
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
