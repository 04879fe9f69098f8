"""Is a mark of conduct that a file says without a day the one that stood, unless it changed?"""

import pytest

from features.records.imported_records import Coverage
from features.store.imports.trial import Trial
from tests.support.records.class_lists import HEAD
from tests.support.stores import bring, day, undo, written

TWO = HEAD + "P1 S1 2025-2026 2025-09-08 5A -\nP2 S1 2025-2026 2025-09-08 5A -"
GRADES = "pupil_id date mark scale subject kind"


def conduct(on, first, second):
    return f"\nP1 {on} {first} 1-10 - conduct\nP2 {on} {second} 1-10 - conduct"


def brought(address, on, *, marks, **options):
    covered = Coverage(
        "S1", ("grades",), day("2025-09-01"), day("2026-08-31"), ("5A",), ("", "istorie"), of_listed=True
    )
    return bring(address, on, enrolments=TWO, grades=GRADES + marks, coverage=[covered], **options)


def told(trial):
    found = next(each for each in trial.differences() if each.table == "grades")
    return found.new, found.changed, found.gone


@pytest.fixture
def store(database):
    """A store with the conduct of two children, as a file of 10 November has it."""
    brought(database, "2025-11-10", marks=conduct("2025-11-10", 10, 10))
    return database


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (conduct("2025-11-17", 10, 10), (0, 0, 0)),
        (conduct("2025-11-17", 10, 8), (0, 1, 0)),
        (conduct("2025-11-17", 10, 10) + "\nP1 2025-11-12 7 1-10 istorie mark", (1, 0, 0)),
        ("\nP1 2025-11-17 10 1-10 - conduct", (0, 0, 1)),
        (conduct("2025-11-14", 10, 10), (0, 2, 0)),
    ],
    ids=["the-same", "one-is-less", "and-a-mark", "one-is-gone", "of-a-day-of-their-own"],
)
def test_what_a_later_file_changes(store, marks, expected):
    brought(store, "2025-11-17", marks=marks, kept=False, trial=(trial := Trial()))
    assert told(trial) == expected


def test_the_row_that_stands_keeps_its_first_day_and_a_changed_one_has_the_day_of_its_file(store):
    brought(store, "2025-11-17", marks=conduct("2025-11-17", 10, 8))
    brought(store, "2025-11-24", marks=conduct("2025-11-24", 10, 8))
    assert written(store, "grades", "pupil_id", "date", "mark", "known_on", "retracted_on") == [
        "P1 2025-11-10 10 2025-11-10 -",
        "P2 2025-11-10 10 2025-11-10 2025-11-17",
        "P2 2025-11-17 8 2025-11-17 -",
    ]


def test_without_the_first_file_it_stands_from_the_day_of_the_second(store):
    brought(store, "2025-11-17", marks=conduct("2025-11-17", 10, 10))
    undo(store, 1)
    assert written(store, "grades", "pupil_id", "date") == ["P1 2025-11-17", "P2 2025-11-17"]


def test_an_older_file_that_comes_late_is_the_one_from_which_it_stands(store):
    brought(store, "2025-10-20", marks=conduct("2025-10-20", 10, 9))
    assert written(store, "grades", "pupil_id", "date", "mark", "retracted_on") == [
        "P1 2025-10-20 10 -", "P2 2025-10-20 9 2025-11-10", "P2 2025-11-10 10 -",
    ]  # fmt: skip


def test_of_two_months_with_one_mark_the_later_goes_on(database):
    both = conduct("2025-10-31", 10, 10) + conduct("2025-11-10", 10, 10)
    brought(database, "2025-11-10", marks=both)
    brought(database, "2025-11-17", marks=conduct("2025-10-31", 9, 10) + conduct("2025-11-17", 10, 10))
    assert [row for row in written(database, "grades", "date", "mark", "pupil_id", "retracted_on") if " P1" in row] == [
        "2025-10-31 10 P1 2025-11-17", "2025-10-31 9 P1 -", "2025-11-10 10 P1 -",
    ]  # fmt: skip
