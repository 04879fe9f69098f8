"""Does an import of a class speak of those who were in it when it came, whatever is told of them later?"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from features.records.imported_records import Coverage
from features.schema.tables import ATTENDANCE
from features.store.coverage import Area, Version
from features.store.erasure.erasing import erase_pupils
from features.store.folding import fold
from tests.support.stores import bring, day, features_at, stored, undo, url_of, written

HEAD = "pupil_id school_id school_year enrolled_on class_label\n"
BOTH = HEAD + "P1 S1 2025-2026 2025-09-08 5A\nP2 S1 2025-2026 2025-09-08 5B\nPUPIL0003 S1 2025-2026 2025-09-08 5A"
MOVED = BOTH.replace("2025-09-08 5A\nP2", "2025-09-08 5B\nP2")
ABSENCES = ("pupil_id", "date", "hours", "known_on", "retracted_on")


def covering(table: str, last: str, *classes: str, first: str = "2025-09-01") -> list[Coverage]:
    return [Coverage("S1", (table,), day(first), day(last), classes or None)]


@pytest.fixture
def moved(database):
    """A store in which P1 lost an absence of 5A, and was found to be in 5B a week later."""
    absences = "pupil_id date hours\nP1 2025-10-06 2\nPUPIL0003 2025-10-06 1\nP2 2025-10-06 1"
    bring(database, "2025-10-10", enrolments=BOTH, attendance=absences)
    of_5a = covering("attendance", "2025-10-17", "5A")
    bring(database, "2025-10-17", attendance="pupil_id date hours\nPUPIL0003 2025-10-06 1", coverage=of_5a)
    bring(database, "2025-10-24", enrolments=MOVED, coverage=covering("enrolments", "2025-10-24"))
    return database


def test_what_a_class_took_back_stays_taken_back_when_another_child_is_erased(moved):
    taken_back = "P1 2025-10-06 2 2025-10-06 2025-10-17"
    assert taken_back in written(moved, "attendance", *ABSENCES)
    erase_pupils(url_of(moved), ["PUPIL0003"], by="Ana", because="asked")
    assert written(moved, "attendance", *ABSENCES) == [taken_back, "P2 2025-10-06 1 2025-10-06 -"]


def test_a_list_of_an_earlier_date_stays_what_it_was_when_a_later_import_is_undone(moved):
    of_5b = covering("attendance", "2025-10-31", "5B", first="2025-10-27")
    bring(moved, "2025-10-31", attendance="pupil_id date hours\nP2 2025-10-28 1", coverage=of_5b)
    then = features_at(stored(moved), day("2025-10-23")).values
    undo(moved, 4)
    assert features_at(stored(moved), day("2025-10-23")).values.equals(then)


def test_a_class_that_was_taken_back_is_no_class_any_more_though_it_began_later(database):
    of_5a = BOTH.replace("2025-09-08 5A\nP2", "2025-10-01 5A\nP2")
    bring(database, "2025-10-10", enrolments=of_5a, attendance="pupil_id date hours\nP1 2025-10-06 2\nP2 2025-10-06 1")
    bring(database, "2025-10-17", enrolments=MOVED, coverage=covering("enrolments", "2025-10-17"))
    corrected = "pupil_id date hours\nP1 2025-10-06 5\nP2 2025-10-06 1"
    bring(database, "2025-10-24", attendance=corrected, coverage=covering("attendance", "2025-10-24", "5B"))
    assert written(database, "attendance", *ABSENCES) == [
        "P1 2025-10-06 2 2025-10-06 2025-10-24",
        "P1 2025-10-06 5 2025-10-24 -",
        "P2 2025-10-06 1 2025-10-06 -",
    ]


def test_undoing_a_move_undoes_what_the_new_class_took_back_for_it(moved):
    of_5b = covering("attendance", "2025-10-31", "5B")
    bring(moved, "2025-10-31", attendance="pupil_id date hours\nP2 2025-10-06 1", coverage=of_5b)
    undo(moved, 2)
    assert "P1 2025-10-06 2 2025-10-06 2025-10-31" in written(moved, "attendance", *ABSENCES)
    undo(moved, 3)
    assert "P1 2025-10-06 2 2025-10-06 -" in written(moved, "attendance", *ABSENCES)


def test_classes_are_asked_for_once_for_a_step_however_many_imports_there_were():
    asked: list[int] = []

    def classes_of(frame: pd.DataFrame, days: list[dt.date]) -> list["pd.Series[str]"]:
        asked.append(len(days))
        return [frame["pupil_id"]] * len(days)

    count = 30
    first = dt.date(2025, 9, 8)
    versions = [version(first + dt.timedelta(7 * place), f"K{place % 3}") for place in range(count)]
    folded = fold(ATTENDANCE, versions, classes_of=classes_of)
    assert len(folded) == count
    assert len(asked) <= 3 * count


def version(on: dt.date, label: str) -> Version:
    """Return an import of a class, with one absence more, of a child with the name of the class."""
    days = pd.to_datetime(pd.Series([on])).astype("datetime64[s]")
    frame = pd.DataFrame({"pupil_id": [label], "date": days, "hours": np.ones(1)})
    return Version(on, frame, (Area("S1", "attendance", on, on, (label,)),))
