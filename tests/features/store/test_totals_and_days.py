"""Monthly totals and days, brought week after week: neither takes the other back, and no hour counts twice."""

import datetime as dt
from collections import defaultdict
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from features.counting.counted_once import counted_once
from features.schema.tables import ATTENDANCE
from features.store.coverage import Area, Version
from features.store.folding import fold
from tests.support.records.warned import small_records

BEGUN = dt.date(2025, 9, 29)
COLUMNS = ("pupil_id", "date", "hours", "from_date", "excused", "known_on", "retracted_on")
DAYS = ("date", "from_date", "known_on", "retracted_on")
Hours = dict[tuple[str, str], float]  # by child and month
Row = dict[str, Any]


@pytest.mark.parametrize("seed", range(6))
def test_of_days_and_totals_the_larger_counts_whichever_came_first_and_what_was_known_stays(seed: int) -> None:
    rng = Random(seed)
    looks, seen = weekly(rng), []
    for place in range(len(looks)):
        state = fold(ATTENDANCE, [version for version, _ in looks[: place + 1]], classes_of=no_classes)
        seen.append(counted(state, looks[place][0].day))
        assert seen[place] == by_hand(looks[: place + 1]), place
    assert [counted(state, version.day) for version, _ in looks] == seen


def weekly(rng: Random) -> list[tuple[Version, list[Row]]]:
    """Invent weekly exports, each of the days or of the totals so far; both leave rows out and are corrected."""
    true: list[Row] = []
    looks = []
    split = rng.random() < 0.5
    for week in range(rng.randint(2, 6)):
        day = BEGUN + dt.timedelta(7 * week + 6)
        fresh = [absence(rng, BEGUN + dt.timedelta(7 * week)) for _ in range(rng.randrange(4))]
        true += {(row["pupil_id"], row["date"]): row for row in fresh}.values()
        of_totals = rng.random() < 0.5
        kept = [row for row in true if rng.random() < 0.8]
        rows = totals(kept, day, split=split, rng=rng) if of_totals else [dict(row) for row in kept]
        area = Area("S1", "attendance", BEGUN.replace(day=1), day, of_totals=of_totals)
        looks.append((Version(day, frame_of(rows), (area,), place=week), rows))
    return looks


def absence(rng: Random, monday: dt.date) -> Row:
    day = monday + dt.timedelta(rng.randrange(5))
    return {"pupil_id": rng.choice("ab"), "date": day, "hours": float(rng.randint(1, 4)),
            "excused": rng.choice(["yes", "no"])}  # fmt: skip


def totals(rows: list[Row], day: dt.date, *, split: bool, rng: Random) -> list[Row]:
    sums: dict[tuple[object, ...], float] = defaultdict(float)
    for row in rows:
        excused = row["excused"] if split else "unknown"
        sums[row["pupil_id"], row["date"].replace(day=1), excused] += row["hours"]
    return [
        {"pupil_id": pupil, "date": min((first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1), day),
         "from_date": first, "excused": excused, "hours": max(hours + rng.choice([0, 0, 3, -2]), 0)}
        for (pupil, first, excused), hours in sums.items()
        if first < min((first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1), day)
    ]  # fmt: skip


def by_hand(looks: list[tuple[Version, list[Row]]]) -> Hours:
    """Add up the latest days and the latest totals of each month and kind; of the days of a total the larger counts."""
    days, told = (
        next((rows for version, rows in reversed(looks) if version.areas[0].of_totals == each), [])
        for each in (False, True)
    )
    found: Hours = defaultdict(float)
    left = [dict(row) for row in days]
    for total in sorted(told, key=lambda row: row["excused"] == "unknown"):
        inside = [
            row for row in left
            if row["pupil_id"] == total["pupil_id"] and total["from_date"] <= row["date"] <= total["date"]
            and total["excused"] in ("unknown", row["excused"])
        ]  # fmt: skip
        left = [row for row in left if not any(row is each for each in inside)]
        month = str(total["pupil_id"]), str(total["date"])[:7]
        found[month] += max(total["hours"], sum(row["hours"] for row in inside))
    for row in left:
        found[str(row["pupil_id"]), str(row["date"])[:7]] += row["hours"]
    return {key: hours for key, hours in found.items() if hours}


def counted(state: pd.DataFrame, day: dt.date) -> Hours:
    """Add up what features count of what is known on the evening of a day."""
    rows = [
        {name: "" if pd.isna(cell) else str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell)
         for name, cell in row.items()}
        for row in state.to_dict("records")
    ]  # fmt: skip
    if not rows:
        return {}
    frame = counted_once(small_records(attendance=rows))["attendance"]
    evening = pd.Timestamp(day)
    frame = frame[(frame["known_on"] <= evening) & ~(frame["retracted_on"] <= evening)]
    sums: Hours = defaultdict(float)
    for row in frame.itertuples():
        sums[str(row.pupil_id), f"{row.date:%Y-%m}"] += row.hours
    return {key: round(hours, 2) for key, hours in sums.items() if round(hours, 2)}


def frame_of(rows: list[Row]) -> pd.DataFrame:
    cells = {name: [row.get(name) for row in rows] for name in COLUMNS}
    return pd.DataFrame(
        {name: np.array(values, "datetime64[s]" if name in DAYS else object) for name, values in cells.items()}
    )


def no_classes(frame: pd.DataFrame, _versions: object) -> list[pd.Series]:
    return [pd.Series(None, frame.index, dtype=object)] * 9
