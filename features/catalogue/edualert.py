"""The rules that schools use today, for each child.

The levels of Romania's EduAlert pilot, as restated in the project's data: level 2 for at least 4 unexcused absences in
the semester, a core subject's average of the semester before below the pass mark, or a conduct mark of at most 7;
level 1 for 1 to 3 unexcused absences, such an average of at most 6, or a conduct mark of 8 or 9; else level 0. In the
first semester only absences count. Two departures: an average between 4 and 5, which the pilot's code lets through, is
below the pass mark; and where a school has no core subjects all marks are taken.
"""

import numpy as np
import pandas as pd

from features.arrays import Booleans, Floats, ratio
from features.catalogue.grades import conduct_latest
from features.counting.event_rows import HUNDREDTHS
from features.point_in_time.events import Window
from features.point_in_time.snapshot import Snapshot

SECOND_SEMESTER_STARTS = 153  # days after the year begins: five months
CORE_SUBJECTS = ("mathematics", "romanian", "matematică", "limba și literatura română", "limba română", "portuguese")

_PASS, _SIX = 50.0, 60.0  # levels of the marks 5 and 6 on the scale 1-10
_CONDUCT_SEVEN, _CONDUCT_NINE = 70.0, 90.0


def rule_columns(snapshot: Snapshot) -> pd.DataFrame:
    """Return ``edualert_level`` (0, 1, 2) and this year's ``unexcused_hours`` and ``absent_days``, one row per child.

    Where nobody says what is excused, every hour missed counts. Hours that cannot be placed are NaN; days are NaN where
    absences come as totals of periods.
    """
    hours = snapshot.missed_unless_excused(snapshot.this_year())
    days = snapshot.window_stats("absent_days", snapshot.this_year()).rows.astype(float)
    return pd.DataFrame(
        {
            "edualert_level": edualert_level(snapshot),
            "unexcused_hours": hours,
            "absent_days": np.where(snapshot.has_periods(), np.nan, days),
        }
    )


def edualert_level(snapshot: Snapshot) -> Floats:
    """Return the EduAlert level of each child: 0, 1 or 2."""
    year = snapshot.this_year()
    turn = year.start + SECOND_SEMESTER_STARTS
    second = turn < year.stop
    semester = Window(np.where(second, turn, year.start), year.stop)
    absences = snapshot.window_stats("absences", semester).total - snapshot.window_stats("excuses", semester).total
    average = np.where(second, _lowest_core_average(snapshot, Window(year.start, np.minimum(turn, year.stop))), np.nan)
    conduct = np.where(second, conduct_latest.compute(snapshot), np.nan)
    urgent = (absences >= 4 * HUNDREDTHS) | (average < _PASS) | (conduct <= _CONDUCT_SEVEN)
    warning = (absences >= 1 * HUNDREDTHS) | (average <= _SIX) | (conduct <= _CONDUCT_NINE)
    return np.where(urgent, 2.0, np.where(warning, 1.0, 0.0))


def _lowest_core_average(snapshot: Snapshot, window: Window) -> Floats:
    """Return the lowest mean level among the core subjects; over all marks where there are no core marks."""
    marks = snapshot.rows("marks", window)
    lowest = np.full(len(snapshot), np.nan)
    for code in snapshot.subject_codes(CORE_SUBJECTS):
        mine: Booleans = marks.code == code
        sums, weights = np.zeros((2, len(snapshot)), dtype=np.int64)
        np.add.at(sums, marks.owner[mine], marks.weight[mine] * marks.value[mine])
        np.add.at(weights, marks.owner[mine], marks.weight[mine])
        lowest = np.fmin(lowest, ratio(sums / HUNDREDTHS, weights))
    return np.where(np.isnan(lowest), snapshot.mean_level(window), lowest)
