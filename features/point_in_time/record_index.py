"""Records sorted once, so that any date can be asked of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Codes, Floats, Positions
from features.counting.counted_once import counted_once
from features.counting.event_rows import HUNDREDTHS
from features.days import to_days
from features.point_in_time.attendance_events import attendance_events, days_of
from features.point_in_time.events import EventIndex, index_events
from features.point_in_time.mark_averages import spans_of_marks
from features.point_in_time.school_calendar import Calendar, make_calendar
from features.point_in_time.school_years import school_year_bounds, terms_in_force
from features.records.records import Records
from features.schema.scales import Scale
from features.schema.school_time import levels_said

_ENROLMENT_DAYS = ["enrolled_on", "left_on", "left_known_on", "known_on", "retracted_on"]
PASS_LEVEL = 50 * HUNDREDTHS


@dataclass(frozen=True)
class RecordIndex:
    """Records sorted by pupil and day, with dates as whole days.

    ``pupils`` are the sorted pupil ids; a pupil's number is the place in it. ``enrolments``, ``family``, ``outcomes``
    are frames with a column ``pupil`` of numbers and dates as days: enrolments oldest first, with the numbers of their
    ``school``, ``class``, ``year`` and ``county``, its place in ``counties``; situations in order of knowledge; of a
    pupil's outcomes the one that stands last, and whether it ``ends`` the story; ``own_outcomes`` are the declared ones
    that happen beside it, in order of knowledge. The event indexes hold, in hundredths: ``absences`` hours lost
    (``late`` those lost by coming late), ``excuses`` the excused of them and ``unknown_excuses`` those of which nobody
    knows, ``excuse_records`` a row for each absence of which it was said whether it is excused, ``present`` hours
    attended, ``roll_calls`` every row, ``periods`` the length in days of totals of a period, ``absent_days`` a row per
    pupil and day, ``marks`` and ``conduct`` the mark's level (worst 0, pass 50, best 100 points) and the subject's
    code, its place in ``subjects``, an average only while no mark stands in its place (``mark_averages``);
    ``not_taken`` a row for each mark that was due and not taken; ``incidents`` the severity, as a number below 0 so
    that the lowest is the gravest, 0 where it is not known, and the place of the kind in ``incident_kinds``.

    Nothing here is cut: of enrolments, ``cohort.seen_enrolments`` are those of a date, kept in ``last_seen``.
    """

    records: Records
    pupils: npt.NDArray[np.object_]
    calendar: Calendar
    counties: tuple[str, ...]
    enrolments: pd.DataFrame
    family: pd.DataFrame
    outcomes: pd.DataFrame
    own_outcomes: pd.DataFrame
    absences: EventIndex
    late: EventIndex
    excuses: EventIndex
    unknown_excuses: EventIndex
    excuse_records: EventIndex
    present: EventIndex
    roll_calls: EventIndex
    periods: EventIndex
    absent_days: EventIndex
    marks: EventIndex
    conduct: EventIndex
    not_taken: EventIndex
    subjects: tuple[str, ...]
    incidents: EventIndex
    incident_kinds: tuple[str, ...]
    last_seen: dict[int, pd.DataFrame] = field(default_factory=dict, init=False, repr=False, compare=False)


def index_records(records: Records) -> RecordIndex:
    """Sort records once; the cost of a further as-of date is then in proportion to pupils, not to events."""
    pupils = pd.Index(sorted(records["enrolments"]["pupil_id"].unique()), dtype=object)
    counted = counted_once(records)
    terms = terms_in_force(records["terms"], records["schools"])
    enrolments, counties = _enrolments(records, pupils, terms)
    marks, subjects = mark_events(records, pupils, enrolments)
    family = _numbered(records["family"], pupils, ["valid_from", "known_on", "retracted_on"])
    outcomes, own_outcomes = _outcomes(records, pupils)
    return RecordIndex(
        records=records,
        pupils=pupils.to_numpy(),
        calendar=make_calendar(terms),
        counties=counties,
        enrolments=enrolments,
        family=family.sort_values(["known_on", "valid_from"], kind="stable", ignore_index=True),
        outcomes=outcomes,
        own_outcomes=own_outcomes,
        **marks,
        **attendance_events(counted["attendance"], pupil_numbers(counted["attendance"]["pupil_id"], pupils)),
        subjects=subjects,
        incidents=_incident_events(counted["incidents"], pupils),
        incident_kinds=tuple(counted["incidents"]["kind"].cat.categories),
    )


def mark_levels(grades: pd.DataFrame, scales: Mapping[str, Scale]) -> Codes:
    """Place marks between worst (0), pass (50) and best (100) of their scale, in hundredths of a point.

    A row without a mark is at 0.

    >>> grades = pd.DataFrame({"mark": [1.0, 5.0, 7.5, 10.0], "scale": "1-10"})
    >>> mark_levels(grades, {"1-10": Scale("1-10", 1, 5, 10)}).tolist()
    [0, 5000, 7500, 10000]
    """
    codes, marks = pd.factorize(grades["mark"])  # millions of rows have some dozen distinct marks
    scale = grades["scale"].astype("category").cat
    levels = np.zeros((len(scale.categories) + 1, len(marks) + 1), dtype=np.int32)  # the last of each: without any
    for row, name in enumerate(scale.categories):
        points = [scales[name].points(mark) for mark in marks]
        levels[row, : len(marks)] = np.rint(np.round(points, 8) * HUNDREDTHS)  # rounded as the exact fraction would be
    return np.asarray(levels[scale.codes.to_numpy(), codes])


def pupil_numbers(ids: "pd.Series", pupils: "pd.Index | npt.NDArray[np.object_]") -> Codes:
    """Return the number of each row's pupil."""
    if isinstance(ids.dtype, pd.CategoricalDtype):
        codes, distinct = ids.cat.codes.to_numpy(), ids.cat.categories
    else:
        codes, distinct = pd.factorize(ids)
    return np.asarray(pd.Index(pupils).get_indexer(distinct).astype(np.int32)[codes])


