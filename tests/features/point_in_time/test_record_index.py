"""Records sorted once: who is who, what comes first, and how little room a row takes."""

from fractions import Fraction
from random import Random

import numpy as np
import pandas as pd
import pytest

from features.days import NEVER, date_of
from features.point_in_time.events import EventIndex
from features.point_in_time.record_index import RecordIndex, index_records, mark_levels
from features.point_in_time.snapshot import Snapshot
from features.schema.scales import SCALES, Scale
from tests.support.small_records import Rows, index_of, records_of, rows

MOVED = """
    pupil_id school_id school_year enrolled_on left_on
    P2       S9        2025-2026   2025-09-01  -
    P1       S2        2024-2025   2024-11-04  -
    P1       S1        2024-2025   2024-09-09  2024-11-04
"""
MARKS = """
    pupil_id date       mark scale subject kind    known_on
    P2       2025-01-20 10   1-10  Art     mark    -
    P1       2025-01-21 FB   FB-I  ART     mark    2025-02-05
    P1       2025-01-20 1    1-10  music   mark    -
    P1       2025-01-21 5    1-10  -       -       -
    P1       2024-12-20 9    1-10  -       conduct -
"""
ABSENCES = """
    pupil_id date       hours excused_on from_date  known_on
    P2       2025-01-20 3     2025-02-05 -          -
    P1       2025-01-21 1     -          -          2025-02-03
    P1       2025-01-21 2     -          -          2025-01-30
    P1       2025-01-20 0     -          -          -
    P1       2025-01-31 40    2025-01-10 2025-01-01 2025-02-01
"""


def listed(index: RecordIndex, name: str) -> list[tuple[str, str, str, int]]:
    """Return the rows of an event index: pupil, day, day it was known, and the value."""
    events: EventIndex = getattr(index, name)
    pupil = np.repeat(index.pupils, np.diff(events.starts, append=len(events.day))[: len(index.pupils)])
    columns = zip(pupil, events.day, events.known, events.value, strict=True)
    return [(who, date_of(day).isoformat(), date_of(known).isoformat(), int(each)) for who, day, known, each in columns]


def test_a_pupils_number_is_the_place_among_the_sorted_ids() -> None:
    index = index_of(None, enrolments=MOVED, grades=MARKS)
    assert index.pupils.tolist() == ["P1", "P2"]
    assert index.enrolments["pupil"].tolist() == [0, 0, 1]


def test_enrolments_come_oldest_first_with_the_numbers_of_their_school_and_year() -> None:
    enrolments = index_of(None, enrolments=MOVED).enrolments
    assert enrolments["school_id"].tolist() == ["S1", "S2", "S9"]
    assert enrolments[["school", "year"]].to_numpy().tolist() == [[0, 0], [1, 0], [2, 1]]
    assert [date_of(day).isoformat() for day in enrolments["enrolled_on"]] == ["2024-09-09", "2024-11-04", "2025-09-01"]
    assert (enrolments["left_on"] == NEVER).tolist() == [False, True, True]


def test_marks_are_sorted_by_pupil_and_day_with_their_level_in_hundredths() -> None:
    index = index_of(None, enrolments=MOVED, grades=MARKS)
    assert listed(index, "marks") == [
        ("P1", "2025-01-20", "2025-01-20", 0),
        ("P1", "2025-01-21", "2025-02-05", 10_000),
        ("P1", "2025-01-21", "2025-01-21", 5_000),
        ("P2", "2025-01-20", "2025-01-20", 10_000),
    ]
    assert listed(index, "conduct") == [("P1", "2024-12-20", "2024-12-20", 9_000)]
    assert index.marks.pass_value == 5_000


def test_a_subject_is_one_however_it_is_capitalised() -> None:
    index = index_of(None, enrolments=MOVED, grades=MARKS)
    assert index.subjects == ("art", "music")
    assert index.marks.code.tolist() == [1, 0, -1, 0]
    assert Snapshot(index, 0).subject_codes(("music", "latin")) == [1]
    assert index_of(None, enrolments=MOVED).subjects == ()


def test_absences_excuses_and_periods_are_event_indexes_of_their_own() -> None:
    index = index_of(None, enrolments=MOVED, attendance=ABSENCES)
    assert [row[3] for row in listed(index, "absences")] == [0, 100, 200, 4_000, 300]
    assert listed(index, "excuses") == [
        ("P1", "2025-01-31", "2025-02-01", 4_000),  # excused beforehand: known when the absence was
        ("P2", "2025-01-20", "2025-02-05", 300),
    ]
    assert listed(index, "periods") == [("P1", "2025-01-31", "2025-02-01", 31)]


def test_a_day_with_missed_hours_is_one_row_known_when_the_first_of_its_absences_was() -> None:
    index = index_of(None, enrolments=MOVED, attendance=ABSENCES)
    assert listed(index, "absent_days") == [
        ("P1", "2025-01-21", "2025-01-30", 1),
        ("P2", "2025-01-20", "2025-01-20", 1),
    ]


