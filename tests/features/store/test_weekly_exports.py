"""Is a list of each export's day the same, computed then and from the store a year later?

The property that the store is for. A register grows and is corrected at random, and is exported every week; each export
is imported on its day.
"""

import datetime as dt
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.table.feature_table import FeatureTable
from tests.support.records.weekly_register import START, corrected, grown, new_register, require_equal, with_conduct
from tests.support.stores import bring, features_at, stored


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6))
def test_features_of_an_exports_day_are_the_same_then_and_later(tmp_path_factory, seed):
    address = f"sqlite:///{tmp_path_factory.mktemp('weekly') / 'store.sqlite'}"
    require_same_then_and_later(address, seed, weeks=5)


@pytest.mark.parametrize("seed", range(3))
def test_they_are_on_either_database(database, seed):
    require_same_then_and_later(database, seed, weeks=4)


def test_one_import_of_it_all_differs_only_by_what_was_corrected(tmp_path):
    rng = Random(4)
    weekly, at_once = (f"sqlite:///{tmp_path / name}.sqlite" for name in ("weekly", "once"))
    register = new_register(rng)
    for week in range(4):
        day = START + dt.timedelta(7 * (week + 1))
        register = grown(register, day, rng)
        bring(weekly, day.isoformat(), **register)
    bring(at_once, day.isoformat(), **register)
    for week in range(4):
        as_of = START + dt.timedelta(7 * (week + 1))
        require_equal(features_at(stored(weekly), as_of), features_at(stored(at_once), as_of))


def require_same_then_and_later(address: str, seed: int, *, weeks: int) -> None:
    rng = Random(seed)
    register = new_register(rng)
    then: dict[dt.date, FeatureTable] = {}
    for week in range(weeks):
        day = START + dt.timedelta(7 * (week + 1))
        register = with_conduct(corrected(grown(register, day, rng), day, rng), day, rng)
        bring(address, day.isoformat(), **register)
        then[day] = features_at(stored(address), day)
    later = stored(address)
    for day, table in then.items():
        require_equal(features_at(later, day), table)
