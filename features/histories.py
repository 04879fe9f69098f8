"""How are records sorted once, so that any date can be asked of them?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.calendar import Calendar, make_calendar, year_ends, year_starts
from features.days import NEVER, to_days
from features.ledger import Ledger, Narrow, make_ledger
from features.records import Records
from features.schema import Scale

HUNDREDTHS = 100  # values are kept in whole hundredths: of an hour, of a point of a mark's level
PASS_LEVEL = 50 * HUNDREDTHS


@dataclass(frozen=True)
class Histories:
    """Records sorted by pupil and day, with dates as whole days.

    ``pupils`` are the sorted pupil ids; a pupil's number is the place in it. ``enrolments``, ``family``, ``outcomes``
    are frames with a column ``pupil`` of numbers and dates as days: enrolments oldest first, with the numbers of their
    ``school`` and ``year``; situations in order of knowledge; of a pupil's outcomes the one that stands last. The
    ledgers hold, in hundredths: ``absences`` and ``excuses`` hours, ``periods`` the length in days of totals of a
    period, ``absent_days`` a row per pupil and day, ``marks`` and ``conduct`` the mark's level (lowest 0, pass 50,
    highest 100 points) and the subject's code, its place in ``subjects``.
    """

    records: Records
    pupils: npt.NDArray[np.object_]
    calendar: Calendar
    enrolments: pd.DataFrame
    family: pd.DataFrame
    outcomes: pd.DataFrame
    absences: Ledger
    excuses: Ledger
    periods: Ledger
    absent_days: Ledger
    marks: Ledger
    conduct: Ledger
    subjects: tuple[str, ...]

    def subject_codes(self, names: tuple[str, ...]) -> list[int]:
        """Return the codes in the mark ledger of the subjects of these names, however they are capitalised."""
        return [code for code, subject in enumerate(self.subjects) if subject.lower() in names]


def sort_records(records: Records) -> Histories:
    """Sort records once; the cost of a further as-of date is then in proportion to pupils, not to events."""
    pupils = np.array(sorted(records["enrolments"]["pupil_id"].unique()), dtype=object)
    subject, subjects = _subject_codes(records["grades"]["subject"])
    family = _numbered(records["family"], pupils, ["valid_from", "known_on"])
    outcomes = _numbered(records["outcomes"], pupils, ["date", "known_on"])
    return Histories(
        records=records,
        pupils=pupils,
        calendar=make_calendar(records["terms"]),
        enrolments=_enrolments(records, pupils),
        family=family.sort_values(["known_on", "valid_from"], kind="stable", ignore_index=True),
        outcomes=outcomes.sort_values(["known_on", "date", "outcome"], kind="stable", ignore_index=True),
        **_mark_ledgers(records, pupils, subject),
        **_absence_ledgers(records["attendance"], pupils),
        subjects=subjects,
    )


def mark_levels(grades: pd.DataFrame, scales: Mapping[str, Scale]) -> Narrow:
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


def _pupil_numbers(ids: "pd.Series", pupils: npt.NDArray[np.object_]) -> Narrow:
    """Return the number of each row's pupil."""
    ids = ids.astype("category").cat
    numbers = pd.Index(pupils, dtype=object).get_indexer(ids.categories)
    return np.asarray(numbers.astype(np.int32)[ids.codes])


def _subject_codes(subjects: "pd.Series") -> tuple[Narrow, tuple[str, ...]]:
    """Number the subjects, however they are capitalised; -1 where there is none."""
    given = subjects.astype("category").cat
    folded, names = pd.factorize(np.array([name.casefold() for name in given.categories], dtype=object), sort=True)
    return np.append(folded, -1).astype(given.codes.dtype)[given.codes], tuple(names)


def _numbered(frame: pd.DataFrame, pupils: npt.NDArray[np.object_], dates: list[str]) -> pd.DataFrame:
    """Return the frame with ``pupil`` numbers instead of ids and days instead of dates."""
    days = {name: to_days(frame[name]) for name in dates}
    pupil = _pupil_numbers(frame["pupil_id"], pupils).astype(np.int64)
    return frame.drop(columns="pupil_id").assign(pupil=pupil, **days)


