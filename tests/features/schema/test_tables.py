"""The schema says of every table and column what it is, in both languages, and contradicts itself nowhere."""

import pytest

from features.schema.school_time import is_school_year
from features.schema.tables import (
    ENDING_OUTCOMES,
    EVENT_TABLES,
    FAMILY,
    GRADES,
    OUTCOMES,
    TABLES,
    Column,
    Table,
    table,
)

EVERY_COLUMN = [
    pytest.param(each, column, id=f"{each.name}.{column.name}") for each in TABLES for column in each.columns
]
OLD_LETTERS = set("şţŞŢ")  # with a cedilla, as old keyboards write them
ASCII_ROMANIAN = ("scoala", "scolar", "nastere", "parinti", "stie", "intampl", "inscrier", "zilnic.")


@pytest.mark.parametrize("each", TABLES, ids=lambda each: each.name)
def test_a_table_has_words_in_both_languages_and_columns_of_different_names(each: Table):
    names = [column.name for column in each.columns]
    assert len(set(names)) == len(names)
    assert each.meaning.en
    assert each.meaning.ro
    assert each.meaning.en != each.meaning.ro


@pytest.mark.parametrize(("each", "column"), EVERY_COLUMN)
def test_a_column_has_words_in_both_languages(each: Table, column: Column):
    assert column.meaning.en
    assert column.meaning.ro
    assert not OLD_LETTERS & set(column.meaning.ro)
    assert not any(word in column.meaning.ro.lower() for word in ASCII_ROMANIAN)
    for text in column.meaning:
        assert text == text.strip()
        assert not text.endswith(".")


@pytest.mark.parametrize(("each", "column"), EVERY_COLUMN)
def test_a_column_has_what_its_kind_needs(each: Table, column: Column):
    assert bool(column.choices) == (column.kind == "choice")
    assert len(set(column.choices)) == len(column.choices)
    if column.kind in ("whole", "number"):
        assert column.unit
        assert column.low is not None
        assert column.high is not None
        assert column.low < column.high
    else:
        assert (column.low, column.high) == (None, None)
    assert column.past or each.name == "terms" or column.name in ("left_on", "left_known_on")  # a planned end


@pytest.mark.parametrize("each", TABLES, ids=lambda each: each.name)
def test_a_key_is_made_of_columns_and_begins_with_a_required_one(each: Table):
    for name in each.key:
        assert each.column(name).name == name
    assert not each.key or each.column(each.key[0]).required


def test_the_required_columns_are_those_the_design_names():
    required = {each.name: [column.name for column in each.columns if column.required] for each in TABLES}
    assert required == {
        "schools": ["school_id"],
        "enrolments": ["pupil_id", "school_id", "school_year", "enrolled_on"],
        "attendance": ["pupil_id", "date", "hours"],
        "grades": ["pupil_id", "date", "mark", "scale"],
        "family": ["pupil_id", "valid_from"],
        "incidents": ["pupil_id", "date", "kind"],
        "outcomes": ["pupil_id", "date", "outcome"],
        "terms": ["school_year", "term", "starts_on", "ends_on"],
    }


def test_only_sex_and_special_needs_are_for_audits_only():
    assert {column.name for each in TABLES for column in each.columns if column.audit_only} == {"sex", "special_needs"}


def test_tables_of_events_have_no_key_because_two_equal_marks_are_two_marks():
    assert {each.name for each in TABLES if not each.key} == set(EVENT_TABLES)


def test_a_table_or_column_that_is_not_there_is_an_error():
    assert table("family") is FAMILY
    assert FAMILY.column("known_on").kind == "date"
    with pytest.raises(KeyError):
        table("absences")
    with pytest.raises(KeyError):
        GRADES.column("hours")


def test_outcomes_have_different_names():
    assert len(set(OUTCOMES)) == len(OUTCOMES) == 10
    assert set(ENDING_OUTCOMES) < set(OUTCOMES)


@pytest.mark.parametrize(
    ("label", "is_year"),
    [("2025-2026", True), ("1999-2000", True), ("2025-2027", False), ("2026-2025", False), ("2025-26", False),
     ("2025/2026", False), ("25-26", False), ("2013J", False), ("", False), ("02025-2026", False)],
)  # fmt: skip
def test_a_school_year_is_two_calendar_years_in_a_row(label: str, is_year: bool):
    assert is_school_year(label) == is_year
