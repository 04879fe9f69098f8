"""Marks of a whole subject on the wrong side, and classes without an absence, are told, however they are written."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.records.odd_inputs import WAYS, Input, odd_rows

ENROLLED = "pupil_id school_id school_year enrolled_on class_label\n"


def marks(*columns: str) -> dict[str, str]:
    """Marks of twenty children, each column "mark scale subject"; the first child's are rows 2 and on."""
    rows = [f"p{child} 2025-10-{child + 10} {column}" for column in columns for child in range(20)]
    return {"grades": "pupil_id date mark scale subject\n" + "\n".join(rows)}


def classes(*sizes: tuple[str, int, int], school: str = "S1") -> dict[str, str]:
    """Classes with their numbers of children and how many of them, the first ones, missed something."""
    enrolments, absences = [ENROLLED], ["pupil_id date hours\n"]
    for label, children, missed in sizes:
        enrolments += [f"{label}{child} {school} 2025-2026 2025-09-08 {label}\n" for child in range(children)]
        absences += [f"{label}{child} 2025-10-13 2\n" for child in range(missed)]
    return {"enrolments": "".join(enrolments), "attendance": "".join(absences)}


ALL = list(range(2, 22))

INPUTS: Mapping[str, Sequence[Input]] = {
    "mostly_below_pass": (
        (marks("2 1-10 art"), ALL),
        (marks("8 1-10 music", "3.5 1-10 art"), list(range(22, 42))),
        (marks("1.3 1-6 art"), ALL),
        (marks("7 0-100 art", "70 0-100 music"), ALL),
        (marks("I FB-I -"), ALL),
        (marks("5 DE_1-6 art"), ALL),  # where 1 is the best
        (marks("8 1-10 art", "5 1-10 music"), []),
        (marks("1 DE_1-6 art", "2 DE_1-6 music"), []),
        ({"grades": "pupil_id date mark scale\n" + "".join(f"p{n} 2025-10-{n + 10} 2 1-10\n" for n in range(19))}, []),
    ),
    "class_without_absence": (
        (classes(("5A", 8, 8), ("5B", 8, 0), ("5C", 8, 8)), list(range(10, 18))),
        (classes(("IX", 5, 0), ("X", 20, 19)), list(range(2, 7))),
        (classes(("5A", 20, 10), ("5B", 20, 0), ("6A", 30, 20)), list(range(22, 42))),
        (classes(("Ab", 6, 6), ("Bc", 6, 0), ("Cd", 6, 0), ("De", 9, 9)), list(range(8, 20))),
        (classes(("5A", 25, 25), ("5B", 6, 0), school="S4"), list(range(27, 33))),
        (classes(("5A", 8, 8), ("5B", 4, 0), ("5C", 8, 8)), []),  # so few may all have come
        (classes(("5A", 8, 8), ("5B", 8, 1)), []),
        (classes(("5A", 8, 2), ("5B", 8, 0)), []),  # where absences are rare
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", INPUTS)
def test_odd_marks_and_classes_are_told(kind: str, way: str, tmp_path: Path) -> None:
    for number, (written, expected) in enumerate(INPUTS[kind]):
        assert odd_rows(kind, written, way, tmp_path / str(number)) == expected, written
