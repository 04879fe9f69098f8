"""What is said twice is told, however it is written; two things that are alike are not."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.records.odd_inputs import WAYS, Input, odd_rows
from tests.support.records.warned import sentences
from tests.support.small_records import declarations

DAY = "pupil_id date hours\n"
TOTAL = "pupil_id date hours from_date\n"
SUBJECT = "pupil_id date hours subject\n"
MARK = "pupil_id date mark scale\n"
SUBJECT_MARK = "pupil_id date mark scale subject kind\n"
INCIDENT = "pupil_id date kind severity\n"
ENROLLED = "pupil_id school_id school_year enrolled_on\n"

INPUTS: Mapping[str, Sequence[Input]] = {
    "repeated_absences": (
        ({"attendance": DAY + "a 2025-10-06 7\na 2025-10-06 7\nb 2025-10-06 7"}, [3]),
        ({"attendance": DAY + "b 2025-10-06 1.5\na 2025-10-06 2\nb 2025-10-06 1.5\nb 2025-10-06 1.5"}, [4, 5]),
        ({"attendance": "pupil_id date hours known_on\na 2025-10-06 7 2025-10-07\na 2025-10-06 7 2025-11-07"}, [3]),
        ({"attendance": "pupil_id date hours excused_on\na 2025-10-06 7 -\na 2025-10-06 7 2025-10-09"}, [3]),
        ({"attendance": TOTAL + "a 2025-10-31 9 2025-10-01\na 2025-10-31 9 2025-10-01"}, [3]),
        ({"attendance": SUBJECT + "a 2025-10-06 1 art\na 2025-10-06 1 music\na 2025-10-06 2 art"}, []),
        ({"attendance": DAY + "a 2025-10-06 7\na 2025-10-07 7\nb 2025-10-06 7"}, []),
    ),
    "repeated_incidents": (
        ({"incidents": INCIDENT + "a 2025-10-06 fight 2\na 2025-10-06 fight 2"}, [3]),
        ({"incidents": INCIDENT + "a 2025-10-06 fight -\nb 2025-10-06 fight -\na 2025-10-06 fight -"}, [4]),
        ({"incidents": INCIDENT + "b 2025-10-13 smoking 1\nb 2025-10-13 smoking 1\nb 2025-10-13 smoking 1"}, [3, 4]),
        ({"incidents": INCIDENT + "a 2025-10-06 fight 2\na 2025-10-06 fight 3"}, []),
        ({"incidents": INCIDENT + "a 2025-10-06 fight 2\na 2025-10-07 fight 2\nb 2025-10-06 fight 2"}, []),
    ),
    "equal_marks": (
        ({"grades": MARK + "a 2025-10-06 7 1-10\na 2025-10-06 7 1-10"}, [3]),
        ({"grades": MARK + "a 2025-10-06 9.5 1-10\nb 2025-10-06 8 1-10\na 2025-10-06 9.5 1-10"}, [4]),
        ({"grades": MARK + "a 2025-10-13 14 0-20\nb 2025-10-13 14 0-20\nb 2025-10-13 14 0-20"}, [4]),
        ({"grades": MARK + "".join(f"a 2025-10-{day:02} 7 1-10\n" for day in range(10, 31)) + "a 2025-10-10 7 1-10"},
         []),
        ({"grades": MARK + "a 2025-10-06 7 1-10\nb 2025-10-06 7 1-10\na 2025-10-07 7 1-10"}, []),
        ({"grades": "pupil_id date mark scale known_on\na 2025-10-06 7 1-10 -\na 2025-10-06 7 1-10 2025-10-20"}, []),
    ),
    "averages_beside_marks": (
        ({"grades": SUBJECT_MARK + "a 2025-10-06 7 1-10 art mark\na 2025-10-20 7 1-10 art average"}, [3]),
        ({"grades": SUBJECT_MARK + "b 2025-10-20 7.5 1-10 - average\nb 2025-10-13 7 1-10 - exam"}, [2]),
        ({"grades": SUBJECT_MARK + "a 2025-10-06 12 0-20 art -\na 2025-10-20 12 0-20 art average"}, [3]),
        ({"grades": SUBJECT_MARK + "a 2025-10-06 7 1-10 music mark\na 2025-10-20 7 1-10 art average"}, []),
        ({"grades": SUBJECT_MARK + "b 2025-10-06 7 1-10 art mark\na 2025-10-20 7 1-10 art average"}, []),
        ({"grades": SUBJECT_MARK + "a 2025-10-06 9 1-10 art conduct\na 2025-10-20 7 1-10 art average"}, []),
    ),
    "overlapping_totals": (
        ({"attendance": TOTAL + "a 2025-09-30 4 2025-09-08\na 2025-10-31 6 2025-09-08"}, [2]),
        ({"attendance": TOTAL + "a 2025-12-19 30 2025-09-08\na 2025-10-31 6 2025-10-01\na 2025-10-13 2 -"}, [3, 4]),
        ({"attendance": TOTAL + "b 2025-10-06 3 -\na 2025-10-31 6 2025-10-01\nb 2025-10-31 6.5 2025-10-01"}, [2]),
        ({"attendance": TOTAL + "a 2025-09-30 4 2025-09-08\na 2025-10-31 6 2025-10-01"}, []),
        ({"attendance": TOTAL + "a 2025-09-30 4 2025-09-08\nb 2025-10-31 6 2025-09-08"}, []),
    ),
    "partly_overlapping_totals": (
        ({"attendance": TOTAL + "a 2025-09-30 4 2025-09-08\na 2025-10-05 4 2025-09-29"}, [3]),
        ({"attendance": TOTAL + "b 2025-10-31 9 2025-09-30\nb 2025-09-30 4 2025-09-08\na 2025-09-30 4 2025-09-08"},
         [2]),
        ({"attendance": TOTAL + "a 2025-10-19 4 2025-10-06\na 2025-10-26 4 2025-10-13\na 2025-11-02 4 2025-10-20"},
         [3, 4]),
        ({"attendance": TOTAL + "a 2025-09-30 4 2025-09-08\na 2025-10-31 6 2025-10-01"}, []),
        ({"attendance": TOTAL + "a 2025-09-30 4 2025-09-08\na 2025-10-31 6 2025-09-08"},
         []),  # held: overlapping_totals
    ),
    "day_and_subjects": (
        ({"attendance": SUBJECT + "a 2025-10-06 6 -\na 2025-10-06 2 art\na 2025-10-07 6 -"}, [2, 3]),
        ({"attendance": SUBJECT + "b 2025-10-13 1 art\na 2025-10-13 1 -\nb 2025-10-13 0.5 -\nb 2025-10-13 1 music"},
         [2, 4, 5]),
        ({"attendance": SUBJECT + "a 2025-10-06 6 -\na 2025-10-06 6 -\na 2025-10-06 2 art"}, [2, 3, 4]),
        ({"attendance": SUBJECT + "a 2025-10-06 6 -\na 2025-10-07 2 art\nb 2025-10-06 2 art"}, []),
        ({"attendance": SUBJECT + "a 2025-10-06 2 music\na 2025-10-06 2 art"}, []),
        ({"attendance": "pupil_id date hours subject kind\na 2025-10-06 6 - absent\na 2025-10-06 1 art late"}, []),
    ),
    "hours_above_24": (
        ({"attendance": SUBJECT + "a 2025-10-06 20 art\na 2025-10-06 6 music\nb 2025-10-06 6 -"}, [2, 3]),
        ({"attendance": SUBJECT + "a 2025-10-06 8.5 art\na 2025-10-06 8 music\nb 2025-10-06 9 art\n"
          "a 2025-10-06 8 maths"},
         [2, 3, 5]),
        ({"attendance": DAY + "a 2025-10-06 14\na 2025-10-06 13"}, [2, 3]),
        ({"attendance": SUBJECT + "a 2025-10-06 12 art\na 2025-10-06 12 music"}, []),
        ({"attendance": DAY + "a 2025-10-06 7\n" * 4}, []),  # repeated, and counts once
        ({"attendance": TOTAL + "a 2025-10-31 40 2025-10-01\nb 2025-10-13 7 -"}, []),
    ),
    "twin_rows": (
        ({"enrolments": ENROLLED + "a S1 2025-2026 2025-09-08\na S1 2025-2026 2025-09-08"}, [3]),
        ({"family": "pupil_id valid_from household_size\na 2025-09-08 4\nb 2025-09-08 4\na 2025-09-08 4"}, [4]),
        ({"outcomes": "pupil_id date outcome\na 2026-06-19 failed\na 2026-06-19 failed\na 2026-06-19 failed"}, [3, 4]),
        ({"schools": "school_id name\nS1 Sud\nS1 Sud", "enrolments": ENROLLED + "a S1 2025-2026 2025-09-08"}, [3]),
        ({"terms": "school_year term starts_on ends_on\n" + "2025-2026 1 2025-09-08 2025-12-19\n" * 2,
          "enrolments": ENROLLED + "a S1 2025-2026 2025-09-08"}, [3]),
        ({"enrolments": ENROLLED + "a S1 2025-2026 2025-09-08\na S1 2024-2025 2024-09-09\nb S1 2025-2026 2025-09-08"},
         []),
        ({"outcomes": "pupil_id date outcome\na 2026-06-19 failed\na 2026-06-20 failed\nb 2026-06-19 failed"}, []),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", INPUTS)
def test_what_is_said_twice_is_told(kind: str, way: str, tmp_path: Path) -> None:
    for number, (written, expected) in enumerate(INPUTS[kind]):
        assert odd_rows(kind, written, way, tmp_path / str(number)) == expected, written


@pytest.mark.parametrize("way", ["as rows", "years ago", "after others"])
@pytest.mark.parametrize("kind", ["overlapping_totals", "partly_overlapping_totals"])
def test_totals_that_are_declared_to_hold_each_other_are_not_told(kind: str, way: str, tmp_path: Path) -> None:
    declared = declarations({"attendance": {"cumulative": True}})
    for number, (written, expected) in enumerate(INPUTS[kind]):
        told = [] if kind == "overlapping_totals" else expected
        assert odd_rows(kind, written, way, tmp_path / str(number), declared) == told


def test_twin_rows_of_nobody_count_no_children() -> None:
    tables = {"schools": "school_id name\nS1 Sud\nS1 Sud", "enrolments": ENROLLED + "a S1 2025-2026 2025-09-08"}
    assert sentences("en", **tables) == [
        "schools.csv, row 3: rows that say exactly what another row says (1 row); each counts once; delete the "
        "repeated rows."
    ]
    assert "(1 rând); fiecare se numără o singură dată" in sentences("ro", **tables)[0]
