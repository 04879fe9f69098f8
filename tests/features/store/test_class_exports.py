"""Is a list of each export's day the same then and later, where each class of a school comes in a file of its own?

Children change class and school, on paper and truly, and the files of one day come in any order. What stands is a
matter of which imports stand: not of when each was brought, nor of what was undone meanwhile.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.records.imported_records import Coverage
from tests.support.records.weekly_register import START, Register, corrected, grown, new_register, require_equal
from tests.support.small_records import Row
from tests.support.stores import bring, features_at, stored, undo, written

CLASSES = [(school, label) for school in ("S1", "S2") for label in ("5A", "5B")]
TOLD = {
    "enrolments": ("pupil_id", "school_id", "class_label", "enrolled_on", "left_on", "left_known_on"),
    "attendance": ("pupil_id", "date", "hours", "excused_on"),
    "grades": ("pupil_id", "date", "subject", "mark"),
    "family": ("pupil_id", "valid_from", "parents_abroad"),
}
few = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Export:
    """The file of one class, as it was on a day."""

    day: dt.date
    school: str
    label: str
    of_listed: bool
    tables: Register

    def brought(self, address: str) -> int:
        """Bring it into a store and return its number."""
        first = START - dt.timedelta(7)
        covered = Coverage(self.school, tuple(TOLD), first, self.day, (self.label,), of_listed=self.of_listed)
        file = f"{self.day} {self.school} {self.label}"
        return bring(address, self.day.isoformat(), file=file, coverage=[covered], **self.tables).batch.number


@few
@given(st.integers(0, 10**6), st.booleans())
def test_features_of_an_exports_day_are_the_same_then_and_later(tmp_path_factory, seed, of_listed):
    address = f"sqlite:///{tmp_path_factory.mktemp('classes') / 'store.sqlite'}"
    require_same_then_and_later(address, seed, of_listed=of_listed, weeks=3)


@pytest.mark.parametrize("of_listed", [False, True])
def test_they_are_on_either_database(database, of_listed):
    require_same_then_and_later(database, 7, of_listed=of_listed, weeks=3)


@few
@given(st.integers(0, 10**6), st.booleans())
def test_what_stands_is_the_same_however_the_imports_came(tmp_path_factory, seed, of_listed):
    rng = Random(seed)
    folder = tmp_path_factory.mktemp("orders")
    straight, around = (f"sqlite:///{folder / name}.sqlite" for name in ("straight", "around"))
    exports = list(random_exports(rng, of_listed=of_listed, weeks=3))
    without = rng.sample(range(len(exports)), 3)
    for place, export in enumerate(exports):
        if place not in without:
            export.brought(straight)
    numbers = {place: exports[place].brought(around) for place in late(exports, rng)}
    for place in without:
        undo(around, numbers[place])
    assert everything(around) == everything(straight)


def late(exports: list[Export], rng: Random) -> Iterator[int]:
    """Yield the places of exports in any order, those of one day in theirs."""
    days = [export.day for export in exports]
    waiting = {day: iter([place for place, each in enumerate(days) if each == day]) for day in days}
    for day in rng.sample(days, len(days)):
        yield next(waiting[day])


def require_same_then_and_later(address: str, seed: int, *, of_listed: bool, weeks: int) -> None:
    exports = list(random_exports(Random(seed), of_listed=of_listed, weeks=weeks))
    then = {}
    for place, export in enumerate(exports):
        export.brought(address)
        if exports[place + 1 : place + 2] == [] or exports[place + 1].day > export.day:
            then[export.day] = features_at(stored(address), export.day)
    assert len(then) == weeks
    later = stored(address)
    for day, table in then.items():
        require_equal(features_at(later, day), table)


def everything(address: str) -> dict[str, list[str]]:
    """Return all rows that stand, with the days on which each was known and taken back."""
    return {table: written(address, table, *names, "known_on", "retracted_on") for table, names in TOLD.items()}


def random_exports(rng: Random, *, of_listed: bool, weeks: int) -> Iterator[Export]:
    """Invent the files of all classes, week by week, of a register in which children change class and school."""
    register = new_register(rng)
    for week in range(weeks):
        day = START + dt.timedelta(7 * (week + 1))
        register = moved(corrected(grown(register, day, rng), day, rng), day, rng)
        for school, label in rng.sample(CLASSES, len(CLASSES)):
            yield Export(day, school, label, of_listed, of_class(register, school, label))


def moved(register: Register, day: dt.date, rng: Random) -> Register:
    """Return the register with children in other classes and schools: from a day on, or as if they always had been."""
    enrolments: list[Row] = []
    for row in register["enrolments"]:
        school, label = rng.choice(CLASSES)
        if row["left_on"] or rng.random() < 0.6 or (school, label) == (row["school_id"], row["class_label"]):
            enrolments.append(row)
            continue
        there = dict(row) | {"school_id": school, "class_label": label}
        since = (START + dt.timedelta(rng.randrange(1, (day - START).days + 1))).isoformat()
        if rng.random() < 0.5 or since <= str(row["enrolled_on"]):
            enrolments.append(there)
        else:
            before = (dt.date.fromisoformat(since) - dt.timedelta(1)).isoformat()
            enrolments += [dict(row) | {"left_on": before}, there | {"enrolled_on": since}]
    return register | {"enrolments": enrolments}


def of_class(register: Register, school: str, label: str) -> Register:
    """Return what the file of a class says: of each child what was while it was there."""
    tables: Register = {"terms": register["terms"]}
    for name in TOLD:
        rows = [row for row in register[name] if place_of(row, register["enrolments"]) == (school, label)]
        if rows:
            tables[name] = rows
    return tables


def place_of(row: Row, enrolments: list[Row]) -> tuple[str, str]:
    """Return the school and class in which a row's child was on its day."""
    if "class_label" in row:
        return str(row["school_id"]), str(row["class_label"])
    own = sorted(
        (each for each in enrolments if each["pupil_id"] == row["pupil_id"]), key=lambda each: each["enrolled_on"]
    )
    day = row.get("date") or row["valid_from"]
    last = [each for each in own if each["enrolled_on"] <= day][-1:] or own[:1]
    return str(last[0]["school_id"]), str(last[0]["class_label"])
