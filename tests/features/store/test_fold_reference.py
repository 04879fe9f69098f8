"""Does folding with arrays say what folding row by row says?"""

import datetime as dt
from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from features.schema.tables import ATTENDANCE, GRADES
from features.store.coverage import Area, Version
from features.store.enrolment_at import ClassesThen
from features.store.folding import fold
from tests.support.reference.reference_folding import Look, Row, folded

START = dt.date(2025, 9, 8)
COLUMNS = ("pupil_id", "date", "hours", "excused_on", "known_on", "retracted_on")
DAYS = ("date", "excused_on", "known_on", "retracted_on")


@settings(deadline=None)  # a machine that has much to do takes its time
@given(st.integers(0, 10**6))
def test_folding_with_arrays_says_what_folding_row_by_row_says(seed):
    looks = random_looks(Random(seed))
    versions = [
        Version(look.day, frame_of(look.rows), (Area("S1", "attendance", look.first, look.last),)) for look in looks
    ]
    found = fold(ATTENDANCE, versions, classes_of=no_classes)
    assert counted(found) == counted(frame_of(folded(looks)))


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_marks_that_stand_once_say_what_they_say_row_by_row(seed):
    rng = Random(seed)
    looks = [replace(look, rows=marks_of(look, rng)) for look in random_looks(rng)]
    versions = [
        Version(look.day, grades_of(look.rows), (Area("S1", "grades", look.first, look.last),)) for look in looks
    ]
    found = fold(GRADES, versions, classes_of=no_classes)
    assert counted(found) == counted(grades_of(folded(looks)))


def marks_of(look: Look, rng: Random) -> list[Row]:
    """Invent what a register says of a few marks of its days, and of conduct without a day: that of the file."""
    blank = {"excused_on": None, "known_on": None, "retracted_on": None}
    own = [
        {"pupil_id": rng.choice(["P1", "P2"]), "date": some_day(look.day, rng), "kind": rng.choice(["mark", "conduct"]),
         "hours": float(rng.randrange(9, 11)), **blank}
        for _ in range(rng.randrange(3))
    ]  # fmt: skip
    conduct = [
        {"pupil_id": pupil, "date": look.last, "kind": "conduct", "hours": float(rng.choice([10, 10, 9])), **blank}
        for pupil in ("P1", "P2") if rng.random() < 0.9
    ]  # fmt: skip
    return own + conduct


def grades_of(rows) -> pd.DataFrame:
    kinds = np.array([row["kind"] for row in rows], object)
    return frame_of(rows).rename(columns={"hours": "mark"}).drop(columns="excused_on").assign(kind=kinds)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_what_was_folded_before_may_stand_for_the_imports_it_was_folded_of(seed, through):
    looks = random_looks(Random(seed))
    versions = [
        Version(look.day, frame_of(look.rows), (Area("S1", "attendance", look.first, look.last),)) for look in looks
    ]
    through = min(through, len(versions) - 1)
    nothing = frame_of([])

    def folding(some: list[Version], place: int = 0) -> pd.DataFrame:
        return fold(ATTENDANCE, some, classes_of=no_classes, folded=place)

    before = folding(versions[: through + 1])
    shortened = [Version(each.day, nothing, each.areas) for each in versions[:through]]
    shortened += [Version(versions[through].day, before, versions[through].areas), *versions[through + 1 :]]
    assert counted(folding(shortened, through)) == counted(folding(versions))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_imports_of_classes_say_what_they_say_row_by_row_whoever_changes_class(seed):
    looks = random_looks_of_classes(Random(seed))
    versions = [version_of(look, place, "attendance", frame_of(look.rows)) for place, look in enumerate(looks)]
    enrolling = [version_of(look, place, "enrolments", enrolled(look.enrolled)) for place, look in enumerate(looks)]
    classes = ClassesThen.of(enrolling)

    def classes_of(frame: pd.DataFrame, asked) -> list[pd.Series]:
        return list(classes.of_rows(frame, [each.place for each in asked]))

    found = fold(ATTENDANCE, versions, classes_of=classes_of)
    assert counted(found) == counted(frame_of(folded(looks)))


