"""A feature at a date sees only what was known before it: DESIGN.md, part 4, as properties of random records."""

import ast
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_records import DECLARED, random_tables
from small_records import Row, Rows, Tables, declarations, records_of

import features
from features.build import FeatureTable, build_features
from features.days import day_of
from features.fingerprint import data_fingerprint
from features.histories import sort_records
from features.known import Known
from features.records import Records

AS_OF = dt.date(2025, 2, 3)
QUICK = settings(max_examples=20, deadline=None, derandomize=True, database=None)
PUPILS = ("P1", "P2", "P3", "P4")
DATED = {"attendance": "date", "grades": "date", "family": "valid_from", "outcomes": "date"}
KEYS = {
    "enrolments": ("pupil_id", "school_id", "school_year", "enrolled_on"),
    "family": ("pupil_id", "valid_from", "known_on"),
    "outcomes": ("pupil_id", "date", "outcome"),
}
CONSTANT: Tables = {
    "schools": [{"school_id": school, "locality": place} for school, place in (("S1", "rural"), ("S2", "urban"))],
    "terms": [{"school_year": "2024-2025", "term": "1", "starts_on": "2024-09-09", "ends_on": "2025-06-20"}],
}


# What was known, read off the rows


def known_on(table: str, row: Row) -> dt.date:
    """Return the day on which a row was known."""
    if table == "enrolments":
        return as_date(row["enrolled_on"])
    happened = as_date(row[DATED[table]])
    return max(happened, as_date(row["known_on"] or happened))


def as_date(cell: object) -> dt.date:
    return dt.date.fromisoformat(str(cell))


def seen(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """Return the rows known before the as-of date, without what they did not tell yet."""
    kept = {name: [dict(row) for row in rows if known_on(name, row) < AS_OF] for name, rows in tables.items()}
    for row in kept["enrolments"]:
        if row["left_on"] and max(as_date(row["left_on"]), as_date(row["left_known_on"] or row["left_on"])) >= AS_OF:
            row |= {"left_on": "", "left_known_on": ""}
    for row in kept["attendance"]:
        if row["excused_on"] and as_date(row["excused_on"]) >= AS_OF:
            row["excused_on"] = ""
    return kept


def unseen(tables: Tables) -> dict[str, Rows]:
    """Return the rows known on the as-of date or later."""
    return {name: [row for row in rows if known_on(name, row) >= AS_OF] for name, rows in tables.items()}


def with_another_future(past: dict[str, list[dict[str, Any]]], future: dict[str, Rows]) -> Tables:
    """Put rows that are known later behind the past, and let it go on differently: all is excused, all leave."""
    for row in past["attendance"]:
        row["excused_on"] = row["excused_on"] or AS_OF
    for row in past["enrolments"]:
        if not row["left_on"]:
            row |= {"left_on": max(as_date(row["enrolled_on"]), AS_OF - dt.timedelta(9)), "left_known_on": AS_OF}
    joined = {name: without_repeated_keys([*rows, *future[name]], name) for name, rows in past.items()}
    enrolled = {row["pupil_id"] for row in joined["enrolments"]}
    return {name: [row for row in rows if row["pupil_id"] in enrolled] for name, rows in joined.items()}


def without_repeated_keys(rows: Rows, table: str) -> list[Row]:
    if table not in KEYS:
        return list(rows)
    keys = [tuple(str(row[name]) for name in KEYS[table]) for row in rows]
    return [row for place, row in enumerate(rows) if keys[place] not in keys[:place]]


# Random records around the as-of date


def days(*offsets: int) -> st.SearchStrategy[dt.date]:
    return st.sampled_from([AS_OF + dt.timedelta(offset) for offset in offsets])


AROUND = days(-400, -180, -157, -60, -28, -10, -3, -2, -1, 0, 1, 2, 30, 200)
MAYBE = st.just("") | AROUND


def table_rows(pupils: tuple[str, ...], cells: dict[str, Any], size: int) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries({"pupil_id": st.sampled_from(pupils), **cells}), max_size=size)


