"""Enrolments of rows and of imports: the latest of a child that had begun on a row's day, and whom an import names."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Connection, select

from features.store.coverage import DAY_OF
from features.store.database.tables import row_table


def at_the_time(rows: pd.DataFrame, enrolments: pd.DataFrame, *, give: str) -> Sequence[Any]:
    """Return of each row what the enrolment of its child at its day says: the school, the class.

    None for a child without any enrolment.
    """
    if not len(rows) or not len(enrolments) or give not in enrolments:
        return [None] * len(rows)
    day = next(name for name in dict.fromkeys(DAY_OF.values()) if name in rows)
    texts, pupils = np.unique(enrolments["pupil_id"].to_numpy(object).astype(str), return_inverse=True)
    begun = _days(enrolments["enrolled_on"])
    order = np.lexsort((begun, pupils))
    keys = pupils[order] * _SPAN + begun[order]
    own = np.searchsorted(texts, rows["pupil_id"].to_numpy(object).astype(str))
    known = own < len(texts)
    known[known] = texts[own[known]] == rows["pupil_id"].to_numpy(object)[known]
    own = np.where(known, own, 0)
    latest = np.searchsorted(keys, own * _SPAN + _days(rows[day]), side="right") - 1
    first = np.searchsorted(pupils[order], own, side="left")
    places = order[np.maximum(latest, first)]
    values = enrolments[give].to_numpy(object)[places]
    values[~known] = None
    given: list[Any] = values.tolist()
    return given


def enrolled_by(connection: Connection, batch: int, school: str) -> frozenset[str]:
    """Return the pupils whom an import enrols in a school."""
    columns = row_table("enrolments").c
    query = select(columns.pupil_id).where(columns.batch_id == batch, columns.of_school == school)
    return frozenset(connection.execute(query).scalars())


@dataclass(frozen=True)
class StatesOfEnrolments:
    """The enrolments of a school as they stood from day to day; a state lasts until one is told or taken back."""

    enrolments: pd.DataFrame
    changes: npt.NDArray[np.datetime64]

    @classmethod
    def of(cls, enrolments: pd.DataFrame) -> "StatesOfEnrolments":
        """Return the states that enrolments went through, taken back or not."""
        days = [_moments(enrolments, name) for name in ("known_on", "retracted_on")]
        together = np.concatenate(days)
        return cls(enrolments, np.unique(together[~np.isnat(together)]))

    def on(self, days: Iterable[dt.date]) -> list[int]:
        """Return the number of the state of each day, with what was told on that day."""
        numbers: list[int] = np.searchsorted(self.changes, np.array(list(days), "datetime64[D]"), side="right").tolist()
        return numbers

    def at_the_time(self, rows: pd.DataFrame, state: int) -> Sequence[Any]:
        """Return the class of each row by the enrolments of a state."""
        stood = np.ones(len(self.enrolments), np.bool_)
        known, retracted = (_moments(self.enrolments, name) for name in ("known_on", "retracted_on"))
        if state < len(self.changes):
            stood &= ~(known >= self.changes[state])
        if state:
            stood &= ~(retracted <= self.changes[state - 1])
        return at_the_time(rows, self.enrolments[stood], give="class_label")


def _moments(enrolments: pd.DataFrame, name: str) -> npt.NDArray[np.datetime64]:
    if name in enrolments:
        return enrolments[name].to_numpy("datetime64[D]")
    return np.full(len(enrolments), "NaT", "datetime64[D]")


_SPAN = np.int64(2**32)  # more than there are days


def _days(dates: "pd.Series[Any]") -> Any:
    days = dates.to_numpy("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(dates.to_numpy()), 0, days) + 2**20
