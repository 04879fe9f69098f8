"""Records sorted once, so that any date can be asked of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Codes, Positions
from features.counting.counted_once import counted_once
from features.days import NEVER, to_days
from features.point_in_time.events import EventIndex, index_events, sorted_order
from features.point_in_time.school_calendar import Calendar, make_calendar
from features.point_in_time.school_years import school_year_bounds, terms_in_force
from features.records.records import Records
from features.schema.scales import Scale
from features.schema.tables import ENDING_OUTCOMES

HUNDREDTHS = 100  # values are kept in whole hundredths: of an hour, of a point of a mark's level
PASS_LEVEL = 50 * HUNDREDTHS


@dataclass(frozen=True)
class RecordIndex:
    """Records sorted by pupil and day, with dates as whole days.

    ``pupils`` are the sorted pupil ids; a pupil's number is the place in it. ``enrolments``, ``family``, ``outcomes``
    are frames with a column ``pupil`` of numbers and dates as days: enrolments oldest first, with the numbers of their
    ``school``, ``class``, ``year`` and ``county``, its place in ``counties``; situations in order of knowledge; of a
    pupil's outcomes the one that stands last, and whether it ``ends`` the story. The event indexes hold, in hundredths:
    ``absences`` and ``excuses`` hours, ``periods`` the length in days of totals of a period, ``absent_days`` a row per
    pupil and day, ``marks`` and ``conduct`` the mark's level (lowest 0, pass 50, highest 100 points) and the subject's
    code, its place in ``subjects``.
    """

    records: Records
    pupils: npt.NDArray[np.object_]
    calendar: Calendar
    counties: tuple[str, ...]
    enrolments: pd.DataFrame
    family: pd.DataFrame
    outcomes: pd.DataFrame
    absences: EventIndex
    excuses: EventIndex
    periods: EventIndex
    absent_days: EventIndex
    marks: EventIndex
    conduct: EventIndex
    subjects: tuple[str, ...]


def index_records(records: Records) -> RecordIndex:
    """Sort records once; the cost of a further as-of date is then in proportion to pupils, not to events."""
    pupils = pd.Index(sorted(records["enrolments"]["pupil_id"].unique()), dtype=object)
    marks, subjects = _mark_events(records, pupils)
    terms = terms_in_force(records["terms"], records["schools"])
    enrolments, counties = _enrolments(records, pupils, terms)
    family = _numbered(records["family"], pupils, ["valid_from", "known_on"])
    outcomes = _numbered(records["outcomes"], pupils, ["date", "known_on"])
    return RecordIndex(
        records=records,
        pupils=pupils.to_numpy(),
        calendar=make_calendar(terms),
        counties=counties,
        enrolments=enrolments,
        family=family.sort_values(["known_on", "valid_from"], kind="stable", ignore_index=True),
        outcomes=outcomes.sort_values(["known_on", "date", "outcome"], kind="stable", ignore_index=True).assign(
            ends=lambda rows: rows["outcome"].isin(ENDING_OUTCOMES)
        ),
        **marks,
        **_absence_events(counted_once(records)["attendance"], pupils),
        subjects=subjects,
    )


def mark_levels(grades: pd.DataFrame, scales: Mapping[str, Scale]) -> Codes:
    """Place marks between lowest (0), pass (50) and highest (100) of their scale, in hundredths of a point.

    >>> grades = pd.DataFrame({"mark": [1.0, 5.0, 7.5, 10.0], "scale": "1-10"})
    >>> mark_levels(grades, {"1-10": Scale("1-10", 1, 5, 10)}).tolist()
    [0, 5000, 7500, 10000]
    """
    codes, marks = pd.factorize(grades["mark"])  # millions of rows have some dozen distinct marks
    scale = grades["scale"].astype("category").cat
    levels = np.zeros((len(scale.categories), len(marks)), dtype=np.int32)
    for row, name in enumerate(scale.categories):
        points = [scales[name].lowest, scales[name].pass_mark, scales[name].highest]
        levels[row] = np.rint(np.interp(marks, points, [0, PASS_LEVEL, 2 * PASS_LEVEL]))
    return np.asarray(levels[scale.codes.to_numpy(), codes])


def _pupil_numbers(ids: "pd.Series", pupils: pd.Index) -> Codes:
    """Return the number of each row's pupil."""
    if isinstance(ids.dtype, pd.CategoricalDtype):
        codes, distinct = ids.cat.codes.to_numpy(), ids.cat.categories
    else:
        codes, distinct = pd.factorize(ids)
    return np.asarray(pupils.get_indexer(distinct).astype(np.int32)[codes])


def _subject_codes(subjects: "pd.Series") -> tuple[Codes, tuple[str, ...]]:
    """Number the subjects, however they are capitalised; -1 where there is none."""
    given = subjects.astype("category").cat
    folded, names = pd.factorize(np.array([name.casefold() for name in given.categories], dtype=object), sort=True)
    codes = given.codes.to_numpy()
    return np.asarray(np.append(folded, -1).astype(codes.dtype)[codes]), tuple(names)


def _numbered(frame: pd.DataFrame, pupils: pd.Index, dates: list[str]) -> pd.DataFrame:
    """Return the frame with ``pupil`` numbers instead of ids and days instead of dates."""
    columns = {name: to_days(frame[name]) if name in dates else frame[name] for name in frame if name != "pupil_id"}
    pupil = _pupil_numbers(frame["pupil_id"], pupils).astype(np.int64)
    return pd.DataFrame({**columns, "pupil": pupil}, frame.index, copy=False)


