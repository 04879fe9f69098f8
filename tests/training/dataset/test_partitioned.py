"""That what a training gathers partition by partition is what it makes of all records at once."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from features.errors import Refused
from features.partitions.partition import Partition, SerialExecutor, record_partitions
from features.point_in_time.record_index import RecordIndex, index_records
from features.point_in_time.register_recency import measure_recording_rates
from features.progress import silent
from features.records.fingerprint import data_fingerprint
from features.records.records import load_records
from training.dataset.cohorts import Cohorts, prepare
from training.dataset.partitioned import gather, reach
from training.dataset.record_statistics import PartitionStatistics, RecordStatistics
from training.plan.plan import TrainingPlan, make_plan

TODAY = dt.date(2026, 8, 1)
DATES = (dt.date(2024, 11, 15), dt.date(2025, 2, 17), dt.date(2025, 11, 17))
PLAN = TrainingPlan(DATES, horizon_days=200)


@pytest.fixture(scope="module")
def partitions(counties_folder: Path) -> tuple[Partition, ...]:
    return record_partitions(counties_folder)


@pytest.fixture(scope="module")
def index(counties_folder: Path) -> RecordIndex:
    return index_records(load_records(counties_folder, today=TODAY))


@pytest.fixture(scope="module")
def whole(index: RecordIndex) -> Cohorts:
    return prepare(index, PLAN, silent)


@pytest.fixture(scope="module")
def gathered(partitions: tuple[Partition, ...]) -> Cohorts:
    return gather(partitions, PLAN, workers=SerialExecutor(), today=TODAY, tell=silent)


def test_children_features_and_labels_are_the_same_to_the_last_bit(gathered: Cohorts, whole: Cohorts):
    assert_frame_equal(gathered.rows.values, whole.rows.values, check_exact=True)
    assert_frame_equal(gathered.rows.rules, whole.rows.rules, check_exact=True)
    assert_frame_equal(gathered.pupils, whole.pupils)
    assert np.array_equal(gathered.labels, whole.labels, equal_nan=True)
    assert np.nansum(whole.labels) >= 5
    assert (gathered.features, gathered.missing_tables) == (whole.features, whole.missing_tables)


def test_so_are_the_labels_of_a_past_day(gathered: Cohorts, whole: Cohorts):
    one, other = (cohorts.as_on(DATES[-1]) for cohorts in (gathered, whole))
    assert np.array_equal(one.labels, other.labels)
    assert_frame_equal(one.pupils, other.pupils)


def test_chronic_absence_is_found_where_the_absences_are(partitions: tuple[Partition, ...], index: RecordIndex):
    asked = replace(PLAN, outcomes=("chronic_absence",))
    one = gather(partitions, asked, workers=SerialExecutor(), today=TODAY, tell=silent)
    other = prepare(index, asked, silent)
    for day in (None, DATES[-1]):
        ours, theirs = (each.final() if day is None else each.as_on(day) for each in (one, other))
        assert np.array_equal(ours.labels, theirs.labels)
        assert_frame_equal(ours.pupils, theirs.pupils)
    assert np.nansum(other.labels) >= 5


def test_what_is_measured_is_the_same(gathered: Cohorts, whole: Cohorts, index: RecordIndex):
    one, other = gathered.statistics(), whole.statistics()
    assert one.recording_rates() == other.recording_rates() == measure_recording_rates(index, DATES)
    assert one.fingerprint() == other.fingerprint() == data_fingerprint(index.records, dt.date.max)
    assert one.rows() == other.rows() == {name: len(table) for name, table in index.records.tables.items()}
    assert (one.first_day(), one.last_day()) == (other.first_day(), other.last_day())
    assert one.last_day() == index.records.last_day()
    assert one.leaking_features() == other.leaking_features() == ()


def test_absences_and_marks_stay_where_the_partition_is(gathered: Cohorts):
    assert not len(gathered.index.records["attendance"])
    assert not len(gathered.index.absences.day)
    assert {"attendance", "grades"} <= gathered.index.records.given


def test_a_plan_by_terms_is_made_of_the_terms_and_the_last_day_of_all_partitions(
    partitions: tuple[Partition, ...], index: RecordIndex
):
    known = reach(partitions, workers=SerialExecutor(), today=TODAY, tell=silent)
    options = {"terms": ("M1", "M3"), "outcomes": (), "horizon_days": 150}
    assert make_plan(known, (), **options) == make_plan(index.records, (), **options)


def test_a_horizon_that_is_not_over_is_refused(partitions: tuple[Partition, ...]):
    late = TrainingPlan((dt.date(2026, 6, 1),), horizon_days=200)
    with pytest.raises(Refused, match="No label yet: 200 days from 2026-06-01"):
        gather(partitions[:1], late, workers=SerialExecutor(), today=TODAY, tell=silent)


def measured(*ahead: str) -> PartitionStatistics:
    return PartitionStatistics(None, ahead, {}, None, None)


def test_a_feature_that_looks_ahead_in_any_partition_is_named_once():
    assert RecordStatistics([measured("a"), measured("b", "a"), measured()]).leaking_features() == ("a", "b")
    assert RecordStatistics([measured("a"), measured("cohort")]).leaking_features() == ("cohort",)
    assert RecordStatistics([measured()]).first_day() is None
