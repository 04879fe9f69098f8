"""Enrolments that are odd are told, however they are written; what only looks like it is not."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.records.odd_inputs import WAYS, Input, odd_rows

HEAD = "pupil_id school_id school_year enrolled_on"


def enrolled(*rows: str, more: str = "") -> dict[str, str]:
    """Enrolments of S1 and 2025-2026 from 8 September on, of children with what stands after their codes."""
    lines = [f"{pupil} S1 2025-2026 2025-09-08 {' '.join(rest)}" for pupil, *rest in map(str.split, rows)]
    return {"enrolments": "\n".join([f"{HEAD} {more}", *lines])}


def written(*rows: str, more: str = "") -> dict[str, str]:
    return {"enrolments": "\n".join([f"{HEAD} {more}", *rows])}


def born(*years: int, level: str = "5A") -> dict[str, str]:
    return enrolled(*(f"p{number} {level} {year}" for number, year in enumerate(years)), more="class_label birth_year")


TERMS = "school_year term starts_on ends_on\n{}"

INPUTS: Mapping[str, Sequence[Input]] = {
    "birth_year_of_class": (
        (born(2014, 2015, 2014, 2004), [5]),
        (born(2014, 2018, 2014, 2013, level="V_B"), [3]),
        (born(2014, 2015, 2014, 2008, 2019), [5, 6]),
        (enrolled("a 2010", "b 2006", "c 2010", more="birth_year"), [3]),  # a school without class names
        (born(2014, 2015, 2014, 2011), []),
        (born(2014, 2004), []),  # of two nobody is the usual one
    ),
    "label_and_level": (
        (enrolled("a VIIB 6", "b VIIB 7", "c 5A 5", "d Albatros 2", more="class_label grade_level"), [2]),
        (enrolled("a 10_C 9", "b X_C 10", more="class_label grade_level"), [2]),
        (enrolled("a VIII 8", "b IX_A 8", more="class_label grade_level"), [3]),
        (enrolled("a cl.V 4", "b A 4", "c B 5", more="class_label grade_level"), [2]),
        (enrolled("a 5 5", "b A 5", "c V-A 5", more="class_label grade_level"), []),
        (enrolled("a VII_A -", "b - 6", more="class_label grade_level"), []),
    ),
    "level_in_label_only": (
        (enrolled("a VI_A -", "b A -", "c VI_A 6", more="class_label grade_level"), [2]),
        (enrolled("a 11B -", "b XII_B -", more="class_label grade_level"), [2, 3]),
        (enrolled("a V -", "b Fluturașii -", more="class_label grade_level"), [2]),
        (enrolled("a Fluturașii -", "b B -", more="class_label grade_level"), []),
        (enrolled("a - 5", "b VI_A 6", more="class_label grade_level"), []),
    ),
    "far_planned_end": (
        (enrolled("a 2029-06-18", "b 2026-06-18", more="left_on"), [2]),
        (enrolled("a -", "b 2027-09-13", more="left_on"), [3]),
        (written("a S1 2024-2025 2024-09-09 2028-06-16", more="left_on"), [2]),
        (enrolled("a 2027-09-08", "b -", more="left_on"), []),
        (enrolled("a 2025-09-13", "b 2026-08-31", more="left_on"), []),
    ),
    "enrolled_far_from_year": (
        (written("a S1 2025-2026 2015-09-08", "b S1 2025-2026 2025-08-13"), [2]),
        (written("a S1 2025-2026 2025-09-08", "b S1 2025-2026 2027-02-15"), [3]),
        (written("a S1 2025-2026 2028-09-13"), [2]),
        (written("a S1 2025 2025-02-03", "b S1 2025 2023-02-13"), [3]),  # years of the calendar, from February on
        (written("a S1 2025 2026-12-15", "b S1 2025 2025-02-03", "c S1 2025 2025-02-03"), [2]),
        ({**written("a S1 2025J 2025-10-13 2026-06-19", "b S1 2025J 2024-08-15 2025-06-19", more="left_on"),
          "terms": TERMS.format("2025J 1 2025-10-06 2026-06-19")}, [3]),
        (written("a S1 2025-2026 2025-04-14", "b S1 2025-2026 2026-06-15"), []),
        (written("a S1 2025 2025-02-03", "b S1 2025 2025-11-17", "c S1 2025 2024-06-17"), []),
        (written("a S1 cohort 2015-09-14 2015-12-01", "b S1 cohort 2025-09-15 2025-12-01", more="left_on"), []),
    ),
    "school_code_without_zero": (
        (written("a 261859087 2025-2026 2025-09-08", "b 2261859087 2025-2026 2025-09-08"), [2]),
        (written("a 361104578 2025-2026 2025-09-08", "b 361104578 2025-2026 2025-09-15"), [2, 3]),
        (written("a 2261859087 2025-2026 2025-09-08", "a 161859087 2024-2025 2024-09-09"), [3]),
        (written("a S26185908 2025-2026 2025-09-08", "b 0261859087 2025-2026 2025-09-08"), []),
        (written("a 26185908 2025-2026 2025-09-08", "b 12 2025-2026 2025-09-08"), []),
    ),
    "two_schools_at_once": (
        (written("a S1 2025-2026 2025-09-08 -", "a S2 2025-2026 2025-10-13 -", "b S1 2025-2026 2025-09-08 2025-10-01",
                 "b S2 2025-2026 2025-10-01 -", more="left_on"), [3]),
        (written("a S2 2025-2026 2025-09-15 2026-06-19", "a S1 2025-2026 2025-09-08 2026-06-19", more="left_on"), [2]),
        (written("a S1 2025-2026 2025-09-08", "a S2 2025-2026 2025-09-08", "a S3 2025-2026 2025-10-13"), [3, 4]),
        (written("a S1 2025-2026 2025-09-08", "a S2 2024-2025 2024-09-09"), []),
        (written("a S1 2025-2026 2025-09-08 2025-10-13", "a S2 2025-2026 2025-10-13 -", more="left_on"), []),
    ),
    "enrolled_twice": (
        (written("a S1 2025-2026 2025-09-08 -", "a S1 2025-2026 2025-09-15 -", "b S1 2025-2026 2025-09-08 2026-02-01",
                 "b S1 2025-2026 2026-02-02 -", more="left_on"), [3]),
        (written("a S1 2025-2026 2025-09-15 5B", "b S1 2025-2026 2025-09-08 5A", "a S1 2025-2026 2025-09-08 5A",
                 more="class_label"), [2]),
        (written("a S2 2025 2025-02-03 -", "a S2 2025 2025-05-19 -", more="left_on"), [3]),
        (written("a S1 2024-2025 2024-09-09", "a S1 2025-2026 2025-09-15"), []),
        (written("a S1 2025-2026 2025-09-08 2026-01-13", "a S1 2025-2026 2026-01-13 -", more="left_on"), []),
    ),
    "like_a_name": (
        (enrolled("Popescu,Ion", "P,12"), [2]),
        (enrolled("IONESCU,ANA-MARIA", "p1"), [2]),
        (enrolled("p1", "Ștefan,Țuțea", "Smith,John"), [3, 4]),
        (enrolled("Popescu", "elev,12", "S1,A2"), []),
        (enrolled("popescu,ion", "a-b", "A1"), []),
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", INPUTS)
def test_odd_enrolments_are_told(kind: str, way: str, tmp_path: Path) -> None:
    for number, (tables, expected) in enumerate(INPUTS[kind]):
        assert odd_rows(kind, tables, way, tmp_path / str(number)) == expected, tables
