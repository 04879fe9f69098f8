"""Records whose children, days and rows are numbers, so that millions of rows are compared at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from features.arrays import Booleans, Codes, Integers, Positions, Texts
from features.counting.event_rows import DayRows
from features.days import NEVER, to_days
from features.i18n.text import Bilingual
from features.records.records import Records
from features.warnings.record_warning import RecordWarning

_DAYS = 2 * NEVER  # more than the days of any calendar, so that a child and a day are one number


class EnrolmentOrder:
    """The enrolments of each child in order of their first day, so that those that had begun by a day are found.

    Parameters
    ----------
    pupil, begins, left
        Of each enrolment the number of the child, and its first and last day.
    """

    def __init__(self, pupil: Integers, begins: Integers, left: Integers) -> None:
        self.order: Positions = np.lexsort((begins, pupil))
        self._pupil, self._begins = pupil[self.order], begins[self.order]
        self._keys = self._pupil * _DAYS + self._begins
        self._left = pd.Series(left[self.order]).groupby(self._pupil).cummax().to_numpy()

    def latest(self, pupil: Integers, day: Integers) -> Positions:
        """Return the place in the order of the child's latest enrolment that had begun by a day; -1 without one."""
        place = np.searchsorted(self._keys, pupil * _DAYS + day, side="right") - 1
        return np.where((place >= 0) & (self._pupil[place] == pupil), place, -1)

    def latest_begun(self, pupil: Integers, day: Integers) -> Integers:
        """Return the first day of that enrolment; ``-NEVER`` without one."""
        place = self.latest(pupil, day)
        return np.where(place < 0, -NEVER, self._begins[place])

    def left_before(self, pupil: Integers, day: Integers) -> Integers:
        """Return the last day of all enrolments that had begun by a day; ``NEVER`` without any, or if one is open."""
        place = self.latest(pupil, day)
        return np.where(place < 0, NEVER, self._left[place])


@dataclass(frozen=True, eq=False)
class NumberedRecords:
    """Records with each row's child as a number, its place in ``pupils``, and each date as a day."""

    records: Records
    _kept: dict[tuple[str, str], Integers] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def pupils(self) -> "pd.Index[str]":
        """The ids of all children, in order; also of those whose enrolments were taken back or are not known yet."""
        tables = [table["pupil_id"] for table in self.records.tables.values() if "pupil_id" in table]
        ids = {str(each) for pupil_ids in tables for each in numbered_texts(pupil_ids)[1]}
        index: pd.Index[str] = pd.Index(sorted(ids), dtype=object)
        return index

    @cached_property
    def school_of_pupil(self) -> Integers:
        """The number of the school in the last row of each child's enrolments."""
        school = np.zeros(len(self.pupils), np.int64)
        school[self.pupil("enrolments")] = pd.factorize(self.records["enrolments"]["school_id"])[0]
        return school

    @cached_property
    def county_of_pupil(self) -> Texts:
        """The county of the school in the last row of each child's enrolments; "" where it is not known."""
        named = self.records["schools"].dropna(subset="county")
        known = dict(zip(named["school_id"], named["county"], strict=True))
        school, ids = pd.factorize(self.records["enrolments"]["school_id"])
        county = np.full(len(self.pupils), "", dtype=object)
        county[self.pupil("enrolments")] = np.array([*(known.get(each, "") for each in ids), ""], dtype=object)[school]
        return county

    @cached_property
    def absences(self) -> DayRows:
        """The columns of attendance as numbers."""
        return DayRows(self.records["attendance"])

    @cached_property
    def enrolled(self) -> EnrolmentOrder:
        """The enrolments of each child in order."""
        days = (self.days("enrolments", name) for name in ("enrolled_on", "left_on"))
        return EnrolmentOrder(self.pupil("enrolments"), *days)

    def pupil(self, table: str) -> Integers:
        """Return the number of each row's child."""
        key = (table, "pupil_id")
        if key not in self._kept:
            codes, distinct = numbered_texts(self.records[table]["pupil_id"])
            self._kept[key] = self.pupils.get_indexer(pd.Index(distinct, dtype=object)).astype(np.int64)[codes]
        return self._kept[key]

    def days(self, table: str, column: str) -> Integers:
        """Return the day in each row of a column; ``NEVER`` where it is missing."""
        key = (table, column)
        if key not in self._kept:
            self._kept[key] = to_days(self.records[table][column])
        return self._kept[key]

    def warning(
        self, code: str, table: str, rows: Booleans | Positions, values: Mapping[str, str | Bilingual] | None = None
    ) -> list[RecordWarning]:
        """Return a warning about these rows of a table, if there are any: a mask, or their places."""
        positions = np.flatnonzero(rows) if rows.dtype == np.bool_ else np.sort(rows).astype(np.intp)
        if not len(positions):
            return []
        pupil_ids: Texts = self.records[table]["pupil_id"].iloc[positions].to_numpy(object)
        return [RecordWarning(code, table, positions, pupil_ids, self.records.files.get(table, ()), values or {})]


def numbered_texts(texts: "pd.Series") -> tuple[Codes, Texts]:
    """Return the number of each row's text (-1 where it is missing), and the distinct texts."""
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return np.asarray(texts.cat.codes), np.asarray(texts.cat.categories, dtype=object)
    codes, distinct = pd.factorize(texts)
    return np.asarray(codes), np.asarray(distinct, dtype=object)
