"""Who is in school at a date, as far as it was known?"""

import datetime as dt

import pytest

from features.days import day_of
from features.point_in_time.cohort import cohort_at, places_at, standing_outcomes
from tests.support.small_records import index_of

ONE_PUPIL = """
    pupil_id school_id school_year enrolled_on
    P1       S1        2024-2025   2024-09-09
"""
MOVED = """
    pupil_id school_id school_year enrolled_on left_on
    P1       S1        2024-2025   2024-09-09  2024-11-04
    P1       S2        2024-2025   2024-11-04  -
"""


def cohort(as_of: str, enrolments: str, outcomes: str | None = None) -> dict[str, str]:
    """Return the school of each child of the cohort."""
    tables = {"enrolments": enrolments} | ({"outcomes": outcomes} if outcomes else {})
    found = cohort_at(index_of(None, **tables), day_of(dt.date.fromisoformat(as_of)))
    assert found["pupil_id"].is_monotonic_increasing
    assert found["pupil_id"].is_unique
    return dict(zip(found["pupil_id"], found["school_id"], strict=True))


def outcome(name: str, date: str = "2024-11-04", known_on: str = "-") -> str:
    return f"pupil_id date outcome known_on\n P1 {date} {name} {known_on}"


def test_a_child_is_there_from_the_day_after_enrolment() -> None:
    assert cohort("2024-09-09", ONE_PUPIL) == {}
    assert cohort("2024-09-10", ONE_PUPIL) == {"P1": "S1"}


def test_without_terms_an_enrolment_ends_a_year_after_the_schools_year_began() -> None:
    assert cohort("2025-09-08", ONE_PUPIL) == {"P1": "S1"}
    assert cohort("2025-09-09", ONE_PUPIL) == {}


def test_a_child_is_there_on_the_last_day_and_not_on_the_next() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2024-2025   2024-09-09  2025-01-20
    """
    assert cohort("2025-01-20", enrolments) == {"P1": "S1"}
    assert cohort("2025-01-21", enrolments) == {}


def test_a_leaving_told_late_is_not_seen_before() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    left_known_on
        P1       S1        2024-2025   2024-09-09  2025-01-20 2025-03-03
    """
    assert cohort("2025-03-03", enrolments) == {"P1": "S1"}
    assert cohort("2025-03-04", enrolments) == {}


def test_a_label_that_is_no_year_stays_open_until_the_leaving_is_known() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on    left_known_on
        P1       S1        2013J       2013-10-01  2014-02-01 2014-12-01
    """
    assert cohort("2014-11-30", enrolments) == {"P1": "S1"}
    assert cohort("2014-12-02", enrolments) == {}


def test_of_two_enrolments_the_latest_counts() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2024-2025   2024-09-09
        P1       S2        2024-2025   2024-11-04
    """
    assert cohort("2024-11-04", enrolments) == {"P1": "S1"}
    assert cohort("2024-11-05", enrolments) == {"P1": "S2"}


