"""Do lists of classes that come one at a time agree on a child that changes class or school?"""

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from features.records.imported_records import Coverage, ImportedRecords
from features.store.database.connection import reading
from features.store.database.tables import BODIES
from features.store.imports.first_days import with_first_days
from features.store.imports.importing import import_batch
from features.store.imports.trial import Trial
from tests.support.records.class_lists import HEAD, MOVING, OTHERS, bring_class
from tests.support.small_records import TODAY
from tests.support.stores import bring, day, features_at, imported, stored, undo, url_of, written

ENROLMENTS = ("pupil_id", "class_label", "known_on", "retracted_on")


@pytest.fixture
def listed(database):
    """A store with both classes, P3 in 5B."""
    bring_class(database, "2025-10-01", "5A")
    bring_class(database, "2025-10-01", "5B", further=MOVING.format("5B"))
    return database


@pytest.mark.parametrize("order", ["5A 5B", "5B 5A"])
def test_a_child_in_the_list_of_another_class_is_in_that_one_whichever_list_comes_first(listed, order):
    for label in order.split():
        bring_class(listed, "2025-10-08", label, further=MOVING.format("5A") if label == "5A" else "")
    assert written(listed, "enrolments", *ENROLMENTS)[2:] == ["P3 5A 2025-10-08 -", "P3 5B 2025-09-08 2025-10-08"]


def test_a_child_that_goes_back_is_in_its_first_class_again(listed):
    bring_class(listed, "2025-10-08", "5A", further=MOVING.format("5A"))
    bring_class(listed, "2025-10-15", "5B", further=MOVING.format("5B"))
    assert written(listed, "enrolments", *ENROLMENTS)[2:] == [
        "P3 5A 2025-10-08 2025-10-15",
        "P3 5B 2025-09-08 2025-10-08",
        "P3 5B 2025-10-15 -",
    ]


def test_a_new_class_that_nobody_listed_before_does_not_change_the_lists_of_before(database):
    bring_class(database, "2025-10-01", "5B", further=MOVING.format("5B"))
    bring_class(database, "2025-10-08", "5A", further=MOVING.format("5A"))
    assert written(database, "enrolments", *ENROLMENTS)[2:] == ["P3 5A 2025-10-08 -", "P3 5B 2025-09-08 2025-10-08"]


def test_a_class_that_began_later_stands_beside_the_one_before_it(listed):
    bring_class(listed, "2025-10-20", "5A", further="P3 S1 2025-2026 2025-10-13 5A -")
    assert [row for row in written(listed, "enrolments", *ENROLMENTS) if row.endswith(" -")][2:] == [
        "P3 5A 2025-10-13 -",
        "P3 5B 2025-09-08 -",
    ]


def test_a_class_that_was_left_before_another_began_takes_nothing_back(database):
    bring_class(database, "2025-10-20", "5A", further="P3 S1 2025-2026 2025-10-13 5A -")
    bring_class(database, "2025-10-27", "5B", further="P3 S1 2025-2026 2025-09-08 5B 2025-10-12")
    assert written(database, "enrolments", *ENROLMENTS)[2:] == ["P3 5A 2025-10-13 -", "P3 5B 2025-09-08 -"]


def test_an_undone_list_gives_the_child_back_to_its_class(listed):
    bring_class(listed, "2025-10-08", "5A", further=MOVING.format("5A"))
    undo(listed, 3)
    assert written(listed, "enrolments", *ENROLMENTS)[2:] == ["P3 5B 2025-09-08 -"]


@pytest.mark.parametrize("before", ["", "P3 S1 2025-2026 2025-09-08 5B -"])
def test_what_a_child_new_in_a_class_missed_long_ago_is_known_from_the_day_of_the_import(database, before):
    bring(database, "2025-09-10", enrolments=HEAD + "P3 S0 2025-2026 2025-09-08 6C -")
    if before:
        bring_class(database, "2025-09-12", "5B", further=before)
    bring_class(database, "2025-10-10", "5A", absences="P1 2025-10-06 2")
    then = features_at(stored(database), day("2025-10-15"))
    moved = "P3 S1 2025-2026 2025-09-22 5A -"
    bring_class(database, "2025-10-20", "5A", further=moved, absences="P1 2025-10-06 2\nP3 2025-09-25 3")
    assert "P3 2025-09-25 2025-10-20" in written(database, "attendance", "pupil_id", "date", "known_on")
    assert features_at(stored(database), day("2025-10-15")).values.equals(then.values)


