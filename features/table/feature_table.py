"""All features of the cohort at a date."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from features.catalogue.attendance import ATTENDANCE
from features.catalogue.edualert import rule_columns
from features.catalogue.enrolment import SCHOOLING
from features.catalogue.family import FAMILY_FEATURES, declared_features
from features.catalogue.feature import Feature, FeatureSpec
from features.catalogue.grades import GRADES
from features.catalogue.incidents import INCIDENTS, incident_features
from features.catalogue.school_context import SCHOOL_CONTEXT
from features.catalogue.tracks import TRACKS, track_features
from features.days import day_of
from features.errors import UsageError
from features.files.spreadsheet_cells import guarded_table
from features.files.whole_files import write_whole
from features.i18n.text import Bilingual
from features.point_in_time.record_index import RecordIndex
from features.point_in_time.snapshot import Snapshot
from features.reading.declarations import Declarations

PUPIL_COLUMNS = ("pupil_id", "school_id", "class_label")


@dataclass(frozen=True)
class FeatureTable:
    """The features of the cohort at one date.

    ``pupils`` has ``pupil_id``, ``school_id`` and ``class_label``, ``values`` one float64 column per feature (NaN:
    missing), ``rules`` what the rules of today say (``edualert``); all have one row per child, in the order
    of pupil_id. ``features`` say what the columns mean. ``missing_tables`` were not among the records. ``snapshot`` is
    what all of it was computed from; None where tables of partitions were put together.
    """

    as_of: dt.date
    pupils: pd.DataFrame
    values: pd.DataFrame
    rules: pd.DataFrame
    features: tuple[FeatureSpec, ...]
    missing_tables: tuple[str, ...]
    snapshot: Snapshot | None = field(default=None, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.pupils)


def feature_catalogue(declared: Declarations) -> tuple[Feature, ...]:
    """Return every feature that records with these declarations have, in the order of the feature table.

    Raises UsageError if a declared column would be a second feature of one name.
    """
    features = (
        *ATTENDANCE, *GRADES, *INCIDENTS, *incident_features(declared.words.incidents), *SCHOOLING,
        *TRACKS, *track_features(declared.words.tracks), *FAMILY_FEATURES, *declared_features(declared.situation),
        *SCHOOL_CONTEXT,
    )  # fmt: skip
    counts = Counter(feature.spec.name for feature in features)
    taken = ", ".join(name for name, count in counts.items() if count > 1)
    if taken:
        raise UsageError(
            Bilingual(
                f"prezent.toml declares {taken}, which is another feature's name; rename the column.",
                f"prezent.toml declară {taken}, numele unui alt indicator; redenumiți coloana.",
            )
        )
    return features


def build_features(index: RecordIndex, as_of: dt.date) -> FeatureTable:
    """Compute every feature of every child of the cohort at a date: the one road, in training and in serving.

    Parameters
    ----------
    index
        Sorted records; asking a further date of them costs in proportion to children, not to events.
    as_of
        Only what was known strictly before this day is used.
    """
    snapshot = Snapshot(index, day_of(as_of))
    features = feature_catalogue(index.records.declared)
    needed = {table for feature in features for table in feature.spec.tables}
    values, rules = feature_values(snapshot, features), rule_columns(snapshot)
    snapshot.clear_cache()  # whoever keeps the table need not keep what it was computed with
    return FeatureTable(
        as_of=as_of,
        pupils=snapshot.cohort[list(PUPIL_COLUMNS)],
        values=values,
        rules=rules,
        features=tuple(feature.spec for feature in features),
        missing_tables=tuple(sorted(needed - snapshot.given_tables)),
        snapshot=snapshot,
    )


def feature_values(snapshot: Snapshot, features: Sequence[Feature]) -> pd.DataFrame:
    """Compute some features of a snapshot: a float64 column each, one row per child of the cohort.

    A feature of a table that is not among the records is missing for everyone.
    """
    given = snapshot.given_tables
    values = {
        each.spec.name: each.compute(snapshot) if given.issuperset(each.spec.tables) else np.full(len(snapshot), np.nan)
        for each in features
    }
    return pd.DataFrame(values, dtype=np.float64)


def write_feature_table(table: FeatureTable, out: Path) -> None:
    """Write pupils and features to a ``.csv`` or ``.parquet`` file, as a whole; UsageError for any other name.

    In CSV, which spreadsheets open, no cell is a formula.
    """
    require_table_file(out)
    frame = pd.concat([table.pupils, table.values], axis="columns")
    if out.suffix == ".csv":
        write_whole(out, partial(guarded_table(frame).to_csv, index=False, lineterminator="\n"))
    else:
        write_whole(out, partial(frame.to_parquet, index=False))


def require_table_file(out: Path) -> None:
    """Refuse a name that is none of a ``.csv`` or ``.parquet`` file."""
    if out.suffix not in (".csv", ".parquet"):
        raise UsageError(
            Bilingual(
                f"{out} is neither a .csv nor a .parquet file; give --out such a name.",
                f"{out} nu este nici fișier .csv, nici .parquet; dați la --out un astfel de nume.",
            )
        )
