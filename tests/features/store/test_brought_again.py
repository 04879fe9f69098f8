"""Is the very same file, brought again on a later day, the truth of that day?"""

from itertools import permutations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.errors import Refused
from features.records.imported_records import Coverage
from features.store.batches import list_batches
from features.store.database.connection import reading, writing
from features.store.database.erased import readmit
from features.store.database.tables import BROUGHT_AGAIN
from features.store.erasure.erasing import erase_pupils
from features.store.imports.brought_again import copies_of, days_again
from features.store.source import RecordStore
from tests.support.records.class_lists import HEAD, MOVING, OTHERS, bring_class
from tests.support.stores import bring, day, features_at, stored, undo, url_of, written

ENROLMENTS = HEAD + "P1 S1 2025-2026 2025-09-08 5A -\nP2 S1 2025-2026 2025-09-08 5A -"
ONE, TWO = "pupil_id date hours\nP1 2025-10-06 2", "pupil_id date hours\nP1 2025-10-06 5"
A, B = ("a", ONE), ("b", TWO)
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
STANDS = ("date", "hours", "known_on", "retracted_on")


def export(database, on, file):
    name, absences = file
    return bring(database, on, file=name, enrolments=ENROLMENTS, attendance=absences)


def stands(database):
    return written(database, "attendance", *STANDS)


def numbers(database):
    return [(batch.number, str(batch.origin.day)) for batch in list_batches(url_of(database)) if not batch.undone_at]


@pytest.mark.parametrize("order", list(permutations([("2025-10-10", A), ("2025-10-13", B), ("2025-10-20", A)])))
def test_a_b_a_says_the_same_in_whatever_order_the_days_come(database, order):
    for on, file in order:
        export(database, on, file)
    assert stands(database) == [
        "2025-10-06 2 2025-10-06 2025-10-13", "2025-10-06 2 2025-10-20 -", "2025-10-06 5 2025-10-13 2025-10-20",
    ]  # fmt: skip


@few
@given(st.integers(0, 10**6))
def test_any_files_of_any_days_say_the_same_in_whatever_order_they_come(tmp_path_factory, seed):
    rng = Random(seed)
    files = [("a", ONE), ("b", TWO), ("c", ONE + "\nP2 2025-10-08 3")]
    brought = [(f"2025-10-{on}", rng.choice(files)) for on in sorted(rng.sample(range(10, 28), 5))]
    folder = tmp_path_factory.mktemp("again")
    straight, around = (f"sqlite:///{folder / name}.sqlite" for name in ("straight", "around"))
    for address, order in ((straight, brought), (around, rng.sample(brought, len(brought)))):
        for on, file in order:
            export(address, on, file)
    assert stands(around) == stands(straight)


def test_nothing_is_changed_while_nothing_else_came(database):
    export(database, "2025-10-10", A)
    mark = RecordStore(url_of(database)).watermark()
    for on in ("2025-10-10", "2025-10-17", "2025-10-17", "2025-10-24"):
        again = export(database, on, A)
        assert (again.again, again.batch.number) == (True, 1)
    assert (RecordStore(url_of(database)).watermark(), numbers(database)) == (mark, [(1, "2025-10-10")])
    with reading(url_of(database)) as connection:
        assert [str(row.day) for row in connection.execute(BROUGHT_AGAIN.select())] == ["2025-10-17", "2025-10-24"]


def test_what_is_only_tried_leaves_no_later_day(database):
    export(database, "2025-10-10", A)
    bring(database, "2025-10-17", file="a", enrolments=ENROLMENTS, attendance=ONE, kept=False)
    with reading(url_of(database)) as connection:
        assert connection.execute(BROUGHT_AGAIN.select()).all() == []


def test_a_row_of_a_quiet_week_that_comes_late_was_not_in_the_list_of_that_week(database):
    export(database, "2025-10-10", A)
    export(database, "2025-10-17", A)  # nothing was written down that week
    then = features_at(stored(database), day("2025-10-20"))
    export(database, "2025-10-24", ("c", ONE + "\nP2 2025-10-14 3"))
    assert stands(database) == ["2025-10-06 2 2025-10-06 -", "2025-10-14 3 2025-10-24 -"]
    assert features_at(stored(database), day("2025-10-20")).values.equals(then.values)


