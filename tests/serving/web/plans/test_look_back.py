"""Before and since stand beside similar children without a plan; of too few nothing is said."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest

from models.ranking.scorer import Scorer
from serving.api.answers import RankingService, RecordState
from serving.web.plans.look_back import compared, look_backs, similar_children
from tests.support.serving.decided import child, day, make_plan
from tests.support.serving.two_schools import small_service
from tests.support.small_models import fitted_model
from tests.support.small_records import index_of

START, END = dt.date(2025, 1, 13), dt.date(2025, 2, 10)
TERMS = """
    school_year term starts_on  ends_on
    2024-2025   M1   2024-09-09 2024-12-20
    2024-2025   M2   2025-01-08 2025-06-20
"""
ENROLMENTS = "pupil_id school_id school_year enrolled_on grade_level class_label\n"
OTHERS = [f"Q{number}" for number in range(1, 8)]


def service(others=OTHERS):
    """Return a service of one class: P1 misses ten hours before the start and two since, the others six and three."""
    pupils = ["P1", *others]
    missed = [("P1", "2024-12-17", 10), ("P1", "2025-01-14", 2)]
    missed += [(each, date, hours) for each in others for date, hours in (("2024-12-17", 6), ("2025-01-14", 3))]
    tables = {
        "schools": "school_id name\nS1 Unu",
        "terms": TERMS,
        "enrolments": ENROLMENTS + "\n".join(f"{pupil} S1 2024-2025 2024-09-09 5 5A" for pupil in pupils),
        "attendance": "pupil_id date hours\n" + "\n".join(f"{pupil} {date} {hours}" for pupil, date, hours in missed),
    }
    return RankingService(Scorer(fitted_model(), "3"), RecordState("one class", index_of(None, **tables)), {})


def of(asked, helped=frozenset()):
    return compared(asked.cohort_at(START), asked.cohort_at(END), pupil_id="P1", weeks=4, helped=helped)


@pytest.fixture
def alike(monkeypatch):
    """All other children are similar ones, whatever the small model says."""
    monkeypatch.setattr(
        "serving.web.plans.look_back.similar_children",
        lambda cohort, pupil_id: frozenset(cohort.pupil_ids) - {pupil_id},
    )


def test_hours_are_those_of_a_week_of_school_before_and_since(alike):
    found = of(service()).hours
    # 16 December to 12 January has 5 school days before the holidays and 3 after them; the four weeks since have 20.
    assert found.child.before == pytest.approx(5 * 10 / 8)
    assert found.child.since == pytest.approx(5 * 2 / 20)
    assert found.others.before == pytest.approx(5 * 6 / 8)
    assert found.others.since == pytest.approx(5 * 3 / 20)
    assert found.count == 7


def test_children_with_a_plan_are_compared_with_nobody(alike):
    found = of(service(), frozenset({"Q1", "Q2"})).hours
    assert (found.count, found.others is None) == (5, False)
    found = of(service(), frozenset({"Q1", "Q2", "Q3"})).hours
    assert (found.count, found.others) == (4, None)


def test_marks_that_nobody_has_are_not_known(alike):
    found = of(service()).marks
    assert (found.child.before, found.child.since, found.others) == (None, None, None)


def test_a_child_that_is_not_there_on_both_days_is_missing(alike):
    asked = service()
    found = compared(asked.cohort_at(START), asked.cohort_at(END), pupil_id="P9", weeks=4, helped=frozenset())
    assert found.missing
    assert found.hours is None


@pytest.mark.parametrize(
    ("margins", "levels", "similar"),
    [
        ([0.9] * 4, [5, 5, 5, 5], {"B", "C", "D"}),  # the same score is in the same tenth
        ([0.9] * 4, [5, 8, 4, 9], {"B"}),  # of the same cycle
        ([0.9, 0.1, 0.9, np.nan], [5, 5, 5, 5], {"C"}),
        ([np.nan, 0.1, 0.9, 0.9], [5, 5, 5, 5], set()),
        (list(range(4)), [5, 5, 5, 5], set()),
    ],
)
def test_similar_children_are_of_the_same_cycle_and_tenth(margins, levels, similar):
    snapshot = SimpleNamespace(enrolment=lambda _: np.array(levels, dtype=float))
    cohort = SimpleNamespace(
        pupil_ids=("A", "B", "C", "D"), margins=np.array(margins), features=SimpleNamespace(snapshot=snapshot)
    )
    assert similar_children(cohort, "A") == similar


def test_a_look_back_waits_for_its_day_and_never_says_that_the_plan_works(person):
    director = person("director")
    plan = make_plan(director, child(), starts_on=day(-7 * 4))
    four, twelve = look_backs(plan, today=dt.date(2025, 2, 10))
    assert four.hours is not None
    assert (twelve.hours, twelve.due_on) == (None, plan.starts_on + dt.timedelta(weeks=12))
    page = director.client.get(f"/plans/{plan.opaque}/look-back/").content.decode()
    assert "regression to the mean" in page
    assert "cannot say: fewer than 5 similar children" in page
    said = "Before is 16 December 2024 – 12 January 2025, since is 13 January 2025 – 9 February 2025."
    assert said in " ".join(page.split())
    assert "(0 marks)" in page
    assert "(1 mark)" in page


def test_marks_are_told_on_the_scale_of_the_class():
    cohort = small_service().cohort_at(dt.date(2025, 2, 10))
    found = compared(small_service().cohort_at(START), cohort, pupil_id="P1", weeks=4, helped=frozenset())
    assert (found.scale, found.marks.child.since, found.marks.made_of) == ("1-10", 3, (0, 1))
