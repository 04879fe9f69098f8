"""Do registers without outcomes, or without absences, give a true report? As a school would try it."""

import csv
import random
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

pytestmark = pytest.mark.slow
TRAIN = ("--as-of", "2023-11-15", "--until", "09-30", "--known-until", "2024-12-31")


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    (tmp_path / "var").mkdir()
    return CommandLine(tmp_path / "var")


def written(folder: Path, **tables: list[tuple[object, ...]]) -> Path:
    folder.mkdir()
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(table)
    return folder


@pytest.fixture
def leavers(tmp_path: Path) -> Path:
    """Return records of 400 children of class VII of whom 45 are not in class VIII, and nothing tells why."""
    chance = random.Random(1)
    enrolments: list[tuple[object, ...]] = [("pupil_id", "school_id", "school_year", "enrolled_on", "grade_level")]
    attendance: list[tuple[object, ...]] = [("pupil_id", "date", "hours")]
    outcomes: list[tuple[object, ...]] = [("pupil_id", "date", "outcome")]
    for number in range(400):
        pupil, school = f"p{number:03d}", f"S{number % 8}"
        enrolments.append((pupil, school, "2023-2024", "2023-09-11", 7))
        absences = chance.choice((0, 0, 1, 2, 9))
        attendance += [(pupil, f"2023-10-{2 + day:02d}", 6) for day in range(absences)]
        if chance.random() >= (0.4 if absences == 9 else 0.03):
            enrolments.append((pupil, school, "2024-2025", "2024-09-09", 8))
            outcomes.append((pupil, "2024-06-21", "promoted"))
    return written(tmp_path / "leavers", enrolments=enrolments, attendance=attendance, outcomes=outcomes)


def test_leavers_without_an_outcome_are_counted_and_can_be_predicted(program: CommandLine, leavers: Path):
    said = program.run("check", leavers).output
    assert "45 children were enrolled in 2023-2024, are in no school in 2024-2025 and have no outcome" in said
    report = leavers.parent / "report.json"
    said = program.run("train", leavers, "--outcome", "not_reenrolled", *TRAIN, "--report", report).output
    assert "At 15 November 2023, 400 children: 45 with the outcome (45 of them derived" in said
    assert '"derived": 45' in report.read_text()


def test_for_another_outcome_they_have_no_label_and_the_way_out_is_named(program: CommandLine, leavers: Path):
    said = program.run("train", leavers, "--outcome", "dropped_out", *TRAIN, exit_code=4).output
    assert "Too few outcomes to fit a model: 0 among 355 children" in said
    assert "45 without a label (45 gone without an outcome)" in said
    assert "another --outcome: not_reenrolled (45)" in said


def test_chronic_absence_without_terms_is_refused_with_the_reason(program: CommandLine, leavers: Path):
    said = program.run("train", leavers, "--outcome", "chronic_absence", *TRAIN, exit_code=4).output
    assert "Chronic absence cannot be derived: there is no table terms." in said


def test_rules_that_had_nothing_to_go_by_are_not_beaten(program: CommandLine, tmp_path: Path):
    chance = random.Random(2)
    sizes = [chance.randint(2, 9) for _ in range(600)]
    pupils = [f"p{number:03d}" for number in range(600)]
    dropped = ["dropped_out" if chance.random() < (0.6 if size > 7 else 0.03) else "promoted" for size in sizes]
    records = written(
        tmp_path / "family",
        enrolments=[
            ("pupil_id", "school_id", "school_year", "enrolled_on", "grade_level"),
            *((pupil, f"S{int(pupil[1:]) % 6}", "2023-2024", "2023-09-11", 7) for pupil in pupils),
        ],
        family=[
            ("pupil_id", "valid_from", "household_size"),
            *((pupil, "2023-09-11", size) for pupil, size in zip(pupils, sizes, strict=True)),
        ],
        outcomes=[
            ("pupil_id", "date", "outcome"),
            *((pupil, "2024-06-21", outcome) for pupil, outcome in zip(pupils, dropped, strict=True)),
        ],
    )
    asked = ("--outcome", "dropped_out", *TRAIN, "--capacity", "0.1", "--verbose")
    said = program.run("train", records, *asked).output
    assert "passed      Better than today's rules" not in said
    assert "The records hold nothing that the rules of today look at" in " ".join(said.split())