def test_a_file_that_came_twice_is_undone_once(database):
    export(database, "2025-10-07", B)
    export(database, "2025-10-10", A)
    assert export(database, "2025-10-17", A).again
    undo(database, 2)
    assert numbers(database) == [(1, "2025-10-07")]
    assert stands(database) == ["2025-10-06 5 2025-10-06 -"]
    export(database, "2025-10-20", ("c", ONE))
    assert numbers(database) == [(1, "2025-10-07"), (3, "2025-10-20")]


def test_a_later_day_that_became_an_import_of_its_own_is_undone_with_the_first(database):
    export(database, "2025-10-10", A)
    assert export(database, "2025-10-17", A).again
    export(database, "2025-10-20", B)
    assert export(database, "2025-10-20", B).again
    with reading(url_of(database)) as connection:
        assert [str(on) for on in days_again(connection, 1)] == ["2025-10-17"]
        assert copies_of(connection, 1) == [2]
    undo(database, 1)
    assert numbers(database) == [(3, "2025-10-20")]
    assert [row for row in stands(database) if row.endswith("-")] == ["2025-10-06 5 2025-10-06 -"]


def subject(database, on, name, *, label="5A", mark=7, file=""):
    """Bring the marks of a class in one subject, with its children and nothing else."""
    covered = Coverage("S1", ("grades",), day("2025-09-01"), day(on), ("5A",), (name,), of_listed=True)
    marks = f"pupil_id date mark scale subject\nP1 2025-10-06 {mark} 1-10 {name}"
    enrolments = ENROLMENTS.replace("5A", label)
    return bring(database, on, file=file or name, coverage=[covered], enrolments=enrolments, grades=marks)


@pytest.mark.parametrize(
    ("other", "copied"),
    [({"name": "chimie"}, False), ({"name": "istorie", "mark": 8, "file": "x"}, True),
     ({"name": "chimie", "label": "5B"}, True)],
    ids=["another-subject", "the-same-subject", "children-in-another-class"],
)  # fmt: skip
def test_only_what_can_meet_makes_an_import_of_a_later_day(database, other, copied):
    subject(database, "2025-10-10", "istorie")
    assert subject(database, "2025-10-17", "istorie").again
    subject(database, "2025-10-20", **other)
    assert len(numbers(database)) == 2 + copied
    assert subject(database, "2025-10-24", "istorie").again == (not copied)


def test_the_later_days_that_go_with_an_import_are_told_until_they_are_imports(database):
    def told():
        with reading(url_of(database)) as connection:
            return [str(on) for on in days_again(connection, 1)]

    for on in ("2025-10-10", "2025-10-24", "2025-10-17"):
        export(database, on, A)
    assert told() == ["2025-10-17", "2025-10-24"]
    undo(database, 1)
    assert told() == ["2025-10-17", "2025-10-24"]
    export(database, "2025-10-27", A)
    assert numbers(database) == [(2, "2025-10-27")]


def again_of(address, on, label, first):
    """Bring the list of a class again, the very same file as that of a first day, with the child that moves."""
    return bring_class(address, on, label, further=MOVING.format(label), file=f"{first} {label} {MOVING.format(label)}")


def where(address, pupil="P3"):
    """Return the class in which a child is, as the last row that stands says."""
    rows = stored(address)["enrolments"]
    return [*rows[(rows["pupil_id"] == pupil) & rows["retracted_on"].isna()]["class_label"]]


@pytest.fixture
def moved_by_mistake(database):
    """A list of 5A with P3, one of 5B with P3 by mistake, and 5B's right one."""
    bring_class(database, "2025-10-01", "5A", further=MOVING.format("5A"))
    bring_class(database, "2025-10-08", "5B", further=MOVING.format("5B"))
    bring_class(database, "2025-10-09", "5B")
    assert where(database) == ["5B"]
    return database