def _enrolments(records: Records, pupils: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return the enrolments with their year's first day and the last day they hold if no leaving is known."""
    enrolments = _numbered(records["enrolments"], pupils, ["enrolled_on", "left_on", "left_known_on"])
    enrolments = enrolments.sort_values(["enrolled_on", "school_id", "school_year"], kind="stable", ignore_index=True)
    schools = records["schools"].set_index("school_id")
    return enrolments.assign(
        school=pd.factorize(enrolments["school_id"])[0],
        year=pd.factorize(enrolments["school_year"])[0],
        county=_looked_up(enrolments["school_id"], schools["county"]),
        locality=_looked_up(enrolments["school_id"], schools["locality"]),
        year_starts_on=year_starts(enrolments["school_year"]),
        year_ends_on=year_ends(enrolments["school_year"]),
    )


def _looked_up(keys: "pd.Series", values: "pd.Series") -> "pd.Series":
    return keys.map(values.to_dict()).astype(object).where(lambda found: found.notna(), "")


def _mark_ledgers(records: Records, pupils: npt.NDArray[np.object_], subject: Narrow) -> dict[str, Ledger]:
    grades = records["grades"]
    pupil, day, known = _pupil_numbers(grades["pupil_id"], pupils), _days(grades["date"]), _days(grades["known_on"])
    level = mark_levels(grades, {scale.name: scale for scale in records.declared.scales})
    is_conduct = (grades["kind"] == "conduct").to_numpy(bool)
    return {
        name: make_ledger(
            pupil=pupil[rows], day=day[rows], known=known[rows],
            values={
                "level": level[rows],
                "marks": np.ones(np.count_nonzero(rows), np.int8),
                "below_pass": (level[rows] < PASS_LEVEL).astype(np.int8),
            },
            codes={"subject": subject[rows]},
        )
        for name, rows in (("marks", ~is_conduct), ("conduct", is_conduct))
    }  # fmt: skip


def _absence_ledgers(absences: pd.DataFrame, pupils: npt.NDArray[np.object_]) -> dict[str, Ledger]:
    pupil = _pupil_numbers(absences["pupil_id"], pupils)
    day, known, from_date, excused_on = (
        _days(absences[name]) for name in ("date", "known_on", "from_date", "excused_on")
    )
    hours = np.rint(absences["hours"].to_numpy() * HUNDREDTHS).astype(np.int32)
    excused, period = excused_on != NEVER, from_date != NEVER
    return {
        "absences": make_ledger(pupil=pupil, day=day, known=known, values={"hours": hours}),
        "excuses": make_ledger(
            pupil=pupil[excused], day=day[excused], known=np.maximum(excused_on, known)[excused],
            values={"hours": hours[excused]},
        ),
        "periods": make_ledger(
            pupil=pupil[period], day=day[period], known=known[period],
            values={"length": day[period] - from_date[period] + 1},
        ),
        "absent_days": _absent_days(pupil=pupil, day=day, known=known, rows=(hours > 0) & ~period),
    }  # fmt: skip


def _absent_days(*, pupil: Narrow, day: Narrow, known: Narrow, rows: npt.NDArray[np.bool_]) -> Ledger:
    """Return each pupil's distinct days, known from the first day on which any of a day's rows was."""
    pupil, day, known = pupil[rows], day[rows], known[rows]
    order = np.lexsort([known, day, pupil])
    pupil, day, known = pupil[order], day[order], known[order]
    first = (np.diff(pupil, prepend=-2) != 0) | (np.diff(day, prepend=0) != 0)
    ones = np.ones(np.count_nonzero(first), np.int8)
    return make_ledger(pupil=pupil[first], day=day[first], known=known[first], values={"days": ones})


def _days(dates: "pd.Series") -> Narrow:
    return to_days(dates).astype(np.int32)