def test_the_latest_enrolment_that_has_not_ended_counts() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on left_on
        P1       S1        2024-2025   2024-09-09  -
        P1       S2        2024-2025   2024-11-04  2024-11-15
    """
    assert cohort("2024-11-15", enrolments) == {"P1": "S2"}
    assert cohort("2024-11-16", enrolments) == {"P1": "S1"}


@pytest.mark.parametrize("name", ["dropped_out", "transferred", "emigrated", "graduated"])
def test_a_story_that_has_ended_ends_once_it_is_known(name: str) -> None:
    told_late = outcome(name, known_on="2024-12-02")
    assert cohort("2024-12-02", ONE_PUPIL, told_late) == {"P1": "S1"}
    assert cohort("2024-12-03", ONE_PUPIL, told_late) == {}


@pytest.mark.parametrize("name", ["promoted", "failed", "repeated_year", "not_reenrolled", "year_not_closed"])
def test_other_outcomes_end_no_story(name: str) -> None:
    assert cohort("2025-02-03", ONE_PUPIL, outcome(name)) == {"P1": "S1"}


def test_who_enrols_again_is_back() -> None:
    enrolments = """
        pupil_id school_id school_year enrolled_on
        P1       S1        2023-2024   2023-09-11
        P1       S1        2024-2025   2024-10-01
    """
    dropped_out = outcome("dropped_out", date="2024-03-15")
    assert cohort("2024-04-01", enrolments, dropped_out) == {}
    assert cohort("2024-10-01", enrolments, dropped_out) == {}
    assert cohort("2024-10-02", enrolments, dropped_out) == {"P1": "S1"}


def test_who_changes_schools_from_one_day_to_the_next_is_in_the_new_one() -> None:
    assert cohort("2024-11-04", MOVED, outcome("transferred")) == {"P1": "S1"}
    assert cohort("2024-11-05", MOVED, outcome("transferred")) == {"P1": "S2"}


def test_who_is_gone_on_the_first_day_has_not_come_back_by_it() -> None:
    assert cohort("2024-09-10", ONE_PUPIL, outcome("emigrated", date="2024-09-09")) == {}


def test_an_outcome_known_later_corrects_the_earlier_one() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2024-11-04 dropped_out 2024-11-10
        P1       2024-11-04 promoted    2025-01-15
    """
    assert cohort("2025-01-15", ONE_PUPIL, outcomes) == {}
    assert cohort("2025-01-16", ONE_PUPIL, outcomes) == {"P1": "S1"}


def test_of_outcomes_known_on_one_day_the_later_one_stands() -> None:
    outcomes = """
        pupil_id date       outcome     known_on
        P1       2024-11-04 dropped_out 2024-12-01
        P1       2024-10-01 promoted    2024-12-01
        P2       2024-11-04 transferred -
        P2       2024-11-04 emigrated   -
    """
    standing = standing_outcomes(index_of(None, outcomes=outcomes).outcomes)
    assert standing["outcome"].to_dict() == {0: "dropped_out", 1: "transferred"}


def test_a_date_before_all_enrolments_has_nobody() -> None:
    assert cohort("2020-01-01", ONE_PUPIL) == {}


MOVES = """
    pupil_id school_id school_year enrolled_on left_on    class_label main
    stays    S1        2024-2025   2024-09-09  -          5A          -
    moves    S1        2024-2025   2024-09-09  2025-01-24 5A          -
    moves    S2        2024-2025   2025-01-27  -          6C          -
    class    S1        2024-2025   2024-09-09  2025-01-24 5A          -
    class    S1        2024-2025   2025-01-27  -          5B          -
    two      S1        2024-2025   2024-09-09  -          5A          yes
    two      S2        2024-2025   2024-10-01  -          5C          no
    left     S1        2024-2025   2024-09-09  2025-01-10 5A          -
    later    S1        2024-2025   2025-03-01  -          5A          -
    nameless S1        2024-2025   2024-09-09  -          -           -
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-01-20", {"moves": ("S1", "5A"), "class": ("S1", "5A")}),
        ("2025-01-26", {"moves": ("S1", "5A"), "class": ("S1", "5A")}),  # nowhere: where they were last
        ("2025-01-28", {"moves": ("S2", "6C"), "class": ("S1", "5B")}),
        ("2025-04-01", {"moves": ("S2", "6C"), "class": ("S1", "5B"), "later": ("S1", "5A")}),
    ],
)
def test_a_child_is_where_its_enrolment_of_the_day_is_or_where_it_was_last(day, expected):
    index = index_of(None, enrolments=MOVES)
    others = {"stays": ("S1", "5A"), "two": ("S1", "5A"), "left": ("S1", "5A"), "nameless": ("S1", "")}
    assert places_at(index, day_of(dt.date.fromisoformat(day))) == others | expected


def test_a_child_whose_story_has_ended_stays_where_it_was_last():
    outcomes = "pupil_id date outcome\nmoves 2025-02-01 dropout"
    index = index_of(None, enrolments=MOVES, outcomes=outcomes)
    day = day_of(dt.date(2025, 3, 10))
    assert "moves" not in set(cohort_at(index, day)["pupil_id"])
    assert places_at(index, day)["moves"] == ("S2", "6C")