def test_the_same_list_of_a_later_day_takes_its_child_back_from_the_list_of_another_class(moved_by_mistake):
    assert not again_of(moved_by_mistake, "2025-10-10", "5A", "2025-10-01").again
    assert where(moved_by_mistake) == ["5A"]


def test_the_list_that_an_undo_advises_helps(moved_by_mistake):
    again_of(moved_by_mistake, "2025-10-10", "5A", "2025-10-01")
    bring_class(moved_by_mistake, "2025-10-13", "5B", further=MOVING.format("5B"))
    assert where(moved_by_mistake) == ["5B"]
    assert not again_of(moved_by_mistake, "2025-10-20", "5A", "2025-10-01").again
    assert where(moved_by_mistake) == ["5A"]


def test_a_list_of_another_class_without_its_children_does_not_come_upon_a_list(database):
    bring_class(database, "2025-10-01", "5A", further=MOVING.format("5A"))
    bring_class(database, "2025-10-08", "5B")
    assert again_of(database, "2025-10-10", "5A", "2025-10-01").again


def test_the_same_child_in_a_list_of_another_school_does_not_come_upon_a_list(database):
    bring_class(database, "2025-10-01", "5A", further=MOVING.format("5A"))
    bring(database, "2025-10-08", enrolments=HEAD + MOVING.format("5A").replace("S1", "S2"))
    assert again_of(database, "2025-10-10", "5A", "2025-10-01").again


def test_a_later_day_wins_over_a_list_of_another_class_that_comes_late(database):
    bring_class(database, "2025-10-01", "5A", further=MOVING.format("5A"))
    assert again_of(database, "2025-10-15", "5A", "2025-10-01").again
    bring_class(database, "2025-10-08", "5B", further=MOVING.format("5B"))
    assert [on for _, on in numbers(database)] == ["2025-10-01", "2025-10-15", "2025-10-08"]
    assert where(database) == ["5A"]


def test_a_later_day_is_an_import_once_the_other_list_of_its_child_is_undone(database):
    bring_class(database, "2025-10-01", "5B", further=MOVING.format("5B"))
    bring_class(database, "2025-10-08", "5A", further=MOVING.format("5A"))
    again_of(database, "2025-10-15", "5A", "2025-10-08")
    undo(database, 1)
    assert [on for _, on in numbers(database)] == ["2025-10-08", "2025-10-15"]
    assert where(database) == ["5A"]


@few
@given(st.integers(0, 10**6))
def test_lists_of_two_classes_say_the_same_in_whatever_order_their_days_come(tmp_path_factory, seed):
    rng = Random(seed)
    bodies = [(label, further) for label in ("5A", "5B") for further in ("", MOVING.format(label))]
    days = sorted(rng.sample(range(2, 28), 5))
    brought = [(f"2025-10-{on:02d}", *rng.choice(bodies)) for on in days]
    folder = tmp_path_factory.mktemp("lists")
    straight, around = (f"sqlite:///{folder / name}.sqlite" for name in ("straight", "around"))
    for address, order in ((straight, brought), (around, rng.sample(brought, len(brought)))):
        for on, label, further in order:
            bring_class(address, on, label, further=further, file=f"{label} {further}")
    assert where(around) == where(straight)


def test_an_earlier_day_of_the_same_file_is_news(database):
    export(database, "2025-10-07", B)
    export(database, "2025-10-20", A)
    assert not export(database, "2025-10-10", A).again
    assert stands(database) == ["2025-10-06 2 2025-10-10 -", "2025-10-06 5 2025-10-06 2025-10-10"]


def test_a_file_that_was_undone_is_brought_anew(database):
    export(database, "2025-10-10", A)
    export(database, "2025-10-13", B)
    undo(database, 1)
    assert not export(database, "2025-10-20", A).again
    undo(database, 3)
    assert not export(database, "2025-10-20", A).again
    assert stands(database) == ["2025-10-06 2 2025-10-20 -", "2025-10-06 5 2025-10-06 2025-10-20"]