def _subject_codes(subjects: "pd.Series") -> tuple[Codes, tuple[str, ...]]:
    """Number the subjects, however they are capitalised; -1 where there is none."""
    given = subjects.astype("category").cat
    folded, names = pd.factorize(np.array([name.casefold() for name in given.categories], dtype=object), sort=True)
    codes = given.codes.to_numpy()
    return np.asarray(np.append(folded, -1).astype(codes.dtype)[codes]), tuple(names)


def _numbered(frame: pd.DataFrame, pupils: pd.Index, dates: list[str]) -> pd.DataFrame:
    """Return the frame with ``pupil`` numbers instead of ids and days instead of dates."""
    columns = {name: to_days(frame[name]) if name in dates else frame[name] for name in frame if name != "pupil_id"}
    pupil = pupil_numbers(frame["pupil_id"], pupils).astype(np.int64)
    return pd.DataFrame({**columns, "pupil": pupil}, frame.index, copy=False)


def _enrolments(records: Records, pupils: pd.Index, terms: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the enrolments with the bounds of their school year.

    The second are the counties; "" is where none is recorded.
    """
    enrolments = _numbered(records["enrolments"], pupils, _ENROLMENT_DAYS)
    school, year = (pd.factorize(enrolments[name], sort=True)[0] for name in ("school_id", "school_year"))
    order = np.lexsort([year, school, enrolments["enrolled_on"].to_numpy()])
    enrolments = enrolments.take(order).reset_index(drop=True)
    schools = records["schools"].set_index("school_id")
    numbers, ids = pd.factorize(enrolments["school_id"])
    county, counties = pd.factorize(_looked_up(ids, schools["county"]))
    numbered = enrolments.assign(
        pupil_id=pupils.to_numpy()[enrolments["pupil"]],
        school=numbers,
        year=pd.factorize(year[order])[0],
        county=county[numbers],
        locality=_looked_up(ids, schools["locality"])[numbers],
        **{"class": _class_numbers(enrolments, numbers)},
    )
    return with_year_bounds(numbered, tuple(counties), terms), tuple(counties)


def with_year_bounds(enrolments: pd.DataFrame, counties: Sequence[str], terms: pd.DataFrame) -> pd.DataFrame:
    """Return numbered enrolments with the bounds of their school years, as these enrolments say when they begin."""
    school, county = (enrolments[name].to_numpy(np.intp) for name in ("school", "county"))
    county_of = np.full(int(school.max(initial=-1)) + 1, "", dtype=object)
    county_of[school] = np.asarray(counties, dtype=object)[county]
    bounds = school_year_bounds(enrolments, school, county_of.tolist(), terms)
    bounded = enrolments.assign(
        begins_on=np.maximum(enrolments["enrolled_on"].to_numpy(), bounds.starts_on),  # July for September: not yet
        year_starts_on=bounds.starts_on,
        year_ends_on=bounds.ends_on,
        next_year_on=bounds.next_on,
        last_year_on=bounds.last_year_on,
    )
    return bounded.copy()  # columns of a kind side by side, as each date takes rows of them all


def _outcomes(records: Records, pupils: pd.Index) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the outcomes of stories, and the declared ones that happen beside them."""
    numbered = _numbered(records["outcomes"], pupils, ["date", "known_on", "retracted_on"])
    ordered = numbered.sort_values(["known_on", "date", "outcome"], kind="stable", ignore_index=True)
    words, beside = records.declared.words, ordered["outcome"].isin(records.declared.words.events)
    stories = ordered[~beside].reset_index(drop=True)
    stories = stories.assign(ends=stories["outcome"].isin(words.ending_outcomes))
    return stories, ordered[beside].reset_index(drop=True)


def _class_numbers(enrolments: pd.DataFrame, school: Positions) -> Positions:
    """Number the classes: by label, else by grade level; a school without either is one class.

    A label that says no level, such as A, is that of a class in each level.
    """
    label, level = enrolments["class_label"], enrolments["grade_level"].map("{:g}".format)
    if (partial := np.isnan(levels_said(label))).any():
        label = label.where(~partial, label.fillna("") + " " + level)
    labels, names = pd.factorize(label)  # -1 where neither is known
    return np.asarray(pd.factorize(school * (len(names) + 1) + labels + 1)[0])


def _looked_up(keys: Iterable[str], values: "pd.Series") -> npt.NDArray[np.object_]:
    """Return the text of each key; "" where there is none."""
    texts = values.where(values.notna(), "").to_dict()
    return np.array([texts.get(key, "") for key in keys], dtype=object)


def mark_events(
    records: Records, pupils: pd.Index, enrolments: pd.DataFrame
) -> tuple[dict[str, EventIndex], tuple[str, ...]]:
    """Return the events of marks, of conduct and of marks not taken, and the names of the subjects by their codes."""
    grades = records["grades"]
    subject, subjects = _subject_codes(grades["subject"])
    pupil = pupil_numbers(grades["pupil_id"], pupils)
    day, known, retracted_on = (days_of(grades[name]) for name in ("date", "known_on", "retracted_on"))
    level = mark_levels(grades, {scale.name: scale for scale in records.declared.scales})
    weight = _weights(grades["weight"].to_numpy())
    is_conduct, is_average, is_not_taken = (
        (grades["kind"] == name).to_numpy(bool) for name in ("conduct", "average", "not_taken")
    )
    is_mark = ~(is_conduct | is_average | is_not_taken)
    spans = spans_of_marks(
        pupil=pupil, day=day, known=known, retracted_on=retracted_on, subject=subject, is_average=is_average,
        is_mark=is_mark, enrolments=enrolments,
    )  # fmt: skip
    every = _with_repeated(spans.repeated, pupil=pupil, day=day, value=level, code=subject, weight=weight)
    kinds = {"marks": is_mark | is_average, "conduct": is_conduct, "not_taken": is_not_taken}
    events = {
        name: index_events(
            known=spans.known, retracted_on=spans.retracted_on, codes=len(subjects), pass_value=PASS_LEVEL,
            rows=np.flatnonzero(np.append(rows, np.full(len(spans.repeated), name == "marks"))), **every,
        )
        for name, rows in kinds.items()
    }  # fmt: skip
    return events, subjects


def _with_repeated(rows: Positions, **columns: Codes | None) -> dict[str, Codes]:
    """Return the columns that there are, with some rows once more after the others."""
    given = {name: column for name, column in columns.items() if column is not None}
    return {name: np.append(column, column[rows]) for name, column in given.items()} if len(rows) else given


def _weights(weights: Floats) -> Codes | None:
    """Return the weights of marks in whole hundredths, so that sums stay exact; None where all weigh the same.

    >>> _weights(np.array([np.nan, 2.5]))
    array([100, 250], dtype=int32)
    """
    whole = np.rint(np.where(np.isnan(weights), 1.0, weights) * HUNDREDTHS).astype(np.int32)
    return whole if len(whole) and (whole != whole[0]).any() else None


def _incident_events(incidents: pd.DataFrame, pupils: pd.Index) -> EventIndex:
    kind = incidents["kind"].cat
    return index_events(
        pupil=pupil_numbers(incidents["pupil_id"], pupils), day=days_of(incidents["date"]),
        known=days_of(incidents["known_on"]), retracted_on=days_of(incidents["retracted_on"]),
        value=-incidents["severity"].fillna(0).to_numpy(np.int32),
        code=kind.codes.to_numpy().astype(np.int32), codes=len(kind.categories),
    )  # fmt: skip
