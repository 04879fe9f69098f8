"""A new school year has begun and most children have no enrolment in it: who is counted, and is it said?

S1 has classes up to VIII; A1 is enrolled again, of the others each is missing for a reason of its own.
"""

import datetime as dt

import pytest

from features.days import day_of
from models.ranking.scorer import Scorer
from serving.api.answers import RankingService, RecordState
from serving.web.access.policy import Role
from serving.web.configuration.ranking import answer_from
from serving.web.roster.last_year import next_class, not_enrolled_again, not_enrolled_at
from tests.support.serving.served import CARD
from tests.support.serving.two_schools import small_service
from tests.support.small_models import fitted_model
from tests.support.small_records import index_of

DAY = dt.date(2025, 10, 6)
_TERMS = """
    school_year term starts_on  ends_on
    2024-2025   M1   2024-09-09 2025-06-20
    2025-2026   M1   2025-09-08 2026-06-19
"""
_ENROLMENTS = """
    pupil_id school_id school_year enrolled_on left_on    grade_level class_label
    A1       S1        2024-2025   2024-09-09  -          5           5A
    A2       S1        2024-2025   2024-09-09  -          5           5A
    A3       S1        2024-2025   2024-09-09  -          5           5A
    A4       S1        2024-2025   2024-09-09  -          6           6B
    B1       S1        2024-2025   2024-09-09  -          8           8A
    B2       S1        2024-2025   2024-09-09  2025-03-03 5           5A
    B3       S1        2024-2025   2024-09-09  -          5           5A
    B4       S1        2024-2025   2024-09-09  -          5           5A
    B5       S1        2024-2025   2024-09-09  -          5           5A
    B6       S1        2023-2024   2023-09-11  -          5           5A
    C1       S2        2024-2025   2024-09-09  -          7           7A
    A1       S1        2025-2026   2025-09-08  -          6           6A
    B4       S2        2025-2026   2025-09-08  -          6           6A
    B5       S1        2025-2026   2025-11-03  -          6           6A
"""
_OUTCOMES = """
    pupil_id date       outcome
    B3       2025-06-30 dropout
"""


def service() -> RankingService:
    index = index_of(None, schools="school_id county\nS1 OT\nS2 OT", terms=_TERMS, enrolments=_ENROLMENTS,
                     outcomes=_OUTCOMES, attendance="pupil_id date hours excused_on\nA1 2025-09-15 2 -")  # fmt: skip
    return RankingService(Scorer(fitted_model(), "3"), RecordState("a new year", index), CARD)


@pytest.fixture
def new_year():
    """Answer from the records of the new year, on a day of it."""
    from django.utils import timezone

    before = timezone.localdate
    timezone.localdate = lambda *_arguments: DAY
    made = service()
    answer_from(lambda: made)
    yield made
    answer_from(small_service)
    timezone.localdate = before


def test_only_who_is_expected_and_enrolled_nowhere_is_missing(new_year):
    """B1 was in the last class, B2 left, B3 dropped out, B4 is in S2; B5 comes back later, which nobody knows yet."""
    missing = not_enrolled_again(new_year.own.index, day_of(DAY))
    assert missing[["pupil_id", "school_id", "this_year"]].values.tolist() == [
        [pupil, school, "2025-2026"] for pupil, school in (("A2", "S1"), ("A3", "S1"), ("A4", "S1"), ("B5", "S1"),
                                                            ("C1", "S2"))
    ]  # fmt: skip
    assert not_enrolled_at(new_year.own, DAY)["S1"].by_class == {"VI A": 3, "VII B": 1}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(dt.date(2025, 6, 2), ["B6"]), (dt.date(2025, 9, 1), ["B6"]), (dt.date(2025, 11, 10), ["A2", "A3", "A4", "C1"])],
    ids=["while last year goes on", "in the holidays after it", "when one more is enrolled"],
)
def test_of_each_year_only_who_is_of_the_one_before_is_missing_until_enrolled(new_year, day, expected):
    assert not_enrolled_again(new_year.own.index, day_of(day))["pupil_id"].tolist() == expected


@pytest.mark.parametrize(
    ("before", "now"),
    [("5A", "VI A"), ("a V-a B", "VI B"), ("VIII", "IX"), ("CP A", "I A"), ("XIII A", ""), ("Fluturașii", "")],
)
def test_a_class_goes_on_a_level_higher(before, now):
    assert next_class(before) == now


@pytest.mark.parametrize("address", ["/", "/list/", "/overview/schools/"])
def test_pages_say_how_many_and_where_to_go(new_year, person, address):
    text = person(Role.DIRECTOR).client.get(address).text
    assert "4 children of last year have no enrolment in 2025-2026 yet: the list cannot show them." in text
    assert 'href="/records/"' in text


def test_a_teacher_is_told_of_the_own_class_and_whom_to_ask(new_year, person):
    person(Role.SECRETARY, email="office@school.example")
    teacher = person(Role.FORM_TEACHER, class_label="6A", language="ro").client
    text = teacher.get("/list/").text
    assert "3 copii din anul trecut, care ar fi acum în 6A, nu au încă o înscriere în 2025-2026" in text
    assert "Le poate aduce: secretary (secretar)" in text
    assert "din anul trecut" not in person(Role.FORM_TEACHER, class_label="6C", language="ro").client.get("/list/").text


def test_a_school_without_any_child_in_the_new_year_is_told_so_too(new_year, person):
    text = person(Role.SECRETARY, school="S2").client.get("/records/").text
    assert "1 child of last year has no enrolment in 2025-2026 yet" in text
