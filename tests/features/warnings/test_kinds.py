"""Each kind of warning names the rows that are odd, and no others."""

import pytest

from features.warnings.sentences import WARNINGS
from tests.support.records.warned import sentences, small_records, warned, warned_rows
from tests.support.small_records import declarations

ENROLLED = """
    pupil_id school_id school_year enrolled_on left_on
    p1       S1        2025-2026   2025-09-08  -
    p2       S1        2025-2026   2025-09-08  2025-11-03
"""

TERMS = {
    "terms": "school_year term starts_on ends_on\n2025-2026 1 2025-09-08 2025-10-24\n2025-2026 2 2025-11-03 2025-12-19"
}


@pytest.mark.parametrize(
    ("code", "tables", "expected"),
    [
        ("repeated_incidents", {"incidents": "pupil_id date kind\np1 2025-10-01 fight\np1 2025-10-01 fight"}, [3]),
        ("repeated_incidents", {"incidents": "pupil_id date kind\np1 2025-10-01 fight\np1 2025-10-02 fight"}, []),
        ("equal_marks", {"grades": "pupil_id date mark scale\np1 2025-10-01 7 1-10\np1 2025-10-01 7 1-10"}, [3]),
        ("equal_marks", {"grades": "pupil_id date mark scale\np1 2025-10-01 7 1-10\np2 2025-10-01 7 1-10"}, []),
        (
            "overlapping_totals",
            {"attendance": "pupil_id date hours from_date\np1 2025-09-30 4 2025-09-08\np1 2025-10-31 6 2025-09-08"},
            [2],
        ),
        (
            "overlapping_totals",
            {"attendance": "pupil_id date hours from_date\np1 2025-09-30 4 2025-09-08\np1 2025-10-31 6 2025-10-01"},
            [],
        ),
        (
            "partly_overlapping_totals",
            {
                "attendance": "pupil_id date hours from_date\np1 2025-09-30 4 2025-09-08\np1 2025-10-05 4 2025-09-29\n"
                "p2 2025-10-31 6 2025-09-08\np2 2025-09-30 4 2025-09-08\np1 2025-11-05 4 2025-10-06"
            },
            [3],
        ),
        (
            "level_in_label_only",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on class_label grade_level\n"
                "p1 S1 2025-2026 2025-09-08 VI_A -\np2 S1 2025-2026 2025-09-08 A -\np3 S1 2025-2026 2025-09-08 VI_A 6"
            },
            [2],
        ),
        (
            "enrolled_twice",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on left_on\np1 S1 2025-2026 2025-09-08 -\n"
                "p1 S1 2025-2026 2025-09-15 -\np2 S1 2025-2026 2025-09-08 2026-02-01\np2 S1 2025-2026 2026-02-02 -"
            },
            [3],
        ),
        (
            "day_and_subjects",
            {"attendance": "pupil_id date hours subject\np1 2025-10-06 6 -\np1 2025-10-06 2 art\np1 2025-10-07 6 -"},
            [2, 3],
        ),
        (
            "hours_above_24",
            {
                "attendance": "pupil_id date hours subject\n"
                "p1 2025-10-06 20 art\np1 2025-10-06 6 music\np2 2025-10-06 6 -"
            },
            [2, 3],
        ),
        ("hours_above_24", {"attendance": "pupil_id date hours\n" + "p1 2025-10-06 7\n" * 4}, []),
        (
            "outcomes_of_a_day",
            {"outcomes": "pupil_id date outcome\np1 2025-06-20 promoted\np1 2025-06-20 dropped_out"},
            [3],
        ),
        (
            "outcomes_of_a_day",
            {"outcomes": "pupil_id date outcome\np1 2025-06-20 emigrated\np1 2025-06-20 not_reenrolled"},
            [],
        ),
        (
            "outcomes_of_a_day",
            {"outcomes": "pupil_id date outcome\np1 2025-06-20 emigrated\np1 2025-06-20 transferred"},
            [3],
        ),
        (
            "attendance_on_free_days",
            {
                "attendance": "pupil_id date hours from_date\np1 2025-10-25 2 -\np1 2025-10-24 2 -\n"
                "p1 2025-10-28 2 -\np1 2025-10-31 8 2025-10-01\np1 2026-03-01 2 -",
                **TERMS,
            },
            [2, 4],
        ),
        (
            "grades_on_free_days",
            {"grades": "pupil_id date mark scale\np1 2025-11-01 7 1-10\np1 2025-11-03 7 1-10", **TERMS},
            [2],
        ),
        (
            "attendance_on_free_days",
            {"attendance": "pupil_id date hours\np1 2025-10-25 2"},
            [],
        ),
        (
            "averages_beside_marks",
            {
                "grades": "pupil_id date mark scale subject kind\np1 2025-10-01 7 1-10 art mark\n"
                "p1 2025-10-01 7 1-10 art average\np2 2025-10-01 7 1-10 art average\np1 2025-10-01 7 1-10 music average"
            },
            [3],
        ),
        (
            "attendance_after_end",
            {
                "outcomes": "pupil_id date outcome\np1 2025-10-01 dropped_out",
                "attendance": "pupil_id date hours\np1 2025-09-30 2\np1 2025-10-06 2\np2 2025-10-06 2",
            },
            [3],
        ),
        (
            "grades_after_end",
            {
                "outcomes": "pupil_id date outcome\np1 2025-10-01 transferred",
                "grades": "pupil_id date mark scale\np1 2025-10-06 7 1-10\np2 2025-10-06 2 1-10",
            },
            [2],
        ),
        (
            "attendance_after_leaving",
            {"enrolments": ENROLLED, "attendance": "pupil_id date hours\np2 2025-11-03 2\np2 2025-11-04 2"},
            [3],
        ),
        (
            "attendance_before_enrolment",
            {"enrolments": ENROLLED, "attendance": "pupil_id date hours\np1 2025-09-05 2\np2 2025-09-09 2"},
            [2],
        ),
        (
            "excused_before_absence",
            {"attendance": "pupil_id date hours excused_on\np1 2025-10-06 2 2025-10-05\np1 2025-10-07 2 2025-10-07"},
            [2],
        ),
        (
            "label_and_level",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on class_label grade_level\n"
                "a S1 2025-2026 2025-09-08 VIIB 6\nb S1 2025-2026 2025-09-08 VIIB 7\n"
                "c S1 2025-2026 2025-09-08 5A 5\nd S1 2025-2026 2025-09-08 Albatros 2"
            },
            [2],
        ),
        (
            "birth_year_of_class",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on class_label birth_year\n"
                + "".join(
                    f"p{n} S1 2025-2026 2025-09-08 5A {year}\n" for n, year in enumerate((2014, 2015, 2014, 2004))
                )
            },
            [5],
        ),
        (
            "far_planned_end",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on left_on\n"
                "a S1 2025-2026 2025-09-08 2029-06-18\nb S1 2025-2026 2025-09-08 2026-06-18"
            },
            [2],
        ),
        (
            "enrolled_far_from_year",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on\n"
                "a S1 2025-2026 2015-09-08\nb S1 2025-2026 2025-08-08"
            },
            [2],
        ),
        (
            "like_a_name",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on\n"
                "Popescu,Ion S1 2025-2026 2025-09-08\nP,12 S1 2025-2026 2025-09-08"
            },
            [2],
        ),
        (
            "school_code_without_zero",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on\n"
                "a 261859087 2025-2026 2025-09-08\nb 2261859087 2025-2026 2025-09-08"
            },
            [2],
        ),
        (
            "two_schools_at_once",
            {
                "enrolments": "pupil_id school_id school_year enrolled_on left_on\n"
                "a S1 2025-2026 2025-09-08 -\na S2 2025-2026 2025-10-01 -\n"
                "b S1 2025-2026 2025-09-08 2025-10-01\nb S2 2025-2026 2025-10-01 -"
            },
            [3],
        ),
    ],
)
def test_the_odd_rows_are_named(code: str, tables: dict[str, str], expected: list[int]) -> None:
    assert warned_rows(code, **tables) == expected