def test_of_a_pupils_outcomes_the_one_that_stands_comes_last() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2025-06-20 promoted    2025-06-21
        P1       2025-06-20 failed      2025-06-21
        P1       2025-03-03 dropped_out 2025-07-01
        P1       2025-06-01 failed      2025-06-21
    """
    found = index_of(None, outcomes=outcomes).outcomes
    assert found["outcome"].tolist() == ["failed", "failed", "promoted", "dropped_out"]


def test_situations_come_in_order_of_knowledge() -> None:
    family = """
        pupil_id valid_from commute_minutes known_on
        P1       2025-01-01 3               2025-03-03
        P2       2025-01-10 2               2025-01-10
        P1       2025-01-09 1               2025-01-10
    """
    assert index_of(None, family=family).family["commute_minutes"].tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("kind", ["object", "category"])
def test_levels_are_those_of_interpolating_each_mark_by_itself(kind: str) -> None:
    rng, scales = Random(7), {scale.name: scale for scale in SCALES}
    names = [rng.choice(list(scales)) for _ in range(200)]
    marks = [round(rng.uniform(scales[name].low, scales[name].high), 2) for name in names]
    grades = pd.DataFrame({"mark": marks, "scale": pd.Series(names, dtype="object").astype(kind)})
    expected = [slow_level(mark, scales[name]) for mark, name in zip(marks, names, strict=True)]
    assert mark_levels(grades, scales).tolist() == expected


def slow_level(mark: float, scale: Scale) -> int:
    """Interpolate in fractions, the scale turned round where the lowest mark is the best."""
    way = 1 if scale.best > scale.worst else -1
    worst, passes, best, own = (Fraction(str(each)) * way for each in (scale.worst, scale.pass_mark, scale.best, mark))
    below, above = (own - worst) / (passes - worst), (own - passes) / (best - passes)
    return round(5_000 * below if own < passes else 5_000 + 5_000 * above)


def test_a_mark_that_was_not_taken_has_no_level_and_is_an_event_of_its_own() -> None:
    marks = """
        pupil_id date       mark scale subject kind
        P1       2025-01-20 7    1-10  art     mark
        P1       2025-01-21 -    -     art     not_taken
        P2       2025-01-22 NP   1-10  art     mark
    """
    index = index_of(None, enrolments=MOVED, grades=marks)
    assert [row[:2] for row in listed(index, "marks")] == [("P1", "2025-01-20")]
    assert [row[:2] for row in listed(index, "not_taken")] == [("P1", "2025-01-21"), ("P2", "2025-01-22")]


def test_weights_are_whole_hundredths_and_are_left_out_where_all_are_the_same() -> None:
    weighed = "pupil_id date mark scale weight\nP1 2025-01-20 7 1-10 2.5\nP1 2025-01-21 7 1-10 -"
    assert index_of(None, enrolments=MOVED, grades=weighed).marks.weight.tolist() == [250, 100]
    assert index_of(None, enrolments=MOVED, grades=weighed.replace("2.5", "1")).marks.weight.tolist() == []


def test_the_order_of_the_files_rows_matters_only_within_a_day() -> None:
    """Files are sorted by pupil, by date or not at all; a stable order keeps rows of one day as they were."""
    given = {name: rows(text) for name, text in (("enrolments", MOVED), ("grades", MARKS), ("attendance", ABSENCES))}
    first = index_records(records_of(given))
    for seed in range(5):
        second = index_records(records_of({name: _shuffled(table, seed) for name, table in given.items()}))
        for name in ("marks", "absences", "absent_days", "excuses"):
            assert sorted(listed(first, name)) == sorted(listed(second, name))


def test_records_and_their_event_indexes_take_little_room() -> None:
    """Nine million marks of a county must fit into memory with all else: a third of what objects would take."""
    marks = [
        {"pupil_id": f"P{pupil}", "date": f"2025-01-{day:02}", "mark": day % 10 + 1, "scale": "1-10", "kind": "mark"}
        for pupil in range(100) for day in range(1, 31)
    ]  # fmt: skip
    index = index_of(None, grades=marks)
    events = index.marks
    arrays = [events.starts, events.day, events.known, events.value, events.code]
    given = [column for column in index.records["grades"] if column not in ("subject", "weight", "retracted_on")]
    assert index.records["grades"][given].memory_usage(index=False, deep=True).sum() / len(marks) < 40
    for empty in ("weight", "retracted_on"):
        assert index.records["grades"][empty].to_numpy().strides == (0,), empty  # one value in memory for all rows
    assert sum(array.nbytes for array in arrays) / len(marks) < 20


def _shuffled(table: Rows, seed: int) -> Rows:
    return Random(seed).sample(table, len(table))
