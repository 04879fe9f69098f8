"""Does what a parent asks stand before whoever answers it, until it is answered, with the day it is due?"""

import datetime as dt

import pytest

from serving.web.access.policy import Role
from serving.web.children.models import Objection
from serving.web.roster.models import Child


@pytest.fixture
def asked(person, today) -> Objection:
    teacher = person(Role.FORM_TEACHER)
    teacher.client.get("/list/")
    child = Child.objects.get(pupil_id="P1")
    return Objection.objects.create(
        child=child, kind="object", raised_on=today - dt.timedelta(31), raised_by="mother", text="No.",
        entered_by=teacher.user,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "school", "sees"),
    [(Role.DIRECTOR, "S1", True), (Role.COUNSELLOR, "S1", True), (Role.FORM_TEACHER, "S1", False),
     (Role.DIRECTOR, "S2", False)],
)  # fmt: skip
def test_it_waits_for_those_of_the_school_who_answer(person, asked, role, school, sees):
    signed_in = person(role, school=school)
    text = signed_in.client.get("/").text
    address = f"/child/{asked.child.opaque}/objections/{asked.opaque}/"
    assert (address in text) is sees
    assert ("P1: an answer is due to a parent or the child, who objects to the use of the list" in text) is sees


@pytest.mark.parametrize(("days_ago", "late"), [(30, False), (31, True)])
def test_it_is_due_a_month_after_it_was_raised_there_and_on_the_page_of_the_child(person, asked, today, days_ago, late):
    Objection.objects.update(raised_on=today - dt.timedelta(days_ago))
    director = person(Role.DIRECTOR)
    due = director.client.get("/").context["due"].tasks
    assert [(task.due_on, task.is_late) for task in due] == [(today - dt.timedelta(days_ago - 30), late)]
    page = director.client.get(f"/child/{asked.child.opaque}/").text
    assert f"to be answered until {10 - int(late)} February 2025" in page
    assert ("overdue" in page) is late


def test_an_answered_one_waits_for_nobody(person, asked, today):
    Objection.objects.update(answered_on=today, outcome="refused", answer="No.")
    assert person(Role.DIRECTOR).client.get("/").context["due"].tasks == ()