def absences(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    def with_period(row: dict[str, Any]) -> Row:
        length = row.pop("length")
        return row | {"from_date": row["date"] - dt.timedelta(length) if length else ""}

    hours = st.sampled_from([0, 0.5, 2, 7])
    cells = {"date": AROUND, "hours": hours, "excused_on": MAYBE, "known_on": MAYBE, "length": st.sampled_from([0, 20])}
    return table_rows(pupils, cells, 12).map(lambda rows: [with_period(row) for row in rows])


def marks(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    kinds, subjects = st.sampled_from(["mark", "average", "conduct"]), st.sampled_from(["matematică", "istorie", ""])
    on_scale = st.sampled_from([("1-10", "3"), ("1-10", "9.5"), ("FB-I", "I"), ("FB-I", "FB"), ("0-20", "7")])
    cells = {"date": AROUND, "of": on_scale, "kind": kinds, "subject": subjects, "known_on": MAYBE}
    scaled = table_rows(pupils, cells, 12)
    return scaled.map(lambda rows: [row | dict(zip(("scale", "mark"), row.pop("of"), strict=True)) for row in rows])


def situations(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    cells = {
        "valid_from": AROUND,
        "guardianship": st.sampled_from(["", "both_parents", "relatives"]),
        "social_benefit": st.sampled_from(["", "da", "nu"]),
        "mother_education": st.sampled_from(["", 1, 4]),
        "known_on": st.just(""),
    }
    late = table_rows(pupils, cells | {"valid_from": days(-60, -28), "known_on": days(-1, 0, 30)}, 3)
    rows = st.tuples(table_rows(pupils, cells, 5), late).map(lambda parts: parts[0] + parts[1])
    return rows.map(lambda all_rows: without_repeated_keys(all_rows, "family"))


def outcomes(pupils: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    names = st.sampled_from(["dropped_out", "transferred", "promoted", "failed"])
    rows = table_rows(pupils, {"date": AROUND, "outcome": names, "known_on": MAYBE}, 4)
    return rows.map(lambda all_rows: without_repeated_keys(all_rows, "outcomes"))


def enrolments(pupils: tuple[str, ...], schools: tuple[str, ...]) -> st.SearchStrategy[list[Row]]:
    """Give each pupil an enrolment begun before the as-of date, and some of them further ones."""

    def enrolment(pupil: st.SearchStrategy[str], day: st.SearchStrategy[dt.date]) -> st.SearchStrategy[Row]:
        cells = {"pupil_id": pupil, "school_id": st.sampled_from(schools), "enrolled_on": day, "stays": st.integers(0, 250)}
        cells |= {"school_year": st.sampled_from(["2023-2024", "2024-2025", "2024-2025", "2025-2026", "2024J"])}
        cells |= {"grade_level": st.sampled_from(["", 5, 6]), "birth_year": st.sampled_from(["", 2012])}
        return st.fixed_dictionaries(cells | {"told_after": st.sampled_from([0, 5, 100])}).map(with_leaving)

    def with_leaving(row: dict[str, Any]) -> Row:
        stays, told_after = row.pop("stays"), row.pop("told_after")
        left = row["enrolled_on"] + dt.timedelta(stays) if stays % 2 or row["school_year"] == "2024J" else ""
        return row | {"left_on": left, "left_known_on": left and left + dt.timedelta(told_after)}

    first = [enrolment(st.just(pupil), days(-400, -170, -157, -1)) for pupil in pupils]
    later = st.lists(enrolment(st.sampled_from(pupils), AROUND), max_size=4)
    return st.tuples(st.tuples(*first), later).map(
        lambda parts: without_repeated_keys([*parts[0], *parts[1]], "enrolments")
    )


def record_sets(
    pupils: tuple[str, ...] = PUPILS, schools: tuple[str, ...] = ("S1", "S2")
) -> st.SearchStrategy[dict[str, Rows]]:
    return st.fixed_dictionaries(
        {
            "enrolments": enrolments(pupils, schools),
            "attendance": absences(pupils),
            "grades": marks(pupils),
            "family": situations(pupils),
            "outcomes": outcomes(pupils),
        }
    )


# What is the same


def records_with(tables: Tables) -> Records:
    return records_of(CONSTANT | tables)


def table_of(tables: Tables) -> FeatureTable:
    return build_features(sort_records(records_with(tables)), AS_OF)


def assert_same(first: FeatureTable, second: FeatureTable) -> None:
    """Compare two feature tables to the last bit."""
    assert first.pupils.equals(second.pupils)
    assert list(first.values) == list(second.values)
    for name in first.values:
        np.testing.assert_array_equal(first.values[name], second.values[name], err_msg=name, strict=True)
    for name in first.rules:
        np.testing.assert_array_equal(first.rules[name], second.rules[name], err_msg=name, strict=True)


@QUICK
@given(tables=record_sets())
def test_features_are_the_same_computed_then_or_later(tables: dict[str, Rows]) -> None:
    assert_same(table_of(seen(tables)), table_of(tables))


@QUICK
@given(tables=record_sets(), other=record_sets(("P0", "P2", "P3", "P5")))
def test_rows_known_on_the_as_of_date_or_later_change_no_feature(
    tables: dict[str, Rows], other: dict[str, Rows]
) -> None:
    assert_same(table_of(tables), table_of(with_another_future(seen(tables), unseen(other))))


@QUICK
@given(tables=record_sets(), other=record_sets(("P0", "P2", "P3", "P5")))
def test_rows_known_on_the_as_of_date_or_later_change_neither_cohort_nor_fingerprint(
    tables: dict[str, Rows], other: dict[str, Rows]
) -> None:
    before, after = records_with(tables), records_with(with_another_future(seen(tables), unseen(other)))
    assert data_fingerprint(before, AS_OF) == data_fingerprint(after, AS_OF)
    then, later = (Known(sort_records(records), day_of(AS_OF)).cohort for records in (before, after))
    assert then.drop(columns="pupil").equals(later.drop(columns="pupil"))


@QUICK
@given(
    mine=record_sets(schools=("S1",)),
    other=record_sets(("P0", "P2b"), schools=("S2",)),
    another=record_sets(("P1b", "P3b", "P9"), schools=("S2",)),
)
def test_rows_of_other_schools_change_no_digit(
    mine: dict[str, Rows], other: dict[str, Rows], another: dict[str, Rows]
) -> None:
    with_one, with_another = (
        table_of({name: [*mine[name], *others[name]] for name in mine}) for others in (other, another)
    )
    assert_same(*(of_school(table, "S1") for table in (with_one, with_another)))


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
ONE_MORE: dict[str, tuple[str, Row]] = {
    "an absence": ("attendance", {"pupil_id": "P1", "date": "2025-01-21", "hours": 2, "known_on": "DAY"}),
    "an absence excused": (
        "attendance", {"pupil_id": "P1", "date": "2025-01-21", "hours": 2, "excused_on": "2025-01-22", "known_on": "DAY"}
    ),
    "a mark": ("grades", {"pupil_id": "P1", "date": "2025-01-21", "mark": 3, "scale": "1-10", "known_on": "DAY"}),
    "a conduct mark": (
        "grades",
        {"pupil_id": "P1", "date": "2025-01-21", "mark": 6, "scale": "1-10", "kind": "conduct", "known_on": "DAY"},
    ),
    "a situation": (
        "family", {"pupil_id": "P1", "valid_from": "2025-01-21", "guardianship": "relatives", "known_on": "DAY"}
    ),
    "an outcome": ("outcomes", {"pupil_id": "P1", "date": "2025-01-21", "outcome": "dropped_out", "known_on": "DAY"}),
    "an enrolment": (
        "enrolments", {"pupil_id": "P3", "school_id": "S1", "school_year": "2024-2025", "enrolled_on": "DAY"}
    ),
    "an earlier school": (
        "enrolments", {"pupil_id": "P2", "school_id": "S2", "school_year": "2024-2025", "enrolled_on": "DAY"}
    ),
}  # fmt: skip
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


def changes(tables: Tables) -> bool:
    """Tell whether features or fingerprint are not those of the quiet records."""
    try:
        assert_same(table_of(QUIET), table_of(tables))
    except AssertionError:
        return True
    return data_fingerprint(records_with(QUIET), AS_OF) != data_fingerprint(records_with(tables), AS_OF)


@pytest.mark.parametrize("what", ONE_MORE)
def test_what_is_known_the_day_before_counts_and_on_the_day_it_does_not(what: str) -> None:
    assert changes(with_row(what, AS_OF - dt.timedelta(1)))
    assert not changes(with_row(what, AS_OF))


@pytest.mark.parametrize("what", TOLD_LATE)
def test_what_is_told_the_day_before_counts_and_on_the_day_it_does_not(what: str) -> None:
    assert changes(told(what, AS_OF - dt.timedelta(1)))
    assert not changes(told(what, AS_OF))


def test_a_child_enrolled_in_august_for_september_has_no_school_year_yet() -> None:
    """The school year begins after this date: what happens in between is not seen, not even with a minus."""
    as_of = dt.date(2025, 8, 25)
    enrolled = {"pupil_id": "P1", "school_id": "S1", "school_year": "2025-2026", "enrolled_on": "2025-08-20"}
    exam = {"pupil_id": "P1", "date": "2025-08-27", "mark": 4, "scale": "1-10"}
    absence = {"pupil_id": "P1", "date": "2025-08-27", "hours": 3}
    later = {"enrolments": [enrolled], "grades": [exam], "attendance": [absence]}
    then = {"enrolments": [enrolled], "grades": [], "attendance": []}
    assert_same(*(build_features(sort_records(records_of(tables)), as_of) for tables in (then, later)))


# Order and structure


def test_the_order_of_the_rows_moves_no_digit() -> None:
    tables = random_tables(11, terms="county")
    shuffled = {name: Random(5).sample(rows, len(rows)) for name, rows in tables.items()}
    first, second, again = (
        sort_records(records_of(each, declarations(DECLARED))) for each in (tables, shuffled, tables)
    )
    for date in (dt.date(2024, 6, 3), AS_OF):
        table = build_features(first, date)
        assert_same(table, build_features(second, date))
        assert_same(table, build_features(again, date))


def test_nothing_but_the_cut_compares_with_as_of() -> None:
    folder = Path(features.__file__).parent
    found = {path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.py")) if any(comparisons(path))}
    assert found == {"asof.py"}


def comparisons(path: Path) -> Iterator[ast.Compare]:
    """Find the comparisons by order that mention ``as_of`` on either side."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops):
            mentioned = [each for side in (node.left, *node.comparators) for each in ast.walk(side)]
            if any("as_of" in (getattr(each, "id", ""), getattr(each, "attr", "")) for each in mentioned):
                yield node
