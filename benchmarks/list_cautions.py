"""How many schools get a caution on their list, where nothing has changed and where something has?

Schools of an invented county are compared, at six dates of two later years, with what a training saw of the years
before: as they are, without the marks of these years, with half of the absences, and with marks on another scale.

    python benchmarks/list_cautions.py [--pupils 4000] [--county OT] [--seed 7] [--elsewhere IS]
"""

import argparse
import datetime as dt
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from measured import machine_line

from features.point_in_time.record_index import index_records
from features.progress import silent
from features.records.records import Records, load_records
from features.synthetic.country import write_country
from features.table.feature_table import FeatureTable, build_features
from models.drift.reference import TrainingStatistics, training_statistics
from models.drift.shifts import Drift

TODAY = dt.date(2026, 11, 22)
TRAINED_AT = (
    "2022-10-20",
    "2022-12-10",
    "2023-02-15",
    "2023-05-05",
    "2023-10-20",
    "2023-12-10",
    "2024-02-15",
    "2024-05-05",
)
LISTS_AT = ("2024-10-25", "2025-01-12", "2025-05-02", "2025-11-20", "2026-02-20", "2026-06-05")
CHANGED_SINCE = pd.Timestamp("2024-09-01")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=4000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--county", default="OT")
    parser.add_argument("--elsewhere", default="IS", help="another county, whose schools the training did not see")
    asked = parser.parse_args()
    print(f"{machine_line()}; {asked.pupils} pupils, {asked.years} years, seed {asked.seed}")
    here, there = (_county(asked, county) for county in (asked.county, asked.elsewhere))
    usual = _usual(here)
    rows = [
        {"county": name, "records": change, **_with_cautions(usual, CHANGES[change](records))}
        for name, records in ((asked.county, here), (asked.elsewhere, there))
        for change in CHANGES
    ]
    table = pd.DataFrame(rows)
    print(table.to_string(index=False, float_format=lambda share: f"{share:.0%}"))


def _county(asked: argparse.Namespace, county: str) -> Records:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "county"
        write_country(out, pupils=asked.pupils, years=asked.years, seed=asked.seed, county=county, tell=silent)
        return load_records(out, today=TODAY)


def _tables(records: Records, dates: tuple[str, ...]) -> list[FeatureTable]:
    index = index_records(records)
    return [build_features(index, dt.date.fromisoformat(date)) for date in dates]


def _usual(records: Records) -> TrainingStatistics:
    tables = _tables(records, TRAINED_AT)
    pupils = pd.concat([table.pupils.assign(as_of=table.as_of) for table in tables], ignore_index=True)
    return training_statistics(
        tables[0].features, pd.concat([table.values for table in tables], ignore_index=True), pupils, salt=""
    )


def _with_cautions(usual: TrainingStatistics, records: Records) -> dict[str, float]:
    """Return at each date the share of schools with any caution about what moved, and over all dates."""
    shares, having, schools = {}, 0, 0
    for table in _tables(records, LISTS_AT):
        names = table.pupils["school_id"].to_numpy(object)
        drift = Drift(usual, table.features, table.values, names, _nearest_month(table.as_of))
        each = np.unique(names.astype(str))
        some = sum(bool(drift.of_all or drift.of_school(str(name))) for name in each)
        shares[str(table.as_of)] = some / len(each)
        having, schools = having + some, schools + len(each)
    return {**shares, "all": having / schools}


def _nearest_month(as_of: dt.date) -> int:
    def apart(date: dt.date) -> int:
        days = abs(as_of.timetuple().tm_yday - date.timetuple().tm_yday)
        return min(days, 365 - days)

    return min(map(dt.date.fromisoformat, TRAINED_AT), key=apart).month


def _without_marks(records: Records) -> Records:
    marks = records["grades"]
    return replace(records, tables={**records.tables, "grades": marks[marks["date"] < CHANGED_SINCE]}, files={})


def _half_of_the_absences(records: Records) -> Records:
    rows = records["attendance"]
    gone = (rows["date"] >= CHANGED_SINCE) & (np.random.default_rng(1).random(len(rows)) < 0.5)
    return replace(records, tables={**records.tables, "attendance": rows[~gone].reset_index(drop=True)}, files={})


def _on_another_scale(records: Records) -> Records:
    """Return marks of 1 to 10 as somebody writes them whose best mark is an 8."""
    rows = records["grades"]
    later = rows["date"] >= CHANGED_SINCE
    lower = rows.assign(mark=rows["mark"].where(~later, (rows["mark"] - 2).clip(lower=1)))
    return replace(records, tables={**records.tables, "grades": lower}, files={})


CHANGES: Mapping[str, Callable[[Records], Records]] = {
    "unchanged": lambda records: records,
    "marks no longer entered": _without_marks,
    "half of the absences": _half_of_the_absences,
    "another scale": _on_another_scale,
}


if __name__ == "__main__":
    main()