def test_a_later_day_of_another_class_is_left_alone(database):
    bring_class(database, "2025-10-01", "5A")
    bring_class(database, "2025-10-01", "5B")
    covered = Coverage("S1", ("enrolments", "attendance"), day("2025-09-08"), day("2025-10-08"), ("5A",))
    assert bring(
        database, "2025-10-08", file="2025-10-01 5A ", coverage=[covered], enrolments=HEAD + OTHERS["5A"]
    ).again
    bring_class(database, "2025-10-20", "5B")
    assert numbers(database) == [(1, "2025-10-01"), (2, "2025-10-01"), (3, "2025-10-20")]
    bring_class(database, "2025-10-20", "5A", absences="P1 2025-10-02 1")
    assert numbers(database)[3:] == [(4, "2025-10-08"), (5, "2025-10-20")]
    assert written(database, "attendance", "date", "known_on") == ["2025-10-02 2025-10-20"]


def test_schools_brought_again_are_those_of_the_later_day(database):
    towns = ["school_id county\nS1 CJ", "school_id county\nS1 AB"]
    bring(database, "2025-10-01", file="a", schools=towns[0])
    bring(database, "2025-10-15", file="a", schools=towns[0])
    bring(database, "2025-10-08", file="b", schools=towns[1])
    bring(database, "2025-10-16", enrolments=ENROLMENTS)
    assert written(database, "schools", "school_id", "county") == ["S1 CJ"]


def test_a_child_who_was_erased_does_not_come_back_with_a_later_day(database):
    export(database, "2025-10-10", A)
    export(database, "2025-10-20", A)
    erase_pupils(url_of(database), ["P1"], by="Ana", because="asked for")
    export(database, "2025-10-13", ("b", "pupil_id date hours\nP2 2025-10-06 4"))
    assert written(database, "enrolments", "pupil_id") == ["P2"]
    assert stands(database) == ["2025-10-06 4 2025-10-13 2025-10-20"]


def test_a_child_that_was_let_in_again_comes_with_the_same_file(database):
    export(database, "2025-10-10", A)
    erase_pupils(url_of(database), ["P1"], by="Ana", because="asked for")
    assert export(database, "2025-10-13", A).again
    with writing(url_of(database)) as connection:
        readmit(connection, ["P1"])
    assert not export(database, "2025-10-13", A).again
    assert export(database, "2025-10-13", A).again
    assert written(database, "enrolments", "pupil_id") == ["P1", "P2"]
    assert [row.split(" ", 2)[:2] for row in stands(database)] == [["2025-10-06", "2"]]


@few
@given(st.integers(0, 10**6))
def test_what_is_undone_leaves_what_the_other_lists_say(tmp_path_factory, seed):
    rng = Random(seed)
    bodies = [(label, further) for label in ("5A", "5B") for further in ("", MOVING.format(label))]
    brought = [(f"2025-10-{on:02d}", *rng.choice(bodies)) for on in sorted(rng.sample(range(2, 28), 6))]
    folder = tmp_path_factory.mktemp("undone")
    kept, reference = (f"sqlite:///{folder / name}.sqlite" for name in ("kept", "reference"))
    for on, label, further in brought:
        bring_class(kept, on, label, further=further, file=f"{label} {further}")
    chosen = rng.choice([batch for batch in list_batches(url_of(kept)) if not batch.undone_at])
    with reading(url_of(kept)) as connection:
        gone = {str(on) for on in [chosen.origin.day, *days_again(connection, chosen.number)]}
    undo(kept, chosen.number)
    for on, label, further in brought:  # each a file of its own, without those that are undone
        if on not in gone:
            bring_class(reference, on, label, further=further)
    assert where(kept) == where(reference)


def test_an_undo_that_is_refused_leaves_the_later_day_where_it_was(database):
    export(database, "2025-10-10", A)
    export(database, "2025-10-20", A)
    export(database, "2025-10-20", B)
    undo(database, 1)
    before = numbers(database)
    with pytest.raises(Refused):
        undo(database, 1)
    assert numbers(database) == before
