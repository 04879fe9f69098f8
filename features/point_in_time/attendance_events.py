"""The events of attendance: hours lost, excused and attended, and the days on which a child was absent."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.arrays import Booleans, Codes, Positions
from features.counting.event_rows import HUNDREDTHS
from features.days import NEVER, to_days
from features.point_in_time.events import EventIndex, index_events, sorted_order


@dataclass(frozen=True)
class _Rows:
    """Rows of attendance in order of pupil and day; days as numbers, hours in hundredths, ``NEVER`` where not told."""

    pupil: Codes
    day: Codes
    known: Codes
    from_date: Codes
    excused_on: Codes
    retracted_on: Codes
    hours: Codes
    lessons: Codes
    kind: Codes
    excused: Codes

    def index(
        self, rows: Booleans, *, known: Codes | None = None, value: Codes | None = None,
        retracted_on: Codes | None = None,
    ) -> EventIndex:  # fmt: skip
        """Return the events of some of the rows, with their own days and hours unless others are given."""
        return index_events(
            pupil=self.pupil,
            day=self.day,
            known=self.known if known is None else known,
            value=self.hours if value is None else value,
            retracted_on=self.retracted_on if retracted_on is None else retracted_on,
            rows=np.flatnonzero(rows),
        )


_KINDS = ("absent", "late", "present")
_EXCUSED = ("yes", "no", "unknown")
_ABSENT, _LATE, _PRESENT = range(3)
_YES, _NO, _UNKNOWN = range(3)


def attendance_events(attendance: pd.DataFrame, pupil: Codes) -> dict[str, EventIndex]:
    """Return the events of ``RecordIndex`` that come from attendance, by name.

    An absence is excused from the day of its excuse on or, where only that it is excused is told, as soon as it is
    known. Hours that were held and not missed are hours attended.
    """
    rows = _sorted_rows(attendance, pupil)
    lost, period = rows.kind != _PRESENT, rows.from_date != NEVER
    said_excused = (rows.excused == _YES) & (rows.excused_on == NEVER)
    excused_on = np.where(said_excused, rows.known, np.maximum(rows.excused_on, rows.known)).astype(np.int32)
    excused = lost & (excused_on != NEVER)
    told_on = np.where(rows.excused == _NO, rows.known, excused_on).astype(np.int32)
    unknown = lost & (rows.excused == _UNKNOWN)
    beside = np.where(
        rows.lessons > 0, np.maximum(rows.lessons - rows.hours, 0), 0
    )  # a row that corrects has no lessons
    attended = np.where(rows.kind == _PRESENT, rows.hours, beside).astype(np.int32)
    every = np.ones(len(lost), dtype=np.bool_)
    return {
        "absences": rows.index(lost),
        "late": rows.index(rows.kind == _LATE),
        "excuses": rows.index(excused, known=excused_on),
        "unknown_excuses": rows.index(unknown, retracted_on=np.minimum(rows.retracted_on, excused_on)),
        "excuse_records": rows.index(lost & (told_on != NEVER), known=told_on),
        "present": rows.index(attended > 0, value=attended),
        "roll_calls": rows.index(every),
        "periods": rows.index(lost & period, value=rows.day - rows.from_date + 1),
        "absent_days": _absent_days(rows, (rows.hours > 0) & (rows.kind == _ABSENT) & ~period),
    }


def days_of(dates: "pd.Series") -> Codes:
    """Return dates as days of four bytes; ``NEVER`` where one is missing."""
    return to_days(dates).astype(np.int32)


def _sorted_rows(attendance: pd.DataFrame, pupil: Codes) -> _Rows:
    names = ("date", "known_on", "from_date", "excused_on", "retracted_on")
    day, *others = (days_of(attendance[name]) for name in names)
    columns = [
        pupil, day, *others, _hundredths(attendance["hours"]), _hundredths(attendance["lessons"]),
        np.maximum(_codes(attendance["kind"], _KINDS), _ABSENT), _codes(attendance["excused"], _EXCUSED),
    ]  # fmt: skip
    order = sorted_order(pupil, day)
    return _Rows(*columns) if order is None else _Rows(*(each[order] for each in columns))  # sorted once, for all


def _hundredths(hours: "pd.Series") -> Codes:
    """Return hours in whole hundredths; 0 where they are missing."""
    return np.asarray(np.rint(np.nan_to_num(hours.to_numpy(float)) * HUNDREDTHS), dtype=np.int32)


def _codes(words: "pd.Series", choices: tuple[str, ...]) -> Codes:
    """Return the place of each word among the choices; -1 where it is missing."""
    given = words.astype("category").cat
    places = np.array([*(choices.index(word) for word in given.categories), -1], dtype=np.int8)
    return np.asarray(places[given.codes.to_numpy()])


def _absent_days(rows: _Rows, chosen: Booleans) -> EventIndex:
    """Return each pupil's distinct days of some rows, seen as long as any row of the day is.

    Where rows were taken back a day may be seen, gone and seen again: it then has an event for each of these times, of
    which at most one is seen at any date.
    """
    pupil, day, known, retracted = (each[chosen] for each in (rows.pupil, rows.day, rows.known, rows.retracted_on))
    if (retracted != NEVER).any():
        order = np.lexsort([known, day, pupil])
        pupil, day, known, retracted = (each[order] for each in (pupil, day, known, retracted))
        first = _first_of_spells(pupil, day, known, retracted)
    else:
        first = np.flatnonzero((np.diff(pupil, prepend=-2) != 0) | (np.diff(day, prepend=0) != 0))
    if len(first):
        known, retracted = np.minimum.reduceat(known, first), np.maximum.reduceat(retracted, first)
    ones = np.ones(len(first), np.int32)
    return index_events(pupil=pupil[first], day=day[first], known=known, value=ones, retracted_on=retracted)


def _first_of_spells(pupil: Codes, day: Codes, known: Codes, retracted: Codes) -> Positions:
    """Return where a day begins to be seen: its first row, and rows known after all before them were taken back."""
    frame = pd.DataFrame({"pupil": pupil, "day": day, "until": retracted})
    of_day = frame.groupby(["pupil", "day"], sort=False)["until"]
    until = of_day.cummax().groupby([frame["pupil"], frame["day"]], sort=False).shift(1)
    return np.flatnonzero((until.isna() | (known > until)).to_numpy(bool))
