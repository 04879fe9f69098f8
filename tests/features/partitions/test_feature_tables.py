"""That features computed partition by partition are those of all records read at once, to the last bit."""

import datetime as dt
import pickle
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from features.errors import Refused
from features.i18n.text import Bilingual
from features.partitions.feature_tables import (
    EVENTS,
    each_partition,
    features_of_partition,
    gather_features,
    write_features_by_partition,
)
from features.partitions.partition import Partition, SerialExecutor, record_partitions
from features.point_in_time.record_index import index_records
from features.records.records import Records, concatenate_records, load_records
from features.records.source import RecordFolder
from features.schema.problems import Problem, RecordsError
from features.table.feature_table import FeatureTable, build_features
from tests.support.counties import COUNTIES

AS_OF, TODAY = dt.date(2026, 2, 16), dt.date(2026, 8, 1)


def silent(_step: str) -> None: ...


@pytest.fixture(scope="module")
def records(counties_folder: Path) -> Records:
    return load_records(counties_folder, today=TODAY)


@pytest.fixture(scope="module")
def whole(records: Records) -> FeatureTable:
    return build_features(index_records(records), AS_OF)


def assert_same(table: FeatureTable, other: FeatureTable) -> None:
    for name in ("pupils", "values", "rules"):
        assert_frame_equal(getattr(table, name), getattr(other, name), check_exact=True)
    assert (table.as_of, table.features, table.missing_tables) == (other.as_of, other.features, other.missing_tables)


def test_put_together_they_are_those_of_the_whole(counties_folder: Path, whole: FeatureTable):
    table = gather_features(
        record_partitions(counties_folder), AS_OF, workers=SerialExecutor(), today=TODAY, tell=silent
    )
    assert_same(table, whole)
    assert len(table) > 400


def test_each_partition_has_a_file_of_its_own(counties_folder: Path, whole: FeatureTable, tmp_path: Path):
    children = write_features_by_partition(
        record_partitions(counties_folder), AS_OF, tmp_path / "out", workers=SerialExecutor(), today=TODAY, tell=silent
    )
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"{name}.parquet" for name in COUNTIES]
    written = pd.concat([pd.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in COUNTIES])
    assert len(written) == children == len(whole)
    written = written.sort_values("pupil_id", ignore_index=True)
    assert_frame_equal(written[list(whole.values)], whole.values, check_exact=True)


def test_what_comes_back_of_a_partition_bears_the_way_from_another_process(counties_folder: Path):
    sent = features_of_partition(record_partitions(counties_folder)[0], dates=(AS_OF,), today=TODAY)
    arrived = pickle.loads(pickle.dumps(sent))
    assert_same(arrived.tables[0], sent.tables[0])
    assert all(arrived.records[name].empty for name in EVENTS)
    assert arrived.records.given > set(EVENTS) - {"incidents"}  # an invented county has none
    assert arrived.records.declared == sent.records.declared


def test_records_of_partitions_are_put_together_as_if_read_at_once(counties_folder: Path, records: Records):
    together = concatenate_records(
        [load_records(partition.source, today=TODAY) for partition in record_partitions(counties_folder)]
    )
    assert (together.given, together.declared) == (records.given, records.declared)
    for name, table in records.tables.items():
        assert_frame_equal(together[name], table)


def test_partitions_that_share_a_child_are_refused_and_no_file_is_left(tmp_path: Path):
    enrolments = "pupil_id,school_id,school_year,enrolled_on\np1,{school},2024-2025,2024-09-09\n"
    for county, school in (("CJ", "S1"), ("IS", "S2")):
        (tmp_path / "records" / f"county={county}").mkdir(parents=True)
        (tmp_path / "records" / f"county={county}" / "enrolments.csv").write_text(enrolments.format(school=school))
    partitions = record_partitions(tmp_path / "records")
    with pytest.raises(Refused, match="The pupil 'p1' is in CJ and in IS"):
        write_features_by_partition(
            partitions, dt.date(2024, 10, 1), tmp_path / "out", workers=SerialExecutor(), today=TODAY, tell=silent
        )
    assert [path.name for path in tmp_path.iterdir()] == ["records"]


def test_the_problems_of_all_partitions_are_told_at_once_in_their_order():
    partitions = [Partition(name, RecordFolder(Path(name))) for name in COUNTIES]
    told: list[str] = []
    done: list[str] = []

    def work(partition: Partition) -> str:
        if partition.name != "IS":
            raise RecordsError([Problem("no_enrolments", partition.name)])
        return partition.name.lower()

    with pytest.raises(RecordsError) as wrong:
        done.extend(
            result
            for _, result in each_partition(
                partitions,
                work,
                step=Bilingual("reading", "citirea"),
                workers=Backwards(),
                tell=lambda step: told.append(step.en),
            )
        )
    assert [problem.file for problem in wrong.value.problems] == ["CJ", "OT"]
    assert done == ["is"]
    assert told == [f"reading ({number} of 3)" for number in (1, 2, 3)]


class Backwards:
    """Workers that end in another order than they began."""

    def each(self, work: Callable, items: list) -> list:
        return [(item, work(item)) for item in reversed(items)]


def test_problems_bear_the_way_from_another_process():
    error = RecordsError([Problem("no_enrolments", "CJ")])
    arrived = pickle.loads(pickle.dumps(error))
    assert arrived.problems == error.problems
    assert arrived.sentences("ro") == error.sentences("ro")