def test_a_day_of_knowledge_that_the_file_says_stands_for_a_child_new_in_a_class_too(database):
    bring_class(database, "2025-10-10", "5A")
    covered = Coverage("S1", ("enrolments", "attendance"), day("2025-09-08"), day("2025-10-20"), ("5A",))
    rows = "pupil_id date hours known_on\nP3 2025-09-25 3 2025-10-13\nP3 2025-09-26 3 2025-10-01"
    new = f"{HEAD}{OTHERS['5A']}\n{MOVING.format('5A')}"
    bring(database, "2025-10-20", coverage=[covered], enrolments=new, attendance=rows)
    assert written(database, "attendance", "date", "known_on") == ["2025-09-25 2025-10-13", "2025-09-26 2025-10-20"]


def test_what_was_taken_back_stays_so_when_a_later_import_tells_the_past_and_an_unrelated_one_is_undone(database):
    both = f"{HEAD}{OTHERS['5A']}\n{OTHERS['5B']}\nP3 S1 2025-2026 2025-09-08 5A -"
    of = {"5A": ("5A",), "5B": ("5B",), "both": ("5A", "5B")}

    def covered(table: str, on: str, whose: str) -> Coverage:
        return Coverage("S1", (table,), day("2025-09-08"), day(on), of[whose])

    first = [covered("attendance", "2025-10-10", "5A"), covered("enrolments", "2025-10-10", "both")]
    bring(database, "2025-10-10", coverage=first, enrolments=both, attendance="pupil_id date hours\nP3 2025-10-06 2")
    others = "pupil_id date hours\nP1 2025-10-14 1"
    bring(database, "2025-10-20", coverage=[covered("attendance", "2025-10-20", "5A")], attendance=others)
    told = HEAD.replace("left_on", "known_on retracted_on") + (
        "P1 S1 2025-2026 2025-09-08 5A - -\nP2 S1 2025-2026 2025-09-08 5B - -\n"
        "P3 S1 2025-2026 2025-09-08 5A - 2025-10-15\nP3 S1 2025-2026 2025-10-15 5B 2025-10-15 -"
    )
    bring(database, "2025-10-30", coverage=[covered("enrolments", "2025-10-30", "both")], enrolments=told)
    assert "P3 5B 2025-10-15 -" in written(database, "enrolments", *ENROLMENTS)
    unrelated = "pupil_id date hours\nP2 2025-10-20 1"
    bring(database, "2025-10-31", coverage=[covered("attendance", "2025-10-31", "5B")], attendance=unrelated)
    before = written(database, "attendance", "pupil_id", "date", "retracted_on")
    undo(database, 4)
    assert "P3 2025-10-06 2025-10-20" in before
    assert written(database, "attendance", "pupil_id", "date", "retracted_on") == [
        row for row in before if not row.startswith("P2")
    ]


def test_a_child_that_a_list_brought_by_mistake_and_its_correction_of_that_day_has_not_is_no_fault(database):
    bring_class(database, "2025-09-15", "5A")
    bring_class(database, "2025-10-01", "5A", further=MOVING.format("5A"), absences="P1 2025-09-29 1\nP3 2025-09-29 1")
    bring_class(database, "2025-10-01", "5A", absences="P1 2025-09-29 1", of_listed=False)
    assert written(database, "attendance", "pupil_id", "retracted_on") == ["P1 -", "P3 2025-10-01"]
    assert written(database, "enrolments", "pupil_id", "known_on", "retracted_on") == [
        "P1 2025-09-08 -", "P3 2025-10-01 2025-10-01",
    ]  # fmt: skip
    cohort = features_at(stored(database), day("2025-10-02"))
    assert cohort.pupils["pupil_id"].tolist() == ["P1"]


def test_a_child_that_a_class_has_lost_loses_what_it_missed_there(listed):
    absent = "P2 2025-10-02 1\nP3 2025-10-02 1"
    bring_class(listed, "2025-10-08", "5B", further=MOVING.format("5B"), absences=absent)
    bring_class(listed, "2025-10-15", "5B", absences="P2 2025-10-02 1", of_listed=False)
    assert written(listed, "attendance", "pupil_id", "retracted_on") == ["P2 -", "P3 2025-10-15"]


def test_absences_go_to_the_school_in_which_a_child_stands_not_to_the_one_that_took_it_back(database):
    row = "P2 S1 2025-2026 2025-09-08 5A -"
    bring(
        database,
        "2025-10-10",
        enrolments=f"{HEAD}{row}\nP1 S1 2025-2026 2025-09-08 5A -\nP7 S2 2025-2026 2025-09-08 5A -",
    )
    bring(
        database,
        "2025-10-12",
        enrolments=f"{HEAD}{row}\nP1 S2 2025-2026 2025-09-05 5A -\nP7 S2 2025-2026 2025-09-08 5A -",
    )
    absences = "pupil_id date hours\nP1 2025-10-14 2\nP2 2025-10-14 1\nP7 2025-10-14 1"
    bring(database, "2025-10-15", attendance=absences)
    with reading(url_of(database)) as connection:
        rows = connection.execute(BODIES.select()).mappings().all()
        assert {each["school_id"]: each["rows"] for each in rows} == {"S1": 1, "S2": 2}
    own = Coverage("S1", ("attendance",), day("2025-09-01"), day("2025-10-16"))
    bring(
        database, "2025-10-16", enrolments=HEAD + row, attendance="pupil_id date hours\nP2 2025-10-14 1", coverage=[own]
    )
    assert written(database, "attendance", "pupil_id", "retracted_on") == ["P1 -", "P2 -", "P7 -"]


