"""That a training which lets go of the records learns from the same rows, to the last bit, as one that keeps them."""

import datetime as dt
import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.point_in_time.record_index import index_records
from features.progress import silent
from features.records.records import Records
from tests.support.training.small_county import AS_OF, plan, records
from training.dataset.cohorts import Cohorts, prepare
from training.dataset.gathered import gather_records
from training.plan.plan import TrainingPlan

CHRONIC = replace(plan(), outcomes=("failed", "chronic_absence"))


def copied() -> Records:
    """Return records that nobody else keeps."""
    return replace(records(), tables={name: table.copy() for name, table in records().tables.items()})


def gathered(asked: TrainingPlan) -> Cohorts:
    return gather_records(copied, asked, silent)


def kept(asked: TrainingPlan) -> Cohorts:
    return prepare(index_records(records()), asked, silent)


@pytest.mark.parametrize("asked", [plan(), plan(split="school"), CHRONIC])
def test_children_features_and_labels_are_the_same_to_the_last_bit(asked: TrainingPlan):
    one, other = gathered(asked), kept(asked)
    assert_frame_equal(one.rows.values, other.rows.values, check_exact=True)
    assert_frame_equal(one.rows.rules, other.rows.rules, check_exact=True)
    assert_frame_equal(one.pupils, other.pupils)
    assert np.array_equal(one.labels, other.labels, equal_nan=True)
    assert (one.features, one.missing_tables) == (other.features, other.missing_tables)


@pytest.mark.parametrize("asked", [plan(), CHRONIC])
def test_so_are_the_rows_of_a_training_on_a_past_day(asked: TrainingPlan):
    one, other = (cohorts.as_on(AS_OF[-1]) for cohorts in (gathered(asked), kept(asked)))
    assert np.array_equal(one.labels, other.labels)
    assert_frame_equal(one.pupils, other.pupils)
    assert_frame_equal(one.rows.values, other.rows.values, check_exact=True)


def test_what_is_measured_of_the_records_is_the_same():
    one, other = gathered(plan()).statistics(), kept(plan()).statistics()
    assert one.fingerprint() == other.fingerprint()
    assert one.recording_rates() == other.recording_rates() != ()
    assert one.leaking_features() == other.leaking_features()
    assert (one.rows(), one.first_day(), one.last_day()) == (other.rows(), other.first_day(), other.last_day())


def test_nobody_keeps_absences_once_the_features_are_there():
    held = [copied()]
    attendance = weakref.ref(held[0]["attendance"])
    seen: dict[str, bool] = {}

    def tell(step: Bilingual) -> None:
        seen[step.en.partition(" (")[0]] = attendance() is not None

    gc.disable()  # nor does anything hold itself, which would stay until somebody looks for such things
    try:
        cohorts = gather_records(held.pop, plan(), tell)
    finally:
        gc.enable()
    assert seen == {
        "looking for features that know too much": True,
        "sorting the records": True,
        **{f"features at {date_words(date, 'en')}": False for date in AS_OF},
    }
    assert not len(cohorts.index.absences.day)
    assert not len(cohorts.index.records["attendance"])
    assert "attendance" in cohorts.index.records.given


def test_a_horizon_that_is_not_over_is_refused_before_anything_is_sorted():
    told: list[Bilingual] = []
    late = TrainingPlan((dt.date(2026, 6, 1),), ("failed",), horizon_days=200)
    with pytest.raises(Refused, match="No label yet: 200 days from 2026-06-01"):
        gather_records(copied, late, told.append)
    assert told == []
