"""How are records sorted once, so that any date can be asked of them?"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.calendar import Calendar, make_calendar, year_ends, year_starts
from features.days import NEVER, Days, to_days
from features.ledger import Ledger, Whole, make_ledger
from features.records import Records
from features.schema import Scale

HUNDREDTHS = 100  # values are kept in whole hundredths: of an hour, of a point of a mark's level
PASS_LEVEL = 50 * HUNDREDTHS


@dataclass(frozen=True)
class Histories:
    """Records sorted by pupil and day, with dates as whole days.

    ``pupils`` are the sorted pupil ids; a pupil's number is the place in it. ``enrolments``, ``family``, ``outcomes``
    are frames with a column ``pupil`` of numbers and dates as days. The ledgers hold, in hundredths: ``absences`` and
    ``excuses`` hours, ``periods`` the length in days of totals of a period, ``absent_days`` a row per pupil and day,
    ``marks`` and ``conduct`` the mark's level (lowest 0, pass 50, highest 100 points) and the subject's code, its place
    in ``subjects``.
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
    absences = _numbered(records["attendance"], pupils, ["date", "known_on", "excused_on", "from_date"])
    marks = _numbered(records["grades"], pupils, ["date", "known_on"])
    marks["level"] = mark_levels(records["grades"], {scale.name: scale for scale in records.declared.scales})
    marks["subject_code"], subjects = pd.factorize(marks["subject"].astype("str").str.casefold(), sort=True)
    is_conduct = (marks["kind"] == "conduct").to_numpy(bool)
    return Histories(
        records=records,
        pupils=pupils,
        calendar=make_calendar(records["terms"]),
        enrolments=_enrolments(records, pupils),
        family=_numbered(records["family"], pupils, ["valid_from", "known_on"]),
        outcomes=_numbered(records["outcomes"], pupils, ["date", "known_on"]),
        **_absence_ledgers(absences),
        marks=_mark_ledger(marks[~is_conduct]),
        conduct=_mark_ledger(marks[is_conduct]),
        subjects=tuple(subjects),
    )


def mark_levels(grades: pd.DataFrame, scales: Mapping[str, Scale]) -> Whole:
    """Place marks between lowest (0), pass (50) and highest (100) of their scale, in hundredths of a point.

    >>> grades = pd.DataFrame({"mark": [1.0, 5.0, 7.5, 10.0], "scale": "1-10"})
    >>> mark_levels(grades, {"1-10": Scale("1-10", 1, 5, 10)}).tolist()
    [0, 5000, 7500, 10000]
    """
    levels = np.zeros(len(grades), dtype=np.int64)
    for name, rows in grades.groupby("scale", sort=False).indices.items():
        scale = scales[str(name)]
        points = [scale.lowest, scale.pass_mark, scale.highest]
        level = np.interp(grades["mark"].to_numpy()[rows], points, [0, PASS_LEVEL, 2 * PASS_LEVEL])
        levels[rows] = np.rint(level).astype(np.int64)
    return levels


def _numbered(frame: pd.DataFrame, pupils: npt.NDArray[np.object_], dates: list[str]) -> pd.DataFrame:
    """Return the frame with ``pupil`` numbers instead of ids and days instead of dates."""
    days = {name: to_days(frame[name]) for name in dates}
    pupil = pd.Index(pupils).get_indexer(pd.Index(frame["pupil_id"], dtype=object)).astype(np.int64)
    return frame.drop(columns="pupil_id").assign(pupil=pupil, **days)


def _enrolments(records: Records, pupils: npt.NDArray[np.object_]) -> pd.DataFrame:
    """Return the enrolments with their year's first day and the last day they hold if no leaving is known."""
    enrolments = _numbered(records["enrolments"], pupils, ["enrolled_on", "left_on", "left_known_on"])
    schools = records["schools"].set_index("school_id")
    return enrolments.assign(
        county=_looked_up(enrolments["school_id"], schools["county"]),
        locality=_looked_up(enrolments["school_id"], schools["locality"]),
        year_starts_on=year_starts(enrolments["school_year"]),
        year_ends_on=year_ends(enrolments["school_year"]),
    )


def _looked_up(keys: "pd.Series", values: "pd.Series") -> "pd.Series":
    return keys.map(values.to_dict()).astype(object).where(lambda found: found.notna(), "")


def _absence_ledgers(absences: pd.DataFrame) -> dict[str, Ledger]:
    pupil, day, known = (absences[name].to_numpy(np.int64) for name in ("pupil", "date", "known_on"))
    hours = np.rint(absences["hours"].to_numpy() * HUNDREDTHS).astype(np.int64)
    from_date = absences["from_date"].to_numpy(np.int64)
    excused = np.maximum(absences["excused_on"].to_numpy(np.int64), known)
    is_excused = absences["excused_on"].to_numpy() != NEVER
    is_period = from_date != NEVER
    days = _first_known(pupil, day, known, (hours > 0) & ~is_period)
    return {
        "absences": make_ledger(pupil=pupil, day=day, known=known, values={"hours": hours}),
        "excuses": make_ledger(
            pupil=pupil[is_excused], day=day[is_excused], known=excused[is_excused], values={"hours": hours[is_excused]}
        ),
        "periods": make_ledger(
            pupil=pupil[is_period], day=day[is_period], known=known[is_period],
            values={"length": (day - from_date + 1)[is_period]},
        ),
        "absent_days": make_ledger(**days, values={"days": np.ones(len(days["pupil"]), np.int64)}),
    }  # fmt: skip


def _first_known(pupil: Whole, day: Days, known: Days, rows: npt.NDArray[np.bool_]) -> dict[str, Whole]:
    """Return each pupil's distinct days with the first day on which any of its rows was known."""
    frame = pd.DataFrame({"pupil": pupil[rows], "day": day[rows], "known": known[rows]})
    first = frame.groupby(["pupil", "day"], sort=True)["known"].min().reset_index()
    return {name: first[name].to_numpy(np.int64) for name in ("pupil", "day", "known")}


def _mark_ledger(marks: pd.DataFrame) -> Ledger:
    level = marks["level"].to_numpy(np.int64)
    return make_ledger(
        pupil=marks["pupil"].to_numpy(np.int64),
        day=marks["date"].to_numpy(np.int64),
        known=marks["known_on"].to_numpy(np.int64),
        values={
            "level": level,
            "marks": np.ones(len(level), np.int64),
            "below_pass": (level < PASS_LEVEL).astype(np.int64),
            "subject": marks["subject_code"].to_numpy(np.int64),
        },
    )
