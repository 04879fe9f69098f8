"""How many children have a label at each date, and why have the others none?"""

import datetime as dt

from tests.support.records.two_years import two_years
from tests.support.small_records import index_of
from tests.support.training.labelled_rows import plan
from training.dataset.cohorts import Cohorts, prepare
from training.dataset.label_counts import count_labels, count_lines, unlabelled_words

ENROLMENTS = two_years(dict.fromkeys(("P1", "P2", "P3", "P4", "P5"), 5), back=["P1", "P2", "P5"])
OUTCOMES = """
    pupil_id date       outcome
    P1       2024-06-20 failed
    P4       2024-03-01 transferred
    P2       2025-06-20 promoted
"""
DATES = (dt.date(2024, 2, 1), dt.date(2024, 11, 4))


def cohorts(*outcomes: str) -> Cohorts:
    index = index_of(enrolments=ENROLMENTS, outcomes=OUTCOMES)
    return prepare(index, plan(outcomes=outcomes, as_of=DATES, horizon_days=225), lambda _: None)


def test_the_children_of_each_date_are_counted_with_and_without_the_outcome_and_a_label():
    first, second = count_labels(cohorts("failed"))
    assert (first.as_of, first.children, first.positives, first.negatives, first.derived) == (DATES[0], 5, 1, 2, 0)
    assert first.unlabelled == {"transferred": 1, "gone": 1}
    assert (second.children, second.positives, second.negatives, second.unlabelled) == (3, 0, 3, {})


def test_derived_cases_are_counted_among_the_cases():
    first, _ = count_labels(cohorts("failed", "not_reenrolled"))
    assert (first.positives, first.derived, first.unlabelled) == (2, 1, {"transferred": 1})


def test_the_counts_are_said_in_both_languages():
    first, second = count_lines(count_labels(cohorts("failed", "not_reenrolled")))
    assert first.en == (
        "At 1 February 2024, 5 children: 2 with the outcome (1 of them derived from enrolments or absences), 2 "
        "without, 1 without a label (1 transferred)."
    )
    assert first.ro == (
        "La 1 februarie 2024, 5 copii: 2 cu situația urmărită (dintre care 1 din înscrieri sau absențe), 2 fără, "
        "1 fără etichetă (transferați: 1)."
    )
    assert second.en == "At 4 November 2024, 3 children: 0 with the outcome, 3 without, all have a label."
    assert unlabelled_words({}, "ro") == "toți au etichetă"


def test_children_of_a_school_of_which_the_next_year_is_missing_are_counted_and_said():
    missing = ENROLMENTS + "".join(f"P{n} S2 2023-2024 2023-09-11 5\n" for n in (6, 7, 8))
    index = index_of(enrolments=missing, outcomes=OUTCOMES + "    P8 2024-06-20 promoted\n")
    planned = plan(outcomes=("failed",), as_of=DATES, horizon_days=225)
    first, _ = count_labels(prepare(index, planned, lambda _: None))
    assert first.unlabelled == {"transferred": 1, "gone": 1, "no_next_year": 2}
    assert unlabelled_words(first.unlabelled, "en") == (
        "4 without a label (1 transferred, 1 gone without an outcome, 2 in a school of which the next year is missing)"
    )
    assert "la școli al căror an următor lipsește din date: 2" in unlabelled_words(first.unlabelled, "ro")
