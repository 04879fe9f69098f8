"""The records of a folder, with a future that goes otherwise than it did."""

from pathlib import Path

import pandas as pd

Tables = dict[str, pd.DataFrame]


def read_tables(folder: Path) -> Tables:
    return {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


def written(tables: Tables, folder: Path) -> Path:
    for table, rows in tables.items():
        rows.to_parquet(folder / f"{table}.parquet", index=False)
    return folder


def _known(rows: pd.DataFrame, happened: str = "date") -> pd.Series:
    return rows["known_on"].fillna(rows[happened])


def with_another_future(tables: Tables, day: pd.Timestamp) -> Tables:
    """Let everything that was learnt on a day of 2026 or later go differently; what was known before stays."""
    attendance, grades, family = tables["attendance"], tables["grades"], tables["family"]
    outcomes, enrolments = tables["outcomes"], tables["enrolments"]
    pupils = enrolments.loc[enrolments["school_year"] == "2025-2026", "pupil_id"].drop_duplicates().tolist()

    excused = attendance["excused_on"]
    attendance["excused_on"] = excused.mask(excused.isna() | (excused >= day), day)
    told = enrolments["left_known_on"] >= day
    enrolments.loc[told, ["left_on", "left_known_on"]] = pd.NaT
    staying = enrolments["left_on"].isna() & (enrolments["school_year"] == "2025-2026")
    gone = enrolments.index[staying][::7]
    enrolments.loc[gone, "left_on"] = day - pd.Timedelta(days=20)
    enrolments.loc[gone, "left_known_on"] = day
    newcomers = enrolments.tail(3).assign(
        pupil_id=["p900001", "p900002", pupils[0]], enrolled_on=day, left_on=pd.NaT, left_known_on=pd.NaT
    )

    week_ago = day - pd.Timedelta(days=7)
    absent = pd.DataFrame({"pupil_id": pupils[:200], "date": week_ago, "hours": 6, "known_on": day})
    failed = pd.DataFrame(
        {"pupil_id": pupils[:200], "date": day, "mark": "3", "scale": "1-10", "subject": None, "kind": "mark"}
    )
    moved = pd.DataFrame({"pupil_id": pupils[:50], "valid_from": week_ago, "parents_abroad": "both", "known_on": day})
    left = pd.DataFrame(
        {"pupil_id": pupils[:50], "date": week_ago, "outcome": "dropped_out", "known_on": day + pd.Timedelta(days=9)}
    )
    late = {name: _known(tables[name]) >= day for name in ("attendance", "grades", "outcomes")}
    later_hours = attendance[late["attendance"]].assign(hours=7).iloc[::2]
    return tables | {
        "attendance": pd.concat([attendance[~late["attendance"]], later_hours, absent]),
        "grades": pd.concat([grades[~late["grades"]], failed]),
        "family": pd.concat([family[_known(family, "valid_from") < day], moved]),
        "outcomes": pd.concat([outcomes[~late["outcomes"]], left]),
        "enrolments": pd.concat([enrolments, newcomers]),
    }
