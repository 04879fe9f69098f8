"""The benchmark's columns by Prezent: checked records, county by county, its own cohort and calendar."""

import datetime as dt
import os
from pathlib import Path

import pandas as pd
from speed_columns import COLUMNS

import features.kernels  # noqa: F401  (loaded before the clock starts, like the peers' libraries)
from features.build import feature_catalogue, feature_values
from features.by_part import each_part, load_part
from features.days import day_of
from features.known import Known
from features.parts import RecordPart, record_parts
from features.threads import Threads

TODAY = dt.date(2026, 11, 22)


def whole_road(records: Path, _: Path, dates: list[dt.date]) -> pd.DataFrame:
    """Read, check and sort each county once, and ask every date of it."""

    def columns_of(part: RecordPart) -> list[pd.DataFrame]:
        histories = load_part(part, today=TODAY)
        wanted = [each for each in feature_catalogue(histories.records.declared) if each.name in COLUMNS]
        return [_columns(Known(histories, day_of(date)), wanted, date) for date in dates]

    workers = Threads(os.cpu_count() or 1)
    done = each_part(record_parts(records), columns_of, workers=workers, step="columns", tell=lambda _: None)
    return pd.concat([table for _, tables in done for table in tables])


def _columns(known: Known, wanted: list, date: dt.date) -> pd.DataFrame:
    values = feature_values(known, wanted)
    return pd.concat([known.cohort[["pupil_id"]], values], axis="columns").assign(as_of=pd.Timestamp(date))


FORMS = {"whole road": whole_road}
