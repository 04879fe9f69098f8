"""What people decided and did, read as records: who was on a list, whom people added, who was supported."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from features.arrays import Days, Labels
from features.days import day_of, to_days
from features.errors import UsageError
from features.i18n.text import Bilingual
from features.point_in_time.record_index import RecordIndex, pupil_numbers
from training.plan.plan import TrainingPlan

KINDS = ("listed", "agreed", "dismissed", "nominated", "supported")
COLUMNS = ("pupil_id", "date", "kind")


def read_reviews(path: Path) -> pd.DataFrame:
    """Read a table of reviews as ``prezent reviews export`` writes it: ``pupil_id``, ``date`` as days, ``kind``.

    Raises
    ------
    UsageError
        If the file is missing or no such table.
    """
    try:
        given = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            Bilingual(
                f"{path} cannot be read as a table of reviews: {error}. 'prezent reviews export' writes one.",
                f"{path} nu se poate citi ca tabel de decizii: {error}. „prezent reviews export” scrie unul.",
            )
        ) from None
    if missing := ", ".join(name for name in COLUMNS if name not in given):
        raise UsageError(
            Bilingual(
                f"{path} has no column {missing}; 'prezent reviews export' writes such a table.",
                f"{path} nu are coloana {missing}; „prezent reviews export” scrie un astfel de tabel.",
            )
        )
    dates = pd.to_datetime(given["date"], format="%Y-%m-%d", errors="coerce")
    wrong = np.flatnonzero(dates.isna() | ~given["kind"].isin(KINDS) | (given["pupil_id"] == ""))
    if len(wrong):
        raise _wrong_row(path, given.iloc[wrong[0]], row=int(wrong[0]) + 2)
    return pd.DataFrame({"pupil_id": given["pupil_id"], "date": to_days(dates), "kind": given["kind"]})


def last_days(index: RecordIndex, pupils: pd.DataFrame, labels: Labels, plan: TrainingPlan) -> Days:
    """Return the day until which something could still be done for each row: its outcome's, else the horizon's end.

    Of an outcome that nobody wrote down there is no day: the horizon's end stands for it.
    """
    start = np.array([day_of(date) for date in pupils["as_of"]], dtype=np.int64)
    end = start + np.array([plan.horizon(date) for date in pupils["as_of"]], dtype=np.int64)
    outcomes = _outcomes(index, plan.outcomes)
    rows = pd.DataFrame({
        "row": np.arange(len(pupils)), "start": start, "end": end,
        "pupil": pupil_numbers(pupils["pupil_id"], index.pupils),
    })[labels == 1]  # fmt: skip
    had = rows.merge(outcomes, on="pupil")
    within = had[(had["date"] >= had["start"]) & (had["date"] <= had["end"])]
    first = within.groupby("row")["date"].min()
    days = end.copy()
    days[first.index.to_numpy()] = first.to_numpy()
    return days


def _outcomes(index: RecordIndex, wanted: Sequence[str]) -> pd.DataFrame:
    every = pd.concat([frame[["pupil", "date", "outcome"]] for frame in (index.outcomes, index.own_outcomes)])
    return every.loc[every["outcome"].isin(wanted), ["pupil", "date"]]


def _wrong_row(path: Path, given: "pd.Series", *, row: int) -> UsageError:
    found, kinds = ", ".join(str(given[name]) for name in COLUMNS), ", ".join(KINDS)
    return UsageError(
        Bilingual(
            f"{path}, row {row}: {found}. Expected a pupil_id, a date like 2025-02-03 and one of {kinds}.",
            f"{path}, rândul {row}: {found}. Se așteaptă un pupil_id, o dată ca 2025-02-03 și unul dintre {kinds}.",
        )
    )