def version_of(look: Look, place: int, table: str, frame: pd.DataFrame) -> Version:
    classes = None if look.classes is None else tuple(sorted(look.classes))
    area = Area("S1", table, look.first, look.last, classes, of_listed=look.of_listed)
    listed = frozenset(each["pupil_id"] for each in look.enrolled)
    return Version(look.day, frame, (area,), lambda: listed, place)


def enrolled(rows) -> pd.DataFrame:
    names = ("pupil_id", "school_year", "enrolled_on", "class_label", "left_on")
    frame = pd.DataFrame({name: np.array([row[name] for row in rows], object) for name in names})
    return frame.astype({"enrolled_on": "datetime64[s]", "left_on": "datetime64[s]"})


def random_looks_of_classes(rng: Random) -> list[Look]:
    """Invent exports of a register, some of a class alone, in which children come, change class and go."""
    labels = {pupil: rng.choice(["5A", "5B", None]) for pupil in ("P1", "P2")}
    begun = dict.fromkeys(labels, START)
    looks: list[Look] = []
    for look in random_looks(rng):
        for pupil in labels:
            if rng.random() < 0.4:
                labels[pupil] = rng.choice(["5A", "5B", None])
                begun[pupil] = rng.choice([begun[pupil], some_day(look.day, rng)])
        classes = rng.choice([None, frozenset(["5A"]), frozenset(["5B"]), frozenset(["5A", "5B"])])
        of_class = [
            {
                "pupil_id": pupil, "school_year": "2025-2026", "enrolled_on": begun[pupil], "class_label": label,
                "left_on": some_day(look.day, rng) if rng.random() < 0.1 else None,
            }
            for pupil, label in labels.items()
            if label is not None and (classes is None or label in classes)
        ]  # fmt: skip
        looks.append(replace(look, classes=classes, of_listed=rng.random() < 0.3, enrolled=of_class))
    return looks


def no_classes(frame: pd.DataFrame, days) -> list[pd.Series]:
    return [pd.Series(None, frame.index, dtype=object) for _ in days]


def random_looks(rng: Random) -> list[Look]:
    """Invent exports of a register, a week after each other as a rule, that grows and is corrected at random."""
    register: list[Row] = []
    looks: list[Look] = []
    day = START
    for _ in range(rng.randrange(1, 6)):
        day += dt.timedelta(rng.choice([0, 3, 7, 7, 7]))
        register = [change(row, day, rng) for row in register if rng.random() < 0.85]
        register += [absence(day, rng) for _ in range(rng.randrange(5))]
        first, last = (START, day) if rng.random() < 0.8 else sorted((some_day(day, rng), some_day(day, rng)))
        looks.append(Look(day, first, last, [dict(row) for row in register]))
    return looks


def change(row: Row, day: dt.date, rng: Random) -> Row:
    if rng.random() < 0.2:
        return row | {"hours": float(rng.randrange(1, 3))}
    if rng.random() < 0.2:
        return row | {"excused_on": some_day(day, rng)}
    return row


def absence(day: dt.date, rng: Random) -> Row:
    excused = some_day(day, rng) if rng.random() < 0.2 else None
    known = some_day(day, rng) if rng.random() < 0.2 else None
    return {
        "pupil_id": rng.choice(["P1", "P2"]), "date": some_day(day, rng), "hours": float(rng.randrange(1, 3)),
        "excused_on": excused, "known_on": known, "retracted_on": None,
    }  # fmt: skip


def some_day(day: dt.date, rng: Random) -> dt.date:
    return START + dt.timedelta(rng.randrange((day - START).days + 1))


def frame_of(rows) -> pd.DataFrame:
    cells = {name: [row[name] for row in rows] for name in COLUMNS}
    return pd.DataFrame(
        {
            name: np.array(values, "datetime64[s]") if name in DAYS else np.array(values, object)
            for name, values in cells.items()
        }
    ).astype({"hours": float})


def counted(frame: pd.DataFrame) -> Counter[str]:
    """Return how often each row is there; a day of knowledge that is the day itself need not be said."""
    days = frame["date"].to_numpy("datetime64[s]")
    known = frame["known_on"].to_numpy("datetime64[s]")
    told = frame.assign(known_on=np.where(np.isnat(known) | (known < days), days, known))
    return Counter(" ".join(map(str, row)) for row in told[sorted(told)].itertuples(index=False))
