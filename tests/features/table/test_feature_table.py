"""The feature table: one row per child, one column per feature."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.errors import UsageError
from features.point_in_time.record_index import index_records
from features.reading.declarations import Declarations
from features.records.records import load_records
from features.table.feature_table import (
    FeatureTable,
    build_features,
    feature_catalogue,
    feature_values,
    write_feature_table,
)
from tests.support.records.random_records import DECLARED, random_tables
from tests.support.small_records import TODAY, declarations, index_of, records_of, table_at

AS_OF = dt.date(2025, 2, 3)
ENROLMENTS = """
    pupil_id school_id school_year enrolled_on class_label
    P2       S1        2024-2025   2024-09-01  5A
    P1       S2        2024-2025   2024-09-01  -
"""


def assert_same_values(first: FeatureTable, second: FeatureTable) -> None:
    assert first.pupils.equals(second.pupils)
    for frame, other in ((first.values, second.values), (first.rules, second.rules)):
        pd.testing.assert_frame_equal(frame, other, check_exact=True)


def test_a_table_has_one_row_per_child_in_order_of_pupil_id() -> None:
    table = table_at("2025-02-03", enrolments=ENROLMENTS)
    assert table.pupils["pupil_id"].tolist() == ["P1", "P2"]
    assert table.pupils["school_id"].tolist() == ["S2", "S1"]
    assert len(table) == len(table.values) == len(table.rules) == 2


def test_a_table_has_one_column_of_numbers_per_feature_of_the_catalogue() -> None:
    table = table_at("2025-02-03", enrolments=ENROLMENTS)
    assert table.features == tuple(each.spec for each in feature_catalogue(Declarations()))
    assert list(table.values) == [feature.name for feature in table.features]
    assert set(table.values.dtypes) == {np.dtype("float64")}


def test_tables_that_are_not_there_are_named_and_their_features_missing() -> None:
    table = table_at("2025-02-03", enrolments=ENROLMENTS, grades=[])
    assert table.missing_tables == ("attendance", "family", "incidents", "outcomes")
    missing = [feature.name for feature in table.features if set(feature.tables) & set(table.missing_tables)]
    assert len(missing) > 20
    assert table.values[missing].isna().all(axis=None)


def test_columns_for_audits_change_nothing() -> None:
    tables = random_tables(41, terms="all")
    without = [
        {name: cell for name, cell in row.items() if name not in ("sex", "special_needs")}
        for row in tables["enrolments"]
    ]
    assert any(row["sex"] for row in tables["enrolments"])
    with_audit, without_audit = (
        build_features(index_records(records_of(each, declarations(DECLARED))), AS_OF)
        for each in (tables, tables | {"enrolments": without})
    )
    assert_same_values(with_audit, without_audit)


def test_a_further_date_of_the_same_index_is_as_the_first() -> None:
    tables = random_tables(42, terms="county")
    index = index_records(records_of(tables, declarations(DECLARED)))
    build_features(index, dt.date(2024, 6, 3))
    asked_second = build_features(index, AS_OF)
    assert_same_values(asked_second, build_features(index_records(records_of(tables, declarations(DECLARED))), AS_OF))


def test_records_read_twice_from_a_folder_give_the_same_table(tmp_path: Path) -> None:
    tables = random_tables(43, terms="county")
    for name, rows in tables.items():
        pd.DataFrame(rows).to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "prezent.toml").write_text(toml_of(DECLARED), encoding="utf-8")
    first, second = (build_features(index_records(load_records(tmp_path, today=TODAY)), AS_OF) for _ in range(2))
    assert_same_values(first, second)
    assert_same_values(first, build_features(index_records(records_of(tables, declarations(DECLARED))), AS_OF))


def toml_of(content: Mapping[str, Mapping[str, Mapping[str, object]]]) -> str:
    """Write declarations as a file; each value is written the same in JSON and in TOML."""
    sections = [
        [f"[{kind}.{name}]", *(f"{key} = {json.dumps(value)}" for key, value in entry.items())]
        for kind, entries in content.items()
        for name, entry in entries.items()
    ]
    return "\n".join(line for lines in sections for line in lines)


def test_a_date_with_nobody_in_school_has_an_empty_table() -> None:
    everything = {"attendance": [], "grades": [], "family": [], "outcomes": [], "terms": [], "schools": []}
    tables = everything | {"schools": [{"school_id": "S1"}, {"school_id": "S2"}]}
    for as_of in ("2020-01-01", "2029-01-01"):
        table = table_at(as_of, enrolments=ENROLMENTS, **tables)
        assert table.values.shape == (0, len(table.features))
        assert len(table.rules) == 0


def test_a_declared_column_may_not_take_the_name_of_another_feature() -> None:
    declared = declarations({"situation": {"school_size": {"type": "whole", "en": "size", "ro": "mărime"}}})
    index = index_of(declared, enrolments=ENROLMENTS)
    with pytest.raises(UsageError, match="school_size"):
        build_features(index, AS_OF)


def test_a_table_keeps_its_snapshot_and_not_what_was_computed_with_it() -> None:
    """Sums of windows take more room than the features; who asks again computes again, and finds the same."""
    table = table_at("2025-02-03", enrolments=ENROLMENTS)
    assert table.snapshot is not None
    assert table.snapshot.cohort["pupil_id"].tolist() == table.pupils["pupil_id"].tolist()
    assert not table.snapshot._cache
    again = feature_values(table.snapshot, feature_catalogue(Declarations()))
    pd.testing.assert_frame_equal(again, table.values, check_exact=True)


@pytest.mark.parametrize(("name", "read"), [("out.csv", pd.read_csv), ("out.parquet", pd.read_parquet)])
def test_a_table_is_written_with_its_pupils(tmp_path: Path, name: str, read: Callable[[Path], pd.DataFrame]) -> None:
    table = table_at("2025-02-03", enrolments=ENROLMENTS)
    write_feature_table(table, tmp_path / name)
    written = read(tmp_path / name)
    assert list(written) == ["pupil_id", "school_id", "class_label", *table.values]
    assert written["pupil_id"].tolist() == ["P1", "P2"]
    np.testing.assert_array_equal(written[list(table.values)].to_numpy(float), table.values.to_numpy())


def test_a_file_name_of_another_kind_is_refused(tmp_path: Path) -> None:
    table = table_at("2025-02-03", enrolments=ENROLMENTS)
    with pytest.raises(UsageError, match=r"neither a \.csv nor a \.parquet"):
        write_feature_table(table, tmp_path / "out.xls")
