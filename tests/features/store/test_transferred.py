"""Is a child that goes on under its former school's id one child at every date, whatever is undone or comes late?"""

from dataclasses import replace

import pytest

from features.importers.import_origin import with_key
from features.importers.pseudonyms import Parted, Pseudonyms
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
    what = replace(what, former=frozenset(("S2", pupil) for pupil in former))
    return import_batch(
        url_of(address),
        what,
        day=day(on),
        who="Ana",
        file_name="s2",
        sha256=f"{on}{pupil}{label}",
        today=TODAY,
        day_told=True,
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
    # Without the first list, the first that there is knows no other: it says what was before.
    expected = {0: [[NEW], [NEW], [NEW]], 1: [[OLD], [OLD], [NEW]], 2: [[OLD], [NEW], [NEW]]}[gone]
    assert [counted(database, on)[1] for on in ("2025-10-04", "2025-10-10", "2025-10-20")] == expected


KEYS = Pseudonyms(b"k" * 32)


def of_schools(*children):
    """Return what a file of several schools says: a child and its school each, with an absence of each child of S2."""
    rows = "\n".join(f"{pupil} {school} 2025-2026 2025-09-08 5A -" for school, pupil in children)
    absent = "".join(f"\n{pupil} 2025-09-29 2" for school, pupil in children if school == "S2")
    return imported("", enrolments=f"{HEAD}{rows}", attendance=f"pupil_id date hours{absent}")


def bring_schools(address, on, what):
    import_batch(url_of(address), what, day=day(on), who="Ana", file_name="all", sha256=on, today=TODAY, day_told=True)


def enrolled(address):
    rows = stored(address)["enrolments"]
    rows = rows[rows["retracted_on"].isna()] if "retracted_on" in rows else rows
    return sorted(zip(rows["school_id"], rows["pupil_id"], strict=True))


def test_a_link_taken_back_parts_the_children_in_a_file_of_both_schools(database):
    bring_schools(database, "2025-10-01", of_schools(("S1", "P1"), ("S2", "P1"), ("S2", "P2")))
    undone = replace(KEYS, parted=frozenset({Parted("PX", "P1", "S2")}))
    bring_schools(database, "2025-10-06", with_key(of_schools(("S1", "P1"), ("S2", "PX"), ("S2", "P2")), undone))
    assert enrolled(database) == [("S1", "P1"), ("S2", "P2"), ("S2", "PX")]
    rows = stored(database)["attendance"]
    assert {*rows[rows["retracted_on"].isna()]["pupil_id"]} == {"P2", "PX"}


@pytest.mark.parametrize(
    ("children", "former"),
    [
        ([("S1", "P1"), ("S2", "PX")], {("S2", "P1")}),
        ([("S2", "PX")], {("S2", "P1")}),
        ([("S2", "PX"), ("S2", "P1")], set()),
        ([("S1", "P1"), ("S2", "P2")], set()),
        ([("S1", "PX"), ("S2", "P2")], set()),
        ([("S1", "P5"), ("S2", "P2")], {("S1", "P4"), ("S2", "P4")}),
    ],
)
def test_former_ids_are_those_of_the_school_in_which_they_are_no_longer(children, former):
    known = replace(KEYS, links={"P4": "P5"}, parted=frozenset({Parted("PX", "P1", "S2")}))
    assert with_key(of_schools(*children), known).former == former


@pytest.mark.parametrize("of_listed", [True, False])
@pytest.mark.parametrize("times", [1, 2])
def test_a_link_made_and_taken_back_again_and_again_leaves_one_child_each_day(database, times, of_listed):
    bring_list(database, "2025-10-01", OLD, of_listed=of_listed)
    for place in range(times):
        month = 10 + place
        bring_list(database, f"2025-{month}-06", NEW, former=[OLD], of_listed=of_listed)
        bring_list(database, f"2025-{month}-12", OLD, former=[NEW], of_listed=of_listed)
        bring_list(database, f"2025-{month}-15", NEW, former=[OLD], of_listed=of_listed)
        bring_list(database, f"2025-{month}-20", OLD, former=[NEW], of_listed=of_listed)
    ids = {"03": OLD, "10": NEW, "13": OLD, "17": NEW, "25": OLD}
    days = [(f"2025-{10 + place}-{on}", pupil) for place in range(times) for on, pupil in ids.items()]
    assert [(on, counted(database, on)) for on, _ in days] == [(on, [[pupil], [pupil]]) for on, pupil in days]


@pytest.mark.parametrize("gone", [2, 3, 4])
def test_any_of_them_may_be_undone(database, gone):
    bring_list(database, "2025-10-01", OLD)
    brought = {2: ("2025-10-06", NEW, OLD), 3: ("2025-10-12", OLD, NEW), 4: ("2025-10-15", NEW, OLD)}
    for on, pupil, former in brought.values():
        bring_list(database, on, pupil, former=[former])
    undo(database, gone)
    last = NEW if gone != 4 else OLD
    assert counted(database, "2025-10-20") == [[last], [last]]


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_lists_say_the_same_in_whatever_order_they_come(database, order):
    days = ["", "2025-10-06", "2025-10-13"]
    bring_list(database, "2025-10-01", OLD)
    for place in order:
        bring_list(database, days[place], NEW, former=[OLD])
    told = ["P1 2025-10-06 -", "P2 2025-09-08 -", "PX 2025-09-08 2025-10-06"]
    assert written(database, "enrolments", *WHEN) == told
