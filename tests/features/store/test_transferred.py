"""Is a child that goes on under its former school's id one child at every date, whatever is undone or comes late?"""

from dataclasses import replace

import pytest

from features.records.imported_records import Coverage
from features.store.imports.importing import import_batch
from tests.support.records.class_lists import HEAD
from tests.support.small_records import TODAY
from tests.support.stores import day, imported, stored, undo, url_of, written

WHEN = ("pupil_id", "known_on", "retracted_on")
OLD, NEW = "PX", "P1"  # the id that the new school's number gives, and the one of the former school


def bring_list(address, on, pupil, *, former=(), of_listed=True, label="5A"):
    """Bring the list of the receiving school, in which the child has an id, with an absence of its own."""
    covered = Coverage("S2", ("enrolments", "attendance"), day("2025-09-08"), day(on), (label,), of_listed=of_listed)
    listed = f"{HEAD}{pupil} S2 2025-2026 2025-09-08 {label} -\nP2 S2 2025-2026 2025-09-08 {label} -"
    what = imported("", [covered], enrolments=listed, attendance=f"pupil_id date hours\n{pupil} 2025-09-29 2")
    what = replace(what, former=frozenset(former))
    return import_batch(
        url_of(address), what, day=day(on), who="Ana", file_name="s2", sha256=f"{on}{pupil}{label}", today=TODAY
    ).batch.number


def counted(address, on):
    """Return the ids under which the child is enrolled, and has absences, for who looks on a day."""
    records = stored(address)
    found = []
    for table, of in (("enrolments", "enrolled_on"), ("attendance", "date")):
        rows = records[table]
        known = rows["known_on"].fillna(rows[of]) if "known_on" in rows else rows[of]
        seen = (known < on) & ~(rows["retracted_on"] < on) if "retracted_on" in rows else known < on
        found.append(sorted({*rows.loc[seen, "pupil_id"]} & {OLD, NEW}))
    return found


@pytest.mark.parametrize("of_listed", [True, False])
def test_after_the_first_new_list_is_undone_the_next_one_takes_the_old_id_back(database, of_listed):
    bring_list(database, "2025-10-01", OLD, of_listed=of_listed)
    first = bring_list(database, "2025-10-06", NEW, former=[OLD], of_listed=of_listed)
    bring_list(database, "2025-10-13", NEW, former=[OLD], of_listed=of_listed)
    undo(database, first)
    assert counted(database, "2025-10-10") == [[OLD], [OLD]]
    assert counted(database, "2025-10-20") == [[NEW], [NEW]]


def test_lists_of_one_day_may_be_undone_too(database):
    bring_list(database, "2025-09-10", "P3")  # so that the old id is known only from the day of its list on
    bring_list(database, "2025-10-01", OLD)
    first = bring_list(database, "2025-10-01", NEW, former=[OLD])
    bring_list(database, "2025-10-13", NEW, former=[OLD])
    assert counted(database, "2025-10-05") == [[NEW], [NEW]]
    undo(database, first)
    assert counted(database, "2025-10-20") == [[NEW], [NEW]]


def test_an_older_export_that_comes_after_the_first_new_list_ends_the_old_id_on_its_own_day(database):
    bring_list(database, "2025-10-01", OLD)
    bring_list(database, "2025-10-20", NEW, former=[OLD])
    bring_list(database, "2025-10-10", NEW, former=[OLD])
    assert counted(database, "2025-10-05") == [[OLD], [OLD]]
    assert counted(database, "2025-10-15") == [[NEW], [NEW]]
    assert counted(database, "2025-10-25") == [[NEW], [NEW]]


def test_an_old_id_in_another_class_of_the_school_is_taken_back_too(database):
    bring_list(database, "2025-10-01", OLD, label="5B")
    first = bring_list(database, "2025-10-06", NEW, former=[OLD])
    bring_list(database, "2025-10-13", NEW, former=[OLD])
    undo(database, first)
    assert counted(database, "2025-10-20")[0] == [NEW]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_what_is_undone_was_never_to_be_seen(database, gone):
    brought = [("2025-10-01", OLD, []), ("2025-10-06", NEW, [OLD]), ("2025-10-13", NEW, [OLD])]
    numbers = [bring_list(database, on, pupil, former=former) for on, pupil, former in brought]
    undo(database, numbers[gone])
    expected = {0: [[], [NEW], [NEW]], 1: [[OLD], [OLD], [NEW]], 2: [[OLD], [NEW], [NEW]]}[gone]
    assert [counted(database, on)[1] for on in ("2025-10-04", "2025-10-10", "2025-10-20")][1:] == expected[1:]
    if gone == 0:  # the first list there is knows no other: it says what was before
        assert counted(database, "2025-10-04") == [[NEW], [NEW]]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_lists_say_the_same_in_whatever_order_they_come(database, order):
    days = ["", "2025-10-06", "2025-10-13"]
    bring_list(database, "2025-10-01", OLD)
    for place in order:
        bring_list(database, days[place], NEW, former=[OLD])
    told = ["P1 2025-10-06 -", "P2 2025-09-08 -", "PX 2025-09-08 2025-10-06"]
    assert written(database, "enrolments", *WHEN) == told
