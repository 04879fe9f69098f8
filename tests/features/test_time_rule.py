"""A feature at a date sees only what was known before it: DESIGN.md, part 4, as properties of random records."""

import ast
import datetime as dt
import gc
import weakref
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

import features
from features.days import day_of
from features.point_in_time.events import EventIndex, EventsAsOf, Window, WindowStats
from features.point_in_time.record_index import RecordIndex, index_records
from features.point_in_time.snapshot import Snapshot
from features.records.fingerprint import data_fingerprint
from features.records.records import Records
from features.table.feature_table import FeatureTable, build_features, feature_catalogue, feature_values
from tests.support.records.drawn_records import record_sets
from tests.support.records.past_and_future import AS_OF, seen, unseen, with_another_future
from tests.support.records.random_records import DECLARED, Terms, random_tables
from tests.support.small_records import Row, Rows, Tables, declarations, records_of

CATALOGUE = Path(features.__file__).parent / "catalogue"
OURS = "features."
CONSTANT: Tables = {
    "schools": [{"school_id": school, "locality": place} for school, place in (("S1", "rural"), ("S2", "urban"))],
    "terms": [{"school_year": "2024-2025", "term": "1", "starts_on": "2024-09-09", "ends_on": "2025-06-20"}],
}


# What is the same


def records_with(tables: Tables) -> Records:
    return records_of(CONSTANT | tables)


def invented_index(tables: Tables) -> RecordIndex:
    return index_records(records_of(tables, declarations(DECLARED)))


def table_of(tables: Tables) -> FeatureTable:
    return build_features(index_records(records_with(tables)), AS_OF)


def assert_same(first: FeatureTable, second: FeatureTable) -> None:
    """Compare two feature tables to the last bit."""
    assert first.pupils.equals(second.pupils)
    assert list(first.values) == list(second.values)
    for name in first.values:
        np.testing.assert_array_equal(first.values[name], second.values[name], err_msg=name, strict=True)
    for name in first.rules:
        np.testing.assert_array_equal(first.rules[name], second.rules[name], err_msg=name, strict=True)


@settings(max_examples=12, deadline=None, derandomize=True, database=None)  # each holds a hundred rows
@given(
    tables=record_sets("P1", "P2", "P3", "P4", "P5", "P6", "P7"),
    other=record_sets("P0", "P2", "P3", "P4", "P6", "P8"),
)
def test_rows_known_on_the_as_of_date_or_later_change_nothing(tables: dict[str, Rows], other: dict[str, Rows]) -> None:
    before, after = records_with(tables), records_with(with_another_future(seen(tables), unseen(other)))
    assert data_fingerprint(before, AS_OF) == data_fingerprint(after, AS_OF)
    assert_same(build_features(index_records(before), AS_OF), build_features(index_records(after), AS_OF))


@pytest.mark.parametrize("terms", ["none", "county"])
@pytest.mark.parametrize("as_of", ["2024-08-28", "2024-11-18", "2025-02-03"])
def test_features_are_the_same_computed_then_or_later(terms: Terms, as_of: str) -> None:
    date = dt.date.fromisoformat(as_of)
    tables = random_tables(21, terms=terms, pupils=40)
    then, later = (invented_index(each) for each in (seen(tables, date), tables))
    assert_same(build_features(then, date), build_features(later, date))


@pytest.mark.parametrize("seed", [31, 32])
def test_rows_of_other_schools_change_no_digit(seed: int) -> None:
    """Take the children who were never elsewhere, once with those of other schools beside them, once alone."""
    tables = random_tables(seed, terms="all", pupils=40)
    of_pupil: dict[object, set[object]] = {}
    for row in tables["enrolments"]:
        of_pupil.setdefault(row["pupil_id"], set()).add(row["school_id"])
    mine = {pupil for pupil, schools in of_pupil.items() if schools == {"S1"}}
    strangers = {pupil for pupil, schools in of_pupil.items() if "S1" not in schools}
    assert len(mine) > 5
    assert len(strangers) > 5
    alone, beside = (
        build_features(invented_index(of_pupils(tables, pupils)), AS_OF) for pupils in (mine, mine | strangers)
    )
    assert_same(alone, of_school(beside, "S1"))


def of_pupils(tables: Tables, pupils: set[object]) -> Tables:
    return {name: [row for row in rows if row.get("pupil_id", "") in {*pupils, ""}] for name, rows in tables.items()}


