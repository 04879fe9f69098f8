"""Does the first page say what is to be done, and only to whom it concerns?"""

import datetime as dt

from serving.web.access.models import SharedChild
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.plans.models import Plan, Step
from serving.web.reviews.models import Decision, Kind
from serving.web.roster.models import Child


def opaque(pupil_id: str) -> str:
    return f"/child/{Child.objects.get(pupil_id=pupil_id).opaque}/"


def test_children_of_the_first_list_wait_for_somebody(person):
    text = person(Role.DIRECTOR).client.get("/").text
    assert "there is no earlier one to compare with" in text
    assert opaque("P1") in text
    assert Entry.objects.filter(action="to_do_viewed", school_id="S1").exists()


def test_a_child_for_whom_something_was_done_waits_no_longer(person):
    director = person(Role.DIRECTOR)
    director.client.get("/")
    Decision.objects.create(
        child=Child.objects.get(pupil_id="P1"), kind=Kind.AGREED, reason="seen", by=director.user, school_id="S1",
        as_of=dt.date(2025, 2, 10), at=dt.datetime(2025, 2, 9, tzinfo=dt.UTC),
    )  # fmt: skip
    assert opaque("P1") not in director.client.get("/").text


def test_after_an_import_only_new_and_worse_children_are_named(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/?as_of=2025-01-10")  # all five children were on it
    text = director.client.get("/").text
    assert opaque("P1") not in text
    assert "5 other children of the list have had no action" in text


def test_steps_of_plans_are_due_for_whoever_is_to_do_them(person):
    director, other = person(Role.DIRECTOR), person(Role.COUNSELLOR)
    director.client.get("/list/")
    plan = Plan.objects.create(
        child=Child.objects.get(pupil_id="P1"), school_id="S1", class_label="5A", owner=director.user, need="absences",
        starts_on=dt.date(2025, 1, 20), made_by=director.user,
    )  # fmt: skip
    for text, due_on, done_on in (
        ("visit", dt.date(2025, 2, 7), None), ("call", dt.date(2025, 2, 14), None),
        ("later", dt.date(2025, 3, 14), None), ("done", dt.date(2025, 2, 7), dt.date(2025, 2, 7)),
    ):  # fmt: skip
        Step.objects.create(plan=plan, text=text, due_on=due_on, done_on=done_on, responsible=director.user)
    text = director.client.get("/").text
    assert [word in text for word in ("P1: visit", "P1: call", "P1: later", "P1: done")] == [True, True, False, False]
    assert text.count("overdue") == 1
    assert "P1: visit" not in other.client.get("/").text


def test_a_teacher_sees_the_own_class(person):
    text = person(Role.FORM_TEACHER, class_label="6B").client.get("/").text
    assert opaque("P4") in text
    assert opaque("P1") not in text


def test_a_worker_from_outside_sees_the_children_shared_with_them(person):
    person(Role.DIRECTOR).client.get("/list/")
    worker = person(Role.NGO_WORKER)
    assert "Nothing is waiting for you" in worker.client.get("/").text
    SharedChild.objects.create(
        user=worker.user, pupil_id="P1", school_id="S1", until=dt.date(2025, 3, 1), given_by="director"
    )
    assert opaque("P1") in worker.client.get("/").text
