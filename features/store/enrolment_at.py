"""Enrolments of rows and of imports: the latest of a child that had begun on a row's day, and whom an import names."""

from collections.abc import Sequence
from typing import Any

import numpy as np
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


_SPAN = np.int64(2**32)  # more than there are days


def _days(dates: "pd.Series[Any]") -> Any:
    days = dates.to_numpy("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(dates.to_numpy()), 0, days) + 2**20
