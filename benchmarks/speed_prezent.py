"""The benchmark's columns by Prezent: checked records, county by county, its own cohort and calendar."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd
from speed_columns import COLUMNS

from features.days import day_of
from features.i18n.text import Bilingual
from features.partitions.feature_tables import each_partition, load_partition
from features.partitions.partition import Partition, Workers, record_partitions
from features.point_in_time.snapshot import Snapshot
from features.table.feature_table import feature_catalogue, feature_values

TODAY = dt.date(2026, 11, 22)
LOADS = ("features.point_in_time.events_numba", "pyarrow.parquet", "speed_prezent")


def whole_road(records: Path, _: Path, dates: Sequence[dt.date], *, workers: Workers) -> list[pd.DataFrame]:
    """Read, check and sort each county once, and ask every date of it."""
    work = partial(_columns_of, dates=dates)
    done = each_partition(
        record_partitions(records), work, workers=workers, step=Bilingual("columns", "coloane"), tell=lambda _: None
    )
    return [table for _, tables in done for table in tables]


def _columns_of(part: Partition, *, dates: Sequence[dt.date]) -> list[pd.DataFrame]:
    index = load_partition(part, today=TODAY)
    wanted = [each for each in feature_catalogue(index.records.declared) if each.spec.name in COLUMNS]
    pupils = pd.Index(index.pupils)
    tables = []
    for date in dates:
        snapshot = Snapshot(index, day_of(date))
        ids = pd.Categorical.from_codes(snapshot.pupils, categories=pupils, validate=False)
        tables.append(feature_values(snapshot, wanted).assign(pupil_id=ids, as_of=pd.Timestamp(date)))
    return tables


FORMS = {"whole road": whole_road}
