"""Does the fast code agree with a slow, obvious reading of each definition?"""

import datetime as dt
import math
from collections.abc import Mapping
from functools import cache

import pandas as pd
import pytest

from features.point_in_time import events, events_numba
from features.point_in_time.record_index import index_records
from features.table.feature_table import FeatureTable, build_features
from tests.support.records.random_records import DECLARED, Terms, random_tables
from tests.support.reference.reference import Compute, Past
from tests.support.reference.reference_conduct import CONDUCT, TRACKS
from tests.support.reference.reference_events import ATTENDANCE, GRADES
from tests.support.reference.reference_situation import FAMILY, RULES, SCHOOL_CONTEXT, SCHOOLING
from tests.support.small_records import declarations, records_of

GROUPS: Mapping[str, Mapping[str, Compute]] = {
    "attendance": ATTENDANCE, "grades": GRADES, "schooling": SCHOOLING, "family": FAMILY,
    "school_context": SCHOOL_CONTEXT, "rules": RULES, "conduct": CONDUCT, "tracks": TRACKS,
}  # fmt: skip
RECORD_SETS: tuple[tuple[int, Terms], ...] = ((1, "none"), (2, "all"), (3, "county"), (4, "county"))
DATES = tuple(
    dt.date.fromisoformat(date)
    # a week into a year, autumn, right after the holiday, the second semester, the summer before the next year
    for date in ("2023-09-12", "2024-08-28", "2024-09-04", "2024-11-18", "2025-01-09", "2025-02-03", "2025-06-25")
)


ROADS = {"numpy": None, "compiled": events_numba}


@cache
def pasts() -> tuple[tuple[Past, ...], ...]:
    """Read every record set at every date for the slow code."""
    tables = [random_tables(seed, terms=terms) for seed, terms in RECORD_SETS]
    return tuple(tuple(Past(each, date) for date in DATES) for each in tables)


@cache
def computed_twice(road: str) -> tuple[tuple[FeatureTable, Past], ...]:
    """Compute every record set at every date by the fast code, and read it for the slow one."""
    both = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(events, "_compiled", lambda _: ROADS[road])
        for dates in pasts():
            index = index_records(records_of(dates[0].tables, declarations(DECLARED)))
            both += [(build_features(index, past.as_of), past) for past in dates]
    return tuple(both)


def is_a_mean_of_many(name: str) -> bool:
    """Tell whether other children's values are averaged; all else must agree to the last bit."""
    return "_vs_" in name or name.startswith(("school_", "class_"))


def differences(name: str, compute: Compute, road: str) -> list[str]:
    """Return every value that is not the reference's."""
    found = []
    for table, past in computed_twice(road):
        columns = pd.concat([table.values, table.rules], axis="columns")
        for child, got in zip(past.cohort, columns[name].tolist(), strict=True):
            expected = float(compute(past, child))
            allowed = 1e-12 * max(1, abs(expected)) if is_a_mean_of_many(name) else 0
            if not (math.isnan(got) if math.isnan(expected) else abs(got - expected) <= allowed):
                found.append(f"{name} of {child['pupil_id']} at {table.as_of}: {got}, by the reference {expected}")
    return found


def test_the_cohort_is_the_references() -> None:
    for table, past in computed_twice("numpy"):
        found = table.pupils.fillna("")
        expected = [(row["pupil_id"], row["school_id"], row.get("class_label", "")) for row in past.cohort]
        assert list(found.itertuples(index=False, name=None)) == expected


def test_the_reference_has_every_feature() -> None:
    table, _ = computed_twice("numpy")[0]
    named = {name for group in GROUPS.values() for name in group}
    assert named == {feature.name for feature in table.features} | set(table.rules.columns)


@pytest.mark.parametrize("road", ROADS)
@pytest.mark.parametrize(("group", "name"), [(group, name) for group, named in GROUPS.items() for name in named])
def test_each_feature_is_the_references(group: str, name: str, road: str) -> None:
    assert differences(name, GROUPS[group][name], road) == []


def test_both_roads_give_the_same_bits() -> None:
    for (one, _), (other, _) in zip(computed_twice("numpy"), computed_twice("compiled"), strict=True):
        for first, second in ((one.values, other.values), (one.rules, other.rules)):
            assert first.to_numpy().tobytes() == second.to_numpy().tobytes()