def test_a_row_without_a_day_keeps_its_first_one_though_a_cell_of_it_is_empty():
    days = pd.to_datetime(pd.Series(["2025-10-10"]))
    there = pd.DataFrame({"pupil_id": ["P1"], "date": days, "outcome": ["transferred"], "note": [None]})
    again = there.assign(date=pd.Timestamp("2025-10-20"))
    covered = Coverage("S1", ("outcomes",), dt.date(2025, 9, 1), dt.date(2025, 10, 20))
    imported = ImportedRecords({"outcomes": again}, coverage=(covered,), dated_today=frozenset({"outcomes"}))
    (found,) = with_first_days(imported, lambda _table: there, day=dt.date(2025, 10, 20)).tables["outcomes"]["date"]
    assert found == pd.Timestamp("2025-10-10")


def test_what_stands_under_a_former_id_is_taken_back_where_the_child_is_enrolled(database):
    new, other = "P9 S1 2025-2026 2025-09-08 5A -", "PX S2 2025-2026 2025-09-08 5A -"
    absences = "pupil_id date hours\nP9 2025-09-30 2\nPX 2025-09-30 1"
    bring(database, "2025-10-01", enrolments=f"{HEAD}{OTHERS['5A']}\n{new}\n{other}", attendance=absences)
    tables = ("enrolments", "attendance")
    covered = Coverage("S1", tables, day("2025-09-08"), day("2025-10-06"), ("5A",), of_listed=True)
    again = f"{HEAD}{OTHERS['5A']}\n{new.replace('P9', 'P3')}"
    told = imported(coverage=[covered], enrolments=again, attendance="pupil_id date hours\nP3 2025-09-30 2")
    told = replace(told, former=frozenset(("S1", pupil) for pupil in ("P9", "PX", "P8")))
    import_batch(
        url_of(database),
        told,
        day=day("2025-10-06"),
        who="Ana",
        file_name="again",
        sha256="1",
        today=TODAY,
        day_told=True,
    )
    assert written(database, "enrolments", *ENROLMENTS) == [
        "P1 5A 2025-09-08 -",
        "P3 5A 2025-10-06 -",
        "P9 5A 2025-09-08 2025-10-06",
        "PX 5A 2025-09-08 -",
    ]
    assert written(database, "attendance", "pupil_id", "known_on", "retracted_on") == [
        "P3 2025-10-06 -",
        "P9 2025-09-30 2025-10-06",
        "PX 2025-09-30 -",
    ]
    undo(database, 2)
    assert written(database, "enrolments", "pupil_id", "retracted_on") == ["P1 -", "P9 -", "PX -"]


def told(address: str, covered: Coverage, **tables: str) -> dict[str, tuple[int, int, int]]:
    """Return how many rows of each table it is told would be new, changed and gone."""
    on = covered.last_day.isoformat()
    bring(address, on, file="tried", coverage=[covered], kept=False, trial=(trial := Trial()), **tables)
    return {each.table: (each.new, each.changed, each.gone) for each in trial.differences()}


def test_it_is_told_what_is_gone_by_the_class_of_the_day_as_the_store_takes_it_back(listed):
    bring_class(listed, "2025-10-08", "5B", further=MOVING.format("5B"), absences="P2 2025-10-02 1\nP3 2025-10-02 1")
    bring_class(listed, "2025-10-15", "5A", further="P3 S1 2025-2026 2025-10-13 5A -")
    covered = Coverage("S1", ("attendance",), day("2025-09-08"), day("2025-10-20"), ("5A",))
    tables = {
        "enrolments": f"{HEAD}{OTHERS['5A']}\nP3 S1 2025-2026 2025-10-13 5A -",
        "attendance": "pupil_id date hours\nP1 2025-10-14 1",
    }
    assert told(listed, covered, **tables) == {"enrolments": (0, 0, 0), "attendance": (1, 0, 0)}
    bring(listed, "2025-10-20", coverage=[covered], **tables)
    assert written(listed, "attendance", "pupil_id", "retracted_on") == ["P1 -", "P2 -", "P3 -"]


def test_a_child_in_the_list_of_another_class_is_told_as_changed(listed):
    covered = Coverage("S1", ("enrolments",), day("2025-09-08"), day("2025-10-08"), ("5A",), of_listed=True)
    moved = f"{HEAD}{OTHERS['5A']}\n{MOVING.format('5A')}"
    assert told(listed, covered, enrolments=moved) == {"enrolments": (0, 1, 0)}
