"""Absences as whole numbers, and rows that change what others say from a day on."""

from functools import cached_property

import numpy as np
import pandas as pd

from features.arrays import Booleans, Codes, Integers, Positions
from features.days import to_days

HUNDREDTHS = 100  # values are kept in whole hundredths: of an hour, of a point of a mark's level


class DayRows:
    """The columns of attendance as whole numbers; days without a date are ``NEVER``."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    @cached_property
    def child(self) -> Integers:
        """A number for each row's child."""
        return self._codes("pupil_id").astype(np.int64)

    @cached_property
    def kind(self) -> Integers:
        """The kind of hours: 0 absent, which is also what an empty cell says; another number for each other word."""
        kinds = self._frame["kind"].cat
        numbers = [0 if word == "absent" else 1 + place for place, word in enumerate(kinds.categories)]
        return np.array([*numbers, 0], np.int64)[kinds.codes.to_numpy()]

    @cached_property
    def subject(self) -> Codes:
        """The number of the subject, -1 without one."""
        return self._codes("subject")

    @cached_property
    def has_subject(self) -> Booleans:
        """Whether the row is of one subject."""
        return np.asarray(self.subject >= 0)

    @cached_property
    def day(self) -> Integers:
        """The day, or the last day of a period."""
        return to_days(self._frame["date"])

    @cached_property
    def first_day(self) -> Integers:
        """The first day of a period; of a single day the day itself."""
        return np.minimum(to_days(self._frame["from_date"]), self.day)

    @cached_property
    def is_total(self) -> Booleans:
        """Whether the row is of several days."""
        return np.asarray(self.first_day < self.day)

    @cached_property
    def known(self) -> Integers:
        """The day the row was known."""
        return to_days(self._frame["known_on"])

    @cached_property
    def retracted(self) -> Integers:
        """The day the row was taken back."""
        return to_days(self._frame["retracted_on"])

    @cached_property
    def excused_at_once(self) -> Booleans:
        """Whether the hours were excused as soon as they were known."""
        told = np.asarray((self._frame["excused"] == "yes").to_numpy(bool))
        return told | (to_days(self._frame["excused_on"]) <= self.known)

    @cached_property
    def unknown_excuse(self) -> Booleans:
        """Whether it was said that nobody knows whether the hours are excused, and not since when."""
        unknown = np.asarray((self._frame["excused"] == "unknown").to_numpy(bool))
        return unknown & self._frame["excused_on"].isna().to_numpy()

    @cached_property
    def hours(self) -> Integers:
        """The hours in hundredths."""
        hours = self._frame["hours"].fillna(0).to_numpy(float)
        return np.asarray(np.rint(hours * HUNDREDTHS).astype(np.int64))

    def _codes(self, column: str) -> Codes:
        return np.asarray(self._frame[column].cat.codes)


def changed_hours(frame: pd.DataFrame, rows: Positions, change: Integers, known: Integers) -> pd.DataFrame:
    """Return the absences with hours (in hundredths) added to what some rows say, from a day on.

    What changes as soon as the row is known changes its hours; any other change is a further row like it.
    """
    at_rows = frame[["known_on", "retracted_on"]].take(rows)
    own = (known == to_days(at_rows["known_on"])) & at_rows["retracted_on"].isna().to_numpy()
    hours = np.rint(frame["hours"].to_numpy() * HUNDREDTHS)
    np.add.at(hours, rows[own], change[own])
    at_once = frame.assign(hours=hours / HUNDREDTHS)
    if own.all():
        return at_once
    later = frame.take(rows[~own]).assign(
        hours=change[~own] / HUNDREDTHS,
        lessons=np.nan,
        known_on=known[~own].astype("datetime64[D]").astype("datetime64[s]"),
        retracted_on=np.datetime64("NaT", "s"),
    )
    return pd.concat([at_once, later], ignore_index=True)
