"""Does the list of a school reach its people, and nobody else?"""

import pytest

from serving.web.access.policy import Role
from serving.web.audit.models import Entry


def test_a_director_sees_the_list_of_the_school_and_that_is_logged(person):
    answer = person(Role.DIRECTOR).client.get("/list/")
    assert answer.status_code == 200
    assert ">P1<" in answer.text
    assert ">P6<" not in answer.text
    assert Entry.objects.filter(action="list_viewed", school_id="S1").count() == 1


def test_a_form_teacher_sees_the_own_class_of_it(person):
    answer = person(Role.FORM_TEACHER, class_label="6B").client.get("/list/")
    assert ">P4<" in answer.text
    assert ">P1<" not in answer.text


def test_whoever_may_not_open_a_child_is_offered_no_way_there(person):
    assert "/child/" in person(Role.DIRECTOR).client.get("/list/").text
    analyst = person(Role.ANALYST).client.get("/list/?school=S1", follow=True)
    assert analyst.status_code == 200
    assert "P1" in analyst.text
    assert "/child/" not in analyst.text


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.FORM_TEACHER, Role.COUNSELLOR])
def test_the_list_of_another_school_is_nobody_elses(person, role):
    assert person(role).client.get("/list/", {"school": "S2"}).status_code == 403
