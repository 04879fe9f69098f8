"""What does not change what a child did does not change a feature: order, repetition, splitting, another calendar."""

import datetime as dt
from random import Random

import pandas as pd
import pytest

from features.point_in_time.record_index import index_records
from features.table.feature_table import build_features
from tests.support.records.random_records import DECLARED, RandomTables, random_tables
from tests.support.small_records import Row, declarations, records_of, values_at

AS_OF = dt.date(2025, 2, 3)
DATES = (
    "date", "known_on", "from_date", "excused_on", "retracted_on", "enrolled_on", "left_on", "left_known_on",
    "valid_from", "starts_on", "ends_on",
)  # fmt: skip


def values(tables: RandomTables, as_of: dt.date) -> pd.DataFrame:
    table = build_features(index_records(records_of(tables, declarations(DECLARED))), as_of)
    return pd.concat([table.pupils, table.values, table.rules], axis="columns")


def moved(row: Row, days: int) -> Row:
    """Return a row with all its dates so many days later."""
    later = {
        name: (dt.date.fromisoformat(str(row[name])) + dt.timedelta(days)).isoformat()
        for name in DATES
        if row.get(name)
    }
    return {**row, **later}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("weeks", [-17, -4, 9, 26])
def test_a_calendar_moved_by_months_with_its_terms_gives_the_same_features(seed: int, weeks: int) -> None:
    """But for the age, which is that of a calendar year."""
    tables = random_tables(seed, terms="all")
    later = {name: [moved(row, 7 * weeks) for row in rows] for name, rows in tables.items()}
    expected, found = values(tables, AS_OF), values(later, AS_OF + dt.timedelta(weeks=weeks))
    pd.testing.assert_frame_equal(found.drop(columns="over_age"), expected.drop(columns="over_age"))


@pytest.mark.parametrize("seed", range(4))
def test_absences_that_are_handed_on_twice_in_another_order_give_the_same_features(seed: int) -> None:
    tables = random_tables(seed, terms="county")
    rows = [row for row in tables["attendance"] if row.get("kind") != "present"]
    tables |= {"attendance": rows}
    again = Random(seed).sample(rows, len(rows) // 2)
    twice = tables | {"attendance": Random(seed).sample([*rows, *again], len(rows) + len(again))}
    pd.testing.assert_frame_equal(values(twice, AS_OF), values(tables, AS_OF))


@pytest.mark.parametrize("parts", [1, 2, 3, 4])
def test_a_total_that_is_split_gives_the_same_hours_of_the_year(parts: int) -> None:
    """24 hours of the 24 days from 1 December, as one total or as several that follow each other."""
    days = 24 // parts
    begins = [dt.date(2024, 12, 1) + dt.timedelta(days * part) for part in range(parts)]
    rows = [
        {"pupil_id": "P1", "date": begin + dt.timedelta(days - 1), "from_date": begin, "hours": days, "excused": "no"}
        for begin in begins
    ]
    for feature in ("absent_hours_year", "unexcused_hours_year", "absence_rate_year", "absent_days_year"):
        expected = {"absent_hours_year": 24, "unexcused_hours_year": 24}.get(feature)
        assert values_at(feature, "2025-02-03", attendance=rows) == {"P1": expected}, feature