def _enrolments(records: Records, pupils: pd.Index, terms: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the enrolments with the bounds of their school year.

    The second are the counties; "" is where none is recorded.
    """
    enrolments = _numbered(records["enrolments"], pupils, ["enrolled_on", "left_on", "left_known_on"])
    school, year = (pd.factorize(enrolments[name], sort=True)[0] for name in ("school_id", "school_year"))
    order = np.lexsort([year, school, enrolments["enrolled_on"].to_numpy()])
    enrolments = enrolments.take(order).reset_index(drop=True)
    schools = records["schools"].set_index("school_id")
    numbers, ids = pd.factorize(enrolments["school_id"])
    county, counties = pd.factorize(_looked_up(ids, schools["county"]))
    bounds = school_year_bounds(enrolments, numbers, counties.take(county).tolist(), terms)
    numbered = enrolments.assign(
        pupil_id=pupils.to_numpy()[enrolments["pupil"]],
        school=numbers,
        year=pd.factorize(year[order])[0],
        county=county[numbers],
        locality=_looked_up(ids, schools["locality"])[numbers],
        begins_on=np.maximum(enrolments["enrolled_on"].to_numpy(), bounds.starts_on),  # July for September: not yet
        year_starts_on=bounds.starts_on,
        year_ends_on=bounds.ends_on,
        next_year_on=bounds.next_on,
        last_year_on=bounds.last_year_on,
        **{"class": _class_numbers(enrolments, numbers)},
    )
    return numbered.copy(), tuple(counties)  # columns of a kind side by side, as each date takes rows of them all


def _class_numbers(enrolments: pd.DataFrame, school: Positions) -> Positions:
    """Number the classes: by label, else by grade level; a school without either is one class."""
    label = enrolments["class_label"]
    if (unlabelled := label.isna()).any():
        label = label.where(~unlabelled, enrolments["grade_level"].astype(str))
    labels, names = pd.factorize(label)  # -1 where neither is known
    return np.asarray(pd.factorize(school * (len(names) + 1) + labels + 1)[0])


def _looked_up(keys: Iterable[str], values: "pd.Series") -> npt.NDArray[np.object_]:
    """Return the text of each key; "" where there is none."""
    texts = values.where(values.notna(), "").to_dict()
    return np.array([texts.get(key, "") for key in keys], dtype=object)


def _mark_events(records: Records, pupils: pd.Index) -> tuple[dict[str, EventIndex], tuple[str, ...]]:
    """Return the events of marks and of conduct, and the names of the subjects by their codes."""
    grades = records["grades"]
    subject, subjects = _subject_codes(grades["subject"])
    pupil, day, known = _pupil_numbers(grades["pupil_id"], pupils), _days(grades["date"]), _days(grades["known_on"])
    level = mark_levels(grades, {scale.name: scale for scale in records.declared.scales})
    is_conduct = (grades["kind"] == "conduct").to_numpy(bool)
    events = {
        name: index_events(
            pupil=pupil, day=day, known=known, value=level, code=subject, codes=len(subjects), pass_value=PASS_LEVEL,
            rows=np.flatnonzero(rows),
        )
        for name, rows in (("marks", ~is_conduct), ("conduct", is_conduct))
    }  # fmt: skip
    return events, subjects


def _absence_events(absences: pd.DataFrame, pupils: pd.Index) -> dict[str, EventIndex]:
    pupil = _pupil_numbers(absences["pupil_id"], pupils)
    day, known, from_date, excused_on = (
        _days(absences[name]) for name in ("date", "known_on", "from_date", "excused_on")
    )
    hours = np.rint(absences["hours"].to_numpy() * HUNDREDTHS).astype(np.int32)
    order = sorted_order(pupil, day)
    if order is not None:  # sorted once, for all four
        pupil, day, known, from_date, excused_on, hours = (
            each[order] for each in (pupil, day, known, from_date, excused_on, hours)
        )
    excused, period = excused_on != NEVER, from_date != NEVER
    return {
        "absences": index_events(pupil=pupil, day=day, known=known, value=hours),
        "excuses": index_events(
            pupil=pupil, day=day, known=np.maximum(excused_on, known), value=hours, rows=np.flatnonzero(excused),
        ),
        "periods": index_events(
            pupil=pupil, day=day, known=known, value=day - from_date + 1, rows=np.flatnonzero(period),
        ),
        "absent_days": _absent_days(pupil=pupil, day=day, known=known, rows=(hours > 0) & ~period),
    }  # fmt: skip


def _absent_days(*, pupil: Codes, day: Codes, known: Codes, rows: npt.NDArray[np.bool_]) -> EventIndex:
    """Return each pupil's distinct days of sorted rows, known from the first day on which any of a day's rows was."""
    pupil, day, known = pupil[rows], day[rows], known[rows]
    first = np.flatnonzero((np.diff(pupil, prepend=-2) != 0) | (np.diff(day, prepend=0) != 0))
    known = np.minimum.reduceat(known, first) if len(first) else known
    return index_events(pupil=pupil[first], day=day[first], known=known, value=np.ones(len(first), np.int32))


def _days(dates: "pd.Series") -> Codes:
    return to_days(dates).astype(np.int32)
