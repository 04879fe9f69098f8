"""Days of a week on which a student of the Open University did not look in."""

import pandas as pd

from features.importers.oulad.files import PRESENTATION, STUDENT, date_of

_WEEK = 7


def weekly_absence(students: pd.DataFrame, clicks: pd.DataFrame) -> pd.DataFrame:
    """Return ``attendance`` rows, one for each week in which a student was enrolled on every day but not always there.

    One hour stands for one day without a click; the row is dated at the week's last day. Weeks count from the
    presentation's first day. A presentation without any click has no log, and so no rows.

    Parameters
    ----------
    students
        ``pupil_id``, ``start`` (the presentation's first day), ``enrolled_day``, ``left_day`` (the first day on which
        the student was no longer enrolled) and ``end_day``.
    clicks
        Students and days (``date``) with a click, each once; clicks of people who are no ``students`` do not count.
    """
    weeks = _full_weeks(students.merge(clicks[PRESENTATION].drop_duplicates(), on=PRESENTATION))
    present = clicks.assign(week=clicks["date"] // _WEEK).groupby([*STUDENT, "week"]).size().rename("days")
    weeks = weeks.join(present, on=[*STUDENT, "week"])
    weeks["hours"] = _WEEK - weeks["days"].fillna(0).astype(int)
    weeks["first_day"] = weeks["week"] * _WEEK
    weeks["last_day"] = weeks["first_day"] + _WEEK - 1
    weeks = weeks[weeks["hours"] > 0]
    return pd.DataFrame(
        {
            "pupil_id": weeks["pupil_id"],
            "date": date_of(weeks, "last_day"),
            "hours": weeks["hours"],
            "from_date": date_of(weeks, "first_day"),
            "subject": "vle",
        }
    )


def _full_weeks(students: pd.DataFrame) -> pd.DataFrame:
    """Repeat each student for every ``week`` from the first to the last whose seven days lie in the enrolment."""
    first = (students["enrolled_day"].clip(lower=0) + _WEEK - 1) // _WEEK
    after_last = students[["left_day", "end_day"]].min(axis="columns") // _WEEK
    weeks = students.loc[students.index.repeat((after_last - first).clip(lower=0))]
    return weeks.assign(week=first.loc[weeks.index] + weeks.groupby(level=0).cumcount())