def test_marks_nearly_all_below_the_pass_mark_are_a_sign_of_the_wrong_scale() -> None:
    for mark, odd in ((2, 20), (8, 0)):
        marks = "pupil_id date mark scale subject\n" + "".join(
            f"p{n} 2025-10-{n + 1:02} {mark} 1-10 art\n" for n in range(20)
        )
        assert len(warned_rows("mostly_below_pass", grades=marks)) == odd


def test_marks_that_were_not_taken_are_neither_below_the_pass_mark_nor_above() -> None:
    taken = [{"pupil_id": "P1", "date": "2024-10-01", "mark": "4", "scale": "1-10"}] * 20
    absent = [{"pupil_id": "P1", "date": "2024-10-02", "mark": "", "scale": scale, "kind": "not_taken"}
              for scale in ("", "1-10")] * 20  # fmt: skip
    assert len(warned_rows("mostly_below_pass", grades=[*taken, *absent])) >= 20
    assert warned_rows("mostly_below_pass", grades=absent) == []


def test_where_1_is_the_best_mark_low_numbers_are_good() -> None:
    marks = "pupil_id date mark scale subject\n" + "".join(f"p{n} 2025-10-{n + 1:02} 1 DE_1-6 art\n" for n in range(20))
    declared = declarations({"scales": {"DE_1-6": {"worst": 6, "pass": 4, "best": 1}}})
    assert warned_rows("mostly_below_pass", declared, grades=marks) == []
    assert len(warned_rows("mostly_below_pass", declared, grades=marks.replace(" 1 DE", " 5 DE"))) == 20


def test_a_class_without_an_absence_is_told_where_its_school_records_them() -> None:
    children = [(f"{label}{n}", label) for label in ("5A", "5B", "5C") for n in range(8)]
    enrolments = "pupil_id school_id school_year enrolled_on class_label\n" + "".join(
        f"{pupil} S1 2025-2026 2025-09-08 {label}\n" for pupil, label in children
    )
    missed = "pupil_id date hours\n" + "".join(f"{pupil} 2025-10-06 2\n" for pupil, label in children if label != "5B")
    assert warned_rows("class_without_absence", enrolments=enrolments, attendance=missed) == list(range(10, 18))


def test_totals_that_are_declared_to_hold_each_other_are_not_told() -> None:
    totals = "pupil_id date hours from_date\np1 2025-09-30 4 2025-09-08\np1 2025-10-31 6 2025-09-08"
    declared = declarations({"attendance": {"cumulative": True}})
    assert "overlapping_totals" not in warned(small_records(declared, attendance=totals))


def test_every_kind_has_its_words_in_both_languages() -> None:
    assert all(text.en and text.ro and text.en != text.ro for words in WARNINGS.values() for text in words)
    said = sentences("ro", attendance="pupil_id date hours excused_on\np1 2025-10-06 2 2025-10-05")
    assert said == [
        "attendance.csv, rândul 2: motivări datate înaintea absenței (1 rând, 1 copil); corectați una dintre cele două "
        "date."
    ]
