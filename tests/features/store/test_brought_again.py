"""Is the very same file, brought again on a later day, the truth of that day?"""

from itertools import permutations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.errors import Refused
from features.records.imported_records import Coverage
from features.store.batches import list_batches
from features.store.database.connection import reading
from features.store.database.tables import BROUGHT_AGAIN
from features.store.erasure.erasing import erase_pupils
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


def test_a_later_day_stands_when_the_first_is_undone(database):
    export(database, "2025-10-07", B)
    export(database, "2025-10-10", A)
    assert export(database, "2025-10-17", A).again
    undo(database, 2)
    assert numbers(database) == [(1, "2025-10-07"), (3, "2025-10-17")]
    assert stands(database) == ["2025-10-06 2 2025-10-17 -", "2025-10-06 5 2025-10-06 2025-10-17"]
    undo(database, 3)
    assert stands(database) == ["2025-10-06 5 2025-10-06 -"]


def test_a_class_is_not_empty_after_its_list_was_undone_that_came_twice(database):
    bring_class(database, "2025-10-01", "5B")
    bring_class(database, "2025-10-01", "5A", further=MOVING.format("5A"))
    whole = Coverage("S1", ("enrolments",), day("2025-09-08"), day("2025-10-08"), ("5A",), of_listed=True)
    again = f"{HEAD}{OTHERS['5A']}\n{MOVING.format('5A')}"
    file = f"2025-10-01 5A {MOVING.format('5A')}"
    assert bring(database, "2025-10-08", file=file, coverage=[whole], enrolments=again).again
    undo(database, 2)
    assert written(database, "enrolments", "pupil_id", "class_label") == ["P1 5A", "P2 5B", "P3 5A"]


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


def test_an_undo_that_is_refused_leaves_the_later_day_where_it_was(database):
    export(database, "2025-10-10", A)
    export(database, "2025-10-20", A)
    export(database, "2025-10-20", B)
    undo(database, 1)
    before = numbers(database)
    with pytest.raises(Refused):
        undo(database, 1)
    assert numbers(database) == before