def of_school(table: FeatureTable, school: str) -> FeatureTable:
    mine = (table.pupils["school_id"] == school).to_numpy()
    pupils, values, rules = (frame[mine].reset_index(drop=True) for frame in (table.pupils, table.values, table.rules))
    return FeatureTable(table.as_of, pupils, values, rules, table.features, table.missing_tables)


# The same once more with one row at a time, so that a failure names the kind of row

QUIET: Tables = {
    "enrolments": [
        {"pupil_id": pupil, "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-01"}
        | {"left_on": "", "left_known_on": "", "grade_level": "5"}
        for pupil in ("P1", "P2")
    ],
    "attendance": [{"pupil_id": "P1", "date": "2025-01-20", "hours": "3", "excused_on": "", "known_on": ""}],
    "grades": [{"pupil_id": "P1", "date": "2025-01-20", "mark": "6", "scale": "1-10", "kind": "", "known_on": ""}],
    "family": [{"pupil_id": "P1", "valid_from": "2024-09-01", "guardianship": "both_parents", "known_on": ""}],
    "outcomes": [],
}
ON_A_DAY = {"pupil_id": "P1", "date": "2025-01-21", "known_on": "DAY"}
IN_A_SCHOOL = {"school_id": "S2", "school_year": "2024-2025", "enrolled_on": "DAY"}
ONE_MORE: dict[str, tuple[str, Row]] = {
    "an absence": ("attendance", ON_A_DAY | {"hours": 2}),
    "an absence excused": ("attendance", ON_A_DAY | {"hours": 2, "excused_on": "2025-01-21"}),
    "a mark": ("grades", ON_A_DAY | {"mark": 3, "scale": "1-10"}),
    "a conduct mark": ("grades", ON_A_DAY | {"mark": 6, "scale": "1-10", "kind": "conduct"}),
    "a situation": (
        "family",
        {"pupil_id": "P1", "valid_from": "2025-01-21", "guardianship": "relatives", "known_on": "DAY"},
    ),
    "an outcome": ("outcomes", ON_A_DAY | {"outcome": "dropped_out"}),
    "a new pupil": ("enrolments", {"pupil_id": "P3", **IN_A_SCHOOL}),
    "another school": ("enrolments", {"pupil_id": "P2", **IN_A_SCHOOL}),
}
TOLD_LATE: dict[str, tuple[str, Row]] = {
    "an excuse": ("attendance", {"excused_on": "DAY"}),
    "a leaving": ("enrolments", {"left_on": "2025-01-21", "left_known_on": "DAY"}),
}


def on(day: dt.date, cells: Row) -> Row:
    return {name: str(day) if cell == "DAY" else cell for name, cell in cells.items()}


def with_row(what: str, day: dt.date) -> Tables:
    table, row = ONE_MORE[what]
    return QUIET | {table: [*QUIET[table], on(day, row)]}


def told(what: str, day: dt.date) -> Tables:
    table, cells = TOLD_LATE[what]
    return QUIET | {table: [QUIET[table][0] | on(day, cells), *QUIET[table][1:]]}


@cache
def quiet() -> tuple[FeatureTable, str]:
    return table_of(QUIET), data_fingerprint(records_with(QUIET), AS_OF)


def assert_nothing_changed(tables: Tables) -> None:
    table, fingerprint = quiet()
    records = records_with(tables)
    assert_same(table, build_features(index_records(records), AS_OF))
    assert fingerprint == data_fingerprint(records, AS_OF)


def assert_something_changed(tables: Tables) -> None:
    table, fingerprint = quiet()
    records = records_with(tables)
    with pytest.raises(AssertionError):
        assert_same(table, build_features(index_records(records), AS_OF))
    assert fingerprint != data_fingerprint(records, AS_OF)


@pytest.mark.parametrize("what", ONE_MORE)
def test_what_is_known_the_day_before_counts_and_on_the_day_it_does_not(what: str) -> None:
    assert_something_changed(with_row(what, AS_OF - dt.timedelta(1)))
    assert_nothing_changed(with_row(what, AS_OF))


@pytest.mark.parametrize("what", TOLD_LATE)
def test_what_is_told_the_day_before_counts_and_on_the_day_it_does_not(what: str) -> None:
    assert_something_changed(told(what, AS_OF - dt.timedelta(1)))
    assert_nothing_changed(told(what, AS_OF))


def test_a_child_enrolled_in_august_for_september_has_no_school_year_yet() -> None:
    """The school year begins after this date: what happens in between is not seen, not even with a minus."""
    as_of = dt.date(2025, 8, 25)
    enrolled = {"pupil_id": "P1", "school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-08-20"}
    exam = {"pupil_id": "P1", "date": "2025-08-27", "mark": 4, "scale": "1-10"}
    absence = {"pupil_id": "P1", "date": "2025-08-27", "hours": 3}
    later = {"enrolments": [enrolled], "grades": [exam], "attendance": [absence]}
    then = {"enrolments": [enrolled], "grades": [], "attendance": []}
    assert_same(*(build_features(index_records(records_of(tables)), as_of) for tables in (then, later)))


# Order and structure


def test_the_order_of_the_rows_moves_no_digit() -> None:
    tables = random_tables(11, terms="county")
    shuffled = {name: Random(5).sample(rows, len(rows)) for name, rows in tables.items()}
    first, second, again = (
        index_records(records_of(each, declarations(DECLARED))) for each in (tables, shuffled, tables)
    )
    for date in (dt.date(2024, 6, 3), AS_OF):
        table = build_features(first, date)
        assert_same(table, build_features(second, date))
        assert_same(table, build_features(again, date))


def test_nothing_but_the_cut_compares_with_as_of() -> None:
    folder = Path(features.__file__).parent
    found = {path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.py")) if any(comparisons(path))}
    assert found == {"as_of.py"}


def comparisons(path: Path) -> Iterator[ast.Compare]:
    """Find the comparisons by order that mention ``as_of`` on either side."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and any(
            isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops
        ):
            mentioned = [each for side in (node.left, *node.comparators) for each in ast.walk(side)]
            if any("as_of" in (getattr(each, "id", ""), getattr(each, "attr", "")) for each in mentioned):
                yield node


# Nothing else can be reached


def test_nothing_leads_from_a_snapshot_to_the_records_behind_it() -> None:
    """Neither an attribute nor what was computed from it, as far as one may follow them."""
    snapshot = Snapshot(invented_index(random_tables(3)), day_of(AS_OF))
    feature_values(snapshot, feature_catalogue(declarations(DECLARED)))
    found = {type(each) for each in reached(snapshot)}
    assert {Window, EventsAsOf, WindowStats} <= found
    assert not found & {Records, RecordIndex, EventIndex}


def reached(thing: object) -> Iterator[object]:
    """Follow attributes, keys and values; of the events of a date, only what is public."""
    yield thing
    if isinstance(thing, dict):
        inside = [*thing.keys(), *thing.values()]
    elif isinstance(thing, tuple | list | frozenset):
        inside = list(thing)
    else:
        public = {name: each for name, each in getattr(thing, "__dict__", {}).items() if OURS in type(thing).__module__}
        inside = [each for name, each in public.items() if not (isinstance(thing, EventsAsOf) and name.startswith("_"))]
    for each in inside:
        yield from reached(each)


def test_sorted_events_are_gone_with_the_last_who_keeps_a_snapshot_of_them() -> None:
    """At once: the events of a county are gigabytes, and nobody knows when Python looks for what holds itself."""
    index = invented_index(random_tables(3))
    marks, snapshot = weakref.ref(index.marks), Snapshot(index, day_of(AS_OF))
    gc.disable()
    try:
        feature_values(snapshot, feature_catalogue(index.records.declared))
        del index
        assert marks() is not None
        del snapshot
        assert marks() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("path", sorted(CATALOGUE.glob("*.py")), ids=lambda path: path.name)
def test_a_feature_uses_only_what_a_snapshot_shows(path: Path) -> None:
    """No private attribute of anything, no way around it, and no module that holds records."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    assert not [node.attr for node in nodes if isinstance(node, ast.Attribute) and is_private(node.attr)]
    assert not {node.id for node in nodes if isinstance(node, ast.Name)} & {"getattr", "vars", "eval", "exec"}
    imported = {name.name for node in nodes if isinstance(node, ast.ImportFrom) for name in node.names}
    assert not imported & {"Records", "RecordIndex", "EventIndex", "EventsAsOf", "cohort_at", "index_records"}


def is_private(attribute: str) -> bool:
    return attribute.startswith("_") and attribute not in {"__name__", "__doc__"}  # a declared feature is given them
